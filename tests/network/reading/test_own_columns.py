"""What a network notes beside the tables that all have: text in its frame, in no page."""

from pathlib import Path

import pytest
from changing import edit, read_files
from conftest import pipeline
from making import build_some

from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.values import vocabulary

SECRET = "ZANZIBAR"
"""What stands in a column of somebody's own, and nowhere else."""


def add_column(network: Path, table: str, title: str, cell: str) -> None:
    """Add a column with the same words in each row."""
    file = network / f"{table}.csv"
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{heading},{title}", *(f"{row},{cell}" for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "workbook"])
def test_a_column_of_ones_own_is_text_in_its_frame_and_in_no_page(
    form: str, twin: Path, tmp_path: Path
) -> None:
    # The cells of attendance stand in the sheet of a year, which has no place beside each of them.
    tables = ("membres",) if form == "workbook" else ("membres", "presences")
    for table in tables:
        add_column(twin, table, "Bureau", f"{SECRET} 12.500")
    if form == "workbook":
        assert pipeline("workbook", "--data", twin).returncode == 0
    own = [problem for problem in inspect_network(twin).problems if problem.value == "Bureau"]
    assert [problem.what for problem in own] == [
        "is a column of your own: its text stays with the table, in no page"
    ] * 2
    for table in tables:
        column = open_network(twin).tables[table]["Bureau"]
        assert str(column.dtype) == "string", table
        assert {*column} == {f"{SECRET} 12.500"}, table
    build_some(twin, tmp_path / "out", "annual_report")
    given = [path for path in (tmp_path / "out").rglob("*") if ".build" not in path.parts]
    assert [
        path.name for path in given if path.is_file() and SECRET.encode() in path.read_bytes()
    ] == []


def test_a_note_beside_attendance_has_no_place_in_a_workbook_and_is_said_in_one_line(
    twin: Path,
) -> None:
    add_column(twin, "presences", "Note", "arrivée tard")
    before = read_files(twin)
    refused = pipeline("workbook", "--data", twin)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "presences.csv, column Note: has no place in a year’s sheet: nothing was written; "
        "expected: no such column; a file of your own, which a notebook reads, may have it"
    ]
    assert read_files(twin) == before


@pytest.mark.parametrize(
    "title", ["Nom", "Nom de l’animatrice", "Référent", "N° tél", "Courriel", "Intervenants"]
)
@pytest.mark.parametrize("table", ["membres", "rencontres"])
def test_a_column_of_persons_is_refused_by_its_title(table: str, title: str, twin: Path) -> None:
    add_column(twin, table, title, "x")
    (refused,) = inspect_network(twin).errors
    assert f"“{title}” is a column for personal data" in str(refused)


def test_an_address_in_a_column_of_ones_own_is_refused_and_a_name_remarked(twin: Path) -> None:
    add_column(twin, "sujets", "Suivi", "Jeanne Martin")
    said = [str(problem) for problem in inspect_network(twin).problems]
    assert any("column Suivi: “Jeanne Martin” looks like a person’s name" in line for line in said)
    edit(twin / "sujets.csv", "Jeanne Martin", "jeanne@exemple.fr")
    assert "holds an e-mail address" in str(inspect_network(twin).errors[0])


def test_the_shared_choices_are_the_words_of_the_code() -> None:
    def enum(table: str, column: str) -> list[str]:
        fields = read_shared_tables()[table]["schema"]["fields"]
        (found,) = (each["constraints"]["enum"] for each in fields if each["name"] == column)
        return list(found)

    assert enum("rencontres", "format") == list(vocabulary.FORMATS)
    assert enum("sujets", "etat") == [vocabulary.PLANNED, vocabulary.IDEA, vocabulary.TREATED]
    assert enum("membres", "etat") == ["membre", vocabulary.GONE]
    assert enum("presences", "etat") == list(vocabulary.ATTENDANCE)
