"""What a page of the door shows: lines of what is wrong, years with their state, the pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annual_report.base.letters import clean_text
from annual_report.base.messages import N_, _
from annual_report.base.program import hash_bytes
from annual_report.door.house import LOCKS
from annual_report.door.opened import Opened, State
from annual_report.machine.run.tasks import INDEX, Report
from annual_report.network.reading.problems import Problem, join_alike
from annual_report.report.publication.checking import Check

SEVERITIES = {"error": N_("error"), "todo": N_("to fill in"), "remark": N_("remark")}
"""The severities of what is said, the worst first, with their words."""
STATES = {
    "error": N_("to correct"),
    "draft": N_("draft"),
    "finished": N_("finished"),
    "sent": N_("sent"),
    "changed": N_("changed since it was sent"),
}
"""The states of a year, with their words."""
SHOWN = 12
"""Lines that are shown at once; the others fold away."""


@dataclass(frozen=True)
class SaidLine:
    """One cause that something is said of: how bad it is, in words too, where, and what."""

    severity: str
    label: str
    where: str
    text: str


@dataclass(frozen=True)
class Year:
    """A year of a network: its state, also in words, what is said of it, its pages."""

    number: int
    state: str
    label: str
    lines: tuple[SaidLine, ...]
    reports: tuple[Report, ...]

    @property
    def errors(self) -> int:
        """How many causes forbid a page."""
        return sum(line.severity == "error" for line in self.lines)

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing of the year is wrong, or left to fill in."""
        return self.state in ("finished", "sent", "changed")


@dataclass(frozen=True)
class NetworkView:
    """A network as a page shows it: the chosen year and page, and what concerns all years."""

    opened: Opened
    state: State
    title: str
    years: tuple[Year, ...]
    """All years, the last one first."""
    lines: tuple[SaidLine, ...]
    """What is said of no year, or of several."""
    year: Year | None
    page: str
    """The name of the page to look at; "" while there is none."""
    made: str
    """A hash of this page as it lies there; "" while it isn't made."""
    others: tuple[Report, ...]
    """The pages of no year."""
    open_book: str

    @property
    def errors(self) -> int:
        """How many causes forbid all pages."""
        every = [*self.lines, *(line for year in self.years for line in year.lines)]
        return sum(line.severity == "error" for line in every)

    @property
    def next_year(self) -> int | None:
        """The year that can be prepared; None without any before it."""
        return self.years[0].number + 1 if self.years else None


def show_network(opened: Opened, year: str = "", page: str = "") -> NetworkView:
    """Return a network as a page shows it, with the year and the page that somebody asks for."""
    state = opened.state
    years = show_years(state)
    chosen = _choose_year(years, year)
    others = tuple(report for report in state.reports if report.each != "year")
    listed = [*(chosen.reports if chosen and not page else ()), *state.reports, INDEX]
    there = [report.name for report in listed if (opened.out / report.page).is_file()]
    shown = page if page in there else _choose_page(chosen, there)
    file = opened.out / f"{shown}.html"
    made = hash_bytes(file.read_bytes())[:12] if shown and file.is_file() else ""
    check = state.check
    contents = check.inspection.found if check else None
    return NetworkView(
        opened=opened,
        state=state,
        title=contents.settings.title if contents else opened.name,
        years=years,
        lines=_list_lines(check.sort_by_year()[None]) if check else (),
        year=chosen,
        page=shown,
        made=made,
        others=(*others, INDEX),
        open_book=opened.open_book,
    )


def _choose_year(years: Sequence[Year], asked: str) -> Year | None:
    """Return the year that is asked for, else the last one."""
    for year in years:
        if str(year.number) == asked:
            return year
    return years[0] if years else None


def _choose_page(year: Year | None, there: Sequence[str]) -> str:
    """Return the page that is shown unless somebody asks: the year's own, else the list."""
    if year is None:
        return there[0] if there else ""
    own = [report.name for report in year.reports if report.name in there]
    return own[0] if own else ""


def show_years(state: State) -> tuple[Year, ...]:
    """Return the years of a network with what is said of each, the last one first."""
    check = state.check
    if check is None:
        return ()
    problems = check.sort_by_year()
    years: list[Year] = []
    for number in sorted(check.years, reverse=True):
        lines = _list_lines(problems.get(number, ()))
        kind = _find_state(check, number, lines)
        # The report itself stands before the data behind it.
        own = [report for report in state.reports if report.parameters.get("year") == number]
        reports = tuple(sorted(own, key=lambda report: not report.pdf))
        years.append(Year(number, kind, _(STATES[kind]), lines, reports))
    return tuple(years)


def _find_state(check: Check, year: int, lines: Iterable[SaidLine]) -> str:
    """Return the state of a year, a key of STATES."""
    if any(line.severity == "error" for line in lines):
        return "error"
    if year in check.drafts:
        return "draft"
    for changes in check.sent:
        if changes.year == year:
            return "changed" if any(changes.tell()) else "sent"
    return "finished"


def list_sent_changes(state: State, year: int) -> list[str]:
    """Return what changed in a year since it was sent, a line each; nothing of one never sent."""
    sent = state.check.sent if state.check else ()
    return [line for changes in sent if changes.year == year for line in changes.tell()]


def _list_lines(problems: Iterable[Problem]) -> tuple[SaidLine, ...]:
    """Return a line for each cause, the worst first; that a file is open is no cause, but a state.

    A line says its place apart, and the rest as `check` does.
    """
    shown: list[SaidLine] = []
    for problem in join_alike(problems):
        if Path(problem.place.file).name.startswith(LOCKS) or problem.severity not in SEVERITIES:
            continue
        place = problem.place
        parts = [part for part in (clean_text(place.file), place.within) if part]
        bare = replace(place, rows=(), cells=(), column=None, sheet=None)
        text = replace(problem, place=bare).without_file
        label = _(SEVERITIES[problem.severity])
        shown.append(SaidLine(problem.severity, label, " · ".join(parts), text))
    order = list(SEVERITIES)
    return tuple(sorted(shown, key=lambda line: order.index(line.severity)))
