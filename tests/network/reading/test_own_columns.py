"""Columns of a network's own: text in the frame of their table, in no page."""

from pathlib import Path

import pytest
from changing import read_files
from conftest import pipeline
from making import build_some

from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.values import vocabulary

SECRET = "ZANZIBAR"
"""A word that stands in a column of a network's own, and nowhere else."""


def add_column(network: Path, table: str, title: str, cell: str) -> None:
    """Add a column with the same words in each row."""
    file = network / f"{table}.csv"
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{heading},{title}"]
    for row in rows:
        lines.append(f"{row},{cell}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check_own_column(network: Path, table: str) -> None:
    """Look for the column "Bureau" in the frame of a table, with the very text of its cells."""
    column = open_network(network).tables[table]["Bureau"]
    assert str(column.dtype) == "string"
    assert column.unique().tolist() == [f"{SECRET} 12.500"]


def test_a_column_of_ones_own_in_a_file_is_text_in_its_frame_and_remarked(twin: Path) -> None:
    add_column(twin, "membres", "Bureau", f"{SECRET} 12.500")
    check_own_column(twin, "membres")
    remarks = [problem for problem in inspect_network(twin).problems if problem.value == "Bureau"]
    assert [remark.what for remark in remarks] == [
        "is a column of your own: its text stays with the table, in no page"
    ]


def test_a_column_of_ones_own_goes_into_a_workbook(twin: Path) -> None:
    add_column(twin, "membres", "Bureau", f"{SECRET} 12.500")
    assert pipeline("workbook", "--data", twin).returncode == 0
    check_own_column(twin, "membres")
    # The members stand in the sheets of two years, 2024 and 2025: a remark for each.
    remarks = [problem for problem in inspect_network(twin).problems if problem.value == "Bureau"]
    assert len(remarks) == 2


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "workbook"])
def test_a_column_of_ones_own_is_in_no_page(form: str, twin: Path, tmp_path: Path) -> None:
    add_column(twin, "membres", "Bureau", f"{SECRET} 12.500")
    if form == "workbook":
        assert pipeline("workbook", "--data", twin).returncode == 0
    else:
        # A year's sheet has no place for notes beside attendance.
        add_column(twin, "presences", "Bureau", f"{SECRET} 12.500")
        check_own_column(twin, "presences")
    build_some(twin, tmp_path / "out", "annual_report")
    telling = []
    for path, content in read_files(tmp_path / "out").items():
        # The folder .build is the program's memory, and goes to nobody.
        if not path.startswith(".build/") and SECRET.encode() in content:
            telling.append(path)
    assert telling == []


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
    [refused] = inspect_network(twin).errors
    assert f"“{title}” is a column for personal data" in str(refused)


def test_a_name_in_a_column_of_ones_own_is_remarked(twin: Path) -> None:
    add_column(twin, "sujets", "Suivi", "Jeanne Martin")
    lines = "\n".join(str(problem) for problem in inspect_network(twin).problems)
    assert "column Suivi: “Jeanne Martin” looks like a person’s name" in lines


def test_a_mail_address_in_a_column_of_ones_own_is_refused(twin: Path) -> None:
    add_column(twin, "sujets", "Suivi", "jeanne@exemple.fr")
    first, *_others = inspect_network(twin).errors
    assert "holds an e-mail address" in str(first)


def list_choices(table: str, column: str) -> list[str]:
    """Return the values that the description of the tables allows in a column."""
    for field in read_shared_tables()[table]["schema"]["fields"]:
        if field["name"] == column:
            return list(field["constraints"]["enum"])
    raise KeyError(column)


def test_the_choices_of_the_tables_are_the_words_of_the_code() -> None:
    assert list_choices("rencontres", "format") == list(vocabulary.FORMATS)
    assert list_choices("sujets", "etat") == [
        vocabulary.PLANNED,
        vocabulary.IDEA,
        vocabulary.TREATED,
    ]
    assert list_choices("membres", "etat") == ["membre", vocabulary.GONE]
    assert list_choices("presences", "etat") == list(vocabulary.ATTENDANCE)
