"""Which members have a page of their own."""

from tables import network

from annual_report import measures
from annual_report.network import open_network


def test_a_member_has_a_page_with_three_facts_of_its_own() -> None:
    """Each counts as a member; 44 and 35 are neighbours, 44 has three meetings, 93 nothing more."""
    small = network(
        {2021: "44 35", 2022: "35", 2024: "44 35 93"},
        rencontres="""
            a,2021,2021-03,,présentiel,visite,Nantes,44,44
            b,2022,2022-05,,distanciel,,,,44
            c,2024,2024-01,,présentiel,,Nantes,44,
            d,2024,2024-02,,présentiel,,Rennes,35,35
        """,
    )
    assert measures.list_told_members(small) == ["35", "44"]
    real = open_network("data/departements-participatifs")
    assert measures.list_told_members(real) == ["31", "40", "44"]  # met there, and has neighbours
