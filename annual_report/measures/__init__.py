"""Measures of a network: pure functions, tables in, tidy tables out.

Columns are documented in each function, their labels and units in `words.yaml`. What nobody
recorded is NA, never zero; what is below the network's threshold isn't there to be measured.
"""

from annual_report.measures.gatherings import formats_by_year, kinds, meetings
from annual_report.measures.encounters import pairs, present
from annual_report.measures.figures import all_key_figures, key_figures, with_figure
from annual_report.measures.hosting import hosts, placed_meetings
from annual_report.measures.members import (
    members_by_year,
    membership,
    movement,
    stretches,
    tenures,
    years_of_members,
)
from annual_report.measures.plans import (
    announced,
    announced_by_year,
    planned,
    themes,
    treated,
)
from annual_report.measures.presence import (
    attendance,
    attendance_by_year,
    participation,
    turnout,
)
from annual_report.measures.territory import (
    borders_with,
    neighbours,
    population_share,
    regions,
    territory,
)

__all__ = [
    "all_key_figures", "announced", "announced_by_year", "attendance", "attendance_by_year",
    "borders_with", "formats_by_year", "hosts", "key_figures", "kinds", "meetings",
    "members_by_year", "membership", "movement", "neighbours", "pairs", "participation",
    "placed_meetings", "planned", "population_share", "present", "regions", "stretches",
    "tenures", "territory", "themes", "treated", "turnout", "with_figure", "years_of_members",
]  # fmt: skip
