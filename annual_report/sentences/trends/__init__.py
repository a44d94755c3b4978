"""The page across the years: its cover, its members year after year, and its subjects.

`life` is what `measures.themes_by_year` returns: one row a theme and a year that speaks of it.
"""

from annual_report.sentences.trends.membership import (
    TITLE,
    attendance_note,
    drawn_moves,
    members,
    members_figure,
    method,
    participation_caption,
    participation_note,
    trends_cover,
)
from annual_report.sentences.trends.subjects import (
    announced,
    outcomes_note,
    short,
    themes_figure,
)

__all__ = [
    "TITLE",
    "announced",
    "attendance_note",
    "drawn_moves",
    "members",
    "members_figure",
    "method",
    "outcomes_note",
    "participation_caption",
    "participation_note",
    "short",
    "themes_figure",
    "trends_cover",
]
