"""A call in a process of its own: what comes back, whatever becomes of the process."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from making import processes
from waiting import PATIENCE, is_gone, until

from annual_report.base.errors import DataError, ReportError
from annual_report.machine.run.guard import ENVIRONMENT
from annual_report.machine.run.processes import Processes, TimeLimitError, WorkerDiedError
from annual_report.report.publication.networks import WARM_NETWORK

pytestmark = pytest.mark.slow

STATE: list[str] = []


@pytest.fixture(scope="module", params=["forkserver", "spawn"])
def caller(request: pytest.FixtureRequest) -> Processes:
    """Make processes in one way and the other."""
    return Processes(WARM_NETWORK, request.param)


@pytest.fixture
def server() -> Processes:
    """Make processes by the server alone."""
    return processes()


def remember(word: str) -> list[str]:
    STATE.append(word)
    return STATE


def fail(error: BaseException) -> None:
    raise error


def wait_for_ever() -> None:
    time.sleep(10 * PATIENCE)


def fail_unsendably() -> None:
    class UnsendableError(Exception):
        """An error that only this process knows."""

    raise UnsendableError("what is wrong")


def write_down(path: Path, *facts: object) -> None:
    """Write something down, all at once."""
    beside = path.with_suffix(".part")
    beside.write_text(" ".join(map(str, facts)))
    beside.replace(path)


def test_an_error_comes_back_as_it_was_or_in_one_line(caller: Processes) -> None:
    with pytest.raises(DataError) as caught:
        caller.call(fail, DataError(["membres.csv: wrong"]))
    assert caught.value.problems == ("membres.csv: wrong",)
    with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
        caller.call(fail_unsendably)


def test_each_call_has_a_clean_process_and_its_own_answer(caller: Processes) -> None:
    assert caller.call(remember, "one") == ["one"]
    assert caller.call(remember, "two") == ["two"]
    with ThreadPoolExecutor(4) as threads:
        squares = threads.map(lambda n: caller.call(pow, n, 2), range(12))
        assert list(squares) == [n**2 for n in range(12)]
    assert caller.call(os.getenv, "MPLBACKEND") == ENVIRONMENT["MPLBACKEND"]
    assert caller.call(bytes.upper, b"a" * 3_000_000) == b"A" * 3_000_000


@pytest.mark.parametrize(
    ("function", "args", "said"),
    [
        (os._exit, (3,), "ended with status 3"),
        (fail, (SystemExit(),), "ended with status [01]"),
        (signal.raise_signal, (signal.SIGKILL,), "ended by the signal SIGKILL"),
        (signal.raise_signal, (signal.SIGSEGV,), "ended by the signal SIGSEGV"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_told(
    caller: Processes, function: Callable[..., Any], args: Any, said: str
) -> None:
    with pytest.raises(WorkerDiedError, match=said):
        caller.call(function, *args)


def start_another_and_wait(path: Path) -> None:
    """Start a program that outlasts any patience, in a session of its own; wait for it."""
    process = subprocess.Popen(["sleep", "1200"], start_new_session=True)
    write_down(path, process.pid)
    process.wait()


def hold_the_lock(path: Path) -> None:
    """Say who this is, and keep the interpreter to oneself: no thread of this process runs."""
    write_down(path, os.getpid())
    ctypes.PyDLL(None).sleep(3600)


def test_a_call_that_starts_as_ctrl_c_is_typed_is_not_interrupted(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from multiprocessing import Pipe
from annual_report.machine.run.guard import guard_call

ours, theirs = Pipe()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # as the server starts it
if os.fork() == 0:
    os.kill(os.getpid(), signal.SIGINT)  # before it has left the caller's group
    guard_call(theirs, sys.argv[1], bytes, (b"the answer",))
theirs.close()
print(ours.recv_bytes().decode(), os.wait()[1])
"""
    folder = tmp_path / "temporary"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.stdout, done.stderr) == ("the answer 0\n", "")


@pytest.mark.parametrize("function", [start_another_and_wait, hold_the_lock])
def test_a_call_that_takes_too_long_is_ended_with_all_that_it_started(
    server: Processes, tmp_path: Path, function: Callable[[Path], None]
) -> None:
    for limit in (1, 5, 120):  # a busy machine needs longer to start it
        if not (tmp_path / "pid").exists():
            with pytest.raises(TimeLimitError, match=f"took longer than {limit} s"):
                server.call(function, tmp_path / "pid", timeout=limit)
    until(lambda: is_gone(int((tmp_path / "pid").read_text())))


