"""What is sent of a network: a year's poster and report, and on demand every page."""

import errno
import re
import shutil
from pathlib import Path

import pytest
from conftest import need_browser, pipeline

from annual_report.machine.making.pages import read_notebooks
from annual_report.machine.making.records import Record, Records
from annual_report.machine.making.store import FolderStore
from annual_report.machine.pages.export.sent import to_sent_form
from annual_report.report.publication.giving_out import (
    choose_reports,
    give_out_pages,
    give_out_reports,
)

pytestmark = pytest.mark.slow

NAME = "departements-participatifs-2025"
POSTER, REPORT = f"{NAME}-affiche.html", f"{NAME}.html"
PAPER = {f"{NAME}.pdf", f"{NAME}-affiche.pdf", f"{NAME}-affiche.png"}


@pytest.fixture
def out(real_build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(real_build, tmp_path / "out"))


def given(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_the_last_years_poster_and_report_are_sent_on_paper_too(out: Path, tmp_path: Path) -> None:
    need_browser()
    folder = tmp_path / "envoi"
    done = pipeline("build", "--out", out, "--publish", folder)
    assert (done.returncode, done.stderr) == (0, "")
    before = given(folder)
    assert set(before) == {POSTER, REPORT, *PAPER}
    assert all(f"{folder / name}\n" in done.stdout for name in before)
    assert (folder / f"{NAME}.pdf").read_bytes()[:5] == b"%PDF-"
    links = set()
    for name in (POSTER, REPORT):
        page = (folder / name).read_text(encoding="utf-8")
        assert "og:image" not in page, "no picture was made beside the pages"
        links |= set(re.findall(r'<(?:a|link)\b[^>]*\shref="([^"#:]+)(?:#[^"]*)?"', page))
    assert links == {POSTER, REPORT}
    assert pipeline("build", "--out", out, "--publish", folder).returncode == 0
    after = given(folder)
    assert {name: after[name] for name in PAPER} == {name: before[name] for name in PAPER}


def test_without_a_browser_the_pages_are_sent_alone_and_said(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_BROWSER", "no such browser")
    done = pipeline("build", "2024", "--out", out, "--publish", tmp_path / "envoi", "--all")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("no PDF and no picture: install Edge, Chrome or")
    names = set(given(tmp_path / "envoi"))
    of_2024 = {name.replace("2025", "2024") for name in (POSTER, REPORT)}
    assert names == {*of_2024, "departements-participatifs"}
    assert (tmp_path / "envoi" / "departements-participatifs" / "index.html").is_file()


def test_a_disk_that_fills_up_leaves_no_half_file_to_send(
    real_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, content: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    sent = choose_reports(read_notebooks(), [2025], [])
    monkeypatch.setattr(Path, "write_bytes", write_half)
    with pytest.raises(OSError, match="No space left on device"):
        list(give_out_reports(real_build, tmp_path / "envoi", NAME, sent, {".pdf": str.encode}))
    assert given(tmp_path / "envoi") == {}


def test_links_that_lead_nowhere_are_plain_words_and_none_in_the_navigation() -> None:
    page = (
        '<nav class="site">\n<li><a href="2024.html" rel="prev">a</a></li>\n'
        '<li><a href="2025.html">2025.html</a></li></nav>'
        '<a href="#un">1</a> <a class="x" href="2025.html#un">2</a> <a href="44.html"><b>3</b></a> '
        '<a href="https://exemple.fr/x.html">4</a><link rel="alternate" href="2025.md">'
    )
    assert to_sent_form(page, {"2025.html": "r-2025.html"}) == (
        '<nav class="site">\n<li><a href="r-2025.html">r-2025.html</a></li></nav>'
        '<a href="#un">1</a> <a class="x" href="r-2025.html#un">2</a> <b>3</b> '
        '<a href="https://exemple.fr/x.html">4</a>'
    )


def test_all_that_is_given_out_are_finished_pages(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "build")
    records = Records(store)
    made = ("2024.html", "2025.html", "2025.pdf", "2026.html", "departements/44.html", "index.html")
    for name in (*made, "2025.erreur.html", "notes.txt", ".build/2025.ipynb"):
        store.write(name, name.encode())
    for name in made:
        records.keep(name, Record({}, {name: ""}))
    records.save()
    names = list(give_out_pages(store.folder, tmp_path / "envoi", "Réseau d’été", {2026}))
    finished = [name for name in made if "2026" not in name]
    assert names == [f"Reseau-d-ete/{name}" for name in finished]
    assert (tmp_path / "envoi" / names[0]).read_bytes() == b"2024.html"
