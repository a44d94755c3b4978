"""How the network met: formats, places, hosts, and the calendar of a year.

Functions take the table `rencontres`; one row is one meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from annual_report.analysis.membership import in_code_order
from annual_report.dates import PartialDate


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


@dataclass(frozen=True)
class Hosting:
    """How often a member has hosted, in the meetings whose host is recorded."""

    code: str
    times: int
    last_year: int | None


def meetings(rencontres: pd.DataFrame, year: int) -> tuple[Meeting, ...]:
    """Return the meetings of a year by date, those without any last; ties in the file's order."""
    rows = rencontres[rencontres["annee"] == year].to_dict("records")
    found = [_meeting(row) for row in rows]
    return tuple(sorted(found, key=lambda meeting: _order(meeting, year)))


def formats(rencontres: pd.DataFrame, year: int) -> Formats | None:
    """Count the meetings of a year by format; None if no meeting of the year is recorded."""
    kinds = rencontres.loc[rencontres["annee"] == year, "format"].value_counts()
    if kinds.empty:
        return None
    return Formats(*(int(kinds.get(name, 0)) for name in ("présentiel", "distanciel", "hybride")))


def formats_by_year(rencontres: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Return the counts by format, one row a year; a year without any meeting recorded is NA."""
    names = ["présentiel", "distanciel", "hybride"]
    counts = pd.crosstab(rencontres["annee"], rencontres["format"])
    table = counts.reindex(columns=names, fill_value=0).reindex(list(years)).astype("Int64")
    table.index.name, table.columns.name = "annee", None
    return table


def hostings(
    rencontres: pd.DataFrame, members: Iterable[str], until: int
) -> tuple[Hosting, ...] | None:
    """Return how often each of `members` hosted up to a year; None if no host was ever recorded."""
    hosted = rencontres[(rencontres["annee"] <= until) & rencontres["hote"].notna()]
    if hosted.empty:
        return None
    times = hosted["hote"].value_counts()
    last = hosted.groupby("hote")["annee"].max()
    return tuple(
        Hosting(code, int(times.get(code, 0)), int(last[code]) if code in last.index else None)
        for code in in_code_order(members)
    )


def _meeting(row: dict[Any, Any]) -> Meeting:
    text = {name: None if pd.isna(value) else str(value) for name, value in row.items()}
    start, end = text["debut"], text["fin"]
    return Meeting(
        id=str(row["rencontre"]),
        format=str(row["format"]),
        start=PartialDate.parse(start) if start else None,
        end=PartialDate.parse(end) if end else None,
        kind=text["genre"],
        town=text["ville"],
        department=text["departement"],
        host=text["hote"],
        title=text["titre"],
    )


def _order(meeting: Meeting, year: int) -> tuple[bool, str]:
    """Sort by what is known: a full year says nothing of when, so the file's order stands."""
    start = meeting.start
    if start is None or start.month is None:
        return True, ""
    return False, str(start)
