"""Measures of a network: pure functions, tables in, tidy tables out.

`list_…` returns a row for each thing, `count_…` a row for each group, `find_…` one thing. Columns
are documented in each function, their labels and units in `words.yaml`. What nobody recorded is NA,
never zero; what is below the network's threshold isn't there to be measured.
"""

from annual_report.measures.attendance import (
    count_attendance_by_meeting,
    count_attendance_by_member,
    count_attendance_by_member_and_year,
    count_attendance_by_year,
    list_attendance,
    list_complete_meetings,
)
from annual_report.measures.figures import count_figures
from annual_report.measures.meetings import (
    count_meetings_by_year,
    find_main_meeting,
    find_meeting_named_in,
    list_meetings,
    read_dates,
)
from annual_report.measures.members import (
    compare_members,
    count_members_by_year,
    list_ever_members,
    list_member_years,
    list_members,
    list_stretches,
    list_tenures,
    list_unrecorded_years,
    say_member_years,
    sort_by_code,
)
from annual_report.measures.one_member import (
    count_attendance_of,
    list_meetings_at,
    list_members_around,
    list_years_of,
)
from annual_report.measures.pairs import list_attendees, list_pairs, list_strangers
from annual_report.measures.subjects import (
    count_subjects_by_year,
    list_announced_subjects,
    list_announcements,
    list_ideas,
    list_subjects,
    list_subjects_of,
    list_themes,
    list_themes_by_year,
    list_treated_subjects,
    names_all,
)
from annual_report.measures.territory import (
    are_all_of_kind,
    compute_population_share,
    count_members_by_region,
    count_regions,
    describe_shapes,
    find_kind,
    list_borders,
    list_departments,
    list_institutions,
    list_mapped,
    list_neighbours,
    name_rows,
)

__all__ = [
    "are_all_of_kind", "compare_members", "compute_population_share",
    "count_attendance_by_meeting", "count_attendance_by_member",
    "count_attendance_by_member_and_year", "count_attendance_by_year", "count_attendance_of",
    "count_figures", "count_meetings_by_year", "count_members_by_region", "count_members_by_year",
    "count_regions", "count_subjects_by_year", "describe_shapes", "find_kind", "find_main_meeting",
    "find_meeting_named_in", "list_announced_subjects", "list_announcements", "list_attendance",
    "list_attendees", "list_borders", "list_complete_meetings", "list_departments",
    "list_ever_members", "list_ideas", "list_institutions", "list_mapped", "list_meetings",
    "list_meetings_at", "list_member_years", "list_members", "list_members_around",
    "list_neighbours", "list_pairs", "list_strangers", "list_stretches", "list_subjects",
    "list_subjects_of", "list_tenures", "list_themes", "list_themes_by_year",
    "list_treated_subjects", "list_unrecorded_years", "list_years_of", "name_rows", "names_all",
    "read_dates", "say_member_years", "sort_by_code",
]  # fmt: skip
