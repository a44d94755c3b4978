"""A call in a process of its own: what comes back, whatever becomes of the process."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from waiting import PATIENCE, is_gone, until

from annual_report.base.errors import DataError, ReportError
from annual_report.machine.run.processes import ENVIRONMENT, Processes, WorkerDiedError
from annual_report.machine.run.shell import READY
from annual_report.report.publication.networks import WARM_NETWORK

pytestmark = pytest.mark.slow

STATE: list[str] = []


@pytest.fixture
def caller() -> Iterator[Processes]:
    """Make processes, some at a time."""
    made = Processes(WARM_NETWORK, 2)
    yield made
    made.close()


def remember(word: str) -> list[str]:
    STATE.append(word)
    return STATE


def has_a_shell_ready() -> bool:
    """Whether a shell stands ready and runs a cell: none does if something failed to warm up."""
    return bool(READY) and READY.pop().run("1", None, lambda message: None)


def fail(error: BaseException) -> None:
    raise error


def fail_unsendably() -> None:
    class UnsendableError(Exception):
        """An error that only this process knows."""

    raise UnsendableError("what is wrong")


def note_and_wait(path: Path) -> None:
    """Say in a file which process this is, and wait longer than anyone."""
    beside = path.with_suffix(".part")
    beside.write_text(str(os.getpid()))
    beside.replace(path)
    time.sleep(10 * PATIENCE)


def test_an_error_comes_back_as_it_was_or_in_one_line(caller: Processes) -> None:
    with pytest.raises(DataError) as caught:
        caller.call(fail, DataError(["membres.csv: wrong"]))
    assert caught.value.problems == ("membres.csv: wrong",)
    with pytest.raises(ReportError, match="UnsendableError: what is wrong"):
        caller.call(fail_unsendably)
    with pytest.raises(ReportError, match="SystemExit"):
        caller.call(fail, SystemExit(0))


def test_each_call_has_a_clean_process_and_its_own_answer(caller: Processes) -> None:
    assert caller.call(has_a_shell_ready)
    assert caller.call(remember, "one") == ["one"]
    assert caller.call(remember, "two") == ["two"]

    with ThreadPoolExecutor(4) as threads:
        squares = threads.map(lambda n: caller.call(pow, n, 2), range(12))
        assert list(squares) == [n**2 for n in range(12)]
    assert caller.call(os.getenv, "MPLBACKEND") == ENVIRONMENT["MPLBACKEND"]
    assert caller.call(bytes.upper, b"a" * 3_000_000) == b"A" * 3_000_000


@pytest.mark.parametrize(
    ("function", "args", "reason"),
    [
        (os._exit, (3,), "ended with status 3"),
        (signal.raise_signal, (signal.SIGKILL,), "ended by the signal SIGKILL"),
        (signal.raise_signal, (signal.SIGSEGV,), "ended by the signal SIGSEGV"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_told_and_the_next_call_has_one(
    caller: Processes, function: Callable[..., Any], args: Any, reason: str
) -> None:
    with pytest.raises(WorkerDiedError, match=reason):
        caller.call(function, *args)
    assert caller.call(abs, -1) == 1


def test_a_call_that_takes_too_long_is_ended(caller: Processes, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    for limit in (1, 5, 120):  # a busy machine needs longer to start it
        if not note.exists():
            with pytest.raises(WorkerDiedError, match=f"took longer than {limit} s"):
                caller.call(note_and_wait, note, timeout=limit)
    until(lambda: is_gone(int(note.read_text())))


def leave_a_file(ending: str) -> str:
    """Make a temporary file; say where if `ending` lets it."""
    _descriptor, name = tempfile.mkstemp()
    if ending == "by a signal":
        signal.raise_signal(signal.SIGKILL)
    return name


@pytest.mark.parametrize("ending", ["with an answer", "by a signal"])
def test_nothing_temporary_is_left_however_a_call_ends(
    caller: Processes, monkeypatch: pytest.MonkeyPatch, temporary: Path, ending: str
) -> None:
    caller.call(abs, -1)  # what the pool itself keeps there is made
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with suppress(WorkerDiedError):
        place = caller.call(leave_a_file, ending)
        assert ending == "with an answer"
        assert Path(place).parent.parent == temporary

    assert not list(temporary.glob("annual-report-*"))
