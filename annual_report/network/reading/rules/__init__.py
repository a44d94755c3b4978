"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.

A rule is a function of the tables that it looks at, and is held wherever these could be read: one
slip hides no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature

from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.rules import meetings, members, subjects
from annual_report.network.reading.tables import Table

RULES: tuple[Callable[..., Iterator[Problem]], ...] = (
    members.check_for_members, members.check_for_far_years, members.check_for_a_copied_year,
    members.check_rows_of_far_years, members.check_names_of_organisations,
    members.check_departures, members.check_for_one_resource_twice,
    meetings.check_identifiers, meetings.check_years_of_meetings, meetings.check_days_of_meetings,
    meetings.check_hosts_and_formats, meetings.check_for_one_meeting_twice, meetings.check_towns,
    meetings.check_attendance, meetings.check_for_absent_hosts,
    subjects.check_for_one_subject_twice, subjects.check_for_forgotten_plans,
)  # fmt: skip


def check_across_tables(
    tables: Mapping[str, Table], texts: Iterable[int] | None = None
) -> Iterator[Problem]:
    """Yield what the rules across tables find.

    `texts` are the years of which there is one; without them nothing is said of texts.
    """
    wrong = {name for name, table in tables.items() if table.is_wrong}
    for rule in RULES:
        names = [*signature(rule).parameters]
        if not wrong & {*names}:
            yield from rule(*(tables[name] for name in names))
    if texts is not None and "membres" not in wrong:
        yield from _check_years_of_texts({*texts}, {*members.list_years(tables["membres"])})


def _check_years_of_texts(written: set[int], known: set[int]) -> Iterator[Problem]:
    """Remark the text of a year without members, and a year without a text."""
    for year in sorted(written ^ known):
        extra = year in written
        what = _("is the text of a year without members") if extra else _("is missing")
        expected = _("a year of membres.csv") if extra else None
        yield Problem(Place(f"textes/{year}.md"), what, expected=expected, severity="remark")
