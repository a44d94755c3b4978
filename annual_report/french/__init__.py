"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.french.lists import capitalized, enumeration
from annual_report.french.numbers import (
    MINUS,
    alike,
    count,
    in_words,
    number,
    ordinal,
    percentage,
    plural,
)
from annual_report.french.periods import date_range, dated, partial_date
from annual_report.french.typography import NARROW, NO_BREAK, typeset

__all__ = [
    "MINUS",
    "NARROW",
    "NO_BREAK",
    "alike",
    "capitalized",
    "count",
    "date_range",
    "dated",
    "enumeration",
    "in_words",
    "number",
    "ordinal",
    "partial_date",
    "percentage",
    "plural",
    "typeset",
]
