"""Every fact of the two source documents can be read in the report of its year, most on its poster.

The facts were listed by hand from the documents: a year, a chapter, and words that must be in that
chapter's text, in that order, with "..." for what may stand between them.
"""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from changing import REAL, copy_network, edit
from making import build_some
from page_text import chapter_text, page_text, parse, words

MEMBERS_2024 = (
    "11 Aude 16 Charente 19 Corrèze 31 Haute-Garonne 32 Gers 33 Gironde 35 Ille-et-Vilaine "
    "40 Landes 44 Loire-Atlantique 47 Lot-et-Garonne 49 Maine-et-Loire 54 Meurthe-et-Moselle "
    "63 Puy-de-Dôme 64 Pyrénées-Atlantiques 73 Savoie 80 Somme 93 Seine-Saint-Denis"
)
MEMBERS_2025 = MEMBERS_2024.replace("80 Somme ", "")
CODES_2024 = "11 16 19 31 32 33 35 40 44 47 49 54 63 64 73 80 93"
INSTITUTE = "Institut de la Concertation et de la Participation Citoyenne"

FACTS = """
2024 1  Le groupe réunit 17 départements
2024 1  agents
2024 2  sujets ont été abordés ... deux formats ... retours d’expériences ... sessions thématiques
2024 2  besoin de nouveaux outils de coopération ... mise à jour des anciens
2024 2  principaux chantiers
2024 2  espace collaboratif de partage
2024 3  En présentiel Deux rencontres, à Dax et à Toulouse
2024 3  L’année a débuté à Dax, dans les Landes ... choisi ses sujets
2024 3  À distance Trois rencontres
2024 4  page « Départements » de l’ICPC ... du site de l’ICPC faisait aussi partie du chantier
2024 4  Grâce aux outils collaboratifs ... réorganisée et se lit plus facilement
2024 4  invite à découvrir ce que fait le groupe ... les dispositifs que les départements membres
2024 5  Et pour 2025 ? ... retours d’expériences continueront ... nouveaux sujets, comme
2024 5  conseils des jeunes issus de l’aide sociale à l’enfance (ASE)

2025 1  Le groupe réunit 16 départements
2025 1  La Somme ... ne figure plus dans la liste de 2025
2025 1  Tous étaient déjà membres en 2024
2025 2  trois fois à distance
2025 2  Ressources des Rencontres européennes de la participation
2025 2  ressources rapportées par celles et ceux qui étaient aux Rencontres européennes
2025 2  Retour sur la rencontre de Nantes
2025 2  Nouveau programme annuel
2025 2  En fin d’année, il a échangé ... règlement général sur la protection des données (RGPD)
2025 3  Chaque rencontre ... nouvelles ... comparer les pratiques ... astuces
2025 3  En présentiel Une rencontre, à Nantes, les 19 et 20 juin
2025 3  À distance Trois rencontres
2025 4  à Nantes pour la rencontre annuelle
2025 4  Accueillis par le Département de Loire-Atlantique
2025 4  participation en temps de budgets contraints
2025 4  partagé des outils ... adapter leurs pratiques
2025 4  balades urbaines ... inspiration
2025 5  Et pour 2026 ? ... deux formats ... sessions thématiques
2025 5  en atelier ... l’aide sociale à l’enfance (ASE)
2025 5  structuration interne ... implication des élues et des élus
2025 5  séances de codéveloppement bimensuelles

What only the data can show:
2025 2  « Conseils des jeunes issus de l’aide sociale à l’enfance (ASE) » était une idée pour 2025
2025 2  le thème revient au programme de 2026
2025 1  La Somme, seul membre des Hauts-de-France en 2024
2025 1  12,8 millions d’habitants, soit près d’un habitant sur cinq en France
2025 3  Le groupe s’était réuni cinq fois en 2024, dont trois à distance
"""


@pytest.mark.parametrize("line", re.findall(r"^\d{4} \d  .*", FACTS, flags=re.M))
def test_a_fact_can_be_read(real_build: Path, line: str) -> None:
    place, fact = line.split("  ", 1)
    year, chapter = place.split()
    assert_reads(chapter_text(real_build / f"{year}.html", int(chapter)), fact)


def assert_reads(text: str, fact: str) -> None:
    """Check that a text has the parts of a fact, in their order."""
    position = 0
    for part in fact.split(" ... "):
        assert part in text[position:], f"{part!r} not found after {text[:position][-40:]!r}"
        position += text[position:].index(part)


