"""All problems and remarks of a network before a build: by year, and of all years.

The years and the drafts are known in spite of errors, as far as the tables can be read. A fault for
which a page would be refused is an error already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from annual_report.network.reading.changes import KEPT, TableChanges, list_changes
from annual_report.network.reading.files.network_folder import TEXTS, find_network_folder
from annual_report.network.reading.inspection import Contents, Inspection, inspect_network
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.text_rules import check_for_coming_meetings
from annual_report.report.publication.networks import name_build
from annual_report.report.publication.refusals import list_refusals
from annual_report.report.publication.sending import (
    SentChanges,
    find_sent_changes,
    list_sent_years,
)

RowPlace = tuple[str, str | None, int]
"""Where a row stands: its file, its sheet, its number."""


@dataclass(frozen=True)
class Check:
    """The result of a check: the contents, the problems, and the changes since the last pages."""

    inspection: Inspection
    changes: Sequence[TableChanges] = ()
    sent: Sequence[SentChanges] = ()
    """What changed in each year since it was sent."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have members, in order, as far as the tables can be read."""
        found = self.inspection.found
        return found.years if found else ()

    @property
    def drafts(self) -> frozenset[int]:
        """The years among them that still have something to fill in."""
        found = self.inspection.found
        return found.drafts if found else frozenset()

    @property
    def finished(self) -> tuple[int, ...]:
        """The years that can be sent; with an error, no year."""
        if self.inspection.errors or not self.inspection.found:
            return ()
        return self.inspection.found.finished

    def sort_by_year(self) -> dict[int | None, list[Problem]]:
        """Return the problems by year, and under None the problems of no year, or of several."""
        sorted_problems: dict[int | None, list[Problem]] = {None: []}
        rows = _list_years_of_rows(self.inspection.found)
        for problem in self.inspection.problems:
            year = _find_year(problem.place, rows)
            known = year if year in self.years else None
            sorted_problems.setdefault(known, []).append(problem)
        return sorted_problems


def check_network(folder: str | Path) -> Check:
    """Check a network, and return all problems."""
    inspection = inspect_network(folder)
    found = inspection.found
    if found is None:
        return Check(inspection)
    changes: list[TableChanges] = []
    sent: list[SentChanges] = []
    if inspection.contents is not None:
        out = Path(name_build(str(find_network_folder(folder))))
        changes = list_changes(found.tables, out / KEPT)
        years = [year for year in list_sent_years(out) if year in found.years]
        sent = [find_sent_changes(found, folder, out, year) for year in years]
        remarks = [problem for table in changes for problem in table.remark()]
        # A page reads no clock.
        remarks += check_for_coming_meetings(found.tables["rencontres"], date.today())
        refusals = list_refusals(found, folder)
        problems = (*inspection.problems, *refusals, *remarks)
        inspection = replace(inspection, problems=problems)
    return Check(inspection, changes, sent)


def _list_years_of_rows(contents: Contents | None) -> dict[RowPlace, str]:
    """Return the year of each row of the tables, by the place of the row."""
    if contents is None:
        return {}
    of_meetings = {
        row["rencontre"]: row["annee"] for row in contents.tables["rencontres"].every_row
    }
    years: dict[RowPlace, str] = {}
    for table in contents.tables.values():
        for row in table.every_row:
            year = row.get("annee") or of_meetings.get(row.get("rencontre", ""), "")
            for number in row.place.rows:
                years[row.place.file, row.place.sheet, number] = year
    return years


def _find_year(place: Place, rows: dict[RowPlace, str]) -> int | None:
    """Return the year of a place; None for a place of no year, or of several years."""
    # A text and a year's own sheet are called by their year.
    named = [Path(place.file).stem if place.file.startswith(f"{TEXTS}/") else "", place.sheet or ""]
    for name in named:
        words = name.split()
        if words and words[-1].isdecimal():
            return int(words[-1])
    years = {rows.get((place.file, place.sheet, number), "") for number in place.rows}
    year = years.pop() if len(years) == 1 else ""
    return int(year) if year.isdecimal() else None
