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

# The patterns here search an author's sentences, in which no parser finds names and numbers.

# How Python prints a value that isn't there. Taken: "nan", "<NA>", "None". Not taken: "None of us",
# "inf.", "Nantes".
MISSING = re.compile(r"<NA>|(?<![\w-])(?:nan|NaN|NaT|None(?! of\b)|inf(?!\.))(?![\w-])")
# Code between backquotes, as in Markdown. Taken: "`df.mean()`". Not taken: "l`été".
CODE = re.compile(r"`[^`]*`")
PLAIN_SPACES = str.maketrans("\u00a0\u202f", "  ")
"""No-break spaces → plain ones: a number or a title may have been set in French already."""

# Taken: "claire.petit@exemple.fr", "claire @ exemple.fr". Not taken: "@exemple", "a@b". Lengths are
# those of the standard, so that a long line costs no more time than its length.
EMAIL = re.compile(r"[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63})+")
# A French telephone number. Taken: "02 40 12 34 56", "+33 (0)2.40.12.34.56". Not taken: "2025",
# "n° 0240123456-7".
PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .-]?\d{2}){4}(?![\w-])", re.ASCII
)
# Taken: "https://exemple.fr/a?b=1", up to the next space. Not taken: "exemple.fr".
WEB_ADDRESS = re.compile(r"https?://\S+")
# A title and the name behind it. Taken: "Mme Petit", "M. de Brosse", "Dr Petit". Not taken: "Madame
# la maire".
CIVILITY = re.compile(
    r"(?:\b(?:M|MM|Mr|Dr|Pr)\. ?|\b(?:Mr|Mme|Mmes|Mlle|Dr|Pr|Monsieur|Madame|Mademoiselle) )"
    r"(?:de |d’|d')?[A-ZÀ-Ý][\w’'-]+"
)
# Commas between thousands, or a point before a percentage. Taken: "12,792,742", "18.7 %". Not
# taken: "1,25" and "18,7 %", which are French.
ENGLISH_NUMBER = re.compile(
    r"(?<![\w.,])(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:[ \u00a0]?%)?|\d+\.\d+[ \u00a0]?%)(?![\w,])"
)
CAPITALIZED = r"[A-ZÀ-Ý][\w’'-]*[\w]"
# Two words with capitals, which may be a first name and a surname, in either order; the second word
# may begin the next pair. Taken: "Claire Petit", "PETIT Claire". Not taken: "Claire, Petit".
PAIR = re.compile(rf"(?<![\w’'-])(?=({CAPITALIZED}) ((?:de |d’|d')?{CAPITALIZED}))")


def check_words(*texts: str | None) -> list[str]:
    """Return remarks on an author's sentences, such as a caption: persons' names, English numbers.

    Of `texts` those that an author has left out are None. Raise PublishError for the word of a
    missing value ("nan"), and for an e-mail address or a telephone number.
    """
    words = "\n".join(text for text in texts if text)
    # Between backquotes an author writes of code: `NaN` may well be meant.
    missing = MISSING.search(CODE.sub("", words))
    if missing:
        raise PublishError(
            _(
                "“{word}” stands for a value that isn’t there: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)",
                word=missing[0],
            )
        )
    return [*_check_private(words), *_remark_english_numbers(words)]


def _remark_english_numbers(words: str) -> list[str]:
    """Return a remark on each number that an f-string has written as English does: "12,792".

    A page in another language than French gets no such remark.
    """
    if not is_french():
        return []
    # An address or code may have such numbers: "https://exemple.fr/v1.5%20".
    sentences = CODE.sub("", WEB_ADDRESS.sub("", words))
    remarks = []
    for number in dict.fromkeys(ENGLISH_NUMBER.findall(sentences)):
        remark = _(
            "“{number}” is written as in English: write_number(…) and write_share(…) write as the "
            "page does",
            number=number,
        )
        remarks.append(remark)
    return remarks


def check_cells(cells: Iterable[object]) -> list[str]:
    """Return remarks on the texts of a table's cells, or of a drawing: names, English numbers.

    Raise PublishError for a cell that is the word of a missing value ("nan"), and for an e-mail
    address or a telephone number in any cell.
    """
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    # Whole cells only: in a longer text such a word or number may be meant.
    for text in texts:
        if MISSING.fullmatch(text):
            raise PublishError(
                _("“{word}” is a text here: leave a value that isn’t there as NA", word=text)
            )
    numbers = [text for text in texts if ENGLISH_NUMBER.fullmatch(text)]
    return [*_check_private("\n".join(texts)), *_remark_english_numbers("\n".join(numbers))]


def _check_private(words: str) -> list[str]:
    """Return remarks on persons' names; raise PublishError for a telephone number or an e-mail."""
    if contact := find_contact(words):
        raise PublishError(_("{what}, which no page may give out", what=contact))
    return remark_names(words)


def remark_names(text: str) -> list[str]:
    """Return a remark on each thing in a text that looks like a person's name.

    "animé par Claire Petit et Mme Roy" → a remark on "Mme Roy", then one on "Claire Petit".

    These are remarks and no errors: a school may be called so, and a person may have agreed.
    """
    # An address may be made of a name ("…/claire-petit"), and is not one.
    words = WEB_ADDRESS.sub("", text.translate(PLAIN_SPACES))
    names = [title[0] for title in CIVILITY.finditer(words)]
    for pair in PAIR.finditer(words):
        first, second = pair.groups()
        # The surname may come first, as lists have it, in capitals: "PETIT Claire".
        is_surname_first = first.isupper() and _is_first_name(second)
        if _is_first_name(first) or is_surname_first:
            names.append(f"{first} {second}")
    remarks = []
    for name in dict.fromkeys(names):
        remark = _("“{name}” looks like a person’s name: whoever is named has to agree", name=name)
        remarks.append(remark)
    return remarks


def find_contact(text: str) -> str | None:
    """Return words for the contact that a text gives out, an e-mail address or a telephone number.

    "écrire à claire@exemple.fr" → "holds an e-mail address"; None for a text without contact. A
    caller refuses the text, or remarks it, with these words.
    """
    words = text.translate(PLAIN_SPACES)
    if "@" in words and EMAIL.search(words):
        return _("holds an e-mail address")
    # A web address may have ten digits in a row: "https://exemple.fr/0240123456".
    if PHONE.search(WEB_ADDRESS.sub("", words)):
        return _("holds a telephone number")
    return None


def _is_first_name(word: str) -> bool:
    """Whether a word is one of the usual first names of France, however it is spelt.

    True for "André", "CLAIRE" and "Jean-Luc", of which "jean" is known; False for "Nantes".
    """
    first_part = fold_spelling(word).split()[0]
    return first_part in _usual_first_names()


@cache
def _usual_first_names() -> frozenset[str]:
    """Return the first names of `first_names.txt`, without accents and capitals: "andre"."""
    text = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8")
    # The first line says where the names come from.
    _about, names = text.split("\n", 1)
    return frozenset(names.split())
