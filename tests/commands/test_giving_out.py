"""What is given out of a build: its pages, without drafts, failures and the build's own files."""

from pathlib import Path

import pytest

from annual_report.commands.build import give_out
from annual_report.errors import ParameterError

FILES = ("2024.html", "2025.html", "2026.html", "2026.json", "2025.erreur.html", "2025.pdf",
         "index.html", ".build/ledger.json", "departements/44.html", "notes.txt")  # fmt: skip


def test_pages_alone_are_given_out(tmp_path: Path) -> None:
    pages, folder = tmp_path / "build", tmp_path / "envoi"
    for name in FILES:
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(name, encoding="utf-8")
    folder.mkdir()
    (folder / "lettre.docx").write_text("x", encoding="utf-8")
    names = give_out(pages, folder, {2026})
    assert names == ["2024.html", "2025.html", "2025.pdf", "departements/44.html", "index.html"]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {*names, "lettre.docx"}
    with pytest.raises(ParameterError):
        give_out(pages, pages / "envoi")
