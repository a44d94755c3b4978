"""What a text went through before it came here: a wrong encoding, or a formula that failed.

The same damage is refused in a table's cell, in a line of prose and in a setting.
"""

import re

from annual_report.base.errors import CellError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import ADDRESS

GARBLED = re.compile(
    # A letter that is lost, or that another alphabet has in the middle of a word.
    r"\ufffd|[A-Za-zÀ-ÿ](?:[‚„†‡ˆ‰Š‹Œ¤¦¬¯±²³µ¶¸¹º¼½¾¿×÷]|\?{1,3})[a-zà-ÿ]"
    # UTF-8 that was taken for Windows-1252, for a Macintosh's letters, for MS-DOS's.
    r"|[ÂÃÅ](?:[\s\u0080-\u00bf“”€™œžŸ]|$)|â€|√[©®ßàâêîôûùç°†§¶¢£•]|[├┬][\u0080-\u00ff]"
    # A sign that nobody sees, which makes one number of two.
    r"|\d[\x00-\x08\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+\d"
)
FAILED = re.compile(r"(?<!\S)(?:#(?:[A-ZÉ/0_]+[!?]|N/[AD]|##+)|Err:\d+)[.,;]*(?!\S)", re.I)
"""What a spreadsheet shows for a formula that fails."""


def refuse_damage(written: str) -> None:
    """Raise CellError for the marks that an encoding or a formula left in a text."""
    text = ADDRESS.sub("", written) if "://" in written else written
    if GARBLED.search(text):
        raise CellError(_("has letters garbled by a wrong encoding"), _("the letters, in UTF-8"))
    if FAILED.search(text):
        raise CellError(_("holds a spreadsheet’s error"), _("a value, not a formula that fails"))
