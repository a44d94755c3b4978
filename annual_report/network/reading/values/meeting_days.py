"""The days of a meeting in a cell → the first and the last day, as written forms.

    16 janvier, 16/01, 16/01/25, jeudi 16 janvier 2025      2025-01-16
    19 et 20 juin, du 19 au 20 juin 2025, 19-20 juin        2025-06-19, 2025-06-20
    30 septembre au 1er octobre, mai à juin                 2025-09-30, 2025-10-01; 2025-05, 2025-06
    2025, mai, début, printemps 2025                        2025, 2025-05, 2025-début, …

A date without year is of the sheet's year. A date with a year of its own keeps that year: whether a
meeting may be then, a rule says.
"""

import re

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.errors import CellError
from annual_report.base.french.periods import date_range
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.values.date_cells import MODELS, read_date, write_day

FIRST_WORD = re.compile(r"(?:du|les|de|des)\s+", re.IGNORECASE)
LINK = re.compile(
    # 19 et 20 juin, mai à juin, 19/06 au 20/06, début 2025 – printemps 2025
    r"\s+(?:et|au|à|puis|-|–|—)\s+"
    # 19-20 juin, 19-20/06
    r"|(?<![-/]\d\d)(?<=\d)\s*[-–]\s*(?=\d{1,2}(?:er)?\s+[a-zéû]|\d{1,2}/)",
    re.IGNORECASE,
)
"""The words between the first day and the last: French has no library that reads a period."""
DAY_ALONE = re.compile(r"(?:le )?(?:[a-z]+ )?(\d{1,2})(?:er)?", re.IGNORECASE)
SHORT_YEAR = re.compile(r"(\d\d?[/.-]\d\d?[/.-])(\d\d)")
DAY_AND_MONTH = re.compile(r"\d\d?[/.]\d\d?")
A_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_period(text: str, year: int) -> tuple[str, str]:
    """Return the first and the last day that a cell of a year's sheet says, the last "" if alone.

    Raise CellError for an uncertain period, or no period.
    """
    words = FIRST_WORD.sub("", clean_text(text), count=1) if LINK.search(text) else text
    first, *ends = LINK.split(words)
    if len(ends) > 1:
        raise CellError(_("says more than two dates"), _("the first day and the last"))
    *days_between, last_of_first = first.split(",")
    if days_between and ends and all(DAY_ALONE.fullmatch(day.strip()) for day in days_between):
        # 19, 20 et 21 juin
        days = [int(_find_day(day)) for day in (*days_between, last_of_first)]
        if days != [*range(days[0], days[0] + len(days))]:
            raise CellError(_("says days that don’t follow"), _("the first day and the last"))
        first = str(days[0])
    if not ends:
        return _read_day(first, year), ""
    return _read_both(first.strip(), ends[0].strip(), year)


def _read_both(first: str, last: str, year: int) -> tuple[str, str]:
    """Read the first and the last day, of which the first may lack month and year."""
    said = A_YEAR.search(first)
    end = _read_day(last, year)
    if DAY_ALONE.fullmatch(fold_spelling(first)) and is_day(end):
        start = _read_day(f"{first} {write_day(end[:7])}", year)
    elif said or int(end[:4]) != year:
        start = _read_day(first, year)
    else:
        start = _read_day(first, int(end[:4]))
    if PartialDate.parse(end).last < PartialDate.parse(start).first:
        raise CellError(_("ends before it begins"), _("the first day, then the last"))
    return start, end


def _find_day(text: str) -> str:
    match = DAY_ALONE.fullmatch(text.strip())
    return match[1] if match else "0"


def _read_day(text: str, year: int) -> str:
    """Read a day, by default of the sheet's year."""
    words = text.strip()
    short = SHORT_YEAR.fullmatch(words)
    if short:
        words = f"{short[1]}{year // 100}{short[2]}"
    elif not A_YEAR.search(words):
        between = "/" if DAY_AND_MONTH.fullmatch(words) else " "
        words = f"{words}{between}{year}"
    try:
        return read_date(words)
    except CellError as error:
        expected = error.expected
        if expected == _(MODELS):
            expected = say_models(year)
        raise CellError(error.what, expected, error.nearest) from None


def say_models(year: int) -> str:
    """Say how the days of a meeting are written."""
    return _("16 January, 19 and 20 June, May, or {year} if no more is known", year=year)


def write_period(first: str, last: str, year: str) -> str:
    """Write the days of a meeting as a single text, always with a year."""
    if not last:
        return write_day(first) or year
    days = (PartialDate.parse(first), PartialDate.parse(last))
    return date_range(*days).replace("\xa0", " ")
