"""A network as a page of the door shows it: its years and their states, its problems, its pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annual_report.base.messages import N_
from annual_report.base.program import hash_bytes
from annual_report.door.opened import Opened, State
from annual_report.machine.run.tasks import INDEX, Report
from annual_report.network.reading.files.network_folder import LOCKS
from annual_report.network.reading.problems import Problem, list_causes
from annual_report.report.publication.checking import Check

SEVERITIES = {"error": N_("error"), "todo": N_("to fill in"), "remark": N_("remark")}
"""The severities of problems, with their words."""
STATES = {
    "error": N_("to correct"),
    "draft": N_("draft"),
    "finished": N_("finished"),
    "sent": N_("sent"),
    "changed": N_("changed since it was sent"),
}
"""The states of a year, with their words."""


@dataclass(frozen=True)
class Year:
    """A year of a network: its state, a key of STATES; its problems, the worst first; its pages."""

    number: int
    state: str
    problems: Sequence[Problem]
    reports: Sequence[Report]
    changes: Sequence[str]
    """What changed since the year was sent, in lines; nothing for a year that never was."""

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing of the year is wrong, or left to fill in."""
        return self.state in ("finished", "sent", "changed")


@dataclass(frozen=True)
class NetworkView:
    """A network as a page shows it: the chosen year and page, and the problems of all years."""

    opened: Opened
    state: State
    years: Sequence[Year]
    """All years, the last one first."""
    problems: Sequence[Problem]
    """The problems of no year, or of several."""
    year: Year | None
    page: str
    """The name of the page to look at; "" while there is none."""
    made: str
    """A hash of this page as it lies there; "" while there is none."""
    pages: Sequence[Report]
    """The pages to choose from: those of the year, those of no year, the list of all."""
    open_book: str

    @property
    def title(self) -> str:
        """The name of the network, as it says it."""
        return name_network(self.opened)

    @property
    def errors(self) -> int:
        """The number of causes that forbid all pages."""
        problems = [*self.problems]
        for year in self.years:
            problems += year.problems
        return sum(problem.severity == "error" for problem in problems)

    @property
    def next_year(self) -> int | None:
        """The year that can be prepared; None without any before it."""
        return self.years[0].number + 1 if self.years else None


def name_network(opened: Opened) -> str:
    """Return the name of a network as it says it, else that of its folder."""
    check = opened.state.check
    if check is None or check.inspection.found is None:
        return opened.name
    return check.inspection.found.settings.title


def show_network(opened: Opened, year: str = "", page: str = "") -> NetworkView:
    """Return a network as a page shows it, with the year and the page that somebody asks for."""
    state = opened.state
    years = show_years(state)
    chosen = _choose_year(years, year)
    shown = _choose_page(opened, chosen, page)
    file = opened.out / f"{shown}.html"
    pages = [*chosen.reports] if chosen else []
    pages += [report for report in state.reports if report.each != "year"]
    if shown:
        pages.append(INDEX)
    return NetworkView(
        opened=opened,
        state=state,
        years=years,
        problems=_list_shown(state.check.sort_by_year()[None]) if state.check else (),
        year=chosen,
        page=shown,
        made=hash_bytes(file.read_bytes()) if shown and file.is_file() else "",
        pages=pages,
        open_book=opened.open_book,
    )


def _choose_year(years: Sequence[Year], asked: str) -> Year | None:
    """Return the year that is asked for, else the last one."""
    for year in years:
        if str(year.number) == asked:
            return year
    return years[0] if years else None


def _choose_page(opened: Opened, year: Year | None, asked: str) -> str:
    """Return the name of the page that is asked for, else of the year's own; "" if none is made."""
    wanted = list(year.reports) if year else [*opened.state.reports, INDEX]
    for report in (*opened.state.reports, INDEX):
        if report.name == asked:
            wanted.insert(0, report)
    for report in wanted:
        if (opened.out / report.page).is_file():
            return report.name
    return ""


def show_years(state: State) -> Sequence[Year]:
    """Return the years of a network with the problems of each, the last one first."""
    check = state.check
    if check is None:
        return ()
    problems = check.sort_by_year()
    years: list[Year] = []
    for number in sorted(check.years, reverse=True):
        own = [report for report in state.reports if report.parameters.get("year") == number]
        # The report itself stands before the data behind it.
        own.sort(key=lambda report: not report.pdf)
        shown = _list_shown(problems.get(number, ()))
        changes: list[str] = []
        for sent in check.sent:
            if sent.year == number:
                changes += sent.tell()
        state_of_year = _find_state(check, number, shown, has_changed=bool(changes))
        years.append(Year(number, state_of_year, shown, own, changes))
    return years


def _find_state(check: Check, year: int, problems: Iterable[Problem], *, has_changed: bool) -> str:
    """Return the state of a year, a key of STATES."""
    if any(problem.severity == "error" for problem in problems):
        return "error"
    if year in check.drafts:
        return "draft"
    if year not in [sent.year for sent in check.sent]:
        return "finished"
    return "changed" if has_changed else "sent"


def _list_shown(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return a problem for each cause, the worst first; an open file is no cause, but a state."""
    causes = list_causes(problems)
    return [cause for cause in causes if not Path(cause.place.file).name.startswith(LOCKS)]