def leave_a_file(ending: str) -> str:
    """Make a temporary file; say where if `ending` lets it."""
    _descriptor, name = tempfile.mkstemp()
    if ending == "by a signal":
        signal.raise_signal(signal.SIGKILL)
    if ending == "by its time limit":
        wait_for_ever()
    return name


@pytest.mark.parametrize("ending", ["with an answer", "by a signal", "by its time limit"])
def test_nothing_temporary_is_left_however_a_call_ends(
    caller: Processes, monkeypatch: pytest.MonkeyPatch, temporary: Path, ending: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with suppress(WorkerDiedError, TimeLimitError):
        limit = 2 if ending == "by its time limit" else PATIENCE
        place = caller.call(leave_a_file, ending, timeout=limit)
        assert ending == "with an answer"
        assert Path(place).parent.parent == temporary
    assert not list(temporary.glob("annual-report-*"))


def note_and_wait(path: Path) -> None:
    write_down(path, os.getpid())
    wait_for_ever()


@pytest.mark.parametrize("way", ["forkserver", "spawn"])
def test_a_call_that_nobody_wants_any_more_is_ended(tmp_path: Path, way: str) -> None:
    path = tmp_path / "pid"
    with pytest.raises(WorkerDiedError, match="it was ended"):
        Processes(WARM_NETWORK, way, wanted=lambda: not path.exists()).call(note_and_wait, path)
    until(lambda: is_gone(int(path.read_text())))


def test_a_program_that_ends_waits_for_no_call_and_leaves_none(tmp_path: Path) -> None:
    program = """
import sys, threading, time
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_processes import note_and_wait
from annual_report.machine.run.processes import Processes

path = Path(sys.argv[1])
call = Processes("json").call
threading.Thread(target=call, args=(note_and_wait, path), daemon=True).start()
while not path.exists():
    time.sleep(0.1)
"""
    path = tmp_path / "pid"
    places = [str(Path(__file__).parent), *filter(None, sys.path)]
    subprocess.run([sys.executable, "-c", program, path, *places], check=True, timeout=PATIENCE)
    until(lambda: is_gone(int(path.read_text())))


ALONE = """
import sys
sys.path[:0] = sys.argv[2:]
from annual_report.base.errors import ReportError
from annual_report.machine.run.processes import Processes
try:
    print(Processes(sys.argv[1]).call(abs, -1))
except ReportError as error:
    print(error)
"""
"""A program whose server imports a module of its own."""


BROKEN = "from annual_report.machine.run.warm import warm_up\nwarm_up(lambda: 1 / 0)\n"
TOO_LONG = "no process could be started: the path {} is too long: set TMPDIR to a shorter one\n"


def said_alone(folder: Path, temporary: Path) -> str:
    """Return what a call says in a program of its own, whose server imports what is broken."""
    (folder / "broken.py").write_text(BROKEN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder), "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", ALONE, "broken"]
    return subprocess.run(command, env=environment, capture_output=True, text=True).stdout


def test_what_the_server_could_not_load_is_said_by_each_call(
    tmp_path: Path, temporary: Path
) -> None:
    """It was passed over in silence once, and pages were made in twice the time."""
    assert said_alone(tmp_path, temporary) == "ZeroDivisionError: division by zero\n"


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes have no such addresses")
def test_a_folder_for_temporary_files_whose_path_is_too_long_is_said(tmp_path: Path) -> None:
    place = tmp_path / ("x" * 100)
    place.mkdir()
    assert said_alone(tmp_path, place) == TOO_LONG.format(place)


def grandparent() -> int:
    """Return the id of the server: the parent is a guard."""
    return int(psutil.Process(os.getppid()).ppid())


def test_a_server_that_died_is_started_again(server: Processes) -> None:
    first = server.call(grandparent)
    os.kill(first, signal.SIGKILL)
    until(lambda: is_gone(first))
    assert server.call(grandparent) != first


def test_a_call_runs_in_no_thread_beside_others(server: Processes) -> None:
    assert server.call(threading.active_count) == 1


def forge(content: bytes) -> bytes:
    """Answer in the place of who should, as a notebook can."""
    frame = sys._getframe()
    while "caller" not in frame.f_locals:
        assert frame.f_back
        frame = frame.f_back
    frame.f_locals["caller"].send_bytes(content)
    return b""


def test_what_comes_out_of_a_notebooks_process_is_never_unpickled(server: Processes) -> None:
    evil = b"cos\nsystem\n(S'true'\ntR."
    assert server.call_for_bytes(forge, evil) == evil
