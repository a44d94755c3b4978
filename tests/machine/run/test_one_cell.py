"""One cell of a table is another: the pages that asked for the table are made again, no others.

A column of each table is always tried; `pytest --deep` tries every column, each by itself.
"""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import build_pages
from twin import TWIN

from annual_report.machine.making.pages import read_notebooks
from annual_report.machine.making.records import Records
from annual_report.machine.making.store import FolderStore
from annual_report.network.reading.inspection import inspect_package

pytestmark = pytest.mark.slow

FIRST = {
    "membres": "membre",
    "presences": "etat",
    "rencontres": "ville",
    "ressources": "titre",
    "sujets": "sujet",
}
"""The column of each table that is always tried."""
EVERY = [
    (table.stem, column)
    for table in sorted(TWIN.glob("*.csv"))
    for column in table.read_text(encoding="utf-8").splitlines()[0].split(",")
]
NOTEBOOKS = {"annual_report": read_notebooks()["annual_report"]}
YEARS = (2025,)
OTHERS = ["01", "20R", "44", "59", "parti", "2023", "2024-9", "2025-2", "3", "https://exemple.fr/b"]
"""What a cell may be where nothing else of its column can stand there."""


def network(folder: Path) -> Path:
    """Return a copy of a small network, with a member of whom no presence is noted."""
    copy = Path(shutil.copytree(TWIN, folder / TWIN.name))
    with (copy / "membres.csv").open("a", encoding="utf-8") as stream:
        stream.write("2025,20R,\n")
    return copy


def became(data: Path, out: Path) -> dict[str, str]:
    """Build; return what became of each page."""
    found = build_pages(data, out, NOTEBOOKS, years=YEARS)
    assert found.good, found.failures
    return {page: event.kind for page, event in found.pages.items() if page}


def change(table: str, column: str, data: Path) -> None:
    """Make one cell of the network another one that is right."""
    path = data / f"{table}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    for cells in _each_changed(rows, header.index(column)):
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *cells])
        inspection = inspect_package(data)
        if inspection.package is not None and not inspection.understandings:
            return
    raise AssertionError(f"no cell of {table}, {column} can be another")


def _each_changed(rows: list[list[str]], place: int) -> Iterator[list[list[str]]]:
    values = dict.fromkeys(row[place] for row in rows)
    for number, row in reversed(list(enumerate(rows))):
        for value in (f"{row[place]} bis", *values, *OTHERS):
            if value and value != row[place]:
                other = [*row[:place], value, *row[place + 1 :]]
                yield [*rows[:number], other, *rows[number + 1 :]]


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param([*FIRST.items()], id="one after the other"),
        *(pytest.param([each], id="-".join(each), marks=pytest.mark.deep) for each in EVERY),
    ],
)
def test_pages_that_asked_for_the_table_are_made_again_and_no_others(
    columns: list[tuple[str, str]], tmp_path: Path
) -> None:
    data, out, whole = network(tmp_path), tmp_path / "out", tmp_path / "whole"
    assert set(became(data, out).values()) == {"made"}
    for table, column in columns:
        known = Records(FolderStore(out)).known
        change(table, column, data)
        found = became(data, out)
        made = {page for page, kind in found.items() if kind in ("made", "same")}
        asked = {
            f"{name}.html" for name, each in known.items() if f"data: {table}.csv" in each.made_of
        }
        there = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
        assert made - asked == there - {f"{name}.html" for name in known}, "pages that are new"
        gone = asked - found.keys() - {"index.html"}
        assert asked - made - {"index.html"} == gone
    became(data, whole)
    pages = {path.relative_to(whole).as_posix(): path for path in whole.rglob("*.html")}
    assert {page: (out / page).read_bytes() for page in pages} == {
        page: path.read_bytes() for page, path in pages.items()
    }
