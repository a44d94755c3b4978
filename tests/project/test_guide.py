"""The analyst's guide: every command that it shows works, in its order, with a person's answers."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import pipeline
from openpyxl import load_workbook

from annual_report.build.pages import notebooks
from annual_report.errors import CellError
from annual_report.messages import read_catalogue
from annual_report.project import ROOT
from annual_report.reading.values.cells import Field, understand

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line.partition("pipeline.py ")[2])
    for block in re.findall(r"^```(?:sh|bat)\n(.*?)^```", GUIDE, flags=re.M | re.S)
    for line in block.splitlines()
    if "pipeline.py " in line
]
PAGES = {"departements-participatifs": ["2026"], "mon-reseau": ["2024", "2025", "2026"]}


def fill_in(path: Path, year: int) -> None:
    """Answer as a person would: members once, one meeting, one subject; the rest is cleared."""
    book = load_workbook(path)
    members, meetings, subjects = (book[name] for name in ("Membres", "Rencontres", "Sujets"))
    for row in list(members.iter_rows(min_row=2)):
        if row[1].value == "à compléter":
            row[1].value = "Loire Atlantique"
            members.append([year, "Gers"])
    blanks = [row for row in meetings.iter_rows(min_row=2) if row[4].value == "à compléter"]
    for number, row in enumerate(blanks):
        if number == 0:
            row[2].value, row[4].value, row[6].value = f"12/03/{year}", "en visio", None
        else:
            for cell in row:
                cell.value = None
    for row in subjects.iter_rows(min_row=2):
        if row[1].value == "à compléter":
            row[1].value = "Budget participatif"
    book.save(path)


def test_every_command_works_in_the_order_of_the_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each network the years' reports alone are built, which are what the guide looks at."""
    report = {"annual_report": notebooks()["annual_report"]}
    monkeypatch.setattr("annual_report.commands.build.known_notebooks", lambda _options: report)
    real = tmp_path / "data" / "departements-participatifs"
    shutil.copytree(ROOT / "data" / "departements-participatifs", real)
    year = 0
    for words in COMMANDS:
        if words[0] == "new":
            year = int(words[1])
        if words[0] == "init":
            year = int(words[2].removeprefix("annee="))
        if words[0] == "import" and "--yes" in words:
            last = max(tmp_path.glob("*.xlsx"), key=lambda path: path.stat().st_mtime)
            fill_in(last, year)
        done = pipeline(*words, cwd=tmp_path)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr
    for network, years in PAGES.items():
        for each in years:
            page = (tmp_path / "build" / network / f"{each}.html").read_text(encoding="utf-8")
            assert f"en {each}" in page.replace("\u00a0", " ")


def test_the_third_year_takes_as_many_lines_as_the_guide_says() -> None:
    section = GUIDE.partition("## Un nouveau réseau")[2].partition("## Questions")[0]
    assert len(re.findall(r"^python pipeline\.py ", section, flags=re.M)) == 13
    assert "Treize lignes pour trois années" in GUIDE


def test_the_messages_are_those_that_are_said() -> None:
    said = "\n".join(read_catalogue("fr").values()).replace("\u00a0", " ").replace("\u202f", " ")
    table = GUIDE.partition("## Les dix messages")[2].partition("## ")[0]
    messages = re.findall(r"^\| « (.*?) » \|", table, flags=re.M)
    assert len(messages) == 10
    assert [each for each in messages if each not in said.splitlines()] == []


DEPARTMENT: Field = {"name": "departement", "type": "string", "kind": "department"}
DAY: Field = {"name": "debut", "type": "string", "kind": "partial-date"}
FLAG: Field = {"name": "invite", "type": "boolean"}
FORMAT: Field = {
    "name": "format",
    "type": "string",
    "constraints": {"enum": ["présentiel", "distanciel", "hybride"]},
}


@pytest.mark.parametrize(
    ("first", "field"),
    [("Haute Garonne", DEPARTMENT), ("1", DEPARTMENT), ("19/06/2025", DAY), ("juin 2025", DAY),
     ("Présentiel", FORMAT), ("Oui", FLAG), ("NC", DAY)],
)  # fmt: skip
def test_what_the_guide_says_is_read_is_read_so(first: str, field: Field) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{first}`"))
    written = re.findall(r"`([^`]+)`", line)
    read = line.split("|")[2].strip().split(", ")
    expected = read if len(read) == len(written) else read * len(written)
    expected = ["" if each == "non renseigné" else each for each in expected]
    assert [understand(each, field) for each in written] == expected


def test_what_the_guide_says_is_refused_is_refused() -> None:
    for written in ("19/06/25", "vers juin 2025", "2e trimestre"):
        with pytest.raises(CellError):
            understand(written, DAY)
