"""Key figures: their values on the real network, their words, and that no number goes unnamed."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from annual_report.definitions import DEFINITIONS, Definition
from annual_report.edition import Edition, open_edition
from annual_report.french import in_words
from annual_report.french.numbers import IN_WORDS_UP_TO
from annual_report.key_figures import KeyFigure, key_figures
from annual_report.page import (
    attendance,
    copresence,
    coverage,
    figures_table,
    history,
    hosts,
    invitations,
    kinds,
    meetings,
    meetings_by_year,
    members,
    subjects,
)
from annual_report.page.figure import Figure
from annual_report.page.html import Fragment

REAL, EXAMPLE = "data/departements-participatifs", "data/reseau-exemple"


@pytest.fixture(scope="module")
def real() -> Edition:
    return open_edition(REAL, 2025)


def figure(value: float | None, before: float | None, unit: str = "rencontres") -> KeyFigure:
    return KeyFigure(Definition("n", "N", unit, "N.", lambda edition: None), value, before)


@pytest.mark.parametrize(
    ("given", "change"),
    [
        (figure(4, 5), "−1"),
        (figure(5, 4), "+1"),
        (figure(5, 5), "="),
        (figure(5, None), "—"),
        (figure(None, 5), "—"),
        (figure(0.75, 0.6, "part"), "+15,0\u00a0points"),
        (figure(0.75, 0.76, "part"), "−1,0\u00a0point"),
        (figure(13_358_155, 12_792_742), "+565\u202f413"),
    ],
)
def test_what_changed_since_the_year_before(given: KeyFigure, change: str) -> None:
    assert given.change == change


def test_the_table_leaves_out_what_nothing_is_known_of(real: Edition) -> None:
    page = figures_table.figures_table(real)
    assert "Présences" not in page.text
    assert "Agents" not in page.text
    facts = page.facts["key_figures"]
    assert {each["nom"] for each in facts["chiffres"]} == {each.name for each in DEFINITIONS}
    assert facts["chiffres"][0] == {
        "nom": "membres",
        "libelle": "Départements membres",
        "valeur": 16,
        "annee_precedente": 17,
        "evolution": -1,
        "unite": "départements",
        "definition": "Départements inscrits dans la table des membres pour l’année.",
    }


SENTENCES = (
    members.sentence,
    members.movement,
    members.members_map,
    coverage.coverage_sentence,
    history.seniority_sentence,
    lambda edition: history.history_figure(edition.network, edition.year),
    invitations.invitations_sentence,
    subjects.promise_sentence,
    meetings.comparison,
    meetings.large_figures,
    meetings.meetings_timeline,
    kinds.kinds_of_meetings,
    lambda edition: meetings_by_year.meetings_by_year(edition.network, edition.year, fewest=3),
    hosts.hosts_sentence,
    attendance.attendance_sentence,
    attendance.attendance_matrix,
    copresence.never_met_sentence,
)
"""All that states a number in prose: the year's own text and what tables count aside."""

LETTERS = {in_words(n, feminine=f): n for n in range(IN_WORDS_UP_TO + 1) for f in (True, False)}
# "un" and "une" are articles too, and "dix-neuf" holds "neuf".
WORD = re.compile(r"(?<![\w-])(" + "|".join(sorted(LETTERS, key=len, reverse=True)) + r")(?![\w-])")
NOT_A_COUNT = re.compile(
    r"«[^»]*»|\b(?:19|20)\d\d\b|Source[^.]*\.[^.]*\.|n°\s?\d+|1er|[\d,]+(?=\s%)"
    r"|\b\d{1,2}\s(?:et \d{1,2}\s)?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre"
    r"|octobre|novembre|décembre)\b"
)


def prose(made: Fragment | Figure) -> str:
    """Return what is said in paragraphs, captions and descriptions, notes to tables aside."""
    html = made.html
    soup = BeautifulSoup(html, "html.parser")
    parts = soup.select("p:not(.note), li, figcaption strong, svg desc")
    return " ".join(part.get_text() for part in parts)


def numbers(text: str) -> set[float]:
    text = NOT_A_COUNT.sub(" ", text)
    digits = {int(re.sub(r"\s", "", found)) for found in re.findall(r"\d[\d\u202f]*", text)}
    return digits | {LETTERS[word.lower()] for word in WORD.findall(text.lower())} - {1}


@pytest.mark.parametrize(
    ("data", "year"), [(REAL, 2024), (REAL, 2025), *((EXAMPLE, year) for year in range(2020, 2026))]
)
def test_every_number_of_the_prose_has_a_name(data: str, year: int) -> None:
    edition = open_edition(data, year)
    known: set[float] = {0, 1}
    for each in key_figures(edition):
        known |= {abs(v) for v in (each.value, each.before, each.difference) if v is not None}
    titles = [meeting.title for meeting in edition.meetings if meeting.title]
    for sentence in SENTENCES:
        said = prose(sentence(edition))
        for title in titles:  # a quoted title counts nothing
            said = said.replace(title, "")
        unnamed = numbers(said) - known
        assert not unnamed, f"{unnamed} in {said}"
    percents = set(re.findall(r"([\d,]+)\s%", " ".join(prose(s(edition)) for s in SENTENCES)))
    shares = [each.value for each in key_figures(edition) if each.definition.unit == "part"]
    printed = {
        f"{share * 100:.{n}f}".replace(".", ",") for share in shares if share for n in (0, 1)
    }
    assert percents <= printed | {"0", "100"}


def test_the_json_is_beside_the_page(real_build: Path) -> None:
    import json

    written = json.loads((real_build / "2025.json").read_text(encoding="utf-8"))
    assert {each["nom"]: each["valeur"] for each in written["chiffres"]}["population"] == 12_792_742
