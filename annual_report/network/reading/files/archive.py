"""The parts of a workbook, looked at before any library opens them.

A workbook is an archive of XML, and may come from anybody. The sizes that the archive declares
aren't believed: each part is inflated a piece at a time, and no further than a limit. A range of
merged, linked or commented cells is measured before, for a library makes a cell of each place.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import make_size_error

LARGEST = 20_000_000
"""The most bytes of all the parts together, unpacked."""
MOST_PARTS = 2_000
MOST_TAGS = 3_000_000
"""Half a million filled cells have two million tags."""
PIECE = 65_536
"""Bytes that are inflated at a time."""
USUAL_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The packings that spreadsheets use; other packings inflate a few bytes to gigabytes at once."""
MOST_CELLS_IN_RANGES = 100_000
"""The most cells of all merged, linked and commented ranges of a part together."""
ELEMENTS_WITH_RANGES = ("mergeCell", "hyperlink", "comment")
"""The elements with a range in the attribute `ref`, "A1:C3": a library makes each cell of it."""
# Taken: "A1", "$A$1:C3". Not taken: "A:C", which is a whole column.
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
# Entities are looked for before any parser reads the part, for a parser would expand them.
# Taken: "<!DOCTYPE", "<!ENTITY". Not taken: "<!--".
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Taken: the "UTF-8" of '<?xml version="1.0" encoding="UTF-8"?>'.
ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']*)")
"""The encoding that a part declares: a parser would follow the declaration."""
USUAL_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")
STRICT_OPEN_XML = b"http://purl.oclc.org/ooxml/spreadsheetml/"
"""The address by which a part says that it is in strict Open XML."""
ENDINGS_OF_MARKUP = (".xml", ".rels", ".vml")
"""The endings of the parts that are text; other parts are pictures, or settings of a printer."""


def read_part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a part of an archive, inflated; raise UnreadableError beyond `most` bytes."""
    if archive.getinfo(name).compress_type not in USUAL_PACKING:
        raise UnreadableError(_("is packed as no spreadsheet packs it"), say_remedy())
    content = bytearray()
    with archive.open(name) as stream:
        while piece := stream.read(PIECE):
            content += piece
            if len(content) > most:
                raise make_size_error(_("is too large once it is unpacked"), most)
    return bytes(content)


def unpack_workbook(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by their names.

    Raise UnreadableError, with the remedy, for a file of another kind, for too large a workbook,
    and for markup that no spreadsheet writes.
    """
    # An old workbook is known by the first bytes: the name of a file may be changed by anybody.
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(_("is an old .xls, or is protected by a password"), say_remedy())
    parts: dict[str, bytes] = {}
    left = LARGEST
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
        if "content.xml" in names:
            raise UnreadableError(_("is an .ods workbook"), say_remedy())
        if len(names) > MOST_PARTS:
            raise UnreadableError(_("has too many parts"), say_remedy())
        for name in sorted(names):
            parts[name] = read_part(archive, name, left)
            left -= len(parts[name])
    if sum(part.count(b"<") for part in parts.values()) > MOST_TAGS:
        raise UnreadableError(_("has too many rows or columns"), _("one row for each fact"))
    for name, part in parts.items():
        if name.lower().endswith(ENDINGS_OF_MARKUP):
            _refuse_odd_markup(part)
        if name.lower().endswith(".xml"):
            _refuse_large_ranges(part)
    return parts


def pack_workbook(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of the `parts`, path inside → content.

    openpyxl is given this archive and not the user's file: so it opens exactly the parts that were
    inspected.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def say_remedy() -> str:
    """Return the remedy for a workbook that can't be read."""
    return _("the same saved as an ordinary .xlsx, without a password (File > Save as)")


def _refuse_odd_markup(part: bytes) -> None:
    """Raise UnreadableError for XML that is unsafe to parse, or that openpyxl reads as empty.

    `part` is the content of an XML file inside a workbook. Unsafe are entities, which a parser may
    expand to gigabytes, and encodings in which the search for entities would miss them.
    """
    # Without a declaration, after an optional byte order mark, XML is in UTF-8.
    declared = ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    is_plain = declared is None or declared[1].lower() in USUAL_ENCODINGS
    if DECLARATION.search(part) or not is_plain or b"\0" in part:
        raise UnreadableError(_("holds markup that no spreadsheet writes"), say_remedy())
    # openpyxl finds no cell in a workbook in strict Open XML. The root element, at the beginning,
    # says so: 2,000 bytes hold it with all its namespaces.
    if STRICT_OPEN_XML in part[:2000]:
        raise UnreadableError(_("is a workbook in strict Open XML"), say_remedy())


def _refuse_large_ranges(part: bytes) -> None:
    """Raise UnreadableError for ranges of more cells than a person can mean.

    `part` is the XML of a file inside a workbook. openpyxl makes an object of each cell of a merged
    range: a single "A1:XFD1048576" would take all memory.
    """
    # Most parts have no such element: a search for the names saves parsing them.
    if not any(name.encode() in part for name in ELEMENTS_WITH_RANGES):
        return
    total = 0
    for text in list_ranges(part):
        total += count_cells(text)
        if total > MOST_CELLS_IN_RANGES:
            fault = _("merges, links or comments too many cells: {range}", range=text)
            raise UnreadableError(fault, _("these ranges taken back, or made smaller"))


def list_ranges(part: bytes) -> Iterator[str]:
    """Yield the ranges of merged, linked and commented cells in a part of a workbook: "A1:C3".

    `part` is the XML of a sheet or of its comments. A mere scan: openpyxl would make an object of
    each cell of a range.
    """
    found: list[str] = []

    def note_range(element: str, attributes: Mapping[str, str]) -> None:
        # Names may have a prefix: "x:mergeCell".
        if element.rpartition(":")[2] not in ELEMENTS_WITH_RANGES:
            return
        for name, value in attributes.items():
            if name.rpartition(":")[2] == "ref":
                found.append(value)

    parser = expat.ParserCreate()
    parser.StartElementHandler = note_range
    parser.Parse(part, True)
    yield from found


def count_cells(text: str) -> int:
    """Return the number of cells of a range: "B2" → 1, "A1:C3" → 9.

    A text that is no such range, as "A:C" of whole columns, counts for more cells than a workbook
    may have, so that the workbook isn't opened.
    """
    match = RANGE.fullmatch(text.upper())
    if match is None:
        return MOST_CELLS_IN_RANGES + 1
    left, top, right, bottom = match.groups()
    # A range may name its last corner first, "C3:A1"; a single cell has one corner.
    columns = abs(_number_column(right or left) - _number_column(left)) + 1
    rows = abs(int(bottom or top) - int(top)) + 1
    return columns * rows


def _number_column(letters: str) -> int:
    """Return the number of a column, from 1, by its letters: "A" → 1, "AB" → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
