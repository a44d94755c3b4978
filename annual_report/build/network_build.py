"""How one network is built: looked at, locked, read, made, listed and released.

It is a generator. It yields calls for the workers, then gets each answer as it comes, and yields
what there is to do next; so a build has as many networks under way as keep its workers busy.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from annual_report.build.events import Event, Tell
from annual_report.build.job import ENDINGS, INDEX, PLAIN_INDEX, Job
from annual_report.build.pages import asked, without_pages
from annual_report.build.records import FOLDER, Record
from annual_report.build.workers import Call
from annual_report.errors import told
from annual_report.messages import _
from annual_report.program import digest, program_digest
from annual_report.run.tasks import Engine, Failed, Made, Report, Task, without_page

LOOK, MAKE, PUBLISH = "run.look.outline", "run.report.run", "run.report.publish"
LIST = "build.index.make_index"
ORPHANS = "orphans"
"""What stands in `failures` for pages that can't be removed."""
LOCKED = "locked"
"""What is yielded while another build has the place."""
TIMEOUT = 900.0
"""Seconds that a report may take, or the reading of a network, where nobody says; no honest one
takes a tenth of it."""


class Options(NamedTuple):
    """What the command line asks of a build; times in seconds, memory in MiB."""

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    engine: Engine = "fast"
    timeout: float | None = TIMEOUT
    memory_limit: int | None = None
    scheduler: Any = None
    pdf: bool = False
    first: tuple[str, ...] = ()
    """The reports that someone is looking at, which are made before the others."""


Answer = tuple[Call, Any]
Steps = Generator[Sequence[Call] | str, Answer, bool]


def steps(job: Job, options: Options, tell: Tell) -> Steps:
    """Bring the pages of a network up to date; return whether every one of them is."""
    job.pdf = options.pdf
    job.recall()
    if _knows(job, options) and not _is_due(job, options):
        _tell_skipped(job, options, tell)
        return True
    with ExitStack() as stack:
        lock = job.store.lock(f"{FOLDER}/lock")
        if lock is None:
            said = _("waiting for another build of {name}", name=job.name)
            tell(Event("waiting", job.name, said=said))
        while lock is None:
            yield LOCKED
            lock = job.store.lock(f"{FOLDER}/lock")
        stack.enter_context(lock)
        return (yield from _locked(job, options, tell))


def _locked(job: Job, options: Options, tell: Tell) -> Steps:
    """Do all that needs the place for oneself."""
    job.read_again()  # another build may have been at work until now, and with newer data
    job.recall()
    folders = {f"{first}{report.rpartition('/')[0]}" for first in ("", f"{FOLDER}/")
               for report in (*job.records.known, *_names(job))}  # fmt: skip
    job.store.sweep(folders, ENDINGS)
    if _knows(job, options) and not _is_due(job, options):
        _tell_skipped(job, options, tell)
        return True
    # A look costs less than it spares: without it each page reads and validates all the data.
    arguments = job.snapshot, program_digest(), asked(job.notebooks), options.years
    _call, outline = yield [Call(f"{job.name}/look", LOOK, arguments)]
    if isinstance(outline, BaseException):
        raise outline
    job.learn(outline)
    job.claim()
    job.keep_outline()
    _tell_noted(job, tell)
    if INDEX.name in options.first:
        yield from _listed(job, tell)
    yield from _made(job, options, tell)
    _remove_orphans(job, tell)
    yield from _listed(job, tell)
    for name in job.missing():
        job.failures[name] = _("it was removed while the build went on")
        tell(Event("failed", job.name, name, job.failures[name]))
    return not job.failures


def _remove_orphans(job: Job, tell: Tell) -> None:
    """Remove pages that nothing declares any more; if one can't be, the list leaves it out."""
    try:
        for page in job.remove_orphans():
            tell(Event("removed", job.name, page, _("no longer in the data")))
    except OSError as error:
        job.failures[ORPHANS] = told(error)
        tell(Event("failed", job.name, said=told(error)))


def _names(job: Job) -> Iterable[str]:
    return (report.name for report in job.reports()) if job.outline else ()


def _knows(job: Job, options: Options) -> bool:
    """Tell whether a job's outline was recalled and holds the years that are asked for."""
    return job.outline is not None and set(options.years) <= set(job.outline.values["year"])


