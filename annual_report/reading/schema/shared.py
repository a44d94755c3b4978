"""The tables that every network has, described once, in `tables.json` beside this module.

A network's descriptor names their files, and says no more than what it adds: a column to one of
them, a table of its own, other words for a column.

    "resources": [
      {"name": "membres", "path": "membres.csv"},
      {"name": "rencontres", "path": "rencontres.csv",
       "schema": {"fields": [{"name": "cout", "type": "number", "title": "Coût en euros"}]}},
      {"name": "budgets", "path": "budgets.csv", "title": "Budgets",
       "schema": {"fields": [{"name": "annee", "type": "year"}, …], "primaryKey": ["annee"]}}
    ]

What it says of a column goes before what is said here, and is held to what the reports need.

A cell is understood by what its field declares: its `type`, as Table Schema has it, or its `kind`,
where that says more: member, department, partial-date, identifier, attendance, url, year, subject,
town. A table of a network's own may say so as well; what a column is called says nothing.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

Resource = dict[str, Any]

FILE = Path(__file__).with_name("tables.json")
TYPES = ("string", "integer", "number", "boolean", "date", "year")
"""What a column may be of: the types of Table Schema that cells are read as."""
GENRES = "genres"
"""Where a field that names a member has the kinds that it may be of, a setting of the network's."""
DEFAULT = "département"
YES_AND_NO = {"trueValues": ["oui"], "falseValues": ["non"]}
"""How a boolean is written once it is understood."""
UNLISTED = "unlisted"
"""Marks a table that the descriptor doesn't name: without its file, nothing is recorded there."""


@cache
def shared() -> Mapping[str, Resource]:
    """Return the tables that every network has, by name, each as a resource of a descriptor."""
    resources = json.loads(FILE.read_text(encoding="utf-8"))["resources"]
    return MappingProxyType({each["name"]: each for each in resources})


def completed(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor in which every table is described in full, the shared ones first."""
    resources = descriptor.get("resources", [])
    names = [each.get("name") for each in resources]
    genres = descriptor.get("reseau", {}).get(GENRES) or [DEFAULT]
    found = [_completed(each, genres) for each in resources]
    found += [
        {**_completed(each, genres), UNLISTED: True}
        for name, each in shared().items()
        if name not in names
    ]
    order = {name: position for position, name in enumerate(shared())}
    found.sort(key=lambda each: order.get(each.get("name", ""), len(order)))
    return {**descriptor, "resources": found}


def tables_of(descriptor: Mapping[str, Any]) -> dict[str, Resource]:
    """Return the resources that are tables, by name; a file without a schema isn't read."""
    return {each["name"]: each for each in descriptor["resources"] if "schema" in each}


def added(descriptor: Mapping[str, Any]) -> dict[str, Resource]:
    """Return the tables that a network has of its own."""
    return {name: each for name, each in tables_of(descriptor).items() if name not in shared()}


def minimal() -> list[Resource]:
    """Return how a descriptor names the shared tables and adds nothing."""
    return [{"name": name, "path": each["path"]} for name, each in shared().items()]


def _completed(resource: Resource, genres: list[str]) -> Resource:
    """Describe a table in full: what the network says of it over what is shared."""
    model = shared().get(str(resource.get("name")), {})
    if not model and "schema" not in resource:
        return resource
    own = resource.get("schema", {})
    said = {each["name"]: each for each in own.get("fields", [])}
    base = model.get("schema", {"fields": []})
    fields = [{**each, **said.pop(each["name"], {})} for each in base["fields"]] + [*said.values()]
    schema = {**base, **own, "fields": [_typed(each, genres) for each in fields]}
    return {"title": resource.get("name"), **model, **resource, "schema": schema}


def _typed(field: dict[str, Any], genres: list[str]) -> dict[str, Any]:
    found = {"type": "string", **field}
    if found.get("kind") == "member":
        return {**found, GENRES: list(genres)}
    return {**found, **YES_AND_NO} if found["type"] == "boolean" else found
