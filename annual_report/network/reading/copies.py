"""Rules that find last year's rows in a new year: a sheet was copied, and only partly changed.

Whoever starts a year from a copy of the year before may leave some cells as they were: the days of
meetings, or the attendance. A page would tell last year's facts of the new year. Each two years
with such rows make a line, at the year that has the copy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annual_report.base.dates import is_day
from annual_report.base.messages import _, list_some
from annual_report.network.reading.problems import Problem, Severity, join_places
from annual_report.network.reading.rows import Row, Table

FEWEST_STATES = 6
"""The fewest states, some present and some not, that two meetings don't share by chance."""
MOST_NAMED = 4
"""The most pairs of meetings that a message names; the others are counted."""


class Pair(NamedTuple):
    """Two meetings of different years that are alike: the earlier row, and its possible copy."""

    before: Row
    copy: Row


PairsByYears = dict[tuple[str, str], list[Pair]]
"""The year of the earlier meetings and that of the copies → the pairs of these two years."""


def check_for_copied_attendance(rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Yield an error for the meetings with the same attendance as meetings of an earlier year.

    The same members with the same states, some present and some not, are no chance: the sheet of
    the earlier year was copied. All such meetings of two years make one error.
    """
    # Identifier of a meeting → the rows of attendance with a state.
    attendance: dict[str, list[Row]] = {}
    for row in presences.rows:
        if row["etat"]:
            attendance.setdefault(row["rencontre"], []).append(row)
    # The members and states of a meeting → the first meeting that has the same.
    first_meetings: dict[tuple[tuple[str, str], ...], Row] = {}
    pairs: PairsByYears = {}
    for meeting in rencontres.rows:
        rows = attendance.get(meeting["rencontre"], ())
        states = [(row["membre"], row["etat"]) for row in rows]
        different_states = {state for _member, state in states}
        # Few states, or one state throughout, may well be shared by two meetings.
        if len(states) < FEWEST_STATES or len(different_states) == 1:
            continue
        # The meeting itself, unless an earlier meeting had the same states.
        before = first_meetings.setdefault(tuple(sorted(states)), meeting)
        _add_pair(pairs, before, meeting)
    # A line for each two years, which names the pairs of meetings.
    for (year, _later), alike in pairs.items():
        copied: list[Row] = []
        for pair in alike:
            copied += attendance[pair.copy["rencontre"]]
        fault = _(
            "is the same attendance as in {year}: was the sheet copied? {meetings}",
            year=year,
            meetings=_name_pairs(alike),
        )
        expected = _("the attendance of the year, or empty cells")
        place = join_places([row.locate("etat") for row in copied])
        yield Problem(place, fault, expected=expected)


def check_for_copied_meetings(rencontres: Table) -> Iterator[Problem]:
    """Yield a problem of the meetings with the same day and words as meetings of an earlier year.

    The words are format, town and title. Where all meetings of a year are like earlier meetings,
    the sheet was copied: an error. If only some are, the problem is a remark: a meeting may be held
    each year on the fifteenth of September, the day of democracy.
    """
    meetings_of_year: Counter[str] = Counter()
    # Days without their year, format, town and title → the first meeting that has the same.
    first_meetings: dict[tuple[str, ...], Row] = {}
    pairs: PairsByYears = {}
    for meeting in rencontres.rows:
        if not is_day(meeting["debut"]):
            continue
        meetings_of_year[meeting["annee"]] += 1
        # "2025-06-19" without its year, "06-19".
        first_day = meeting["debut"][5:]
        last_day = meeting["fin"][5:]
        likeness = (first_day, last_day, meeting["format"], meeting["ville"], meeting["titre"])
        before = first_meetings.setdefault(likeness, meeting)
        _add_pair(pairs, before, meeting)
    for (year, later), alike in pairs.items():
        # A single meeting without a title may well be held on the same day.
        if len(alike) == 1 and not alike[0].copy["titre"]:
            continue
        fault = _(
            "has the same day, format, town and title as in {year}: was the sheet copied? "
            "{meetings}",
            year=year,
            meetings=_name_pairs(alike),
        )
        severity: Severity = "remark"
        if len(alike) > 1 and len(alike) == meetings_of_year[later]:
            severity = "error"
        places = [rencontres.locate(pair.copy, "debut") for pair in alike]
        expected = _("the meetings of the year")
        yield Problem(join_places(places), fault, expected=expected, severity=severity)


def _add_pair(pairs: PairsByYears, before: Row, meeting: Row) -> None:
    """Add two meetings that are alike to `pairs`, unless both are of one year.

    Two meetings of the same year don't come from a copied sheet: another rule looks whether one
    meeting was typed in two rows.
    """
    years = (before["annee"], meeting["annee"])
    if before["annee"] != meeting["annee"]:
        pairs.setdefault(years, []).append(Pair(before, meeting))


def _name_pairs(alike: Sequence[Pair]) -> str:
    """Return pairs of meetings for a message: "2024-01 = 2025-01, 2024-02 = 2025-02"."""
    pairs = []
    for before, copy in alike:
        pairs.append(f"{before['rencontre']} = {copy['rencontre']}")
    return list_some(pairs, MOST_NAMED)
