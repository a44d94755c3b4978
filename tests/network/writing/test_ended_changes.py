"""Commands that are ended at any step: the next command finds a whole network, and no half."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changing import REAL, copy_network
from conftest import pipeline

from annual_report.network.reading.inspection import inspect_network
from annual_report.network.writing.whole_folder import turn_into_workbook

ENDED_AT_A_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from annual_report.network.writing.new_year import prepare_year
from annual_report.network.writing.whole_folder import turn_into_files, turn_into_workbook

network, done, place, command, stride = sys.argv[1:]
COMMANDS = {"csv": turn_into_files, "workbook": turn_into_workbook,
            "new": lambda folder: prepare_year(folder, 2026)}
STEPS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile")
left = 0


def end_at_the_step(event, args):
    global left
    is_writing = event == "open" and isinstance(args[2], int) and args[2] & os.O_CREAT
    if (event in STEPS or is_writing) and place in str(args[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


# The first run imports what all need, and shows what there is to be done.
COMMANDS[command](shutil.copytree(network, done))
for step in range(0, 1000, int(stride)):
    folder = Path(shutil.copytree(network, Path(place, str(step), "reseau")))
    child = os.fork()
    if not child:
        left = step
        sys.addaudithook(end_at_the_step)
        COMMANDS[command](folder)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""
"""Runs a command on a copy of a network again and again, ended some steps later each time."""


def read_visible(folder: Path) -> dict[str, bytes]:
    """Read the files of a folder that its owner works with."""
    read = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith((".", "anciens/")):
            read[name] = path.read_bytes()
            # A workbook has the minute at which it was made: it is there or it isn't.
            if path.suffix == ".xlsx":
                read[name] = b""
    return read


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(sys.modules["os"], "fork"), reason="needs fork")
@pytest.mark.parametrize("command", ["csv", "workbook", "new"])
def test_after_an_end_at_any_step_the_network_is_as_before_or_as_after(
    tmp_path: Path, command: str, pytestconfig: pytest.Config
) -> None:
    # A new year has five moves in a row: a longer stride may step over all that lies between them.
    stride = 3
    if pytestconfig.option.deep:
        stride = 1
    before = copy_network(REAL, tmp_path)
    after = tmp_path / "after" / "reseau"
    place = tmp_path / "ended"
    if command == "csv":
        turn_into_workbook(before)
        shutil.rmtree(before / "anciens")
    arguments = [str(before), str(after), str(place), command, str(stride)]
    script = [sys.executable, "-c", ENDED_AT_A_STEP, *arguments]
    subprocess.run(script, check=True, env={"PYTHONPATH": ":".join(sys.path)})
    ended = [path / "reseau" for path in place.iterdir()]
    assert len(ended) > 15 / stride
    old = read_visible(before)
    new = read_visible(after)
    replaced = {name: content for name, content in old.items() if new.get(name) != content}
    outcomes = []
    for folder in ended:
        # `check` alone makes the moves that are left.
        assert inspect_network(folder).errors == (), folder
        assert list(folder.glob(".*/liste.json")) == []
        files = read_visible(folder)
        if files == old:
            outcomes.append("as before")
        else:
            outcomes.append("as after")
            assert files == new, folder
            # The old files are kept whole.
            [kept] = [path for path in folder.glob("anciens/*") if path.is_dir()]
            assert read_visible(kept) == replaced
    # Early ends and late ends were both among them.
    assert set(outcomes) == {"as before", "as after"}


def test_check_ends_the_change_of_a_killed_command_and_tells_of_its_files_once(
    tmp_path: Path,
) -> None:
    network = copy_network(REAL, tmp_path)
    # A change begins as a folder beside the data: its new files, and the list of their names.
    aside = network / ".changement-x"
    aside.mkdir()
    (aside / "0").write_bytes((network / "membres.csv").read_bytes())
    (aside / "liste.json").write_text('{"files": ["membres.csv"], "gone": [], "kept": "anciens/x"}')
    first = pipeline("check", "--data", network).stdout
    assert "membres.csv\n  remark: is changed now by a command that had been ended" in first
    # The second time there is nothing left to do.
    second = pipeline("check", "--data", network).stdout
    assert "had been ended" not in second
