"""Dates as people write them → the written form of a partial date.

    2025-06-19, 19/06/2025, 19.6.2025, 19 juin 2025, jeudi 19 juin 2025    2025-06-19
    2025-06, 06/2025, juin 2025, sept. 2025                                2025-06
    2025, début 2025, printemps 2025                                       2025, 2025-début …

A day of the week must agree with the date. Any other text is an error, which gives four models.
"""

import re
from datetime import date

from annual_report.base.dates import PARTS, PartialDate, is_day
from annual_report.base.errors import CellError
from annual_report.base.french.periods import date_range
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import N_, _

YEARS = range(1900, 2101)
"""The years that a cell of years can name: the foundation of a network may be long ago."""
LIKELY_YEARS = range(1950, 2101)
"""The years that a date can be in.

1905 isn't one: where a cell is set to "date", a spreadsheet turns the number 2025 into the day 2025
days after 1900, in July 1905."""
MONTH_NAMES = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# French has no library that reads the dates that people write, in words and shortened.
# Taken: "2025", "2025 06 19", "2025/06", "2025 06 19 00:00". Not taken: "2025 6 19 14:30".
YEAR_FIRST = re.compile(
    r"(\d{4})(?:([/. ]) ?(\d{1,2})(?:\2 ?(\d{1,2}))?)?(?:[ t]0?0:00(?::00(?:\.0+)?)?z?)?", re.ASCII
)
# Taken: "19/06/2025", "19.6.2025", "06/2025".
DAY_FIRST = re.compile(r"(?:(\d{1,2}) ?[/. ] ?)?(\d{1,2}) ?[/. ] ?(\d{4})", re.ASCII)
MODELS = N_("2025, 2025-06, 2025-06-19 or 19/06/2025")
# Taken: the "jeudi " of "jeudi 19 juin 2025".
WEEKDAY = re.compile(rf"(?:le )?({'|'.join(WEEKDAYS)})[ ,]+")
# Taken: "le 1er juin 2025", "sept. 2025".
IN_WORDS = re.compile(r"(?:le |en )?(?:(\d{1,2})(?:er)? )?([a-z]{3,9})\.? (\d{4})", re.ASCII)
# Taken: "debut 2025", "au printemps de 2025".
PART_OF_YEAR = re.compile(
    r"(?:en |au |a la |a l |l |le )?([a-z]{2,}) (?:de |d annee )?(\d{4})", re.ASCII
)
PARTS_OF_YEAR = {fold_spelling(part): part for part in PARTS} | {"mi": "milieu"}
"""Folded name of a part of a year → its name in dates: "debut" → "début"."""


def _shorten_months() -> dict[str, int]:
    """Return folded name of a month, or its first letters → its number: "janv" → 1, "sept" → 9."""
    months = {}
    for number, name in enumerate(MONTH_NAMES, start=1):
        # Three letters are the shortest abbreviation: "ma" may be mars or mai.
        for length in range(3, len(name) + 1):
            months[name[:length]] = number
    # "jui" may be juin or juillet.
    del months["jui"]
    return months


MONTHS = _shorten_months()
"""Folded name of a month, or its first letters → its number, from 1."""


def read_date(text: str) -> str:
    """Return a typed date in the form of ISO, as exact as typed: "2025-06-19", "2025-06", "2025".

    A part of a year is "2025-printemps". Raise CellError for an uncertain date, or no date.
    """
    words = fold_spelling(text)
    # jeudi 19 juin 2025, jeudi 19/06/2025
    weekday = WEEKDAY.match(words)
    if weekday:
        day = read_date(words[weekday.end() :])
        if not is_day(day) or date.fromisoformat(day).weekday() != WEEKDAYS.index(weekday[1]):
            raise CellError(_("has the wrong day of the week"), _("the day and its date agree"))
        return day
    # 2025, 2025-06, 2025/06/19; not 2025.1, which may be 2025.10 without its last zero
    match = YEAR_FIRST.fullmatch(words)
    if match and (match[2] != "." or match[4]):
        return _join_parts(match[1], match[3], match[4])
    # 19/06/2025
    match = DAY_FIRST.fullmatch(words)
    if match:
        return _join_parts(match[3], match[2], match[1])
    # 19 juin 2025, juin 2025
    match = IN_WORDS.fullmatch(words)
    if match and match[2] in MONTHS:
        month = MONTHS[match[2]]
        return _join_parts(match[3], str(month), match[1])
    # début 2025, printemps 2025, 2025-printemps
    year, _space, name = words.partition(" ")
    name_first = f"{name} {year}" if year.isdecimal() else words
    match = PART_OF_YEAR.fullmatch(name_first)
    if match and match[1] in PARTS_OF_YEAR:
        return f"{_join_parts(match[2])}-{PARTS_OF_YEAR[match[1]]}"
    raise CellError(_("is not a date"), _(MODELS))


def _join_parts(year: str, month: str | None = None, day: str | None = None) -> str:
    """Return the parts of a date in the form of ISO: ("2025", "6", None) → "2025-06".

    Raise CellError if there is no such day, or if the year is unlikely.
    """
    if int(year) not in LIKELY_YEARS:
        limits = {"low": LIKELY_YEARS[0], "high": LIKELY_YEARS[-1]}
        raise CellError(_("is in an unlikely year"), _("a year from {low} to {high}", **limits))
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise CellError(_("is not a day of the calendar"), _(MODELS)) from None
    form = year
    for part in (month, day):
        if part:
            form += f"-{int(part):02}"
    return form


def write_day(day: str) -> str:
    """Write a date as people do: 19/06/2025, juin 2025, printemps 2025; other text stays.

    The result is text: of a date, a spreadsheet would take "juin 2025" for the first of June.
    """
    if is_day(day):
        return "/".join(reversed(day.split("-")))
    try:
        return date_range(PartialDate.parse(day), None)
    except ValueError:
        return day
