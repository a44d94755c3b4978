"""The lists of a workbook's columns: what one chooses from in a cell."""

from collections.abc import Mapping
from typing import Any

from annual_report.reading.tables import Table
from annual_report.reading.values.cells import MEMBERS
from annual_report.territories.institution_tables import departments
from annual_report.territories.institutions import in_code_order, institutions_of
from annual_report.writing.workbooks.filling import Choices, department_choice, member_choice

FREE_LISTS = frozenset({"genre", "theme", "format", "ville"})
"""Columns that suggest what was written before, and take anything else."""
MOST_CHOICES = 2000
"""A longer list of institutions is of no use to choose from."""


def choices_of(
    field: dict[str, Any], resource: dict[str, Any], table: Table, tables: Mapping[str, Table]
) -> Choices | None:
    """Return the list of a column, None if anything may stand there."""
    name, title = field["name"], f"{resource['title']} : {field.get('title', field['name'])}"
    if name in MEMBERS:
        return members_to_choose(field, tables)
    if name == "departement":
        return Choices("Départements", tuple(department_choice(code) for code in departments()))
    if "enum" in field.get("constraints", {}):
        return Choices(title, tuple(field["constraints"]["enum"]))
    if field["type"] == "boolean":
        return Choices("Oui ou non", ("oui", "non"))
    if name == "rencontre" and resource["name"] == "presences":
        known = (row["rencontre"] for _number, row in tables["rencontres"].every_row)
        return Choices("Rencontres connues", tuple(dict.fromkeys(known)))
    if name in FREE_LISTS:
        used = {row[name] for _number, row in table.rows if row[name]}
        return Choices(title, tuple(sorted(used or {str(field.get("example", ""))})))
    return None


def members_to_choose(field: dict[str, Any], tables: Mapping[str, Table]) -> Choices:
    """List the institutions of the network's kinds, or those it has where they are too many."""
    kinds = field["genres"]
    codes = [code for kind in kinds for code in institutions_of(kind)]
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for _number, row in tables["membres"].rows]
    return Choices("Membres", tuple(map(member_choice, in_code_order(codes))))
