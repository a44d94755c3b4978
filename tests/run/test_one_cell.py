"""One cell of a table is another: the pages that asked for the table are made again, no others.

A column of each table is always tried; `pytest --deep` tries every column.
"""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import build_pages
from twin import TWIN

from annual_report.build.pages import read_notebooks
from annual_report.build.records import Records
from annual_report.build.store import FolderStore
from annual_report.reading.inspection import inspect_package

pytestmark = pytest.mark.slow

FIRST = {
    "dispositifs": "dispositif",
    "membres": "membre",
    "presences": "agents",
    "rencontres": "ville",
    "ressources": "titre",
    "sujets": "sujet",
}
"""The column of each table that is always tried."""
COLUMNS = [
    pytest.param(table.stem, column, marks=[] if FIRST[table.stem] == column else pytest.mark.deep)
    for table in sorted(TWIN.glob("*.csv"))
    for column in table.read_text(encoding="utf-8").splitlines()[0].split(",")
]
NOTEBOOKS = {"annual_report": read_notebooks()["annual_report"]}
OTHERS = ("01", "20R", "31", "44", "59", "2023", "2024-9", "2025-2", "3", "https://exemple.fr/b")
"""What a cell may be where nothing else of its column can stand there."""


def network(folder: Path) -> Path:
    """Return a copy of a small network, with a member of whom no presence is noted."""
    copy = Path(shutil.copytree(TWIN, folder / TWIN.name))
    with (copy / "membres.csv").open("a", encoding="utf-8") as stream:
        stream.write("2025,20R,\n")
    return copy


def became(data: Path, out: Path) -> dict[str, str]:
    """Build; return what became of each page."""
    found = build_pages(data, out, NOTEBOOKS)
    assert found.good, found.failures
    return {page: event.kind for page, event in found.pages.items() if page}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    data = network(folder)
    assert set(became(data, folder / "out").values()) == {"made"}
    return folder / "out"


def changed(table: str, column: str, folder: Path) -> Path | None:
    """Return a copy of the network in which one cell is another; None if none could be right."""
    copy = network(folder)
    path = copy / f"{table}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    place = header.index(column)
    for cells in _each_changed(rows, place):
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *cells])
        inspection = inspect_package(copy)
        if inspection.package is not None and not inspection.understandings:
            return copy
    return None


def _each_changed(rows: list[list[str]], place: int) -> Iterator[list[list[str]]]:
    values = dict.fromkeys(row[place] for row in rows)
    for number, row in reversed(list(enumerate(rows))):
        for value in (f"{row[place]} bis", *values, *OTHERS):
            if value and value != row[place]:
                other = [*row[:place], value, *row[place + 1 :]]
                yield [*rows[:number], other, *rows[number + 1 :]]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_pages_that_asked_for_the_table_are_made_again_and_no_others(
    table: str, column: str, first: Path, tmp_path: Path
) -> None:
    data = changed(table, column, tmp_path)
    assert data, "no cell of it can be another"
    out, whole = Path(shutil.copytree(first, tmp_path / "out")), tmp_path / "whole"
    found = became(data, out)
    became(data, whole)
    pages = {path.relative_to(whole).as_posix(): path for path in whole.rglob("*.html")}
    assert {page: (out / page).read_bytes() for page in pages} == {
        page: path.read_bytes() for page, path in pages.items()
    }
    made = {page for page, kind in found.items() if kind in ("made", "same")}
    known = Records(FolderStore(first)).known
    asked = {f"{name}.html" for name, each in known.items() if f"data: {table}.csv" in each.made_of}
    assert made - asked == pages.keys() - {f"{name}.html" for name in known}, "pages that are new"
    assert asked - made - {"index.html"} == asked - found.keys() - {"index.html"}, "gone ones"
