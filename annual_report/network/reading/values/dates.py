"""Dates as people write them → the written form of a partial date.

    2025-06-19, 19/06/2025, 19.6.2025, 19 juin 2025, jeudi 19 juin 2025    2025-06-19
    19 juin, juin, printemps, where the year stands beside them            2025-06-19 …
    2025-06, 06/2025, juin 2025, sept. 2025                                2025-06
    2025, début 2025, printemps 2025, T2 2025, 2e trimestre 2025           2025, 2025-début …

A day of the week must be the right one. A year on two digits, two dates in one cell, an hour,
"2025.1" and the number of a day are refused: each can mean two things, or says less than it seems
to, or more than is kept.
"""

import re
from datetime import date

from annual_report.base.dates import PARTS
from annual_report.base.errors import CellError
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _

YEARS = range(1900, 2101)
LIKELY_YEARS = range(1950, 2101)
"""The years that a date can be in: 1905 is a year typed in a cell that is set to "date"."""
NAMES = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
         "octobre", "novembre", "decembre")  # fmt: skip
MONTHS = {
    name[:n]: at for at, name in enumerate(NAMES, 1) for n in range(3, 10) if name[:n] != "jui"
}
"""Months by their names and what these are shortened to: "janv", "sept"."""
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
YEAR_FIRST = re.compile(
    r"(\d{4})(?:([/. ]) ?(\d{1,2})(?:\2 ?(\d{1,2}))?)?(?:[ t]0?0:00(?::00(?:\.0+)?)?z?)?", re.ASCII
)
DAY_FIRST = re.compile(r"(?:(\d{1,2}) ?[/. ] ?)?(\d{1,2}) ?[/. ] ?(\d{4})", re.ASCII)
SHORT_YEAR = re.compile(r"(\d{1,2}) ?[/. ] ?(\d{1,2}) ?[/. ] ?(\d{2})", re.ASCII)
TWO_DATES = re.compile(
    r"(?:du |les? )?\d.* (?:et|au|a|&) \d.*|\d{1,2}[ /]\d{1,2} [a-z].*|\d+/\d+/\d{4} \d.*", re.ASCII
)
WITH_HOUR = re.compile(r".{4,}?(?:,? (?:a |de )?|t)\d{1,2} ?[h:].*", re.ASCII)
WEEKDAY = re.compile(rf"(?:le )?({'|'.join(DAYS)})[ ,]+")
IN_WORDS = re.compile(r"(?:le |en )?(?:(\d{1,2})(?:er)? )?([a-z]{3,9})\.?(?: (\d{4}))?", re.ASCII)
PART = re.compile(
    r"(?:en |au |a la |a l |l |le )?(?:([a-z]{2,}(?!\S))|([ts]) ?([1-4])|([1-4]|premier|deuxieme"
    r"|second|troisieme|quatrieme)(?:er|e|eme|nd)? (trimestre|semestre))"
    r"(?: d annee| de l annee)?(?: de)?(?: (\d{4}))?",
    re.ASCII,
)
BY_FOLD = {fold_spelling(part): part for part in PARTS} | {"mi": "milieu"}
RANKS = {"premier": "1", "second": "2", "deuxieme": "2", "troisieme": "3", "quatrieme": "4"}


def read_date(text: str, year_beside: str = "") -> str:
    """Return the written form of a date; raise CellError if it isn't one, or not for certain.

    `year_beside` is the year that the rest of the row speaks of: "19 juin" needs it.
    """
    words = fold_spelling(text)
    year_beside = year_beside if re.fullmatch(r"\d{4}", year_beside, re.ASCII) else ""
    # jeudi 19 juin 2025, jeudi 19/06/2025
    if match := WEEKDAY.match(words):
        found = read_date(words[match.end() :], year_beside)
        if len(found) < len("2025-06-19") or (
            date.fromisoformat(found).weekday() != DAYS.index(match[1])
        ):
            raise CellError(_("has the wrong day of the week"), _("the day and its date agree"))
        return found
    # 2025, 2025-06, 2025/06/19; but 2025.1, of which a zero may be gone
    if (match := YEAR_FIRST.fullmatch(words)) and (match[2] != "." or match[4]):
        return _written(match[1], match[3], match[4])
    # 19/06/2025
    if match := DAY_FIRST.fullmatch(words):
        return _written(match[3], match[2], match[1])
    # 19 juin 2025, juin 2025
    if (
        (match := IN_WORDS.fullmatch(words))
        and (month := MONTHS.get(match[2]))
        and (year := match[3] or year_beside)
    ):
        return _written(year, str(month), match[1])
    # début 2025, printemps 2025, 2e trimestre, T2 2025
    if match := PART.fullmatch(re.sub(r"^(\d{4}) (.+)", r"\2 \1", words.replace("'", " "))):
        name, letter, number, rank, kind, year = match.groups()
        if kind:
            letter, number = kind[0], RANKS.get(rank, rank)
        part = BY_FOLD.get(name or f"{letter}{number}")
        if part and (year := year or year_beside):
            return f"{_written(year)}-{part}"
    if match := SHORT_YEAR.fullmatch(words):
        meant = f"{int(match[1]):02}/{int(match[2]):02}/20{match[3]}"
        raise CellError(_("has a year on two digits"), _("a year on four digits"), meant)
    if WITH_HOUR.fullmatch(words):
        raise CellError(_("holds an hour as well"), _("the date alone"))
    if TWO_DATES.fullmatch(words):
        raise CellError(_("holds two dates"), _("one alone; the last day has a column of its own"))
    raise CellError(_("is not a date"), _("2025, 2025-06, 2025-06-19 or 19/06/2025"))


def _written(year: str, month: str | None = None, day: str | None = None) -> str:
    if int(year) not in LIKELY_YEARS:
        limits = {"low": LIKELY_YEARS[0], "high": LIKELY_YEARS[-1]}
        raise CellError(_("is in an unlikely year"), _("a year from {low} to {high}", **limits))
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        expected = _("2025, 2025-06, 2025-06-19 or 19/06/2025")
        raise CellError(_("is not a day of the calendar"), expected) from None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
