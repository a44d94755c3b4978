"""Attendance: who came to which meeting, as far as anybody wrote it down.

The table `presences` holds a count of agents for a department and a meeting. Four silences are
kept apart: absent (a count of 0), not invited, present without a count, and not recorded (no row).
Shares are always of those who were invited and of whom something is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from annual_report.analysis.meetings import Meeting, meetings
from annual_report.analysis.membership import members
from annual_report.analysis.rows import rows
from annual_report.territories.departments import in_code_order

State = Literal["present", "uncounted", "absent", "not invited", "not recorded"]
PRESENT: tuple[State, ...] = ("present", "uncounted")
KNOWN: tuple[State, ...] = (*PRESENT, "absent")


@dataclass(frozen=True)
class Attendance:
    """A year's meetings × departments: the members, then the guests that the table names.

    `counts` has a number of agents for each recorded pair (department, meeting): positive where
    they were counted, 0 for an absence; a pair of `uncounted` came without being counted, one of
    `uninvited` had no reason to come. What is in none of them isn't recorded.
    """

    year: int
    members: tuple[str, ...]
    guests: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    counts: Mapping[tuple[str, str], int]
    uncounted: frozenset[tuple[str, str]]
    uninvited: frozenset[tuple[str, str]]

    @property
    def departments(self) -> tuple[str, ...]:
        """Members in code order, then guests."""
        return self.members + self.guests

    @property
    def recorded(self) -> tuple[Meeting, ...]:
        """The meetings of which something is recorded."""
        return tuple(
            meeting
            for meeting in self.meetings
            if any(self.state(code, meeting.id) != "not recorded" for code in self.departments)
        )

    def state(self, code: str, meeting: str) -> State:
        """Say what is known of a department at a meeting."""
        pair = code, meeting
        if pair in self.counts:
            return "present" if self.counts[pair] else "absent"
        if pair in self.uncounted:
            return "uncounted"
        return "not invited" if pair in self.uninvited else "not recorded"

    def present(self, meeting: str) -> tuple[str, ...]:
        """Return who came to a meeting, counted or not."""
        return tuple(c for c in self.departments if self.state(c, meeting) in PRESENT)


@dataclass(frozen=True)
class Participation:
    """How often a department came, among the `known` meetings: invited, and recorded."""

    code: str
    present: int
    known: int


@dataclass(frozen=True)
class Turnout:
    """Who came to a meeting, among the `known` departments: invited, and recorded.

    `agents` adds up those who were counted; `uncounted` departments came too.
    """

    meeting: Meeting
    present: int
    known: int
    agents: int
    uncounted: int


def attendance(
    presences: pd.DataFrame, rencontres: pd.DataFrame, membres: pd.DataFrame, year: int
) -> Attendance | None:
    """Gather a year's attendance; None if none of it is recorded."""
    of_year = meetings(rencontres, year)
    ids = {meeting.id for meeting in of_year}
    counts: dict[tuple[str, str], int] = {}
    uncounted, uninvited = set(), set()
    for meeting, code, state, agents in rows(
        presences, "rencontre", "departement", "etat", "agents"
    ):
        if meeting not in ids or state is None:
            continue
        if state == "non invité":
            uninvited.add((code, meeting))
        elif state != "présent":
            counts[code, meeting] = 0
        elif agents is not None:
            counts[code, meeting] = agents
        else:
            uncounted.add((code, meeting))
    named = {code for code, _meeting in (*counts, *uncounted, *uninvited)}
    if not named:
        return None
    of_network = members(membres, year)
    return Attendance(
        year=year,
        members=of_network,
        guests=in_code_order(named - set(of_network)),
        meetings=of_year,
        counts=counts,
        uncounted=frozenset(uncounted),
        uninvited=frozenset(uninvited),
    )


def participation(found: Attendance) -> tuple[Participation, ...]:
    """Count for each department, in code order, how often it came."""
    return tuple(
        Participation(code, *_tally([found.state(code, meeting.id) for meeting in found.meetings]))
        for code in found.departments
    )


def turnouts(found: Attendance) -> tuple[Turnout, ...]:
    """Count for each meeting, by date, how many came."""
    return tuple(_turnout(found, meeting) for meeting in found.meetings)


def _turnout(found: Attendance, meeting: Meeting) -> Turnout:
    states = [found.state(code, meeting.id) for code in found.departments]
    present, known = _tally(states)
    agents = sum(found.counts.get((code, meeting.id), 0) for code in found.departments)
    return Turnout(meeting, present, known, agents, states.count("uncounted"))


def _tally(states: list[State]) -> tuple[int, int]:
    return sum(s in PRESENT for s in states), sum(s in KNOWN for s in states)
