"""The build: what must be made, handed out to workers, put in place, and told as it happens.

Nothing heavy is imported here. Networks are looked at, and reports made, in worker processes; this
one compares fingerprints, writes files, and keeps the records.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from annual_report.build.fingerprint import Fingerprint, digest, fingerprint, program_digest
from annual_report.build.ledger import FOLDER, forget, known, why_build, write_record
from annual_report.build.snapshot import Snapshot
from annual_report.build.store import FolderStore, Store
from annual_report.build.tasks import Failed, Made, Outline, Report, Task, in_worker
from annual_report.errors import ReportError
from annual_report.messages import _

OUTLINE = f"{FOLDER}/outline.json"
INDEX = Report("index", "")


@dataclass(frozen=True)
class Options:
    """What the command line asks of a build; times in seconds, memory in MiB."""

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    engine: str = "fast"
    timeout: float | None = None
    memory_limit: int | None = None
    scheduler: str | None = None
    first: tuple[str, ...] = ()
    """The reports that someone is looking at, which are made before the others."""


@dataclass(frozen=True)
class Event:
    """One thing that a build has to tell: what became of a page, and why."""

    kind: str  # "planned", "skipped", "made", "failed" or "removed"
    network: str
    page: str = ""
    said: str = ""
    total: int = 0


Tell = Callable[[Event], None]


@dataclass
class Job:
    """One network to build into one store."""

    snapshot: Snapshot
    store: Store
    outline: Outline | None = None
    failures: dict[str, str] = field(default_factory=dict)

    @cached_property
    def data(self) -> Fingerprint:
        """The hashes of the package's files."""
        return {name: digest(content) for name, content in self.snapshot.files.items()}

    def made_of(self, report: Report, **more: object) -> Fingerprint:
        """Return a report's fingerprint."""
        return fingerprint(report.notebook, {**report.parameters, **more}, self.data)


