"""Measures of a network: pure functions, tables in, tidy tables out.

Columns are documented in each function, their labels and units in `words.yaml`. What nobody
recorded is NA, never zero; what is below the network's threshold isn't there to be measured.
"""

from annual_report.measures.encounters import pairs, present, strangers
from annual_report.measures.figures import figures
from annual_report.measures.gatherings import (
    dates_of,
    formats_by_year,
    main_meeting,
    meeting_named_in,
    meetings,
)
from annual_report.measures.members import (
    ever_members,
    in_official_order,
    listed,
    members_by_year,
    membership,
    memberships,
    movement,
    stretches,
    tenures,
    unrecorded_years,
    years_of_members,
)
from annual_report.measures.one_member import attendance_of, met_at, surroundings, years_of
from annual_report.measures.plans import (
    announced,
    announced_by_year,
    ideas,
    names_all,
    planned,
    reckoning,
    subjects,
    themes,
    themes_by_year,
    treated,
)
from annual_report.measures.presence import (
    attendance,
    attendance_by_year,
    complete_meetings,
    participation,
    participation_by_year,
    turnout,
)
from annual_report.measures.territory import (
    are_all,
    borders_with,
    count_regions,
    drawn_as,
    institutions,
    kind_of,
    neighbours,
    on_map,
    population_share,
    regions,
    row_names,
    territory,
)

__all__ = [
    "announced", "announced_by_year", "are_all", "attendance", "attendance_by_year",
    "attendance_of", "borders_with", "complete_meetings", "count_regions", "dates_of",
    "drawn_as", "ever_members", "figures", "formats_by_year", "ideas", "in_official_order",
    "institutions", "kind_of", "listed", "main_meeting", "meeting_named_in", "meetings",
    "members_by_year", "membership", "memberships", "met_at", "movement", "names_all",
    "neighbours", "on_map", "pairs", "participation", "participation_by_year", "planned",
    "population_share", "present", "reckoning", "regions", "row_names", "strangers",
    "stretches", "subjects", "surroundings", "tenures", "territory", "themes", "themes_by_year",
    "treated", "turnout", "unrecorded_years", "years_of", "years_of_members",
]  # fmt: skip
