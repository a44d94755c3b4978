"""The program that makes pages, as hashes by the names of its parts: the same ones make the same.

    code: maps.py@annual_report/charts      template: style.css@templates/report
    reference: communes.csv@data/reference  environment: pandas (its version), environment: Python

Only what a page can be made of counts: not the command line, nor what writes workbooks. Of the
environment it is the packages of the lock, and Python's minor version. Only the standard library is
imported here: a build with nothing to do must end before anything heavy is loaded.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from glob import glob
from pathlib import Path

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.project import RESOURCES, ROOT, __version__

APART = tuple(f"annual_report/{folder}".replace("/", os.sep) for folder in (
    "commands/", "machine/preview/", "network/writing/",
    "report/publication/giving_out.py", "report/verify.py",
))  # fmt: skip
"""What of the package no page is made of."""
ENVIRONMENT = "environment: "
Parts = Mapping[str, str]


def hash_bytes(content: bytes) -> str:
    """Return a hash of some bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


def hash_parts(parts: Parts) -> str:
    """Return one hash of some parts, whatever their order."""
    return hash_bytes(json.dumps(dict(parts), sort_keys=True).encode())


def hash_files(files: Mapping[str, bytes]) -> str:
    """Return one hash of some files by name."""
    # Names are as the system has them, in whatever encoding.
    lines = [f"{name} {hash_bytes(files[name])}" for name in sorted(files)]
    return hash_bytes("\n".join(lines).encode(errors="surrogateescape"))


@cache
def _read_program() -> Parts:
    """Return the parts of the program, read once in a process and its forks."""
    hashes: dict[str, str] = {}
    for kind, root, path in _list_files():
        folder, name = os.path.split(path)
        with open(f"{root}/{path}", "rb", buffering=0) as stream:  # a Path costs as much
            hashes[f"{kind}: {name}@{folder.replace(os.sep, '/')}"] = hash_bytes(stream.read())
    hashes |= _list_packages()
    hashes[f"{ENVIRONMENT}Python"] = "{}.{}".format(*sys.version_info)
    return hashes


@cache
def hash_program() -> str:
    """Return one hash of the program."""
    return hash_parts(_read_program())


@cache
def _hash_own_files() -> str:
    """Return a short hash of the program's own files, whatever the Python that runs it.

    It is printed: of the same source it is the same in a clone, from a wheel, and on any machine.
    """
    program = _read_program()
    own = {name: program[name] for name in program if not name.startswith(ENVIRONMENT)}
    return hash_parts(own)[:12]


def list_environment() -> Parts:
    """Return the versions of Python and of the packages of the lock, by name."""
    return {
        name.removeprefix(ENVIRONMENT): version
        for name, version in _read_program().items()
        if name.startswith(ENVIRONMENT)
    }


def say_program() -> str:
    """Say with which program a page is made."""
    return f"annual-report {__version__} ({_hash_own_files()})"


def _list_packages() -> dict[str, str]:
    """Return the versions that are installed of the packages of the lock."""
    installed = _list_installed()
    with open(RESOURCES / "requirements.txt", encoding="utf-8") as stream:
        pins = filter(None, map(_PINNED.match, stream))
        names = {_fold_package(pin[1]) for pin in pins if _is_for_this_python(pin[2])}
    return {f"{ENVIRONMENT}{name}": installed[name] for name in sorted(names & set(installed))}


_PINNED = re.compile(r"([\w.-]+)(?:\[[^]]*\])?==[^ ]+(?: ; ([^\\]*))?")


def _is_for_this_python(marker: str | None) -> bool:
    """Whether a lock asks for a package here: what is there besides is somebody else's."""
    if marker is None:
        return True
    from packaging.markers import Marker  # few of the lines have one

    return Marker(marker).evaluate()


def _list_installed() -> Parts:
    """Return the versions of distributions by name, the first wherever Python looks for them."""
    versions: dict[str, str] = {}
    for folder in sys.path:
        for entry in os.listdir(folder) if os.path.isdir(folder) else ():
            if entry.endswith(".dist-info"):
                name, _dash, version = entry.removesuffix(".dist-info").partition("-")
                versions.setdefault(_fold_package(name), version)
    return versions


def _fold_package(name: str) -> str:
    """Return the name of a package as all its spellings have it."""
    return re.sub(r"[-_.]+", "_", name).lower()


def _list_files() -> Iterator[tuple[str, Path, str]]:
    """Yield the kind of each file of the program, a folder, and its path from there.

    Installed or in a clone, a file has the same path: the same program has the same hash.
    """
    for kind, root, pattern in (
        ("code", ROOT, "annual_report/**/*.py"),
        ("code", ROOT, "annual_report/**/*.yaml"),
        ("template", RESOURCES, "templates/**/*.*"),
        ("reference", RESOURCES, "data/reference/**/*.*"),
    ):
        for path in sorted(glob(pattern, root_dir=root, recursive=True)):
            if not path.startswith(APART):
                yield kind, root, path


def require_same_program(expected: str) -> None:
    """Refuse to work with other code than the caller's: pages of a build must not differ."""
    if hash_program() != expected:
        raise ReportError(
            _(
                "the program has changed since the build began, or this worker has another version "
                "of it: start the worker, then the build, again"
            )
        )
