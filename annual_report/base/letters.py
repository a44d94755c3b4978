"""The letters of texts: hidden signs, spellings that are alike, the nearest word, addresses."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 2000
"""No cell of a network needs more signs; a longer one is a file gone wrong."""
# A list of all twenty-two names would say the same less plainly. Taken: "con", "COM1". Not taken:
# "console".
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
"""The names of devices on Windows, which no file can have there, whatever its ending."""

ALIKE = str.maketrans({"-": " ", "'": " ", "’": " ", "_": " ", "œ": "oe", "æ": "ae"})
"""The signs between the parts of a name, which spellings of it leave out or change; ligatures."""


def clean_text(text: str) -> str:
    """Return a text without outer and doubled spaces and without hidden signs.

    A letter and an accent become a single sign, as keyboards write them.
    """
    # Most of the many cells are plain: the slow steps are taken for the others alone.
    if not text.isprintable():
        text = drop_hidden_signs(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def shorten(text: str, length: int = 60) -> str:
    """Return a text on a single line, cut off after `length` signs."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def drop_hidden_signs(text: str) -> str:
    """Return a text without invisible signs: control signs, zero-width signs and the like."""
    return "".join(sign for sign in text if sign.isspace() or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    """Whether a sign is invisible, and on no keyboard."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or sign in "\ufffe\uffff"


@lru_cache(maxsize=50_000)
def fold_spelling(text: str) -> str:
    """Return a text in small letters, without accents and hyphens, to compare spellings by.

    "Hérault", "HERAULT" and "herault" give the same text.
    """
    letters = _drop_accents(unicodedata.normalize("NFD", text)).casefold()
    return " ".join(letters.translate(ALIKE).split())


def find_nearest(text: str, choices: Sequence[str], least: float = 0.5) -> str | None:
    """Return the choice with the spelling nearest to `text`; None if all are far.

    `least` is how alike the two must be, from 0 to 1: a half is enough for a hint, but not for a
    verdict.
    """
    by_fold = {fold_spelling(choice): choice for choice in choices}
    nearest = difflib.get_close_matches(fold_spelling(text[:LONGEST]), by_fold, n=1, cutoff=least)
    if not nearest:
        return None
    return by_fold[nearest[0]]


def make_slug(value: str) -> str:
    """Return a value as a part of an address: letters without accents, digits and hyphens."""
    plain = value.replace("œ", "oe").replace("Œ", "OE")
    letters = _drop_accents(unicodedata.normalize("NFKD", plain))
    # Taken as one hyphen: a run of anything but ASCII letters and digits, " : ", "'", "€".
    slug = re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-") or "sans-nom"
    if RESERVED.fullmatch(slug):
        return f"{slug}-"
    return slug


def _drop_accents(decomposed: str) -> str:
    """Return a decomposed text without the combining signs, the accents."""
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
