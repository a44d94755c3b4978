"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.french.lists import capitalized, enumeration
from annual_report.french.names import (
    LISTED_UP_TO,
    agreement,
    at,
    bare_names,
    labelled,
    names,
    some,
)
from annual_report.french.numbers import (
    MINUS,
    count,
    in_words,
    number,
    ordinal,
    percentage,
    plural,
)
from annual_report.french.periods import consecutive, date_range, dated, in_years, partial_date
from annual_report.french.phrases import clause, phrase
from annual_report.french.typography import NARROW, NO_BREAK, typeset

__all__ = [
    "LISTED_UP_TO",
    "MINUS",
    "NARROW",
    "NO_BREAK",
    "agreement",
    "at",
    "bare_names",
    "capitalized",
    "clause",
    "consecutive",
    "count",
    "date_range",
    "dated",
    "enumeration",
    "in_words",
    "in_years",
    "labelled",
    "names",
    "number",
    "ordinal",
    "partial_date",
    "percentage",
    "phrase",
    "plural",
    "some",
    "typeset",
]
