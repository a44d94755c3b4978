"""Attendance by hand: the states kept apart, the denominators, the pairs and their weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import membres, table

from annual_report.analysis.attendance import (
    Attendance,
    Participation,
    attendance,
    participation,
    turnouts,
)
from annual_report.analysis.copresence import Tie, never_met, ties

MEMBERS = membres({2024: "11 16 19 31"})
MEETINGS = table(
    "rencontres",
    "a,2024,2024-01-10,,distanciel\nb,2024,2024-02-10,,distanciel\nc,2024,2024-03-10,,distanciel",
)
# 11 comes to both; 16 came once uncounted, and wasn't invited to b; 19 was absent from a and its b
# isn't recorded; 31 was never recorded; 93, a guest, came to b. Nothing is recorded of c.
PRESENCES = table("presences", "a,11,2\na,16,\na,19,0\nb,11,1,oui\nb,16,,non\nb,93,4")


@pytest.fixture
def small() -> Attendance:
    found = attendance(PRESENCES, MEETINGS, MEMBERS, 2024)
    assert found is not None
    return found


def test_the_states_are_kept_apart(small: Attendance) -> None:
    states = {
        (code, meeting): small.state(code, meeting)
        for code in small.departments
        for meeting in "ab"
    }
    assert states == {
        ("11", "a"): "present", ("11", "b"): "present",
        ("16", "a"): "uncounted", ("16", "b"): "not invited",
        ("19", "a"): "absent", ("19", "b"): "not recorded",
        ("31", "a"): "not recorded", ("31", "b"): "not recorded",
        ("93", "a"): "not recorded", ("93", "b"): "present",
    }  # fmt: skip


def test_guests_stand_after_the_members(small: Attendance) -> None:
    assert (small.members, small.guests) == (("11", "16", "19", "31"), ("93",))
    assert [meeting.id for meeting in small.recorded] == ["a", "b"]


def test_shares_are_of_the_invited_and_recorded(small: Attendance) -> None:
    assert participation(small) == (
        Participation("11", present=2, known=2),
        Participation("16", present=1, known=1),
        Participation("19", present=0, known=1),
        Participation("31", present=0, known=0),
        Participation("93", present=1, known=1),
    )


def test_turnouts_add_up_who_was_counted(small: Attendance) -> None:
    assert [(t.meeting.id, t.present, t.known, t.agents, t.uncounted) for t in turnouts(small)] == [
        ("a", 2, 3, 2, 1),
        ("b", 2, 2, 5, 0),
        ("c", 0, 0, 0, 0),
    ]


def test_who_came_although_not_invited_was_there() -> None:
    rows = table("presences", "a,11,3,non\nb,11,0,non")
    found = attendance(rows, MEETINGS, MEMBERS, 2024)
    assert found is not None
    assert [found.state("11", meeting) for meeting in "ab"] == ["present", "not invited"]


def test_no_row_at_all_is_not_recorded() -> None:
    assert attendance(table("presences"), MEETINGS, MEMBERS, 2024) is None
    assert attendance(PRESENCES, MEETINGS, MEMBERS, 2023) is None


def test_who_has_never_met_whom() -> None:
    # Rooms: a = 11 16 19; b = 11 31; c = 16 31. 19 and 31 alone have never met.
    rows = table("presences", "a,11,1\na,16,1\na,19,1\nb,11,1\nb,31,1\nc,16,1\nc,31,1")
    found = attendance(rows, MEETINGS, MEMBERS, 2024)
    assert found is not None
    strangers = never_met([found], ["11", "16", "19", "31"])
    assert strangers is not None
    assert (strangers.since, strangers.pairs, strangers.never) == (2024, 6, (("19", "31"),))
    assert strangers.strangers("31") == ("19",)


def test_of_who_never_came_nothing_is_said(small: Attendance) -> None:
    found = never_met([small], ["11", "16", "19", "31"])
    assert found is not None
    assert (found.departments, found.pairs, found.never) == (("11", "16"), 1, ())
    assert never_met([small], ["11", "31"]) is None
    assert never_met([], ["11", "16"]) is None


def test_ties_weigh_newmans_way() -> None:
    # a has three departments: 1/2 a pair. b has two: 1. 93 alone in c is tied to nobody.
    rows = table("presences", "a,11,1\na,16,1\na,19,1\nb,11,1\nb,16,1\nc,93,1")
    found = attendance(rows, MEETINGS, MEMBERS, 2024)
    assert found is not None
    assert ties(found) == (
        Tie("11", "16", meetings=2, weight=1.5),
        Tie("11", "19", meetings=1, weight=0.5),
        Tie("16", "19", meetings=1, weight=0.5),
    )


presences = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["11", "16", "19", "31", "93"])),
    st.sampled_from(["0", "1", "2", "", "non"]),
    min_size=1,
)


def rows_of(cells: dict[tuple[str, str], str]) -> str:
    return "\n".join(
        f"{meeting},{code},{'' if value == 'non' else value},{value if value == 'non' else ''}"
        for (meeting, code), value in cells.items()
    )


@given(presences)
def test_what_a_departments_pairs_weigh_is_how_often_it_was_not_alone(
    cells: dict[tuple[str, str], str],
) -> None:
    found = attendance(table("presences", rows_of(cells)), MEETINGS, MEMBERS, 2024)
    assert found is not None
    for code in found.departments:
        weight = sum(t.weight for t in ties(found) if code in (t.first, t.second))
        rooms = [found.present(meeting.id) for meeting in found.meetings]
        assert round(weight, 6) == sum(code in room and len(room) > 1 for room in rooms)


@given(presences)
def test_departments_and_meetings_count_the_same_presences(
    cells: dict[tuple[str, str], str],
) -> None:
    lines = rows_of(cells).splitlines()
    found = attendance(table("presences", "\n".join(lines)), MEETINGS, MEMBERS, 2024)
    turned = attendance(table("presences", "\n".join(reversed(lines))), MEETINGS, MEMBERS, 2024)
    assert found is not None
    assert turned is not None
    assert participation(found) == participation(turned)
    assert ties(found) == ties(turned)
    by_department, by_meeting = participation(found), turnouts(found)
    assert sum(p.present for p in by_department) == sum(t.present for t in by_meeting)
    assert sum(p.known for p in by_department) == sum(t.known for t in by_meeting)
    assert all(p.present <= p.known for p in by_department)
