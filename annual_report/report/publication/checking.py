"""All problems and remarks of a network before a build: by year, and of all years.

The command `check` and the local web page print the result. The years and the drafts are known in
spite of errors, as far as the tables can be read. A fault for which no page would be made is an
error already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

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


class _RowPlace(NamedTuple):
    """The place of a row: ("membres.csv", None, 3), or with the sheet of a workbook."""

    file: str
    sheet: str | None
    row: int


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
        """Return the problems by year, and under None the problems of no year, or of several.

        {None: [], 2025: [Problem(…), …]}: a year without problems isn't there.
        """
        problems_by_year: dict[int | None, list[Problem]] = {None: []}
        years_of_rows = _list_years_of_rows(self.inspection.partial_contents)
        for problem in self.inspection.problems:
            year = _find_year(problem.place, years_of_rows)
            # A mistyped year, such as 20255, has no heading to stand under.
            if year not in self.years:
                year = None
            problems_by_year.setdefault(year, []).append(problem)
        return problems_by_year


def check_network(folder: str | Path) -> Check:
    """Read a network, and return all its problems and the changes since the last build and sending.

    The last pages are looked for in the usual place, `build/NETWORK`.
    """
    inspection = inspect_network(folder)
    contents = inspection.contents
    # With an error in the data no comparison is made: half-read tables would differ everywhere.
    if contents is None:
        return Check(inspection)
    folder_of_pages = Path(name_build(str(find_network_folder(folder))))
    changes = list_changes(contents.tables, folder_of_pages / KEPT)
    sent_changes = []
    for year in list_sent_years(folder_of_pages):
        # A year may have been taken out of the data since it was sent.
        if year in contents.years:
            sent_changes.append(find_sent_changes(contents, folder, folder_of_pages, year))
    problems = [*inspection.problems, *list_unpublishable_parts(contents, folder)]
    for table in changes:
        problems += table.remark()
    # The clock is read here alone: the same data make the same pages on any day.
    problems += check_for_coming_meetings(contents.tables["rencontres"], date.today())
    return Check(replace(inspection, problems=tuple(problems)), changes, sent_changes)


def _list_years_of_rows(contents: Contents | None) -> dict[_RowPlace, str]:
    """Return the year of each row of the tables, by the place of the row; "" for no year.

    {("membres.csv", None, 2): "2024", …}. The `contents` are those of a network that was read; None
    if the tables can't be read.
    """
    if contents is None:
        return {}
    years_of_meetings: dict[str, str] = {}
    for meeting in contents.tables["rencontres"].every_row:
        years_of_meetings[meeting["rencontre"]] = meeting["annee"]
    years_of_rows: dict[_RowPlace, str] = {}
    for table in contents.tables.values():
        for row in table.every_row:
            year = row.get("annee", "")
            # A row of the table of attendance names a meeting, and the meeting has the year.
            if not year:
                year = years_of_meetings.get(row.get("rencontre", ""), "")
            # A row of a file has a single number. A place in a year's sheet has cells and no
            # number: `_find_year` takes the year from the sheet's name.
            for number in row.place.rows:
                years_of_rows[_RowPlace(row.place.file, row.place.sheet, number)] = year
    return years_of_rows


def _find_year(place: Place, years_of_rows: Mapping[_RowPlace, str]) -> int | None:
    """Return the year of a problem's place; None for a place of no year, or of several years.

    The file "textes/2025.md" → 2025; row 2 of "membres.csv" → the year of `years_of_rows` for it.
    """
    # A text is called by its year, "2025.md", and so is a year's own sheet, "Année 2025".
    name = place.sheet or ""
    if place.file.startswith(f"{TEXTS}/"):
        name = Path(place.file).stem
    words = name.split()
    if words and words[-1].isdecimal():
        return int(words[-1])
    years = set()
    for number in place.rows:
        row_place = _RowPlace(place.file, place.sheet, number)
        years.add(years_of_rows.get(row_place, ""))
    if len(years) != 1:
        return None
    year = years.pop()
    # The year of a row may be missing, or no number.
    if not year.isdecimal():
        return None
    return int(year)
