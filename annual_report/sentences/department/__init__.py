"""The page of a département: its cover, its years in the group, its neighbours, and its life there.

`code` is that of the département. `years` is what `measures.years_of` returns for it,
`surroundings` what `measures.surroundings` does, `met_at` what `measures.met_at` does, and
`attendance_of` what `measures.attendance_of` does.
"""

from annual_report.sentences.department.life import (
    attendance,
    attendance_note,
    linked,
    met_at,
    met_at_caption,
    met_at_table,
    schemes_caption,
)
from annual_report.sentences.department.membership import (
    department_cover,
    first_chapter,
    neighbours,
    neighbours_map,
    sources,
    years,
    years_figure,
)

__all__ = [
    "attendance",
    "attendance_note",
    "department_cover",
    "first_chapter",
    "linked",
    "met_at",
    "met_at_caption",
    "met_at_table",
    "neighbours",
    "neighbours_map",
    "schemes_caption",
    "sources",
    "years",
    "years_figure",
]
