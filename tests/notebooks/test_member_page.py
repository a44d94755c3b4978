"""What the page of a member counts in its cells, by hand."""

from typing import Any

from cells import count_in_cell, publish_cell
from tables import network, rows, table

from annual_report import measures
from annual_report.network.network import Network, open_network

SMALL = network(
    {2021: "44 35", 2022: "35", 2024: "44 35 93"},
    rencontres="""
        a,2021,2021-03,,présentiel,visite,Nantes,44,44
        b,2022,2022-05,,distanciel,,,,44
        c,2024,2024-01,,présentiel,,Nantes,44,
        d,2024,2024-02,,présentiel,,Rennes,35,35
    """,
)
YEARS, MEETINGS, AROUND = "py-05", "py-07", "py-10"


def names(of: Network, cell: str, member: str) -> dict[str, Any]:
    return count_in_cell(of, "department", cell, membre=member)


def test_a_year_is_that_of_a_member_or_not_or_unknown() -> None:
    assert rows(names(SMALL, YEARS, "44")["years"], "year", "state") == [
        (2021, "membre"), (2022, "non membre"), (2023, None), (2024, "membre"),
    ]  # fmt: skip


def test_around_it_are_the_members_of_its_kind_in_the_last_year() -> None:
    found = names(SMALL, AROUND, "44")["around"]
    assert rows(found, "code", "status", "member", "neighbour") == [
        ("44", "lui", True, False), ("35", "autre", True, True), ("93", "autre", True, False),
    ]  # fmt: skip
    mixed = network(
        table("membres", "2025,44\n2025,49\n2025,93\n2025,Anciela"),
        kinds=("département", "organisation"),
    )
    assert list(names(mixed, AROUND, "44")["around"]["code"]) == ["44", "49", "93"]
    assert list(names(mixed, AROUND, "44")["touched"]) == ["49"]
    assert list(names(mixed, AROUND, "Anciela")["around"]["code"]) == ["Anciela"]


def test_its_neighbours_lead_to_their_pages() -> None:
    (told,) = publish_cell(SMALL, "department", "py-11", membre="44")
    assert '<a href="35.html" rel="noreferrer">l’Ille-et-Vilaine</a>' in told.html


def test_where_they_are_many_its_neighbours_alone_are_listed() -> None:
    codes = "02 05 06 08 11 13 14 16 17 18 19 22 23 24 25 26 27 28 29 32 33 35 40 44 49 53"
    found = names(network({2025: codes}), "py-16", "44")
    assert (len(found["around"]), list(found["listed"]["code"])) == (26, ["44", "35", "49"])


def test_an_island_and_who_is_alone_of_its_kind_have_no_map() -> None:
    for codes, member in (("974 44 35", "974"), ("40", "40")):
        assert publish_cell(network({2025: codes}), "department", "py-16", membre=member) == []


def test_meetings_that_it_hosted_or_that_were_held_there_are_the_latest_first() -> None:
    assert rows(names(SMALL, MEETINGS, "44")["meetings"], "year", "meeting", "host") == [
        (2024, "c", None), (2022, "b", "44"), (2021, "a", "44"),
    ]  # fmt: skip
    assert names(SMALL, MEETINGS, "93")["meetings"].empty


def test_a_member_has_a_page_with_three_facts_of_its_own() -> None:
    """Each counts as a member; 44 and 35 are neighbours, 44 has three meetings, 93 nothing more."""
    assert measures.list_told_members(SMALL) == ["35", "44"]
    real = open_network("data/departements-participatifs")
    assert measures.list_told_members(real) == ["31", "40", "44"]  # met there, and has neighbours
