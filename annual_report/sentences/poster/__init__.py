"""The poster, a year on one sheet: its sentence, three numbers, and what each chapter keeps of it.

What isn't recorded gives its room to what is: nothing here says that something is unknown.
"""

from annual_report.sentences.poster.band import highlight, highlight_title
from annual_report.sentences.poster.edges import numbers, opening, signature
from annual_report.sentences.poster.meeting_marks import meetings
from annual_report.sentences.poster.named_members import members_map, names
from annual_report.sentences.poster.topics import next_year, subjects

__all__ = [
    "highlight",
    "highlight_title",
    "meetings",
    "members_map",
    "names",
    "next_year",
    "numbers",
    "opening",
    "signature",
    "subjects",
]
