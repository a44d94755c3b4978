"""Facts of a year that are certain, and worth a sentence where a year has no written sentence."""

import pandas as pd
import pytest
from network_files import Meeting, meeting, network

from annual_report.network.measures import list_facts
from annual_report.network.network import Network
from annual_report.report.parts.frame import tell_year

THREE_YEARS = {2023: "Gironde, Landes", 2024: "Gironde, Landes", 2025: "Gironde, Landes"}


def make_meetings(year: int, number: int) -> list[Meeting]:
    """Return some meetings of a year, with no date and no town."""
    return [meeting(year, "distanciel") for _ in range(number)]


def meet_in(town: str, department: str, form: str = "présentiel", kind: str = "") -> Meeting:
    """Return a meeting of 2025 in a town."""
    return meeting(2025, form, kind=kind, town=town, department=department)


def name_facts(of: Network, year: int = 2025) -> list[str]:
    """Return the names of the facts of a year, the most telling first."""
    return list_facts(of, year)["fait"].tolist()


def test_a_first_year_is_one_that_the_network_says_itself() -> None:
    years = {2024: "Gironde, Landes", 2025: "Gironde, Landes"}
    assert name_facts(network(years), 2024) == []
    since_2024 = network(years, depuis="2024")
    assert name_facts(since_2024, 2024) == ["première année"]
    assert name_facts(since_2024, 2025) == []


def test_somebody_has_arrived_only_where_the_year_before_is_recorded() -> None:
    without_2023 = network(
        {2022: "Gironde", 2024: "Gironde, Landes", 2025: "Gironde, Landes, Gers"}
    )
    # The Landes may have arrived in 2023 already.
    assert name_facts(without_2023, 2024) == []
    facts = list_facts(without_2023, 2025)
    assert facts["fait"].tolist() == ["arrivée"]
    gers = "32"
    assert facts["lesquels"].tolist() == [[gers]]


def test_a_member_that_comes_back_has_not_arrived() -> None:
    landes_are_back = network({2023: "Gironde, Landes", 2024: "Gironde", 2025: "Gironde, Landes"})
    assert name_facts(landes_are_back) == []


@pytest.mark.parametrize(
    ("in_2023", "in_2024", "in_2025", "facts"),
    [
        pytest.param(1, 2, 3, ["record"], id="more than ever"),
        pytest.param(1, 3, 3, [], id="as many as a year before"),
        pytest.param(0, 2, 3, [], id="a year before is not recorded"),
        pytest.param(4, 2, 3, [], id="fewer than a year before"),
    ],
)
def test_meetings_are_a_record_only_among_years_that_all_are_recorded(
    in_2023: int, in_2024: int, in_2025: int, facts: list[str]
) -> None:
    # So many meetings in each year; a year without any is one that nobody recorded.
    meetings = make_meetings(2023, in_2023)
    meetings += make_meetings(2024, in_2024)
    meetings += make_meetings(2025, in_2025)
    assert name_facts(network(THREE_YEARS, meetings=meetings)) == facts


def test_one_year_before_is_too_few_for_a_record() -> None:
    two_years = network(
        {2024: "Gironde", 2025: "Gironde"}, meetings=make_meetings(2024, 1) + make_meetings(2025, 2)
    )
    assert name_facts(two_years) == []


def test_with_a_year_missing_before_there_is_no_record() -> None:
    without_2023 = network(
        {2022: "Gironde", 2024: "Gironde", 2025: "Gironde"},
        meetings=make_meetings(2022, 1) + make_meetings(2024, 1) + make_meetings(2025, 2),
    )
    assert name_facts(without_2023) == []


IN_THREE_TOWNS = [
    meet_in("Dax", "40"),
    meet_in("Pau", "64", form="hybride"),
    meet_in("Agen", "47", form="distanciel"),  # where nobody travelled to
]


def test_a_year_has_the_few_towns_where_its_members_met() -> None:
    facts = list_facts(network({2025: "Gironde"}, meetings=IN_THREE_TOWNS), 2025)
    assert facts["fait"].tolist() == ["ville"]
    assert facts["lesquels"].tolist() == [["Dax", "Pau"]]


def test_a_year_has_the_town_of_its_annual_meeting_before_the_others() -> None:
    annual = meet_in("Pau", "64", kind="rencontre annuelle")
    facts = list_facts(network({2025: "Gironde"}, meetings=[*IN_THREE_TOWNS, annual]), 2025)
    assert facts["lesquels"].tolist() == [["Pau"]]


def test_many_towns_are_no_fact_of_a_year() -> None:
    more = [*IN_THREE_TOWNS, meet_in("Auch", "32"), meet_in("Niort", "79")]
    assert name_facts(network({2025: "Gironde"}, meetings=more)) == []


def test_a_share_is_told_of_several_members() -> None:
    two = network({2025: "Auvergne-Rhône-Alpes, Occitanie"}, kinds=("région",))
    facts = list_facts(two, 2025)
    assert facts["fait"].tolist() == ["part"]
    # Some 8.2 and 6.1 of 68 million inhabitants.
    assert facts["part"].iloc[0] == pytest.approx(0.21, abs=0.01)
    assert name_facts(network({2025: "Île-de-France"}, kinds=("région",))) == []


def test_no_share_is_told_where_a_member_has_no_inhabitants() -> None:
    members = "Auvergne-Rhône-Alpes, Occitanie, Anciela"  # Anciela is an association
    assert name_facts(network({2025: members}, kinds=("région", "organisation"))) == []


ARRIVAL_AND_TOWN = network(
    {2024: "Gironde", 2025: "Gironde, Landes"}, meetings=[meet_in("Dax", "40")]
)


def test_the_most_telling_fact_is_told() -> None:
    told = tell_year(ARRIVAL_AND_TOWN, 2025)
    assert told == "L’année où les Landes ont rejoint le réseau."


def test_an_analyst_may_choose_the_fact_that_is_told_or_none() -> None:
    facts = list_facts(ARRIVAL_AND_TOWN, 2025)
    town = facts[facts["fait"] == "ville"]
    told = tell_year(ARRIVAL_AND_TOWN, 2025, town)
    assert told == "L’année où le réseau s’est retrouvé à\u00a0Dax."
    assert tell_year(ARRIVAL_AND_TOWN, 2025, facts.head(0)) == ""


def test_a_sentence_that_somebody_wrote_is_told_instead_of_a_fact() -> None:
    written = network(
        {2024: "Gironde", 2025: "Gironde, Landes"},
        texts={2025: "## La phrase de l’année\n\nUn *mot*.\n"},
    )
    assert list_facts(written, 2025)["fait"].tolist() == ["arrivée"]
    assert tell_year(written, 2025) == "Un mot."


def test_the_frame_of_no_fact_has_the_same_types() -> None:
    none = list_facts(network({2025: "Gironde"}), 2025)
    some = list_facts(network({2025: "Gironde"}, meetings=[meet_in("Dax", "40")]), 2025)
    assert none.empty
    pd.testing.assert_series_equal(none.dtypes, some.dtypes)
