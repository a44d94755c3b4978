"""The key figures' definitions, chapter by chapter, in the order of the report.

Names are French, in unaccented snake_case, as in the data package: they are what a report's JSON
calls its values. `docs/key-figures.md` lists them for readers, and a test holds it to this list.
"""

from annual_report.definitions.attendance import ATTENDANCE
from annual_report.definitions.definition import Definition, Value
from annual_report.definitions.meetings import MEETINGS
from annual_report.definitions.members import MEMBERS
from annual_report.definitions.subjects import SUBJECTS

CHAPTERS = {
    "Membres": MEMBERS,
    "Sujets et temps forts": SUBJECTS,
    "Rencontres": MEETINGS,
    "Présences": ATTENDANCE,
}
DEFINITIONS: tuple[Definition, ...] = tuple(each for group in CHAPTERS.values() for each in group)

__all__ = ["CHAPTERS", "DEFINITIONS", "Definition", "Value"]
