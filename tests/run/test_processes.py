"""A call in a process of its own: what comes back, whatever becomes of the process."""

import ctypes
import importlib.util
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest
from waiting import PATIENCE, until

from annual_report.errors import DataError, ReportError
from annual_report.run.guard import TimeLimitError, WorkerDiedError
from annual_report.run.processes import ENVIRONMENT, Processes

pytestmark = pytest.mark.slow

STATE: list[str] = []
MANY = 1100


WAYS = ["forkserver", "spawn"]


@pytest.fixture(scope="module", params=WAYS)
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


def import_here(path: Path) -> ModuleType:
    """Import a module that no other process can import."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    specification.loader.exec_module(module)
    return module


def die_in_the_middle() -> None:
    """Send the beginning of a long answer, as a process does that is killed while it sends."""
    frame = sys._getframe()
    while "answer" not in frame.f_locals:
        assert frame.f_back
        frame = frame.f_back
    os.write(frame.f_locals["answer"].fileno(), struct.pack("!i", 1000) + b"half")
    signal.raise_signal(signal.SIGKILL)


def fail_unsendably() -> None:
    class UnsendableError(Exception):
        """An error that only this process knows."""

    raise UnsendableError("what is wrong")


def leave_a_process_behind(path: Path) -> None:
    """End at once, with a process left that has all the files of this one."""
    pid = os.fork()
    if pid == 0:
        wait_for_ever()
    path.write_text(str(pid))
    os._exit(7)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def gone(pid: int) -> bool:
    """Wait for the end of a process."""
    until(lambda: not is_running(pid))
    return True


def test_an_answer_comes_back_whatever_its_size(caller: Processes) -> None:
    assert caller.call(pow, 2, 5) == 32
    assert caller.call(bytes.upper, b"a" * 3_000_000) == b"A" * 3_000_000


def test_an_error_comes_back_as_it_was(caller: Processes) -> None:
    with pytest.raises(ReportError, match="what is wrong"):
        caller.call(fail, ReportError("what is wrong"))
    with pytest.raises(DataError) as caught:
        caller.call(fail, DataError([]))
    assert str(caught.value) == ""


def test_what_cannot_be_sent_is_told_in_one_line(caller: Processes) -> None:
    with pytest.raises(ReportError, match="lambda"):
        caller.call(unsendable)
    with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
        caller.call(fail_unsendably)


def test_what_cannot_be_received_is_told_too(caller: Processes, tmp_path: Path) -> None:
    path = tmp_path / "known_here_alone.py"
    path.write_text("def answer(): return 1\n", encoding="utf-8")
    module = import_here(path)
    with pytest.raises(ReportError, match="known_here_alone"):
        caller.call(module.answer)


def test_each_call_has_a_clean_process(caller: Processes) -> None:
    assert caller.call(remember, "one") == ["one"]
    assert caller.call(remember, "two") == ["two"]
    assert caller.call(os.getpid) not in (os.getpid(), caller.call(os.getpid))


def test_calls_at_the_same_time_get_their_own_answers(caller: Processes) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda n: caller.call(pow, n, 2), range(12))) == [
            n**2 for n in range(12)
        ]


def test_variables_are_set_whatever_the_callers_are(
    monkeypatch: pytest.MonkeyPatch, caller: Processes
) -> None:
    for name in ENVIRONMENT:
        monkeypatch.setenv(name, "another")
    made = caller
    assert {name: made.call(os.getenv, name) for name in ENVIRONMENT} == ENVIRONMENT
    assert made.call(os.getenv, "PATH") == os.environ["PATH"]


@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_ends_a_process_does_not_end_its_caller(
    caller: Processes, end: type[BaseException]
) -> None:
    with pytest.raises(WorkerDiedError, match=end.__name__):
        caller.call(fail, end())


@pytest.mark.parametrize(
    ("function", "args", "said"),
    [
        (os._exit, (3,), "ended with status 3"),
        (signal.raise_signal, (signal.SIGKILL,), "ended by the signal SIGKILL"),
        (signal.raise_signal, (signal.SIGSEGV,), "ended by the signal SIGSEGV"),
        (signal.raise_signal, (40,), "ended by the signal 40"),
        (die_in_the_middle, (), "ended by the signal SIGKILL"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_told(
    caller: Processes, function: Callable[..., Any], args: Any, said: str
) -> None:
    with pytest.raises(WorkerDiedError, match=said):
        caller.call(function, *args)


def test_what_a_process_leaves_running_ends_and_delays_nothing(
    server: Processes, tmp_path: Path
) -> None:
    left = tmp_path / "pid"
    with pytest.raises(WorkerDiedError, match="ended with status 7"):
        server.call(leave_a_process_behind, left)
    assert gone(int(left.read_text()))


def start_another_and_wait(path: Path, apart: bool) -> None:
    """Start a program that outlasts any patience, in a session of its own or not; wait for it."""
    process = subprocess.Popen(["sleep", "1200"], start_new_session=apart)
    write_down(path, process.pid)
    process.wait()


@pytest.mark.parametrize("apart", [False, True])
def test_what_a_process_started_ends_with_it(
    server: Processes, tmp_path: Path, apart: bool
) -> None:
    started = tmp_path / "pid"
    for limit in (1, 5, 30):  # a busy machine needs longer to start it
        if not started.exists():
            with pytest.raises(TimeLimitError):
                server.call(start_another_and_wait, started, apart, timeout=limit)
    assert gone(int(started.read_text()))


def test_a_call_that_takes_too_long_is_ended(caller: Processes, tmp_path: Path) -> None:
    with pytest.raises(TimeLimitError, match=r"took longer than 0\.5 s"):
        caller.call(note_and_wait, tmp_path / "pid", timeout=0.5)
    written = tmp_path / "pid"
    assert not written.exists() or not is_running(int(written.read_text()))


def hold_the_lock(path: Path) -> None:
    """Say who this is, and keep the interpreter to oneself: no thread of this process runs."""
    write_down(path, os.getpid())
    ctypes.PyDLL(None).sleep(3600)


def test_a_call_that_holds_the_interpreters_lock_is_ended(
    server: Processes, tmp_path: Path
) -> None:
    with pytest.raises(TimeLimitError):
        server.call(hold_the_lock, tmp_path / "pid", timeout=5)
    assert not (tmp_path / "pid").exists() or gone(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("ending", ["with an answer", "by a signal", "by its time limit"])
def test_nothing_temporary_is_left_however_a_call_ends(
    caller: Processes, monkeypatch: pytest.MonkeyPatch, temporary: Path, ending: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = caller
    with suppress(WorkerDiedError, TimeLimitError):
        limit = 2 if ending == "by its time limit" else PATIENCE
        place = made.call(leave_a_file, ending, timeout=limit)
        assert ending == "with an answer"
        assert Path(place).parent.parent == temporary
    assert not list(temporary.iterdir())


def leave_a_file(ending: str) -> str:
    """Make a temporary file; say where if `ending` lets it."""
    descriptor, name = tempfile.mkstemp()
    os.write(descriptor, b"x")
    if ending == "by a signal":
        signal.raise_signal(signal.SIGKILL)
    if ending == "by its time limit":
        wait_for_ever()
    return name


def test_a_folder_of_a_long_name_leaves_room_for_the_addresses_of_sockets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / ("é" * 60)
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = Processes("json")
    assert len(made.call(tempfile.gettempdir)) < 60


def write_down(path: Path, *facts: object) -> None:
    """Write something down, all at once."""
    beside = path.with_suffix(".part")
    beside.write_text(" ".join(map(str, facts)))
    beside.replace(path)


def note_and_wait(path: Path) -> None:
    write_down(path, os.getpid())
    wait_for_ever()


def say_where_and_wait(path: Path) -> None:
    """Write down this process, its server and its folder."""
    write_down(path, os.getpid(), os.getppid(), tempfile.gettempdir())
    wait_for_ever()


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


def test_a_fork_that_fails_is_told_and_leaves_nothing(temporary: Path) -> None:
    command = [sys.executable, "-c", ALONE, "failing_fork", str(Path(__file__).parent)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stdout == "no process could be started\n", done.stderr
    assert not list(temporary.iterdir())


def test_what_the_server_could_not_load_is_said_by_each_call(tmp_path: Path) -> None:
    """It was passed over in silence once, and pages were made in twice the time."""
    (tmp_path / "broken.py").write_text(
        "from annual_report.run.warm import warm_up\nwarm_up(lambda: 1 / 0)\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", ALONE, "broken", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout == "ZeroDivisionError: division by zero\n", done.stderr


def test_what_detaches_itself_ends_with_its_call(server: Processes, tmp_path: Path) -> None:
    """A service that a notebook starts leads a session of its own, and has no parent any more."""
    if sys.platform != "linux":
        pytest.skip("only Linux gives orphans to a guard")
    server.call(leave_a_service, tmp_path / "pid")
    until((tmp_path / "pid").exists)
    service = int((tmp_path / "pid").read_text())
    try:
        assert gone(service)
    finally:  # what this very test has left would keep the others from ending
        with suppress(ProcessLookupError):
            os.kill(service, signal.SIGKILL)


def leave_a_service(path: Path) -> None:
    """Start a process as a daemon does: forked twice, in a session of its own; wait for it."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            write_down(path, os.getpid())
            wait_for_ever()
        os._exit(0)
    os.wait()
    while not path.exists():
        time.sleep(0.01)


