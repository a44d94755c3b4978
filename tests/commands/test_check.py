"""`check`: how it groups what there is to say, in both languages, and what it can't be made say."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from conftest import pipeline
from hypothesis import given
from hypothesis import strategies as st
from twin import MEMBRES, RENCONTRES, TWIN

from annual_report.base.errors import DataError
from annual_report.commands.terminal import strip_controls
from annual_report.network.network import open_network


def test_it_tells_errors_remarks_to_dos_and_what_was_read(
    twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (twin / "membres.csv").write_text(
        "annee,membre,etat\n2024,AIN,\n2025,AIN,\n2025,Girond,\n2025,à compléter,\n",
        encoding="utf-8",
    )
    (twin / "~$membres.xlsx").write_bytes(b"")
    done = pipeline("check", "--data", twin)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "membres.csv\n"
        "  error: row 4, column membre: “Girond” is not a French département; "
        "expected: an Insee code or an official name; nearest: Gironde (33)\n"
        "  to fill in: row 5: “2025” still to fill in: Membre\n"
        "  read: rows 2, 3, column membre: “AIN” as “Ain (01)”\n"
        "\n"
        "reseau.csv\n"
        "  to fill in: readers look for these settings: presentation, contact\n"
        "\n"
        "~$membres.xlsx\n"
        "  remark: says that a spreadsheet has a file open: save and close it\n"
        "\n"
        "errors: 1, remarks: 1, to fill in: 2, understood: 2\n"
    )
    monkeypatch.setenv("LANGUAGE", "fr")
    french = (
        "  erreur\u00a0: ligne 4, colonne membre\u00a0: «\u00a0Girond\u00a0» n’est pas un "
        "département français\u202f; attendu\u00a0: un code Insee ou un nom officiel\u202f; "
        "le plus proche\u00a0: Gironde (33)\n"
    )
    assert french in pipeline("check", "--data", twin).stdout


def test_what_is_alike_in_several_rows_is_said_once(twin: Path) -> None:
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    rows = [f"{year},{name}" for name in ("AIN", "Atlantide") for year in range(2018, 2026)]
    rows += ["2024,45", "2025,45", "2025,QQ"]
    (twin / "membres.csv").write_text("\n".join(["annee,membre", *rows, ""]), encoding="utf-8")
    why = "“Atlantide” is not a French département; expected: an Insee code or an official name"
    told = pipeline("check", "--data", twin).stdout
    assert told.count("“Atlantide”") == 1
    assert f"  error: rows 10, 11, 12 and 5 others, column membre: {why}\n" in told
    assert "  error: row 20, column membre: “QQ”" in told
    assert "  read: rows 2, 3, 4 and 5 others, column membre: “AIN” as “Ain (01)”\n" in told
    assert "errors: 9," in told
    with pytest.raises(DataError) as refused:
        open_network(twin)
    first, *others = str(refused.value).splitlines()
    assert first == f"membres.csv, rows 10, 11, 12 and 5 others, column membre: {why}"
    assert len(others) == 1


CLEAR = "\x1b[2J\x1b[Haucune erreur"
SIGNS = "\x1b\x07\x08\r\x7f\x9b\u202e\u2066\u200b\u2028\x00"


def list_live_signs(text: str) -> list[str]:
    """Return the signs of a text that a terminal would obey, or that hide or turn others."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [sign for sign in text.replace("\n", "") if unicodedata.category(sign) in kinds]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Make a network that commands the terminal wherever a file can."""
    package = Path(shutil.copytree(TWIN, tmp_path / f"reseau{CLEAR}"))
    (package / "membres.csv").write_text(
        MEMBRES.replace("2025,44", f"2025,{CLEAR}{SIGNS[:9]}x"), encoding="utf-8"
    )
    (package / "rencontres.csv").write_text(
        RENCONTRES.replace(",titre", f",{CLEAR}"), encoding="utf-8"
    )
    (package / f"copie{CLEAR}\nerreurs : 0.csv").write_text("x", encoding="utf-8")
    (package / "textes" / "2025.md").write_text(f"## {CLEAR}\n\n{CLEAR}\n", encoding="utf-8")
    return package


@pytest.mark.parametrize("command", ["check", pytest.param("build", marks=pytest.mark.slow)])
def test_no_command_says_a_live_sign(package: Path, command: str, tmp_path: Path) -> None:
    out: list[str | Path] = ["--out", tmp_path / "out"] if command == "build" else []
    done = pipeline(command, "--data", package, *out)
    assert done.returncode == 1
    assert list_live_signs(done.stdout + done.stderr) == []
    assert "\nerreurs : 0" not in done.stdout
    assert "aucune erreur" in done.stdout


@pytest.mark.parametrize("words", [["check", CLEAR], [CLEAR], ["check", "--data", f"x{CLEAR}"]])
def test_no_error_says_a_live_sign(words: list[str]) -> None:
    done = pipeline(*words)
    assert done.returncode
    assert list_live_signs(done.stdout + done.stderr) == []


@given(st.text())
def test_what_is_printed_is_one_line_of_print(text: str) -> None:
    line = strip_controls(text)
    assert list_live_signs(line.replace("\t", "")) == []
    assert "\n" not in line
    assert strip_controls(line) == line
    if text.isprintable():
        assert line == text
