"""Pictures in a form that a page may hold: the pixels, without notes on the author or the place.

A file of a picture is a list of segments (JPEG), chunks (PNG, WebP) or blocks (GIF). Parts with
which a browser draws are copied unchanged, so that no picture is compressed again; parts with notes
are cut out. A photograph is turned upright by such a note: a segment with only the orientation
replaces the note.
"""

import base64
import binascii
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from annual_report.machine.pages.checks.drawings import clean_drawing

# Found within HTML and Markdown of any origin. Taken: "data:image/png;base64,iVBOR…". Not taken:
# "data:image/bmp;…", "data:text/html;base64,…".
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
"""The address of a picture that a page holds itself; of an SVG there browsers run nothing."""
DRAWING = "svg+xml"
LARGEST = 20_000_000
"""The most bytes of a picture; a page of a tenth of them is remarked as heavy already."""
DRAWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
"""The chunks of a PNG that decide how it looks."""
DRAWN_OF_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"})
"""The chunks of a WebP that decide how it looks."""
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
SCAN, END = 0xDA, 0xD9
"""The markers of a JPEG's segments, by the names that its standard gives them."""
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
"""The markers of a JPEG that stand alone, and have no length behind them."""
ORIENTATION = 0x0112
"""EXIF's number for the orientation of a photograph."""
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""The names of the GIF's blocks that say how often it moves: browsers obey them."""


def clean_picture_address(address: str) -> str | None:
    """Return a `data:` address with its picture cleaned of notes on the author and the place.

    None for an address of another kind, and for a picture that can't be read.
    """
    parts = PICTURE.fullmatch(address)
    if not parts:
        return None
    try:
        content = base64.b64decode(parts[2], validate=False)
        return write_picture_address(content)
    except (binascii.Error, ValueError):
        return None


def write_picture_address(content: bytes) -> str:
    """Return the `data:` address of a picture's bytes, cleaned; raise ValueError for others."""
    kind = find_picture_kind(content)
    if kind is None:
        raise ValueError("no picture")
    cleaned = clean_picture(kind, content)
    return f"data:image/{kind};base64,{base64.b64encode(cleaned).decode()}"


def find_picture_kind(content: bytes) -> str | None:
    """Return the kind of a picture, such as "png" in an address, by the first bytes of the file."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if b"<svg" in content[:4096]:
        return DRAWING
    return None


def clean_picture(kind: str, content: bytes) -> bytes:
    """Return a picture's bytes without notes on the author and the place.

    `kind` is that of `find_picture_kind`. Raise ValueError for a picture that is cut off.
    """
    try:
        if kind == DRAWING:
            drawn = content.decode("utf-8", "replace")
            return clean_drawing(drawn, clean_picture_address).encode()
        clean = {"png": _clean_png, "jpeg": _clean_jpeg, "gif": _clean_gif, "webp": _clean_webp}
        return b"".join(clean[kind](content))
    except (IndexError, struct.error) as error:
        raise ValueError("the picture is cut off") from error


def read_picture_beside(folder: str, source: str) -> str | None:
    """Return the `data:` address of a picture in a notebook's folder; None for no usable picture.

    `source` is the relative path that the notebook's HTML or Markdown names. The picture must be an
    ordinary file in the folder, and a picture by its content: a link may lead to any file, and a
    pipe is waited for without end.
    """
    base = Path(folder or ".").resolve()
    try:
        path = Path(os.path.normpath(base / source))
        # A link on the way is another path than the real one.
        if base not in path.parents or str(path) != os.path.realpath(path):
            return None
        # Between a look at a file and its opening it may become another one.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINK)
        with os.fdopen(handle, "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                return None
            return write_picture_address(stream.read(LARGEST + 1))
    except (OSError, ValueError):
        return None


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def _clean_png(content: bytes) -> Iterator[bytes]:
    """Yield the signature and the drawn chunks of a PNG."""
    yield content[:8]
    place = 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        end = place + 12 + length
        if end > len(content):
            raise ValueError("a chunk is cut off")
        if kind == b"eXIf":
            upright = _write_orientation(_find_orientation(content[place + 8 : end - 4]))
            if upright:
                yield _write_chunk(b"eXIf", upright)
        elif kind in DRAWN_CHUNKS:
            yield content[place:end]
        if kind == b"IEND":
            return
        place = end
    raise ValueError("a PNG has no end")


def _write_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG: the length, the kind, the content, and the checksum of both."""
    length = struct.pack(">I", len(content))
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return length + kind + content + checksum


