"""`check`: how problems and remarks are grouped, in both languages, and without live signs."""

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


def test_check_tells_errors_remarks_to_dos_and_readings_by_file(
    twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # AIN is understood as Ain; Girond is nobody; the row of 2025 is still to be filled in.
    (twin / "membres.csv").write_text(
        "annee,membre,etat\n2024,AIN,\n2025,AIN,\n2025,Girond,\n2025,à compléter,\n",
        encoding="utf-8",
    )
    (twin / "~$membres.xlsx").write_bytes(b"")  # as Excel does while a file is open

    done = pipeline("check", "--data", twin)

    assert done.returncode == 1
    assert done.stderr == ""
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
    # The same in French.
    monkeypatch.setenv("LANGUAGE", "fr")
    french = (
        "  erreur\u00a0: ligne 4, colonne membre\u00a0: «\u00a0Girond\u00a0» n’est pas un "
        "département français\u202f; attendu\u00a0: un code Insee ou un nom officiel\u202f; "
        "le plus proche\u00a0: Gironde (33)\n"
    )
    assert french in pipeline("check", "--data", twin).stdout


@pytest.fixture
def repeated(twin: Path) -> Path:
    """Make a network in which two names stand in eight rows each: AIN, and one of no département.

    They are the rows 2 to 9 and 10 to 17 of membres.csv; row 20 has a third one, QQ.
    """
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    lines = ["annee,membre"]
    for name in ("AIN", "Atlantide"):
        lines += [f"{year},{name}" for year in range(2018, 2026)]
    lines += ["2024,45", "2025,45", "2025,QQ", ""]
    (twin / "membres.csv").write_text("\n".join(lines), encoding="utf-8")
    return twin


WHY = "“Atlantide” is not a French département; expected: an Insee code or an official name"


def test_a_problem_of_several_rows_is_told_once(repeated: Path) -> None:
    told = pipeline("check", "--data", repeated).stdout

    assert told.count("“Atlantide”") == 1
    assert f"  error: rows 10, 11, 12 and 5 others, column membre: {WHY}\n" in told
    assert "  error: row 20, column membre: “QQ”" in told
    assert "  read: rows 2, 3, 4 and 5 others, column membre: “AIN” as “Ain (01)”\n" in told
    assert "errors: 9," in told  # they are counted by row


def test_a_notebook_that_opens_a_wrong_network_is_told_the_same_in_a_line_each(
    repeated: Path,
) -> None:
    with pytest.raises(DataError) as refused:
        open_network(repeated)

    of_atlantide, of_qq = str(refused.value).splitlines()
    assert of_atlantide == f"membres.csv, rows 10, 11, 12 and 5 others, column membre: {WHY}"
    assert "“QQ”" in of_qq


# A text that clears the terminal and writes "no error" instead, and signs that hide or turn others.
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
    words: list[str | Path] = [command, "--data", package]
    if command == "build":
        words += ["--out", tmp_path / "out"]

    done = pipeline(*words)

    assert done.returncode == 1
    assert list_live_signs(done.stdout + done.stderr) == []
    # The words stand there, but on no line of their own.
    assert "\nerreurs : 0" not in done.stdout
    assert "aucune erreur" in done.stdout


@pytest.mark.parametrize("words", [["check", CLEAR], [CLEAR], ["check", "--data", f"x{CLEAR}"]])
def test_no_error_says_a_live_sign(words: list[str]) -> None:
    done = pipeline(*words)
    assert done.returncode
    assert list_live_signs(done.stdout + done.stderr) == []


@given(st.text())
def test_any_text_is_told_as_one_line_of_signs_that_print(text: str) -> None:
    line = strip_controls(text)

    assert list_live_signs(line.replace("\t", "")) == []
    assert "\n" not in line
    assert strip_controls(line) == line
    if text.isprintable():
        assert line == text
