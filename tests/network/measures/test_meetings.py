"""Meetings by date, format and kind, worked out by hand."""

from network_files import meeting, network
from tables import list_rows

from annual_report import measures


def test_meetings_are_by_date_and_those_without_a_month_last() -> None:
    small = network(
        {2024: "Loire-Atlantique"},
        meetings=[
            meeting(2024, "distanciel", name="sans date"),
            meeting("2024-09-03", "présentiel", name="un jour"),
            meeting("2024-02-08", "présentiel", end="2024-02-09", name="deux jours"),
            meeting("2024-02", "distanciel", name="un mois"),
        ],
    )
    meetings = measures.list_meetings(small, 2024)
    # A month stands at its first day, so before the 8th.
    assert list_rows(meetings, "rencontre", "datee") == [
        ("un mois", True),
        ("deux jours", True),
        ("un jour", True),
        ("sans date", False),
    ]


def test_a_meeting_without_a_month_is_the_last_of_its_year_and_before_the_next_year() -> None:
    small = network(
        {2023: "Gironde", 2024: "Gironde"},
        meetings=[
            meeting("2024-02", "distanciel", name="de 2024"),
            meeting(2023, "distanciel", name="de 2023, sans date"),
            meeting("2023-05", "distanciel", name="de 2023"),
        ],
    )
    meetings = measures.list_meetings(small, 2023, 2024)
    assert meetings["rencontre"].tolist() == ["de 2023", "de 2023, sans date", "de 2024"]


def test_a_part_of_the_year_stands_where_it_begins() -> None:
    starts = ["printemps 2024", "début 2024", "2024-02-03", "2024", "fin 2024"]
    held = [meeting(start, "distanciel") for start in starts]
    meetings = measures.list_meetings(network({2024: "Gironde"}, meetings=held), 2024)
    # January, the 3rd of February, the 20th of March, October; a year alone says no time.
    in_order = ["2024-début", "2024-02-03", "2024-printemps", "2024-fin", "2024"]
    assert meetings["debut"].tolist() == in_order


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
    held = meeting(2024, "distanciel", name="sans date")
    meetings = measures.list_meetings(network({2024: "Gironde"}, meetings=[held]), 2024)
    recorded = meetings.iloc[0].dropna().to_dict()
    assert recorded == {
        "annee": 2024,
        "rencontre": "sans date",
        "debut": "2024",
        "format": "distanciel",
        "datee": False,
    }


def test_formats_are_counted_and_no_meeting_recorded_is_not_zero_meetings() -> None:
    small = network(
        dict.fromkeys([2022, 2023, 2024], "Loire-Atlantique"),
        meetings=[
            meeting(2024, "présentiel"),
            meeting(2024, "présentiel"),
            meeting(2024, "distanciel"),
            meeting(2023, "hybride"),
            meeting(2023, "distanciel"),
        ],
    )
    counted = measures.count_meetings_by_year(small, 2024).reset_index()
    by_format = ("rencontres_presentiel", "rencontres_distanciel", "rencontres_hybrides")
    assert list_rows(counted, "annee", *by_format, "rencontres") == [
        (2022, None, None, None, None),
        (2023, 0, 1, 1, 2),
        (2024, 2, 1, 0, 3),
    ]


def test_no_year_after_the_one_that_is_asked_for_is_counted() -> None:
    small = network(dict.fromkeys([2022, 2023, 2024], "Gironde"))
    counted = measures.count_meetings_by_year(small, 2023)
    assert counted.index.tolist() == [2022, 2023]
