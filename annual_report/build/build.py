"""The build: a thread for each source of pages, as many at once as keep the workers busy.

Nothing heavy is imported here. Sources are looked at, and reports made, in worker processes; this
one compares hashes, writes files, keeps the records, and tells things as they happen.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple

from annual_report.build.asked import Event, Options, Source, Tell
from annual_report.build.place import Place, StoppedError
from annual_report.build.store import FolderStore
from annual_report.build.workers import Local, Workers
from annual_report.errors import say_error

AHEAD = 2
"""How many sources are under way for each worker."""
LOOK = 0.5
"""Seconds after which who waits looks for Ctrl-C, where no signal wakes it."""

__all__ = ["Event", "Job", "Options", "build"]


class Job(NamedTuple):
    """What pages are made of, and where they go."""

    source: Source
    store: FolderStore


def build(jobs: Iterable[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some sources up to date; return whether every one of them is.

    One whose place or data can't be used is told: the others are built.
    """
    jobs = list(jobs)
    if not jobs:
        return True
    telling, stopped = threading.Lock(), threading.Event()

    def say(event: Event) -> None:
        with telling:
            tell(event)

    def build_one(job: Job) -> bool:
        try:
            return Place(job.source, job.store, options, workers, say, stopped).build()
        except StoppedError:
            return False
        except Exception as error:  # whatever it is, the others must still be built
            if isinstance(error, OSError) and error.filename is None:  # as where a disk is full
                error.filename = job.source.name
            if not stopped.is_set():
                say(Event("failed", job.source.name, said=say_error(error)))
            return False

    workers = _workers(options, jobs[0].source.warm)
    try:
        with ThreadPoolExecutor(min(len(jobs), AHEAD * workers.size)) as threads:
            running = [threads.submit(build_one, job) for job in jobs]
            try:
                while wait(running, LOOK).not_done:
                    pass
            except BaseException:
                stopped.set()
                for each in running:
                    each.cancel()
                workers.close()
                raise
        return all(each.result() for each in running)
    finally:
        workers.close()


def _workers(options: Options, warm: str) -> Workers:
    if options.scheduler is None:
        return Local(options.jobs, warm)
    from annual_report.build.cluster import Cluster

    return Cluster(options.scheduler, warm)
