"""What every rule looks at: the rows of tables, with the place of each."""

from collections.abc import Mapping
from typing import TypeAlias

from annual_report.reading.problems import Place
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import is_member

Tables: TypeAlias = Mapping[str, Table]
Rows: TypeAlias = tuple[tuple[int, dict[str, str]], ...]


def rows(tables: Tables, name: str) -> Rows:
    """Return the rows of a table, each with its number in the file."""
    return tables[name].rows


def place(tables: Tables, name: str, row: int | None = None, column: str | None = None) -> Place:
    """Return where a row of a table stands."""
    return Place(tables[name].file or f"{name}.csv", row, column, tables[name].sheet)


def years(tables: Tables) -> list[str]:
    """Return the years of which the members are recorded."""
    return sorted({row["annee"] for _number, row in rows(tables, "membres") if is_member(row)})


def members(tables: Tables) -> set[tuple[str, str]]:
    """Return who was a member when, or left then: years with codes."""
    return {(row["annee"], row["membre"]) for _number, row in rows(tables, "membres")}
