"""What a file says can't command the terminal: every line goes through one filter."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from conftest import pipeline
from hypothesis import given
from hypothesis import strategies as st
from twin import MEMBRES, RENCONTRES, TWIN

from annual_report.commands.terminal import strip_controls

CLEAR = "\x1b[2J\x1b[Haucune erreur"
SIGNS = "\x1b\x07\x08\r\x7f\x9b\u202e\u2066\u200b\u2028\x00"


def live(text: str) -> list[str]:
    """Return the signs of a text that a terminal would obey, or that hide or turn others."""
    return [
        sign
        for sign in text.replace("\n", "")
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]


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
    (package / "textes" / f"{CLEAR}.docx").write_bytes(b"x")
    (package / "textes" / "2025.md").write_text(f"## {CLEAR}\n\n{CLEAR}\n", encoding="utf-8")
    return package


@pytest.mark.parametrize("command", [["check"], ["build"]])
def test_no_command_says_a_live_sign(package: Path, command: list[str], tmp_path: Path) -> None:
    out: list[str | Path] = ["--out", tmp_path / "out"] if command == ["build"] else []
    done = pipeline(*command, "--lang", "en", "--data", package, *out)
    assert done.returncode == 1
    assert live(done.stdout + done.stderr) == []
    assert "\nerreurs : 0" not in done.stdout
    assert "aucune erreur" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--lang", CLEAR],
        [CLEAR],
        ["check", "--debug", "--data", f"nulle-part{CLEAR}"],
    ],
)
def test_no_error_says_a_live_sign(command: list[str]) -> None:
    done = pipeline(*command)
    assert done.returncode
    assert live(done.stdout + done.stderr) == []
    assert "aucune erreur" in done.stdout + done.stderr


@given(st.text())
def test_what_is_printed_is_one_line_of_print(text: str) -> None:
    line = strip_controls(text)
    assert live(line) == []
    assert "\n" not in line
    assert strip_controls(line) == line
    if text.isprintable() and "@" not in text:
        assert line == text
