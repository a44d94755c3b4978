"""Every fact of the two source documents can be read in the report of its year.

The facts were listed by hand from the documents: a year, a chapter, and words that must be in that
chapter's text, in that order, with "..." for what may stand between them.
"""

import re
from pathlib import Path

import pytest
from changing import REAL
from page_text import chapter_text, page_text, parse, words

from annual_report.base.project import ROOT

MEMBERS_2024 = (
    "11 Aude 16 Charente 19 Corrèze 31 Haute-Garonne 32 Gers 33 Gironde 35 Ille-et-Vilaine "
    "40 Landes 44 Loire-Atlantique 47 Lot-et-Garonne 49 Maine-et-Loire 54 Meurthe-et-Moselle "
    "63 Puy-de-Dôme 64 Pyrénées-Atlantiques 73 Savoie 80 Somme 93 Seine-Saint-Denis"
)
MEMBERS_2025 = MEMBERS_2024.replace("80 Somme ", "")
MOST_WORDS = 600
CODES_2024 = "11 16 19 31 32 33 35 40 44 47 49 54 63 64 73 80 93"
INSTITUTE = "Institut de la Concertation et de la Participation Citoyenne"

FACTS = """
2024 1  Le groupe réunit 17 départements
2024 1  agents
2024 2  besoin de nouveaux outils de coopération ... mettre à jour ceux que nous avions
2024 2  principaux chantiers ... page « Départements » ... espace collaboratif de partage
2024 3  En présentiel Une rencontre, à Dax, en début d’année Une rencontre, à Toulouse
2024 2  En début d’année, à Dax, dans les Landes, nous avons choisi nos sujets
2024 2  deux formats ... retours d’expériences ... sessions thématiques
2024 3  À distance Trois rencontres
2024 4  La page « Départements » de l’ICPC fait peau neuve
2024 4  Grâce aux outils collaboratifs ... réorganisé cette page
2024 4  se lit plus facilement
2024 4  ce que fait notre groupe ... les dispositifs que les départements membres
2024 4  À découvrir, ou à redécouvrir, sur le site de l’ICPC
2024 5  Et pour 2025 ? ... retours d’expériences continueront ... nouveaux sujets, comme
2024 5  conseils des jeunes issus de l’aide sociale à l’enfance (ASE)

2025 1  Le groupe réunit seize départements
2025 1  Tous étaient déjà membres en 2024, parmi 17 départements.
2025 2  Ressources des Rencontres européennes de la participation
2025 2  à distance ... ressources rapportées ... par celles et ceux qui y étaient
2025 2  revenir sur la rencontre de Nantes ... nouveau programme annuel
2025 2  En fin d’année, nous avons échangé ... protection des données (RGPD)
2025 3  Chaque rencontre ... nouvelles ... comparer nos pratiques ... astuces
2025 3  En présentiel « Rencontres annuelles ... », à Nantes, les 19 et 20 juin ... Loire-Atlantique
2025 3  À distance Trois rencontres
2025 4  à Nantes pour la rencontre annuelle
2025 4  Le Département de Loire-Atlantique a accueilli notre rencontre annuelle
2025 4  participation quand les budgets sont contraints
2025 4  partagé des outils ... adapter nos pratiques
2025 4  balades urbaines ... idées
2025 5  Et pour 2026 ? ... deux formats ... sessions thématiques
2025 5  en atelier ... l’aide sociale à l’enfance (ASE)
2025 5  structuration interne ... implication des élues et des élus
2025 5  séances de codéveloppement bimensuelles

What only the data can show:
2025 2  Conseils des jeunes issus de l’aide sociale à l’enfance (ASE) ... au programme de 2026
2025 1  12,8 millions d’habitants dans sept régions ... près d’un habitant sur cinq
2025 3  Le groupe s’était réuni cinq fois en 2024 (trois à distance)
"""


@pytest.mark.parametrize("line", re.findall(r"^\d{4} \d  .*", FACTS, flags=re.M))
def test_a_fact_can_be_read(real_build: Path, line: str) -> None:
    place, fact = line.split("  ", 1)
    year, chapter = place.split()
    assert_reads(chapter_text(real_build / f"{year}.html", int(chapter)), fact)


