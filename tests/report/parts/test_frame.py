"""What stands around the pages of a network, and in the list of them."""

import re

import pytest
from changing import EXAMPLE
from network_files import meeting, network

from annual_report.base.project import ROOT
from annual_report.network.measures import count_figures, list_tenures
from annual_report.network.network import Network, open_network
from annual_report.report.parts.frame import (
    show_cover_figures,
    show_large_figures,
    surround_page,
    tell_all_years,
)
from annual_report.report.publication.index import draw_members_map, list_every_member

TWO_YEARS = {2024: "Gironde, Landes, Loire-Atlantique", 2025: "Gironde, Loire-Atlantique"}


def list_cover_figures(of: Network, shares: int = 0) -> list[str]:
    """Return the large figures of the cover of 2025, with ordinary spaces."""
    cover = show_cover_figures(of, count_figures(of).T[2025], shares=shares).html
    return re.findall("<b>(.*?)</b>", cover.replace("\u00a0", " "))


def list_shares(figures: list[str]) -> list[str]:
    """Return those of a cover's figures that are shares."""
    return [figure for figure in figures if figure.endswith("%")]


def test_a_cover_shows_what_is_recorded() -> None:
    assert list_cover_figures(network({2025: "Gironde, Landes"})) == ["2"]  # members alone


def test_a_cover_has_as_many_shares_as_are_asked_for_the_first_that_are_known() -> None:
    two_members = network({2025: "Gironde, Landes"})
    assert list_cover_figures(two_members, shares=1) == ["2", "3,1 %"]

    with_attendance = open_network(ROOT / "data" / EXAMPLE)
    of_inhabitants, *others = list_shares(list_cover_figures(with_attendance, shares=2))
    assert list_shares(list_cover_figures(with_attendance, shares=1)) == [of_inhabitants]
    assert len(others) == 1


def test_of_a_single_member_no_share_is_on_the_cover() -> None:
    assert list_shares(list_cover_figures(network({2025: "Landes"}), shares=2)) == []


def test_a_large_figure_may_be_a_word_and_has_its_unit_and_detail() -> None:
    words = {"ville": "pour se retrouver", "ville_détail": "une fois"}
    shown = show_large_figures({"ville": "Nantes"}, words).html

    assert '<b>Nantes</b> <span class="unit">pour se retrouver</span>' in shown
    assert "stacked" in shown  # the class of a figure with a detail below it
    assert show_large_figures({"ville": 0}, words).html == show_large_figures({}, words).html


def test_an_invented_network_says_so_on_each_sheet_and_a_draft_at_its_head() -> None:
    met = [meeting(2025, "distanciel")]
    real = surround_page(network(TWO_YEARS, fictif="non", meetings=met), 2025)

    assert real["running_header"] == ""
    assert real["banners"] == []

    to_complete = {2025: "## Objectifs\n\nÀ compléter.\n"}
    draft = surround_page(network(TWO_YEARS, texts=to_complete), 2025)
    assert draft["running_header"] == "Réseau fictif."
    assert [banner["kind"] for banner in draft["banners"]] == ["fiction draft", "fiction"]


def list_who_counted(members: str, kind: str) -> list[str]:
    """Return "Insee" as often as the banner of an invented network cites it."""
    around = surround_page(network({2025: members}, kinds=[kind]))
    (banner,) = around["banners"]
    return re.findall("Insee", banner["words"])


def test_only_a_network_whose_members_have_inhabitants_cites_who_counted_them() -> None:
    assert list_who_counted("Rennes", "commune") == ["Insee"]
    assert list_who_counted("Anciela", "organisation") == []


def test_a_foot_says_what_the_network_is_and_leads_to_who_answers() -> None:
    gardens = network(
        TWO_YEARS, presentation="Le réseau réunit des jardins.", contact="a@exemple.fr"
    )
    around = surround_page(gardens)

    assert around["footer"].startswith("Le réseau réunit des jardins.")
    assert [notice["href"] for notice in around["notices"]] == ["mailto:a@exemple.fr"]
    assert "jardins" not in surround_page(gardens, presented=False)["footer"]


def test_the_list_names_everybody_and_says_of_whom_it_was_until_when() -> None:
    held = network(TWO_YEARS)
    listed = list_every_member(held, list_tenures(held, 2025)).html.replace("\u00a0", " ")

    assert "Landes (en 2024)" in listed
    assert "Gironde<" in listed  # still a member: no years stand behind the name
    assert tell_all_years(held)["sous_titre"] == "2024–2025"


@pytest.mark.parametrize(("names", "drawn"), [("Gironde, Landes", True), ("Anciela", False)])
def test_a_map_is_of_members_that_one_can_draw(names: str, drawn: bool) -> None:
    there = network({2025: names}, kinds=("département", "organisation"))
    assert bool(draw_members_map(there, list_tenures(there, 2025))) is drawn
