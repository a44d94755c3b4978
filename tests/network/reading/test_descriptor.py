"""A descriptor that is wrong is refused in one French line that names the place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changing import change_descriptor
from frictionless import Package
from twin import TWIN

from annual_report.base.project import ROOT
from annual_report.network.reading.descriptor import read_descriptor
from annual_report.network.reading.schema import complete_descriptor, read_shared_tables
from annual_report.network.writing.new_network import make_network

Descriptor = dict[str, Any]
NETWORK = ROOT / "data" / "departements-participatifs"


def own(**more: Any) -> Callable[[Descriptor], object]:
    """Add a table of budgets, whose column `montant` says something more."""
    field = {"name": "montant", "type": "number", **more.pop("field", {})}
    table = {"name": "budgets", "path": "budgets.csv", "schema": {"fields": [field]}, **more}
    return lambda descriptor: descriptor["resources"].append(table)


def members(**more: Any) -> Callable[[Descriptor], object]:
    return lambda descriptor: descriptor["resources"][0].update(more)


def annee(**more: Any) -> Callable[[Descriptor], object]:
    return members(schema={"fields": [{"name": "annee", **more}]})


def reseau(**more: Any) -> Callable[[Descriptor], object]:
    return lambda descriptor: descriptor["reseau"].update(more)


TYPES = "string, integer, number, boolean, date, year"
WRONG: tuple[tuple[Callable[[Descriptor], object], str], ...] = (
    (lambda d: d.clear(), "“name” is missing"),
    (lambda d: d.update(name="Réseau X"),
     "“name” takes lower-case letters without accents, digits, and . - _, not 'Réseau X'"),
    (lambda d: d.update(title=3), "“title” must be a text in quotation marks, not 3"),
    (lambda d: d["resources"].__setitem__(0, "a"),
     '“resources/0” must be an object in braces, not "a"'),
    (lambda d: d["resources"][0].pop("path"), "“resources/0/path” is missing"),
    (lambda d: d["resources"][0].pop("name"), "“resources/0/name” is missing"),
    (lambda d: d["resources"].append(dict(d["resources"][0])), "“membres” is there twice"),
    *((own(path=path), f"budgets: a file in .csv, in the network’s folder, not {path}")
      for path in ("../budgets.csv", "/etc/budgets.csv", "sous\\budgets.csv", "budgets.tsv")),
    (own(path="membres.csv"), "“membres.csv” is there twice"),
    (own(title="Budgets [2025]"),
     "budgets: a title of at most 26 signs, without any of * / : ? [ \\ ]"),
    (own(field={"type": "geopoint"}),
     f"budgets: column montant is of the type “geopoint”; expected: {TYPES}"),
    (own(field={"type": "string", "constraints": {"pattern": "(a+)+$"}}),
     "budgets: a column can’t be held to “pattern”; expected: enum, maximum, minimum, required"),
    (annee(type="number"), "membres: column annee is not described as reports need it"),
    (annee(constraints={}), "membres: column annee is not described as reports need it"),
    (lambda d: d["resources"][1].update(
        schema={"fields": [{"name": "format", "constraints": {"enum": ["à cheval"]}}]}),
     "rencontres: column format is not described as reports need it"),
    (lambda d: d["resources"][1].update(schema={"fields": [{"name": "hote", "kind": "string"}]}),
     "rencontres: column hote is not described as reports need it"),
    (members(schema="schema.json"),
     '“resources/0/schema” must be an object in braces, not "schema.json"'),
    (members(schema={"fields": {}}),
     "“membres/schema/fields” must be a list in square brackets, not {}"),
    (lambda d: d["resources"].append({"name": "dispositifs", "path": "dispositifs.csv"}),
     'no page shows dispositifs: take {"name": "dispositifs", "path": "dispositifs.csv"} out of '
     "resources"),
    (lambda d: d.pop("reseau"), "“reseau” is missing"),
    (lambda d: d.update(reseau=[]), "“reseau” must be an object in braces, not []"),
    (lambda d: d["reseau"].pop("nom"), "“reseau/nom” is missing"),
    (reseau(fictif="non"), '“reseau/fictif” must be true or false, not "non"'),
    (reseau(institutions={"999": "A"}), "“reseau/institutions/999” is no code of an institution"),
    (reseau(institutions={"44": None}),
     "“reseau/institutions” must be a text in quotation marks, not null"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said[:40] for _change, said in WRONG])
def test_what_is_wrong_is_told_with_its_place(
    change: Callable[[Descriptor], object], said: str, twin: Path
) -> None:
    with change_descriptor(twin) as descriptor:
        change(descriptor)
    found = read_descriptor(twin)
    assert str(found) == f"datapackage.json: does not describe a network: {said}"


@pytest.mark.parametrize("name", ["real", "example", "twin", "new"])
def test_frictionless_finds_nothing_wrong_with_what_we_write(name: str, tmp_path: Path) -> None:
    """The referee, of a descriptor as it stands and of its tables as we describe them."""
    folder = {"real": NETWORK, "example": NETWORK.parent / "reseau-exemple", "twin": TWIN}.get(name)
    if folder is None:
        folder = tmp_path / "neuf"
        make_network(folder, "la conférence des métropoles", "", 2025)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    full = complete_descriptor(descriptor)
    assert list(Package.metadata_validate(full)) == []
    assert Package.from_descriptor(full, basepath=str(folder)).resource_names == list(
        read_shared_tables()
    )


def test_the_tables_of_every_network_speak_of_the_subject_of_none() -> None:
    said = json.dumps([*read_shared_tables().values()], ensure_ascii=False).lower()
    assert [word for word in ("groupe", "dispositif", "participati") if word in said] == []
