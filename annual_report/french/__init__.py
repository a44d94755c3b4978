"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.french.lists import capitalized, enumeration, mentions
from annual_report.french.numbers import (
    MINUS,
    count,
    in_words,
    number,
    ordinal,
    percentage,
    plural,
)
from annual_report.french.periods import (
    consecutive,
    date_range,
    dated,
    in_years,
    large_date,
    member_years,
    partial_date,
    short_date,
)
from annual_report.french.typography import NARROW, NO_BREAK, typeset

__all__ = [
    "MINUS",
    "NARROW",
    "NO_BREAK",
    "capitalized",
    "consecutive",
    "count",
    "date_range",
    "dated",
    "enumeration",
    "in_words",
    "in_years",
    "large_date",
    "member_years",
    "mentions",
    "number",
    "ordinal",
    "partial_date",
    "percentage",
    "plural",
    "short_date",
    "typeset",
]
