"""A network as the local page shows it: years with their states, problems, pages to choose from.

The functions here only read a network's state; the template `door.html.j2` lays the values out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annual_report.base.french import capitalize
from annual_report.base.messages import N_
from annual_report.base.program import hash_bytes
from annual_report.door.opened_network import OpenedNetwork, State
from annual_report.machine.run.tasks import INDEX, Report
from annual_report.network.reading.files.network_folder import STARTS_OF_LOCKS
from annual_report.network.reading.problems import Problem, list_causes

SEVERITIES = {"error": N_("error"), "todo": N_("to fill in"), "remark": N_("remark")}
"""The severities of problems, with their words beside the field of a form."""
STATES = {
    "error": N_("to correct"),
    "draft": N_("draft"),
    "finished": N_("finished"),
    "sent": N_("sent"),
    "changed": N_("changed since it was sent"),
}
"""The states of a year, with their words."""


@dataclass(frozen=True)
class YearView:
    """A year: the state, a key of STATES; the problems that are no errors; the pages.

    `changes` has a line for each change since the year was sent, no line before the first sending.
    """

    number: int
    state: str
    problems: Sequence[Problem]
    reports: Sequence[Report]
    changes: Sequence[str]
    can_be_sent: bool
    """Whether nothing is left to fill in, and no year of the network has an error."""


@dataclass(frozen=True)
class NetworkView:
    """A network with the year and the page that a person has chosen."""

    network: OpenedNetwork
    state: State
    """The state that all other values were read from; the network's own may change meanwhile."""
    years: Sequence[YearView]
    """All years, the last one first."""
    errors: Sequence[Problem]
    """The errors in the data, of whatever year: with any of them no page is made."""
    problems: Sequence[Problem]
    """The other problems of no year, or of several years."""
    year: YearView | None
    page: str
    """The name of the chosen page; "" while no page is made."""
    made: str
    """A hash of the chosen page's file, by which the browser sees that the page is a new one."""
    pages: Sequence[Report]
    """The pages to choose from: those of the year, those of no year, the list of all pages."""

    @property
    def next_year(self) -> int | None:
        """The year that can be prepared; without a first year there is no next."""
        return self.years[0].number + 1 if self.years else None


def name_network(network: OpenedNetwork) -> str:
    """Return the title of a network: its own, or the name of its folder, "gironde" → "Gironde".

    The folder's name stands in before the first check, and where the settings can't be read.
    """
    check = network.state.check
    if check is None or check.inspection.partial_contents is None:
        return capitalize(network.name)
    return check.inspection.partial_contents.settings.title


def view_network(network: OpenedNetwork, asked_year: str = "", asked_page: str = "") -> NetworkView:
    """Return the view of a network for the year and the page that an address asks for.

    Without them, or where they don't exist, the last year and the year's report are chosen.
    """
    # Read once: a build may replace the state meanwhile.
    state = network.state
    years = view_years(state)
    # A year of an old bookmark may be gone: the last year is the likeliest to be worked on.
    year = years[0] if years else None
    for each in years:
        if str(each.number) == asked_year:
            year = each
    page = _choose_page(network, state, year, asked_page)
    file = network.out / f"{page}.html"
    # To choose from: the pages of the year, then those of several years or of none.
    pages = [*year.reports] if year else []
    pages += [report for report in state.reports if report.each != "year"]
    # The list of all pages is made last: a link to a list of no page leads nowhere.
    if page:
        pages.append(INDEX)
    return NetworkView(
        network=network,
        state=state,
        years=years,
        errors=list_causes(state.check.inspection.errors) if state.check else (),
        problems=_list_shown(state.check.sort_by_year()[None]) if state.check else (),
        year=year,
        page=page,
        made=hash_bytes(file.read_bytes()) if page and file.is_file() else "",
        pages=pages,
    )


def view_years(state: State) -> Sequence[YearView]:
    """Return the years of a network with their states and problems, the last year first.

    Return () before the first check, which takes a moment after the start.
    """
    check = state.check
    if check is None:
        return ()
    problems = check.sort_by_year()
    # Year → a line for each change since it was sent, [] for an unchanged one. A year that was
    # never sent isn't there.
    changes_since_sent = {sent.year: [*sent.tell()] for sent in check.sent}
    years: list[YearView] = []
    for number in sorted(check.years, reverse=True):
        reports = [report for report in state.reports if report.parameters.get("year") == number]
        # Only the report of a year has a PDF, and sorts before the page of its data.
        reports.sort(key=lambda report: not report.pdf)
        of_year = problems.get(number, ())
        changes = changes_since_sent.get(number)
        year = YearView(
            number=number,
            state=_find_state(of_year, changes, is_draft=number in check.drafts),
            problems=_list_shown(of_year),
            reports=reports,
            changes=changes or (),
            can_be_sent=number in check.finished,
        )
        years.append(year)
    return years


def _choose_page(network: OpenedNetwork, state: State, year: YearView | None, asked: str) -> str:
    """Return the name of the page to show in the frame, "2025"; "" if none of them is made yet.

    `asked` is the name in the address, which goes first; then the pages of the year, its report
    before the others. Without a year, as for notebooks alone, any page will do.
    """
    all_pages = [*state.reports, INDEX]
    candidates = [report for report in all_pages if report.name == asked]
    candidates += year.reports if year else all_pages
    for report in candidates:
        if (network.out / report.page).is_file():
            return report.name
    return ""


def _find_state(
    problems: Iterable[Problem], changes: Sequence[str] | None, *, is_draft: bool
) -> str:
    """Return the state of a year, a key of STATES.

    `changes` are the changes since the year was sent; None for a year that was never sent.
    """
    # The order matters: a year that was sent, and has an error now, has to be corrected first.
    if any(problem.severity == "error" for problem in problems):
        return "error"
    if is_draft:
        return "draft"
    if changes is None:
        return "finished"
    return "changed" if changes else "sent"


def _list_shown(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return the problems that stand below the errors, those of the same cause as a single one.

    A slip in a hundred rows has one line. The errors of all years are shown above, in a list.
    """
    shown: list[Problem] = []
    for cause in list_causes(problems):
        # The remark on the lock file of an open workbook: the page says so in a sentence already.
        is_lock = Path(cause.place.file).name.startswith(STARTS_OF_LOCKS)
        if cause.severity != "error" and not is_lock:
            shown.append(cause)
    return shown
