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


def check_descriptor(folder: Path) -> None:
    """Let frictionless validate a list of files, and the tables as the project describes them."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    with_tables = {**descriptor, "resources": list(read_shared_tables().values())}
    assert list(Package.metadata_validate(with_tables)) == []
    package = Package.from_descriptor(with_tables, basepath=str(folder))
    assert package.resource_names == [listed["name"] for listed in descriptor["resources"]]


@pytest.mark.parametrize("folder", [NETWORK, NETWORK.parent / "reseau-exemple", TWIN])
def test_frictionless_finds_no_fault_in_the_projects_networks(folder: Path) -> None:
    check_descriptor(folder)


def test_the_list_of_files_that_the_program_writes_is_that_of_the_project(tmp_path: Path) -> None:
    folder = copy_network(NETWORK.name, tmp_path)
    # As a workbook a network has no list of files: a new one is written with the files.
    assert pipeline("workbook", "--data", folder).returncode == 0
    assert pipeline("csv", "--data", folder).returncode == 0
    written = json.loads((folder / "datapackage.json").read_bytes())
    assert written == json.loads((NETWORK / "datapackage.json").read_bytes())
    check_descriptor(folder)


def test_a_listed_table_without_a_file_is_refused(twin: Path) -> None:
    (twin / "ressources.csv").unlink()
    [problem] = inspect_network(twin).errors
    assert str(problem).startswith("ressources.csv: is missing; expected: annee, titre")


def test_a_table_that_is_not_listed_may_be_missing(twin: Path) -> None:
    (twin / "ressources.csv").unlink()
    (twin / "datapackage.json").unlink()
    assert inspect_network(twin).errors == ()


@pytest.mark.parametrize("name", ["membres.csv", "reseau.csv"])
def test_members_and_settings_are_never_missing(name: str, twin: Path) -> None:
    (twin / "datapackage.json").unlink()
    (twin / name).unlink()
    first, *_others = inspect_network(twin).errors
    assert f"{name}: is missing" in str(first)


def test_a_folder_of_an_earlier_version_is_refused_with_what_to_do(twin: Path) -> None:
    (twin / ".historique").mkdir()
    [problem] = inspect_network(twin).errors
    assert str(problem) == (
        "datapackage.json: is of an earlier version: what the network is stands in a table now; "
        "expected: reseau.csv, of the columns reglage and valeur, a row a setting; here "
        "“resources” alone; no folder .historique"
    )


def test_the_tables_of_every_network_speak_of_the_subject_of_none() -> None:
    descriptions = json.dumps(list(read_shared_tables().values()), ensure_ascii=False).lower()
    # Words of the network that the project was made for.
    for word in ("groupe", "dispositif", "participati"):
        assert word not in descriptions