def _clean_jpeg(content: bytes) -> Iterator[bytes]:
    """Yield the segments with which a JPEG is drawn, and a new segment for the orientation."""
    yield content[:2]
    place = 2
    orientation = 0
    segments: list[bytes] = []
    while True:
        # Any number of bytes 0xFF may stand before a marker, as a filling.
        while content[place] == 0xFF and content[place + 1] == 0xFF:
            place += 1
        if content[place] != 0xFF:
            raise ValueError("no segment")
        marker = content[place + 1]
        if marker == END:
            break
        if marker in WITHOUT_LENGTH:
            segments.append(content[place : place + 2])
            place += 2
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        end = place + 2 + length
        segment = content[place:end]
        if length < 2 or len(segment) < 2 + length:
            raise ValueError("a segment is cut off")
        if marker == APP1 and segment[4:10] == b"Exif\0\0":
            orientation = orientation or _find_orientation(segment[10:])
        elif _is_drawn(marker, segment[4:]):
            segments.append(segment)
        place = end
        if marker == SCAN:
            end = _find_end_of_scan(content, place)
            segments.append(content[place:end])
            place = end
    if upright := _write_orientation(orientation):
        body = b"Exif\0\0" + upright
        yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    yield from segments
    yield b"\xff\xd9"


def _is_drawn(marker: int, body: bytes) -> bool:
    """Whether a browser needs a JPEG's segment to draw; the segments of programs hold notes."""
    if marker == APP0:
        # A longer one holds a small copy of the picture, which may show more than the picture.
        return body.startswith(b"JFIF\0") and len(body) <= 14
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        return body.startswith(b"Adobe")
    return not (APP0 <= marker <= APP15 or marker == COMMENT)


def _find_end_of_scan(content: bytes, place: int) -> int:
    """Return the end of the compressed pixels of a JPEG, a part without a declared length."""
    while True:
        place = content.index(b"\xff", place)
        following = content[place + 1]
        if following != 0 and following not in WITHOUT_LENGTH and following != 0xFF:
            return place
        place += 1


def _find_orientation(exif: bytes) -> int:
    """Return the orientation of a photograph in its EXIF: 1 (upright) to 8, 0 if unknown."""
    # "Intel" or "Motorola": the order of the bytes of each number that follows.
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack(f"{order}I", exif[4:8])
        (count,) = struct.unpack(f"{order}H", exif[first : first + 2])
        for number in range(count):
            entry = exif[first + 2 + 12 * number :][:12]
            tag, _kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == ORIENTATION:
                return int(value) if value in range(1, 9) else 0
    except struct.error:
        return 0
    return 0


def _write_orientation(orientation: int) -> bytes:
    """Return an EXIF segment that holds the orientation of a photograph, and no place or time.

    For an upright photograph it is empty: a browser draws it upright anyway.
    """
    if orientation in (0, 1):
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    return b"MM" + struct.pack(">HI", 42, 8) + struct.pack(">H", 1) + entry + bytes(4)


def _clean_gif(content: bytes) -> Iterator[bytes]:
    """Yield the blocks of a GIF, without comments and blocks of programs."""
    place = 13 + _count_colours(content[10])
    yield content[:place]
    while content[place] != 0x3B:
        start = place
        kind = content[place]
        if kind == 0x2C:
            place += 10 + _count_colours(content[place + 9]) + 1
        elif kind == 0x21:
            place += 2
        else:
            raise ValueError("no block")
        label = content[start + 1] if kind == 0x21 else 0
        program = content[start + 3 : start + 14]
        while content[place]:
            place += 1 + content[place]
        place += 1
        if kind == 0x2C or label == 0xF9 or (label == 0xFF and program in LOOPS):
            yield content[start:place]
    yield b"\x3b"


def _count_colours(flags: int) -> int:
    """Return how many bytes a GIF's table of colours has, as the flags before the table say."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _clean_webp(content: bytes) -> Iterator[bytes]:
    """Yield the drawn chunks of a WebP behind a head of their length."""
    place = 12
    kept: list[bytes] = []
    while place + 8 <= len(content):
        kind, length = struct.unpack("<4sI", content[place : place + 8])
        end = place + 8 + length + length % 2
        if place + 8 + length > len(content):
            raise ValueError("a chunk is cut off")
        chunk = content[place:end]
        if kind == b"VP8X":
            # Two bits say that there are notes, EXIF and XMP.
            flags = chunk[8] & ~0b1100
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind in DRAWN_OF_WEBP:
            kept.append(chunk)
        place = end
    body = b"WEBP" + b"".join(kept)
    yield b"RIFF" + struct.pack("<I", len(body)) + body
