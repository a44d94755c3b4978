"""The build: what must be made, handed out to workers, put in place, and told as it happens.

Nothing heavy is imported here. Networks are looked at, and reports made, in worker processes; this
one compares fingerprints, writes files, and keeps the records.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from annual_report.build.fingerprint import program_digest
from annual_report.build.job import Job
from annual_report.build.ledger import FOLDER
from annual_report.build.store import FolderStore, Store
from annual_report.build.tasks import INDEX, Engine, Failed, Made, Report, Task, in_worker
from annual_report.errors import ReportError, told
from annual_report.messages import _

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


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


class Event(NamedTuple):
    """One thing that a build has to tell: what became of a page, and why."""

    kind: str  # "planned", "skipped", "made", "failed" or "removed"
    network: str
    page: str = ""
    said: str = ""
    total: int = 0


Tell = Callable[[Event], None]


def build(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some networks up to date; return whether every one of them is."""
    with ExitStack() as stack:
        executor = _Lazy(options, stack)
        for job in jobs:
            job.recall()
        _look([job for job in jobs if not _knows(job, options.years)], options, executor, tell)
        seen = [job for job in jobs if job.outline is not None]
        for job in seen:
            job.pdf = options.pdf
            job.review()
        due = [job for job in seen if _is_due(job, options)]
        # A look costs less than it spares: without it each page reads and validates all the data.
        _look([job for job in due if not job.snapshot.network], options, executor, tell)
        seen = [job for job in seen if job.outline is not None]
        for job in seen if due else ():
            stack.enter_context(_locked(job.store))
            job.review()  # another build may have been at work until now
        if due and INDEX.name in options.first:
            _make_indexes(seen, options, executor, tell)
        _make(seen, options, executor, tell)
        for job in seen if due else ():  # data that lost a page have changed: its index is due
            for page in job.remove_orphans():
                tell(Event("removed", job.name, page, _("no longer in the data")))
        if due:
            _make_indexes(seen, options, executor, tell)
    return len(seen) == len(jobs) and not any(job.failures for job in jobs)


class _Lazy:
    """An executor that starts when the first task is handed to it, and ends with the build."""

    def __init__(self, options: Options, stack: ExitStack) -> None:
        self._options = options
        self._stack = stack
        self._executor: Executor | None = None

    def look(self, step: str, *args: Any) -> "Future[Any]":
        """Hand out a step of `look`."""
        from annual_report.build import pool

        return self._started().submit(pool.look, in_worker, "look", step, *args)

    def submit(self, step: str, *args: Any, timeout: float | None = None) -> "Future[Any]":
        """Hand out a step of `worker`."""
        from annual_report.build import pool

        return self._started().submit(pool.call, in_worker, "worker", step, *args, timeout=timeout)

    def _started(self) -> "Executor":
        from annual_report.build import pool

        if self._executor is None:
            self._executor = pool.start(self._options.jobs, self._options.scheduler, self._stack)
        return self._executor


def _knows(job: Job, years: Sequence[int]) -> bool:
    """Tell whether a job's outline was recalled and holds some years."""
    return job.outline is not None and set(years) <= set(job.outline.years)


def _is_due(job: Job, options: Options) -> bool:
    """Tell whether a job has any page to make."""
    return any(why for _report, why in _asked(job, options)) or job.index_is_due(job.state())


def _look(jobs: Sequence[Job], options: Options, executor: _Lazy, tell: Tell) -> None:
    """Read networks afresh, and learn the outline of each."""
    program = program_digest()
    asked = [(job, executor.look("outline", job.snapshot, program, options.years)) for job in jobs]
    for job, future in asked:
        try:
            job.learn(future.result())
        except ReportError as error:
            job.outline = None
            tell(Event("failed", job.name, said=str(error)))


def _asked(job: Job, options: Options) -> Iterator[tuple[Report, str | None]]:
    """Yield each report that is asked for, with why it must be made, None if it needn't."""
    reports = job.reports(options.years)
    for report in sorted(reports, key=lambda report: report.name not in options.first):
        why = job.due[report.name]
        yield report, _("asked for by --force") if options.force and not why else why


def _make(jobs: Sequence[Job], options: Options, executor: _Lazy, tell: Tell) -> None:
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

    for future in as_completed(list(waiting)):
        job, task, why = waiting.pop(future)  # and let go of its bytes
        answer = _answer(future, task, executor)
        job.place(answer)
        kind, said = ("failed", answer.message) if isinstance(answer, Failed) else ("made", why)
        tell(Event(kind, job.name, task.report.page, said))


def _answer(future: "Future[Any]", task: Task, executor: _Lazy) -> Made | Failed:
    """Return what a worker answered, or have it said on a page that it didn't."""
    try:
        answer: Made | Failed = future.result()
    except Exception as error:  # whatever it is, the other reports must still be delivered
        answer = executor.submit("failed", task, told(error)).result()
    return answer


def _make_indexes(jobs: Sequence[Job], options: Options, executor: _Lazy, tell: Tell) -> None:
    """Make the lists of all pages that are out of date, in as many processes as may run."""
    states = [(job, job.state()) for job in jobs]
    due = [(job, state) for job, state in states if job.index_is_due(state)]
    shares = [share for first in range(options.jobs) if (share := due[first :: options.jobs])]
    asked = [[(job.snapshot, state) for job, state in share] for share in shares]
    program = program_digest()
    futures = [executor.submit("make_indexes", each, program) for each in asked]
    for share, future in zip(shares, futures, strict=True):
        for (job, state), answer in zip(share, _lists(future, len(share)), strict=True):
            if isinstance(answer, Made):
                job.place_index(answer.files[INDEX.page], state)
            else:
                job.failures[INDEX.name] = answer.message
                tell(Event("failed", job.name, INDEX.page, answer.message))


def _lists(future: "Future[Any]", amount: int) -> "Sequence[Made | Failed]":
    """Return some lists of pages, or what went wrong for all of them."""
    try:
        answers: Sequence[Made | Failed] = future.result()
    except Exception as error:  # whatever it is, the reports must be delivered
        answers = [Failed(INDEX, told(error))] * amount
    return answers


@contextmanager
def _locked(store: Store) -> Iterator[None]:
    """Let one build at a time write into a folder, and clear what a killed one left behind."""
    if not isinstance(store, FolderStore):
        yield
        return
    from filelock import FileLock

    (store.folder / FOLDER).mkdir(parents=True, exist_ok=True)
    with FileLock(store.folder / FOLDER / "lock"):
        store.sweep()
        yield
