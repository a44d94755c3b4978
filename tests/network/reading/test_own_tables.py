"""What a network adds to the tables that all have: columns and tables, read by declared types."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from changing import change_descriptor

from annual_report.base.project import ROOT
from annual_report.machine.pages.table import make_table
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import Inspection, inspect_package
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.values import vocabulary

REAL = ROOT / "data" / "departements-participatifs"
COLUMN = {"name": "cout", "type": "number", "title": "Coût"}
BUDGETS = {
    "name": "budgets",
    "path": "budgets.csv",
    "title": "Budgets",
    "schema": {
        "fields": [
            {"name": "annee", "type": "year", "title": "Année", "constraints": {"required": True}},
            {
                "name": "montant",
                "type": "number",
                "title": "Montant",
                "constraints": {"minimum": 0},
            },
            {"name": "vote", "type": "boolean", "title": "Voté"},
            {"name": "jour", "type": "date", "title": "Jour du vote"},
            {"name": "debut", "title": "Note"},  # what it is called says nothing of its cells
        ],
        "primaryKey": ["annee"],
    },
}
ROWS = """annee,montant,vote,jour,debut
2024,"12 500,50",oui,19/06/2024,au tout début
2025,,,,
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Copy the real network, with a cost for each meeting and a table of budgets."""
    folder = Path(shutil.copytree(REAL, tmp_path / "reseau"))
    with change_descriptor(folder) as about:
        (meetings,) = (each for each in about["resources"] if each["name"] == "rencontres")
        meetings["schema"] = {"fields": [{"name": "ville", "title": "Commune"}, COLUMN]}
        about["resources"].append(BUDGETS)
    lines = (folder / "rencontres.csv").read_text(encoding="utf-8").splitlines()
    costs = ["cout", *(f'"{1200 + number},5"' for number in range(len(lines) - 1))]
    joined = (f"{line},{cost}" for line, cost in zip(lines, costs, strict=True))
    (folder / "rencontres.csv").write_text("\n".join(joined) + "\n", encoding="utf-8")
    (folder / "budgets.csv").write_text(ROWS, encoding="utf-8")
    return folder


def errors(found: Inspection) -> list[str]:
    return [str(each) for each in found.errors]


def test_a_published_table_is_headed_as_its_network_calls_its_columns(package: Path) -> None:
    budgets = open_network(package).tables["budgets"]
    shown = make_table(budgets[["annee", "montant", "vote"]], caption="Les budgets")
    assert [column.label for column in shown.columns] == ["Année", "Montant", "Voté"]
    renamed = budgets.rename(columns={"montant": "members"})[["members", "vote"]]
    shown = make_table(
        renamed, caption="Les budgets", labels={"members": "Membres", "vote": "A voté"}
    )
    assert [column.label for column in shown.columns] == ["Membres", "A voté"]
    open_network(REAL)  # another network changes nothing of it
    assert make_table(budgets[["montant"]], caption="Les budgets").columns[0].label == "Montant"


def test_an_own_table_and_an_own_column_have_their_types(package: Path) -> None:
    network = open_network(package)
    budgets = network.tables["budgets"]
    kinds = [str(dtype).partition("[")[0] for dtype in budgets.dtypes]
    assert kinds == ["Int64", "Float64", "boolean", "datetime64", "string"]
    first, second = budgets.to_dict("records")
    assert (first["annee"], first["montant"], first["vote"]) == (2024, 12500.5, True)
    assert (first["jour"], first["debut"]) == (pd.Timestamp("2024-06-19"), "au tout début")
    assert second["annee"] == 2025
    assert all(pd.isna(second[name]) for name in ("montant", "vote", "jour", "debut"))
    assert network.rencontres["cout"].iloc[0] == 1200.5
    assert network.tables["membres"].equals(network.membres)
    assert set(network.tables) == {*read_shared_tables(), "budgets"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2024,douze mille,,,", "“douze mille” is not a number"),
        ("2024,12.500,,,", "“12.500” can mean thousands or decimals"),
        ("2024,-5,,,", "“-5” is not allowed here"),
        ("2024,,peut-être,,", "“peut-être” is neither yes nor no"),
        ("2024,,,juin 2024,", "“juin 2024” is no whole date"),
        ("24,,,,", "“24” is not a year"), (",5,,,", "is empty"),
        ("2024,1,,,\n2024,2,,,", "“2024” is there twice"), ("2024,,,,06 12 34 56 78", "telephone"),
    ],
)  # fmt: skip
def test_what_an_own_table_does_not_allow_is_an_error(package: Path, row: str, said: str) -> None:
    (package / "budgets.csv").write_text(
        f"annee,montant,vote,jour,debut\n{row}\n", encoding="utf-8"
    )
    found = inspect_package(package)
    line = errors(found)[0]
    assert line.startswith("budgets.csv, row ")
    assert said in line


def test_a_table_that_is_not_named_may_have_no_file(package: Path) -> None:
    with change_descriptor(package) as about:
        about["resources"] = [each for each in about["resources"] if each["name"] != "ressources"]
    (package / "ressources.csv").unlink()
    network = open_network(package)
    assert network.ressources.empty
    assert list(network.ressources) == ["annee", "titre", "genre", "url"]
    (package / "membres.csv").unlink()
    assert any("membres.csv" in line for line in errors(inspect_package(package)))


def test_the_shared_choices_are_the_words_of_the_code() -> None:
    def enum(table: str, column: str) -> list[str]:
        fields = read_shared_tables()[table]["schema"]["fields"]
        (found,) = (each["constraints"]["enum"] for each in fields if each["name"] == column)
        return list(found)

    assert enum("rencontres", "format") == list(vocabulary.FORMATS)
    assert enum("sujets", "etat") == [vocabulary.PLANNED, vocabulary.IDEA, vocabulary.TREATED]
    assert enum("membres", "etat") == ["membre", vocabulary.GONE]
    assert enum("presences", "etat") == list(vocabulary.ATTENDANCE)
