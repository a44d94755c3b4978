"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.french.lists import capitalize, enumeration, mentions
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
    date_range,
    in_years,
    large_date,
    list_runs,
    member_years,
    partial_date,
    print_dates,
    short_date,
)
from annual_report.french.typography import NARROW, NO_BREAK, typeset

__all__ = [
    "MINUS",
    "NARROW",
    "NO_BREAK",
    "capitalize",
    "count",
    "date_range",
    "enumeration",
    "in_words",
    "in_years",
    "large_date",
    "list_runs",
    "member_years",
    "mentions",
    "number",
    "ordinal",
    "partial_date",
    "percentage",
    "plural",
    "print_dates",
    "short_date",
    "typeset",
]
