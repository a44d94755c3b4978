"""The build: a stream of networks, of which as many are under way as keep the workers busy.

Nothing heavy is imported here. Networks are read, and reports made, in worker processes; this one
compares hashes, writes files, keeps the records, and tells things as they happen.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from annual_report.build.events import Event, Tell
from annual_report.build.job import Job
from annual_report.build.network_build import LOCKED, Options, Steps, steps
from annual_report.build.workers import Call, Local
from annual_report.errors import told

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annual_report.build.cluster import Cluster

AHEAD = 2
"""Of calls that are handed out, how many there are for each worker before a network is begun."""
PAUSE = 0.1
"""Seconds between two looks at a place that another build has."""
PATIENCE = 5.0
"""Seconds without an answer after which the workers are looked at."""

__all__ = ["Options", "build"]


def build(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some networks up to date; return whether every one of them is."""
    with ExitStack() as stack:
        stream = _Stream(options, tell, stack)
        for job in jobs:
            stream.begin(job)
        stream.finish()
        return stream.good


class _Stream:
    """The networks that are under way, and the calls that they wait for."""

    def __init__(self, options: Options, tell: Tell, stack: ExitStack) -> None:
        self.good = True
        self._options, self._tell = options, tell
        self._workers = _workers(options, tell, stack)
        self._waiting: dict[Future[Any], tuple[Job, Steps, Call]] = {}
        self._locked: list[tuple[Job, Steps]] = []
        stack.callback(self._close)

    def begin(self, job: Job) -> None:
        """Begin with a network, as soon as the workers need more to do."""
        self._advance(job, steps(job, self._options, self._tell), None)
        while len(self._waiting) >= AHEAD * self._workers.size:
            self._take()

    def finish(self) -> None:
        """Wait until all networks are built."""
        while self._waiting or self._locked:
            self._take()

    def _take(self) -> None:
        """Take the next answers, and try those places again that another build had."""
        if self._waiting:
            from concurrent.futures import FIRST_COMPLETED, wait

            pause = PAUSE if self._locked else PATIENCE
            answered, _others = wait(self._waiting, pause, FIRST_COMPLETED)
            if not answered:
                self._workers.look_around()
            for future in answered:
                job, network, call = self._waiting.pop(future)
                self._advance(job, network, (call, _outcome(future)))
        else:
            time.sleep(PAUSE)
        locked, self._locked = self._locked, []
        for job, network in locked:
            self._advance(job, network, None)

    def _advance(self, job: Job, network: Steps, answer: Any) -> None:
        """Go on with a network, and hand out what it wants done.

        One whose place or data can't be used is told: the others are built.
        """
        try:
            wanted = network.send(answer)
        except StopIteration as end:
            self.good = self.good and bool(end.value)
            job.forget()  # a thousand networks take no more memory than those under way
            return
        except Exception as error:  # whatever it is, the other networks must still be built
            self._give_up(job, error)
            return
        if wanted == LOCKED:
            self._locked.append((job, network))
            return
        for call in wanted:
            assert isinstance(call, Call)
            self._waiting[self._workers.submit(call)] = job, network, call

    def _give_up(self, job: Job, error: Exception) -> None:
        self.good = False
        job.forget()
        if isinstance(error, OSError) and error.filename is None:  # as where a disk is full
            error.filename = job.name
        self._tell(Event("failed", job.name, said=told(error)))

    def _close(self) -> None:
        """Release the places of networks that were not finished."""
        waiting = [network for _job, network, _call in self._waiting.values()]
        for network in [*waiting, *(network for _job, network in self._locked)]:
            with suppress(ValueError):  # it is what was interrupted
                network.close()


def _outcome(future: "Future[Any]") -> Any:
    """Return what a call returned or raised."""
    try:
        return future.result()
    except Exception as error:  # whatever it is, the other reports must still be delivered
        return error


def _workers(options: Options, tell: Tell, stack: ExitStack) -> "Local | Cluster":
    if options.scheduler is None:
        return Local(options.jobs, options.timeout, stack)
    from annual_report.build.cluster import connect

    def say(said: str) -> None:
        tell(Event("waiting", "", said=said))

    return connect(options.scheduler, options.timeout, say, stack)
