"""What is certain of a year, and worth its sentence where nobody wrote one."""

from dataclasses import replace

import pandas as pd
import pytest
from tables import network

from annual_report.network.measures import list_facts
from annual_report.network.network import Network
from annual_report.network.reading.texts import YearText
from annual_report.report.parts.frame import tell_year

THREE = {2023: "Gironde, Landes", 2024: "Gironde, Landes", 2025: "Gironde, Landes"}


def hold(name: str, year: int, number: int, form: str = "distanciel", town: str = "") -> str:
    """Return rows of meetings of a year, as a file has them."""
    return "\n".join(f"{name}{at},{year},,,{form},,{town}" for at in range(number))


def since(year: int, of: Network) -> Network:
    """Return a network that says when it began."""
    return replace(of, settings=replace(of.settings, depuis=year))


def names_of(of: Network, year: int = 2025) -> list[str]:
    return list_facts(of, year)["fait"].tolist()


def test_a_first_year_is_one_that_the_network_says_itself() -> None:
    held = network({2024: "Gironde, Landes", 2025: "Gironde, Landes"})
    assert names_of(held, 2024) == []
    assert names_of(since(2024, held), 2024) == ["première année"]
    assert names_of(since(2024, held), 2025) == []


def test_somebody_has_arrived_only_where_the_year_before_is_recorded() -> None:
    held = network({2022: "Gironde", 2024: "Gironde, Landes", 2025: "Gironde, Landes, Gers"})
    assert names_of(held, 2024) == []
    facts = list_facts(held, 2025)
    assert facts["fait"].tolist() == ["arrivée"]
    assert facts["lesquels"].tolist() == [["32"]]


def test_who_comes_back_has_not_arrived() -> None:
    held = network({2023: "Gironde, Landes", 2024: "Gironde", 2025: "Gironde, Landes"})
    assert names_of(held) == []


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [((1, 2), 3, True), ((1, 3), 3, False), ((0, 2), 3, False), ((4, 2), 3, False)],
)
def test_meetings_are_a_record_only_among_years_that_all_are_recorded(
    before: tuple[int, int], now: int, told: bool
) -> None:
    rows = [hold("a", 2023, before[0]), hold("b", 2024, before[1]), hold("c", 2025, now)]
    held = network(THREE, rencontres="\n".join(filter(None, rows)))
    assert names_of(held) == (["record"] if told else [])


def test_of_two_years_or_with_a_year_between_them_none_is_a_record() -> None:
    rows = hold("a", 2024, 1) + "\n" + hold("b", 2025, 2)
    assert names_of(network({2024: "Gironde", 2025: "Gironde"}, rencontres=rows)) == []
    rows = hold("a", 2022, 1) + "\n" + rows
    of = network({2022: "Gironde", 2024: "Gironde", 2025: "Gironde"}, rencontres=rows)
    assert names_of(of) == []


def test_a_year_has_the_town_of_its_annual_meeting_or_the_few_where_it_met() -> None:
    rows = "a,2025,,,présentiel,,Dax,40\nb,2025,,,hybride,,Pau,64\nc,2025,,,distanciel,,Agen,47"
    facts = list_facts(network({2025: "Gironde"}, rencontres=rows), 2025)
    assert facts["lesquels"].tolist() == [["Dax", "Pau"]]
    annual = rows.replace("hybride,,", "hybride,rencontre annuelle,")
    facts = list_facts(network({2025: "Gironde"}, rencontres=annual), 2025)
    assert facts["lesquels"].tolist() == [["Pau"]]
    more = "\n".join([rows, "d,2025,,,présentiel,,Auch,32", "e,2025,,,présentiel,,Niort,79"])
    assert names_of(network({2025: "Gironde"}, rencontres=more)) == []


def test_a_share_is_told_of_several_members_all_of_whose_populations_are_known() -> None:
    most = "Auvergne-Rhône-Alpes, Occitanie"
    held = network({2025: most}, kinds=("région",))
    facts = list_facts(held, 2025)
    assert facts["fait"].tolist() == ["part"]
    assert facts["part"].iloc[0] == pytest.approx(0.21, abs=0.01)
    with_others = network({2025: f"{most}, Anciela"}, kinds=("région", "organisation"))
    assert names_of(with_others) == []
    assert names_of(network({2025: "Île-de-France"}, kinds=("région",))) == []


def test_the_most_telling_fact_is_told_unless_somebody_wrote_a_sentence() -> None:
    rows = "a,2025,,,présentiel,,Dax,40"
    held = network({2024: "Gironde", 2025: "Gironde, Landes"}, rencontres=rows)
    assert tell_year(held, 2025) == "L’année où les Landes ont rejoint le réseau."
    facts = list_facts(held, 2025)
    town = facts[facts["fait"] == "ville"]
    assert tell_year(held, 2025, town) == "L’année où le réseau s’est retrouvé à\u00a0Dax."
    assert tell_year(held, 2025, facts.head(0)) == ""
    written = replace(held, textes={2025: YearText(sentence="<p>Un <em>mot</em>.</p>")})
    assert tell_year(written, 2025) == written.text(2025).plain_sentence != ""


def test_the_frame_of_no_fact_has_the_same_types() -> None:
    none = list_facts(network({2025: "Gironde"}), 2025)
    some = list_facts(network({2025: "Gironde"}, rencontres="a,2025,,,présentiel,,Dax,40"), 2025)
    assert none.empty
    pd.testing.assert_series_equal(none.dtypes, some.dtypes)
