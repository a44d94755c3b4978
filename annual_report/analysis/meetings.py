"""How the network met: formats, kinds, places, and the calendar of a year.

Functions take the table `rencontres`; one row is one meeting.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from annual_report.analysis.rows import rows
from annual_report.dates import PartialDate

FORMATS = ("présentiel", "distanciel", "hybride")
COLUMNS = (
    "rencontre", "format", "debut", "fin", "genre", "ville", "departement", "hote", "titre",
)  # fmt: skip
"""What a meeting is made of, in the order of its fields."""


@dataclass(frozen=True)
class Formats:
    """Number of meetings of a year by format."""

    in_person: int
    remote: int
    hybrid: int

    @property
    def total(self) -> int:
        """All meetings of the year."""
        return self.in_person + self.remote + self.hybrid


@dataclass(frozen=True)
class Meeting:
    """One meeting as the table tells it; None for what isn't recorded."""

    id: str
    format: str
    start: PartialDate | None
    end: PartialDate | None
    kind: str | None
    town: str | None
    department: str | None
    host: str | None
    title: str | None


def is_placed(meeting: Meeting) -> bool:
    """Tell whether enough is known of a meeting's date to place it within its year."""
    return meeting.start is not None and meeting.start.month is not None


def meetings(rencontres: pd.DataFrame, year: int) -> tuple[Meeting, ...]:
    """Return the meetings of a year by date, those without any last; ties in the file's order."""
    found = [_meeting(*row) for met, *row in rows(rencontres, "annee", *COLUMNS) if met == year]
    return tuple(sorted(found, key=_order))


def formats(rencontres: pd.DataFrame, year: int) -> Formats | None:
    """Count the meetings of a year by format; None if no meeting of the year is recorded."""
    return formats_by_year(rencontres, [year])[year]


def formats_by_year(rencontres: pd.DataFrame, years: Iterable[int]) -> dict[int, Formats | None]:
    """Count the meetings of each year by format; None for a year of which none is recorded."""
    counted = Counter(rows(rencontres, "annee", "format"))
    recorded = {met for met, _name in counted}
    return {
        year: Formats(*(counted[year, name] for name in FORMATS)) if year in recorded else None
        for year in years
    }


def kinds(rencontres: pd.DataFrame, year: int) -> dict[str | None, Formats]:
    """Count the meetings of a year by kind and format, most frequent kinds first.

    Meetings whose kind isn't recorded come last, under None.
    """
    found: dict[str | None, list[str]] = {}
    for met, kind, name in rows(rencontres, "annee", "genre", "format"):
        if met == year:
            found.setdefault(kind, []).append(name)
    order = sorted(found, key=lambda kind: (kind is None, -len(found[kind]), kind or ""))
    return {kind: Formats(*(found[kind].count(name) for name in FORMATS)) for kind in order}


def _meeting(
    name: str, way: str, start: str | None, end: str | None, *known: str | None
) -> Meeting:
    first, last = (PartialDate.parse(date) if date else None for date in (start, end))
    return Meeting(name, way, first, last, *known)


def _order(meeting: Meeting) -> tuple[bool, str]:
    """Sort by what is known: a full year says nothing of when, so the file's order stands."""
    start = meeting.start
    if start is None or start.month is None:
        return True, ""
    return False, str(start)
