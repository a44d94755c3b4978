"""The file for a double-click: each system's text, as far as it can be run here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import pipeline

from annual_report.door.launchers import find_launcher, lay_launcher, write_launcher
from annual_report.network.reading.inspection import inspect_network

ODD = 'Réseau d’été $HOME `x` 100% & "co"'

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")


def write_python(folder: Path, words: str, status: int = 0) -> Path:
    """Write a program in the place of a Python that has this project: it says its arguments."""
    folder.mkdir(parents=True)
    file = folder / "python3"
    file.write_text(f'#!/bin/sh\n[ "$1" = -c ] || echo "{words} $* in $(pwd)"\nexit {status}\n')
    file.chmod(0o755)
    return file


def test_windows_tries_the_python_that_wrote_it_then_py_then_says_a_sentence(
    tmp_path: Path,
) -> None:
    text = write_launcher(tmp_path, "win32", r"C:\Été 100%\python.exe")
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert text.isascii() is False
    assert lines[1] == "chcp 65001 >nul", "what follows is read as UTF-8"
    assert 'pushd "%~dp0"' in lines
    assert r'"C:\Été 100%%\python.exe" -m annual_report open' in lines
    assert lines.index("py -3 -m annual_report open") > lines.index(":other")
    assert lines[lines.index(":ended") + 1] == "if errorlevel 1 pause"
    assert lines[lines.index(":missing") + 2] == "pause"
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {line.split("goto ")[1] for line in lines if "goto " in line} == labels & {
        "other", "ended", "missing"
    }  # fmt: skip


@needs_shell
def test_macos_runs_the_python_that_wrote_it_else_another_else_says_a_sentence(
    tmp_path: Path,
) -> None:
    folder = tmp_path / ODD
    python = write_python(tmp_path / "own 'place", "own")
    other = write_python(tmp_path / "other", "other")
    folder.mkdir()
    assert lay_launcher(folder, "darwin") != []
    file = find_launcher(folder, "darwin")
    file.write_text(write_launcher(folder, "darwin", str(python)))

    def run(path: str) -> str:
        done = subprocess.run(
            [file], env={"PATH": path}, input="\n", capture_output=True, text=True
        )
        return done.stdout.strip()

    assert run(f"/usr/bin:/bin:{other.parent}") == f"own -m annual_report open in {folder}"
    python.unlink()
    assert run(f"{other.parent}:/usr/bin:/bin") == f"other -m annual_report open in {folder}"
    other.write_text("#!/bin/sh\nexit 1\n")
    assert "install it again" in run(f"{other.parent}:/usr/bin:/bin")


def read_menu_line(line: str) -> list[str]:
    """Read a line Exec: a text, then words that are quoted as a shell quotes them."""
    text = line.replace("\\\\", "\\")
    command = f"printf '%s\\0' {text}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    return [word.replace("%%", "%") for word in done.stdout.split("\0")[:-1]]


@needs_shell
def test_the_menu_of_linux_runs_it_in_the_folder(tmp_path: Path) -> None:
    python = write_python(tmp_path / ODD, "own")
    text = write_launcher(tmp_path, "linux", str(python))
    entries = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    words = read_menu_line(entries["Exec"])
    assert (words[:2], words[3]) == (["sh", "-c"], str(python))
    assert entries["Path"] == str(tmp_path)
    done = subprocess.run(words, cwd=entries["Path"], input="", capture_output=True, text=True)
    assert done.stdout.strip() == f"own -m annual_report open in {tmp_path}"


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_it_is_laid_once_and_is_no_source_and_makes_no_folder_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "réseau"
    folder.mkdir()
    assert len(lay_launcher(folder, system)) == 1
    assert lay_launcher(folder, system) == []
    file = find_launcher(folder, system)
    assert os.access(file, os.X_OK) or sys.platform == "win32"
    assert pipeline("init", "réseau", cwd=tmp_path, answer="\nGers\n2025\n").returncode == 0
    told = {problem.place.file for problem in inspect_network(folder).problems}
    assert file.name not in told
