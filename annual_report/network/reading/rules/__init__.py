"""Rules that no single table can hold: each looks across the tables of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
Somebody present who was no member is an error: attendance is a member's, and its totals would be
wrong.

A rule is a function of the tables that it looks at, and is held wherever these could be read: one
slip hides no other.
"""

from collections.abc import Callable, Iterator, Mapping
from inspect import signature

from annual_report.network.reading.problems import Problem
from annual_report.network.reading.rules import meetings, members, subjects
from annual_report.network.reading.settings import check_settings
from annual_report.network.reading.tables import Table

RULES: tuple[Callable[..., Iterator[Problem]], ...] = (
    check_settings,
    members.check_for_members, members.check_for_far_years, members.check_for_a_copied_year,
    members.check_for_one_resource_twice,
    meetings.check_identifiers, meetings.check_years_of_meetings, meetings.check_days_of_meetings,
    meetings.check_for_one_meeting_twice, meetings.check_towns,
    meetings.check_attendance, meetings.check_for_missing_states,
    subjects.check_for_one_subject_twice, subjects.check_for_forgotten_plans,
)  # fmt: skip


def check_across_tables(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what the rules across tables find."""
    wrong = {name for name, table in tables.items() if table.is_wrong}
    for rule in RULES:
        names = [*signature(rule).parameters]
        if not wrong & {*names}:
            yield from rule(*(tables[name] for name in names))
