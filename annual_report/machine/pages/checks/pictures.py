"""Pictures in a form that a page may hold: the pixels, without notes on the author or the place.

A file of a picture is a list of segments (JPEG), chunks (PNG, WebP) or blocks (GIF). Parts with
which a browser draws are copied unchanged, so that no picture is compressed again; parts with notes
are cut out. A photograph is turned upright by such a note: a segment with only the orientation
replaces the note.
"""

import base64
import binascii
import io
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.machine.pages.checks.drawings import clean_drawing

# Found within HTML and Markdown of any origin. Taken: "data:image/png;base64,iVBOR…". Not taken:
# "data:image/bmp;…", "data:text/html;base64,…".
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
"""The address of a picture that a page holds itself; of an SVG there browsers run nothing."""
DRAWING = "svg+xml"
"""The kind of a drawing, SVG, in an address."""
READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
"""The flags by which a file is opened for reading: no pipe is waited for, and no link followed.

Windows has neither of the last two.
"""
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8"
LARGEST = 20_000_000
"""The most bytes of a picture; a page of a tenth of them is remarked as heavy already."""
LONGEST_BEGINNING = 4096
"""The bytes of a drawing's file among which its element `svg` begins."""
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
# In compressed pixels 0 stands behind a byte FF that is a pixel's, and D0 to D7 mark a restart.
# Taken: FF D9. Not taken: FF 00, FF D0, and the first of FF FF D9.
BEHIND_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
"""The first two bytes of the segment behind the compressed pixels of a JPEG."""
LONGEST_JFIF = 14
"""The bytes of a JPEG's segment APP0 without a small copy of the picture."""
ORIENTATION = 0x0112
"""EXIF's number for the orientation of a photograph."""
UPRIGHT = 1
"""EXIF's orientation of a photograph that is not turned; 2 to 8 are turned or mirrored."""
TWO_BYTES = 3
"""EXIF's number for the type of a value that is a whole number of two bytes."""
EXIF_SIGN = b"Exif\0\0"
"""The beginning of a JPEG's segment APP1 that holds EXIF."""
BYTE_ORDERS = {b"II": "<", b"MM": ">"}
"""The first bytes of EXIF, "Intel" or "Motorola" → the sign of `struct` for this order of bytes."""
EXIF_HEAD = "2sHI"
"""The head of EXIF, for `struct`: the order of bytes, 42, and the place of the list of entries."""
EXIF_ENTRY = "HHIH2x"
"""An entry of EXIF: its number, the value's type, how many values, and a value of two bytes."""
GIF_HEAD = struct.Struct("<6sHHBBB")
"""The head of a GIF: signature, width, height, flags, number of the ground's colour, ratio."""
GIF_FRAME = struct.Struct("<HHHHB")
"""The head of an image in a GIF: left, top, width, height, flags."""
GIF_IMAGE, GIF_EXTENSION, GIF_END = b"\x2c", b"\x21", b"\x3b"
"""The first bytes of a GIF's blocks."""
GIF_TIMES, GIF_PROGRAM = b"\xf9", b"\xff"
"""The kinds of a GIF's extensions: how long the next image is shown; data of a program."""
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""The names of the GIF's blocks that say how often it moves: browsers obey them."""
WEBP_HEAD = 12
"""The bytes of a WebP before its first chunk: "RIFF", the length of the rest, "WEBP"."""
WEBP_NOTES = 0b1100
"""The bits of the first byte of a chunk VP8X that say that a WebP has notes: EXIF and XMP."""


def clean_picture_address(address: str) -> str | None:
    """Return a `data:` address with its picture cleaned of notes on the author and the place.

    "data:image/png;base64,iVBOR…" → the same address with the cleaned picture, usually shorter.
    None for an address of another kind, and for a picture that can't be read.
    """
    parts = PICTURE.fullmatch(address)
    if not parts:
        return None
    _declared_kind, encoded = parts.groups()
    try:
        content = base64.b64decode(encoded, validate=False)
        return write_picture_address(content)
    except (binascii.Error, ValueError):
        return None


def write_picture_address(content: bytes) -> str:
    """Return a `data:` address that holds a picture, cleaned of notes on its author and place.

    The bytes of a PNG → "data:image/png;base64,iVBOR…". Raise ValueError for other bytes than a
    picture's, and for a picture that is cut off.
    """
    kind = find_picture_kind(content)
    if kind is None:
        raise ValueError("no picture")
    cleaned = clean_picture(kind, content)
    return f"data:image/{kind};base64,{base64.b64encode(cleaned).decode()}"


