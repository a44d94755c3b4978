"""Meetings by date, format and kind, worked out by hand."""

from tables import network, rows

from annual_report import measures

ROWS = """
a,2024,2024-09-03,,présentiel,visite,Nantes,44,44,Au bord de l’eau
b,2024,2024,,distanciel
c,2024,2024-02,,distanciel,atelier
d,2024,2024-02-08,2024-02-09,présentiel,visite,Auch,32
e,2024,,,distanciel
f,2023,2023-05-02,,hybride,visite,Nantes,44,44
g,2023,2023-06-02,,distanciel,,,,32
"""
SMALL = network(
    {
        2021: "Loire-Atlantique",
        2022: "Loire-Atlantique",
        2023: "Loire-Atlantique",
        2024: "Loire-Atlantique",
    },
    rencontres=ROWS,
)


def test_meetings_are_by_date_and_those_without_a_month_last() -> None:
    meetings = measures.list_meetings(SMALL, 2024)
    assert rows(meetings, "rencontre", "datee") == [
        ("c", True), ("d", True), ("a", True), ("b", False), ("e", False),
    ]  # fmt: skip


def test_a_meeting_is_all_that_its_row_says_of_it() -> None:
    row = "v,2024,2024-03-11,2024-03-12,présentiel,visite,Mende,48,12,Au bord du Lot"
    meetings = measures.list_meetings(network({2024: "Lozère"}, rencontres=row), 2024)
    assert meetings.iloc[0].to_dict() == {
        "annee": 2024, "rencontre": "v", "format": "présentiel",
        "debut": "2024-03-11", "fin": "2024-03-12",
        "genre": "visite", "ville": "Mende", "departement": "48", "hote": "12",
        "titre": "Au bord du Lot", "datee": True,
    }  # fmt: skip


def test_what_is_empty_is_not_available() -> None:
    last = measures.list_meetings(SMALL, 2024).tail(1)
    assert rows(last) == [
        (2024, "e", "distanciel", None, None, None, None, None, None, None, False),
    ]  # fmt: skip


def test_formats_are_counted_and_no_meeting_recorded_is_not_zero_meetings() -> None:
    by_year = measures.count_meetings_by_year(SMALL, 2025)
    assert list(by_year.columns) == [
        "rencontres_presentiel",
        "rencontres_distanciel",
        "rencontres_hybrides",
        "rencontres",
    ]
    assert rows(by_year.reset_index()) == [
        (2021, None, None, None, None),
        (2022, None, None, None, None),
        (2023, 0, 1, 1, 2),
        (2024, 2, 3, 0, 5),
        (2025, None, None, None, None),
    ]
    assert list(measures.count_meetings_by_year(SMALL, 2023).index) == [2021, 2022, 2023]


def test_a_part_of_the_year_stands_where_it_begins() -> None:
    small = network({2024: "Gironde"}, rencontres="a,2024,2024-printemps,,distanciel\n"
                    "b,2024,2024-début,,distanciel\nc,2024,2024-02-03,,distanciel\n"
                    "d,2024,2024,,distanciel\ne,2024,2024-fin,,distanciel")  # fmt: skip
    assert list(measures.list_meetings(small, 2024)["rencontre"]) == list("bcaed")
