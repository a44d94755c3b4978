"""Where a table stands in a sheet: its header, its rows, and what people put around them.

A title above the header, a second header, blank rows and columns, a line of totals below: each is
set aside, and said. A cell that no column claims is an error: it would be lost in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.values.cells import Field, clean, folded, nearest
from annual_report.reading.values.personal import column_reason

ROWS_BEFORE_DATA = 20
MOST_PROBLEMS = 200
"""A table with more is another table, or one slip repeated: nobody reads further."""
SIGNS_AROUND_A_TITLE = re.compile(r"\s*(?:\([^()]*\)|\*|:)\s*$")
TOTAL = re.compile(r"(?:sous ?)?tot(?:al|aux)\b.*|ensemble|nombre (?:de |d')\w+", re.IGNORECASE)
FREE_TEXT = frozenset({"titre", "sujet", "theme", "genre", "ville", "dispositif"})
OTHER_TITLES: Mapping[str, str] = dict.fromkeys(
    (
        "code departement",
        "code du departement",
        "departement code",
        "code insee",
        "nom du departement",
        "nom departement",
        "departement nom",
        "dept",
        "dpt",
    ),
    "departement",
)
"""Other usual titles of a column, where the table has that column."""


@dataclass(frozen=True)
class Layout:
    """What was found in a sheet: data rows by number, each with a text for every column."""

    rows: tuple[tuple[int, dict[str, str]], ...] = ()
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()


def titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    found = {folded(field["name"]): field["name"] for field in fields}
    for field in fields:
        found.setdefault(folded(field.get("title", field["name"])), field["name"])
    for title, name in OTHER_TITLES.items():
        if name in found.values():
            found.setdefault(title, name)
    return found


def lay_out(grid: Sequence[Sequence[str]], fields: Sequence[Field], place: Place) -> Layout:
    """Find the header and the data of a sheet; `place` is the sheet, to which rows are added."""
    known = titles(fields)
    start = _header_row(grid, known)
    if start is None:
        first = next((clean(cell) for row in grid for cell in row if clean(cell)), None)
        said = _("is not a column of this table") if first else _("is empty")
        return Layout(problems=(Problem(replace(place, row=1), said, first, _names(fields)),))
    header = [_title(cell) for cell in grid[start]]
    at = replace(place, row=start + 1)
    columns = [known.get(label, "") for label in header]
    problems = list(_header_problems(grid[start], columns, fields, at))
    if problems:
        return Layout(problems=tuple(problems))
    understandings = [
        Understanding(replace(place, row=number), text, _("a title"))
        for number, row in enumerate(grid[:start], start=1)
        if (text := _joined(row)) and not text.lower().startswith("sep=")
    ]
    rows: list[tuple[int, dict[str, str]]] = []
    claimed = [position for position, name in enumerate(columns) if name]
    width = max(claimed) + 1
    for number, cells in enumerate(grid[start + 1 :], start=start + 2):
        filled = [position for position, cell in enumerate(cells) if cell and clean(cell)]
        if not filled:
            continue
        here = replace(place, row=number)
        if set_aside := _set_aside(cells, columns, known):
            understandings.append(Understanding(here, _joined(cells), set_aside))
            continue
        for position in filled if len(problems) < MOST_PROBLEMS else ():
            if position >= width or not columns[position]:
                problems.append(_unclaimed(cells[position], position, here, fields))
        row = dict.fromkeys((field["name"] for field in fields), "")
        for position in claimed:
            if position < len(cells):
                row[columns[position]] = cells[position]
        rows.append((number, row))
    return Layout(tuple(rows), tuple(problems), tuple(understandings))


def header_columns(grid: Sequence[Sequence[str]], fields: Sequence[Field]) -> list[str]:
    """Return the column's name under each cell of the header, in the order of the file."""
    known = titles(fields)
    start = _header_row(grid, known)
    return [] if start is None else [known.get(_title(cell), "") for cell in grid[start]]


def column_letter(position: int) -> str:
    """Name a column as spreadsheets do, from its position counted from 0: A, B, … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _header_row(grid: Sequence[Sequence[str]], known: Mapping[str, str]) -> int | None:
    """Return the first of the rows that hold most of the table's titles."""
    best, most = None, 0
    for number, row in enumerate(grid[:ROWS_BEFORE_DATA]):
        count = len({known[label] for cell in row if (label := _title(cell)) in known})
        if count > most:
            best, most = number, count
    return best


def _title(cell: str) -> str:
    label = clean(cell)
    return folded(SIGNS_AROUND_A_TITLE.sub("", label) or label)


def _joined(cells: Sequence[str]) -> str:
    return " ".join(text for cell in cells if (text := clean(cell)))


def _names(fields: Sequence[dict[str, Any]]) -> str:
    return ", ".join(field["name"] for field in fields)


def _set_aside(
    cells: Sequence[str], columns: Sequence[str], known: Mapping[str, str]
) -> str | None:
    """Say what a row is if it is no data: a line of totals, or the header once more."""
    filled = [(_title(cell), columns[at : at + 1]) for at, cell in enumerate(cells) if clean(cell)]
    first, (column, *_rest) = filled[0][0], filled[0][1] or [""]
    if column not in FREE_TEXT and TOTAL.fullmatch(first):
        return _("a line of totals")
    if first in known and all([known.get(label)] == column for label, column in filled):
        return _("the header once more")
    return None


def _unclaimed(cell: str, position: int, here: Place, fields: Sequence[Field]) -> Problem:
    return Problem(
        replace(here, column=column_letter(position)),
        _("is in a column without a title"),
        clean(cell),
        _names(fields),
    )


def _header_problems(
    header: Sequence[str], columns: Sequence[str], fields: Sequence[Field], at: Place
) -> Iterator[Problem]:
    names = [field["name"] for field in fields]
    misspelt = set()
    for position, name in enumerate(columns):
        label = clean(header[position])
        if label and not name:
            if reason := column_reason(_title(label)):
                yield Problem(at, reason, label, _names(fields))
                continue
            close = nearest(label, names)
            misspelt.add(close)
            what = _("is not a column of this table")
            yield Problem(at, what, label, _names(fields), close)
        elif name and name in columns[:position]:
            yield Problem(at, _("is there twice"), label, _names(fields))
    for field in fields:
        required = field.get("constraints", {}).get("required", False)
        if required and field["name"] not in columns and field["name"] not in misspelt:
            yield Problem(at, _("is a missing column"), field["name"], _names(fields))
