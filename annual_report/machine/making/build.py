"""The build: a thread for each job, as many at once as keep the workers busy.

Nothing heavy is imported here. Data are looked at, and reports made, in worker processes; this one
compares hashes, writes files, keeps the records, and tells things as they happen. It may be ended
at any instant: its processes end with it, and what is in place is whole.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from annual_report.base.errors import say_error
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.updating import Update
from annual_report.machine.run.processes import Processes

AHEAD = 2
"""How many jobs are under way for each worker."""
LOOK = 0.5
"""Seconds between two looks for Ctrl-C, where no signal wakes the thread that waits."""


def build_jobs(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some jobs up to date; return whether every one of them is.

    One whose place or data can't be used is told: the others are built.
    """
    workers, telling = _start_workers(options, jobs[0].warm), threading.Lock()

    def say(event: Event) -> None:
        with telling:
            tell(event)

    def build_one(job: Job) -> bool:
        try:
            return Update(job, options, workers, say).run()
        except Exception as error:  # whatever it is, the others must still be built
            if isinstance(error, OSError) and error.filename is None:  # as where a disk is full
                error.filename = job.name
            say(Event("failed", job.name, said=say_error(error)))
            return False

    # Threads wait for locks and for workers: one job that waits holds up no other.
    try:
        with ThreadPoolExecutor(min(len(jobs), AHEAD * workers.size)) as threads:
            builds = [threads.submit(build_one, job) for job in jobs]
            while wait(builds, LOOK).not_done:
                pass
        return all(build.result() for build in builds)
    finally:
        workers.close()


def _start_workers(options: Options, warm: str) -> Processes:
    """Return the workers of a Dask cluster if one is named, else the processes of this machine."""
    if options.scheduler is None:
        return Processes(warm, options.jobs)
    from annual_report.machine.making.cluster import Cluster

    return Cluster(options.scheduler, warm)
