"""Hostile and huge files: refused, or harmless, quickly, and in little memory."""

import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from twin import MEMBRES, PRESENCES, RENCONTRES, TEXTE, TWIN, copy_with, pack_archive
from waiting import PATIENCE

from annual_report.base.errors import DataError, UnreadableError
from annual_report.network.reading.files import workbooks
from annual_report.network.reading.files.network_folder import is_network
from annual_report.network.reading.files.workbooks import read_workbook
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.texts import parse_text
from annual_report.report.publication.networks import take_snapshot

pytestmark = pytest.mark.slow

MOST_MEMORY = 512 * 1024 * 1024
MEASURE = r"""
import re, sys
from annual_report.network.reading.inspection import inspect_network
for package in sys.argv[1:]:
    errors = inspect_network(package).errors
    peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())  # its own alone
    print(int(peak[1]) * 1024, len(errors))
"""
"""A program that inspects networks one after the other: a line for each, with the most memory that
it has taken so far, in bytes, and the number of errors."""


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook, which is an archive, by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_garbled_meetings() -> str:
    """Return 2,500 meetings whose titles were saved in a wrong encoding, again and again."""
    rows = []
    for number in range(2_500):
        rows.append(f"Y{number},2025,,,,,,,,{'Ãé' * 900}{number}\n")
    return RENCONTRES + "".join(rows)


def write_unknown_attendance() -> str:
    """Return attendance at 40,000 meetings that are in no table."""
    rows = [f"Z{number},44,1,\n" for number in range(40_000)]
    return PRESENCES + "".join(rows)


HUGE: dict[str, tuple[str, Callable[[], str]]] = {
    # what is huge: (the file, its content)
    "a million rows": ("membres.csv", lambda: MEMBRES + "2025,75\n" * 1_300_000),
    "twelve MB and more": ("membres.csv", lambda: MEMBRES + "x" * 12_000_000),
    "garbled cells": ("rencontres.csv", write_garbled_meetings),
    "attendance at unknown meetings": ("presences.csv", write_unknown_attendance),
    "a hundred thousand brackets": ("datapackage.json", lambda: "[" * 100_000),
    "a text of 10 MB": ("textes/2025.md", lambda: TEXTE + "x" * 10_000_000),
}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory of a process")
def test_huge_files_are_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    networks = []
    for number, (file, write) in enumerate(HUGE.values()):
        networks.append(copy_with(tmp_path / str(number), file, write().encode()))
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *networks],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    lines = measured.stdout.splitlines()
    for name, line in zip(HUGE, lines, strict=True):
        memory, errors = line.split()
        assert int(memory) < MOST_MEMORY, name
        assert int(errors) > 0, name


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("[" * 49_000 + "a" + "](" * 20_000, id="links in links"),
        pytest.param("> " * 49_000, id="quotes in quotes"),
        pytest.param("*a_ " * 24_000, id="marks that end nothing"),
        pytest.param("<!-" * 33_000, id="nearly comments"),
        pytest.param("a." * 49_000 + "@", id="nearly a mail address"),
        pytest.param("M. " * 33_000, id="titles of persons"),
        pytest.param("Ã©\u200b1" * 14_000, id="a wrong encoding"),
    ],
)
def test_a_text_made_to_be_slow_is_read_to_its_end(markdown: str, tmp_path: Path) -> None:
    # A longer text is refused for its length.
    content = f"## Objectifs\n\n{markdown}\n"[:99_999]
    # A pattern that tried each end for each beginning would keep the test busy for hours.
    inspection = inspect_network(copy_with(tmp_path, "textes/2025.md", content.encode()))
    # Some are refused for a word; all are read as the text of their year.
    assert inspection.partial_contents
    assert 2025 in inspection.partial_contents.texts


@pytest.mark.parametrize(
    "prose",
    [
        "</p></main><script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[lien](JaVaScRiPt:alert(1) )",
        "[lien](data:text/html,<script>alert(1)</script>)",
        "![image](https://exemple.fr/espion.png)",
        "<style>body { display: none }</style>",
        "<a href='https://exemple.fr' onclick='alert(1)'>lien</a>",
        '<https://exemple.fr/"onmouseover="alert(1)>',
    ],
)
def test_hostile_prose_reaches_the_page_as_words_alone(prose: str) -> None:
    text, _problems = parse_text(f"## Objectifs\n\nDébut. {prose}\n", "textes/2025.md")
    html = (text.objectives or "").lower()
    assert html.startswith("<p>début.")
    for markup in ("<script", "<img", "<style", "<iframe", "<div", "</main", ' onclick="'):
        assert markup not in html
    # A link that is left leads to a page or to a mailbox.
    _before, *addresses = html.split('href="')
    for address in addresses:
        assert address.startswith(("https://", "http://", "mailto:"))


SAVED = (TWIN.parent / "office" / "membres--calc.xlsx").read_bytes()


def refuse_workbook(folder: Path, content: bytes) -> str:
    """Read a workbook that must be refused, and return the reason."""
    (folder / "classeur.xlsx").write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        read_workbook(folder / "classeur.xlsx")
    return refused.value.what


def test_a_workbook_that_declares_entities_is_not_even_opened(tmp_path: Path) -> None:
    parts = unpack(SAVED)
    # An entity stands for other words, which may stand for others again, a billion in the end.
    declaration = b"?>"
    entity = b'<!DOCTYPE a [<!ENTITY a "b">]>'
    head, _sign, rest = parts["xl/workbook.xml"].partition(declaration)
    parts["xl/workbook.xml"] = head + declaration + entity + rest
    assert (
        refuse_workbook(tmp_path, pack_archive(parts)) == "holds markup that no spreadsheet writes"
    )


SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
MAINFRAME = b'<?xml version="1.0" encoding="cp037"?>'
SPACES = b" " * 60_000_000


def pack(name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED, declared: int = 0) -> bytes:
    """Return the workbook with one more part, packed in some way, that may declare another size."""
    stream = io.BytesIO(SAVED)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), content, how)
    packed = stream.getvalue()
    if declared:
        packed = packed.replace(len(content).to_bytes(4, "little"), declared.to_bytes(4, "little"))
    return packed


def add_to_sheet(xml: bytes) -> bytes:
    """Return the workbook with some markup behind the cells of its first sheet."""
    parts = unpack(SAVED)
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"</sheetData>" + xml)
    return pack_archive(parts)


def add_rule(count: int) -> bytes:
    """Return the workbook with a rule for so many places, each compared with all others."""
    places = b" ".join(b"A%d" % row for row in range(1, count))
    rule = b'<dataValidation sqref="' + places + b'"/>'
    return add_to_sheet(b"<dataValidations>" + rule + b"</dataValidations>")


TOO_MANY_CELLS = "merges, links or comments too many cells: A1:XFD1048576"
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    # what would take the machine: (the reason of the refusal, the workbook)
    "sixty million bytes that declare a thousand": (
        "is damaged, or no workbook",
        lambda: pack("xl/x.xml", SPACES, declared=1000),
    ),
    "bz2": (
        "is packed as no spreadsheet packs it",
        lambda: pack("xl/x.xml", SPACES, zipfile.ZIP_BZIP2, declared=1000),
    ),
    "lzma": (
        "is packed as no spreadsheet packs it",
        lambda: pack("xl/x.xml", SPACES, zipfile.ZIP_LZMA, declared=1000),
    ),
    "a part of sixty million bytes": (
        "is too large once it is unpacked",
        lambda: pack_archive({"xl/workbook.xml": SPACES}),
    ),
    "a hundred thousand parts": (
        "has too many parts",
        lambda: pack_archive({f"x/{number}": b"" for number in range(2_100)}),
    ),
    "five million cells": (
        "has too many rows or columns",
        lambda: pack_archive({SHEET: b"<row>" + b"<c/>" * 4_500_000 + b"</row>"}),
    ),
    "a merge of all cells": (
        TOO_MANY_CELLS,
        lambda: add_to_sheet(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    "a link of all cells, of another prefix": (
        TOO_MANY_CELLS,
        lambda: add_to_sheet(b'<x:hyperlink xmlns:x="x" x:ref="A1:XFD1048576"/>'),
    ),
    "a comment of all cells": (
        TOO_MANY_CELLS,
        lambda: pack_archive(
            {**unpack(SAVED), "xl/comments1.xml": b'<comment ref="A1:XFD1048576"/>'}
        ),
    ),
    "entities in the letters of a mainframe": (
        "holds markup that no spreadsheet writes",
        lambda: pack_archive(
            {
                **unpack(SAVED),
                STYLES: b'<?xml version="1.0" encoding="cp037"?>'
                + "<!DOCTYPE a []>".encode("cp037"),
            }
        ),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_would_take_the_machine_is_refused(name: str, tmp_path: Path) -> None:
    reason, write = BOMBS[name]
    content = write()
    assert refuse_workbook(tmp_path, content) == reason


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of memory")
@pytest.mark.parametrize(
    ("seconds", "memory"),
    [
        pytest.param(1, 1_500_000_000, id="little time"),
        # In little memory the reading ends at one place or another.
        pytest.param(60, 150_000_000, id="150 MB"),
        pytest.param(60, 200_000_000, id="200 MB"),
        pytest.param(60, 250_000_000, id="250 MB"),
    ],
)
def test_an_unusual_workbook_takes_neither_hours_nor_all_of_the_memory(
    seconds: int, memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the limits of the program itself this test would take as long as they allow.
    monkeypatch.setattr(workbooks, "MOST_SECONDS", seconds)
    monkeypatch.setattr(workbooks, "MOST_MEMORY", memory)
    content = add_rule(400_000)
    assert refuse_workbook(tmp_path, content) == (
        "has more cells, rules, styles or formulas than can be read"
    )


def test_a_workbook_with_many_rules_is_read_as_any(tmp_path: Path) -> None:
    (tmp_path / "saved.xlsx").write_bytes(SAVED)
    [sheet] = read_workbook(tmp_path / "saved.xlsx").values()
    (tmp_path / "with-rules.xlsx").write_bytes(add_rule(5_000))
    [with_rules] = read_workbook(tmp_path / "with-rules.xlsx").values()
    assert [line.cells for line in with_rules.lines] == [line.cells for line in sheet.lines]


def test_looking_for_the_sheet_of_members_inflates_no_more_than_a_list(tmp_path: Path) -> None:
    content = pack_archive({"xl/workbook.xml": SPACES})
    # The list of its sheets declares a thousand bytes, and unpacks to sixty million.
    declared = (1000).to_bytes(4, "little")
    (tmp_path / "classeur.xlsx").write_bytes(
        content.replace(len(SPACES).to_bytes(4, "little"), declared)
    )
    tracemalloc.start()
    assert not is_network(tmp_path)
    _current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("textes/2023.md", "link"),
        ("membres.csv", "folder"),
        ("logo.png", "pipe"),
        ("datapackage.json", "pipe"),
    ],
)
def test_a_link_a_folder_or_a_pipe_is_refused_by_check_and_build_alike(
    name: str, kind: str, twin: Path
) -> None:
    path = twin / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        # A reader would wait for a writer, for ever.
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    assert [error.place.file for error in inspect_network(twin).errors] == [name]
    with pytest.raises(DataError):
        take_snapshot(str(twin))
