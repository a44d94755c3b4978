"""The tables that every network has, described once, in `tables.json` beside this module.

The description of a column, a *field*, says how its cells are read: by the `type` of Table Schema,
or by a more precise `kind`: member, department, partial-date, identifier, attendance, url, year,
subject, town. The name of the column plays no part. In the table `reseau` each row is a setting,
and the description of that setting says how its value is read.

A column that isn't described there was added by a user: text, as it was typed.

`read_shared_tables()` hands on the descriptions by table, as JSON has them. A *resource* describes
a table, a *field* a column, in the words of the Data Package and Table Schema standards.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from annual_report.base.letters import fold_spelling

Resource = dict[str, Any]
Field = dict[str, Any]
"""A field of a Table Schema."""

YEARLY = ("membres", "rencontres", "presences")
"""The tables of which a workbook has the rows of a year in one sheet."""
NETWORK = "reseau"
"""The table of a network's settings: name, members' kinds, contact, look."""
GENRES = "genres"
"""The setting with the network's kinds of member: "département", "commune".

Also the key under which a field of members has these kinds."""
SHOWN = "shown"
"""The key of the column's name in messages: the name in a file, the title in a workbook."""
REQUIRED = "needed"
"""The key under which a field has True if no row may leave the cell empty, else False."""
SETTINGS = "settings"
"""The key of the descriptions of all settings: in the table `reseau`, and in its field `valeur`."""


@cache
def read_shared_tables() -> Mapping[str, Resource]:
    """Return the tables that every network has, by name, as resources of a data package."""
    file = Path(__file__).with_name("tables.json")
    resources = json.loads(file.read_text("utf-8"))["resources"]
    for table in resources:
        for field in table["schema"]["fields"]:
            field[REQUIRED] = field.get("constraints", {}).get("required", False)
    tables = {table["name"]: table for table in resources}
    # In `reseau` a cell of the column `valeur` is read as the setting beside says.
    name, value = tables[NETWORK]["schema"]["fields"]
    settings = tables[NETWORK][SETTINGS]
    name["constraints"]["enum"] = [setting["name"] for setting in settings]
    value[SETTINGS] = {fold_spelling(setting["name"]): setting for setting in settings}
    return MappingProxyType(tables)


@cache
def list_settings() -> Mapping[str, Field]:
    """Return the settings of a network by name, each as a field of a Table Schema."""
    settings = read_shared_tables()[NETWORK][SETTINGS]
    return MappingProxyType({setting["name"]: setting for setting in settings})


def describe_tables(*, by_title: bool) -> dict[str, Resource]:
    """Return table's name → description, each column with the name by which messages call it.

    That name is the column's own, "annee", as in CSV files; or `by_title` the title, "Année", as in
    workbooks.
    """
    # The shared descriptions are cached for the whole process, and must stay as they are.
    tables = deepcopy(dict(read_shared_tables()))
    for table in tables.values():
        for field in table["schema"]["fields"]:
            field[SHOWN] = field["title" if by_title else "name"]
    return tables


def make_added_field(title: str) -> Field:
    """Return the field of a column that a user added: optional text, called by its title."""
    return {"name": title, "type": "string", "title": title, SHOWN: title, REQUIRED: False}
