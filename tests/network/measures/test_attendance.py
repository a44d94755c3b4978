"""Attendance by hand: the states kept apart, the denominators."""

import pandas as pd
import pytest
from tables import network, rows

from annual_report import measures

MEETINGS = """
a,2024,2024-01-10,,distanciel
b,2024,2024-02-10,,distanciel
c,2024,2024-03-10,,distanciel
z,2023,2023-01-10,,distanciel
"""
# 11 comes to both; 16 came once, and wasn't invited to b; 19 was absent from a and its b
# isn't recorded; 31 was never recorded; 93, a guest, came to b. Nothing is recorded of c.
PRESENCES = "a,11,1\na,16,1\na,19,0\nb,11,1\nb,16,non\nb,93,1"
MEMBERS = {2023: "Aude", 2024: "Aude, Charente, Corrèze, Haute-Garonne"}
SMALL = network(MEMBERS, rencontres=MEETINGS, presences=PRESENCES)
GRID = measures.list_attendance(SMALL, 2024)


def test_the_states_are_kept_apart() -> None:
    recorded = GRID[GRID["rencontre"] != "c"]
    assert rows(recorded, "membre", "rencontre", "rang", "etat") == [
        ("11", "a", 1, "présent"), ("11", "b", 2, "présent"),
        ("16", "a", 1, "présent"), ("16", "b", 2, "non invité"),
        ("19", "a", 1, "absent"), ("19", "b", 2, "non renseigné"),
        ("31", "a", 1, "non renseigné"), ("31", "b", 2, "non renseigné"),
        ("93", "a", 1, "non renseigné"), ("93", "b", 2, "présent"),
    ]  # fmt: skip
    assert set(GRID.loc[GRID["rencontre"] == "c", "etat"]) == {"non renseigné"}
    assert not GRID["releve_complet"].any()


def test_guests_stand_after_the_members() -> None:
    assert rows(GRID[["membre", "nom", "est_membre"]].drop_duplicates()) == [
        ("11", "Aude", True), ("16", "Charente", True), ("19", "Corrèze", True),
        ("31", "Haute-Garonne", True), ("93", "Seine-Saint-Denis", False),
    ]  # fmt: skip


def test_rates_are_of_the_completely_recorded_meetings() -> None:
    # Of a everybody is known, and 93 came as a guest, who counts in no rate; 31 has no state at b,
    # where those who came alone were written down.
    noted = "a,11,1\na,16,0\na,19,non\na,31,1\na,93,1\nb,11,1\nb,16,1\nb,19,1"
    small = network(MEMBERS, rencontres=MEETINGS, presences=noted)
    grid = measures.list_attendance(small, 2024)
    assert set(grid.loc[grid["releve_complet"], "rencontre"]) == {"a"}
    by_meeting = measures.count_attendance_by_meeting(grid)
    assert rows(by_meeting, "rencontre", "rang", "presents", "invites", "invites_venus") == [
        ("a", 1, 3, 3, 2), ("b", 2, 3, None, None), ("c", 3, None, None, None),
    ]  # fmt: skip
    of_year = measures.count_attendance_by_year(small, 2024)
    assert rows(
        of_year,
        "rencontres_presences_renseignees",
        "rencontres_presences_completes",
        "venues",
        "invitations_honorees",
        "invitations_renseignees",
    ) == [(2, 1, 5, 2, 3)]


def test_years_are_compared_where_attendance_is_recorded() -> None:
    by_year = measures.count_attendance_by_year(SMALL, 2023, 2024)
    assert rows(by_year.reset_index()) == [(2024, 2, 0, 3, 3, None, None)]


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_year_without_a_row_is_not_recorded(year: int) -> None:
    assert measures.list_attendance(SMALL, year).empty
    assert measures.count_attendance_by_year(SMALL, year).empty


def test_each_pair_of_those_who_came_has_its_meetings_in_common() -> None:
    # 93, alone in c, has met nobody.
    came = [("a", "16"), ("a", "11"), ("a", "19"), ("b", "16"), ("b", "11"), ("c", "93")]
    present = pd.DataFrame(came, columns=["rencontre", "membre"], dtype="string")
    assert rows(measures.list_pairs(present)) == [
        ("11", "16", 2), ("11", "19", 1), ("11", "93", 0),
        ("16", "19", 1), ("16", "93", 0), ("19", "93", 0),
    ]  # fmt: skip
    assert measures.list_pairs(present.head(1)).empty
    assert measures.list_pairs(present.head(0)).empty
