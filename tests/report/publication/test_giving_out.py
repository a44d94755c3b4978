"""What is sent of a network: a year's report, under names that tell."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest
from changing import hold_file
from conftest import need_browser, pipeline

from annual_report.base.errors import ReportError
from annual_report.machine.making.pages import read_notebooks
from annual_report.report.publication.giving_out import (
    AS_SENT,
    choose_reports,
    give_out_reports,
    to_sent_form,
)

pytestmark = pytest.mark.slow

NAME = "departements-participatifs-2025"
REPORT, PAPER = f"{NAME}.html", {f"{NAME}.pdf", f"{NAME}.png"}


@pytest.fixture
def out(real_build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(real_build, tmp_path / "out"))


def given(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_last_years_report_is_sent_on_paper_too(out: Path, tmp_path: Path) -> None:
    need_browser()
    folder = tmp_path / "envoi"
    folder.mkdir()
    (folder / f"{NAME}.pdf").write_text("of another page")
    done = pipeline("build", "--out", out, "--publish", folder)

    assert done.returncode == 0
    assert done.stderr == ""

    names = given(folder)
    assert set(names) == {REPORT, *PAPER}
    assert all(f"{folder / name}\n" in done.stdout for name in names)
    assert (folder / f"{NAME}.pdf").read_bytes()[:5] == b"%PDF-"

    page = (folder / REPORT).read_text(encoding="utf-8")
    assert AS_SENT in page
    assert not re.search(r'\shref="(?!#|data:|mailto:|https?:)', page)


def test_without_a_browser_the_pages_are_sent_alone_and_said(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_BROWSER", "no such browser")
    done = pipeline("build", "2024", "--out", out, "--publish", tmp_path / "envoi")

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("no PDF and no picture: install Edge, Chrome or")
    assert set(given(tmp_path / "envoi")) == {REPORT.replace("2025", "2024")}


def test_a_disk_that_fills_up_leaves_no_half_file_to_send(
    real_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_files: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    sent = choose_reports(read_notebooks(), [2025], [])
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left on device"):
        give_out_reports(read_files(real_build), tmp_path / "envoi", NAME, sent)
    assert given(tmp_path / "envoi") == {}


@pytest.mark.parametrize("held", [f"{NAME}.html", f"{NAME}.pdf", f"{NAME}.png"])
def test_a_file_that_a_reader_holds_leaves_all_of_the_year_as_it_was_sent(
    real_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    """Windows lets nobody replace, move or remove a file that a reader of PDF has open."""
    folder, build = tmp_path / "envoi", Path(shutil.copytree(real_build, tmp_path / "build"))
    folder.mkdir()
    for name in (REPORT, *PAPER):
        (folder / name).write_text("sent before")
    for suffix in (".pdf", ".png"):
        (build / f"2025{suffix}").write_bytes(b"printed")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    hold_file(monkeypatch, folder / held)
    sent = choose_reports(read_notebooks(), [2025], [])

    with pytest.raises(ReportError, match=rf"{re.escape(held)}: Permission denied; if it is open"):
        give_out_reports(read_files(build), folder, "departements-participatifs", sent)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    monkeypatch.undo()
    assert set(
        give_out_reports(read_files(build), folder, "departements-participatifs", sent)
    ) == set(before)
    assert set(given(folder)) == set(before)
    assert all(path.read_bytes() != b"sent before" for path in folder.iterdir())


def test_links_to_files_that_are_not_sent_are_plain_words() -> None:
    page = (
        '<nav class="site">\n<li><a href="2024.html" rel="prev">a</a></li></nav>'
        '<a href="#un">1</a> <a class="x" href="2025.html#un">2</a> <a href="44.html"><b>3</b></a> '
        '<a href="https://exemple.fr/x.html">4</a> <a href="HTTPS://exemple.fr">5</a>'
        '<meta name="made-of-form" content="made">'
    )
    assert to_sent_form(page) == (
        '<a href="#un">1</a> 2 <b>3</b> '
        '<a href="https://exemple.fr/x.html">4</a> <a href="HTTPS://exemple.fr">5</a>'
        '<meta name="made-of-form" content="sent">'
    )


def test_what_is_sent_names_no_page_that_is_not(real_build: Path) -> None:
    page = (real_build / "2025.html").read_text(encoding="utf-8")
    assert "Définitions et tableaux" in page

    sent = to_sent_form(page)
    assert "Définitions et tableaux" not in sent
    for other in ("Les données de 20", "D’année en année", "Toutes les pages", "Le résumé de 20"):
        assert other not in sent


def test_a_page_whose_links_lead_to_an_address_is_sent_as_it_was_made() -> None:
    page = (
        '<meta name="made-of-form" content="made"><nav><a href="https://a.fr/2024.html">a</a></nav>'
    )
    assert to_sent_form(page) == page
