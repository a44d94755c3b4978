"""A change of a network is whole or didn't happen, and can be taken back, whatever cuts it off."""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doors import read_files
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.errors import DataError, ParameterError
from annual_report.network.reading.files.interrupted import HISTORY, list_unfinished
from annual_report.network.reading.files.package_files import find_package
from annual_report.network.writing import history
from annual_report.network.writing.history import (
    find_last_change,
    list_changes,
    record_change,
    take_back,
)

pytestmark = pytest.mark.slow

BEFORE = {"membres.csv": b"old\n", "sujets.csv": b"old too\n"}
AFTER = {"membres.csv": b"new\n", "textes/2026.md": b"## Objectifs\n"}


def network(folder: Path) -> Path:
    folder.mkdir()
    for name, content in BEFORE.items():
        (folder / name).write_bytes(content)
    return folder


def files(folder: Path, contents: dict[str, bytes | None]) -> dict[Path, bytes | None]:
    return {folder / name: content for name, content in contents.items()}


def change(folder: Path) -> None:
    """Replace a file, make one, take one away."""
    record_change(folder, files(folder, {**AFTER, "sujets.csv": None}), "import", ["three files"])


KILLED = 9
STEPS = ("mkdir", "open", "rename", "replace", "unlink", "rmdir")


def killed_at(number: int, act: Callable[[], None]) -> bool:
    """Act in a process that dies before its call `number` that changes the disk; tell if it did."""
    # Another test may have left threads; the child has no use of any.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        calls = 0

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls == number:
                    os._exit(KILLED)
                return real(*arguments, **options)

            return call

        for name in STEPS:
            setattr(os, name, dying(getattr(os, name)))
        import io

        io.open = dying(io.open)
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def undo(folder: Path) -> None:
    last = find_last_change(folder)
    if last:
        take_back(folder, last)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
@pytest.mark.parametrize("act", [change, undo])
def test_a_kill_at_any_instant_leaves_the_data_whole_or_is_said_and_taken_back(
    tmp_path: Path, act: Callable[[Path], None]
) -> None:
    found = []
    for number in range(1, 200):
        folder = network(tmp_path / str(number))
        if act == undo:
            change(folder)
        if not killed_at(number, lambda folder=folder: act(folder)):  # type: ignore[misc]
            break
        if list_unfinished(folder):
            with pytest.raises(DataError, match=r"a change was cut off \(.*\): .* undo"):
                find_package(folder)
            undo(folder)
            found.append("taken back")
        else:
            found.append("before" if read_files(folder) == BEFORE else "after")
            assert read_files(find_package(folder)) in (BEFORE, AFTER), number
        while act == undo and find_last_change(folder):
            undo(folder)
        assert read_files(folder) == BEFORE or found[-1] == "after", number
    assert set(found) == {"before", "taken back", "after"}
    assert len(found) > 15


def test_a_file_that_another_program_holds_is_named_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses to write what a spreadsheet has open, and to replace it."""
    folder = network(tmp_path / "network")
    opened = Path.open

    def refusing(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if path.name == "sujets.csv" and mode != "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(DataError, match=r"^sujets\.csv: can’t be written: Permission denied; exp"):
        change(folder)
    monkeypatch.undo()
    assert read_files(folder) == BEFORE


def test_what_was_edited_since_is_not_taken_back_unasked_and_never_lost(tmp_path: Path) -> None:
    folder = network(tmp_path / "network")
    change(folder)
    (folder / "membres.csv").write_bytes(b"typed by hand\n")
    with pytest.raises(ParameterError, match=r"membres\.csv: changed since by hand"):
        undo(folder)
    last = find_last_change(folder)
    assert last is not None
    take_back(folder, last, even_if_edited=True)
    assert read_files(folder) == BEFORE
    kept = [path.read_bytes() for path in (folder / HISTORY).glob("*/avant/membres.csv")]
    assert b"typed by hand\n" in kept


def write_some(folder: Path, count: int) -> None:
    for number in range(count):
        record_change(folder, files(folder, {"membres.csv": f"{number}\n".encode()}), "import")


def test_the_oldest_changes_go_and_the_others_can_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT", 3)
    folder = network(tmp_path / "network")
    write_some(folder, 3)
    write_some(folder, 2)
    assert len(list_changes(folder)) == 3
    undo(folder)
    assert read_files(folder)["membres.csv"] == b"0\n"
    assert len(list_changes(folder)) == 3


contents = st.dictionaries(
    st.sampled_from(["membres.csv", "sujets.csv", "textes/2026.md"]),
    st.none() | st.binary(max_size=5),
    min_size=1,
)


@given(done=st.lists(contents, max_size=4))
def test_as_many_undoings_as_changes_give_back_the_first_bytes(
    tmp_path_factory: pytest.TempPathFactory, done: list[dict[str, bytes | None]]
) -> None:
    folder = network(tmp_path_factory.mktemp("many") / "network")
    for each in done:
        record_change(folder, files(folder, each), "import")
    while find_last_change(folder):
        undo(folder)
    assert read_files(folder) == BEFORE
