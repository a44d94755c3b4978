"""What a text went through before it came here: a wrong encoding, a formula, another alphabet.

The same damage is refused in a table's cell, in a line of prose and in a setting.
"""

import re

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.base.messages import N_, _
from annual_report.machine.pages.checks.personal import ADDRESS

HIDDEN_IN_A_NUMBER = re.compile(
    r"\d[\x00-\x08\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+\d"
)
MARKS = (
    (
        re.compile(r"(?<!\S)(?:#(?:[A-ZÉ/0_]+[!?]|N/[AD]|##+)|Err:\d+)[.,;]*(?!\S)", re.I),
        N_("holds a spreadsheet’s error"),
        N_("a value, not a formula that fails"),
    ),
    (
        re.compile(r"undefined|\(?null\)?|none|nan|nat|<na>|nil|\[object object\]", re.I),
        N_("is what a program writes for nothing"),
        N_("a value, or nothing"),
    ),
    (
        re.compile(r"&(?:[a-z]{2,8}|#x?[0-9a-f]{2,5});|\\[ux][0-9a-f]{2,4}|\{\{|\}\}"
                   r"|(?:[=%][CE][0-9A-F])(?:[=%][89AB][0-9A-F])+", re.I),
        N_("has signs that a program writes for a letter"),
        N_("the words themselves"),
    ),
    (
        re.compile(r"\ufffd|[A-Za-zÀ-ÿ](?:[‚„†‡ˆ‰Š‹Œ¤¦¬¯±²³µ¶¸¹º¼½¾¿×÷]|\?{1,3})[a-zà-ÿ]"),
        N_("has lost letters to a wrong encoding"),
        N_("the letter in place of “?”"),
    ),
    (
        re.compile(r"[\u0370-\u03ff\u0400-\u04ff]"),
        N_("has letters of another alphabet that look like ours"),
        N_("Latin letters"),
    ),
)  # fmt: skip
"""The marks that damage leaves, what is said of each, and what is expected instead."""
ALONE, CODED = MARKS[1], MARKS[2]
OF_UTF8 = re.compile(r"[ÂÃÅ](?=[\s\u0080-\u00bf]|$)|√[©®ßàâêîôûùç°†§¶¢£•]")
"""What is left of "à" with other spaces, and "é" of a Macintosh: too little for ftfy to be sure."""
UNUSUAL = re.compile(r"[^\0-\x7fàâäçéèêëîïôöùûüÿœæÀÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»’‘“”–—…·]")
"""What ordinary French has no use for; without it, nothing is garbled."""


def refuse_damage(written: str, *, coded: bool = True) -> None:
    """Raise CellError for the marks that an encoding, a formula or a keyboard left in a text.

    In prose letters may be `coded`, as Markdown has it.
    """
    if not written.isprintable() and HIDDEN_IN_A_NUMBER.search(written):
        raise CellError(_("has an invisible sign between two digits"), _("the digits typed again"))
    text = clean_text(ADDRESS.sub("", written) if "://" in written else written)
    if UNUSUAL.search(text):
        _refuse_garbled(text)
    for mark in MARKS:
        # "null" is damage where it stands alone: prose may well speak of it.
        pattern, what, expected = mark
        if (pattern.fullmatch if mark is ALONE else pattern.search)(text) and (
            coded or mark is not CODED
        ):
            raise CellError(_(what), _(expected))


def _refuse_garbled(text: str) -> None:
    from ftfy import fix_text  # slow to come in, and rarely asked
    from ftfy.badness import is_bad

    if OF_UTF8.search(text) or is_bad(text):
        meant = clean_text(fix_text(text))
        near = meant if meant != text and not is_bad(meant) else None
        raise CellError(_("has letters garbled by a wrong encoding"), _("UTF-8"), near)
