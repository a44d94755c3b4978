"""What stands around the pages of a network, and in the list of them."""

from dataclasses import replace
from typing import Any

import pytest
from changing import EXAMPLE
from tables import network

from annual_report.base.project import ROOT
from annual_report.network.measures import count_figures, list_tenures
from annual_report.network.network import Network, open_network
from annual_report.network.reading.settings import Settings
from annual_report.report.parts.frame import (
    show_cover_figures,
    show_large_figures,
    surround_page,
    tell_all_years,
)
from annual_report.report.publication.index import draw_members_map, list_every_member

HELD = network({2024: "Gironde, Landes, Loire-Atlantique", 2025: "Gironde, Loire-Atlantique"})


def describe(**settings: Any) -> Network:
    """Give the network words of its own."""
    return replace(HELD, settings=Settings("réseau", **settings))


def test_a_cover_shows_what_is_recorded() -> None:
    of = network({2025: "Gironde, Landes"})
    made = show_cover_figures(of, count_figures(of).T[2025]).html
    assert "<b>2</b>" in made
    assert "rencontre" not in made


def test_a_cover_has_as_many_shares_as_are_asked_for_the_first_that_are_known() -> None:
    of = network({2025: "Gironde, Landes"})
    values = count_figures(of).T[2025]
    assert show_cover_figures(of, values).html.count("<b>") == 1
    assert "<b>3,1\u00a0%</b>" in show_cover_figures(of, values, shares=1).html
    met = open_network(ROOT / "data" / EXAMPLE)
    values = count_figures(met).T[2025]
    assert show_cover_figures(met, values, shares=1).html.count("%</b>") == 1
    assert show_cover_figures(met, values, shares=2).html.count("%</b>") == 2
    few = network({2025: "Landes"})
    assert "%" not in show_cover_figures(few, count_figures(few).T[2025], shares=2).html


def test_a_large_figure_may_be_a_word_and_has_its_unit_and_detail() -> None:
    words = {"ville": "pour se retrouver", "ville_détail": "une fois"}
    made = show_large_figures({"ville": "Nantes"}, words).html
    assert '<b>Nantes</b> <span class="unit">pour se retrouver</span>' in made
    assert "stacked" in made
    assert show_large_figures({"ville": 0}, words).html == show_large_figures({}, words).html


def test_an_invented_network_says_so_on_each_sheet_and_a_draft_at_its_head() -> None:
    plain = surround_page(HELD, 2025)
    assert plain["running_header"] == ""
    assert plain["banners"] == []
    draft = surround_page(replace(describe(fictif=True), drafts=(2025,)), 2025)
    assert draft["running_header"] != ""
    assert [banner["kind"] for banner in draft["banners"]] == ["fiction draft", "fiction"]


def test_only_a_network_whose_members_have_inhabitants_cites_who_counted_them() -> None:
    for kind, cited in (("commune", True), ("organisation", False)):
        around = surround_page(describe(fictif=True, genres=(kind,)), 2025)
        assert ("Insee" in around["banners"][0]["words"]) is cited


def test_a_foot_says_what_the_network_is_and_leads_to_who_answers() -> None:
    told = describe(presentation="Le réseau réunit des jardins.", contact="a@exemple.fr")
    around = surround_page(told)
    assert around["footer"].startswith("Le réseau réunit des jardins.")
    assert [notice["href"] for notice in around["notices"]] == ["mailto:a@exemple.fr"]
    assert "jardins" not in surround_page(told, presented=False)["footer"]


def test_the_list_names_everybody_and_says_of_whom_it_was_until_when() -> None:
    made = list_every_member(HELD, list_tenures(HELD, 2025)).html.replace("\u00a0", " ")
    assert "Landes (en 2024)" in made
    assert "Gironde<" in made
    assert tell_all_years(HELD)["sous_titre"] == "2024–2025"


@pytest.mark.parametrize(("names", "drawn"), [("Gironde, Landes", True), ("Anciela", False)])
def test_a_map_is_of_members_that_one_can_draw(names: str, drawn: bool) -> None:
    there = network({2025: names}, kinds=("département", "organisation"))
    assert bool(draw_members_map(there, list_tenures(there, 2025))) is drawn
