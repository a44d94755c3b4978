"""Reading a table file: any usual encoding and separator, every cell as text first.

frictionless opens the file; the cells are then understood one by one (`cells`), and the canonical
rows go back to frictionless to be held against the Table Schema. Each row keeps the number that
it has in the file, so that a message can point at it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictionless import Dialect, FrictionlessException, Resource, Schema
from frictionless.formats import CsvControl

from annual_report.data.cells import CellError, Field, clean, nearest, understand
from annual_report.data.problems import Place, Problem, Understanding
from annual_report.messages import _

SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252")
"""Tried in this order: bytes that are valid UTF-8 are never cp1252 by chance in French text."""


@dataclass(frozen=True)
class Table:
    """A table as it was understood: canonical text rows, each with its row number in the file."""

    name: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]


def read_table(path: Path, name: str, schema: dict[str, Any]) -> Table:
    """Read one file of the package and hold it against its Table Schema."""
    fields: list[Field] = schema["fields"]
    problems: list[Problem] = []
    understandings: list[Understanding] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        lines = list(_lines(path))
    except FileNotFoundError:
        missing = Problem(Place(path.name), _("is missing"), expected=_header(fields))
        return Table(name, (), (missing,), ())
    except (FrictionlessException, OSError, UnicodeError) as error:
        unreadable = Problem(Place(path.name), _("can't be read"), expected=str(error))
        return Table(name, (), (unreadable,), ())
    header = [clean(label).lower() for label in lines[0][1]] if lines else []
    problems += _header_problems(path, header, fields)
    if not problems:
        for number, cells in lines[1:]:
            if not any(clean(cell) for cell in cells):
                continue
            row: dict[str, str] = {}
            for field in fields:
                column = field["name"]
                position = header.index(column) if column in header else len(cells)
                written = cells[position] if position < len(cells) else ""
                place = Place(path.name, number, column)
                try:
                    row[column] = understand(written, field)
                except CellError as error:
                    problems.append(
                        Problem(place, error.what, clean(written), error.expected, error.nearest)
                    )
                    row[column] = ""
                else:
                    if row[column] != written.strip():
                        understandings.append(Understanding(place, written, row[column]))
            rows.append((number, row))
        if not problems:
            problems += _schema_problems(path, rows, schema)
    return Table(name, tuple(rows), tuple(problems), tuple(understandings))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file with their numbers, blank ones included."""
    content = path.read_bytes()
    text = _decoded(content)
    dialect = Dialect(header=False, controls=[CsvControl(delimiter=_separator(text))])
    resource = Resource(data=text.encode(), format="csv", encoding="utf-8", dialect=dialect)
    with resource:
        for number, cells in enumerate(resource.cell_stream, start=1):
            yield number, ["" if cell is None else str(cell) for cell in cells]


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnicodeError(_("neither UTF-8 nor Windows-1252"))


def _separator(text: str) -> str:
    """Return the separator that the first line uses most."""
    first = text.split("\n", 1)[0]
    return max(SEPARATORS, key=first.count)


def _header(fields: list[Field]) -> str:
    return ", ".join(field["name"] for field in fields)


def _header_problems(path: Path, header: list[str], fields: list[Field]) -> Iterator[Problem]:
    names = [field["name"] for field in fields]
    for position, label in enumerate(header):
        if label and label not in names:
            yield Problem(
                Place(path.name, 1),
                _("is not a column of this table"),
                label,
                _header(fields),
                nearest(label, names),
            )
        elif label and label in header[:position]:
            yield Problem(Place(path.name, 1), _("is there twice"), label, _header(fields))
    for field in fields:
        required = field.get("constraints", {}).get("required", False)
        if required and field["name"] not in header:
            yield Problem(
                Place(path.name, 1), _("is a missing column"), field["name"], _header(fields)
            )


def _schema_problems(
    path: Path, rows: list[tuple[int, dict[str, str]]], schema: dict[str, Any]
) -> Iterator[Problem]:
    """Hold the canonical rows against the Table Schema, and say in words what it finds."""
    names = [field["name"] for field in schema["fields"]]
    by_name = {field["name"]: field for field in schema["fields"]}
    data = [names, *([row[name] for name in names] for _number, row in rows)]
    own = {key: value for key, value in schema.items() if key != "foreignKeys"}
    report = Resource(data=data, schema=Schema.from_descriptor(own)).validate()
    for error in report.tasks[0].errors:
        number, row = rows[getattr(error, "row_number", 2) - 2]
        column = getattr(error, "field_name", None)
        if error.type == "primary-key":
            key = ", ".join(row[name] for name in schema["primaryKey"] if row[name])
            yield Problem(Place(path.name, number), _("is there twice"), key, _("one row only"))
        elif column is not None and not row[column]:
            yield Problem(
                Place(path.name, number, column), _("is empty"), expected=_example(by_name[column])
            )
        elif column is not None:
            yield Problem(
                Place(path.name, number, column),
                _("is not allowed here"),
                row[column],
                _allowed(by_name[column]),
            )
        else:
            yield Problem(Place(path.name, number), error.note)


def _example(field: Field) -> str:
    return _("a value such as {example}", example=field.get("example", field["title"]))


def _allowed(field: Field) -> str:
    limits = field.get("constraints", {})
    if "minimum" in limits and "maximum" in limits:
        return _("from {low} to {high}", low=limits["minimum"], high=limits["maximum"])
    return _example(field)
