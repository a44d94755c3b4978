"""A network that another process has read and validated, handed over with the hash of its files.

Every page of a build needs the whole network, and reading it costs more than most pages' own work.
The process that reads it first packs it; those that make the pages take it, and `read_network`
gives it to them as long as the files in front of it are the same.
"""

import pickle
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from annual_report.data.provenance import package_digest

if TYPE_CHECKING:
    from annual_report.data.network import Network

_taken: dict[str, bytes] = {}


def pack(network: "Network", folder: str | Path) -> bytes:
    """Return the network of a folder as bytes, for processes that run the same program."""
    plain = replace(network, textes=dict(network.textes))  # a read-only view can't be pickled
    return pickle.dumps((package_digest(folder), pickle.dumps(plain)))


def take(packed: bytes) -> None:
    """Keep a packed network for this process; it must come from a worker of the same build."""
    digest, network = pickle.loads(packed)
    _taken[digest] = network


def taken(folder: str | Path) -> "Network | None":
    """Return a fresh copy of a folder's network, if that of these very files was handed over."""
    packed = _taken.get(package_digest(folder)) if _taken else None
    if packed is None:
        return None
    network: Network = pickle.loads(packed)
    return replace(network, textes=MappingProxyType(network.textes))
