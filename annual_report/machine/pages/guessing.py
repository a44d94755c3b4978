"""The language of a text, guessed by the small words.

A screen reader speaks a page with the accent of the declared language: a wrong language spoils the
whole page. So no language is guessed from a few words, nor where two languages are alike.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import yaml

UNKNOWN = "und"
"""The code of an unknown language in HTML ("undetermined")."""
FEWEST = 40
"""The fewest words of a text whose language is guessed."""
SHARE = 0.2
"""The least share of small words in a text of any of these languages."""
AHEAD = 1.25
"""How many times more small words of a language there must be than of the next."""


def guess_language(text: str) -> str:
    """Return the language of a text; "und" for a text of few words, or of two languages."""
    words = _list_words(text)
    ranking = _count_small_words(words).most_common(2)
    if len(words) < FEWEST or not ranking:
        return UNKNOWN
    best, most = ranking[0]
    next_most = ranking[1][1] if len(ranking) > 1 else 0
    if most < SHARE * len(words) or most < AHEAD * next_most:
        return UNKNOWN
    return best


def find_likeliest(text: str) -> str:
    """Return the language with most small words in a text; "" for a text without small words."""
    ranking = _count_small_words(_list_words(text)).most_common(1)
    return ranking[0][0] if ranking else ""


def _count_small_words(words: list[str]) -> Counter[str]:
    """Count the small words of each language in some words."""
    counted: Counter[str] = Counter()
    for language, small in _read_small_words().items():
        count = sum(word in small for word in words)
        if count:
            counted[language] = count
    return counted


def _list_words(text: str) -> list[str]:
    """Return the words of a text, elided words apart, without numbers and names of code."""
    parted = text.lower().replace("’", " ").replace("'", " ")
    stripped = (word.strip('.,;:!?()[]«»"“”„…*') for word in parted.split())
    return [word for word in stripped if word.isalpha()]


@cache
def _read_small_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language: {"fr": {"le", "et", …}, "en": {"the", …}}."""
    place = Path(__file__).with_name("words").joinpath("stop_words.yaml")
    held: dict[str, str] = yaml.safe_load(place.read_text(encoding="utf-8"))
    return {language: frozenset(str(words).split()) for language, words in held.items()}