def find_picture_kind(content: bytes) -> str | None:
    """Return the kind of a picture by the first bytes of its file; None for another file.

    The kind is the word in a picture's address: "png", "jpeg", "gif", "webp", "svg+xml".
    """
    if content.startswith(PNG_SIGNATURE):
        return "png"
    if content.startswith(JPEG_START + b"\xff"):
        return "jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    # Between both words stands the length of the file.
    if content.startswith(b"RIFF") and content[8:WEBP_HEAD] == b"WEBP":
        return "webp"
    # Comments and a declaration may stand before a drawing.
    if b"<svg" in content[:LONGEST_BEGINNING]:
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
        handle = os.open(path, READING)
        with os.fdopen(handle, "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                return None
            return write_picture_address(stream.read(LARGEST + 1))
    except (OSError, ValueError):
        return None


def _clean_png(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a PNG piece by piece: the signature, then the chunks that are drawn.

    A chunk is the length of its body, its kind ("IDAT"), the body, and a checksum. The chunk of
    EXIF is replaced by one that has the orientation alone.
    """
    stream = io.BytesIO(content)
    yield stream.read(len(PNG_SIGNATURE))
    while head := stream.read(8):
        length, kind = struct.unpack(">I4s", head)
        body = stream.read(length)
        checksum = stream.read(4)
        if len(body) < length or len(checksum) < 4:
            raise ValueError("a chunk is cut off")
        if kind in DRAWN_CHUNKS:
            yield head + body + checksum
        elif kind == b"eXIf":
            orientation = _find_orientation(body)
            if orientation > UPRIGHT:
                yield _write_chunk(kind, _write_orientation(orientation))
        if kind == b"IEND":
            return
    raise ValueError("a PNG has no end")


def _write_chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG: the length, the kind, the body, and the checksum of the last two."""
    length = struct.pack(">I", len(body))
    checksum = struct.pack(">I", zlib.crc32(kind + body))
    return length + kind + body + checksum


def _clean_jpeg(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a JPEG piece by piece: its start, the segments that are drawn, its end.

    Of the notes of a camera (EXIF) only the orientation stays, in a new segment at the start.
    """
    orientation = 0
    drawn: list[bytes] = []
    for segment in _read_segments(content):
        if segment.marker == APP1 and segment.body.startswith(EXIF_SIGN):
            # The first EXIF that names an orientation counts.
            orientation = orientation or _find_orientation(segment.body.removeprefix(EXIF_SIGN))
        elif _is_drawn(segment):
            drawn.append(segment.written)
    yield JPEG_START
    if orientation > UPRIGHT:
        body = EXIF_SIGN + _write_orientation(orientation)
        # The length counts its own two bytes.
        yield bytes([0xFF, APP1]) + struct.pack(">H", 2 + len(body)) + body
    yield from drawn
    yield bytes([0xFF, END])


class _Segment(NamedTuple):
    """A segment of a JPEG: its marker, such as `APP1`, its body, and all its bytes in the file."""

    marker: int
    body: bytes
    written: bytes


def _read_segments(content: bytes) -> Iterator[_Segment]:
    """Yield the segments of a JPEG, up to the marker of its end; raise ValueError without an end.

    A segment is the byte FF, a marker, the length of the rest in two bytes, and the rest, its body.
    Behind a segment `SCAN` stand compressed pixels, which are counted to that segment.
    """
    stream = io.BytesIO(content)
    stream.seek(len(JPEG_START))
    while True:
        if stream.read(1) != b"\xff":
            raise ValueError("no segment")
        # Any number of bytes FF may stand before a marker, as a filling.
        sign = stream.read(1)
        while sign == b"\xff":
            sign = stream.read(1)
        marker = sign[0]
        written = b"\xff" + sign
        if marker == END:
            return
        body = b""
        if marker not in WITHOUT_LENGTH:
            measure = stream.read(2)
            # The length counts its own two bytes.
            length = int.from_bytes(measure, "big") - 2
            body = stream.read(max(0, length))
            if len(body) != length:
                raise ValueError("a segment is cut off")
            written += measure + body
        if marker == SCAN:
            written += _read_scan(stream)
        yield _Segment(marker, body, written)


def _read_scan(stream: io.BytesIO) -> bytes:
    """Return the compressed pixels of a JPEG, from the place at which its stream is being read.

    Their length is declared nowhere: they end where the next segment begins.
    """
    start = stream.tell()
    following = BEHIND_SCAN.search(stream.getvalue(), start)
    if following is None:
        raise ValueError("a scan is cut off")
    return stream.read(following.start() - start)


def _is_drawn(segment: _Segment) -> bool:
    """Whether a browser needs a JPEG's segment to draw; the segments of programs hold notes."""
    marker, body, _written = segment
    if marker == APP0:
        # A longer one holds a small copy of the picture, which may show more than the picture.
        return body.startswith(b"JFIF\0") and len(body) <= LONGEST_JFIF
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        return body.startswith(b"Adobe")
    is_of_program = APP0 <= marker <= APP15
    return not is_of_program and marker != COMMENT


def _find_orientation(exif: bytes) -> int:
    """Return the orientation that a photograph's EXIF names: 1 (upright) to 8; 0 if it names none.

    EXIF is a head, and a list of entries at the place that the head names: a count, then entries
    with a number, such as `ORIENTATION`, and a value.
    """
    order = BYTE_ORDERS.get(exif[:2])
    if order is None:
        return 0
    stream = io.BytesIO(exif)
    # The notes of a photograph may be cut off: it is drawn all the same.
    with suppress(struct.error):
        _order, _sign, start = _unpack(stream, order + EXIF_HEAD)
        stream.seek(start)
        (count,) = _unpack(stream, order + "H")
        for _number in range(count):
            tag, _type, _count, value = _unpack(stream, order + EXIF_ENTRY)
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 0
    return 0


def _unpack(stream: io.BytesIO, form: str) -> tuple[Any, ...]:
    """Return the next values of a stream, in a form of `struct`; raise struct.error at its end."""
    return struct.unpack(form, stream.read(struct.calcsize(form)))


def _write_orientation(orientation: int) -> bytes:
    """Return EXIF that holds the orientation of a photograph, 1 to 8, and no place or time."""
    place_of_list = struct.calcsize(">" + EXIF_HEAD)
    head = struct.pack(">" + EXIF_HEAD, b"MM", 42, place_of_list)
    count_of_entries = struct.pack(">H", 1)
    entry = struct.pack(">" + EXIF_ENTRY, ORIENTATION, TWO_BYTES, 1, orientation)
    no_further_list = bytes(4)
    return head + count_of_entries + entry + no_further_list


def _clean_gif(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a GIF piece by piece, without comments and blocks of programs.

    A GIF is a head and blocks: images, and extensions, of which some say how it moves.
    """
    stream = io.BytesIO(content)
    head = stream.read(GIF_HEAD.size)
    _signature, _width, _height, flags, _ground, _ratio = GIF_HEAD.unpack(head)
    yield head + stream.read(_measure_colours(flags))
    while (sign := stream.read(1)) != GIF_END:
        if sign == GIF_IMAGE:
            frame = stream.read(GIF_FRAME.size)
            _left, _top, _width, _height, flags = GIF_FRAME.unpack(frame)
            colours = stream.read(_measure_colours(flags))
            bits_of_pixel = stream.read(1)
            yield sign + frame + colours + bits_of_pixel + _read_sub_blocks(stream)
        elif sign == GIF_EXTENSION:
            kind = stream.read(1)
            data = _read_sub_blocks(stream)
            # The first part of a program's data is its name of eleven letters, behind their count.
            moves = kind == GIF_PROGRAM and data[1:12] in LOOPS
            if moves or kind == GIF_TIMES:
                yield sign + kind + data
        else:
            raise ValueError("no block")
    yield GIF_END


def _measure_colours(flags: int) -> int:
    """Return how many bytes a GIF's table of colours has, as the flags before the table say.

    0b0000_0000 → 0, no table; 0b1000_0000 → 6, two colours; 0b1000_0111 → 768, 256 colours
    """
    has_table = flags & 0b1000_0000
    bits_of_number = (flags & 0b0111) + 1
    return 3 * 2**bits_of_number if has_table else 0


def _read_sub_blocks(stream: io.BytesIO) -> bytes:
    """Return the bytes of a GIF's data, from the place at which its stream is being read.

    Data are pieces of up to 255 bytes, each behind its length; a length of 0 ends them.
    """
    data = bytearray()
    while True:
        measure = stream.read(1)
        length = measure[0]
        data += measure + stream.read(length)
        if length == 0:
            return bytes(data)


def _clean_webp(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a WebP: a head with the length of the rest, and the chunks that are drawn.

    A chunk is its kind ("VP8X"), the length of its body, and the body, to an even length.
    """
    stream = io.BytesIO(content)
    stream.seek(WEBP_HEAD)
    drawn: list[bytes] = []
    while len(head := stream.read(8)) == 8:
        kind, length = struct.unpack("<4sI", head)
        body = stream.read(length)
        if len(body) < length:
            raise ValueError("a chunk is cut off")
        filling = stream.read(length % 2)
        if kind == b"VP8X":
            # The notes are left out, so the flags mustn't announce them.
            flags = body[0] & ~WEBP_NOTES
            body = bytes([flags]) + body[1:]
        if kind in DRAWN_OF_WEBP:
            drawn.append(head + body + filling)
    rest = b"WEBP" + b"".join(drawn)
    yield b"RIFF" + struct.pack("<I", len(rest)) + rest
