"""A call in a process of its own: what comes back, whatever becomes of the process."""

import importlib.util
import os
import resource
import shutil
import signal
import stat
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
from pickle import PicklingError
from types import ModuleType
from typing import Any

import psutil
import pytest
from waiting import PATIENCE, until

from annual_report.errors import DataError, ReportError
from annual_report.run.calling import Caller, Spawner, TimeLimitError, WorkerDiedError
from annual_report.run.fork_server import ForkServer
from annual_report.run.room import FREE

ENVIRONMENT = {"CALLED_BY": "the tests"}
STATE: list[str] = []
MANY = 1100


@pytest.fixture(scope="module", params=[ForkServer, Spawner])
def caller(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Make processes in one way and the other."""
    made: Caller = request.param("json", ENVIRONMENT)
    yield made
    made.stop()


@pytest.fixture
def server() -> Iterator[ForkServer]:
    """Start a server of a test's own."""
    made = ForkServer("json", {})
    yield made
    made.stop()


def remember(word: str) -> list[str]:
    STATE.append(word)
    return STATE


def fail(error: BaseException) -> None:
    raise error


def wait_a_minute() -> None:
    time.sleep(60)


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
    for descriptor in range(3, 20):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, struct.pack("!i", 1000) + b"half")
    signal.raise_signal(signal.SIGKILL)


def fail_unsendably() -> None:
    class UnsendableError(Exception):
        """An error that only this process knows."""

    raise UnsendableError("what is wrong")


def leave_a_process_behind(path: Path) -> None:
    """End at once, with a process left that has all the files of this one."""
    pid = os.fork()
    if pid == 0:
        wait_a_minute()
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


def test_an_answer_comes_back_whatever_its_size(caller: Caller) -> None:
    assert caller.call(pow, 2, 5) == 32
    assert caller.call(bytes.upper, b"a" * 3_000_000) == b"A" * 3_000_000


def test_an_error_comes_back_as_it_was(caller: Caller) -> None:
    with pytest.raises(ReportError, match="what is wrong"):
        caller.call(fail, ReportError("what is wrong"))
    with pytest.raises(DataError) as caught:
        caller.call(fail, DataError([]))
    assert caught.value.problems == ()


def test_what_cannot_be_sent_is_told_in_one_line(caller: Caller) -> None:
    with pytest.raises((AttributeError, PicklingError), match="lambda"):  # by Python's version
        caller.call(unsendable)
    with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
        caller.call(fail_unsendably)


def test_what_cannot_be_received_is_told_too(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "known_here_alone.py"
    path.write_text("def answer(): return 1\n", encoding="utf-8")
    module = import_here(path)
    with pytest.raises(ModuleNotFoundError, match="known_here_alone"):
        caller.call(module.answer)


def test_each_call_has_a_clean_process(caller: Caller) -> None:
    assert caller.call(remember, "one") == ["one"]
    assert caller.call(remember, "two") == ["two"]
    assert caller.call(os.getpid) not in (os.getpid(), caller.call(os.getpid))


def test_calls_at_the_same_time_get_their_own_answers(caller: Caller) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda n: caller.call(pow, n, 2), range(12))) == [
            n**2 for n in range(12)
        ]


@pytest.mark.parametrize("kind", [ForkServer, Spawner])
def test_a_variable_is_set_whatever_the_callers_is(
    monkeypatch: pytest.MonkeyPatch, kind: Callable[..., Caller]
) -> None:
    monkeypatch.setenv("CALLED_BY", "another")
    made = kind("json", ENVIRONMENT)
    assert made.call(os.getenv, "CALLED_BY") == "the tests"
    assert made.call(os.getenv, "PATH") == os.environ["PATH"]
    made.stop()


@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_ends_a_process_does_not_end_its_caller(
    caller: Caller, end: type[BaseException]
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
    caller: Caller, function: Callable[..., Any], args: Any, said: str
) -> None:
    with pytest.raises(WorkerDiedError, match=said):
        caller.call(function, *args)


def test_what_a_process_leaves_running_ends_and_delays_nothing(
    server: ForkServer, tmp_path: Path
) -> None:
    left = tmp_path / "pid"
    with pytest.raises(WorkerDiedError, match="ended with status 7"):
        server.call(leave_a_process_behind, left)
    assert gone(int(left.read_text()))


