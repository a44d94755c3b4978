"""The animator's guide: every command that it shows works, and what it says is read is read so."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from changing import edit_book
from conftest import pipeline

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


def list_commands_of_a_year() -> list[list[str]]:
    """Return the arguments of the commands that the page of commands shows for a year."""
    section = COMMANDS.partition("### A year by commands")[2].partition("### ")[0]
    (block,) = BLOCKS.findall(section)
    shown = []
    for line in block.splitlines():
        shown.append(shlex.split(line.partition("pipeline.py ")[2], comments=True))
    return shown


def test_the_commands_of_a_year_work_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One notebook is enough: a build of all takes long.
    report = {"annual_report": read_notebooks()["annual_report"]}
    monkeypatch.setattr("annual_report.commands.building.find_notebooks", lambda _folders: report)

    for words in list_commands_of_a_year():
        command = words[0]
        if command == "check":
            fill_in(tmp_path / "mon-reseau" / "mon-reseau.xlsx")
        # `init` asks for a name, the members, and the first year.
        answer = f"\nLoire-Atlantique, Gers\n{YEAR}\n" if command == "init" else None
        done = pipeline(*words, cwd=tmp_path, answer=answer)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"

    page = (tmp_path / "build" / "mon-reseau" / f"{YEAR}.html").read_text(encoding="utf-8")
    assert f"en {YEAR}" in page.replace("\u00a0", " ")
    assert any((tmp_path / "envoi").iterdir())


def test_the_guide_needs_no_command() -> None:
    assert BLOCKS.findall(GUIDE) == []
    assert "pipeline.py" not in GUIDE


def test_the_guide_names_buttons_as_the_program_shows_them() -> None:
    """In « Préparer 2026 », as in all names of buttons, the words are those of the catalogue."""
    button = re.compile(r"Ouvrir|Préparer|Envoyer|Écrire|Faire")
    quoted = re.findall(r"« (\w[^»{]*?) »", GUIDE.replace("\u00a0", " "))
    named = {words for words in quoted if button.match(words)}

    messages = read_catalogue("fr").values()
    shown = set()
    for year in ("2025", "2026"):
        shown |= {message.replace("{year}", year).replace("2025", year) for message in messages}

    assert len(named) == 6
    assert named - shown == set()


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
def test_a_cell_is_read_as_the_guide_s_table_says(first: str, field: Field) -> None:
    """A row of the guide is found by its first cell: "| `1`, `2A` | 01, 2A |", typed, then read.

    Of several typed cells that are all read alike, the guide gives the one reading.
    """
    row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{first}`"))
    typed = re.findall(r"`([^`]+)`", row)
    expected = row.split("|")[2].strip().split(", ")
    if len(expected) != len(typed):
        expected = expected * len(typed)
    expected = ["" if value == "non renseigné" else value for value in expected]

    assert [read_cell(cell, field) for cell in typed] == expected
