"""From the bytes of a file to its text, in the one encoding that makes French of it.

A mark at the start decides (UTF-8, UTF-16, UTF-32); then UTF-8, if every byte fits. Otherwise the
old encodings of Windows, Macintosh and MS-DOS are tried: the one that makes words of French
letters is taken, and two that do, or none, are refused. Nothing is left to chance or to a
statistical guess.
"""

import codecs
import re

from annual_report.errors import UnreadableError
from annual_report.messages import _

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
FRENCH_LETTERS = frozenset("àâäçèéêëîïôöùûüÿœæñ")
FRENCH_SIGNS = frozenset("«»’‘“”–—…€°·•№§²³½™©® \u00a0\u202f\u2009")
WORD = re.compile(r"[^\W\d_]+")
NOT_TEXT = (
    (b"PK\x03\x04", ".xlsx, .ods"),
    (b"\xd0\xcf\x11\xe0", ".xls"),
    (b"%PDF", ".pdf"),
)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding."""
    for magic, kind in NOT_TEXT:
        if content.startswith(magic):
            raise UnreadableError(_("is a {kind} file under another name", kind=kind), _utf8())
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _unreadable(content, error.start) from None
    if b"\0" in content:
        raise UnreadableError(_("is not text, or is UTF-16 without its mark"), _utf8())
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        position = error.start
    found = [(text, name) for name in OLD_ENCODINGS if (text := _french(content, name)) is not None]
    if len(found) != 1:
        raise _unreadable(content, position)
    return found[0]


def _utf8() -> str:
    return _("a table saved as “CSV UTF-8”")


def _unreadable(content: bytes, position: int) -> UnreadableError:
    row = content.count(b"\n", 0, position) + 1
    return UnreadableError(_("is in an encoding that can’t be told for certain"), _utf8(), row)


def _french(content: bytes, encoding: str) -> str | None:
    """Decode, and return the text only if its letters beyond ASCII look like French."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = {sign for sign in text if not sign.isascii()} - FRENCH_SIGNS
    if {letter.lower() for letter in strange} - FRENCH_LETTERS:
        return None
    for word in WORD.findall(text):
        if not word.isascii() and not (word.islower() or word.isupper() or word[1:].islower()):
            return None
    # An opening quotation mark or a capital that another encoding made out of "É" or "Ç".
    if re.search(r"…\w|\w[«“]|[»”]\w|\w[°§™©®½]\w", text):
        return None
    return text
