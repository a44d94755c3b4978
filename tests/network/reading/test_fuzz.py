"""Random edits of a valid package and workbook: always an answer, never a traceback."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twin import MEMBRES, PRESENCES, RENCONTRES, SUJETS, copy_with, fill_workbook

from annual_report.commands.telling import tell_inspection
from annual_report.network.reading.inspection import inspect_network

pytestmark = pytest.mark.slow

USUAL = settings().max_examples
FEW = settings(max_examples=USUAL, suppress_health_check=list(HealthCheck))
TABLES = {
    "membres.csv": MEMBRES,
    "rencontres.csv": RENCONTRES,
    "sujets.csv": SUJETS,
    "presences.csv": PRESENCES,
}
PIECES = st.one_of(
    st.text(max_size=8),
    # Signs that separate cells and lines, or that no reader sees.
    st.sampled_from(list('",;\t|\n\r\0\ufeff\u202eé’')),
    # Words that mean something in some column.
    st.sampled_from(["2025", "25", "44", "2A", "Gers", "Total", "19/06/25", "=1+1"]),
    st.sampled_from(["NC", "oui", "hybride", "2024-13", "99999"]),
    st.sampled_from(["## <!-- -->", "à compléter"]),
)
"""Texts that are put into a file, in the place of others."""
Edit = tuple[float, int, str]
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=6)
"""Edits of a text: a place from 0 to 1, how many letters go, and the text that comes there."""


def edit_at_random(text: str, edits: list[Edit]) -> str:
    """Replace pieces of a text, each at a place and of a length."""
    for place, length, new in edits:
        start = int(place * len(text))
        text = text[:start] + new + text[start + length :]
    return text


@FEW
@given(
    file=st.sampled_from(sorted(TABLES)),
    edits=EDITS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"]),
)
def test_a_table_edited_at_random_is_answered(file: str, edits: list[Edit], encoding: str) -> None:
    content = edit_at_random(TABLES[file], edits).encode(encoding, errors="replace")
    with tempfile.TemporaryDirectory() as folder:
        inspection = inspect_network(copy_with(Path(folder), file, content))
    # Either there are errors, or there is a network; and `check` has lines to print.
    is_read = inspection.contents is not None
    assert is_read is not bool(inspection.errors)
    assert list(tell_inspection(inspection)) != []
    for problem in inspection.problems:
        assert "\n" not in str(problem)


CELLS = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 4), PIECES), min_size=1, max_size=4)
"""Cells of a sheet: row, column, and the text that is put there."""


@settings(FEW, max_examples=USUAL // 2)
@given(cells=CELLS)
def test_no_text_in_a_cell_of_a_workbook_breaks_off_its_reading(
    cells: list[tuple[int, int, str]],
) -> None:
    def fill_cells(sheet: Any) -> None:
        for row, column, text in cells:
            # openpyxl itself refuses signs that no cell can hold.
            sheet.cell(row, column).value = "".join(sign for sign in text if sign.isprintable())

    with tempfile.TemporaryDirectory() as folder:
        book = fill_workbook(MEMBRES, fill_cells)
        Path(folder, "classeur.xlsx").write_bytes(book)
        inspection = inspect_network(folder)
    # Either there are errors, or there is a network.
    is_read = inspection.contents is not None
    assert is_read is not bool(inspection.errors)
    # The workbook has members alone: `check` always asks for something, such as the network's name.
    files = [problem.place.file for problem in inspection.problems]
    assert "classeur.xlsx" in files
