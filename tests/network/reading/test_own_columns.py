"""What a network notes beside the tables that all have: text in its frame, in no page."""

from pathlib import Path

import pytest
from changing import REAL, copy_network, edit
from conftest import pipeline
from making import build_pages

from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.values import vocabulary

TABLES = ("membres", "rencontres", "sujets", "presences", "ressources")
SECRET = "ZANZIBAR"
"""What stands in columns of somebody's own, and nowhere else."""
PRESENCES = "rencontre,membre,etat\n2025-1,44,présent\n2025-1,31,absent\n"


def add_column(network: Path, table: str, title: str, cell: str) -> None:
    """Add a column with the same words in each row."""
    file = network / f"{table}.csv"
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{heading},{title}", *(f"{row},{cell}" for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Copy the real network, with a column of its author's own in every table."""
    folder = copy_network(REAL, tmp_path)
    (folder / "presences.csv").write_text(PRESENCES, encoding="utf-8")
    for table in TABLES:
        add_column(folder, table, "Bureau", f"{SECRET} 12.500")
    return folder


@pytest.mark.parametrize("form", ["csv", "workbook"])
def test_a_column_of_ones_own_is_text_in_its_frame_remarked_once(form: str, network: Path) -> None:
    if form == "workbook":
        assert pipeline("workbook", "--data", network).returncode == 0
    said = inspect_network(network)
    assert said.errors == ()
    own = [each for each in said.problems if each.value == "Bureau"]
    assert len(own) == len(TABLES)
    assert {each.what for each in own} == {
        "is a column of your own: its text stays with the table, in no page"
    }
    opened = open_network(network)
    for table in TABLES:
        column = opened.tables[table]["Bureau"]
        assert (str(column.dtype), {*column}) == ("string", {f"{SECRET} 12.500"}), table


@pytest.mark.slow
def test_what_stands_in_a_column_of_ones_own_is_in_no_file_of_a_build(
    network: Path, tmp_path: Path
) -> None:
    assert build_pages(network, tmp_path / "out").good
    made = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len([path for path in made if path.suffix == ".html"]) > 3
    given = [path for path in made if ".build" not in path.parts]
    assert [path.name for path in given if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("title", ["Nom", "Référent", "Téléphone", "Courriel", "Participants"])
@pytest.mark.parametrize("table", ["membres", "rencontres"])
def test_a_column_of_persons_is_refused_by_its_title(table: str, title: str, twin: Path) -> None:
    add_column(twin, table, title, "x")
    (refused,) = inspect_network(twin).errors
    assert f"“{title}” is a column for personal data" in str(refused)


def test_an_address_in_a_column_of_ones_own_is_refused_and_a_name_remarked(twin: Path) -> None:
    add_column(twin, "sujets", "Suivi", "Jeanne Martin")
    said = [str(each) for each in inspect_network(twin).problems]
    assert any("column Suivi: “Jeanne Martin” looks like a person’s name" in line for line in said)
    edit(twin / "sujets.csv", "Jeanne Martin", "jeanne@exemple.fr")
    assert "holds an e-mail address" in str(inspect_network(twin).errors[0])


def test_a_column_misspelt_is_no_column_of_ones_own(twin: Path) -> None:
    edit(twin / "rencontres.csv", ",format,", ",formats,")
    (refused,) = inspect_network(twin).errors
    assert str(refused).startswith("rencontres.csv, row 1: “formats” is not a column of this table")
    assert refused.nearest == "format"


def test_a_file_of_ones_own_is_read_by_notebooks_alone(twin: Path) -> None:
    (twin / "budgets.csv").write_text("annee,montant\n2025,12.500\n")
    said = [str(each) for each in inspect_network(twin).problems]
    assert (
        "budgets.csv: is no table of the network: only its notebooks read it, with pandas" in said
    )
    assert "budgets" not in open_network(twin).tables


def test_the_shared_choices_are_the_words_of_the_code() -> None:
    def enum(table: str, column: str) -> list[str]:
        fields = read_shared_tables()[table]["schema"]["fields"]
        (found,) = (each["constraints"]["enum"] for each in fields if each["name"] == column)
        return list(found)

    assert enum("rencontres", "format") == list(vocabulary.FORMATS)
    assert enum("sujets", "etat") == [vocabulary.PLANNED, vocabulary.IDEA, vocabulary.TREATED]
    assert enum("membres", "etat") == ["membre", vocabulary.GONE]
    assert enum("presences", "etat") == list(vocabulary.ATTENDANCE)
