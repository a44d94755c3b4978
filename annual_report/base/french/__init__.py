"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.base.french.lists import capitalize, join_items
from annual_report.base.french.numbers import (
    MINUS,
    choose_form,
    format_number,
    in_words,
    write_count,
    write_percentage,
)
from annual_report.base.french.periods import (
    date_range,
    in_years,
    list_runs,
    member_years,
    partial_date,
    print_dates,
    write_years,
)
from annual_report.base.french.typography import NARROW, NO_BREAK, typeset

__all__ = [
    "MINUS",
    "NARROW",
    "NO_BREAK",
    "capitalize",
    "choose_form",
    "date_range",
    "format_number",
    "in_words",
    "in_years",
    "join_items",
    "list_runs",
    "member_years",
    "partial_date",
    "print_dates",
    "typeset",
    "write_count",
    "write_percentage",
    "write_years",
]
