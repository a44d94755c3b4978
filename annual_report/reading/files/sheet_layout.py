"""Where a table stands in a sheet: its rows, and what people put around them.

A title above the header, a second header, blank rows and columns, a line of totals below: each is
set aside, and said. A row above the header that has a value of one of its columns is data: the
table was sorted together with its header. A cell that no column claims is an error: it would be
lost in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from annual_report.messages import _
from annual_report.reading.files.header import (
    column_names,
    header_problems,
    header_row,
    required,
    title,
    titles,
)
from annual_report.reading.files.merged import unmerged
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.values.cells import CellError, Field, clean, understand
from annual_report.territories.kinds import ORGANISATION

MOST_PROBLEMS = 200
"""A table with more is another table, or one slip repeated: nobody reads further."""
TOTAL = re.compile(r"(?:sous ?)?tot(?:al|aux)\b.*|ensemble\b.*|nombre (?:de |d')\w+.*")
NUMBER = re.compile(r"[\d\s.,]*\d[\d\s.,]*%?")
FREE_TEXT = frozenset({"titre", "sujet", "theme", "genre", "ville", "dispositif"})


@dataclass(frozen=True)
class SheetLayout:
    """What was found in a sheet: data rows by number, each with a text for every column.

    `columns` are those that the sheet has, in its own order, and `header` what it calls them.
    """

    rows: tuple[tuple[int, dict[str, str]], ...] = ()
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    columns: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


def lay_out(sheet: Sheet, fields: Sequence[Field], place: Place) -> SheetLayout:
    """Find the header and the data of a sheet; `place` is the sheet, to which rows are added."""
    known = titles(fields)
    start = header_row(sheet.rows, fields)
    if start is None:
        first = next((clean(cell) for row in sheet.rows for cell in row if clean(cell)), None)
        said = _("is not a column of this table") if first else _("is empty")
        return SheetLayout(
            problems=(Problem(replace(place, row=1), said, first, column_names(fields)),)
        )
    header = sheet.rows[start]
    at = replace(place, row=start + 1)
    columns = [known.get(title(cell), "") for cell in header]
    problems = list(header_problems(header, columns, fields, at))
    if problems:
        return SheetLayout(problems=tuple(problems))
    understandings: list[Understanding] = []
    rows: list[tuple[int, dict[str, str]]] = []
    claimed = [position for position, name in enumerate(columns) if name]
    width = max(claimed) + 1
    sheet, filled_in = unmerged(sheet, columns, fields, start, place)
    understandings += filled_in
    above = False
    for number, cells in enumerate(sheet.rows, start=1):
        filled = [position for position, cell in enumerate(cells) if cell and clean(cell)]
        if not filled or number == start + 1:
            continue
        here = replace(place, row=number)
        if number <= start:
            if all(_understood(cells, columns, fields).values()):
                if not clean(cells[filled[0]]).lower().startswith("sep="):
                    said = _("a title")
                    understandings.append(Understanding(here, _joined(cells), said, True))
                continue
            above = True
        elif set_aside := _set_aside(cells, columns, known, fields):
            understandings.append(Understanding(here, _joined(cells), set_aside, True))
            continue
        for position in filled if len(problems) < MOST_PROBLEMS else ():
            problems += list_doubts(sheet, (number - 1, position), columns, here)
            if position >= width or not columns[position]:
                problems.append(_unclaimed(cells[position], position, here, fields))
        row = dict.fromkeys((field["name"] for field in fields), "")
        for position in claimed:
            if position < len(cells):
                doubtful = (number - 1, position) in sheet.doubts
                row[columns[position]] = "" if doubtful else cells[position]
        rows.append((number, row))
    if above:
        said = _("the header, of rows above it as well")
        understandings.append(Understanding(at, _joined(header), said))
    problems += list_unseen(sheet, [number for number, _row in rows], columns, place)
    called = {name: clean(cell) for name, cell in zip(columns, header, strict=True) if name}
    return SheetLayout(
        tuple(rows), tuple(problems), tuple(understandings), tuple(called), tuple(called.values())
    )


def column_letter(position: int) -> str:
    """Name a column as spreadsheets do, from its position counted from 0: A, B, … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _joined(cells: Sequence[str]) -> str:
    return " ".join(text for cell in cells if (text := clean(cell)))


