"""Reading a table: from a file or a sheet to canonical rows, understood or refused cell by cell.

Every cell arrives as text. The layout is found first (`layout`), the cells are understood one by
one (`cells`), and the canonical rows are held against the Table Schema (`conformity`). Each row
keeps the number that it has in its file, so that a message can point at it.
"""

import glob
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.pages.checks.personal import person
from annual_report.reading.files.choice import SHEET_SUFFIXES, file_of_table, sheet_of_table
from annual_report.reading.files.delimited import LARGEST, Form, read_delimited
from annual_report.reading.files.header import titles
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.files.sheet_layout import MOST_PROBLEMS, SheetLayout, lay_out
from annual_report.reading.problems import Place, Problem, Understanding, unread
from annual_report.reading.schema.conformity import schema_problems
from annual_report.reading.values.attendance_states import read_columns, settle
from annual_report.reading.values.cells import (
    CellError,
    Field,
    clean,
    is_placeholder,
    nearest,
    understand,
)


@dataclass(frozen=True)
class Table:
    """A table as it was understood: canonical text rows, each with its row number in the file."""

    name: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    form: Form = dataclass_field(default_factory=Form)
    file: str = ""
    sheet: str | None = None
    unfilled: tuple[tuple[int, dict[str, str]], ...] = ()
    """The rows that hold a blank still to fill in, with the words that say so."""
    columns: tuple[str, ...] = ()
    """The columns that the file has, in its order; none where no header was found."""
    header: tuple[str, ...] = ()
    """What the file calls them."""

    @property
    def every_row(self) -> tuple[tuple[int, dict[str, str]], ...]:
        """All rows in the order of the file, those still to fill in among them."""
        rows = dict(self.rows) | dict(self.unfilled)
        return tuple((number, rows[number]) for number in sorted(rows))


def read_table(path: Path, name: str, fields: Sequence[Field], schema: Schema) -> Table:
    """Read one file of the package and hold it against its Table Schema.

    Where the file is missing, a workbook of the same name beside it is read in its place.
    """
    found, columns = file_of_table(path), read_columns(name, fields)
    place = Place(found.name)
    form = Form()
    seen: list[Understanding] = []
    beside: list[Problem] = []
    try:
        if found.suffix.lower() in SHEET_SUFFIXES:
            title, sheet, beside = sheet_of_table(found, name, columns)
            place = replace(place, sheet=title)
            seen.append(Understanding(place, found.name, path.name))
        else:
            content = read_file(found, LARGEST, _("is too large for a table"))
            grid, form = read_delimited(content, titles(columns).keys())
            sheet = Sheet(grid)
            if form.encoding not in ("utf-8", "utf-8-sig"):
                seen.append(Understanding(place, _("its encoding"), form.encoding))
    except FileNotFoundError:
        expected = ", ".join(field["name"] for field in fields)
        close = nearest(path.name, sorted(_called_like(path)))
        problem = Problem(place, _("is missing"), expected=expected, nearest=close)
        return Table(name, (), (problem,))
    except (UnreadableError, OSError) as error:
        return Table(name, (), (unread(place, error),))
    table = understood(lay_out(sheet, columns, place), name, fields, schema, place)
    return replace(
        table,
        problems=(*table.problems, *beside),
        understandings=(*seen, *table.understandings),
        form=form,
    )


def understood(
    layout: SheetLayout, name: str, fields: Sequence[Field], schema: Schema, place: Place
) -> Table:
    """Understand every cell of a table that was laid out, and hold the rows against the schema."""
    problems, understandings = list(layout.problems), list(layout.understandings)
    rows: list[tuple[int, dict[str, str]]] = []
    waiting: list[tuple[int, dict[str, str]]] = []
    memory: dict[tuple[str, str, str], str | CellError] = {}
    wrong = {each.place.row for each in problems if each.place.row}
    for number, written in layout.rows:
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(place, _("has other problems below: mend these first")))
            break
        row, unfilled = {}, []
        for field in read_columns(name, fields):
            column, cell = field["name"], written.get(field["name"], "")
            here = Place(place.file, number, column, place.sheet)
            if cell and is_placeholder(cell):
                unfilled.append(field)
                row[column] = ""
                continue
            dated = field.get("kind") == "partial-date"
            beside = clean(written.get("annee", "")) if dated else ""
            key = (column, cell, beside)
            if key not in memory:
                memory[key] = _understood_cell(cell, field, beside)
            read = memory[key]
            if isinstance(read, CellError):
                problem = Problem(here, read.what, clean(cell), read.expected, read.nearest)
                problems.append(problem)
                wrong.add(number)
                row[column] = ""
            else:
                row[column] = read
                if read and is_free_text(field) and (looks := person(read)):
                    problems.append(Problem(here, looks, read, severity="remark"))
                if read != cell.strip() and not cell.startswith("'"):
                    understandings.append(Understanding(here, cell, read))
        if name == "presences" and number not in wrong:
            settled = list(settle(row, Place(place.file, number, None, place.sheet)))
            problems += settled
            wrong |= {number for each in settled if each.severity == "error"}
        row.pop("invite", None)
        if unfilled:
            problems.append(
                _to_fill_in(unfilled, row, Place(place.file, number, None, place.sheet))
            )
            said = {field["name"]: clean(written[field["name"]]) for field in unfilled}
            waiting.append((number, row | said))
        if not any(_is_needed(field, schema) for field in unfilled):
            rows.append((number, row))
    understood_rows = [(number, row) for number, row in rows if number not in wrong]
    problems += schema_problems(understood_rows, schema, place)
    if layout.columns:
        for field in fields:
            older = field["name"] == "etat"  # states are younger than tables
            if field["name"] not in layout.columns and not older and not _is_needed(field, schema):
                what = _("is a column that the file lacks")
                problems.append(Problem(place, what, field["name"], severity="remark"))
    return Table(
        name,
        tuple(rows),
        tuple(problems),
        tuple(understandings),
        file=place.file,
        sheet=place.sheet,
        unfilled=tuple(waiting),
        columns=layout.columns,
        header=layout.header,
    )


def is_free_text(field: Field) -> bool:
    """Tell a column in which anything may be written, so a person's name too."""
    plain = field.get("type", "string") == "string" and "enum" not in field.get("constraints", {})
    return plain and field.get("kind") in (None, "subject")


def _understood_cell(cell: str, field: Field, beside: str) -> str | CellError:
    try:
        return understand(cell, field, beside)
    except CellError as error:
        return error


def _is_needed(field: Field, schema: Schema) -> bool:
    """Tell a column without which a row says nothing: it waits until it is filled in."""
    return bool(field.get("constraints", {}).get("required") or field["name"] in schema.primary_key)


def _to_fill_in(unfilled: Sequence[Field], row: dict[str, str], place: Place) -> Problem:
    known = ", ".join(value for value in row.values() if value)
    columns = ", ".join(str(field.get("title", field["name"])) for field in unfilled)
    return Problem(
        place, _("still to fill in: {columns}", columns=columns), known or None, severity="todo"
    )


def _called_like(path: Path) -> list[str]:
    """Return the files beside whose names begin as that of a table does."""
    return [each.name for each in path.parent.glob(f"{glob.escape(path.stem)}*")]


def fields_of(resource: dict[str, Any]) -> list[Field]:
    """Return the fields of a resource's Table Schema."""
    return list(resource["schema"]["fields"])
