"""Letters: hidden signs, spellings that are alike, the nearest word, names in addresses."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 2000
"""The most characters of a cell: no network needs more, and a longer one is a file gone wrong."""
DEVICES = {"con", "prn", "aux", "nul"}
DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
"""The names of devices on Windows, which no file can have there, whatever its ending."""

SPELLINGS = str.maketrans({"-": " ", "'": " ", "’": " ", "_": " ", "œ": "oe", "æ": "ae"})
"""The table for `str.translate` by which usual variants of a spelling become alike.

Hyphens and apostrophes → a space, ligatures → two letters.
"""


def clean_text(text: str) -> str:
    """Return the text of a cell without outer and doubled spaces and without hidden characters.

    A letter and a combining accent become the single character that keyboards write (Unicode NFC),
    so that two cells with the same name are equal.
    """
    # A table has many cells, and most are plain: only the others need the slow steps.
    if not text.isprintable():
        text = drop_hidden_signs(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def shorten(text: str, length: int = 60) -> str:
    r"""Return a text on a single line of at most `length` signs, for a message that quotes it.

    ("les départements\nparticipatifs", 20) → "les départements pa…"
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length - 1] + "…"


def drop_hidden_signs(text: str) -> str:
    """Return a text without invisible characters (controls, zero-width ones); spaces stay.

    "Lyon\N{ZERO WIDTH SPACE}" → "Lyon"; tabs and ends of lines are spaces too.
    """
    return "".join(sign for sign in text if sign.isspace() or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    """Whether a character is invisible: a control, a format, a surrogate, a non-character."""
    # XML, and so a workbook, can't hold these two, which Unicode counts with unassigned signs.
    if sign in ("\ufffe", "\uffff"):
        return True
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs")


@lru_cache(maxsize=50_000)
def fold_spelling(text: str) -> str:
    """Return a text in small letters, without accents and hyphens, to compare spellings by.

    "Côte-d’Or", "COTE D'OR" and "cote d or" → "cote d or"
    """
    letters = _drop_accents(unicodedata.normalize("NFD", text)).casefold()
    return " ".join(letters.translate(SPELLINGS).split())


def find_nearest(text: str, choices: Sequence[str], least: float = 0.5) -> str | None:
    """Return the choice with the spelling nearest to `text`; None if all are far.

    find_nearest("membre", ["membres", "rencontres"]) → "membres"

    `least` is how alike the two must be, from 0 to 1 (difflib's ratio): a half is enough for a hint
    in a message, but not for a verdict.
    """
    by_fold = {fold_spelling(choice): choice for choice in choices}
    # A text that is longer than any cell is near to no choice. Its beginning shows that, and is all
    # that the cache of `fold_spelling` has to keep.
    folded = fold_spelling(text[:LONGEST])
    nearest = difflib.get_close_matches(folded, by_fold, n=1, cutoff=least)
    if not nearest:
        return None
    return by_fold[nearest[0]]


def make_slug(value: str) -> str:
    """Return a value as a part of a page's address: ASCII letters, digits and single hyphens.

    "L’Île : été 2025" → "L-Ile-ete-2025", "€" → "sans-nom", "con" → "con-"
    """
    # Unicode takes an accent from its letter, and doesn't take a ligature apart.
    plain = value.replace("œ", "oe").replace("Œ", "OE")
    letters = _drop_accents(unicodedata.normalize("NFKD", plain))
    # Taken: "Ile", "2025". Not taken: spaces, "’", ":", "€".
    words = re.findall("[A-Za-z0-9]+", letters)
    slug = "-".join(words) or "sans-nom"
    # A page is a file too, and Windows allows no file called "con" or "nul".
    if slug.lower() in DEVICES:
        return f"{slug}-"
    return slug


def space_singly(text: str) -> str:
    r"""Return a text whose words stand apart by single spaces, without outer spaces.

    " le\n  guide " → "le guide". No-break spaces stay, for French typography needs them.
    """
    # `split()` without an argument would split at no-break spaces too.
    pieces = text.replace("\n", " ").replace("\t", " ").split(" ")
    # Between two spaces in a row is an empty piece.
    return " ".join(filter(None, pieces))


def _drop_accents(decomposed: str) -> str:
    """Return a text without accents, given with each accent as a character of its own (NFD)."""
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
