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
from waiting import PATIENCE, until

from annual_report.errors import DataError, ReportError
from annual_report.run.guard import ENVIRONMENT
from annual_report.run.processes import Processes, TimeLimitError, WorkerDiedError

pytestmark = pytest.mark.slow

STATE: list[str] = []


@pytest.fixture(scope="module", params=["forkserver", "spawn"])
def caller(request: pytest.FixtureRequest) -> Processes:
    """Make processes in one way and the other."""
    return Processes("json", request.param)


@pytest.fixture
def server() -> Processes:
    """Make processes by the server alone."""
    return Processes("json")


def remember(word: str) -> list[str]:
    STATE.append(word)
    return STATE


def fail(error: BaseException) -> None:
    raise error


def wait_for_ever() -> None:
    time.sleep(10 * PATIENCE)


def unsendable() -> Callable[[], None]:
    return lambda: None


def fail_unsendably() -> None:
    class UnsendableError(Exception):
        """An error that only this process knows."""

    raise UnsendableError("what is wrong")


def gone(pid: int) -> bool:
    """Wait for the end of a process."""

    def is_running() -> bool:
        try:
            return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    until(lambda: not is_running())
    return True


def write_down(path: Path, *facts: object) -> None:
    """Write something down, all at once."""
    beside = path.with_suffix(".part")
    beside.write_text(" ".join(map(str, facts)))
    beside.replace(path)


def test_an_answer_comes_back_whatever_its_size(caller: Processes) -> None:
    assert caller.call(pow, 2, 5) == 32
    assert caller.call(bytes.upper, b"a" * 3_000_000) == b"A" * 3_000_000


def test_an_error_comes_back_as_it_was_or_in_one_line(caller: Processes) -> None:
    with pytest.raises(DataError) as caught:
        caller.call(fail, DataError(["membres.csv: wrong"]))
    assert caught.value.problems == ("membres.csv: wrong",)
    with pytest.raises(ReportError, match="lambda"):
        caller.call(unsendable)
    with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
        caller.call(fail_unsendably)


def test_each_call_has_a_clean_process_and_its_own_answer(caller: Processes) -> None:
    assert caller.call(remember, "one") == ["one"]
    assert caller.call(remember, "two") == ["two"]
    with ThreadPoolExecutor(4) as threads:
        squares = threads.map(lambda n: caller.call(pow, n, 2), range(12))
        assert list(squares) == [n**2 for n in range(12)]
    assert {name: caller.call(os.getenv, name) for name in ENVIRONMENT} == ENVIRONMENT


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


def end_and_leave_a_process(path: Path) -> None:
    """End at once, with a process left that has all the files of this one."""
    if (pid := os.fork()) == 0:
        wait_for_ever()
    path.write_text(str(pid))
    os._exit(7)


def start_another_and_wait(path: Path) -> None:
    """Start a program that outlasts any patience, in a session of its own; wait for it."""
    process = subprocess.Popen(["sleep", "1200"], start_new_session=True)
    write_down(path, process.pid)
    process.wait()


def hold_the_lock(path: Path) -> None:
    """Say who this is, and keep the interpreter to oneself: no thread of this process runs."""
    write_down(path, os.getpid())
    ctypes.PyDLL(None).sleep(3600)


def leave_a_service(path: Path) -> None:
    """Start a process as a daemon does: forked twice, in a session of its own; wait for it."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            write_down(path, os.getpid())
            wait_for_ever()
        os._exit(0)
    os.wait()
    until(path.exists)


def test_what_a_process_leaves_running_ends_and_delays_nothing(
    server: Processes, tmp_path: Path
) -> None:
    with pytest.raises(WorkerDiedError, match="ended with status 7"):
        server.call(end_and_leave_a_process, tmp_path / "pid")
    assert gone(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("function", [start_another_and_wait, hold_the_lock])
def test_a_call_that_takes_too_long_is_ended_with_all_that_it_started(
    server: Processes, tmp_path: Path, function: Callable[[Path], None]
) -> None:
    for limit in (1, 5, 30):  # a busy machine needs longer to start it
        if not (tmp_path / "pid").exists():
            with pytest.raises(TimeLimitError, match=f"took longer than {limit} s"):
                server.call(function, tmp_path / "pid", timeout=limit)
    assert gone(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to a guard")
def test_what_detaches_itself_ends_with_its_call(server: Processes, tmp_path: Path) -> None:
    """A service that a notebook starts leads a session of its own, and has no parent any more."""
    server.call(leave_a_service, tmp_path / "pid")
    service = int((tmp_path / "pid").read_text())
    try:
        assert gone(service)
    finally:  # what this very test has left would keep the others from ending
        with suppress(ProcessLookupError):
            os.kill(service, signal.SIGKILL)


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
        Processes("json", way, wanted=lambda: not path.exists()).call(note_and_wait, path)
    assert gone(int(path.read_text()))


ALONE = """
import sys
sys.path[:0] = sys.argv[2:]
from annual_report.errors import ReportError
from annual_report.run.processes import Processes
try:
    print(Processes(sys.argv[1]).call(abs, -1))
except ReportError as error:
    print(error)
"""
"""A program whose server imports a module of its own."""


def test_what_the_server_could_not_load_is_said_by_each_call(tmp_path: Path) -> None:
    """It was passed over in silence once, and pages were made in twice the time."""
    (tmp_path / "broken.py").write_text(
        "from annual_report.run.warm import warm_up\nwarm_up(lambda: 1 / 0)\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", ALONE, "broken"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stdout == "ZeroDivisionError: division by zero\n", done.stderr


def grandparent() -> int:
    """Return the id of the server: the parent is a guard."""
    return int(psutil.Process(os.getppid()).ppid())


def test_a_server_that_died_is_started_again(server: Processes) -> None:
    first = server.call(grandparent)
    os.kill(first, signal.SIGKILL)
    assert gone(first)
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


LEAVING = """
import os, signal, sys, time
sys.path[:0] = sys.argv[1:]
from annual_report.run.processes import Processes
from test_processes import outlive
Processes("json").call(outlive, os.getpid())
"""


def outlive(caller: int) -> None:
    """Say who this is, its server and where its files are, kill whoever asked, and go on."""
    print(os.getpid(), grandparent(), tempfile.gettempdir(), flush=True)
    os.kill(caller, signal.SIGKILL)
    wait_for_ever()


def test_a_process_whose_caller_is_gone_is_ended_and_leaves_nothing() -> None:
    imports = [str(Path(__file__).parents[level]) for level in (0, 1)]
    command = [sys.executable, "-c", LEAVING, *imports]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid, server, place = process.stdout.readline().split()
        assert process.wait() == -signal.SIGKILL
    assert gone(int(pid))
    assert gone(int(server))
    until(lambda: not Path(place).exists())
