"""Handing out the steps of a build: what starts nothing until there is something to do."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from annual_report.build.tasks import in_worker

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


class LazyExecutor:
    """An executor that starts when the first task is handed to it, and ends with `stack`.

    `say` is told, from any thread, what the build has to wait for.
    """

    def __init__(
        self, jobs: int, scheduler: str | None, stack: ExitStack, say: Callable[[str], None]
    ) -> None:
        self._jobs = jobs
        self._scheduler = scheduler
        self._stack = stack
        self._say = say
        self._executor: Executor | None = None

    def look(self, step: str, *args: Any) -> "Future[Any]":
        """Hand out a step of `look`."""
        from annual_report.run import pool

        return self._handed_out(pool.look, in_worker, "look", step, *args)

    def submit(self, step: str, *args: Any, timeout: float | None = None) -> "Future[Any]":
        """Hand out a step of `worker`."""
        from annual_report.run import pool

        return self._handed_out(pool.call, in_worker, "worker", step, *args, timeout=timeout)

    def _handed_out(self, *call: Any, **options: Any) -> "Future[Any]":
        """Hand out a call; one that nobody takes any more, as of a cluster that is gone, fails."""
        executor = self._started()
        try:
            return executor.submit(*call, **options)
        except Exception as error:
            from concurrent.futures import Future

            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def _started(self) -> "Executor":
        if self._executor is None:
            if self._scheduler:
                from annual_report.run.cluster import connect

                self._executor = connect(self._scheduler, self._stack, self._say)
            else:
                from annual_report.run.pool import start

                self._executor = start(self._jobs, self._stack)
        return self._executor
