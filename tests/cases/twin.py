"""The twin: a small network in order; the other files that tests read are changes of the twin."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from annual_report.network.reading.problems import Problem

CORPUS = Path(__file__).parents[1] / "corpus"
TWIN = CORPUS / "twin"


def text_of(name: str) -> str:
    return (TWIN / name).read_bytes().decode("utf-8")


MEMBRES, RENCONTRES, SUJETS = (
    text_of(f"{name}.csv") for name in ("membres", "rencontres", "sujets")
)
PRESENCES, RESSOURCES = (text_of(f"{name}.csv") for name in ("presences", "ressources"))
TEXTE = text_of("textes/2025.md")


def copy_with(folder: Path, file: str, content: bytes) -> Path:
    """Copy the twin into a folder, with a file in place of the twin's own."""
    package = Path(shutil.copytree(TWIN, folder / "twin"))
    (package / f"{Path(file).stem.lower()}.csv").unlink(missing_ok=True)
    (package / file).write_bytes(content)
    return package


def is_of_settings(problem: Problem) -> bool:
    """Whether a problem asks for a setting that the twin leaves open."""
    return (problem.place.file, problem.severity) == ("reseau.csv", "todo")


def fill_workbook(text: str, change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    """Return a workbook that holds a table, changed by hand."""
    book = Workbook()
    book.active.title = "Membres"
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pack_archive(parts: dict[str, bytes]) -> bytes:
    """Return an archive of some parts, such as a workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
