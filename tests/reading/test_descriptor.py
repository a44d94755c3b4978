"""A descriptor that is wrong is refused in one French line that names the place."""

import json
import shutil
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from twin import TWIN

from annual_report.project import ROOT
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.schema import completed, shared
from annual_report.reading.settings import SETTINGS, Settings
from annual_report.writing.new_network import make_network

Change = Callable[[dict[str, Any]], object]
NETWORK = ROOT / "data" / "departements-participatifs"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    shutil.copytree(NETWORK, tmp_path / "reseau")
    return tmp_path / "reseau"


def refused(package: Path, text: str) -> str:
    (package / "datapackage.json").write_text(text, encoding="utf-8")
    descriptor, problems = read_descriptor(package)
    assert descriptor is None
    (problem,) = problems
    return str(problem)


def table(descriptor: dict[str, Any]) -> dict[str, Any]:
    return descriptor["resources"][0]  # type: ignore[no-any-return]


def own_table(descriptor: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": "annee", "type": "year"}, {"name": "montant", "type": "number"}]
    own = {"name": "budgets", "path": "budgets.csv", "schema": {"fields": fields}}
    descriptor["resources"].append(own)
    return own


def own_column(descriptor: dict[str, Any]) -> dict[str, Any]:
    return own_table(descriptor)["schema"]["fields"][1]  # type: ignore[no-any-return]


WRONG: dict[str, tuple[Change, str]] = {
    "nothing": (lambda d: d.clear(), "“name” is missing"),
    "name": (
        lambda d: d.update(name="Réseau X"),
        "“name” takes lower-case letters without accents, digits, and . - _, not 'Réseau X'",
    ),
    "title": (lambda d: d.update(title=3), "“title” must be a text in quotation marks, not 3"),
    "table": (
        lambda d: d["resources"].__setitem__(0, "a"),
        '“resources/0” must be an object in braces, not "a"',
    ),
    "no path": (lambda d: own_table(d).pop("path"), "a table has no “path”"),
    "no name": (lambda d: table(d).pop("name"), "“name” is missing"),
    "twice": (
        lambda d: d["resources"].append(dict(table(d))),
        "two tables have the same name",
    ),
    "outside": (
        lambda d: own_table(d).update(path="../budgets.csv"),
        "“../budgets.csv” is no file in the package’s folder",
    ),
    "type read": (
        lambda d: own_column(d).update(type="geopoint"),
        "budgets: column montant is of the type “geopoint”; expected: "
        "string, integer, number, boolean, date, year",
    ),
    "sheet": (
        lambda d: own_table(d).update(title="Budgets [2025]"),
        "budgets: a title of at most 26 signs, without any of * / : ? [ \\ ]",
    ),
    "shared": (
        lambda d: table(d).update(schema={"fields": [{"name": "annee", "type": "number"}]}),
        "membres: column annee is not described as reports need it",
    ),
    "freed": (
        lambda d: table(d).update(schema={"fields": [{"name": "annee", "constraints": {}}]}),
        "membres: column annee is not described as reports need it",
    ),
    "schema": (
        lambda d: table(d).update(schema="schema.json"),
        '“membres/schema” must be an object in braces, not "schema.json"',
    ),
    "columns": (
        lambda d: table(d).update(schema={"fields": {}}),
        "“fields” must be a list in square brackets, not {}",
    ),
    "type": (
        lambda d: own_column(d).update(type="entier"),
        "budgets: column montant is of the type “entier”; expected: "
        "string, integer, number, boolean, date, year",
    ),
    "no settings": (lambda d: d.pop("reseau"), "“reseau” is missing"),
    "settings": (lambda d: d.update(reseau=[]), "“reseau” must be an object in braces, not []"),
    "no network": (lambda d: d["reseau"].pop("nom"), "“reseau/nom” is missing"),
    "unknown": (
        lambda d: d["reseau"].update(seuill=5),
        "“reseau/seuill” is no setting of a network; nearest: seuil",
    ),
    "threshold": (
        lambda d: d["reseau"].update(seuil=True),
        "“reseau/seuil” must be a whole number, not true",
    ),
    "threshold that tells": (
        lambda d: d["reseau"].update(seuil=2),
        "“reseau/seuil” can't be 2: it would mask 1 alone, so that each masked number would be "
        "known; give 3 or more, or 0 to publish all",
    ),
    "fictional": (
        lambda d: d["reseau"].update(fictif="non"),
        '“reseau/fictif” must be true or false, not "non"',
    ),
    "code": (
        lambda d: d["reseau"].update(institutions={"999": "A"}),
        "“reseau/institutions/999” is no code of an institution",
    ),
    "institution": (
        lambda d: d["reseau"].update(institutions={"44": None}),
        "“reseau/institutions/44” must be a text in quotation marks, not null",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_place(package: Path, case: str) -> None:
    change, said = WRONG[case]
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    change(descriptor)
    line = refused(package, json.dumps(descriptor))
    assert line == f"datapackage.json: does not describe a network: {said}"


@pytest.mark.parametrize("where", ["profile", "resources/profile", "resources/schema"])
def test_nothing_is_fetched_for_a_descriptor(package: Path, where: str) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as threads:
        server.settimeout(0.05)
        holder = table(descriptor) if "/" in where else descriptor
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.json"
        holder[where.rpartition("/")[2]] = address
        (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        reading = threads.submit(read_descriptor, package)
        while not reading.done():
            with suppress(TimeoutError):
                connection, peer = server.accept()
                asked.append(peer)
                connection.close()
        found = reading.result()[0]
    assert asked == []
    assert (found is None) == where.endswith("schema")


def test_a_line_says_so_in_french(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    line = refused(package, '{"name": "x", "resources": "membres.csv"}')
    assert 'doit être une liste entre crochets, et non "membres.csv"' in line


def test_settings_are_those_that_are_read() -> None:
    beside = {"licence"}  # which the package itself states, for all who read data packages
    assert set(SETTINGS) == {each.name for each in fields(Settings)} - beside


@pytest.mark.parametrize("name", ["real", "example", "twin", "new"])
def test_frictionless_finds_nothing_wrong_with_what_we_write(name: str, tmp_path: Path) -> None:
    """The referee, of a descriptor as it stands and of its tables as we describe them."""
    folder = {"real": NETWORK, "example": NETWORK.parent / "reseau-exemple", "twin": TWIN}.get(name)
    if folder is None:
        folder = tmp_path / "neuf"
        make_network(folder, {"genres": "métropole", "article": "la", "seuil": "3"})
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    full = completed(descriptor)
    assert list(Package.metadata_validate(full)) == []
    assert Package.from_descriptor(full, basepath=str(folder)).resource_names == list(shared())
