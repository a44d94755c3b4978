"""Reading a sentence as a person does: its numbers, in figures or in letters, and its names.

A fact is a number or some words. A sentence holds facts if it tells them in their order, and
nothing else: no other number, no word that its phrase's file doesn't have (a value told it), and
none of the words that change what is claimed, such as "tous".
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from annual_report.base.project import NOTEBOOKS

Fact = int | float | str
Facts = list[Any]
"""Facts in the order in which they are told; a list may stand for some of them."""
SILENT: Facts = [""]
"""The facts of words that aren't there at all, not even those of their file."""

UNITS = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100,
}  # fmt: skip
WORD = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
# Taken: "dix-sept", "vingt et un", "deux cents", "cent vingt". Two: "six à dix", "dix des onze".
IN_LETTERS = (
    rf"\b{WORD}(?:(?:-|(?<=cent) | (?=cents?\b)|(?:(?<=gt)|(?<=te)) et (?=un|onze)){WORD})*\b"
)
# Taken: "2025", "18,7", "12 792 742" with narrow no-break spaces, "12,8 millions".
IN_FIGURES = r"(?<![\d,])(?:\d{1,3}(?:\u202f\d{3})+|\d+)(?:,\d+)?(?:\smillions?\b)?"
NUMBER = re.compile(f"{IN_LETTERS}|{IN_FIGURES}", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+")
ARTICLES = {"le", "la", "les", "l", "de", "du", "des", "d", "à", "au", "aux", "et"}
CLAIMS = {
    "aucun", "aucune", "chaque", "chacun", "chacune", "distance", "distanciel", "excusé", "figure",
    "figurent", "hybride", "hybrides", "jamais", "moins", "parti", "partis", "plus", "premier",
    "premiers", "première", "premières", "presque", "près", "présentiel", "quitté", "rejoint",
    "retrouvé", "seul", "seule", "tous", "toutes", "toujours",
}  # fmt: skip
"""Words that change what a sentence claims, which it may not say unheld."""


class Span(NamedTuple):
    """Where a sentence tells a fact."""

    start: int
    end: int
    fact: Fact


class UnheldError(AssertionError):
    """A sentence tells something else than the facts."""


def read_number(words: str) -> Decimal:
    """Return the number that is written in figures or in letters."""
    if words[0].isdigit():
        figures = words.partition("million")[0]
        number = Decimal("".join(figures.split()).replace(",", "."))
        if "million" in words:
            return number * 1_000_000
        return number
    total = 0
    for word in LETTERS.findall(words.lower()):
        unit = UNITS.get(word, 0)  # "et" adds nothing
        if unit == 100:
            total = max(total, 1) * 100
        elif unit == 20 and total % 100 == 4:
            total += 76  # quatre-vingts
        else:
            total += unit
    return Decimal(total)


def flatten(facts: Facts) -> Iterator[Fact]:
    """Yield facts out of the lists that they stand in."""
    for fact in facts:
        if fact == "":
            continue
        if isinstance(fact, str | int | float):
            yield fact
        else:
            yield from flatten(fact)


def write_plainly(text: str) -> str:
    """Return a text with ordinary hyphens; its spaces stay, for they hold numbers together."""
    return text.replace("\N{NON-BREAKING HYPHEN}", "-")


def find_facts(text: str, facts: Facts, said: frozenset[str]) -> list[Span]:
    """Return the place of each fact in a text; raise UnheldError for a missing or a further fact.

    `said` are the words of the phrase's file, and claim no fact.
    """
    text = write_plainly(text)
    if facts == SILENT:
        if text.strip():
            raise UnheldError(f"there is nothing to say: {text}")
        return []
    spans = []
    end = 0
    for fact in flatten(facts):
        told = _find_told(text, end, said)
        span = _find_fact(text, end, fact, told)
        if span is None:
            is_told = "it tells nothing"
            if told:
                is_told = f"it tells “{text[told[0] : told[1]]}”"
            raise UnheldError(f"where “{fact}” is held, {is_told}: {text}")
        spans.append(span)
        end = span.end
    if told := _find_told(text, end, said):
        raise UnheldError(f"nothing holds “{text[told[0] : told[1]]}”: {text}")
    return spans


def _find_fact(text: str, start: int, fact: Fact, told: tuple[int, int] | None) -> Span | None:
    """Return the place of a fact, if no other fact is told before."""
    if isinstance(fact, str):
        match = _make_pattern(fact).search(text, start)
        if match is None or (told and told[0] < match.start()):
            return None
        return Span(match.start(), match.end(), fact)
    if told is None:
        return None
    number = NUMBER.match(text, told[0])
    if number is None or number.end() != told[1]:
        return None
    is_equal = read_number(number[0]) == Decimal(str(fact))
    if is_equal:
        return Span(*told, fact)
    return None


@cache
def _make_pattern(words: str) -> re.Pattern[str]:
    """Return a pattern for words, with any spaces, at the head of a sentence or inside."""
    first = re.escape(words[0])
    rest = re.escape(words[1:])
    capital = re.escape(words[0].upper())
    spaced = rf"(?:{first}|{capital}){rest}".replace(r"\ ", r"\s").replace(" ", r"\s")
    before = ""
    if words[0].isalnum():
        before = r"(?<!\w)"
    after = ""
    if words[-1].isalnum():
        after = r"(?!\w)"
    return re.compile(before + spaced + after)


def _find_told(text: str, start: int, said: frozenset[str]) -> tuple[int, int] | None:
    """Return where the next number, or the next word that isn't the file's own, begins and ends."""
    number = NUMBER.search(text, start)
    if number:
        until = number.start()
    else:
        until = len(text)
    for word in LETTERS.finditer(text, start, until):
        if not _is_said(word[0].casefold(), said):
            return word.span()
    if number:
        return number.span()
    return None


def _is_said(word: str, said: frozenset[str]) -> bool:
    if word in CLAIMS:
        return False
    return word in ARTICLES or word in said or word.removesuffix("s") in said


@cache
def list_said_words(phrase: str) -> frozenset[str]:
    """Return the words in a phrase's file, also within expressions."""
    source = (NOTEBOOKS / "phrases" / f"{phrase}.md").read_text(encoding="utf-8")
    texts = [text for _line, kind, text in Environment().lex(source) if kind in ("data", "string")]
    return frozenset(word.casefold() for word in _list_words(texts))


@cache
def is_list(phrase: str) -> bool:
    """Whether a phrase is a list, whose items are no sentences."""
    source = (NOTEBOOKS / "phrases" / f"{phrase}.md").read_text(encoding="utf-8")
    return any(line.lstrip().startswith(("- ", "### ")) for line in source.splitlines())


def _list_words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from LETTERS.findall(text)


def list_phrases() -> list[str]:
    """Return the names of the program's phrases."""
    return sorted(file.stem for file in Path(NOTEBOOKS, "phrases").glob("*.md"))
