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
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from annual_report.base.messages import N_, _, add_nearest

Resource = dict[str, Any]

FILE = Path(__file__).with_name("tables.json")
TYPES = ("string", "integer", "number", "boolean", "date", "year")
"""What a column may be of: the types of Table Schema that cells are read as."""
GENRES = "genres"
"""Where a field that names a member has the kinds that it may be of, a setting of the network's."""
DEFAULT = "département"
UNLISTED = "unlisted"
"""Marks a table that the descriptor doesn't name: without its file, nothing is recorded there."""
KINDS = {
    str: N_("a text in quotation marks"),
    list: N_("a list in square brackets"),
    dict: N_("an object in braces"),
    bool: N_("true or false"),
    int: N_("a whole number"),
}
"""What a value of JSON is, in the analyst's words."""


@cache
def read_shared_tables() -> Mapping[str, Resource]:
    """Return the tables that every network has, by name, each as a resource of a descriptor."""
    resources = json.loads(FILE.read_text(encoding="utf-8"))["resources"]
    return MappingProxyType({each["name"]: each for each in resources})


def complete_descriptor(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor in which every table is described in full, the shared ones first."""
    # In the place of a shared table stands what the network says of it; its own come last.
    own = {each["name"]: each for each in descriptor.get("resources", [])}
    genres = descriptor.get("reseau", {}).get(GENRES) or [DEFAULT]
    every = {name: {**each, UNLISTED: True} for name, each in read_shared_tables().items()} | own
    return {**descriptor, "resources": [_complete_table(each, genres) for each in every.values()]}


def list_tables(descriptor: Mapping[str, Any]) -> dict[str, Resource]:
    """Return the resources that are tables, by name; a file without a schema isn't read."""
    return {each["name"]: each for each in descriptor["resources"] if "schema" in each}


def name_shared_tables() -> list[Resource]:
    """Return how a descriptor names the shared tables and adds nothing."""
    return [{"name": name, "path": each["path"]} for name, each in read_shared_tables().items()]


def find_titles(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the titles of columns by name; of two tables that differ in one, neither's."""
    found: dict[str, set[str]] = {}
    for field in fields:
        found.setdefault(field["name"], set()).add(field.get("title", ""))
    return {name: min(titles) for name, titles in found.items() if len(titles) == 1 and any(titles)}


def _complete_table(resource: Resource, genres: list[str]) -> Resource:
    """Describe a table in full: what the network says of it over what is shared."""
    model = read_shared_tables().get(resource["name"], {})
    if not model and "schema" not in resource:
        return resource  # a file that is no table
    own, base = resource.get("schema", {}), model.get("schema", {"fields": []})
    fields = {each["name"]: {"type": "string", **each} for each in base["fields"]}
    for each in own.get("fields", []):
        fields[each["name"]] = {**fields.get(each["name"], {"type": "string"}), **each}
    for field in fields.values():
        if field.get("kind") == "member":
            field[GENRES] = list(genres)
    schema = {**base, **own, "fields": [*fields.values()]}
    return {"title": resource["name"], **model, **resource, "schema": schema}


# --- What is wrong with a descriptor, in the analyst's words ---------------------------------


def check_kind(place: str, kind: type, value: Any) -> None:
    """Raise ValueError for a value of another kind than it must be."""
    if type(value) is not kind:
        written = json.dumps(value, ensure_ascii=False)[:60]
        raise ValueError(
            _("“{place}” must be {kind}, not {value}", place=place, kind=_(KINDS[kind]),
              value=written)
        )  # fmt: skip


def say_impossible_value(
    place: str, value: object, expected: str, nearest: str | None = None
) -> str:
    """Say that a value is none of those that there are."""
    said = _("“{place}” can’t be “{value}”; expected: {expected}", place=place, value=value,
             expected=expected)  # fmt: skip
    return add_nearest(said, nearest)


def check_kinds(within: str, holder: Any, kinds: Mapping[str, type], *needed: str) -> None:
    """Raise ValueError unless an object has what is needed, and each value is of its kind."""
    check_kind(within.rstrip("/") or "datapackage.json", dict, holder)
    for name in needed:
        if name not in holder:
            raise ValueError(_("“{name}” is missing", name=within + name))
    for name, kind in kinds.items():
        if name in holder:
            check_kind(within + name, kind, holder[name])
