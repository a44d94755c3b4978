"""The list of a network's files is a Data Package; a listed file that is missing is told."""

import json
from pathlib import Path

import pytest
from changing import copy_network
from conftest import pipeline
from frictionless import Package
from twin import TWIN

from annual_report.base.project import ROOT
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import read_shared_tables

NETWORK = ROOT / "data" / "departements-participatifs"


@pytest.mark.parametrize("name", ["real", "example", "twin", "new"])
def test_frictionless_finds_nothing_wrong_with_what_we_write(name: str, tmp_path: Path) -> None:
    """The referee's verdict on a list of files, and on the tables as the project describes them."""
    folder = {"real": NETWORK, "example": NETWORK.parent / "reseau-exemple", "twin": TWIN}.get(name)
    if folder is None:
        folder = copy_network(NETWORK.name, tmp_path)
        for command in ("workbook", "csv"):
            assert pipeline(command, "--data", folder).returncode == 0
        written = (folder / "datapackage.json").read_bytes()
        assert json.loads(written) == json.loads((NETWORK / "datapackage.json").read_bytes())
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    full = {**descriptor, "resources": [*read_shared_tables().values()]}
    assert list(Package.metadata_validate(full)) == []
    package = Package.from_descriptor(full, basepath=str(folder))
    assert package.resource_names == [each["name"] for each in descriptor["resources"]]


def test_a_listed_table_is_there_and_one_that_is_not_listed_may_be_missing(twin: Path) -> None:
    (twin / "ressources.csv").unlink()
    (problem,) = inspect_network(twin).errors
    assert str(problem).startswith("ressources.csv: is missing; expected: annee, titre")
    (twin / "datapackage.json").unlink()
    assert inspect_network(twin).errors == ()
    for name in ("membres", "reseau"):
        (twin / f"{name}.csv").rename(twin / f"{name}.txt")
        assert f"{name}.csv: is missing" in str(inspect_network(twin).errors[0])
        (twin / f"{name}.txt").rename(twin / f"{name}.csv")


def test_a_folder_of_an_earlier_version_is_refused_with_what_to_do(twin: Path) -> None:
    (twin / ".historique").mkdir()
    (problem,) = inspect_network(twin).errors
    assert str(problem) == (
        "datapackage.json: is of an earlier version: what the network is stands in a table now; "
        "expected: reseau.csv, of the columns reglage and valeur, a row a setting; here "
        "“resources” alone; no folder .historique"
    )


def test_the_tables_of_every_network_speak_of_the_subject_of_none() -> None:
    said = json.dumps([*read_shared_tables().values()], ensure_ascii=False).lower()
    assert [word for word in ("groupe", "dispositif", "participati") if word in said] == []
