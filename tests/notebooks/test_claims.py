"""No page claims more than its data hold, and each reads well aloud.

Forbidden readings are looked for in every page of both networks. What a page claims where somebody
recorded it, and doesn't where nobody did, is tried on two networks that differ by that alone.
"""

import re
from pathlib import Path

import pytest
from changing import REAL, copy_network, edit
from making import build_some
from page_text import (
    alternatives_of,
    cells_of,
    chapter_text,
    find_wrong_words,
    page_text,
    parse,
    sentences_of,
    spoken_text,
)

MOST_WORDS = 600
FEW_WORDS = 5
"""Shorter ones, and captions, may stand at two places."""
CLAIMS = (
    # departures, promises, hosts and rates that nobody recorded
    r"ne (?:fait|font) plus partie",
    r"[Aa]ucun départ",
    r"promis et tenus|\d+ tenus?\b",
    r"jamais (?:venu|accueilli)",
    r"passée?s? par (?:le|la|l’)",  # who is still there has not passed by
    # faults of language
    r"\d années? sur \d",
    r"de cette année|, cette année",
    r"rejoignent (?:le|la|l’)",  # beside what is told in the past
    r"[Vv]enues?\b(?! de)|dont on connaît la suite|présences? notées?",
    r"(?i)^([\w ]+) des \1 membres",
    r"du réseau Réseau",
    r"(?i)^(\w+) .*, \1$",  # "Guide du tirage au sort, guide"
    # a statement of conformity belongs to whoever publishes, after an audit
    r"(?i)rgaa|wcag|conforme",
    # one word for each thing
    r"distanciel",
    r"[Dd]’une année à l’autre|[Tt]endances|sur toutes ses années|[Aa]nnée après année",
    # identifiers of meetings
    r"\b20\d\d-R?\d{1,2}\b",
    # a sentence that begins with figures
    r"(?:^|[.?!] )\d+ (?!août|avril|décembre|février|janvier|juillet|juin|mai|mars|nov|oct|sept)",
)
"""What no paragraph, caption or line of a list says, on any page of either network."""
NUMBERS = re.compile(
    r"^(?:\d+ % |\d+ (?:départements?|membres?|rencontres?|sujets?|habitants|années?|"
    r"en présentiel|hybrides?|à distance|voisine?s?)|"
    r"\d{1,3}(?: \d{3})+ habitants|\d+ [A-ZÉÎ]|"
    r"\d{4} (?:\d+ |de nouveau membre)|"
    r"\d{1,2}(?:er)? (?:et|au))"
)
"""Large figures, a year or a member of a list with what belongs to it, or a meeting’s date."""


def pages(*builds: Path) -> list[Path]:
    of_builds = [list(build.rglob("*.html")) for build in builds]
    assert all(of_builds), "each network has pages"
    return [page for of_build in of_builds for page in of_build]


def test_a_forbidden_reading_is_on_no_page(real_build: Path, example_build: Path) -> None:
    found = [
        (page.name, line)
        for page in pages(real_build, example_build)
        for line in (*sentences_of(page), *alternatives_of(page))
        for reading in CLAIMS
        if re.search(reading, line) and not (r"\d+" in reading and NUMBERS.match(line))
    ]
    assert found == []


def test_no_singular_is_plural_and_no_unknown_is_printed_raw(
    real_build: Path, example_build: Path
) -> None:
    for page in pages(real_build, example_build):
        lines = (*sentences_of(page), *alternatives_of(page), *cells_of(page))
        assert [(line, wrong) for line in lines if (wrong := find_wrong_words(line))] == [], page


def test_nothing_is_said_twice_on_a_page(real_build: Path, example_build: Path) -> None:
    for page in pages(real_build, example_build):
        said = [
            sentence
            for line in sentences_of(page)
            for sentence in re.split(r"(?<=[.?!]) ", line)
            if len(sentence.split()) >= FEW_WORDS and sentence[-1] in ".?!"
        ]
        assert sorted(set(said)) == sorted(said), page


def test_the_real_pages_are_short_and_claim_no_departure_promise_or_rate(real_build: Path) -> None:
    for page in real_build.rglob("*.html"):
        text = page_text(page)
        assert not re.search(r"quitté|promis|tenus\b|invitations? dont", text), page.name
        assert not re.search(r"annoncée?s? de nouveau|de nouveau annoncé", text), page.name
        assert not re.search(r"\d+ (?:agents|participants|présents)", text), page.name
    share = re.findall(r"[\d,]+ %", page_text(real_build / "2025.html"))
    assert share == ["18,7 %"], "that of the population, and no other rate"
    for year in (2024, 2025):
        main = parse(real_build / f"{year}.html").main
        assert main is not None
        for folded in main(["svg", "details"]):
            folded.decompose()
        assert 200 < len(main.get_text(" ").split()) <= MOST_WORDS


def test_a_member_is_named_once_in_words(real_build: Path) -> None:
    prose = [
        line
        for line in sentences_of(real_build / "2025.html")
        if not line.startswith(("Données", "Le Département"))
    ]
    for name in ("l’Aude", "la Corrèze", "Maine-et-Loire", "la Somme", "La Somme"):
        assert sum(name in line for line in prose) <= 1


def test_signs_have_their_french_spaces_in_every_page(
    real_build: Path, example_build: Path
) -> None:
    for page in pages(real_build, example_build):
        text = spoken_text(page)
        for sign in re.findall(r".{0,20}(?: [;:?!»]| [,.](?=\s|$)|« |[«] |\w['\"]\w).{0,10}", text):
            assert "http" in sign, (page.name, sign)


MEMBERS = "11 16 19 31 32 33 35 40 44 47 49 54 63 64 73 93"
NOTED = {
    "membres.csv": ("2025,93,\n", "2025,93,\n2025,80,parti\n"),
    "sujets.csv": (
        "2025,Protection des données (RGPD),RGPD,traité,\n",
        "2025,Protection des données (RGPD),RGPD,traité,\n2025,Questions RGPD,RGPD,prévu,\n",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build 2025 of the real network as if a departure, a promise and attendance were recorded."""
    folder = tmp_path_factory.mktemp("told")
    package = copy_network(REAL, folder)
    for name, (old, new) in NOTED.items():
        edit(package / name, old, new)
    codes = MEMBERS.split()
    rows = [f"2025-1,{code},{'absent' if code == '93' else 'présent'}\n" for code in codes]
    rows += [f"2025-2,{code},présent\n" for code in codes[:5]]  # those who came, and no others
    with (package / "presences.csv").open("a", encoding="utf-8") as file:
        file.writelines(rows)
    build_some(package, folder / "out", "annual_report")
    return folder / "out"


RECORDED = (
    (1, "La Somme a quitté le groupe"),
    (2, "Un sujet était annoncé pour 2025. Il a été traité"),
    (3, "honoré 15 de leurs 16 invitations, neuf fois sur dix"),
    (3, "relevé des présences est complet pour une des quatre rencontres"),
)


def test_what_is_recorded_is_claimed_and_what_is_not_is_not(real_build: Path, told: Path) -> None:
    for chapter, claim in RECORDED:
        assert claim in chapter_text(told / "2025.html", chapter)
        assert claim not in chapter_text(real_build / "2025.html", chapter)