def build(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some networks up to date; return whether every one of them is."""
    with ExitStack() as stack:
        executor = _Lazy(options, stack)
        _look(jobs, options, executor, tell)
        seen = [job for job in jobs if job.outline is not None]
        todo = [(job, report) for job in seen for report, why in _due(job, options) if why]
        if todo or any(_index_due(job) for job in seen):
            for job in seen:
                stack.enter_context(_locked(job.store))
        if INDEX.name in options.first:
            for job in seen:
                _make_index(job, executor, tell)
        _make(seen, options, executor, tell)
        for job in seen:
            _remove_orphans(job, tell)
            _make_index(job, executor, tell)
    return len(seen) == len(jobs) and not any(job.failures for job in jobs)


class _Lazy:
    """An executor that starts when the first task is handed to it, and ends with the build."""

    def __init__(self, options: Options, stack: ExitStack) -> None:
        self._options = options
        self._stack = stack
        self._executor: Executor | None = None

    def submit(self, step: str, *args: Any, timeout: float | None = None) -> Future[Any]:
        from annual_report.build import pool

        if self._executor is None:
            self._executor = pool.start(self._options.jobs, self._options.scheduler, self._stack)
        return self._executor.submit(pool.call, in_worker, step, *args, timeout=timeout)


def _look(jobs: Sequence[Job], options: Options, executor: _Lazy, tell: Tell) -> None:
    """Learn the outline of each network: from the last build if nothing changed, else afresh."""
    asked = []
    for job in jobs:
        key = digest(json.dumps([program_digest(), job.data], sort_keys=True).encode())
        job.outline = _remembered(job.store, key)
        if job.outline is None or not set(options.years) <= set(job.outline.years):
            asked.append((job, key, executor.submit("outline", job.snapshot, options.years)))
    for job, key, future in asked:
        try:
            job.outline = future.result()
        except ReportError as error:
            job.outline = None
            tell(Event("failed", job.snapshot.name, said=str(error)))
        else:
            outline = {"key": key, **vars(job.outline)}
            job.store.write(OUTLINE, json.dumps(outline, ensure_ascii=False).encode())


def _remembered(store: Store, key: str) -> Outline | None:
    try:
        found = json.loads(store.read(OUTLINE))
        if found["key"] != key:
            return None
        return Outline(found["title"], tuple(found["years"]), tuple(found["departments"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _due(job: Job, options: Options) -> Iterator[tuple[Report, str | None]]:
    """Yield each report that is asked for, with why it must be built, None if it needn't."""
    assert job.outline is not None
    names = set(job.store.names())
    reports = job.outline.reports(options.years)
    for report in sorted(reports, key=lambda report: report.name not in options.first):
        why = why_build(job.store, report.name, job.made_of(report))
        if why is None and report.error_page in names:  # what was wrong was put back as it was
            why = _("the last attempt failed")
        yield report, _("asked for by --force") if options.force and not why else why


def _make(jobs: Sequence[Job], options: Options, executor: _Lazy, tell: Tell) -> None:
    """Make what is due, and put each report in place as soon as it is finished."""
    waiting: dict[Future[Any], tuple[Job, Task, str]] = {}
    total = 0
    for job in jobs:
        for report, why in _due(job, options):
            total += 1
            if why is None:
                tell(Event("skipped", job.snapshot.name, report.page, _("up to date")))
                continue
            task = Task(
                report, job.snapshot, options.engine, program_digest(), options.memory_limit
            )
            future = executor.submit("make", task, timeout=options.timeout)
            waiting[future] = job, task, why
    tell(Event("planned", "", total=total))
    for future in as_completed(list(waiting)):
        job, task, why = waiting.pop(future)  # and let go of its bytes
        _place(job, task, why, _answer(future, task, executor), tell)


def _answer(future: Future[Any], task: Task, executor: _Lazy) -> Made | Failed:
    try:
        answer: Made | Failed = future.result()
    except ReportError as error:
        answer = executor.submit("failed", task, str(error)).result()
    except Exception as error:
        answer = executor.submit("failed", task, f"{type(error).__name__}: {error}").result()
    return answer


def _place(job: Job, task: Task, why: str, answer: Made | Failed, tell: Tell) -> None:
    """Put a report's files in place, or the page that says why there are none."""
    report = task.report
    if isinstance(answer, Failed):
        job.failures[report.name] = answer.message
        job.store.write(report.error_page, answer.page)
        tell(Event("failed", job.snapshot.name, report.page, answer.message))
        return
    for name in sorted(answer.files, key=lambda name: name == report.page):  # the page comes last
        job.store.write(name, answer.files[name])
    write_record(job.store, report.name, job.made_of(report), answer.files)
    job.store.remove(report.error_page)
    tell(Event("made", job.snapshot.name, report.page, why))


def _remove_orphans(job: Job, tell: Tell) -> None:
    """Remove pages of years and départements that the data no longer hold."""
    assert job.outline is not None
    wanted = {report.name for report in job.outline.reports()} | {INDEX.name, "outline"}
    for name in known(job.store) - wanted:
        for file in forget(job.store, name):
            tell(Event("removed", job.snapshot.name, file, _("no longer in the data")))


def _state(job: Job) -> dict[str, tuple[str, ...]]:
    """Return which reports failed, which were never built, and which are out of date."""
    assert job.outline is not None
    names = set(job.store.names())
    state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": []}
    for report in job.outline.reports():
        if report.error_page in names:
            state["failed"].append(report.name)
        elif report.page not in names:
            state["unbuilt"].append(report.name)
        elif why_build(job.store, report.name, job.made_of(report)):
            state["stale"].append(report.name)
    return {kind: tuple(found) for kind, found in state.items()}


def _index_due(job: Job) -> bool:
    return why_build(job.store, INDEX.name, job.made_of(INDEX, **_state(job))) is not None


def _make_index(job: Job, executor: _Lazy, tell: Tell) -> None:
    state = _state(job)
    made_of = job.made_of(INDEX, **state)
    if why_build(job.store, INDEX.name, made_of) is None:
        return
    try:
        page = executor.submit("make_index", job.snapshot, state).result()
    except ReportError as error:
        job.failures[INDEX.name] = str(error)
        tell(Event("failed", job.snapshot.name, INDEX.page, str(error)))
        return
    job.store.write(INDEX.page, page)
    write_record(job.store, INDEX.name, made_of, {INDEX.page: page})


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
