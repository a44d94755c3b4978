"""The file for a double-click: each system's text, as far as it can be run here."""

import os
import re
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


PASSED_OVER = ("@echo", "chcp ", "set ", "pushd ", "popd", ":")


class Windows:
    """What `cmd` does with a launcher, by its rules: one line after another, and jumps to labels.

    `programs` has the exit status of each command line that is started; any other isn't found.
    """

    def __init__(self, files: set[str], programs: dict[str, int]) -> None:
        self.files, self.programs = files, programs
        self.started: list[str] = []
        self.shown: list[str] = []

    def run(self, lines: list[str]) -> int:
        """Run the lines; return the exit status."""
        at = status = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if not line or line.startswith(PASSED_OVER):
                continue
            label = line.rpartition("goto ")[2]
            if line.startswith("goto "):
                at = lines.index(f":{label}")
            elif missing := re.fullmatch('if not exist "(.*)" goto .*', line):
                if missing[1] not in self.files:
                    at = lines.index(f":{label}")
            elif line == "if errorlevel 1 pause":
                self.shown += ["pause"] * (status > 0)
            elif line.startswith("if errorlevel 1 goto "):
                if status:
                    at = lines.index(f":{label}")
            elif line.startswith("exit /b"):
                return int(line[7:] or status)
            elif line == "pause" or line.startswith("echo "):
                self.shown.append(line)
            else:
                command = line.removesuffix(" >nul 2>nul")
                self.started.append(command)
                status = self.programs.get(command, 9009)
        return status


OWN = r"C:\Été 100%%\python.exe"
ASK, OPEN = '-c "import annual_report"', "-m annual_report open ."


@pytest.mark.parametrize(
    ("files", "programs", "last", "shown"),
    [
        ({OWN}, {f'"{OWN}" {ASK}': 0, f'"{OWN}" {OPEN}': 0}, f'"{OWN}" {OPEN}', 0),
        ({OWN}, {f'"{OWN}" {ASK}': 0, f'"{OWN}" {OPEN}': 1}, f'"{OWN}" {OPEN}', 1),
        ({OWN}, {f"py -3 {ASK}": 0, f"py -3 {OPEN}": 0}, f"py -3 {OPEN}", 0),
        (set(), {f"py -3 {ASK}": 0, f"py -3 {OPEN}": 1}, f"py -3 {OPEN}", 1),
        (set(), {f"py -3 {ASK}": 1}, f"py -3 {ASK}", 2),
        (set(), {}, f"py -3 {ASK}", 2),
    ],
    ids=["its own", "a door that fails", "own without the program", "own gone", "no program",
         "no Python"],
)  # fmt: skip
def test_windows_runs_the_python_that_wrote_it_else_py_else_says_a_sentence(
    tmp_path: Path, files: set[str], programs: dict[str, int], last: str, shown: int
) -> None:
    lines = write_launcher(tmp_path, "win32", OWN.replace("%%", "%")).split("\r\n")
    windows = Windows(files, programs)
    status = windows.run(lines)
    assert windows.started[-1] == last
    # Whoever has clicked reads why, before the window goes.
    assert len(windows.shown) == shown
    has_failed = status != 0
    assert has_failed == (shown > 0), f"the window ends with {status}"
    if shown == 2:
        assert "install it again" in windows.shown[0]


def test_windows_reads_the_text_as_it_was_written(tmp_path: Path) -> None:
    text = write_launcher(tmp_path, "win32", r"C:\Été 100%\python.exe")
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    accents = [at for at, line in enumerate(lines) if not line.isascii()]
    assert accents[0] > lines.index("chcp 65001 >nul"), "what follows is read as UTF-8"
    assert lines.index('pushd "%~dp0"') < accents[0]
    for line in lines:
        outside = re.sub('"[^"]*"', "", line).replace(">nul", "").replace("2>nul", "")
        assert not set(outside) & set("&|<>^()!"), "signs that `cmd` takes for its own"
        assert not re.search("%(?!%|~dp0)", line.replace("%%", "")), "and no variable"


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

    assert run(f"/usr/bin:/bin:{other.parent}") == f"own -m annual_report open . in {folder}"
    python.unlink()
    assert run(f"{other.parent}:/usr/bin:/bin") == f"other -m annual_report open . in {folder}"
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
    assert words[:2] == ["sh", "-c"]
    assert words[3] == str(python)
    assert entries["Path"] == str(tmp_path)
    done = subprocess.run(words, cwd=entries["Path"], input="", capture_output=True, text=True)
    assert done.stdout.strip() == f"own -m annual_report open . in {tmp_path}"


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_it_is_laid_once_and_is_no_source_and_makes_no_folder_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "réseau"
    folder.mkdir()
    assert len(lay_launcher(folder, system)) == 1
    file = find_launcher(folder, system)
    assert os.access(file, os.X_OK) or sys.platform == "win32"
    # A person's changes stay.
    file.write_bytes(b"by hand")
    assert lay_launcher(folder, system) == []
    assert file.read_bytes() == b"by hand"
    assert pipeline("init", "réseau", cwd=tmp_path, answer="\nGers\n2025\n").returncode == 0
    told = {problem.place.file for problem in inspect_network(folder).problems}
    assert file.name not in told
