"""The pages' sentences for none, one and many, on networks that one reads at a glance."""

import pytest
from cells import draw_cell, publish_cell, tell_cell
from tables import network

from annual_report.base.french import in_years
from annual_report.network.reading.texts import YearText

MAP = ("annual_report", "carte")
MIXED = ("département", "organisation")
GIRONDE = {2025: "33"}


def test_years_in_words() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    assert in_years([(2020, 2021)]) == "en 2020 et 2021", "there is no year between"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"
    assert in_years([(2020, 2021), (2025, 2025)]) == "en 2020 et 2021, puis en 2025"


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
    assert opened.facts["page"]["lede"] == lede


def test_inhabitants_of_a_region_are_added_up_where_no_member_holds_another() -> None:
    of_one_kind = network({2025: "33 40 29"})
    drawn = draw_cell(of_one_kind, "year_data", "regions", year=2025)
    assert ">2 124 063<" in drawn  # of the two in Nouvelle-Aquitaine
    assert "Départements de la région" in drawn
    assert "Habitants des membres" in drawn
    mixed = network({2025: "33 40 29 Anciela"}, kinds=MIXED)
    assert "Habitants des membres" not in draw_cell(mixed, "year_data", "regions", year=2025)


def test_no_list_of_names_is_longer_than_the_bound() -> None:
    codes = [f"{number:02}" for number in range(31, 60)]
    lines = "\n".join(f"{at},2025,,,présentiel,,Ville {at},{31 + at}" for at in range(28))
    small = network({2024: "30", 2025: " ".join(codes)}, rencontres=lines)
    moved = tell_cell(small, "annual_report", "mouvement-dit", year=2025)
    assert moved.startswith("29 membres ont rejoint le réseau")
    drawn = draw_cell(small, *MAP, year=2025)
    assert "arrivés ou de retour : 29 membres" in drawn
    assert "lieux de rencontre : 28 villes" in drawn
