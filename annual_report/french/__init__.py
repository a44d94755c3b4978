"""French as it is printed: numbers, plurals, lists, dates and typography."""

from annual_report.french.lists import capitalized, enumeration
from annual_report.french.names import (
    LISTED_UP_TO,
    agreement,
    at,
    bare_names,
    complement,
    is_readable,
    labelled,
    name_of,
    names,
    some,
    within,
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
    "complement",
    "consecutive",
    "count",
    "date_range",
    "dated",
    "enumeration",
    "in_words",
    "in_years",
    "is_readable",
    "labelled",
    "large_date",
    "member_years",
    "name_of",
    "names",
    "number",
    "ordinal",
    "partial_date",
    "percentage",
    "phrase",
    "plural",
    "short_date",
    "some",
    "typeset",
    "within",
]
