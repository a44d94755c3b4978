"""Attendance by hand: the states that are known, and the invitations behind a rate."""

from typing import Any

import pandas as pd
import pytest
from network_files import Meeting, meeting, network
from tables import list_rows

from annual_report import measures
from annual_report.network.network import Network

MEMBERS = {2023: "Aude", 2024: "Aude, Charente, Corrèze, Gers"}


def held(month: str, **attendance: str) -> Meeting:
    """Return a meeting of 2024 that is called by the month."""
    number = {"janvier": "01", "février": "02", "mars": "03"}[month]
    return meeting(f"2024-{number}-10", "distanciel", name=month, **attendance)


def read_states(attendance: pd.DataFrame, month: str) -> dict[str, Any]:
    """Return the state of each institution at a meeting, by its name."""
    at_meeting = attendance[attendance["rencontre"] == month]
    return dict(list_rows(at_meeting, "nom", "etat"))


def test_a_member_of_which_nothing_is_noted_is_neither_absent_nor_uninvited() -> None:
    small = network(
        MEMBERS,
        meetings=[
            held("janvier", came="Aude, Charente", absent="Corrèze"),
            held("février", came="Aude", non_invité="Charente"),
        ],
    )
    attendance = measures.list_attendance(small, 2024)
    assert read_states(attendance, "janvier") == {
        "Aude": "présent",
        "Charente": "présent",
        "Corrèze": "absent",
        "Gers": "non renseigné",
    }
    assert read_states(attendance, "février") == {
        "Aude": "présent",
        "Charente": "non invité",
        "Corrèze": "non renseigné",
        "Gers": "non renseigné",
    }


def test_of_a_meeting_whose_attendance_nobody_recorded_no_state_is_known() -> None:
    small = network(MEMBERS, meetings=[held("janvier", came="Aude"), held("mars")])
    attendance = measures.list_attendance(small, 2024)
    assert read_states(attendance, "mars") == {
        "Aude": "non renseigné",
        "Charente": "non renseigné",
        "Corrèze": "non renseigné",
        "Gers": "non renseigné",
    }


def test_meetings_are_numbered_by_their_dates() -> None:
    small = network(MEMBERS, meetings=[held("mars"), held("janvier", came="Aude"), held("février")])
    attendance = measures.list_attendance(small, 2024)
    numbered = attendance[["rencontre", "rang"]].drop_duplicates()
    assert list_rows(numbered) == [("janvier", 1), ("février", 2), ("mars", 3)]


def test_an_institution_that_has_left_is_a_guest_and_stands_after_the_members() -> None:
    small = network(
        MEMBERS,
        # It came before it left, and the list of 2024 doesn't have it any more.
        left={2024: "Allier"},
        meetings=[held("janvier", came="Aude, Allier")],
    )
    attendance = measures.list_attendance(small, 2024)
    # As a member the Allier (03) would stand before the Aude (11).
    assert list_rows(attendance, "nom", "est_membre") == [
        ("Aude", True),
        ("Charente", True),
        ("Corrèze", True),
        ("Gers", True),
        ("Allier", False),
    ]


@pytest.fixture(scope="module")
def january_is_complete() -> Network:
    """Return a network that knows each member's state in January, but not in February or March."""
    return network(
        MEMBERS,
        left={2024: "Seine-Saint-Denis"},
        meetings=[
            held(
                "janvier",
                came="Aude, Gers, Seine-Saint-Denis",
                absent="Charente",
                non_invité="Corrèze",
            ),
            # Only those who came were noted: whether the Gers was invited isn't known.
            held("février", came="Aude, Charente, Corrèze"),
            held("mars"),
        ],
    )


def test_a_meeting_is_recorded_completely_if_the_state_of_each_member_is_known(
    january_is_complete: Network,
) -> None:
    attendance = measures.list_attendance(january_is_complete, 2024)
    recorded = attendance[["rencontre", "releve_complet"]].drop_duplicates()
    assert list_rows(recorded) == [("janvier", True), ("février", False), ("mars", False)]


def test_invitations_are_counted_at_completely_recorded_meetings_alone(
    january_is_complete: Network,
) -> None:
    attendance = measures.list_attendance(january_is_complete, 2024)
    by_meeting = measures.count_attendance_by_meeting(attendance)
    assert list_rows(by_meeting, "rencontre", "presents", "invites", "invites_venus") == [
        # Three came, one of them a guest. Three members were invited, and two of them came.
        ("janvier", 3, 3, 2),
        ("février", 3, None, None),
        ("mars", None, None, None),
    ]


def test_the_rates_of_a_year_are_those_of_its_completely_recorded_meetings(
    january_is_complete: Network,
) -> None:
    in_2024 = measures.count_attendance_by_year(january_is_complete, 2024).loc[2024]
    assert in_2024["rencontres_presences_renseignees"] == 2
    assert in_2024["rencontres_presences_completes"] == 1
    # Of members, without the guest: two in January, three in February.
    assert in_2024["venues"] == 5
    # Of January alone: three were invited, two came.
    assert in_2024["invitations_renseignees"] == 3
    assert in_2024["invitations_honorees"] == 2


def test_a_year_of_which_no_meeting_is_recorded_completely_has_no_rate() -> None:
    small = network(MEMBERS, meetings=[held("janvier", came="Aude"), held("mars")])
    in_2024 = measures.count_attendance_by_year(small, 2024).loc[2024]
    assert in_2024["rencontres_presences_renseignees"] == 1
    assert in_2024["rencontres_presences_completes"] == 0
    assert in_2024["venues"] == 1
    assert pd.isna(in_2024["invitations_renseignees"])
    assert pd.isna(in_2024["invitations_honorees"])


def test_a_year_without_a_noted_state_has_no_row() -> None:
    in_2023 = meeting("2023-01-10", "distanciel")
    small = network(MEMBERS, meetings=[in_2023, held("janvier", came="Aude")])
    assert measures.list_attendance(small, 2023).empty
    assert measures.count_attendance_by_year(small, 2023).empty
    assert measures.count_attendance_by_year(small, 2023, 2024).index.tolist() == [2024]


def test_each_pair_of_those_who_came_has_its_meetings_in_common() -> None:
    together = network(
        MEMBERS,
        left={2024: "Seine-Saint-Denis"},
        meetings=[
            held("janvier", came="Aude, Charente, Corrèze"),
            held("février", came="Aude, Charente"),
            held("mars", came="Seine-Saint-Denis"),
        ],
    )
    attendance = measures.list_attendance(together, 2024)
    came = attendance[attendance["etat"] == "présent"]
    aude = "11"
    charente = "16"
    correze = "19"
    guest = "93"
    # The Aude and the Charente met in January and in February; the guest of March met nobody.
    assert list_rows(measures.list_pairs(came), "membre", "autre", "rencontres_communes") == [
        (aude, charente, 2),
        (aude, correze, 1),
        (aude, guest, 0),
        (charente, correze, 1),
        (charente, guest, 0),
        (correze, guest, 0),
    ]


def test_one_institution_or_none_makes_no_pair() -> None:
    alone = network(MEMBERS, meetings=[held("janvier", came="Aude")])
    attendance = measures.list_attendance(alone, 2024)
    came = attendance[attendance["etat"] == "présent"]
    assert measures.list_pairs(came).empty
    assert measures.list_pairs(came.head(0)).empty
