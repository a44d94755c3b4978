"""Random edits of a valid package and workbook: always an answer, never a traceback."""

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twin import MEMBRES, PRESENCES, RENCONTRES, SUJETS, copy_with, fill_workbook

from annual_report.commands.telling import tell_inspection
from annual_report.network.reading.inspection import Inspection, inspect_network

pytestmark = pytest.mark.slow

USUAL = settings().max_examples
FEW = settings(max_examples=USUAL, suppress_health_check=list(HealthCheck))
TABLES = {
    "membres.csv": MEMBRES,
    "rencontres.csv": RENCONTRES,
    "sujets.csv": SUJETS,
    "presences.csv": PRESENCES,
}
SIGNS = '",;\t|\n\r\0\ufeff\u202eé’'
WORDS = "2025 25 44 2A Gers Total 19/06/25 =1+1 NC oui hybride 2024-13 99999 ## <!-- -->"
BITS = st.one_of(st.text(max_size=8), st.sampled_from([*SIGNS, *WORDS.split(), "à compléter"]))
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), BITS), min_size=1, max_size=6)


def scrambled(text: str, edits: list[tuple[float, int, str]]) -> str:
    """Replace pieces of a text, each at a place and of a length."""
    for place, length, new in edits:
        start = int(place * len(text))
        text = text[:start] + new + text[start + length :]
    return text


def inspected(file: str, content: bytes) -> Inspection:
    with tempfile.TemporaryDirectory() as folder:
        inspection = inspect_network(copy_with(Path(folder), file, content))
    assert (inspection.contents is None) == bool(inspection.errors)
    assert list(tell_inspection(inspection))
    assert all("\n" not in str(problem) for problem in inspection.problems)
    return inspection


@FEW
@given(
    st.sampled_from(sorted(TABLES)),
    EDITS,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"]),
)
def test_a_table_edited_at_random_is_answered(
    file: str, edits: list[tuple[float, int, str]], encoding: str
) -> None:
    text = scrambled(TABLES[file], edits)
    inspected(file, text.encode(encoding, errors="replace"))


@settings(FEW, max_examples=USUAL // 2)
@given(st.integers(0, 2**32), st.lists(BITS, min_size=1, max_size=4))
def test_a_workbook_edited_at_random_is_answered(seed: int, values: list[str]) -> None:
    chance = random.Random(seed)

    def change(sheet: Any) -> None:
        for value in values:
            cell = sheet.cell(chance.randint(1, 10), chance.randint(1, 4))
            cell.value = "".join(sign for sign in value if sign.isprintable())

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "classeur.xlsx").write_bytes(fill_workbook(MEMBRES, change))
        problems = inspect_network(folder).problems
        assert "classeur.xlsx" in {problem.place.file for problem in problems}
