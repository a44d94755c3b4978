"""Rules that find the same fact in two rows: a meeting typed twice, last year's rows in a new year.

A meeting of two days, or in a room and on screens, may have been typed as two rows, and would be
counted twice. Whoever starts a year from a copy of the year before may leave some cells as they
were: the days of meetings, or the attendance. A page would tell last year's facts of the new year.
Each two years with such rows make a line, at the year that has the copy.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from annual_report.base.dates import is_day
from annual_report.base.messages import _, list_some
from annual_report.network.reading.problems import Problem, Severity, join_places
from annual_report.network.reading.tables import Row, Table
from annual_report.network.territories.spelling import fold_name

FEWEST_STATES = 6
"""The fewest states, some present and some not, that two meetings don't share by chance."""
NAMED = 4
"""The most pairs of meetings that a message names; the others are counted."""


class Pair(NamedTuple):
    """Two meetings of different years that are alike: the earlier row, and its possible copy."""

    before: Row
    copy: Row


PairsByYears = dict[tuple[str, str], list[Pair]]
"""The year of the earlier meetings and that of the copies → the pairs of these two years."""


def check_for_one_meeting_twice(rencontres: Table) -> Iterator[Problem]:
    """Remark a meeting on the day of an earlier row, or on the next day in the same town."""
    first_on_day: dict[date, Row] = {}
    for row in rencontres.rows:
        days = _list_exact_days(row)
        if not days:
            continue
        earlier_on_day = [first_on_day[day] for day in days if day in first_on_day]
        day_before = days[0] - timedelta(days=1)
        on_day_before = first_on_day.get(day_before)
        is_same_town = False
        if on_day_before and row["ville"]:
            is_same_town = fold_name(on_day_before["ville"]) == fold_name(row["ville"])
        # The more the two rows share, the more the message says.
        if earlier_on_day:
            fault = _say_same_day(earlier_on_day[0], row)
            yield rencontres.remark(row, "rencontre", fault)
        elif on_day_before and is_same_town:
            fault = _(
                "may be the second day of the meeting “{before}”: same town, next day",
                before=on_day_before["rencontre"],
            )
            yield rencontres.remark(row, "rencontre", fault)
        for day in days:
            first_on_day.setdefault(day, row)


def _say_same_day(earlier: Row, meeting: Row) -> str:
    """Return the words for two meetings on a day, with the format and the town that they share."""
    # The spelling of the town doesn't matter.
    is_same_town = fold_name(earlier["ville"]) == fold_name(meeting["ville"])
    if is_same_town and earlier["format"] == meeting["format"]:
        return _(
            "may be the meeting “{before}”: same day, format and town",
            before=earlier["rencontre"],
        )
    return _("may be the meeting “{before}”: same day", before=earlier["rencontre"])


def _list_exact_days(meeting: Mapping[str, str]) -> list[date]:
    """Return the first and the last day of a meeting, if they are known to the day.

    A meeting of "2025-06", some day in June, has no such day: two meetings in the same month are
    common, and say nothing of a row that was typed twice. Days between are left out.
    """
    days = []
    for column in ("debut", "fin"):
        if is_day(meeting[column]):
            days.append(date.fromisoformat(meeting[column]))
    return days


def check_for_copied_attendance(rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Refuse attendance that is the same, member by member, as at a meeting of an earlier year."""
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
    """Find meetings with the same day, format, town and title as a meeting of an earlier year.

    Where all meetings of a year have such a twin, the sheet was copied: an error. Single twins are
    a remark: a meeting may be on the fifteenth of September, the day of democracy, each year.
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

    Within a year no sheet was copied: the rule on a meeting in two rows looks at those.
    """
    years = (before["annee"], meeting["annee"])
    if before["annee"] != meeting["annee"]:
        pairs.setdefault(years, []).append(Pair(before, meeting))


def _name_pairs(alike: Sequence[Pair]) -> str:
    """Name pairs of meetings: "2024-01 = 2025-01, 2024-02 = 2025-02"."""
    pairs = []
    for before, copy in alike:
        pairs.append(f"{before['rencontre']} = {copy['rencontre']}")
    return list_some(pairs, NAMED)
