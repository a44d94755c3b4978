"""How one network is built: looked at, locked, read, made, listed and released.

It is a generator. It yields calls for the workers, then gets each answer as it comes, and yields
what there is to do next; so a build has as many networks under way as keep its workers busy.
"""

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from annual_report.build.events import Event, Tell
from annual_report.build.job import Job
from annual_report.build.pages import asked, without_pages
from annual_report.build.workers import Call
from annual_report.errors import told
from annual_report.messages import _
from annual_report.program import program_digest
from annual_report.run.tasks import INDEX, Failed, Report, Task, without_page

LOOK, MAKE, PUBLISH = "run.look.outline", "run.report.run", "run.report.publish"
LIST = "build.index.make_index"
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
    if _is_done(job, options, tell):
        return True
    with ExitStack() as stack:
        lock = job.store.lock()
        if lock is None:
            said = _("waiting for another build of {name}", name=job.name)
            tell(Event("waiting", job.name, said=said))
        while lock is None:
            yield LOCKED
            lock = job.store.lock()
        stack.enter_context(lock)
        return (yield from _locked(job, options, tell))


def _locked(job: Job, options: Options, tell: Tell) -> Steps:
    """Do all that needs the place for oneself."""
    job.forget()  # another build may have been at work until now, and with newer data
    job.store.sweep()
    if _is_done(job, options, tell):
        return True
    # A look costs less than it spares: without it each page reads and validates all the data.
    arguments = job.snapshot, program_digest(), asked(job.notebooks), options.years
    _call, outline = yield [Call(f"{job.name}/look", LOOK, arguments)]
    if isinstance(outline, BaseException):
        raise outline
    job.learn(outline)
    _tell_noted(job, tell)
    if INDEX.name in options.first:
        yield from _listed(job, options, tell)
    yield from _made(job, options, tell)
    _remove_orphans(job, tell)
    yield from _listed(job, options, tell)
    for name in job.missing():
        _fail(job, tell, name, _("it was removed while the build went on"))
    return job.good


def _fail(job: Job, tell: Tell, page: str, said: str, trace: str = "") -> None:
    job.good = False
    tell(Event("failed", job.name, page, said, more=trace))


def _remove_orphans(job: Job, tell: Tell) -> None:
    """Remove pages that nothing declares any more; if one can't be, the list leaves it out."""
    try:
        for page in job.remove_orphans():
            tell(Event("removed", job.name, page, _("no data and no notebook ask for it any more")))
    except OSError as error:
        _fail(job, tell, "", told(error))


def _asked(job: Job, options: Options) -> list[tuple[Report, str | None]]:
    """Return each report that is asked for, with why it must be made, None if it needn't."""
    chosen = sorted(job.chosen(options.years), key=lambda each: each.name not in options.first)
    forced = _("asked for by --force") if options.force else None
    return [(report, job.why(report) or forced) for report in chosen]


def _is_done(job: Job, options: Options, tell: Tell) -> bool:
    """Tell whether all is as it should be, the list and what is to be removed included; say so."""
    job.recall()
    if job.outline is None or not set(options.years) <= set(job.outline.values["year"]):
        return False
    chosen = _asked(job, options)
    orphans = job.records.known.keys() - {INDEX.name, *(each.name for each in job.reports())}
    if orphans or any(why for _report, why in chosen) or job.why(job.index):
        return False
    tell(Event("planned", job.name, total=len(chosen)))
    _tell_noted(job, tell)
    for report, _why in chosen:
        tell(Event("skipped", job.name, report.page, _("up to date")))
    return True


def _tell_noted(job: Job, tell: Tell) -> None:
    """Tell what was noticed of the data, and which notebooks make no page."""
    assert job.outline is not None
    empty = (
        []
        if job.outline.values["year"]
        else [
            _(
                "no page but the list: the network has no member yet; fill in its members "
                "(membres.csv, or the workbook), then build"
            )
        ]
    )
    for line in (*empty, *without_pages(job.notebooks, job.outline.values), *job.outline.said):
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
        calls.append(_call(job, report, options))
    for _number in whys:
        call, answer = yield calls
        calls = []
        report = call.args[0].report
        kind, kept = _put(job, report, answer, tell)
        if kind != "failed":
            tell(Event(kind, job.name, report.page, whys[report.name]))
        for line in kept:
            tell(Event("kept", job.name, report.page, line))
    return True


def _listed(job: Job, options: Options, tell: Tell) -> Steps:
    """Make the list of all pages again if it is out of date."""
    index = job.index
    if job.why(index):
        _same_call, answer = yield [_call(job, index, options)]
        _put(job, index, answer, tell)
    return True


def _call(job: Job, report: Report, options: Options) -> Call:
    """Return the call that makes a report."""
    notebook = job.notebooks.get(report.notebook)
    task = Task(
        report,
        job.snapshot,
        notebook.source if notebook else "",
        str(notebook.folder) if notebook else "",
        program_digest(),
        options.memory_limit,
        options.pdf,
    )
    function, then = (MAKE, PUBLISH) if notebook else (LIST, "")
    out = getattr(job.store, "address", "")
    return Call(f"{job.name}/{report.name}", function, (task,), then, out)


def _put(job: Job, report: Report, answer: Any, tell: Tell) -> tuple[str, Sequence[str]]:
    """Put a report's files in place.

    Return what became of it, made, same or failed, and what its notebook keeps back.
    """
    if isinstance(answer, BaseException):
        answer = without_page(report, told(answer))
    try:
        changed = job.place(answer)
    except OSError as error:  # the others may have room
        answer = without_page(report, getattr(answer, "message", told(error)))
    if isinstance(answer, Failed):
        _fail(job, tell, report.page, answer.message, answer.trace)
        return "failed", ()
    return "made" if changed else "same", answer.kept