def _is_due(job: Job, options: Options) -> bool:
    """Tell whether a job has any page to make, or to remove."""
    if any(why for _report, why in _asked(job, options)):
        return True
    return _list_is_due(job) or bool(job.records.known.keys() - {*_names(job), INDEX.name})


def _asked(job: Job, options: Options) -> list[tuple[Report, str | None]]:
    """Return each report that is asked for, with why it must be made, None if it needn't."""
    chosen = sorted(job.chosen(options.years), key=lambda each: each.name not in options.first)
    forced = _("asked for by --force") if options.force else None
    return [(report, job.why(report) or forced) for report in chosen]


def _tell_skipped(job: Job, options: Options, tell: Tell) -> None:
    chosen = job.chosen(options.years)
    tell(Event("planned", job.name, total=len(chosen)))
    _tell_noted(job, tell)
    for report in chosen:
        tell(Event("skipped", job.name, report.page, _("up to date")))


def _tell_noted(job: Job, tell: Tell) -> None:
    """Tell what was noticed of the data, and which notebooks make no page."""
    assert job.outline is not None
    idle = [
        _("{name}: its metadata declare no page (annual_report): not built", name=name)
        for name in without_pages(job.notebooks)
    ]
    for line in (*idle, *job.outline.said):
        tell(Event("noted", job.name, said=line))


def _made(job: Job, options: Options, tell: Tell) -> Steps:
    """Make what is due, and put each report in place as soon as it is finished."""
    reports = _asked(job, options)
    tell(Event("planned", job.name, total=len(reports)))
    whys: dict[str, str] = {}
    calls = []
    for report, why in reports:
        if why is None:
            tell(Event("skipped", job.name, report.page, _("up to date")))
            continue
        whys[report.name] = why
        key, task = f"{job.name}/{report.name}", _task(job, report, options)
        calls.append(Call(key, MAKE, (task,), PUBLISH, getattr(job.store, "address", "")))
    for _number in whys:
        call, answer = yield calls
        calls = []
        _put(job, call.args[0], answer, whys, tell)
    return True


def _task(job: Job, report: Report, options: Options) -> Task:
    notebook = job.notebooks[report.notebook]
    return Task(
        report,
        job.snapshot,
        notebook.source,
        str(notebook.folder),
        options.engine,
        program_digest(),
        options.memory_limit,
        options.pdf,
    )


def _put(job: Job, task: Task, answer: Any, whys: dict[str, str], tell: Tell) -> None:
    """Put a report's files in place, and tell what became of it."""
    report = task.report
    if isinstance(answer, BaseException):
        answer = without_page(report, told(answer))
    try:
        changed = job.place(answer)
    except OSError as error:  # the others may have room
        said = answer.message if isinstance(answer, Failed) else told(error)
        answer = without_page(report, said)
        job.failures[report.name] = said
    if isinstance(answer, Failed):
        tell(Event("failed", job.name, report.page, answer.message, more=answer.trace))
        return
    made: Made = answer
    tell(Event("made" if changed else "same", job.name, report.page, whys[report.name]))
    for line in made.kept:
        tell(Event("kept", job.name, report.page, line))


def _list_parts(job: Job) -> dict[str, str]:
    """Return what the list of all pages is made of."""
    titles = [[report.name, report.title] for report in job.reports()]
    return {**job.made_of(INDEX), "data: ": job.data, "state: ": repr((job.state(), titles))}


def _list_is_due(job: Job) -> bool:
    return job.records.why(INDEX.name, _list_parts(job), {}) is not None


def _listed(job: Job, tell: Tell) -> Steps:
    """Make the list of all pages again if it is out of date."""
    if not _list_is_due(job):
        return True
    parts = _list_parts(job)
    arguments = job.snapshot, program_digest(), INDEX.page, job.state(), job.reports()
    _call, answer = yield [Call(f"{job.name}/index", LIST, arguments)]
    try:
        if isinstance(answer, BaseException):
            raise answer
        page, plain = answer
        files = {PLAIN_INDEX: plain, INDEX.page: page}
        job.records.write(files)
        outputs = {name: digest(content) for name, content in files.items()}
        stamps = job.store.stamps(list(files))
        job.records.keep(INDEX.name, Record(parts, {}, outputs, stamps))
        return True
    except Exception as error:  # whatever it is, the reports were delivered
        job.failures[INDEX.name] = told(error)
        tell(Event("failed", job.name, INDEX.page, told(error)))
        return False