def start_another_and_wait(path: Path, apart: bool) -> None:
    """Start a program that takes a minute, in a session of its own or not, and wait for it."""
    process = subprocess.Popen(["sleep", "60"], start_new_session=apart)
    write_down(path, process.pid)
    process.wait()


@pytest.mark.parametrize("apart", [False, True])
def test_what_a_process_started_ends_with_it(
    server: ForkServer, tmp_path: Path, apart: bool
) -> None:
    started = tmp_path / "pid"
    for limit in (1, 5, 30):  # a busy machine needs longer to start it
        if not started.exists():
            with pytest.raises(TimeLimitError):
                server.call(start_another_and_wait, started, apart, timeout=limit)
    assert gone(int(started.read_text()))


def test_a_call_that_takes_too_long_is_ended(caller: Caller, tmp_path: Path) -> None:
    with pytest.raises(TimeLimitError, match=r"took longer than 0\.5 s"):
        caller.call(note_and_wait, tmp_path / "pid", timeout=0.5)
    written = tmp_path / "pid"
    assert not written.exists() or not is_running(int(written.read_text()))


@pytest.mark.parametrize("ending", ["with an answer", "by a signal", "by its time limit"])
@pytest.mark.parametrize("kind", [ForkServer, Spawner])
def test_nothing_temporary_is_left_however_a_call_ends(
    kind: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = kind("json", {})
    with suppress(WorkerDiedError, TimeLimitError):
        place = made.call(leave_a_file, ending, timeout=5)
        assert ending == "with an answer"
        assert Path(place).parent.parent == tmp_path
    assert not list(tmp_path.iterdir())
    made.stop()


def leave_a_file(ending: str) -> str:
    """Make a temporary file; say where if `ending` lets it."""
    descriptor, name = tempfile.mkstemp()
    os.write(descriptor, b"x")
    if ending == "by a signal":
        signal.raise_signal(signal.SIGKILL)
    if ending == "by its time limit":
        wait_a_minute()
    return name


def test_temporary_files_are_in_memory_where_the_system_can(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    if not os.access("/dev/shm", os.W_OK) or shutil.disk_usage("/dev/shm").free < FREE:
        pytest.skip("this system has no folder in memory, or none with room")
    place = caller.call(tempfile.gettempdir)
    assert place.startswith("/dev/shm/ar-")
    assert not Path(place).exists()


def write_down(path: Path, *facts: object) -> None:
    """Write something down, all at once."""
    beside = path.with_suffix(".part")
    beside.write_text(" ".join(map(str, facts)))
    beside.replace(path)


def note_and_wait(path: Path) -> None:
    write_down(path, os.getpid())
    wait_a_minute()


def say_where_and_wait(path: Path) -> None:
    """Write down this process, its server and its folder."""
    write_down(path, os.getpid(), os.getppid(), tempfile.gettempdir())
    wait_a_minute()


def test_what_is_killed_with_its_server_is_swept_and_what_lives_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    servers = [ForkServer("json", {}) for _number in range(3)]
    notes = [tmp_path / name for name in ("killed", "living")]
    with ThreadPoolExecutor(2) as threads:
        for server, note in zip(servers, notes, strict=False):
            threads.submit(server.call, say_where_and_wait, note)
        until(lambda: all(note.exists() for note in notes))
        (pid, parent, killed), (_pid, _parent, living) = (
            note.read_text().split() for note in notes
        )
        os.kill(int(parent), signal.SIGKILL)
        with suppress(ProcessLookupError):  # its caller does so too
            os.kill(int(pid), signal.SIGKILL)
        assert all(map(gone, (int(parent), int(pid))))
        left = Path(killed).exists()
        servers[2].call(abs, -1)
        there = Path(killed).exists(), Path(living).exists()
        servers[1].end_calls()
    for server in servers:
        server.stop()
    assert left
    assert there == (False, True)


def test_a_fork_that_fails_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.syspath_prepend(Path(__file__).parent)
    server = ForkServer("failing_fork", {})
    with pytest.raises(WorkerDiedError, match="no process could be started"):
        server.call(abs, -1)
    assert not list(tmp_path.iterdir())
    assert server.call(abs, -1) == 1
    server.stop()


def test_calls_can_be_ended_from_outside(caller: Caller) -> None:
    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(caller.call, wait_a_minute) for _number in range(2)]

        def ended() -> bool:
            caller.end_calls()  # again: they may not have begun yet
            return all(call.done() for call in calls)

        until(ended)
        for call in calls:
            with pytest.raises(WorkerDiedError, match="SIGKILL"):
                call.result()


def test_a_server_that_died_is_started_again(server: ForkServer) -> None:
    first = server.call(os.getppid)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(server.call, wait_a_minute)
        until(lambda: server._running)
        worker = next(iter(server._running))
        os.kill(first, signal.SIGKILL)
        with pytest.raises(WorkerDiedError, match="the server that starts them has ended"):
            waiting.result(timeout=PATIENCE)
    assert gone(worker), "nobody else would end it"
    assert server.call(os.getppid) != first


def test_a_server_that_is_slow_to_end_is_not_asked_again(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server.call(os.getppid)
    os.kill(first, signal.SIGKILL)
    monkeypatch.setattr(server._server, "poll", lambda: None)  # while its memory is given back
    assert server.call(os.getppid) != first


def test_calls_that_are_ended_before_they_began_do_not_run(tmp_path: Path) -> None:
    slow = tmp_path / "slow_to_import.py"
    slow.write_text("import time; time.sleep(1)", encoding="utf-8")
    sys.path.append(str(tmp_path))
    server = ForkServer("slow_to_import", {})
    try:
        with ThreadPoolExecutor(1) as threads:
            call = threads.submit(server.call, wait_a_minute)
            until(lambda: server._channel)  # it is asked for, and not there
            server.end_calls()
            with pytest.raises(WorkerDiedError, match="SIGKILL"):
                call.result(timeout=PATIENCE)
    finally:
        sys.path.remove(str(tmp_path))
        server.stop()


def test_a_limit_that_strikes_as_a_call_ends_is_nothing_else(caller: Caller) -> None:
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
def test_a_server_may_have_many_files_open() -> None:
    server = ForkServer("json", {})
    try:
        assert server.call(pow, 2, 5) == 32
    finally:
        server.stop()


def test_a_module_that_cannot_be_imported_leaves_the_calls_to_say_so() -> None:
    server = ForkServer("annual_report.nothing_of_this_name", {})
    try:
        assert server.call(pow, 2, 5) == 32
    finally:
        server.stop()


def test_a_server_runs_no_thread_and_has_its_module(server: ForkServer) -> None:
    assert server.call(threading.active_count) == 1
    made = ForkServer("colorsys", {})
    try:
        assert "colorsys" in made.call(eval, "list(__import__('sys').modules)")
    finally:
        made.stop()
    assert "colorsys" not in server.call(eval, "list(__import__('sys').modules)")


def test_a_server_that_forgot_the_project_still_tells_its_errors() -> None:
    server = ForkServer("annual_report.run.libraries", {})
    try:
        assert "annual_report.page" not in server.call(eval, "list(__import__('sys').modules)")
        with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
            server.call(fail_unsendably)
    finally:
        server.stop()


CALLER = """
import os, sys, time
from annual_report.run.fork_server import ForkServer
print(ForkServer("json", {}).call(os.getppid), flush=True)
time.sleep(60)
"""


LEAVING = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from annual_report.run.fork_server import ForkServer
from test_calling import outlive
ForkServer("json", {}).call(outlive, os.getpid())
"""


def outlive(caller: int) -> None:
    """Say who this is and where its files are, kill whoever asked, and go on."""
    print(os.getpid(), tempfile.gettempdir(), flush=True)
    os.kill(caller, signal.SIGKILL)
    wait_a_minute()


def test_a_process_whose_caller_is_gone_is_ended_and_leaves_nothing() -> None:
    command = [sys.executable, "-c", LEAVING, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid, place = process.stdout.readline().split()
        assert process.wait() == -signal.SIGKILL
    assert gone(int(pid))
    until(lambda: not Path(place).exists())


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_whose_caller_is_gone_ends(ending: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", CALLER], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        server = int(process.stdout.readline())
        assert is_running(server)
        process.send_signal(ending)
    assert gone(server)
