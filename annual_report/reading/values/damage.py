"""What a text went through before it came here: a wrong encoding, a formula, another alphabet.

The same damage is refused in a table's cell, in a line of prose and in a setting.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from annual_report.messages import _
from annual_report.pages.checks.personal import ADDRESS
from annual_report.reading.files.decoding import FRENCH_LETTERS, FRENCH_SIGNS
from annual_report.reading.values.plain import clean, is_hidden
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.vocabulary import PROGRAM_WORDS

SPREADSHEET_ERROR = re.compile(
    r"#(?:ERROR|ERREUR|BUSY|REF|NAME|NOM|VALUE|VALEUR|DIV/0|NUM|NOMBRE|NULL|NUL|FIELD|CHAMP|SPILL|EPARS|ÉPARS|PROPAGATION"
    r"|CALC|CALCUL|BLOCKED|BLOQUE|BLOQUÉ|CONNECT|CONNEXION|GETTING_DATA|UNKNOWN|INCONNU)[!?]"
    r"|#N/[AD]|#{3,}|Err:\d+",
    re.IGNORECASE,
)
CODED = re.compile(
    r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\{\{|\}\}"
    r"|(?:=[CE][0-9A-F])(?:=[89AB][0-9A-F])+|(?:%C[0-9A-F])(?:%[89AB][0-9A-F])+",
    re.IGNORECASE,
)
"""A letter as HTML, JSON, a mail or an address writes it, and an empty place of a template."""
NOT_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
OF_UTF8 = re.compile(
    r"[ÂÃÅ](?=[\s\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|$)|â€|√(?=[©®ßàâêîôûùç°†§¶¢£•])"
)
"""What is left of "à", "œ", "’" or "é" read in another encoding, even with other spaces."""
LOST_LETTER = re.compile(r"\ufffd|[A-Za-zÀ-ÿ][?‚„†‡ˆ‰Š‹Œ¤¦¬¯±²³µ¶¸¹º¼½¾¿×÷][a-zà-ÿ]")
WORD = re.compile(r"[^\W\d_]+")
LOOK_ALIKE: Mapping[str, str] = dict(
    zip(
        "АВЕІЈКМНОРСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
        "ABEIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYXovp",
        strict=True,
    )
)
"""Letters of other alphabets that look like Latin ones."""


def refuse_damage(written: str) -> None:
    """Raise CellError for the marks that an encoding, a formula or a keyboard left in a text."""
    text = clean(written)
    if not text:
        return
    if SPREADSHEET_ERROR.fullmatch(text):
        raise CellError(_("is a spreadsheet’s error"), _("a value, not a formula that fails"))
    if text.casefold() in PROGRAM_WORDS:
        raise CellError(_("is what a program writes for nothing"), _("a value, or an empty cell"))
    if CODED.search(ADDRESS.sub("", text)):
        raise CellError(
            _("has signs that a program writes for a letter"), _("the words themselves")
        )
    for each in (written, text) if written != text else (text,):
        if found := damage(ADDRESS.sub("", each) if "://" in each else each):
            raise found


def damage(written: str) -> CellError | None:
    """Say what is wrong with the letters of a text, None if nothing is."""
    if written.isascii():
        return _lost(written)
    if OF_UTF8.search(written) or _misread(written):
        said = _("has letters garbled by a wrong encoding")
        return CellError(said, _("UTF-8"), _repaired(clean(written)))
    if found := _lost(written):
        return found
    if mixed := _of_another_alphabet(written):
        nearest = "".join(LOOK_ALIKE.get(letter, letter) for letter in mixed)
        return CellError(
            _("has letters of another alphabet that look like ours"), _("Latin letters"), nearest
        )
    return None


def refuse_joined(written: str) -> None:
    """Raise CellError where an invisible sign parts two digits: are they one number, or two."""
    if written.isprintable():
        return
    for gap in re.finditer(r"(?<=\d)[^\w\s]+(?=\d)", written):
        if all(is_hidden(sign) for sign in gap[0]):
            before = re.search(r"\d+\Z", written[max(0, gap.start() - 20) : gap.start()])
            after = re.match(r"\d+", written[gap.end() : gap.end() + 20])
            one, other = (found[0] if found else "" for found in (before, after))
            raise CellError(
                _("has an invisible sign between two digits"),
                _("the digits typed again"),
                _("{one} or {other}", one=f"{one}{other}", other=f"{one} {other}"),
            )


def _lost(text: str) -> CellError | None:
    if LOST_LETTER.search(text):
        said = _("the letter in place of “?”")
        return CellError(_("has lost letters to a wrong encoding"), said)
    return None


@lru_cache(maxsize=10_000)
def _misread(text: str) -> bool:
    """Tell whether some signs are, in an old encoding, the bytes of French letters in UTF-8."""
    return any(_as_utf8(run) for run in NOT_ASCII.findall(text))


def _as_utf8(run: str) -> str | None:
    for encoding in ("cp1252", "latin-1", "mac_roman", "cp850"):
        try:
            read: str = run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if all(sign.lower() in FRENCH_LETTERS or sign in FRENCH_SIGNS for sign in read):
            return read
    return None


def _repaired(text: str) -> str | None:
    """Return a text as it was before it was misread, None if that can't be told."""
    repaired = NOT_ASCII.sub(lambda run: _as_utf8(run[0]) or run[0], text)
    return repaired if repaired != text and not OF_UTF8.search(repaired) else None


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