def _understood(
    cells: Sequence[str], columns: Sequence[str], fields: Sequence[Field]
) -> dict[str, bool]:
    """Return the columns of which a row has a value, and whether any text at all would be one."""
    by_name = {field["name"]: field for field in fields}
    found = {}
    for cell, name in zip(cells, columns, strict=False):
        if name and clean(cell):
            field = by_name[name]
            try:
                if understand(cell, field):
                    found[name] = not (
                        field.get("kind") in ("department", "partial-date")
                        or (
                            field.get("kind") == "member"
                            and ORGANISATION not in field.get("genres", ())
                        )
                        or field.get("type", "string") != "string"
                        or "enum" in field.get("constraints", {})
                    )
            except CellError:
                continue
    return found


def _set_aside(
    cells: Sequence[str],
    columns: Sequence[str],
    known: Mapping[str, str],
    fields: Sequence[Field],
) -> str | None:
    """Say what a row is if it is no data: a line of totals, or the header once more."""
    at, first = next((at, cell) for at, cell in enumerate(cells) if cell and clean(cell))
    if first.isdecimal():
        return None
    label, column = title(first), columns[at] if at < len(columns) else ""
    others = [(clean(cell), name) for cell, name in zip_longest(cells, columns, fillvalue="")]
    if label in known and all(known.get(title(text)) == name for text, name in others if text):
        return _("the header once more")
    if column in FREE_TEXT or not TOTAL.fullmatch(label):
        return None
    # A meeting may be called "Total 2025": a total has numbers, and not all that a row needs.
    numbers = [NUMBER.fullmatch(text) is not None for text, _name in others[at + 1 :] if text]
    counted = bool(numbers) or re.search(r"\d", first) is not None
    whole = required(fields) <= set(_understood(cells, columns, fields))
    return _("a line of totals") if all(numbers) and counted and not whole else None


def _unclaimed(cell: str, position: int, here: Place, fields: Sequence[Field]) -> Problem:
    return Problem(
        replace(here, column=column_letter(position)),
        _("is in a column without a title"),
        clean(cell),
        column_names(fields),
    )


def list_doubts(
    sheet: Sheet, position: tuple[int, int], columns: Sequence[str], here: Place
) -> Iterator[Problem]:
    """Say that a cell shows something else than it keeps."""
    if doubt := sheet.doubts.get(position):
        row, column = position
        named = columns[column] if column < len(columns) else ""
        where = replace(here, column=named or column_letter(column))
        yield Problem(
            where, doubt.what, clean(sheet.rows[row][column]), doubt.expected, doubt.nearest
        )


def list_unseen(
    sheet: Sheet, numbers: Sequence[int], columns: Sequence[str], place: Place
) -> Iterator[Problem]:
    """Remark what a spreadsheet hides or strikes out: it was read all the same."""
    if sheet.hidden:
        yield Problem(place, _("is a hidden sheet, and was read"), severity="remark")
    for rows, what in (
        (sheet.hidden_rows, _("rows that are hidden or filtered were read")),
        (sheet.struck_rows, _("rows that are struck out were read")),
        ({row for row, _column in sheet.struck_cells}, _("words that are struck out were read")),
    ):
        found = [str(number) for number in numbers if number - 1 in rows]
        if found:
            yield Problem(place, what, ", ".join(found), severity="remark")
    hidden = [name for at, name in enumerate(columns) if name and at in sheet.hidden_columns]
    if hidden:
        what = _("columns that are hidden were read")
        yield Problem(place, what, ", ".join(hidden), severity="remark")
