"""A command that is cut off, finds no room or meets another leaves the data as one of them meant.

`test_history` cuts a change off at each of its steps.
"""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import pipeline
from doors import (
    add_lines,
    append_row,
    copy_twin,
    edit_workbook,
    fill_in_workbook,
    read_files,
    read_rows,
    save_workbook,
)

from annual_report.network.writing import history

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no fork"),
]


def started(act: Callable[[], int]) -> int:
    """Start something in a process of its own, and return its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which it has no use
        child = os.fork()
    if not child:
        status = 99
        try:
            status = act()
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def prepare(place: Path) -> Path:
    """Make a network beside a workbook that says something new."""
    package = copy_twin(place)
    for number in range(3, 10):
        add_lines(package, "rencontres", f"2025-{number},2025,2025-12,,distanciel,,,,,\n")

    def typed(book: object) -> None:
        book["Rencontres"]["J5"] = "Bilan"  # type: ignore[index]
        book["Membres"].append([2025, "75"])  # type: ignore[index]
        book["Présences 2025"]["B2"] = 3  # type: ignore[index]

    fill_in_workbook(package, typed)
    return package


COMMANDS: dict[str, Callable[[Path], tuple[str | Path, ...]]] = {
    "import": lambda package: ("import", package.parent / "classeur.xlsx", "--yes"),
}


@pytest.mark.parametrize(
    "room", [0, 400, 3000, *(pytest.param(room, marks=pytest.mark.deep) for room in (100, 1500))]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_disk_without_room_changes_nothing(tmp_path: Path, command: str, room: int) -> None:
    """No file may be longer than `room` bytes, as where a disk is full after so many."""
    import resource

    package = prepare(tmp_path)
    before = read_files(package)

    def act() -> int:
        sys.dont_write_bytecode = True  # a module's would be cut off as well, and stay
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        return pipeline(*COMMANDS[command](package), "--data", package).returncode

    status = ended(started(act))
    assert pipeline("check", "--data", package).returncode == 0
    assert (read_files(package) == before) == (status != 0)


def test_two_imports_at_once_are_both_whole_or_the_second_is_told(tmp_path: Path) -> None:
    package = copy_twin(tmp_path)
    codes = ("75", "33", "40")
    files = [save_workbook(package, f"{code}.xlsx") for code in codes]
    for code, file in zip(codes, files, strict=True):
        edit_workbook(file, append_row("Membres", 2025, code))
    children = [
        started(lambda file=file: pipeline("import", file, "--yes", "--data", package).returncode)  # type: ignore[misc]
        for file in files
    ]
    statuses = [ended(child) for child in children]
    assert set(statuses) <= {0, 1}
    assert 0 in statuses
    taken = {"75": "75C", "33": "33", "40": "40"}
    for code, status in zip(codes, statuses, strict=True):
        members = [row.rstrip(",") for row in read_rows(package, "membres")]
        assert (f"2025,{taken[code]}" in members) == (status == 0)
    assert pipeline("check", "--data", package).returncode == 0


WORDS = (
    ("check",),
    ("build",),
    ("workbook", "autre.xlsx"),
    ("import", "classeur.xlsx", "--yes"),
    ("new", "2026"),
    ("settings", "sigle=X"),
)


def test_every_command_says_that_a_change_was_cut_off_until_undo_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = prepare(tmp_path)
    before = read_files(package)
    with monkeypatch.context() as patched:
        patched.setattr(history, "_finish", lambda _change: None)
        done = pipeline("import", tmp_path / "classeur.xlsx", "--yes", "--data", package)
        assert done.returncode == 0
    after = read_files(package)
    assert after != before
    for words in WORDS:
        done = pipeline(*words, "--data", package, cwd=tmp_path)
        said = done.stdout + done.stderr
        assert (done.returncode, "a change was cut off (import, " in said) == (1, True), words
    assert read_files(package) == after
    done = pipeline("undo", "--yes", "--data", package)
    assert "was cut off, and is to be taken back: import\n" in done.stdout
    assert read_files(package) == before
    assert pipeline("check", "--data", package).returncode == 0
