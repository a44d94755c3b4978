"""The days of a meeting in a cell → the first and the last day, as written forms.

    16 janvier, 16/01, 16/01/25, jeudi 16 janvier 2025      2025-01-16
    19 et 20 juin, du 19 au 20 juin 2025, 19-20 juin        2025-06-19, 2025-06-20
    30 septembre au 1er octobre, mai à juin                 2025-09-30, 2025-10-01; 2025-05, 2025-06
    2025, mai, début, printemps 2025                        2025, 2025-05, 2025-début, …

A date without year is of the sheet's year. A typed year stays: a rule decides later whether the
meeting may be in that year.
"""

import re

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.errors import CellError
from annual_report.base.french.periods import date_range
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.values.date_cells import MODELS, read_date, write_day

# French has no library that reads a period in words.
# Taken: the "du " of "du 19 au 20 juin".
FIRST_WORD = re.compile(r"(?:du|les|de|des)\s+", re.IGNORECASE)
BETWEEN_DAYS = re.compile(
    # 19 et 20 juin, mai à juin, 19/06 au 20/06, début 2025 – printemps 2025
    r"\s+(?:et|au|à|puis|-|–|—)\s+"
    # 19-20 juin, 19-20/06
    r"|(?<![-/]\d\d)(?<=\d)\s*[-–]\s*(?=\d{1,2}(?:er)?\s+[a-zéû]|\d{1,2}/)",
    re.IGNORECASE,
)
"""The words between the first day and the last."""
# Taken: "19", "jeudi 19", "le 1er". Not taken: "19 juin".
DAY_ALONE = re.compile(r"(?:le )?(?:[a-z]+ )?(\d{1,2})(?:er)?", re.IGNORECASE)
# Taken: "16/01/25". Not taken: "16/01/2025".
SHORT_YEAR = re.compile(r"(\d\d?[/.-]\d\d?[/.-])(\d\d)")
# Taken: "16/01". Not taken: "16-01", which may be a month of 2016.
DAY_AND_MONTH = re.compile(r"\d\d?[/.]\d\d?")
# Taken: the 2025 of "juin 2025". Not taken: four digits of "20250616".
A_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_period(text: str, year: int) -> tuple[str, str]:
    """Return the first and the last day of a meeting, in the form of ISO.

    "19 et 20 juin" → ("2025-06-19", "2025-06-20"), "19 juin" → ("2025-06-19", ""): a meeting of one
    day has no last day. `year` is the year of the sheet, which the text may leave out. Raise
    CellError for an uncertain period, or no period.
    """
    words = text
    if BETWEEN_DAYS.search(text):
        words = FIRST_WORD.sub("", clean_text(text), count=1)
    first, *ends = BETWEEN_DAYS.split(words)
    if not ends:
        return _read_day(first, year), ""
    if len(ends) > 1:
        raise CellError(_("says more than two dates"), _("the first day and the last"))
    return _read_both(_find_first_of_days(first), ends[0].strip(), year)


def _find_first_of_days(text: str) -> str:
    """Return the first of several days: "19, 20" → "19"; any other text is returned as it is.

    "19, 20" is the beginning of "19, 20 et 21 juin", which was split at "et". A day keeps its
    weekday, which is compared with its date: "jeudi 19, 20" → "jeudi 19". Raise CellError for days
    that don't follow each other.
    """
    words = text.split(",")
    days = []
    for word in words:
        day = DAY_ALONE.fullmatch(word.strip())
        if not day:
            return text.strip()
        days.append(int(day[1]))
    if days != [*range(days[0], days[0] + len(days))]:
        raise CellError(_("says days that don’t follow"), _("the first day and the last"))
    return words[0].strip()


def _read_both(first: str, last: str, year: int) -> tuple[str, str]:
    """Return two days of a period in the form of ISO: ("19", "20 juin") → "2025-06-19", "…-20".

    The first day may lack its month and its year, the last day its year.
    """
    end = _read_day(last, year)
    if DAY_ALONE.fullmatch(fold_spelling(first)) and is_day(end):
        # 19 et 20 juin: the first day is in the month of the last day, "juin 2025".
        start = _read_day(f"{first} {write_day(end[:7])}", year)
    else:
        start = _read_day(first, year)
    if PartialDate.parse(end).last < PartialDate.parse(start).first:
        raise CellError(_("ends before it begins"), _("the first day, then the last"))
    return start, end


def _read_day(text: str, year: int) -> str:
    """Return a day in the form of ISO, of `year` if the text has no year: "19 juin" → "2025-06-19".

    Raise CellError for any other text, with models of the days that a sheet of that year has.
    """
    words = text.strip()
    short = SHORT_YEAR.fullmatch(words)
    if short:
        # 16/01/25 is in the century of the sheet's year: 16/01/2025.
        words = f"{short[1]}{year // 100}{short[2]}"
    elif DAY_AND_MONTH.fullmatch(words):
        words = f"{words}/{year}"
    elif not A_YEAR.search(words):
        words = f"{words} {year}"
    try:
        return read_date(words)
    except CellError as error:
        # The general models have a year, which the cells of a year's sheet do without.
        expected = error.expected
        if expected == _(MODELS):
            expected = say_models(year)
        raise CellError(error.what, expected, error.nearest) from None


def say_models(year: int) -> str:
    """Return models of the days of a meeting, for messages, one with the sheet's year."""
    return _("16 January, 19 and 20 June, May, or {year} if no more is known", year=year)


def write_period(first: str, last: str, year: str) -> str:
    """Return the days of a meeting as people write them in one cell, always with a year.

    ("2025-06-19", "2025-06-20", "2025") → "19 et 20 juin 2025"; ("", "", "2025") → "2025".
    """
    if not last:
        return write_day(first) or year
    days = (PartialDate.parse(first), PartialDate.parse(last))
    return date_range(*days).replace("\xa0", " ")
