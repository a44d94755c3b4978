"""The rows below a heading: as they are typed, and then what each of them says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling, shorten
from annual_report.base.messages import _
from annual_report.network.reading.headings import Heading, join_column_names
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import GENRES, REQUIRED, SETTINGS, SHOWN, Field, Resource
from annual_report.network.reading.sheets import Part, name_column
from annual_report.network.reading.values.cells import ReadCell
from annual_report.network.territories.kinds import DEFAULT

OF_A_GRID = ("rencontre", "etat")
"""The columns that a grid has in one: a meeting stands above the states."""


@dataclass(frozen=True)
class TypedRow:
    """A row as it stands in its sheet: its text by column, and what the workbook refuses of it."""

    place: Place
    label: str
    """What stands above it in a grid."""
    cells: Mapping[str, str]
    refused: Mapping[str, CellError]


class Row(dict[str, str]):
    """A row's canonical text by column, "" for an empty cell, and where it stands.

    It has too what was `typed`, the `label` above it in a grid, and the names of its `blanks`, the
    cells that are still to fill in.
    """

    def __init__(
        self,
        cells: Mapping[str, str],
        place: Place,
        typed: Mapping[str, str] | None = None,
        label: str = "",
        blanks: Iterable[str] = (),
    ) -> None:
        super().__init__(cells)
        self.place, self.typed, self.label, self.blanks = place, typed or {}, label, {*blanks}


class Rows(NamedTuple):
    """The rows of a table: those that say what they must, and all; and what is said of them."""

    whole: list[Row]
    every: list[Row]
    problems: list[Problem]


class TypedRows(NamedTuple):
    """The rows of a table as they stand in its sheets, and what is wrong with these."""

    fields: list[Field]
    """What the columns are, those of somebody's own last."""
    names: tuple[str, ...]
    """The table's columns in the order of the first sheet, "" for others."""
    rows: list[TypedRow]
    problems: list[Problem]


def list_typed_rows(
    parts: Mapping[str, Sequence[Part]],
    headings: Mapping[str, Sequence[Heading]],
    resources: Mapping[str, Resource],
) -> dict[str, TypedRows]:
    """Return the rows of each table below the headings of its sheets."""
    typed = {}
    for name, resource in resources.items():
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        rows: list[TypedRow] = []
        problems: list[Problem] = []
        for part, heading in zip(parts[name], headings[name], strict=True):
            fields |= {field["name"]: field for field in heading.fields}
            problems += heading.problems
            if heading.columns:
                problems += _add_typed_rows(rows, part, heading)
        names = headings[name][0].names if headings[name] else ()
        typed[name] = TypedRows([*fields.values()], names, rows, problems)
    return typed


def _add_typed_rows(rows: list[TypedRow], part: Part, heading: Heading) -> Iterator[Problem]:
    """Add the rows of a sheet that hold something, and say what stands in no column."""
    sheet, columns = part.sheet, heading.columns.items()
    inside = {*heading.columns.values(), *heading.ignored}
    for number, cells in enumerate(sheet.rows[heading.start + 1 :], heading.start + 1):
        line = sheet.lines[number]
        place = replace(part.place, row=line.number)
        filled = {at: clean_text(cell) for at, cell in enumerate(cells) if clean_text(cell)}
        for at in filled.keys() - inside:
            fault, expected = _("is in a column without a title"), join_column_names(heading.fields)
            yield Problem(replace(place, column=name_column(at)), fault, filled[at], expected)
        refused = {name: sheet.refused[number, at] for name, at in columns
                   if (number, at) in sheet.refused}  # fmt: skip
        if refused or filled.keys() & {*heading.columns.values()}:
            texts = {name: cells[at] if at < len(cells) else "" for name, at in columns}
            rows.append(TypedRow(place, line.label, texts, refused))


def list_cells(typed: TypedRows, kinds: Sequence[str]) -> dict[tuple[str, str], Field]:
    """Return the distinct cells of some rows, each with what it is; members are of some kinds."""
    fields = [{**field, GENRES: kinds or [DEFAULT]} for field in typed.fields]
    cells = {}
    for row in typed.rows:
        for field in fields:
            chosen = _choose_field(field, row)
            cells[chosen["name"], row.cells.get(field["name"], "")] = chosen
    return cells


