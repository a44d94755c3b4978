"""Dates as people write them, brought to the written form of a partial date.

    19/06/2025, 19.6.2025, 2025/06/19, 20250619, 2025-06-19 00:00:00   2025-06-19
    19 juin 2025, 1er juin 2025, jeudi 19 juin 2025                    2025-06-19
    06/2025, juin 2025, juin-2025                                      2025-06
    45827, the number that a spreadsheet keeps for a day               2025-06-19
    début 2025, en début d'année, fin 2025, mi-2025                    2025-début, 2025-fin …
    printemps 2025, T2 2025, 2e trimestre 2025, premier semestre 2025  2025-printemps, 2025-T2 …

A day of the week must be the right one. A year on two digits, two dates in one cell, "2025.1" and
a number of a day whose year isn't the row's are refused: each can mean two things.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from annual_report.dates import PARTS, PartialDate
from annual_report.messages import _
from annual_report.reading.values.refusal import CellError

YEARS = range(1900, 2101)
LIKELY_YEARS = range(1950, 2101)
"""The years that a date can be in: 1905 is a year typed in a cell that is set to "date"."""

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of the spreadsheets, wrong by two days before March 1900 as they are."""

MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[t ]0?0:00(?::00(?:\.0+)?)?z?", re.ASCII)
LOST_ZERO = re.compile(r"(\d{4})[.,]1", re.ASCII)
"""January, or the October of "2025.10" after a spreadsheet."""
FULL_YEAR = re.compile(r"(\d{4})[.,]0+", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4}) ?[/.-] ?(\d{1,2})(?: ?[/.-] ?(\d{1,2}))?", re.ASCII)
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})", re.ASCII)
MONTH_FIRST = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{4})", re.ASCII)
SHORT_YEAR = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{2})", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?", re.ASCII)
WORDS = re.compile(
    r"(?:le )?(?:([a-z]+)[ ,]+)??(?:(\d{1,2}|1er)[ -])?([a-z]+)\.?[ -](\d{4}|\d{2})", re.ASCII
)
PART = re.compile(
    r"(?:en |au |a la |a l |l |le )?(?:(?P<name>debut|milieu|mi|fin|hiver|printemps|ete|automne)"
    r"|(?P<letter>[tqs]) ?(?P<number>[1-4])"
    r"|(?P<rank>[1-4]|premier|deuxieme|second|troisieme|quatrieme|dernier)"
    r"(?:er|e|eme|nd)? (?P<kind>trimestre|semestre))"
    r"(?: d annee| de l annee)?(?: de)?(?: (?P<year>\d{4}))?",
    re.ASCII,
)
RANKS = {"premier": 1, "second": 2, "deuxieme": 2, "troisieme": 3, "quatrieme": 4}
TWO_DATES = re.compile(r"\d.*( et | au | a |/\d+ ?- ?\d|\d ?- ?\d+ [a-z]).*\d", re.ASCII)


def read_date(text: str, year_beside: str = "") -> str:
    """Return the written form of a date; raise CellError if it isn't one, or not for certain.

    `year_beside` is the year that the rest of the row speaks of.
    """
    words = _plain(text)
    if match := LOST_ZERO.fullmatch(words):
        raise CellError(
            _("is January, or October if a spreadsheet took away its zero"),
            _("the month on two digits"),
            _("{one} or {other}", one=f"01/{match[1]}", other=f"10/{match[1]}"),
        )
    for pattern, read in _FORMS.items():
        if match := pattern.fullmatch(words):
            return read(match)
    if match := SERIAL.fullmatch(words):
        return _serial(match, year_beside)
    if match := SHORT_YEAR.fullmatch(words):
        raise _short_year(f"{int(match[1]):02}/{int(match[2]):02}/20{match[3]}")
    if found := _part_of_year(words, year_beside):
        return found
    if match := WORDS.fullmatch(words):
        return _in_words(match, words)
    if TWO_DATES.search(words):
        raise CellError(
            _("holds two dates"), _("the first day here, the last day in the column of the ends")
        )
    raise _not_a_date()


def _partial(year: str, month: str | None = None, day: str | None = None) -> str:
    parts = [part for part in (month, day) if part]
    try:
        found = PartialDate.parse("-".join([year, *(f"{int(part):02}" for part in parts)]))
    except ValueError:
        if month and day and int(month) > 12 >= int(day):
            raise CellError(
                _("has no such month"), _("the day, then the month"), f"{month}/{day}/{year}"
            ) from None
        raise CellError(_("is not a day of the calendar"), _expected()) from None
    if found.year not in LIKELY_YEARS:
        number = (found.first - FIRST_DAY).days
        raise CellError(
            _("is in an unlikely year"),
            _("a year from {low} to {high}", low=LIKELY_YEARS[0], high=LIKELY_YEARS[-1]),
            str(number) if found.day and number in LIKELY_YEARS else None,
        )
    return str(found)


