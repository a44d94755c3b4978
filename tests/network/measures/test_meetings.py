"""Meetings by date, format and kind, worked out by hand."""

from network_files import meeting, network
from tables import list_rows

from annual_report import measures

SMALL = network(
    dict.fromkeys([2021, 2022, 2023, 2024], "Loire-Atlantique"),
    meetings=[
        meeting(
            "2024-09-03",
            "présentiel",
            name="septembre",
            kind="visite",
            town="Nantes",
            department="44",
            host="Loire-Atlantique",
            title="Au bord de l’eau",
        ),
        meeting("2024-02", "distanciel", name="d’un mois", kind="atelier"),
        meeting("2024-02-08", "présentiel", name="deux jours", end="2024-02-09"),
        meeting(2024, "distanciel", name="sans date"),
        meeting("2023-05-02", "hybride", town="Nantes", department="44"),
        meeting("2023-06-02", "distanciel", host="Gers"),
    ],
)


def test_meetings_are_by_date_and_those_without_a_month_last() -> None:
    meetings = measures.list_meetings(SMALL, 2024)
    assert list_rows(meetings, "rencontre", "datee") == [
        ("d’un mois", True),
        ("deux jours", True),
        ("septembre", True),
        ("sans date", False),
    ]


def test_a_meeting_is_all_that_its_row_says_of_it() -> None:
    visit = meeting(
        "2024-03-11",
        "présentiel",
        name="la visite",
        end="2024-03-12",
        kind="visite",
        town="Mende",
        department="48",
        host="Aveyron",
        title="Au bord du Lot",
    )
    meetings = measures.list_meetings(network({2024: "Lozère"}, meetings=[visit]), 2024)
    assert meetings.iloc[0].to_dict() == {
        "annee": 2024,
        "rencontre": "la visite",
        "format": "présentiel",
        "debut": "2024-03-11",
        "fin": "2024-03-12",
        "genre": "visite",
        "ville": "Mende",
        "departement": "48",
        "hote": "12",  # the Aveyron's code
        "titre": "Au bord du Lot",
        "datee": True,
    }


def test_what_nobody_recorded_of_a_meeting_is_not_available() -> None:
    meetings = measures.list_meetings(SMALL, 2024).set_index("rencontre")
    recorded = meetings.loc["sans date"].dropna().to_dict()
    assert recorded == {"annee": 2024, "debut": "2024", "format": "distanciel", "datee": False}


def test_formats_are_counted_and_no_meeting_recorded_is_not_zero_meetings() -> None:
    counted = measures.count_meetings_by_year(SMALL, 2024)
    in_order = ("presentiel", "distanciel", "hybrides")
    formats = [f"rencontres_{form}" for form in in_order]
    assert list_rows(counted.reset_index(), "annee", *formats, "rencontres") == [
        (2021, None, None, None, None),
        (2022, None, None, None, None),
        (2023, 0, 1, 1, 2),
        (2024, 2, 2, 0, 4),
    ]


def test_no_year_after_the_one_that_is_asked_for_is_counted() -> None:
    assert list(measures.count_meetings_by_year(SMALL, 2023).index) == [2021, 2022, 2023]


def test_a_part_of_the_year_stands_where_it_begins() -> None:
    starts = ["printemps 2024", "début 2024", "2024-02-03", "2024", "fin 2024"]
    held = [meeting(start, "distanciel") for start in starts]
    meetings = measures.list_meetings(network({2024: "Gironde"}, meetings=held), 2024)
    assert meetings["debut"].tolist() == [
        "2024-début",
        "2024-02-03",
        "2024-printemps",
        "2024-fin",
        "2024",
    ]
