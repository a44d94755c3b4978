"""What a report is made of, as hashes: the same fingerprint means the same bytes.

A fingerprint is one hash, and the hashes of the parts behind it by name ("data: rencontres.csv",
"code: maps.py@annual_report/page"). The one says whether a report has to be built again, the parts
say why. Only the standard library is imported here: a build with nothing to do must end before
anything heavy is loaded.
"""

import hashlib
import json
import os
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cache
from glob import glob
from typing import NamedTuple

from annual_report import ROOT
from annual_report.messages import _

SHOWN = 3
"""How many changed files a reason names before it counts the others."""


class Fingerprint(NamedTuple):
    """A hash of all that something is made of, and of each part by its name."""

    whole: str
    parts: MutableMapping[str, str]


def digest(content: bytes) -> str:
    """Return a hash of some bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


def fingerprint_of(parts: dict[str, str]) -> Fingerprint:
    """Return the fingerprint of some parts, whatever their order."""
    return Fingerprint(digest(json.dumps(parts, sort_keys=True).encode()), parts)


@cache
def program() -> Fingerprint:
    """Return the fingerprint of all that is the project's own or its environment's, read once."""
    found: dict[str, str] = {}
    for kind, path in _files():
        folder, name = os.path.split(path)
        with open(f"{ROOT}/{path}", "rb", buffering=0) as stream:  # a Path costs as much
            found[f"{kind}: {name}@{folder.replace(os.sep, '/')}"] = digest(stream.read())
    found["environment: packages"] = digest("\n".join(_installed()).encode())
    return fingerprint_of(found)


def _files() -> Iterator[tuple[str, str]]:
    """Yield the kind and the path of each file of the program."""
    for kind, pattern in (
        ("code", "annual_report/**/*.py"),
        ("template", "templates/**/*.*"),
        ("notebook", "notebooks/*.ipynb"),
        ("reference", "data/reference/*.*"),
    ):
        for path in sorted(glob(pattern, root_dir=ROOT, recursive=True)):
            yield kind, path


@cache
def stamps() -> dict[str, tuple[int, int]]:
    """Return when each file of the program was last written, and touched in any way; asked once.

    A server asks before it reads the program, for all that are forked from it.
    """
    found = {path: os.stat(f"{ROOT}/{path}") for _kind, path in _files()}
    return {path: (each.st_mtime_ns, each.st_ctime_ns) for path, each in found.items()}


def was_read() -> bool:
    """Tell whether the program was read, by this process or before it was forked."""
    return program.cache_info().currsize > 0


def read_again() -> None:
    """Forget what was read of the program: a preview outlives its changes."""
    for read in (program, _program_of, stamps):
        read.cache_clear()


def _installed() -> list[str]:
    """Return the names of distributions with their versions, wherever Python looks for them."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    names = {name for folder in folders for name in os.listdir(folder)}
    ours = {name for name in names if name.endswith(".dist-info") and "annual_report" not in name}
    return sorted(ours)


def program_digest() -> str:
    """Return one hash of the project's code, templates, notebooks, reference and environment."""
    return program().whole


def fingerprint(notebook: str, parameters: Mapping[str, object], data: Fingerprint) -> Fingerprint:
    """Return the fingerprint of one report: of all notebooks only its own counts."""
    own = _program_of(notebook)
    said = json.dumps(parameters, sort_keys=True)
    return Fingerprint(
        digest(f"{own.whole} {data.whole} {said}".encode()),
        ChainMap({"parameters: all": said}, data.parts, own.parts),
    )


@cache
def _program_of(notebook: str) -> Fingerprint:
    own = f"notebook: {notebook}.ipynb"
    return fingerprint_of(
        {
            part: value
            for part, value in program().parts.items()
            if not part.startswith("notebook: ") or part.startswith(own)
        }
    )


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say in one line which parts of two fingerprints differ."""
    changed = {part for part in before.keys() | now.keys() if before.get(part) != now.get(part)}
    kinds = {
        "data": _("data changed"),
        "notebook": _("notebook changed"),
        "parameters": _("parameters changed"),
        "template": _("template changed"),
        "code": _("code changed"),
        "reference": _("reference changed"),
        "environment": _("environment changed"),
    }
    said = []
    for kind, words in kinds.items():
        names = sorted(_file(part) for part in changed if part.startswith(f"{kind}: "))
        if names and kind in ("parameters", "environment"):
            said.append(words)
        elif names:
            shown = ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
            said.append(_("{what}: {names}", what=words, names=shown))
    return ", ".join(said)


def _file(part: str) -> str:
    return part.split(": ", 1)[1].split("@")[0]
