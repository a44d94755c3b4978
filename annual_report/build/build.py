"""The build: what must be made, handed out to workers, put in place, and told as it happens.

Nothing heavy is imported here. Networks are looked at, and reports made, in worker processes; this
one compares fingerprints, writes files, and keeps the records.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from annual_report.build.events import Event, Tell
from annual_report.build.fingerprint import program_digest
from annual_report.build.indexes import renew_indexes
from annual_report.build.job import ORPHANS, Job
from annual_report.build.ledger import FOLDER
from annual_report.build.tasks import (
    ENDINGS,
    FOLDERS,
    INDEX,
    Engine,
    Failed,
    Made,
    Report,
    Task,
    without_page,
)
from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.run.executor import LazyExecutor

if TYPE_CHECKING:
    from concurrent.futures import Future


class Options(NamedTuple):
    """What the command line asks of a build; times in seconds, memory in MiB."""

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    engine: Engine = "fast"
    timeout: float | None = None
    memory_limit: int | None = None
    scheduler: str | None = None
    pdf: bool = False
    first: tuple[str, ...] = ()
    """The reports that someone is looking at, which are made before the others."""


def build(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some networks up to date; return whether every one of them is."""
    with ExitStack() as stack:
        executor = LazyExecutor(options.jobs, options.scheduler, stack, partial(_wait, tell))
        for job in jobs:
            job.pdf = options.pdf
        readable = _each(jobs, Job.recall, tell)
        _look([job for job in readable if not _knows(job, options.years)], options, executor, tell)
        _each(_known(jobs), Job.review, tell)
        due = [job for job in _known(jobs) if _is_due(job, options)]
        # A look costs less than it spares: without it each page reads and validates all the data.
        _look([job for job in due if not job.snapshot.network], options, executor, tell)
        mine = _locked([job for job in _known(jobs) if job.learned or job in due], stack, tell)
        # Another build may have been at work until now, and with newer data.
        read = _each(mine, Job.read_again, tell)
        _look([job for job in read if job.outline is None], options, executor, tell)
        _each(_known(mine), Job.keep_outline, tell)
        _each(_known(mine), Job.review, tell)
        due = [job for job in _known(mine) if _is_due(job, options)]
        if INDEX.name in options.first:
            renew_indexes(due, options.jobs, executor, tell)
        _make(_known(jobs), options, executor, tell)
        for job in due:  # data that lost a page have changed: its index is due
            _remove_orphans(job, tell)
        renew_indexes(due, options.jobs, executor, tell)
        for job in _known(jobs):
            for line in job.outline.said if job.outline else ():
                tell(Event("noted", job.name, said=line))
    return len(_known(jobs)) == len(jobs) and not any(job.failures for job in jobs)


def _wait(tell: Tell, said: str, network: str = "") -> None:
    """Tell what the build has to wait for, for one network or for all."""
    tell(Event("waiting", network, said=said))


