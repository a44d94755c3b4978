"""The animator's guide: every command that it shows works, and says what is pasted below it."""

import os
import re
import shlex
from pathlib import Path

import pytest
from conftest import pipeline

from annual_report.base.errors import CellError
from annual_report.base.messages import read_catalogue
from annual_report.base.project import ROOT
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.values.cells import Field, read_cell

pytestmark = pytest.mark.slow

FILE = ROOT / "docs" / "guide.md"
GUIDE = FILE.read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```(sh|text)\n(.*?)^```", flags=re.M | re.S)
YEAR = 2025
FILLED = {
    "rencontres": f"rencontre,annee,debut,format\n{YEAR}-R1,{YEAR},juin 2025,en visio\n",
    "sujets": f"annee,sujet,etat\n{YEAR},Budget participatif,traité\n",
}


def test_every_command_works_in_the_order_of_the_guide_and_says_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RENEW_GUIDE=1 puts what the commands say now in the place of what is pasted."""
    report = {"annual_report": read_notebooks()["annual_report"]}
    monkeypatch.setattr("annual_report.commands.build.find_notebooks", lambda _folders: report)
    said, shown = "", GUIDE
    for kind, block in BLOCKS.findall(GUIDE):
        if kind == "text":
            shown = shown.replace(f"```text\n{block}```", f"```text\n{said}```")
            continue
        for line in filter(lambda line: "pipeline.py " in line, block.splitlines()):
            words = shlex.split(line.partition("pipeline.py ")[2])
            if words[0] == "build":  # what is still to fill in has its answers
                for table in ("rencontres", "sujets"):
                    (tmp_path / "mon-reseau" / f"{table}.csv").write_text(FILLED[table], "utf-8")
                (tmp_path / "mon-reseau" / "textes" / f"{YEAR}.md").write_text("## Objectifs\n")
            answer = f"\nLoire-Atlantique, Gers\n{YEAR}\n" if words[0] == "init" else None
            done = pipeline(*words, "--lang", "fr", cwd=tmp_path, answer=answer)
            assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
            said = done.stdout
    if os.environ.get("RENEW_GUIDE"):
        FILE.write_text(shown, encoding="utf-8")
    assert shown == GUIDE
    page = (tmp_path / "build" / "mon-reseau" / f"{YEAR}.html").read_text(encoding="utf-8")
    assert any((tmp_path / "envoi").iterdir())
    assert f"en {YEAR}" in page.replace("\u00a0", " ")


def test_the_year_takes_as_many_commands_as_the_guide_says() -> None:
    section = GUIDE.partition("## L’année, étape par étape")[2].partition("\n## ")[0]
    steps = re.findall(r"^### \d", section, flags=re.M)
    assert len(steps) == 4
    assert "quatre lignes à taper" in GUIDE


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
    assert [read_cell(each, field) for each in written] == expected


def test_what_the_guide_says_is_refused_is_refused() -> None:
    for written in ("19/06/25", "vers juin 2025", "2e trimestre"):
        with pytest.raises(CellError):
            read_cell(written, DAY)
