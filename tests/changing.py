"""Networks of the project to change: copies with other settings, and files with other words."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annual_report.base.project import ROOT

REAL, EXAMPLE = "departements-participatifs", "reseau-exemple"


def copy_network(name: str, folder: Path, **settings: Any) -> Path:
    """Copy a network of the project, with other settings."""
    network = Path(shutil.copytree(ROOT / "data" / name, folder / name))
    if settings:
        with change_descriptor(network) as about:
            about["reseau"] |= settings
    return network


@contextmanager
def change_descriptor(network: Path) -> Iterator[dict[str, Any]]:
    """Give what a network's descriptor says, and write it as it is left."""
    file = network / "datapackage.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    yield about
    file.write_text(json.dumps(about), encoding="utf-8")


def edit(file: Path, old: str, new: str) -> None:
    """Replace words of a file, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def append(file: Path, text: str) -> None:
    """Write some text below what a file has."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def read_files(network: Path) -> dict[str, bytes]:
    """Return what every file of a network holds, by its path in the folder."""
    files = (path for path in network.rglob("*") if path.is_file())
    return {path.relative_to(network).as_posix(): path.read_bytes() for path in files}
