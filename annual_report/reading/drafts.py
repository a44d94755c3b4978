"""Which years are drafts: prepared, and still waiting for what somebody has to fill in.

A year is a draft while a row of it says "à compléter", while its text holds an unanswered question,
or while nobody said who came and who left. Emptying the cell says that it isn't known, and taking
the question out that there is no answer: either ends the draft.
"""

from collections.abc import Iterable, Mapping

from annual_report.reading.problems import Problem
from annual_report.reading.tables import Table


def draft_years(tables: Mapping[str, Table], problems: Iterable[Problem]) -> frozenset[int]:
    """Return the years, among those that have members, that still have something to fill in."""
    years = {row["annee"] for _number, row in tables["membres"].every_row}
    waiting = set()
    for table in tables.values():
        waiting |= {row["annee"] for _number, row in table.unfilled if "annee" in row}
    for problem in problems:
        if problem.severity == "todo":
            folder, _slash, file = problem.place.file.rpartition("/")
            if folder:
                waiting.add(file.partition(".")[0])
            elif problem.place.row is None and problem.place.file == tables["membres"].file:
                waiting.add(max(years, default=""))  # who came, who left
    return frozenset(int(year) for year in waiting & years if year.isdecimal())