TOLD = {
    2024: """
Des outils pour coopérer, nouveaux ou à mettre à jour, et *une vitrine plus lisible* de ce que \
font nos départements.
    new tools, and an update of those there were; the page that shows the members' schemes, clearer
En début d’année, à Dax, dans les Landes, nous avons choisi nos sujets, en deux formats : des \
retours d’expériences et des sessions thématiques.
    at Dax, early in the year, the group agreed on its subjects in two formats
Nous avions besoin de nouveaux outils de coopération, et de mettre à jour ceux que nous avions.
    the members needed new tools for working together, and an update of theirs
Ce fut l’un de nos principaux chantiers, avec notamment la page « Départements » et un espace \
collaboratif de partage.
    that was a main undertaking of the year: the page, the shared space, and more
### La page « Départements » de l’ICPC fait peau neuve
    the page of the institute's site was renewed
Grâce aux outils collaboratifs, nous avons réorganisé cette page, qui se lit plus facilement.
    the tools let the group restructure the page and make it easier to read
Elle montre ce que fait notre groupe, et les dispositifs que les départements membres mettent en \
œuvre chez eux.
    the page shows what the group does, and the schemes of its members
À découvrir, ou à redécouvrir, sur le site de l’ICPC !
    readers are invited to see it, or to see it again; it is on the institute's site
En 2025, nos rencontres de retours d’expériences continueront.
    these meetings go on
Nous nous réunirons aussi sur de nouveaux sujets, comme les conseils des jeunes issus de l’aide \
sociale à l’enfance (ASE).
    the group will meet on new subjects, of which this is an example
""",
    2025: """
La participation *quand les budgets se resserrent* : à Nantes, échanges, outils partagés et \
balades urbaines.
    Nantes was on participation when budgets are tight: exchanges, sharing of tools, urban walks
Nos rencontres à distance ont servi notamment à partager les ressources rapportées des Rencontres \
européennes de la participation par celles et ceux qui y étaient, à revenir sur la rencontre de \
Nantes et à bâtir notre nouveau programme annuel.
    what the group met for remotely: three things, among others
En fin d’année, nous avons échangé sur le règlement général sur la protection des données (RGPD).
    at the end of the year it exchanged on the RGPD
Chaque rencontre est aussi l’occasion de donner des nouvelles, de comparer nos pratiques et de \
nous transmettre des astuces.
    each exchange is for news, for comparing practices, for tips
### Deux jours à Nantes pour la rencontre annuelle
    19 and 20 June, at Nantes
Le Département de Loire-Atlantique a accueilli notre rencontre annuelle.
    it was the host
Nous y avons échangé sur la participation quand les budgets sont contraints, et partagé des outils \
pour y faire face et adapter nos pratiques.
    exchanges on participation when budgets are tight; tools to answer that and adapt practices
Des balades urbaines ont aussi donné des idées.
    urban walks were an inspiration
En 2026, nous nous réunirons selon deux formats.
    two formats for 2026
Des sessions thématiques, en atelier, porteront sur l’aide sociale à l’enfance (ASE), la \
structuration interne et l’implication des élues et des élus.
    a workshop on three things
S’y ajouteront des séances de codéveloppement bimensuelles.
    the second format
""",
}
"""Each sentence that the group tells of a year, and below it the fact of its document."""


@pytest.mark.parametrize("year", TOLD)
def test_each_sentence_of_a_text_tells_a_fact_of_its_document(year: int) -> None:
    text = (ROOT / "data" / REAL / "textes" / f"{year}.md").read_text(encoding="utf-8")
    paragraphs = "\n".join(re.findall(r"^(?!## ).+", text, flags=re.M))
    sentences = re.split(r"\n|(?<=[.!?]) (?=[A-ZÀÉ])", paragraphs)
    rows = TOLD[year].strip().split("\n")

    assert rows[0::2] == sentences
    assert all(fact.startswith("    ") for fact in rows[1::2])


def assert_reads(text: str, fact: str) -> None:
    """Check that a text has the parts of a fact, in their order."""
    position = 0
    for part in fact.split(" ... "):
        assert part in text[position:], f"{part!r} not found after {text[:position][-40:]!r}"
        position += text[position:].index(part)


@pytest.mark.parametrize(("year", "members"), [(2024, MEMBERS_2024), (2025, MEMBERS_2025)])
def test_every_member_is_numbered_on_the_map(real_build: Path, year: int, members: str) -> None:
    labels = parse(real_build / f"{year}.html").select("figure svg")[0]("text")
    assert set(re.findall(r"\d\d", members)) <= {words(label.get_text()) for label in labels}


@pytest.mark.parametrize("page", ["2025.html", "2025-donnees.html"])
def test_nothing_is_told_of_who_is_not_listed_any_more(real_build: Path, page: str) -> None:
    """The documents say nothing of it: the network leaves it out."""
    text = page_text(real_build / page)
    # A drawing of all départements has each by its name, members or not.
    told = parse(real_build / page)
    for bar in told.select("svg title"):
        bar.decompose()

    assert "Somme" not in words(told.get_text(" "))
    assert "17 membres" not in text
    assert "membre de moins" not in text


@pytest.mark.parametrize("page", ["2025.html", "2024.html", "2025-donnees.html"])
def test_a_table_is_headed_by_words_and_by_no_name_of_a_column(real_build: Path, page: str) -> None:
    heads = [words(head.get_text()) for head in parse(real_build / page).select("th[scope=col]")]
    assert len(heads) > 0
    assert [head for head in heads if head[:1].islower()] == []


SLIPS = (
    "Haute Garonne",
    "La Loire Atlantique",
    "Loire Atlantique",
    "a échanger",
    "ballades",
    "le 19 et 20 juin",
    "agent.es",
    "élu.es",
)
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
    shown = [head.get_text() for head in heads]
    assert [code for code in shown if code in codes][: len(codes)] == codes
    assert INSTITUTE in text
    assert "ICPC" in text
    assert [slip for slip in SLIPS if slip in text] == []


def test_no_date_is_told_but_that_of_nantes(real_build: Path) -> None:
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    day = rf"(?:\d+(?:er)? et )?\d+(?:er)? (?:{months})\b"

    assert re.findall(day, page_text(real_build / "2024.html")) == []
    assert set(re.findall(day, page_text(real_build / "2025.html"))) == {"19 et 20 juin"}


def test_the_pages_are_short_and_claim_no_departure_promise_or_rate(real_build: Path) -> None:
    for page in real_build.rglob("*.html"):
        text = page_text(page)
        assert not re.search(r"quitté|promis|tenus\b|invitations? dont", text), page.name
        assert not re.search(r"annoncée?s? de nouveau|de nouveau annoncé", text), page.name
        assert not re.search(r"\d+ (?:agents|participants|présents)", text), page.name
    share = re.findall(r"[\d,]+ %", page_text(real_build / "2025.html"))

    assert set(share) == {"18,7 %"}, "that of the population, and no other rate"

    for year in (2024, 2025):
        main = parse(real_build / f"{year}.html").main
        assert main is not None
        for folded in main(["svg", "details"]):
            folded.decompose()
        assert 200 < len(main.get_text(" ").split()) <= MOST_WORDS
