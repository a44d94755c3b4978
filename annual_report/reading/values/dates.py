"""Dates as people write them → the written form of a partial date.

    2025-06-19, 19/06/2025, 19.6.2025, 19 juin 2025, jeudi 19 juin 2025    2025-06-19
    2025-06, 06/2025, juin 2025, sept. 2025                                2025-06
    2025, début 2025, printemps 2025, T2 2025, 2e trimestre 2025           2025, 2025-début …

A day of the week must be the right one. A year on two digits, two dates in one cell, "2025.1" and
the number of a day are refused: each can mean two things, or says less than it seems to.
"""

import re
from datetime import date
from itertools import chain

from annual_report.dates import PARTS, PartialDate
from annual_report.letters import folded
from annual_report.messages import _
from annual_report.reading.values.refusal import CellError

YEARS = range(1900, 2101)
LIKELY_YEARS = range(1950, 2101)
"""The years that a date can be in: 1905 is a year typed in a cell that is set to "date"."""
MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
          "octobre", "novembre", "decembre")  # fmt: skip
SHORT = {"jan": 1, "fev": 2, "juil": 7, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
YEAR_FIRST = re.compile(
    r"(\d{4})(?:([/. ]) ?(\d{1,2})(?:\2 ?(\d{1,2}))?)?(?:[ t]0?0:00(?::00(?:\.0+)?)?z?)?", re.ASCII
)
DAY_FIRST = re.compile(r"(?:(\d{1,2}) ?[/. ] ?)?(\d{1,2}) ?[/. ] ?(\d{4})", re.ASCII)
SHORT_YEAR = re.compile(r"(\d{1,2}) ?[/. ] ?(\d{1,2}) ?[/. ] ?(\d{2})", re.ASCII)
IN_WORDS = re.compile(
    rf"(?:le |en )?(?:({'|'.join(DAYS)})[ ,]+)?(?:(\d{{1,2}})(?:er)? )?([a-z]{{3,9}})\.? (\d{{4}})",
    re.ASCII,
)
PART = re.compile(
    r"(?:en |au |a la |a l |l |le )?(?:(debut|milieu|mi|fin|hiver|printemps|ete|automne)"
    r"|([tqs]) ?([1-4])|([1-4]|premier|deuxieme|second|troisieme|quatrieme|dernier)(?:er|e|eme|nd)?"
    r" (trimestre|semestre))(?: d annee| de l annee)?(?: de)?(?: (\d{4}))?",
    re.ASCII,
)
RANKS = {"premier": "1", "second": "2", "deuxieme": "2", "troisieme": "3", "quatrieme": "4"}


def read_date(text: str, year_beside: str = "") -> str:
    """Return the written form of a date; raise CellError if it isn't one, or not for certain.

    `year_beside` is the year that the rest of the row speaks of: a part of a year may need it.
    """
    words = folded(text)
    if match := YEAR_FIRST.fullmatch(words):
        if match[2] == "." and not match[4]:  # 2025.1: a zero may be gone, or it is a number
            raise _no_date()
        return _written(match[1], match[3], match[4])
    if match := DAY_FIRST.fullmatch(words):
        return _written(match[3], match[2], match[1])
    if match := PART.fullmatch(re.sub(r"^(\d{4}) (.+)", r"\2 \1", words.replace("'", " "))):
        return _part_of_year(match, year_beside)
    if match := IN_WORDS.fullmatch(words):
        return _in_words(match)
    if match := SHORT_YEAR.fullmatch(words):
        meant = f"{int(match[1]):02}/{int(match[2]):02}/20{match[3]}"
        raise CellError(_("has a year on two digits"), _("a year on four digits"), meant)
    raise _no_date()


def _written(year: str, month: str | None = None, day: str | None = None) -> str:
    if int(year) not in LIKELY_YEARS:
        limits = {"low": LIKELY_YEARS[0], "high": LIKELY_YEARS[-1]}
        raise CellError(_("is in an unlikely year"), _("a year from {low} to {high}", **limits))
    parts = [f"{int(part):02}" for part in (month, day) if part]
    try:
        return str(PartialDate.parse("-".join([year, *parts])))
    except ValueError:
        if month and day and int(month) > 12 >= int(day):
            meant = f"{month}/{day}/{year}"
            raise CellError(_("has no such month"), _("the day, then the month"), meant) from None
        raise CellError(_("is not a day of the calendar"), _expected()) from None


def _in_words(match: re.Match[str]) -> str:
    weekday, day, name, year = match.groups()
    month = MONTHS.index(name) + 1 if name in MONTHS else _shortened(name)
    found = _written(year, str(month), day)
    if weekday and (not day or DAYS.index(weekday) != date.fromisoformat(found).weekday()):
        raise CellError(_("has the wrong day of the week"), _("the day and its date agree"))
    return found


def _shortened(name: str) -> int:
    """Return the month of a short name: "janv", "sept"."""
    several = [at for at, month in enumerate(MONTHS, 1) if len(name) > 3 and month.startswith(name)]
    found = [*several, *chain(each for each in [SHORT.get(name)] if each)]
    if not found:
        raise _no_date()
    return found[0]


def _part_of_year(match: re.Match[str], year_beside: str) -> str:
    name, letter, number, rank, kind, year = match.groups()
    if name:
        wanted = "milieu" if name == "mi" else name
        part = next(each for each in PARTS if folded(each) == wanted)
    elif letter:
        part = f"{'S' if letter == 's' else 'T'}{number}"
    else:
        last = "2" if kind == "semestre" else "4"
        part = f"{kind[0].upper()}{last if rank == 'dernier' else RANKS.get(rank, rank)}"
    year = year or year_beside
    if part not in PARTS or not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise _no_date()
    return f"{_written(year)}-{part}"


def _no_date() -> CellError:
    return CellError(_("is not a date"), _expected())


def _expected() -> str:
    return _("2025, 2025-06, 2025-06-19 or 19/06/2025")