def test_a_call_that_nobody_wants_any_more_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    server = Processes("json", wanted=lambda: not path.exists())
    with pytest.raises(WorkerDiedError, match="it was ended"):
        server.call(note_and_wait, path)
    assert gone(int(path.read_text()))


@pytest.mark.parametrize("way", WAYS)
def test_calls_can_be_ended_from_outside(way: str) -> None:
    """Those that run, and those that have not begun."""
    made = Processes("json", way)
    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(made.call, wait_for_ever) for _number in range(4)]
        until(lambda: all(call.running() for call in calls[:2]))
        made.end_calls()
        for call in calls:
            with pytest.raises(WorkerDiedError, match="it was ended"):
                call.result()


def test_a_server_that_died_is_started_again_and_costs_no_call(
    server: Processes, tmp_path: Path
) -> None:
    first = server.call(grandparent)
    path = tmp_path / "pid"
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(server.call, wait_for, path)
        until(psutil.Process(first).children)
        os.kill(first, signal.SIGKILL)
        try:
            assert server.call(grandparent) != first
        finally:
            path.touch()
        assert waiting.result(timeout=PATIENCE) == "it is there"


def grandparent() -> int:
    """Return the id of the server: the parent is a guard."""
    return int(psutil.Process(os.getppid()).ppid())


