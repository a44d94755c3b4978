"""Numbers as people write them, with a decimal comma or point: "12 500,50" is 12500.5.

A sign before exactly three digits parts thousands for some and decimals for others: "12.500" is
refused, unless what stands before it can't be thousands ("0,125", "1234,567").
"""

import re
from typing import Any

from annual_report.messages import _
from annual_report.reading.values.refusal import CellError

NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", re.ASCII)
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def read_number(text: str, _field: dict[str, Any]) -> str:
    """Return a number as Python and Table Schema write it; raise CellError for anything else."""
    if EITHER.fullmatch(text):
        whole, decimals = re.split("[.,]", text)
        raise CellError(
            _("can mean thousands or decimals"),
            _("a space between thousands, a comma before decimals"),
            _("{one} or {other}", one=f"{whole} {decimals}", other=f"{whole},{decimals}0"),
        )
    if not (match := NUMBER.fullmatch(text.replace("−", "-"))):
        raise CellError(_("is not a number"), _("digits, with a comma before decimals"))
    sign, whole, decimals = match.groups()
    decimals = (decimals or "").rstrip("0")
    number = f"{int(whole.replace(' ', ''))}" + (f".{decimals}" if decimals else "")
    return unambiguous(f"-{number}" if sign == "-" and number != "0" else number)


def unambiguous(number: str) -> str:
    """Return a number with a point so that it is read as decimals again: 1.234 as 1.2340."""
    return f"{number}0" if EITHER.fullmatch(number) else number
