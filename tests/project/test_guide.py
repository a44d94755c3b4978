"""The animator's guide: every command that it shows works, and what it says is read is read so."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from changing import edit_book
from conftest import pipeline

from annual_report.base.errors import CellError
from annual_report.base.messages import read_catalogue
from annual_report.base.project import ROOT
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.schema import Field, read_shared_tables
from annual_report.network.reading.values.cells import read_cell

pytestmark = pytest.mark.slow

FILE = ROOT / "docs" / "guide.md"
GUIDE = FILE.read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```sh\n(.*?)^```", flags=re.M | re.S)
YEAR = 2025


def fill_in(book: Path) -> None:
    """Fill in the workbook and the text as a person would: a meeting, who came, the subjects."""

    def change(opened: Any) -> None:
        sheet = opened[str(YEAR)]
        sheet["C1"] = "juin 2025"
        sheet["C2"] = "en visio"
        sheet["C4"] = None
        sheet["C8"] = "x"
        opened["Sujets"]["B2"] = "Budget participatif"
        opened["Sujets"]["B3"] = "Jury citoyen"

    edit_book(book, change)
    (book.parent / "textes" / f"{YEAR}.md").write_text("## Objectifs\n\nFaits.\n")


def test_the_commands_of_a_year_work_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = {"annual_report": read_notebooks()["annual_report"]}
    monkeypatch.setattr("annual_report.commands.building.find_notebooks", lambda _folders: report)
    section = COMMANDS.partition("### A year by commands")[2].partition("### ")[0]
    (block,) = BLOCKS.findall(section)
    for line in block.splitlines():
        words = shlex.split(line.partition("pipeline.py ")[2], comments=True)
        if words[0] == "check":
            fill_in(tmp_path / "mon-reseau" / "mon-reseau.xlsx")
        answer = f"\nLoire-Atlantique, Gers\n{YEAR}\n" if words[0] == "init" else None
        done = pipeline(*words, cwd=tmp_path, answer=answer)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    page = (tmp_path / "build" / "mon-reseau" / f"{YEAR}.html").read_text(encoding="utf-8")

    assert any((tmp_path / "envoi").iterdir())
    assert f"en {YEAR}" in page.replace("\u00a0", " ")


def test_the_guide_names_what_the_door_shows_and_no_command() -> None:
    """A button or a state that has another name now is found here."""
    assert BLOCKS.findall(GUIDE) == []
    assert "pipeline.py" not in GUIDE

    shown = {french.replace("{year}", "2025") for french in read_catalogue("fr").values()}
    shown |= {words.replace("2025", "2026") for words in shown}
    named = re.findall(r"« (\w[^»{]*?) »", GUIDE.replace("\u00a0", " "))
    buttons = [words for words in named if re.match(r"Ouvrir|Préparer|Envoyer|Écrire|Faire", words)]
    assert len(set(buttons)) == 6
    assert [words for words in buttons if words not in shown] == []


DEPARTMENT: Field = {"name": "departement", "type": "string", "kind": "department"}
DAY: Field = {"name": "debut", "type": "string", "kind": "partial-date"}
PRESENCE = read_shared_tables()["presences"]["schema"]["fields"][-1]
FORMAT: Field = {
    "name": "format",
    "type": "string",
    "constraints": {"enum": ["présentiel", "distanciel", "hybride"]},
}


@pytest.mark.parametrize(
    ("first", "field"),
    [
        ("Haute Garonne", DEPARTMENT),
        ("1", DEPARTMENT),
        ("19/06/2025", DAY),
        ("juin 2025", DAY),
        ("Présentiel", FORMAT),
        ("x", PRESENCE),
        ("NC", DAY),
    ],
)
def test_what_the_guide_says_is_read_is_read_so(first: str, field: Field) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{first}`"))
    written = re.findall(r"`([^`]+)`", line)
    read = line.split("|")[2].strip().split(", ")
    expected = read if len(read) == len(written) else read * len(written)
    expected = ["" if cell == "non renseigné" else cell for cell in expected]

    assert [read_cell(cell, field) for cell in written] == expected


def test_what_the_guide_says_is_refused_is_refused() -> None:
    for written in ("19/06/25", "vers juin 2025", "2e trimestre"):
        with pytest.raises(CellError):
            read_cell(written, DAY)
