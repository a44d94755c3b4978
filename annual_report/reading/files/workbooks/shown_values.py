"""The text of a workbook's value, as much of it as its cell shows.

Somebody who typed "juin 2025" got the first of June, shown as a month: the day means nothing. A
value of which the cell shows less, or something else, can mean two things and is refused.
"""

from collections.abc import Set
from datetime import date, datetime
from decimal import Decimal

from annual_report.messages import _
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.written_numbers import unambiguous

DAY, MONTH, YEAR = "day", "month", "year"
SIGNS = {DAY: 10, MONTH: 7, YEAR: 4}


def day_text(value: date, parts: Set[str]) -> str:
    """Write a date as far as its cell shows it; `parts` are those shown, none if that isn't known.

    Raise CellError for a day that is shown as its month or year alone, and isn't their first one.
    """
    if isinstance(value, datetime) and value.time().isoformat() != "00:00:00":
        return value.isoformat(sep=" ")
    whole = value.strftime("%Y-%m-%d")
    finest = next((part for part in (DAY, MONTH, YEAR) if part in parts), DAY)
    shown = whole[: SIGNS[finest]]
    if f"{shown}-01-01"[:10] != whole and f"{shown}-01" != whole and shown != whole:
        raise CellError(
            _("is a day that its cell shows without the day"),
            _("the whole date shown, or the month alone as text"),
            _("{one} or {other}", one=shown, other=whole),
        )
    return shown


def number_text(value: int | float | Decimal, number_format: str) -> str:
    """Write a number; raise CellError if its cell's format shows another one, or nothing."""
    written = str(int(value)) if value == value // 1 else unambiguous(str(value))
    shown = number_format.split(";")[0].strip()
    if number_format.count(";") >= 2 and not shown:
        raise CellError(_("is a number that its cell hides"), _("a cell that shows its value"))
    if "%" in shown or shown.endswith((",", "\u202f")):
        raise CellError(
            _("is a number that its cell shows otherwise"),
            _("the number in a column set to General or Text"),
        )
    return written
