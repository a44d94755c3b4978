"""Hostile and huge files: refused, or harmless, quickly, and in little memory."""

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from twin import MEMBRES, PRESENCES, RENCONTRES, TEXTE, TWIN, copy_with, pack_archive
from waiting import PATIENCE

from annual_report.base.errors import DataError, UnreadableError
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


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


HUGE: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "two million rows": ("membres.csv", lambda: MEMBRES + "2025,75\n" * 1_300_000),
    "twelve MB and more": ("membres.csv", lambda: MEMBRES + "x" * 12_000_000),
    "garbled cells": (
        "rencontres.csv",
        lambda: RENCONTRES + "".join(f"Y{n},2025,,,,,,,,{'Ãé' * 900}{n}\n" for n in range(2_500)),
    ),
    "attendance at unknown meetings": (
        "presences.csv",
        lambda: PRESENCES + "".join(f"Z{n},44,1,\n" for n in range(40_000)),
    ),
    "a hundred thousand brackets": ("datapackage.json", lambda: "[" * 100_000),
    "a text of 10 MB": ("textes/2025.md", lambda: TEXTE + "x" * 10_000_000),
}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory of a process")
def test_huge_files_are_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    packages = []
    for number, (file, make) in enumerate(HUGE.values()):
        content = make()
        content = content.encode() if isinstance(content, str) else content
        packages.append(copy_with(tmp_path / str(number), file, content))
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *packages],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    said = measured.stdout.splitlines()
    for name, line in zip(HUGE, said, strict=True):
        memory, errors = map(int, line.split())
        assert memory < MOST_MEMORY, name
        assert errors > 0, name


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 49_000 + "a" + "](" * 20_000, "> " * 49_000, "*a_ " * 24_000, "<!-" * 33_000,
        "a." * 49_000 + "@", "M. " * 33_000, "Ã©\u200b1" * 14_000,
    ],
    ids=lambda markdown: str(markdown[:4]),
)  # fmt: skip
def test_a_text_made_to_be_slow_is_not(markdown: str, tmp_path: Path) -> None:
    start = time.process_time()
    content = f"## Objectifs\n\n{markdown}\n"[:99_999]
    inspect_network(copy_with(tmp_path, "textes/2025.md", content.encode()))
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "prose",
    [
        "</p></main><script>alert(1)</script>", '<img src=x onerror="alert(1)">',
        "[lien](JaVaScRiPt:alert(1) )", "[lien](data:text/html,<script>alert(1)</script>)",
        "![image](https://exemple.fr/espion.png)", "<style>body { display: none }</style>",
        "<a href='https://exemple.fr' onclick='alert(1)'>lien</a>",
        '<https://exemple.fr/"onmouseover="alert(1)>',
    ],
)  # fmt: skip
def test_hostile_prose_never_reaches_the_page_live(prose: str) -> None:
    text, _problems = parse_text(f"## Objectifs\n\nDébut. {prose}\n", "textes/2025.md")
    html = (text.objectives or "").lower()
    assert html.startswith("<p>début.")
    for live in ("<script", "<img", "<style", "<iframe", "<div", "</main", ' onclick="'):
        assert live not in html
    for address in html.split('href="')[1:]:
        assert address.startswith(("https://", "http://", "mailto:"))


SAVED = (TWIN.parent / "office" / "membres--calc.xlsx").read_bytes()


def refusal(folder: Path, content: bytes) -> str:
    (folder / "classeur.xlsx").write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        read_workbook(folder / "classeur.xlsx")
    return refused.value.what


def test_a_workbook_that_declares_entities_is_not_even_opened(tmp_path: Path) -> None:
    parts, entity = _parts(SAVED), b'<!DOCTYPE a [<!ENTITY a "b">]>'
    name = "xl/workbook.xml"
    parts[name] = re.sub(rb"^(<\?xml.*?\?>)?", lambda found: found[0] + entity, parts[name])
    assert refusal(tmp_path, pack_archive(parts)) == "holds markup that no spreadsheet writes"


def test_a_workbook_is_measured_before_its_cells_are_read(tmp_path: Path) -> None:
    bomb = pack_archive({"xl/workbook.xml": b" " * 60_000_000})
    assert refusal(tmp_path, bomb) == "is too large once it is unpacked"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("textes/2023.md", "link"),
        ("membres.csv", "folder"),
        ("logo.png", "pipe"),
        ("datapackage.json", "pipe"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_by_check_and_build_alike(
    name: str, kind: str, twin: Path
) -> None:
    path = twin / name
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("nowhere")
    assert [error.place.file for error in inspect_network(twin).errors] == [name]
    with pytest.raises(DataError):
        take_snapshot(str(twin))