def wait_for(path: Path) -> str:
    while not path.exists():
        time.sleep(0.01)
    return "it is there"


def test_a_limit_that_strikes_as_a_call_ends_is_nothing_else(caller: Processes) -> None:
    for tenths in range(1, 30):
        with suppress(TimeLimitError):
            caller.call(time.sleep, tenths / 1000, timeout=tenths / 1000)


@pytest.fixture
def many_files() -> Iterator[None]:
    """Open more files than `select` can count, where this account may."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < MANY + 100:
        pytest.skip(f"no more than {most} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(usual, MANY + 100), most))
    with ExitStack() as files:
        files.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (usual, most))
        for _number in range(MANY):
            files.enter_context(open(os.devnull, "rb"))
        yield


@pytest.mark.usefixtures("many_files")
def test_a_caller_may_have_many_files_open(server: Processes) -> None:
    assert server.call(pow, 2, 5) == 32


def test_a_call_runs_in_no_thread_beside_others(server: Processes) -> None:
    assert server.call(threading.active_count) == 1


def forge(content: bytes) -> bytes:
    """Answer in the place of who should, as a notebook can."""
    frame = sys._getframe()
    while "answer" not in frame.f_locals:
        assert frame.f_back
        frame = frame.f_back
    frame.f_locals["answer"].send_bytes(content)
    return b""


@pytest.mark.parametrize("content", [b"-x", b"-{}", b"*", b"-[]", b'-{"kind": "os.system"}'])
def test_what_comes_out_of_a_process_is_bytes_and_never_unpickled(
    server: Processes, content: bytes
) -> None:
    with pytest.raises(WorkerDiedError, match="gave an answer that is none"):
        server.call_for_bytes(forge, content)
    evil = b"+cos\nsystem\n(S'true'\ntR."
    assert server.call_for_bytes(forge, evil) == evil[1:]


IMPORTS = [str(Path(__file__).parents[level]) for level in (0, 1)]
"""Where this module is, and what it imports."""
CALLER = """
import os, sys, time
sys.path[:0] = sys.argv[1:]
from annual_report.run.processes import Processes
from test_processes import grandparent
print(Processes("json").call(grandparent), flush=True)
time.sleep(60)
"""


LEAVING = """
import os, signal, sys, time
sys.path[:0] = sys.argv[1:]
from annual_report.run.processes import Processes
from test_processes import outlive
Processes("json").call(outlive, os.getpid())
"""


def outlive(caller: int) -> None:
    """Say who this is and where its files are, kill whoever asked, and go on."""
    print(os.getpid(), tempfile.gettempdir(), flush=True)
    os.kill(caller, signal.SIGKILL)
    wait_for_ever()


def test_a_process_whose_caller_is_gone_is_ended_and_leaves_nothing() -> None:
    command = [sys.executable, "-c", LEAVING, *IMPORTS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid, place = process.stdout.readline().split()
        assert process.wait() == -signal.SIGKILL
    assert gone(int(pid))
    until(lambda: not Path(place).exists())


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_whose_caller_is_gone_ends(ending: signal.Signals) -> None:
    command = [sys.executable, "-c", CALLER, *IMPORTS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        server = int(process.stdout.readline())
        assert is_running(server)
        process.send_signal(ending)
    assert gone(server)
