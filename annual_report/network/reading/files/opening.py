"""The reading of a foreign file: too large, in an odd encoding, or no picture."""

import base64
import codecs
import re
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _

WINDOWS = "cp1252"
FRENCH = frozenset("àâäçèéêëîïôöùûüÿœæñ«»’‘“”–—…€°·•№§²³½™©® \u00a0\u202f\u2009")

LARGEST_PICTURE = 120_000
"""Bytes of a picture that each page holds."""
PICTURES = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg"}
"""How the files of pictures begin that a page can hold."""


def read_file(path: Path, most: int) -> bytes:
    """Return a file's bytes; raise UnreadableError beyond `most` of them.

    A file that the system itself refuses (a folder, a circular link) is an OSError.
    """
    if path.stat().st_size > most:
        raise refuse_size(_("is too large"), most)
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:  # it has grown meanwhile, or never ends
        raise refuse_size(_("is too large"), most)
    return content


def read_picture(path: Path) -> str:
    """Return a picture as an address with the whole file; raise UnreadableError for no picture."""
    content = read_file(path, LARGEST_PICTURE)
    for start, kind in PICTURES.items():
        if content.startswith(start):
            return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    expected = _("PNG or JPEG; a drawing (SVG) is exported as PNG first")
    raise UnreadableError(_("is no picture that a page can hold"), expected)


def refuse_size(fault: str, most: int) -> UnreadableError:
    """Return the error of something that has more than `most` bytes."""
    if most < 1_000_000:
        return UnreadableError(fault, _("at most {count} kB", count=most // 1000))
    return UnreadableError(fault, _("at most {count} MB", count=most // 1_000_000))


def decode_text(content: bytes, remedy: str) -> tuple[str, str]:
    """Return the text of a file, and the name of the encoding that makes French of the bytes.

    Raise UnreadableError, with the `remedy`, for any other.
    """
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
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
    """Whether the signs beyond ASCII are French, and some of them letters for certain.

    "à", "ô" and "î" of MS-DOS are read as "…", "“" and "Œ": alone, they prove nothing.
    """
    signs = {sign for sign in text if not sign.isascii()}
    if any(sign.lower() not in FRENCH for sign in signs) or re.search(
        r"[a-zà-ÿ]Œ|[”»]\w|\w[“«]", text
    ):
        return False
    return any(sign.isalpha() and sign != "Œ" for sign in signs) or "’" in signs
