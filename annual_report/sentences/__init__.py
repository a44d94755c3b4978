"""Sentences of the reports, a module for each subject and a folder for each page of its own.

Frames in, French out. A function returns a piece of a page, which a cell publishes by showing it;
those named `…_figure` or `…_map` return what `publish(ax, **words)` needs of a figure: finding,
alternative, note, and `of`, which says whose data stand below it.
"""

from annual_report.sentences import (
    attendance,
    cover,
    department,
    hosts,
    meetings,
    meetings_by_year,
    since,
    sources,
    trends,
    who,
)

__all__ = [
    "attendance",
    "cover",
    "department",
    "hosts",
    "meetings",
    "meetings_by_year",
    "since",
    "sources",
    "trends",
    "who",
]

department_life, trends_subjects = department, trends
"""What notebooks called these pages' sentences before each page had its folder."""
