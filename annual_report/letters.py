"""A text without what nobody sees, and the letters that two spellings of one word share."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 2000
"""No cell of a network needs more signs; a longer one is a file gone wrong."""


def clean(text: str) -> str:
    """Drop what nobody sees: outer and doubled spaces, invisible signs, decomposed accents."""
    if not text.isprintable():
        text = visible(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def visible(text: str) -> str:
    """Drop bidirectional overrides, zero-width and control signs, and what is no character."""
    return "".join(sign for sign in text if sign.isspace() or not is_hidden(sign))


def is_hidden(sign: str) -> bool:
    """Whether no eye sees a sign, and no one types it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or sign in "\ufffe\uffff"


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Return the letters that two spellings of one word share: no case, accents or hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[-'_]", " ", plain).split())


def nearest(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice whose spelling is nearest to `text`, if one is near at all."""
    by_fold = {folded(choice): choice for choice in choices}
    found = difflib.get_close_matches(folded(text[:LONGEST]), by_fold, n=1, cutoff=0.5)
    return by_fold[found[0]] if found else None
