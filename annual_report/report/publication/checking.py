"""All problems and remarks of a network before a build: by year, and of all years.

The command `check` and the local web page print the result. The years and the drafts are known in
spite of errors, as far as the tables can be read. A fault for which no page would be made is an
error already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from annual_report.network.reading.changes import KEPT, TableChanges, list_changes
from annual_report.network.reading.files.network_folder import TEXTS, find_network_folder
from annual_report.network.reading.inspection import Contents, Inspection, inspect_network
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.text_rules import check_for_coming_meetings
from annual_report.report.publication.networks import name_build
from annual_report.report.publication.sending import (
    SentChanges,
    find_sent_changes,
    list_sent_years,
)
from annual_report.report.publication.unpublishable import list_unpublishable_parts

RowPlace = tuple[str, str | None, int]
"""The place of a row: the file, the sheet of a workbook, the row's number."""


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
        contents = self.inspection.partial_contents
        if contents is None:
            return ()
        return contents.years

    @property
    def drafts(self) -> frozenset[int]:
        """The years whose data still have something to fill in."""
        contents = self.inspection.partial_contents
        if contents is None:
            return frozenset()
        return contents.drafts

    @property
    def finished(self) -> tuple[int, ...]:
        """The years that can be sent; with an error, no year."""
        contents = self.inspection.partial_contents
        if self.inspection.errors or contents is None:
            return ()
        return contents.finished

    def sort_by_year(self) -> dict[int | None, list[Problem]]:
        """Return the problems by year, and under None the problems of no year, or of several."""
        sorted_problems: dict[int | None, list[Problem]] = {None: []}
        rows = _list_years_of_rows(self.inspection.partial_contents)
        for problem in self.inspection.problems:
            year = _find_year(problem.place, rows)
            # A mistyped year, such as 20255, has no heading to stand under.
            if year not in self.years:
                year = None
            sorted_problems.setdefault(year, []).append(problem)
        return sorted_problems


def check_network(folder: str | Path) -> Check:
    """Read a network, and return all its problems and the changes since the last build and sending.

    The last pages are looked for in the usual place, `build/NETWORK`.
    """
    inspection = inspect_network(folder)
    contents = inspection.contents
    # With an error in the data no comparison is made: half-read tables would differ everywhere.
    if contents is None:
        return Check(inspection)
    out = Path(name_build(str(find_network_folder(folder))))
    changes = list_changes(contents.tables, out / KEPT)
    sent = []
    for year in list_sent_years(out):
        if year in contents.years:
            sent.append(find_sent_changes(contents, folder, out, year))
    problems = [*inspection.problems, *list_unpublishable_parts(contents, folder)]
    for table in changes:
        problems += table.remark()
    # The clock is read here alone: the same data make the same pages on any day.
    problems += check_for_coming_meetings(contents.tables["rencontres"], date.today())
    return Check(replace(inspection, problems=tuple(problems)), changes, sent)


def _list_years_of_rows(contents: Contents | None) -> dict[RowPlace, str]:
    """Return the year of each row of the tables, by the place of the row; "" for no year.

    The `contents` are those of a network that was read; None if the tables can't be read.
    """
    if contents is None:
        return {}
    years_of_meetings: dict[str, str] = {}
    for meeting in contents.tables["rencontres"].every_row:
        years_of_meetings[meeting["rencontre"]] = meeting["annee"]
    years: dict[RowPlace, str] = {}
    for table in contents.tables.values():
        for row in table.every_row:
            # A row of the table of attendance names a meeting, and the meeting has the year.
            year = row.get("annee") or years_of_meetings.get(row.get("rencontre", ""), "")
            # A row of a file has a single number. A place in a year's sheet has cells and no
            # number: `_find_year` takes the year from the sheet's name.
            for number in row.place.rows:
                years[row.place.file, row.place.sheet, number] = year
    return years


def _find_year(place: Place, years_of_rows: Mapping[RowPlace, str]) -> int | None:
    """Return the year of a problem's place; None for a place of no year, or of several years."""
    names = [place.sheet or ""]
    if place.file.startswith(f"{TEXTS}/"):
        names.insert(0, Path(place.file).stem)
    # A text is called by its year, "2025.md", and so is a year's own sheet, "Année 2025".
    for name in names:
        words = name.split()
        if words and words[-1].isdecimal():
            return int(words[-1])
    years = set()
    for number in place.rows:
        years.add(years_of_rows.get((place.file, place.sheet, number), ""))
    if len(years) != 1:
        return None
    (year,) = years
    if not year.isdecimal():
        return None
    return int(year)
