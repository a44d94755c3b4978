"""What a report is made of, as hashes: the same fingerprint means the same bytes.

A fingerprint is a flat mapping from a part ("données: rencontres.csv", "code: page/maps.py") to a
hash of it. Comparing two says why a report has to be built again. Only the standard library is
imported here: a build with nothing to do must end before anything heavy is loaded.
"""

import hashlib
import json
import os
import sysconfig
from collections.abc import Mapping
from functools import cache
from glob import glob

from annual_report import ROOT
from annual_report.messages import _

Fingerprint = dict[str, str]
SHOWN = 3
"""How many changed files a reason names before it counts the others."""


def digest(content: bytes) -> str:
    """Return a hash of some bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


@cache
def program() -> Mapping[str, str]:
    """Return the hashes of all that is the project's own or its environment's, read once."""
    found: Fingerprint = {}
    for kind, pattern in (
        ("code", "annual_report/**/*.py"),
        ("template", "templates/**/*.*"),
        ("notebook", "notebooks/*.ipynb"),
        ("reference", "data/reference/*.*"),
    ):
        for path in sorted(glob(pattern, root_dir=ROOT, recursive=True)):
            folder, name = os.path.split(path)
            with open(f"{ROOT}/{path}", "rb") as stream:  # a Path costs as much as the reading
                found[f"{kind}: {name}@{folder.replace(os.sep, '/')}"] = digest(stream.read())
    found["environment: packages"] = digest("\n".join(_installed()).encode())
    return found


def read_again() -> None:
    """Forget what was read of the program: a preview outlives its changes."""
    for read in (program, program_digest, _program_of):
        read.cache_clear()


def _installed() -> list[str]:
    """Return the names of installed distributions with their versions, from their folders."""
    names = os.listdir(sysconfig.get_path("purelib"))
    return sorted(
        name for name in names if name.endswith(".dist-info") and "annual_report" not in name
    )


@cache
def program_digest() -> str:
    """Return one hash of the project's code, templates, notebooks, reference and environment."""
    return digest(json.dumps(dict(program()), sort_keys=True).encode())


def fingerprint(
    notebook: str, parameters: Mapping[str, object], data: Mapping[str, str]
) -> Fingerprint:
    """Return the fingerprint of one report: of all notebooks only its own counts."""
    found = dict(_program_of(notebook))
    found["parameters: all"] = json.dumps(parameters, sort_keys=True)
    for name, value in data.items():
        found[f"data: {name}"] = value
    return found


@cache
def _program_of(notebook: str) -> Mapping[str, str]:
    own = f"notebook: {notebook}.ipynb"
    return {
        part: value
        for part, value in program().items()
        if not part.startswith("notebook: ") or part.startswith(own)
    }


def reason(before: Fingerprint | None, now: Fingerprint) -> str | None:
    """Say in one line why a report must be built; None if it is up to date."""
    if before is None:
        return _("never built")
    if before == now:
        return None
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