def find_kinds(reseau: Rows) -> list[str]:
    """Return the kinds of member that a network says it has."""
    return [row["valeur"] for row in reseau.whole if row["reglage"] == GENRES and row["valeur"]]


def _choose_field(field: Field, row: TypedRow) -> Field:
    """Return what a cell is: what the value of a setting may be, the setting says."""
    settings: Mapping[str, Field] = field.get(SETTINGS, {})
    return settings.get(fold_spelling(clean_text(row.cells.get("reglage", ""))), field)


def read_rows(
    typed: TypedRows, resource: Resource, read: Mapping[tuple[str, str], ReadCell]
) -> Rows:
    """Return what rows say, of cells that were `read`, and what is wrong with them."""
    result, fields, key = Rows([], [], []), typed.fields, resource["schema"]["primaryKey"]
    needed = {*key, *(field["name"] for field in fields if field[REQUIRED])}
    first: dict[tuple[str, ...], tuple[TypedRow, str]] = {}
    for row in typed.rows:
        cells = {field["name"]: _find_cell(field, row, read) for field in fields}
        values = {name: cell.value for name, cell in cells.items()}
        is_wrong = False
        for field in fields:
            cell, text = cells[field["name"]], row.cells.get(field["name"], "")
            if not (cell.refusal or cell.remark or cell.reading):
                continue
            place = replace(row.place, column=name_shown(field, row.label))
            if error := cell.refusal:
                shown, is_wrong = clean_text(text) or None, True
                result.problems.append(
                    Problem(place, error.what, shown, error.expected, error.nearest)
                )
            if cell.remark:
                result.problems.append(Problem(place, cell.remark, cell.value, severity="remark"))
            if cell.reading:
                reading = _("as “{read}”", read=shorten(cell.reading))
                result.problems.append(Problem(place, reading, text, severity="read"))
        blanks = {name: cell.blank for name, cell in cells.items() if cell.blank}
        if blanks:
            titles = ", ".join(field["title"] for field in fields if field["name"] in blanks)
            fault, words = _("still to fill in: {columns}", columns=titles), _join(values.values())
            result.problems.append(Problem(row.place, fault, words, severity="todo"))
        result.every.append(Row(values | blanks, row.place, row.cells, row.label, blanks))
        # A row without its key is no row yet; one that lacks something else is.
        if blanks.keys() & needed:
            continue
        result.whole.append(Row(values, row.place, row.cells, row.label))
        if not is_wrong:
            text = _join(clean_text(row.cells.get(name, "")) or values[name] for name in key)
            folded = tuple(fold_identifier(values[name]) for name in key)
            other, other_text = first.setdefault(folded, (row, text))
            if other is not row:
                result.problems.append(_refuse_again(row, text, other, other_text))
    return result


def _find_cell(field: Field, row: TypedRow, read: Mapping[tuple[str, str], ReadCell]) -> ReadCell:
    """Return what a cell says; one that the workbook itself refuses is as good as empty."""
    if error := row.refused.get(field["name"]):
        return ReadCell(refusal=error)
    return read[_choose_field(field, row)["name"], row.cells.get(field["name"], "")]


def _refuse_again(row: TypedRow, text: str, first: TypedRow, first_text: str) -> Problem:
    """Refuse a row that has the key of another, in whatever spelling."""
    place = replace(first.place, column=first.label or None).within
    expected = _("one row only; {place} has it too", place=place)
    if first_text != text:
        expected = _("one row only; {place} has it too, as “{other}”", place=place,
                     other=first_text)  # fmt: skip
    return Problem(row.place, _("is there twice"), text, expected)


@cache
def fold_identifier(name: str) -> str:
    """Return a name without what a spreadsheet or a hand adds: "2025-1" is "2025-01", "2025_1"."""
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(name))
    return re.sub(r"[\W_]+", "-", text)


def name_shown(field: Field, label: str) -> str:
    """Return what a message calls the column of a cell: in a grid, what stands above it."""
    return label if label and field["name"] in OF_A_GRID else str(field.get(SHOWN, field["name"]))


def _join(cells: Iterable[str]) -> str:
    return ", ".join(filter(None, cells))
