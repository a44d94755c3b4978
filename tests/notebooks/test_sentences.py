"""The pages' sentences for none, one and many, on networks that one reads at a glance."""

from dataclasses import replace
from typing import Any

import pytest
from cells import draw_cell, publish_cell, tell_cell
from tables import network, table

from annual_report import measures
from annual_report.base.french import in_years
from annual_report.network.network import Network
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.texts import YearText
from annual_report.report.publication.index import write_plain_list

MAP = ("annual_report", "carte")
MIXED = ("département", "organisation")
GIRONDE = {2025: "33"}


def called(found: Network, nom: str, **more: Any) -> Network:
    """Give a network settings of its own."""
    return replace(found, settings=Settings(nom, **more))


def test_years_in_words() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    assert in_years([(2020, 2021)]) == "en 2020 et 2021", "there is no year between"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"
    assert in_years([(2020, 2021), (2025, 2025)]) == "en 2020 et 2021, puis en 2025"


@pytest.mark.parametrize(
    ("name", "article", "of"),
    [
        ("fédération des possibles", "la", "de la fédération"),
        ("union des villes", "l’", "de l’union"),
        ("groupe des Landes", "le", "du groupe"),
    ],
)
def test_pages_describe_themselves_with_the_article_of_their_network(
    name: str, article: str, of: str
) -> None:
    small = called(network(GIRONDE), nom=name, article=article)
    assert f"\n> Les résumés annuels {of}" in write_plain_list(small, [])


@pytest.mark.parametrize(
    ("name", "its", "the", "of", "e"),
    [
        ("groupe des Landes", "le", "le groupe", "du groupe", ""),
        ("Union des maires", "l’", "l’union", "de l’union", "e"),
        ("Tous ensemble", "le", "le réseau", "du réseau", ""),
        ("assises des territoires", "les", "le réseau", "du réseau", ""),
        ("notre fédération", "la", "la fédération", "de la fédération", "e"),
    ],
)
def test_the_network_has_its_own_word(name: str, its: str, the: str, of: str, e: str) -> None:
    us = Settings(name, article=its).network_word
    assert (us.the, us.of, us.e) == (the, of, e)


@pytest.mark.parametrize(
    ("sentence", "lede"),
    [
        ("Mettre <em>nos outils</em> en commun.", "Mettre nos outils en commun."),
        (None, "Les membres du réseau, leurs sujets, leurs rencontres, et ce qui vient en 2026."),
    ],
)  # fmt: skip
def test_a_year_opens_on_its_sentence(sentence: str, lede: str) -> None:
    small = network(GIRONDE, texts={2025: YearText(sentence=sentence)})
    (opened,) = publish_cell(small, "annual_report", "couverture", year=2025)
    assert f'<p class="lede">{lede}</p>' in opened.html


def test_inhabitants_of_a_region_are_added_up_where_no_member_holds_another() -> None:
    of_one_kind = network({2025: "33 40 29"})
    drawn = draw_cell(of_one_kind, "year_data", "regions", year=2025)
    assert ">2 124 063<" in drawn  # of the two in Nouvelle-Aquitaine
    assert "Départements de la région" in drawn
    assert "Habitants des membres" in drawn
    mixed = network({2025: "33 40 29 Anciela"}, kinds=MIXED)
    assert "Habitants des membres" not in draw_cell(mixed, "year_data", "regions", year=2025)


def test_members_of_several_kinds_are_counted_and_the_map_says_who_drew_it() -> None:
    small = called(network(table("membres", "2025,44\n2025,Anciela")), "groupe", genres=MIXED)
    assert measures.count_figures(small)["regions"].isna().all()  # one is in no region
    drawn = draw_cell(small, *MAP, year=2025)
    assert "Contours : Natural Earth." in drawn


def test_no_list_of_names_is_longer_than_the_bound() -> None:
    codes = [f"{number:02}" for number in range(31, 60)]
    lines = "\n".join(f"{at},2025,,,présentiel,,Ville {at},{31 + at}" for at in range(28))
    small = network({2024: "30", 2025: " ".join(codes)}, rencontres=lines)
    moved = tell_cell(small, "annual_report", "mouvement-dit", year=2025)
    assert moved.startswith("29 membres ont rejoint le réseau")
    drawn = draw_cell(small, *MAP, year=2025)
    assert "arrivés ou de retour : 29 membres" in drawn
    assert "lieux de rencontre : 28 villes" in drawn


def test_a_legend_has_the_signs_that_were_drawn() -> None:
    small = network({2023: "33 44", 2024: "44 80", 2025: "33 44"})
    drawn = draw_cell(small, *MAP, year=2025)
    said = ("déjà membre en 2024", "arrivé ou de retour en 2025", "parti, ou absent de la liste")
    assert all(f">{words}" in drawn for words in said)
    alone = draw_cell(network(GIRONDE), *MAP, year=2025)
    assert ">membre en 2025<" in alone
    assert not any(f">{words}" in alone for words in (*said, "lieu de rencontre"))
