"""The bytes of a file from anywhere → a text, or a picture; or the reason why it can't be used.

A file may be too large, in an odd encoding, or no picture at all: each is an `UnreadableError` with
the remedy, which the reading turns into a line of `check`.
"""

import base64
import codecs
import re
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _

WINDOWS = "cp1252"
"""Python's name for the encoding Windows-1252."""
FRENCH_SIGNS = frozenset("àâäçèéêëîïôöùûüÿœæñ«»’‘“”–—…€°·•№§²³½™©® \u00a0\u202f\u2009")
"""The letters and signs of printed French that ASCII lacks, in small letters."""

LARGEST_PICTURE = 120_000
"""The most bytes of a picture: each page holds the whole picture."""
PICTURE_STARTS = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg"}
"""The first bytes of a picture → its kind, of the pictures that a page can hold."""


def read_file(path: Path, most: int) -> bytes:
    """Return a file's bytes; raise UnreadableError beyond `most` bytes.

    A file that the system itself doesn't open (a folder, a circular link) is an OSError.
    """
    if path.stat().st_size > most:
        raise make_size_error(_("is too large"), most)
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    # The file may have grown since its size was asked; a device such as /dev/zero never ends.
    if len(content) > most:
        raise make_size_error(_("is too large"), most)
    return content


def read_picture(path: Path) -> str:
    """Return a picture as an address that holds the whole file: "data:image/png;base64,…".

    A page is a single file, so its logo can't be a file beside. The first bytes tell PNG and JPEG,
    for anybody may change a name. Raise UnreadableError for any other file.
    """
    content = read_file(path, LARGEST_PICTURE)
    for start, kind in PICTURE_STARTS.items():
        if content.startswith(start):
            return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    expected = _("PNG or JPEG; a drawing (SVG) is exported as PNG first")
    raise UnreadableError(_("is no picture that a page can hold"), expected)


def make_size_error(fault: str, most: int) -> UnreadableError:
    """Return the error of a file, or of a part, with more than `most` bytes.

    `fault` begins the message, which ends with the limit: "is too large; expected: at most 12 MB".
    MB and kB are decimal, as file managers show sizes.
    """
    if most < 1_000_000:
        return UnreadableError(fault, _("at most {count} kB", count=most // 1000))
    return UnreadableError(fault, _("at most {count} MB", count=most // 1_000_000))


def decode_text(content: bytes, remedy: str) -> tuple[str, str]:
    """Return the text of a file, and the name of the encoding: UTF-8 or Windows-1252.

    Raise UnreadableError, with the `remedy`, for any other encoding.
    """
    encoding = "utf-8"
    if content.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    if b"\0" in content:
        raise UnreadableError(_("is not text, or is in UTF-16"), remedy)
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        # Windows-1252 has a letter for nearly every byte: French alone shows that it was meant.
        text = content.decode(WINDOWS, "replace")
        if not _is_french(text):
            row = content.count(b"\n", 0, error.start) + 1
            fault = _("is in an encoding that can’t be told for certain")
            raise UnreadableError(fault, remedy, row) from None
        return text, WINDOWS


def _is_french(text: str) -> bool:
    """Whether a text read as Windows-1252 makes sense, so that the guess was right.

    It does if all signs beyond ASCII are those of French, and some are letters for certain. Another
    encoding gives other signs: "à", "ô" and "î" of MS-DOS are read as "…", "“" and "Œ", which are
    French, too, and prove nothing alone.
    """
    signs = {sign for sign in text if not sign.isascii()}
    if not {sign.lower() for sign in signs} <= FRENCH_SIGNS:
        return False
    # No French word has a capital Œ, or a quotation mark, within.
    # Taken: "boŒte", "t“t", which were "boîte" and "tôt" in MS-DOS. Not taken: "Œuvre", "« oui »".
    if re.search(r"[a-zà-ÿ]Œ|[”»]\w|\w[“«]", text):
        return False
    letters = {sign for sign in signs if sign.isalpha()} - {"Œ"}
    # Of the signs that are no letters, only the apostrophe is French for certain.
    return bool(letters) or "’" in signs
