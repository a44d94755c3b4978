"""Lists and capitals, as a sentence has them."""

from collections.abc import Iterable

from babel import Locale
from babel.lists import format_list

FRENCH = Locale("fr")


def enumeration(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"."""
    return str(format_list(list(items), locale=FRENCH))


def capitalized(sentence: str) -> str:
    """Give a sentence its capital, and leave the rest of it as it is."""
    return sentence[:1].upper() + sentence[1:]
