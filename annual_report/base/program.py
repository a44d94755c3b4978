"""The hashes of the parts of the program that makes pages: the same parts make the same pages.

A build makes a page again if a part has changed. The parts, by name, each with a hash or a version:

    code: annual_report/report/charts/ranks.py   template: templates/report/style.css
    reference: data/reference/communes.csv       environment: pandas, environment: Python

The command line and the writing of workbooks make no page, so they don't count. The environment is
the packages of the lock, and Python's minor version. Only the standard library is imported here: a
build without pages to make must end before anything heavy is loaded.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from glob import glob

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.project import RESOURCES, ROOT, SHIPPED, __version__

MAKES_NO_PAGE = (
    os.path.join("annual_report", "commands", ""),
    os.path.join("annual_report", "door", ""),
    os.path.join("annual_report", "network", "writing", ""),
    os.path.join("annual_report", "report", "publication", "giving_out.py"),
    os.path.join("annual_report", "report", "verify.py"),
    # What is shipped in a wheel lies elsewhere in a clone, and is counted by kinds of its own.
    os.path.join("annual_report", SHIPPED.name, ""),
)
"""The beginnings of the paths of folders and modules that make no page."""
ENVIRONMENT = "environment: "
"""The beginning of the names of Python and of packages among the parts."""
Parts = Mapping[str, str]
"""Parts of the program by name → the hash of a file, or the version of a package."""


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes as 32 hexadecimal digits, enough to tell files apart."""
    return hashlib.sha256(content).hexdigest()[:32]


def hash_parts(parts: Parts) -> str:
    """Return one hash for some parts of the program, the same in any order."""
    return hash_bytes(json.dumps(dict(parts), sort_keys=True).encode())


def hash_files(files: Mapping[str, bytes]) -> str:
    """Return one hash for some files, whose contents are given by name, the same in any order."""
    # The system may have names in any encoding: `surrogateescape` keeps their bytes.
    lines = [f"{name} {hash_bytes(files[name])}" for name in sorted(files)]
    return hash_bytes("\n".join(lines).encode(errors="surrogateescape"))


@cache
def read_program_parts() -> Parts:
    """Return all parts of the program with their hashes, by which outdated pages are found.

    {"code: annual_report/report/charts/ranks.py": "9f…", "environment: pandas": "2.3.3", …}

    If any part has changed since a page was made, a build makes that page again. The files are read
    once: processes that are forked later have the hashes too.
    """
    parts: dict[str, str] = {}
    for part, file in _list_files().items():
        # `open`, because the objects of pathlib would take as long as the reading itself.
        with open(file, "rb", buffering=0) as stream:
            parts[part] = hash_bytes(stream.read())
    for package, version in _list_packages().items():
        parts[f"{ENVIRONMENT}{package}"] = version
    parts[f"{ENVIRONMENT}Python"] = f"{sys.version_info.major}.{sys.version_info.minor}"
    return parts


@cache
def hash_program() -> str:
    """Return one hash of the whole program; it differs from that of any other version."""
    return hash_parts(read_program_parts())


@cache
def _hash_files_of_program() -> str:
    """Return a short hash of the program's files, without packages, for people to compare.

    The same source has the same hash in a clone, from a wheel, and on any machine and Python.
    """
    files: dict[str, str] = {}
    for part, hashed in read_program_parts().items():
        if not part.startswith(ENVIRONMENT):
            files[part] = hashed
    return hash_parts(files)[:12]


def list_environment() -> Parts:
    """Return the versions of Python and of the packages of the lock, by name.

    {"pandas": "2.3.3", …, "Python": "3.13"}
    """
    versions: dict[str, str] = {}
    for part, version in read_program_parts().items():
        if part.startswith(ENVIRONMENT):
            versions[part.removeprefix(ENVIRONMENT)] = version
    return versions


def say_program() -> str:
    """Return the program for the foot of a page's HTML: "annual-report 0.2.0 (5d41402abc4b)"."""
    return f"annual-report {__version__} ({_hash_files_of_program()})"


def _list_packages() -> dict[str, str]:
    """Return the installed versions of the packages of requirements.txt: {"pandas": "2.3.3"}."""
    # Imported here: a command that makes no page needs no hash.
    from packaging.requirements import Requirement

    listed = set()
    with open(RESOURCES / "requirements.txt", encoding="utf-8") as stream:
        for line in stream:
            # Taken: "pandas==2.3.3 \". Not taken: the indented lines of its hashes, comments.
            if line[0].isalnum():
                requirement = Requirement(line.rstrip("\\\n "))
                # A marker says where a package is needed: "; sys_platform == 'win32'".
                if requirement.marker is None or requirement.marker.evaluate():
                    listed.add(_fold_package(requirement.name))
    installed = _list_installed()
    # A package that nobody installed makes no page.
    present = sorted(listed & set(installed))
    return {name: installed[name] for name in present}


def _list_installed() -> Parts:
    """Return the versions of installed packages by name: {"pandas": "2.3.3"}.

    The names of the folders "pandas-2.3.3.dist-info" are enough: importlib.metadata would open a
    file in each.
    """
    versions: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for entry in os.listdir(folder):
            if entry.endswith(".dist-info"):
                name, _dash, version = entry.removesuffix(".dist-info").partition("-")
                # Of a package in two folders Python imports the first on its path.
                versions.setdefault(_fold_package(name), version)
    return versions


def _fold_package(name: str) -> str:
    """Return a package's name in one spelling: "Typing-Extensions" → "typing_extensions"."""
    return name.replace("-", "_").replace(".", "_").lower()


def _list_files() -> dict[str, str]:
    """Return the path of each file of the program that makes pages, by the name of the part.

    {"template: templates/report/style.css": "/home/…/templates/report/style.css", …}

    A part has the same name installed as in a clone, so that the same program has the same hash.
    """
    files: dict[str, str] = {}
    for kind, root, pattern in (
        ("code", ROOT, "annual_report/**/*.py"),
        ("code", ROOT, "annual_report/**/*.yaml"),
        ("code", ROOT, "annual_report/**/*.json"),
        ("code", ROOT, "annual_report/**/*.txt"),
        ("template", RESOURCES, "templates/**/*.*"),
        ("reference", RESOURCES, "data/reference/**/*.*"),
    ):
        for path in sorted(glob(pattern, root_dir=root, recursive=True)):
            if not path.startswith(MAKES_NO_PAGE):
                # Windows has "\", and the same hash all the same.
                name = path.replace(os.sep, "/")
                files[f"{kind}: {name}"] = f"{root}/{path}"
    return files


def require_same_program(expected: str) -> None:
    """Raise ReportError if this program hasn't the hash `expected`, that of the build's caller.

    A worker of a cluster may have an older version, and all pages of a build must be alike.
    """
    if hash_program() != expected:
        raise ReportError(
            _(
                "the program has changed since the build began, or this worker has another version "
                "of it: start the worker, then the build, again"
            )
        )
