"""Measures of a network: pure functions, tables in, tidy tables out.

`list_…` returns a row for each thing, `count_…` a row for each group, `find_…` one thing. They hold
what a naive cell gets wrong: what nobody recorded is NA, never zero; a rate is of what is recorded
completely; a first year has nothing before it. The rest is counted in the notebooks.

A measure of one year takes a year that lists members. A measure of several years takes any year of
the network's data (`Network.span`), and has no row of a year that records nothing; other years are
refused, with the choices.

Each function documents its columns. Those of the files keep their French names; a column that a
measure adds is described once, in the YAML file of its module (see `descriptions.py`).
"""

from annual_report.network.measures.attendance import (
    count_attendance_by_meeting,
    count_attendance_by_year,
    list_attendance,
    list_pairs,
)
from annual_report.network.measures.facts import list_facts
from annual_report.network.measures.figures import count_figures
from annual_report.network.measures.meetings import count_meetings_by_year, list_meetings
from annual_report.network.measures.members import (
    compare_members,
    count_members_by_year,
    list_members,
    list_tenures,
)
from annual_report.network.measures.peers import list_peers
from annual_report.network.measures.subjects import list_outcomes, list_subjects
from annual_report.network.measures.territory import (
    count_departments_by_region,
    count_members_by_region,
    is_on_a_map,
    list_borders,
    list_institutions,
    list_largest_towns,
    locate_towns,
)

__all__ = [
    "compare_members", "count_attendance_by_meeting", "count_attendance_by_year",
    "count_departments_by_region", "count_figures", "count_meetings_by_year",
    "count_members_by_region", "count_members_by_year", "is_on_a_map",
    "list_attendance", "list_borders", "list_facts", "list_institutions", "list_largest_towns",
    "list_meetings",
    "list_members", "list_outcomes", "list_pairs", "list_peers", "list_subjects", "list_tenures",
    "locate_towns",
]  # fmt: skip
