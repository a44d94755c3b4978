"""No page claims more than its data hold, and each reads well aloud.

Forbidden readings are looked for in every page of both networks. What a page claims where somebody
recorded it, and doesn't where nobody did, is tried on two networks that differ by that alone.
"""

import re
from pathlib import Path

from page_text import (
    alternatives_of,
    cells_of,
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
    wrong = [
        (page.name, line)
        for page in pages(real_build, example_build)
        for line in (*sentences_of(page), *alternatives_of(page))
        for reading in CLAIMS
        if re.search(reading, line) and not (r"\d+" in reading and NUMBERS.match(line))
    ]
    assert wrong == []


def test_no_singular_is_plural_and_no_unknown_is_printed_raw(
    real_build: Path, example_build: Path
) -> None:
    for page in pages(real_build, example_build):
        lines = (*sentences_of(page), *alternatives_of(page), *cells_of(page))
        assert [(line, wrong) for line in lines if (wrong := find_wrong_words(line))] == [], page


def test_nothing_is_said_twice_on_a_page(real_build: Path, example_build: Path) -> None:
    for page in pages(real_build, example_build):
        sentences = [
            sentence
            for line in sentences_of(page)
            for sentence in re.split(r"(?<=[.?!]) ", line)
            if len(sentence.split()) >= FEW_WORDS and sentence[-1] in ".?!"
        ]
        assert sorted(set(sentences)) == sorted(sentences), page


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


def test_signs_have_their_french_spaces_in_every_page(
    real_build: Path, example_build: Path
) -> None:
    for page in pages(real_build, example_build):
        text = spoken_text(page)
        for sign in re.findall(r".{0,20}(?: [;:?!»]| [,.](?=\s|$)|« |[«] |\w['\"]\w).{0,10}", text):
            assert "http" in sign, (page.name, sign)