ON_THE_POSTER = """
2024  17 départements
2024  5 rencontres ... 2 en présentiel, 3 à distance
2024  nouveaux outils de coopération ... mise à jour des anciens
2024  principaux chantiers ... espace collaboratif de partage
2024  sujets ont été abordés ... deux formats ... retours d’expériences ... sessions thématiques
2024  Dax , début d’année ... Toulouse ... Trois à distance
2024  L’année a débuté à Dax, dans les Landes ... choisi ses sujets
2024  page « Départements » de l’ICPC ... faisait aussi partie du chantier
2024  Grâce aux outils collaboratifs ... réorganisée et se lit plus facilement
2024  invite à découvrir ce que fait le groupe ... les dispositifs que les départements membres
2024  retours d’expériences continueront en 2025 ... nouveaux sujets, comme
2024  conseils des jeunes issus de l’aide sociale à l’enfance (ASE)

2025  16 départements
2025  4 rencontres ... 1 à Nantes, 3 à distance
2025  La participation quand les budgets se resserrent
2025  Ressources des Rencontres européennes de la participation
2025  Retour sur la rencontre de Nantes
2025  Nouveau programme annuel
2025  Protection des données (RGPD)
2025  Nantes , 19 et 20 juin ... Trois à distance
2025  donner des nouvelles ... comparer les pratiques ... astuces
2025  Accueillis par le Département de Loire-Atlantique
2025  participation en temps de budgets contraints ... partagé des outils ... adapter leurs
2025  balades urbaines ... inspiration
2025  Et pour 2026 ? ... Sessions thématiques ... Aide sociale à l’enfance (ASE)
2025  Structuration interne ... Implication des élues et des élus
2025  Séances de codéveloppement bimensuelles ... entraide entre pairs
"""
"""What the report alone tells: who isn't listed any more."""


@pytest.mark.parametrize("line", re.findall(r"^\d{4}  .*", ON_THE_POSTER, flags=re.M))
def test_a_fact_is_on_the_poster(real_build: Path, line: str) -> None:
    year, fact = line.split("  ", 1)
    assert_reads(page_text(real_build / f"{year}-affiche.html"), fact)


@pytest.mark.parametrize(("year", "members"), [(2024, MEMBERS_2024), (2025, MEMBERS_2025)])
def test_every_member_is_named_on_the_map_of_the_poster(
    real_build: Path, year: int, members: str
) -> None:
    drawing = parse(real_build / f"{year}-affiche.html").select("figure svg")[0]
    # Its code stands before it, or in its territory; a long name is parted after a hyphen.
    lines = [re.sub(r"^\d\d ", "", words(each.get_text())) for each in drawing("text")]
    named = {*lines, *map("".join, pairwise(lines))}
    names = re.split(r" ?\d\d ", members)[1:]
    assert len(names) == len(set(names)) == (17 if year == 2024 else 16)
    assert set(names) <= named
    assert all(name in words(str(drawing["aria-label"])) for name in names)


SLIPS = ("Haute Garonne", "La Loire Atlantique", "Loire Atlantique", "a échanger", "ballades",
         "le 19 et 20 juin", "agent.es", "élu.es")  # fmt: skip
"""What the documents got wrong."""


@pytest.mark.parametrize(("year", "members"), [(2024, MEMBERS_2024), (2025, MEMBERS_2025)])
def test_members_whose_group_it_is_and_chapters_are_in_order_and_no_slip_is_repeated(
    real_build: Path, year: int, members: str
) -> None:
    report = real_build / f"{year}.html"
    chapters = [chapter_text(report, number) for number in range(1, 6)]
    assert members in chapters[0]
    text = page_text(report)
    places = [text.index(chapter[:40]) for chapter in chapters]
    assert places == sorted(places)
    codes = [code for code in CODES_2024.split() if year == 2024 or code != "80"]
    heads = parse(report).select("table th[scope=row]")  # the map's data first
    shown = [each.get_text() for each in heads]
    assert [code for code in shown if code in codes][: len(codes)] == codes
    for said in (text, page_text(real_build / f"{year}-affiche.html")):
        assert INSTITUTE in said
        assert "ICPC" in said
        assert [slip for slip in SLIPS if slip in said] == []


def test_no_date_is_told_but_that_of_nantes(real_build: Path) -> None:
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    day = rf"(?:\d+(?:er)? et )?\d+(?:er)? (?:{months})\b"
    assert re.findall(day, page_text(real_build / "2024.html")) == []
    assert set(re.findall(day, page_text(real_build / "2025.html"))) == {"19 et 20 juin"}


def test_the_report_follows_its_data(real_build: Path, tmp_path: Path) -> None:
    """A member, a town and a count that change in the package change on the page."""
    package = copy_network(REAL, tmp_path)
    edit(package / "membres.csv", "2025,93,\n", "2025,974,\n")
    edit(package / "rencontres.csv", "Nantes,44,44", "Angers,49,49")
    edit(package / "rencontres.csv", "2025-4,2025,2025,,distanciel,,,,,\n", "")
    build_some(package, tmp_path / "out", "annual_report", "year_data")

    before, after = real_build / "2025.html", tmp_path / "out" / "2025.html"
    members = "73 Savoie 974 La Réunion"
    assert members in chapter_text(after, 1)
    assert members not in chapter_text(before, 1)
    gone = "La Somme et la Seine-Saint-Denis ne figurent plus dans la liste"
    assert gone in chapter_text(after, 1)
    assert "Une rencontre, à Angers" in chapter_text(after, 3)
    assert "Angers" not in chapter_text(before, 3)
    assert "À distance Deux rencontres" in chapter_text(after, 3)
    assert key_figure(before, "rencontres") == 4
    assert key_figure(after, "rencontres") == 3
    # The list of pages leads to none of those that were not built.
    addresses = {str(each["href"]) for each in parse(after.with_name("index.html"))("a", href=True)}
    local = {each for each in addresses if not each.startswith(("#", "data:"))}
    assert "2025.html" in local
    assert [each for each in local if not after.with_name(each).exists()] == []


def key_figure(page: Path, name: str) -> object:
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return {each["nom"]: each["valeur"] for each in told["chiffres"]}[name]
