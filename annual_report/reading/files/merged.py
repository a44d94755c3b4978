"""Cells that a workbook shows as one: each row below a merged cell has its value.

A count is an exception: ten agents beside three départements may be ten of each, or of all three;
and so is a state of attendance, beside which or in place of which a count may stand.
"""

from collections.abc import Sequence
from dataclasses import replace

from annual_report.messages import _
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.problems import Place, Understanding
from annual_report.reading.values.attendance_states import is_attendance
from annual_report.reading.values.cells import CellError, Field, clean, is_count


def unmerged(
    sheet: Sheet, columns: Sequence[str], fields: Sequence[Field], start: int, place: Place
) -> tuple[Sheet, list[Understanding]]:
    """Give every covered cell of the data the value that is shown there.

    What can mean two things, and what is hidden under a merged cell, becomes a doubt. `start` is
    the row of the header, from 0.
    """
    if not sheet.merged:
        return sheet, []
    rows = [list(row) for row in sheet.rows]
    doubts = dict(sheet.doubts)
    seen: list[Understanding] = []
    counts = {field["name"] for field in fields if is_count(field) or is_attendance(field)}
    for (row, column), (top, left) in sorted(sheet.merged.items()):
        name = columns[column] if column < len(columns) else ""
        value = _at(rows, top, left)
        own = _at(rows, row, column)
        if top <= start:
            continue  # a title, or the header itself
        if clean(own) and clean(own) != clean(value):
            doubts[row, column] = CellError(
                _("is hidden under a merged cell"), _("a cell of its own for each value")
            )
        elif not name or not clean(value):
            continue
        elif column != left or name in counts:
            doubts[row, column] = CellError(
                _("is merged with others: is it for each of them, or for all?"),
                _("a cell of its own for each value"),
            )
            _put(rows, row, column, value)
        else:
            _put(rows, row, column, value)
            here = replace(place, row=row + 1, column=name)
            seen.append(Understanding(here, _("a merged cell"), value))
    return replace(sheet, rows=rows, doubts=doubts), seen


def _at(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _put(rows: list[list[str]], row: int, column: int, value: str) -> None:
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = value
