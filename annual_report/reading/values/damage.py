"""What a text went through before it came here: a wrong encoding, a formula, another alphabet.

The same damage is refused in a table's cell, in a line of prose and in a setting.
"""

import re
import unicodedata

from annual_report.errors import CellError
from annual_report.letters import clean_text
from annual_report.messages import _
from annual_report.pages.checks.personal import ADDRESS

SPREADSHEET_ERROR = re.compile(r"#(?:[A-ZÉ/0_ ]+[!?]|N/[AD]|##+)|Err:\d+", re.IGNORECASE)
OF_PROGRAMS = frozenset(
    {"undefined", "null", "(null)", "none", "nan", "nat", "<na>", "nil", "[object object]"}
)
"""What programs write for nothing, or for something that they can't write."""
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
LOOK_ALIKE = dict(
    zip("АВЕІЈКМНОРСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYXovp",
        strict=True)
)  # fmt: skip
"""Letters of other alphabets that look like Latin ones."""
UNUSUAL = re.compile(r"[^\0-\x7fàâäçéèêëîïôöùûüÿœæÀÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»’‘“”–—…·]")
"""What ordinary French has no use for; without it, nothing is garbled."""
FOREIGN = re.compile(rf"[^\W\d_]*[{''.join(LOOK_ALIKE)}][^\W\d_]*")


def refuse_damage(written: str, *, coded: bool = True) -> None:
    """Raise CellError for the marks that an encoding, a formula or a keyboard left in a text.

    In prose letters may be `coded`, as Markdown has it.
    """
    if not written.isprintable() and HIDDEN_IN_A_NUMBER.search(written):
        what = _("has an invisible sign between two digits")
        raise CellError(what, _("the digits typed again"))
    text = clean_text(ADDRESS.sub("", written) if "://" in written else written)
    if any(SPREADSHEET_ERROR.fullmatch(word.strip(".,;")) for word in text.split()):
        what = _("holds a spreadsheet’s error")
        raise CellError(what, _("a value, not a formula that fails"))
    if text.casefold() in OF_PROGRAMS:
        what = _("is what a program writes for nothing")
        raise CellError(what, _("a value, or nothing"))
    if coded and CODED.search(text):
        what = _("has signs that a program writes for a letter")
        raise CellError(what, _("the words themselves"))
    if UNUSUAL.search(text):
        _refuse_letters(text)
    if LOST_LETTER.search(text):
        what = _("has lost letters to a wrong encoding")
        raise CellError(what, _("the letter in place of “?”"))


def _refuse_letters(text: str) -> None:
    from ftfy import fix_text  # slow to come in, and rarely asked
    from ftfy.badness import is_bad

    if OF_UTF8.search(text) or is_bad(text):
        meant = clean_text(fix_text(text))
        what = _("has letters garbled by a wrong encoding")
        near = meant if meant != text and not is_bad(meant) else None
        raise CellError(what, _("UTF-8"), near)
    for word in FOREIGN.findall(text):
        latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)
        if latin or all(letter in LOOK_ALIKE for letter in word):
            what = _("has letters of another alphabet that look like ours")
            meant = "".join(LOOK_ALIKE.get(letter, letter) for letter in word)
            raise CellError(what, _("Latin letters"), meant)
