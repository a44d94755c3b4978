"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.

A rule is held wherever the tables that it looks at could be read: one slip hides no other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from annual_report.reading.problems import Problem, together
from annual_report.reading.rules import meetings, members, subjects
from annual_report.reading.rules.saying import Tables
from annual_report.reading.rules.towns import towns, towns_elsewhere
from annual_report.reading.rules.year_texts import chapters
from annual_report.reading.texts import YearText

MOST_PROBLEMS = 200
MEMBERS, MEETINGS = ("membres",), ("membres", "rencontres")
Rule = Callable[[Tables], Iterator[Problem]]
RULES: Mapping[Rule, tuple[str, ...]] = {
    members.no_members: MEMBERS,
    members.years_far_apart: MEMBERS,
    members.carried_over: MEETINGS,
    members.rows_of_far_years: ("membres", "sujets", "ressources"),
    members.stretched_codes: MEMBERS,
    members.misspelt_organisations: MEMBERS,
    members.schemes_of_strangers: ("membres", "dispositifs"),
    meetings.meetings_of_known_years: MEETINGS,
    meetings.one_meeting_twice: ("rencontres",),
    meetings.days_of_meetings: ("rencontres",),
    meetings.dates_outside_their_year: MEETINGS,
    meetings.hosts_and_towns: MEETINGS,
    meetings.same_meeting_twice: ("rencontres",),
    meetings.ids_of_other_years: ("rencontres",),
    meetings.attendance: (*MEETINGS, "presences"),
    meetings.hosts_that_were_absent: ("rencontres", "presences"),
    meetings.many_agents: ("presences",),
    towns: ("rencontres",),
    towns_elsewhere: ("rencontres",),
    subjects.one_subject_twice: ("sujets",),
    subjects.plans_never_spoken_of_again: ("sujets",),
    subjects.themes_one_letter_apart: ("sujets",),
    subjects.one_address_twice: ("ressources", "dispositifs"),
}
"""The rules, and the tables that each looks at."""


def across_tables(
    tables: Tables, texts: Mapping[int, YearText], unanswered: Collection[str] = ()
) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks.

    `unanswered` are the files that hold questions still to answer: their gaps are known.
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
    if "membres" not in wrong:
        found += [each for each in chapters(tables, texts) if each.place.file not in unanswered]
    return sorted(together(found), key=lambda problem: problem.severity != "error")
