"""One département across the years, by hand."""

import pandas as pd
from tables import network, rows, table

from annual_report import measures
from annual_report.network import open_network

SMALL = network(
    {2021: "44 35", 2022: "35", 2024: "44 35 93"},
    rencontres="""
        a,2021,2021-03,,présentiel,visite,Nantes,44,44
        b,2022,2022-05,,distanciel,,,,44
        c,2024,2024-01,,présentiel,,Nantes,44,
        d,2024,2024-02,,présentiel,,Rennes,35,35
    """,
    presences="a,44,3\na,35,1\nc,44,0\nd,44,\nd,35,2",
)


def test_a_year_is_that_of_a_member_or_not_or_unknown() -> None:
    assert rows(measures.list_years_of(SMALL, "44"), "year", "state") == [
        (2021, "membre"), (2022, "non membre"), (2023, None), (2024, "membre"),
    ]  # fmt: skip


def test_around_it_are_the_members_of_the_last_year() -> None:
    found = measures.list_members_around(SMALL, "44")
    assert rows(found, "code", "status", "member", "neighbour") == [
        ("44", "ce membre", True, False),
        ("35", "autre membre", True, True),
        ("93", "autre membre", True, False),
    ]


def test_an_organisation_is_not_said_to_be_no_neighbour() -> None:
    mixed = network(
        table("membres", "2025,44\n2025,49\n2025,93\n2025,Anciela"),
        kinds=("département", "organisation"),
    )
    found = measures.list_members_around(mixed, "44").set_index("code")["neighbour"].astype(object)
    known = {code: None if pd.isna(said) else said for code, said in found.items()}
    assert known == {"44": False, "49": True, "93": False, "Anciela": None}
    (alone,) = rows(measures.list_members_around(mixed, "Anciela"), "code", "neighbour")
    assert alone == ("Anciela", None)


def test_meetings_that_it_hosted_or_that_were_held_there_are_the_latest_first() -> None:
    assert rows(measures.list_meetings_at(SMALL, "44"), "year", "meeting", "host") == [
        (2024, "c", None), (2022, "b", "44"), (2021, "a", "44"),
    ]  # fmt: skip
    assert measures.list_meetings_at(SMALL, "93").empty


def test_how_often_it_came_in_each_of_its_years() -> None:
    found = measures.count_attendance_of(SMALL, "44")
    columns = ("year", "présent", "absent", "known", "came", "counted", "agents")
    assert rows(found.reset_index(), *columns) == [
        (2024, 1, 1, 0, 0, 0, None),  # 93 has no state at either
        (2021, 1, 0, 1, 1, 1, 3),
    ]


def test_what_is_held_back_of_it_gives_no_sum() -> None:
    small = network({2024: "44 35"}, threshold=2, rencontres="a,2024,,,hybride\nb,2024,,,hybride",
                    presences="a,44,1\na,35,3\nb,44,8")  # fmt: skip
    found = measures.count_attendance_of(small, "44")
    assert rows(found, "présent", "agents", "agents_masque") == [(2, None, True)]


def test_nantes_was_hosted_by_loire_atlantique_and_dax_by_nobody_known() -> None:
    real = open_network("data/departements-participatifs")
    assert rows(measures.list_meetings_at(real, "44"), "year", "town", "host") == [
        (2025, "Nantes", "44")
    ]
    assert rows(measures.list_meetings_at(real, "40"), "year", "town", "host") == [
        (2024, "Dax", None)
    ]
    around = measures.list_members_around(real, "44")
    assert list(around.loc[around["neighbour"], "code"]) == ["35", "49"]
    assert measures.count_attendance_of(real, "44").empty


def test_neighbours_that_are_not_known_are_not_denied() -> None:
    members = table("membres", "2025,Anciela\n2025,Le Rameau\n2025,Pas sans nous")
    around = measures.list_members_around(network(members), "Anciela")
    assert rows(around, "code", "neighbour") == [("Anciela", None)]  # alone, whoever else is there
