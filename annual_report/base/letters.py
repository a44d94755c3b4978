"""Texts by their letters: without hidden signs, by spelling, nearest, as a part of an address."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 2000
"""No cell of a network needs more signs; a longer one is a file gone wrong."""
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the point: no file can have the name."""


def clean_text(text: str) -> str:
    """Drop what nobody sees: outer and doubled spaces, invisible signs, decomposed accents."""
    # Most cells are plain, and there are many: what takes time is done where it is needed.
    if not text.isprintable():
        text = drop_hidden_signs(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def shorten(text: str, length: int = 60) -> str:
    """Return a text on one line, cut off where it is longer than that."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def drop_hidden_signs(text: str) -> str:
    """Drop bidirectional overrides, zero-width and control signs, and what is no character."""
    return "".join(sign for sign in text if sign.isspace() or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    """Whether no eye sees a sign, and no one types it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or sign in "\ufffe\uffff"


@lru_cache(maxsize=50_000)
def fold_spelling(text: str) -> str:
    """Return the letters that two spellings of one word share: no case, accents or hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[-'_]", " ", plain).split())


def find_nearest(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice whose spelling is nearest to `text`, if one is near at all."""
    by_fold = {fold_spelling(choice): choice for choice in choices}
    nearest = difflib.get_close_matches(fold_spelling(text[:LONGEST]), by_fold, n=1, cutoff=0.5)
    return by_fold[nearest[0]] if nearest else None


def make_slug(value: str) -> str:
    """Return a value as a part of an address: letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", value.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-") or "sans-nom"
    return f"{slug}-" if RESERVED.fullmatch(slug) else slug
