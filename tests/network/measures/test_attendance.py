"""Attendance by hand: the states kept apart, the denominators."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from network_files import Meeting, meeting, network
from tables import list_rows

from annual_report import measures

MEMBERS = {2023: "Aude", 2024: "Aude, Charente, Corrèze, Haute-Garonne"}


def held(month: str, **attendance: str) -> Meeting:
    """Return a meeting of a month of 2024, which is named after it."""
    number = {"janvier": "01", "février": "02", "mars": "03"}[month]
    return meeting(f"2024-{number}-10", "distanciel", name=month, **attendance)


LEFT = {2024: "Seine-Saint-Denis"}
"""Who left during the year is no member of it, and a guest where they came before they left."""

# Of March nothing is recorded, nor of 2023.
SMALL = network(
    MEMBERS,
    left=LEFT,
    meetings=[
        held("janvier", came="Aude, Charente", absent="Corrèze"),
        held("février", came="Aude, Seine-Saint-Denis", non_invité="Charente"),
        held("mars"),
        meeting(
            "2023-01-10",
            "distanciel",
        ),
    ],
)
IN_2024 = measures.list_attendance(SMALL, 2024)


def states_at(attendance: pd.DataFrame, month: str) -> Mapping[str, Any]:
    """Return the state of each body at a meeting, by its name."""
    return dict(list_rows(attendance.query("rencontre == @month"), "nom", "etat"))


def test_who_is_not_noted_is_neither_absent_nor_uninvited() -> None:
    assert states_at(IN_2024, "janvier") == {
        "Aude": "présent",
        "Charente": "présent",
        "Corrèze": "absent",
        "Haute-Garonne": "non renseigné",
        "Seine-Saint-Denis": "non renseigné",
    }
    assert states_at(IN_2024, "février") == {
        "Aude": "présent",
        "Charente": "non invité",
        "Corrèze": "non renseigné",
        "Haute-Garonne": "non renseigné",
        "Seine-Saint-Denis": "présent",
    }


def test_of_a_meeting_whose_attendance_nobody_recorded_no_state_is_known() -> None:
    assert set(states_at(IN_2024, "mars").values()) == {"non renseigné"}


def test_meetings_are_numbered_by_their_dates() -> None:
    numbered = IN_2024[["rencontre", "rang"]].drop_duplicates()
    assert list_rows(numbered) == [("janvier", 1), ("février", 2), ("mars", 3)]


def test_guests_stand_after_the_members() -> None:
    bodies = IN_2024[["nom", "est_membre"]].drop_duplicates()
    assert list_rows(bodies) == [
        ("Aude", True),
        ("Charente", True),
        ("Corrèze", True),
        ("Haute-Garonne", True),
        ("Seine-Saint-Denis", False),
    ]


# Of January each member's state is known; of February, where only those who came were noted, that
# of the Haute-Garonne is not. A guest counts in no rate.
RECORDED = network(
    MEMBERS,
    left=LEFT,
    meetings=[
        held(
            "janvier",
            came="Aude, Haute-Garonne, Seine-Saint-Denis",
            absent="Charente",
            non_invité="Corrèze",
        ),
        held("février", came="Aude, Charente, Corrèze"),
        held("mars"),
    ],
)


def test_a_meeting_is_recorded_completely_if_the_state_of_each_member_is_known() -> None:
    attendance = measures.list_attendance(RECORDED, 2024)
    assert set(attendance.loc[attendance["releve_complet"], "rencontre"]) == {"janvier"}
    assert not IN_2024["releve_complet"].any()


def test_invitations_are_counted_at_completely_recorded_meetings_alone() -> None:
    attendance = measures.list_attendance(RECORDED, 2024)
    by_meeting = measures.count_attendance_by_meeting(attendance)
    assert list_rows(by_meeting, "rencontre", "presents", "invites", "invites_venus") == [
        ("janvier", 3, 3, 2),  # three came, one of them a guest; three members were invited
        ("février", 3, None, None),
        ("mars", None, None, None),
    ]


def test_the_rates_of_a_year_are_those_of_its_completely_recorded_meetings() -> None:
    (year,) = measures.count_attendance_by_year(RECORDED, 2024).to_dict("records")
    assert year["rencontres_presences_renseignees"] == 2
    assert year["rencontres_presences_completes"] == 1
    assert year["venues"] == 5  # of members: two in January, three in February
    assert year["invitations_renseignees"] == 3  # of January alone
    assert year["invitations_honorees"] == 2


def test_a_year_of_which_no_meeting_is_recorded_completely_has_no_rate() -> None:
    by_year = measures.count_attendance_by_year(SMALL, 2023, 2024)
    assert by_year.index.tolist() == [2024]
    (year,) = by_year.to_dict("records")
    assert year["rencontres_presences_renseignees"] == 2
    assert year["rencontres_presences_completes"] == 0
    assert year["venues"] == 3
    assert pd.isna(year["invitations_renseignees"])
    assert pd.isna(year["invitations_honorees"])


def test_a_year_without_a_row_is_not_recorded() -> None:
    assert measures.list_attendance(SMALL, 2023).empty
    assert measures.count_attendance_by_year(SMALL, 2023).empty


def test_each_pair_of_those_who_came_has_its_meetings_in_common() -> None:
    together = network(
        MEMBERS,
        left=LEFT,
        meetings=[
            held("janvier", came="Aude, Charente, Corrèze"),
            held("février", came="Aude, Charente"),
            held("mars", came="Seine-Saint-Denis"),
        ],
    )
    came = measures.list_attendance(together, 2024).query("etat == 'présent'")
    aude, charente, correze, guest = "11", "16", "19", "93"
    assert list_rows(measures.list_pairs(came)) == [
        (aude, charente, 2),
        (aude, correze, 1),
        (aude, guest, 0),
        (charente, correze, 1),
        (charente, guest, 0),
        (correze, guest, 0),
    ]
    assert measures.list_pairs(came.head(1)).empty
    assert measures.list_pairs(came.head(0)).empty
