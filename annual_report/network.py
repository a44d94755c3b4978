"""A network in memory: its settings, its tables and its texts, as the data package holds them.

Tables keep the files' own French column names. Years and counts are nullable integers, everything
else is text; what nobody recorded is missing (NA), never zero and never an empty string.

Every page of a build needs the whole network, and reading it costs more than most pages' own work.
The process that reads it first packs it (`pack`); those that make the pages take it (`take`), and
`open_network` gives it to them as long as the files in front of it are the same.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from annual_report.errors import DataError
from annual_report.parameters import check_year
from annual_report.reading.digest import package_digest
from annual_report.reading.disclosure import disclosed
from annual_report.reading.package import Package
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText

_taken: dict[str, bytes] = {}


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that is known of a network; each table is a DataFrame of its Table Schema.

    `presences` has what may be published of it, and `agents` the total of each meeting, where a
    count is recorded (see `reading.disclosure`): nothing below the threshold is in memory.
    """

    name: str
    title: str
    settings: Settings
    membres: pd.DataFrame
    rencontres: pd.DataFrame
    sujets: pd.DataFrame
    presences: pd.DataFrame
    ressources: pd.DataFrame
    dispositifs: pd.DataFrame
    agents: pd.DataFrame
    textes: Mapping[int, YearText]
    drafts: tuple[int, ...] = ()
    """The years that still have something to fill in: no index and no trend counts them."""

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of which the members are recorded: each of them can have its report."""
        return tuple(sorted({int(year) for year in self.membres["annee"]}))


def open_network(folder: str | Path, *, year: int | None = None) -> Network:
    """Read and validate a data package; raise DataError with every problem found.

    Raise ParameterError if a `year` is given of which there are no data. A network that was handed
    over for the very same files is taken as it was read then.
    """
    network = taken(folder) or _read(folder)
    if year is not None:
        check_year(year, network.years)
    return network


def _read(folder: str | Path) -> Network:
    # Validation takes long to import, and whoever is handed a network does without.
    from annual_report.reading.inspection import inspect_package

    inspection = inspect_package(folder)
    if inspection.package is None:
        raise DataError(inspection.errors)
    return network_of(inspection.package)


def network_of(package: Package) -> Network:
    """Return the network that a package without errors holds."""
    tables = dict(package.tables)
    tables["presences"], agents = disclosed(tables["presences"], package.settings.seuil)
    return Network(
        name=package.name,
        title=package.title,
        settings=package.settings,
        agents=agents,
        textes=MappingProxyType(package.texts),
        drafts=tuple(sorted(package.drafts)),
        **tables,
    )


def pack(network: Network, folder: str | Path) -> bytes:
    """Return the network of a folder as bytes, for processes that run the same program."""
    plain = replace(network, textes=dict(network.textes))  # a read-only view can't be pickled
    return pickle.dumps((package_digest(folder), pickle.dumps(plain)))


def take(packed: bytes) -> None:
    """Keep a packed network for this process; it must come from a worker of the same build."""
    digest, network = pickle.loads(packed)
    _taken[digest] = network


def taken(folder: str | Path) -> Network | None:
    """Return a fresh copy of a folder's network, if that of these very files was handed over."""
    packed = _taken.get(package_digest(folder)) if _taken else None
    if packed is None:
        return None
    network: Network = pickle.loads(packed)
    return replace(network, textes=MappingProxyType(network.textes))
