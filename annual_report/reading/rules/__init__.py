"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.

A rule is held wherever the tables that it looks at could be read: one slip hides no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from annual_report.letters import find_nearest
from annual_report.messages import _
from annual_report.reading.problems import Place, Problem, together
from annual_report.reading.rules import meetings, members, subjects
from annual_report.reading.rules.saying import Tables, list_years

MOST_PROBLEMS = 200
MEMBERS, MEETINGS = ("membres",), ("membres", "rencontres")
Rule = Callable[[Tables], Iterator[Problem]]
RULES: Mapping[Rule, tuple[str, ...]] = {
    members.no_members: MEMBERS,
    members.years_far_apart: MEMBERS,
    members.carried_over: MEETINGS,
    members.rows_of_far_years: ("membres", "sujets", "ressources"),
    members.misspelt_organisations: MEMBERS,
    members.schemes_of_strangers: ("membres", "dispositifs"),
    meetings.identifiers: ("rencontres",),
    meetings.years_of_meetings: MEETINGS,
    meetings.days_of_meetings: ("rencontres",),
    meetings.hosts_and_formats: MEETINGS,
    meetings.same_meeting_twice: ("rencontres",),
    meetings.towns: ("rencontres",),
    meetings.attendance: (*MEETINGS, "presences"),
    meetings.hosts_that_were_absent: ("rencontres", "presences"),
    meetings.many_agents: ("presences",),
    subjects.one_subject_twice: ("sujets",),
    subjects.plans_never_spoken_of_again: ("sujets",),
    subjects.themes_one_letter_apart: ("sujets",),
}
"""The rules, and the tables that each looks at."""


def across_tables(tables: Tables, texts: Iterable[int] | None = None) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks.

    `texts` are the years of which there is one; without them nothing is said of texts.
    """
    wrong = {
        name
        for name, table in tables.items()
        if any(each.severity == "error" for each in table.problems)
    }
    found = [
        problem
        for rule, names in RULES.items()
        if not wrong & set(names)
        for problem in islice(rule(tables), MOST_PROBLEMS)
    ]
    if texts is not None and "membres" not in wrong:
        found += _years_of_texts({*map(str, texts)}, [*map(str, list_years(tables))])
    return sorted(together(found), key=lambda problem: problem.severity != "error")


def _years_of_texts(written: set[str], known: list[str]) -> Iterator[Problem]:
    """Remark the text of a year without members, and a year without a text."""
    for year in sorted(written - {*known}):
        what, expected = _("is the text of a year without members"), _("a year of membres.csv")
        place, near = Place(f"textes/{year}.md"), find_nearest(year, known)
        yield Problem(place, what, expected=expected, nearest=near, severity="remark")
    for year in sorted({*known} - written):
        yield Problem(Place(f"textes/{year}.md"), _("is missing"), severity="remark")
