"""Words that no page may have, and words that the author should look at.

Refused: the word of Python for a missing value, and the address or number of a person. Remarked:
names, for an author may name a person who agreed.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from annual_report.base.errors import PublishError
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.machine.pages.language import is_french

MISSING = re.compile(r"<NA>|(?<![\w-])(?:nan|NaN|NaT|None(?! of\b)|inf(?!\.))(?![\w-])")
"""How Python prints a value that isn't there."""
CODE = re.compile(r"`[^`]*`")
SPACES = str.maketrans("\u00a0\u202f", "  ")
"""A number or a title may have been set in French already."""

# Bounded, so that a long line costs no more than its length.
EMAIL = re.compile(r"[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63})+")
PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .-]?\d{2}){4}(?![\w-])", re.ASCII
)
ADDRESS = re.compile(r"https?://\S+")
CIVILITY = re.compile(
    r"(?:\b(?:M|MM|Mr|Dr|Pr)\. ?|\b(?:Mr|Mme|Mmes|Mlle|Dr|Pr|Monsieur|Madame|Mademoiselle) )"
    r"(?:de |d’|d')?[A-ZÀ-Ý][\w’'-]+"
)
ENGLISH_NUMBER = re.compile(
    r"(?<![\w.,])(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:[ \u00a0]?%)?|\d+\.\d+[ \u00a0]?%)(?![\w,])"
)
"""Thousands parted by commas, and a point before a percentage; 1,25 is French."""
CAPITALIZED = r"[A-ZÀ-Ý][\w’'-]*[\w]"
PAIR = re.compile(rf"(?<![\w’'-])(?=({CAPITALIZED}) ((?:de |d’|d')?{CAPITALIZED}))")
"""Two words with capitals, which may be a first name and a surname, in either order."""


def check_words(*texts: str | None) -> list[str]:
    """Return remarks on an author's sentences, such as a caption: names, English numbers.

    Raise PublishError for the word of a missing value ("nan"), and for the address of a person.
    """
    # Between backquotes an author writes of code: `NaN` may well be meant.
    words = "\n".join(filter(None, texts))
    if missing := MISSING.search(CODE.sub("", words)):
        raise PublishError(
            _(
                "“{word}” stands for a value that isn’t there: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)",
                word=missing[0],
            )
        )
    return [*_check_private(words), *_remark_english_numbers(words)]


def _remark_english_numbers(words: str) -> list[str]:
    """Return a remark on each number that an f-string has written as English does."""
    if not is_french():
        return []
    told = CODE.sub("", ADDRESS.sub("", words))
    return [
        _(
            "“{number}” is written as in English: write_number(…) and write_share(…) write as the "
            "page does",
            number=number,
        )
        for number in dict.fromkeys(ENGLISH_NUMBER.findall(told))
    ]


def check_cells(cells: Iterable[object]) -> list[str]:
    """Return remarks on the texts of a table's cells, or of a drawing.

    Raise PublishError for the word of a missing value, and for the address of a person.
    """
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    # Whole cells only: in a longer text such a word or number may be meant.
    for text in texts:
        if MISSING.fullmatch(text):
            raise PublishError(
                _("“{word}” is a text here: leave a value that isn’t there as NA", word=text)
            )
    numbers = filter(ENGLISH_NUMBER.fullmatch, texts)
    return [*_check_private("\n".join(texts)), *_remark_english_numbers("\n".join(numbers))]


def _check_private(words: str) -> list[str]:
    """Return remarks on persons' names; raise PublishError for a telephone number or an e-mail."""
    if contact := find_contact(words):
        raise PublishError(_("{what}, which no page may give out", what=contact))
    return remark_names(words)


def remark_names(text: str) -> list[str]:
    """Return a remark on each thing that looks like a person's name: a place may be called so."""
    # An address may be made of a name ("…/jean-dupont"), and is not one.
    words = ADDRESS.sub("", text.translate(SPACES))
    # Behind a title, or a usual first name and a surname.
    names = [title[0] for title in CIVILITY.finditer(words)]
    for pair in PAIR.finditer(words):
        one, other = pair.groups()
        # The surname may come first, as lists have it, in capitals: "DUPONT Marie".
        if _is_first_name(one) or (one.isupper() and _is_first_name(other)):
            names.append(f"{one} {other}")
    return [
        _("“{name}” looks like a person’s name: whoever is named has to agree", name=name)
        for name in dict.fromkeys(names)
    ]


def find_contact(text: str) -> str | None:
    """Return the kind of contact in a text, such as an address; None for a text without contact."""
    words = text.translate(SPACES)
    if "@" in words and EMAIL.search(words):
        return _("holds an e-mail address")
    if PHONE.search(ADDRESS.sub("", words)):
        return _("holds a telephone number")
    return None


def _is_first_name(word: str) -> bool:
    """Whether a word is one of the usual first names of France, however it is spelt."""
    return fold_spelling(word).split()[0] in _usual_first_names()


@cache
def _usual_first_names() -> frozenset[str]:
    """Return the first names of the list beside this module, without accents and capitals."""
    text = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8")
    _about, names = text.split("\n", 1)
    return frozenset(names.split())
