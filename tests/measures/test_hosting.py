"""Who has hosted, and which meetings needed a host."""

from tables import network, rows

from annual_report import measures
from annual_report.network import open_network

ROWS = """
a,2024,2024-09-03,,présentiel,visite,Nantes,44,44,Au bord de l’eau
b,2024,2024,,distanciel
d,2024,2024-02-08,2024-02-09,présentiel,visite,Auch,32
f,2023,2023-05-02,,hybride,visite,Nantes,44,44
g,2023,2023-06-02,,distanciel,,,,32
"""
SMALL = network({2023: "11 32 44", 2024: "11 32 44"}, rencontres=ROWS)


def test_a_meeting_needs_a_host_if_it_has_a_place_or_names_one() -> None:
    # In the file's order: a, d and f have a place; g is remote and names its host.
    assert rows(measures.placed_meetings(SMALL, 2024)) == [
        (2024, "44", "Nantes"),
        (2024, None, "Auch"),
        (2023, "44", "Nantes"),
        (2023, "32", None),
    ]
    assert len(measures.placed_meetings(SMALL, 2023)) == 2


def test_hosts_are_those_that_are_named() -> None:
    found = measures.hosts(measures.placed_meetings(SMALL, 2024))
    assert rows(found) == [
        ("44", "Loire-Atlantique", 2, [2023, 2024], ["Nantes"]),
        ("32", "Gers", 1, [2023], []),
    ]


def test_among_equals_who_hosted_last_comes_first_then_the_order_of_codes() -> None:
    lines = "a,2022,,,hybride,,,,44\nb,2023,,,hybride,,,,73\nc,2023,,,hybride,,,,32"
    found = measures.hosts(measures.placed_meetings(network({2022: "44"}, rencontres=lines), 2023))
    assert list(found["code"]) == ["32", "73", "44"]


def test_remote_meetings_alone_need_no_host() -> None:
    remote = network({2024: "44"}, rencontres="b,2024,2024,,distanciel")
    placed = measures.placed_meetings(remote, 2024)
    assert placed.empty
    assert measures.hosts(placed).empty


def test_of_the_real_networks_meetings_one_names_its_host() -> None:
    placed = measures.placed_meetings(open_network("data/departements-participatifs"), 2025)
    assert rows(placed, "year", "host", "town") == [
        (2024, None, "Dax"), (2024, None, "Toulouse"), (2025, "44", "Nantes"),
    ]  # fmt: skip
    assert rows(measures.hosts(placed), "code", "meetings") == [("44", 1)]


def test_the_order_of_rows_never_matters() -> None:
    backwards = network({2023: "11"}, rencontres="\n".join(reversed(ROWS.strip().splitlines())))
    assert rows(measures.hosts(measures.placed_meetings(backwards, 2024))) == rows(
        measures.hosts(measures.placed_meetings(SMALL, 2024))
    )
