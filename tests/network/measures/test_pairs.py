"""Who has been at the same meetings: pairs and their weights, by hand and by the rule."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, network, rows

from annual_report import measures
from annual_report.network.network import Network

MEETINGS = "a,2024,,,distanciel\nb,2024,,,distanciel\nc,2025,,,distanciel"
MEMBERS = {2024: "11 16 19", 2025: "11 16 31"}


def present(of: Network, *years: int) -> pd.DataFrame:
    return measures.list_attendance(of, *years).query("state == 'présent'")


def test_pairs_weigh_newmans_way() -> None:
    # a has three departments: 1/2 a pair. b has two: 1. 93, alone in c, has met nobody.
    presences = "a,11,1\na,16,1\na,19,1\nb,11,1\nb,16,1\nc,93,1"
    came = present(network(MEMBERS, rencontres=MEETINGS, presences=presences), 2024, 2025)
    assert rows(measures.list_pairs(came)) == [
        ("11", "16", 2, 1.5),
        ("11", "19", 1, 0.5),
        ("11", "93", 0, 0.0),
        ("16", "19", 1, 0.5),
        ("16", "93", 0, 0.0),
        ("19", "93", 0, 0.0),
    ]


@pytest.mark.parametrize("presences", ["", "a,11,1", "a,11,0\na,16,0"])
def test_without_two_departements_there_is_no_pair(presences: str) -> None:
    found = network(MEMBERS, rencontres=MEETINGS, presences=presences)
    assert measures.list_pairs(present(found, 2024)).empty


rooms = st.dictionaries(
    st.sampled_from("abcd"), st.sets(st.sampled_from(["11", "16", "2A", "31", "93"]))
)


@FEWER
@given(rooms)
def test_what_a_departements_pairs_weigh_is_how_often_it_was_not_alone(
    rooms: dict[str, set[str]],
) -> None:
    came = pd.DataFrame(
        [(code, room) for room, codes in rooms.items() for code in sorted(codes)],
        columns=["code", "meeting"],
        dtype="string",
    )
    found = measures.list_pairs(came)
    ever = set().union(*rooms.values())
    met = {frozenset(pair): number for *pair, number in rows(found, "first", "second", "meetings")}
    assert met == {
        frozenset(pair): sum(set(pair) <= codes for codes in rooms.values())
        for pair in combinations(sorted(ever), 2)
    }
    for code in ever:
        weight = found.loc[found["first"].eq(code) | found["second"].eq(code), "weight"].sum()
        assert round(weight, 6) == sum(code in each and len(each) > 1 for each in rooms.values())
