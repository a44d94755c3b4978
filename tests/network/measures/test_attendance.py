"""Attendance by hand: the states kept apart, the denominators, the agents that may be published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, network, rows

from annual_report import measures

MEETINGS = """
a,2024,2024-01-10,,distanciel
b,2024,2024-02-10,,distanciel
c,2024,2024-03-10,,distanciel
z,2023,2023-01-10,,distanciel
"""
# 11 comes to both; 16 came once uncounted, and wasn't invited to b; 19 was absent from a and its b
# isn't recorded; 31 was never recorded; 93, a guest, came to b. Nothing is recorded of c.
PRESENCES = "a,11,2\na,16,\na,19,0\nb,11,1,oui\nb,16,,non\nb,93,4"
MEMBERS = {2023: "11", 2024: "11 16 19 31"}
SMALL = network(MEMBERS, rencontres=MEETINGS, presences=PRESENCES)
GRID = measures.list_attendance(SMALL, 2024)


def test_the_states_are_kept_apart() -> None:
    recorded = GRID[GRID["meeting"] != "c"]
    assert rows(recorded, "code", "meeting", "rank", "state", "agents") == [
        ("11", "a", 1, "présent", 2), ("11", "b", 2, "présent", 1),
        ("16", "a", 1, "présent", None), ("16", "b", 2, "non invité", None),
        ("19", "a", 1, "absent", 0), ("19", "b", 2, "non renseigné", None),
        ("31", "a", 1, "non renseigné", None), ("31", "b", 2, "non renseigné", None),
        ("93", "a", 1, "non renseigné", None), ("93", "b", 2, "présent", 4),
    ]  # fmt: skip
    assert set(GRID.loc[GRID["meeting"] == "c", "state"]) == {"non renseigné"}
    assert not GRID["complete"].any()


def test_guests_stand_after_the_members() -> None:
    assert rows(GRID[["code", "name", "member"]].drop_duplicates()) == [
        ("11", "Aude", True), ("16", "Charente", True), ("19", "Corrèze", True),
        ("31", "Haute-Garonne", True), ("93", "Seine-Saint-Denis", False),
    ]  # fmt: skip


def test_rates_are_of_the_completely_recorded_meetings() -> None:
    # Of a everybody is known, and 93 came as a guest, who counts in no rate; 31 has no state at b,
    # where those who came alone were written down.
    noted = "a,11,2\na,16,0\na,19,,non\na,31,1\na,93,4\nb,11,1\nb,16,1\nb,19,1"
    found = network(MEMBERS, rencontres=MEETINGS, presences=noted)
    grid = measures.list_attendance(found, 2024)
    assert set(grid.loc[grid["complete"], "meeting"]) == {"a"}
    by_meeting = measures.count_attendance_by_meeting(found, grid)
    assert rows(by_meeting, "meeting", "present", "known", "came") == [
        ("a", 3, 3, 2), ("b", 3, None, None), ("c", None, None, None),
    ]  # fmt: skip
    of_year = measures.count_attendance_by_year(found, [2024])
    assert rows(of_year, "recorded", "complete", "present", "came", "known") == [(2, 1, 5, 2, 3)]


def test_turnouts_add_up_who_was_counted() -> None:
    found = measures.count_attendance_by_meeting(SMALL, GRID)
    assert rows(
        found, "meeting", "rank", "present", "known", "agents", "agents_masque", "uncounted"
    ) == [
        ("a", 1, 2, None, 2, False, 1),
        ("b", 2, 2, None, 5, False, 0),
        ("c", 3, None, None, None, False, 0),
    ]


def test_years_are_compared_where_attendance_is_recorded() -> None:
    found = measures.count_attendance_by_year(SMALL, [2023, 2024])
    assert rows(found.reset_index()) == [(2024, 2, 0, 3, 3, None, None, 7, False, True)]


def test_what_is_held_back_is_there_and_gives_no_number() -> None:
    small = network(MEMBERS, threshold=3, rencontres=MEETINGS, presences="a,11,2\na,16,0\nb,11,5")
    grid = measures.list_attendance(small, 2024)
    noted = grid[grid["state"].ne("non renseigné")]
    assert rows(noted, "code", "state", "agents", "agents_masque") == [
        ("11", "présent", None, True), ("11", "présent", 5, False), ("16", "absent", 0, False),
    ]  # fmt: skip
    turnout = measures.count_attendance_by_meeting(small, grid)
    assert rows(turnout, "agents", "agents_masque", "uncounted") == [
        (None, True, 0), (5, False, 0), (None, False, 0),
    ]  # fmt: skip
    year = measures.count_attendance_by_year(small, [2024])
    assert rows(year, "agents", "agents_masque", "uncounted") == [(None, True, False)]


def test_agents_that_nobody_counted_are_unknown_and_not_zero() -> None:
    uncounted = network(MEMBERS, rencontres=MEETINGS, presences="a,11,\na,16,")
    assert rows(measures.count_attendance_by_year(uncounted, [2024]), "present", "agents") == [
        (2, None)
    ]
    absent = network(MEMBERS, rencontres=MEETINGS, presences="a,11,0\na,16,0")
    assert rows(measures.count_attendance_by_year(absent, [2024]), "present", "agents") == [(0, 0)]


def test_who_came_although_not_invited_was_there_be_the_count_held_back() -> None:
    typed = "a,11,3,non\na,16,9\nb,11,0,non\nc,11,,non"
    for threshold, agents in ((0, 3), (5, None)):
        found = network(MEMBERS, threshold=threshold, rencontres=MEETINGS, presences=typed)
        grid = measures.list_attendance(found, 2024).query("code == '11'")
        assert rows(grid, "state", "agents") == [
            ("présent", agents), ("non invité", None), ("non invité", None),
        ]  # fmt: skip


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_year_without_a_row_is_not_recorded(year: int) -> None:
    assert measures.list_attendance(SMALL, year).empty
    assert measures.count_attendance_by_year(SMALL, [year]).empty


cells = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["11", "16", "19", "31", "93"])),
    st.sampled_from(["0", "1", "2", "", "non"]),
    min_size=1,
)


def lines(found: dict[tuple[str, str], str]) -> str:
    return "\n".join(
        f"{meeting},{code},{'' if value == 'non' else value},{value if value == 'non' else ''}"
        for (meeting, code), value in found.items()
    )


@FEWER
@given(cells, st.integers(0, 3))
@pytest.mark.slow
def test_departements_and_meetings_count_the_same_presences(
    found: dict[tuple[str, str], str], threshold: int
) -> None:
    here = network(MEMBERS, threshold=threshold, rencontres=MEETINGS, presences=lines(found))
    grid = measures.list_attendance(here, 2024)
    words = {"0": "absent", "non": "non invité"}
    noted = grid[grid["state"] != "non renseigné"]
    assert {(m, c): state for m, c, state in rows(noted, "meeting", "code", "state")} == {
        pair: words.get(value, "présent") for pair, value in found.items()
    }
    by_meeting = measures.count_attendance_by_meeting(here, grid)
    present = grid["state"].eq("présent")
    assert present.sum() == by_meeting["present"].sum()
    of_members = grid[grid["complete"] & grid["member"]]
    assert of_members["state"].eq("présent").sum() == by_meeting["came"].sum()
    assert by_meeting["came"].le(by_meeting["known"]).dropna().all()
    assert len(grid) == grid["code"].nunique() * 3