_FORMS: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = {
    re.compile(r"\d{4}", re.ASCII): lambda match: _partial(match[0]),
    YEAR_FIRST: lambda match: _partial(match[1], match[2], match[3]),
    MIDNIGHT: lambda match: _partial(*match[1].split("-")),
    FULL_YEAR: lambda match: _partial(match[1]),
    EIGHT_DIGITS: lambda match: _partial(match[1], match[2], match[3]),
    DAY_FIRST: lambda match: _partial(match[3], match[2], match[1]),
    MONTH_FIRST: lambda match: _partial(match[2], match[1]),
}


def _serial(match: re.Match[str], year_beside: str) -> str:
    """Read the number of a day, if its year is the row's: two ways of counting differ by four."""
    day = FIRST_DAY + timedelta(days=int(match[1]))
    if str(day.year) != year_beside:
        raise CellError(
            _("is the number of a day in a spreadsheet"), _expected(), f"{day:%d/%m/%Y}"
        )
    return day.isoformat()


def _in_words(match: re.Match[str], words: str) -> str:
    weekday, day, month_name, year = match.groups()
    month = _months().get(month_name)
    if month is None or (weekday is not None and weekday not in _weekdays()):
        raise _not_a_date()
    number = day and day.removesuffix("er")
    if len(year) == 2:
        start = f"{int(number):02}/" if number else ""
        raise _short_year(f"{start}{month:02}/20{year}")
    found = _partial(year, str(month), number)
    if weekday is not None:
        actual = PartialDate.parse(found).first.weekday()
        if not number or _weekdays()[weekday] != actual:
            right = next(name for name, index in _weekdays().items() if index == actual)
            raise CellError(
                _("has the wrong day of the week"),
                _("the day and its date agree"),
                words.replace(weekday, right) if number else None,
            )
    return found


def _part_of_year(words: str, year_beside: str) -> str | None:
    """Read a part of a year, of the row's own year if the cell names none."""
    spaced = re.sub(r"[-’']", " ", words)
    if year_first := re.fullmatch(r"(\d{4}) (.+)", spaced, re.ASCII):
        spaced = f"{year_first[2]} {year_first[1]}"
    match = PART.fullmatch(spaced)
    year = (match["year"] or year_beside) if match else ""
    if match is None or not re.fullmatch(r"\d{4}", year, re.ASCII):
        return None
    part = _named_part(match)
    if part not in PARTS:
        raise _not_a_date()
    return f"{_partial(year)}-{part}"


def _named_part(match: re.Match[str]) -> str:
    """Return the part of a year as it is written: "début", "T2"."""
    if match["name"]:
        name = "milieu" if match["name"] == "mi" else match["name"]
        return next(part for part in PARTS if _plain(part) == name)
    if match["letter"]:
        return f"{'S' if match['letter'] == 's' else 'T'}{match['number']}"
    letter = match["kind"][0].upper()
    last = 2 if letter == "S" else 4
    rank = match["rank"]
    return f"{letter}{last if rank == 'dernier' else RANKS.get(rank, rank)}"


def _short_year(nearest: str) -> CellError:
    return CellError(_("has a year on two digits"), _("a year on four digits"), nearest)


def _not_a_date() -> CellError:
    return CellError(_("is not a date"), _expected())


def _expected() -> str:
    return _("2025, 2025-06, 2025-06-19 or 19/06/2025")


def _plain(text: str) -> str:
    """Return lower-case letters without accents, which is how months and days are looked up."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


@cache
def _months() -> dict[str, int]:
    """Return the months by French name and usual short form, without accents or points."""
    from babel.dates import get_month_names  # only dates in words need it

    names = {"jan": 1, "fev": 2, "sep": 9}
    for width in ("wide", "abbreviated"):
        months = get_month_names(width, locale="fr").items()
        names |= {_plain(name).rstrip("."): number for number, name in months}
    return names


@cache
def _weekdays() -> dict[str, int]:
    """Return the days of the week by French name, Monday is 0."""
    from babel.dates import get_day_names

    return {_plain(name): number for number, name in get_day_names("wide", locale="fr").items()}
