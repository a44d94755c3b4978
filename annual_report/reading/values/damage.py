"""What a text went through before it came here: a wrong encoding, a formula, another alphabet.

The same damage is refused in a table's cell, in a line of prose and in a setting.
"""

import re
import unicodedata
from collections.abc import Mapping

from ftfy import fix_text
from ftfy.badness import is_bad

from annual_report.letters import clean
from annual_report.messages import _
from annual_report.pages.checks.personal import ADDRESS
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.vocabulary import PROGRAM_WORDS

SPREADSHEET_ERROR = re.compile(
    r"#(?:ERROR|ERREUR|BUSY|REF|NAME|NOM|VALUE|VALEUR|DIV/0|NUM|NOMBRE|NULL|NUL|FIELD|CHAMP|SPILL"
    r"|EPARS|ÉPARS|PROPAGATION|CALC|CALCUL|BLOCKED|BLOQUE|BLOQUÉ|CONNECT|CONNEXION|GETTING_DATA"
    r"|UNKNOWN|INCONNU)[!?]|#N/[AD]|#{3,}|Err:\d+",
    re.IGNORECASE,
)
CODED = re.compile(
    r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\{\{|\}\}"
    r"|(?:=[CE][0-9A-F])(?:=[89AB][0-9A-F])+|(?:%C[0-9A-F])(?:%[89AB][0-9A-F])+",
    re.IGNORECASE,
)
"""A letter as HTML, JSON, a mail or an address writes it, and an empty place of a template."""
LOST_LETTER = re.compile(r"\ufffd|[A-Za-zÀ-ÿ][?‚„†‡ˆ‰Š‹Œ¤¦¬¯±²³µ¶¸¹º¼½¾¿×÷][a-zà-ÿ]")
OF_UTF8 = re.compile(r"[ÂÃÅ](?=[\s\u0080-\u00bf]|$)|√[©®ßàâêîôûùç°†§¶¢£•]")
"""What is left of "à" with other spaces, and "é" of a Macintosh: too little for ftfy to be sure."""
HIDDEN_IN_A_NUMBER = re.compile(
    r"\d[\x00-\x08\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+\d"
)
WORD = re.compile(r"[^\W\d_]+")
LOOK_ALIKE: Mapping[str, str] = dict(
    zip(
        "АВЕІЈКМНОРСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
        "ABEIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYXovp",
        strict=True,
    )
)
"""Letters of other alphabets that look like Latin ones."""


def refuse_damage(text: str) -> None:
    """Raise CellError for the marks that an encoding, a formula or a keyboard left in a cell."""
    if SPREADSHEET_ERROR.fullmatch(text):
        raise CellError(_("is a spreadsheet’s error"), _("a value, not a formula that fails"))
    if text.casefold() in PROGRAM_WORDS:
        raise CellError(_("is what a program writes for nothing"), _("a value, or an empty cell"))
    words = ADDRESS.sub("", text)
    if CODED.search(words):
        what = _("has signs that a program writes for a letter")
        raise CellError(what, _("the words themselves"))
    if found := damage(words):
        raise found


def refuse_joined(written: str) -> None:
    """Raise CellError where an invisible sign parts two digits: are they one number, or two."""
    if not written.isprintable() and HIDDEN_IN_A_NUMBER.search(written):
        what = _("has an invisible sign between two digits")
        raise CellError(what, _("the digits typed again"))


def damage(text: str) -> CellError | None:
    """Say what is wrong with the letters of a text, None if nothing is."""
    if not text.isascii() and (OF_UTF8.search(text) or is_bad(text)):
        meant = clean(fix_text(text))
        what = _("has letters garbled by a wrong encoding")
        return CellError(what, _("UTF-8"), meant if meant != text and not is_bad(meant) else None)
    if LOST_LETTER.search(text):
        what = _("has lost letters to a wrong encoding")
        return CellError(what, _("the letter in place of “?”"))
    if not text.isascii() and (mixed := _of_another_alphabet(text)):
        what = _("has letters of another alphabet that look like ours")
        meant = "".join(LOOK_ALIKE.get(letter, letter) for letter in mixed)
        return CellError(what, _("Latin letters"), meant)
    return None


def _of_another_alphabet(text: str) -> str | None:
    """Return the first word that mixes alphabets, or whose letters all look like Latin ones."""
    words: list[str] = WORD.findall(text)
    for word in words:
        if word.isascii() or not any(letter in LOOK_ALIKE for letter in word):
            continue
        latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)
        if latin or all(letter in LOOK_ALIKE for letter in word):
            return word
    return None