def _known(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs of which it is known what there is to make."""
    return [job for job in jobs if job.outline is not None]


def _each(jobs: Sequence[Job], step: Callable[[Job], object], tell: Tell) -> list[Job]:
    """Take a step with each job; return those with which it went well.

    One whose place or data can't be used is told and known no more: the others are built.
    """
    done = []
    for job in jobs:
        try:
            step(job)
            done.append(job)
        except (ReportError, OSError) as error:
            _give_up(job, error, tell)
    return done


def _give_up(job: Job, error: Exception, tell: Tell) -> None:
    """Tell what went wrong with a network, and leave it out of the rest of the build."""
    job.outline = None
    if isinstance(error, OSError) and error.filename is None:  # as where a disk is full
        error.filename = job.name
    tell(Event("failed", job.name, said=told(error)))


def _knows(job: Job, years: Sequence[int]) -> bool:
    """Tell whether a job's outline was recalled and holds some years."""
    return job.outline is not None and set(years) <= set(job.outline.years)


def _is_due(job: Job, options: Options) -> bool:
    """Tell whether a job has any page to make."""
    return any(why for _report, why in _asked(job, options)) or job.index_is_due(job.state())


def _look(jobs: Sequence[Job], options: Options, executor: LazyExecutor, tell: Tell) -> None:
    """Read networks afresh, and learn the outline of each."""
    program = program_digest()
    asked = [(job, executor.look("outline", job.snapshot, program, options.years)) for job in jobs]
    for job, future in asked:
        try:
            job.learn(future.result())
        except Exception as error:  # whatever it is, the other networks must still be built
            _give_up(job, error, tell)


def _asked(job: Job, options: Options) -> Iterator[tuple[Report, str | None]]:
    """Yield each report that is asked for, with why it must be made, None if it needn't."""
    reports = job.reports(options.years)
    for report in sorted(reports, key=lambda report: report.name not in options.first):
        why = job.due[report.name]
        yield report, _("asked for by --force") if options.force and not why else why


def _make(jobs: Sequence[Job], options: Options, executor: LazyExecutor, tell: Tell) -> None:
    """Make what is due, and put each report in place as soon as it is finished."""
    waiting: dict[Future[Any], tuple[Job, Task, str]] = {}
    total = 0
    for job in jobs:
        for report, why in _asked(job, options):
            total += 1
            if why is None:
                tell(Event("skipped", job.name, report.page, _("up to date")))
                continue
            task = Task(
                report,
                job.snapshot,
                options.engine,
                program_digest(),
                options.memory_limit,
                options.pdf,
            )
            future = executor.submit("make", task, timeout=options.timeout)
            waiting[future] = job, task, why
    tell(Event("planned", "", total=total))
    if not waiting:
        return
    from concurrent.futures import as_completed

    lost: dict[Future[Any], Job] = {}
    for future in as_completed(list(waiting)):
        job, task, why = waiting.pop(future)  # and let go of its bytes
        try:
            answer: Made | Failed = future.result()
        except Exception as error:  # whatever it is, the other reports must still be delivered
            answer = _placed(job, without_page(task.report, told(error)))
            lost[executor.submit("failed", task, told(error))] = job
        else:
            answer = _placed(job, answer)
        kind, said = ("failed", answer.message) if isinstance(answer, Failed) else ("made", why)
        tell(Event(kind, job.name, task.report.page, said))
    for future in as_completed(list(lost)):  # better pages that say so, after all the others
        with suppress(Exception):
            _placed(lost[future], future.result())


def _placed(job: Job, answer: Made | Failed) -> Made | Failed:
    """Put a report's files in place; return what became of it."""
    try:
        job.place(answer)
    except OSError as error:  # the others may have room
        said = answer.message if isinstance(answer, Failed) else told(error)
        answer = without_page(answer.report, said)
        job.failures[answer.report.name] = answer.message
    return answer


def _remove_orphans(job: Job, tell: Tell) -> None:
    """Remove pages that the data no longer hold; if one can't be, the list leaves it out."""
    try:
        for page in job.remove_orphans():
            tell(Event("removed", job.name, page, _("no longer in the data")))
    except OSError as error:
        job.failures[ORPHANS] = told(error)
        tell(Event("failed", job.name, said=told(error)))


def _locked(jobs: Sequence[Job], stack: ExitStack, tell: Tell) -> list[Job]:
    """Keep other builds out of the places of some jobs, in an order that any other build has."""
    in_order = sorted(jobs, key=lambda job: job.store.place)
    return _each(in_order, lambda job: _lock(job, stack, tell), tell)


def _lock(job: Job, stack: ExitStack, tell: Tell) -> None:
    """Keep other builds out of a job's place, and clear what a killed one left there."""
    wait = partial(_wait, tell, _("waiting for another build of {name}", name=job.name), job.name)
    stack.enter_context(job.store.lock(f"{FOLDER}/lock", wait))
    places = (f"{first}{folder}" for first in ("", f"{FOLDER}/") for folder in FOLDERS)
    job.store.sweep(places, ENDINGS)
