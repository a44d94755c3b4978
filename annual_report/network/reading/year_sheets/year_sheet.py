"""The sheet of a year in a workbook as a grid of cells, with the places of its parts.

         A          B      C              D           E
    1    Date              16/01/2025     mai 2025    19 et 20 juin 2025
    2    Format            distanciel     hybride     présentiel
    …    Genre, Ville, Hôte, Titre
    7    Membre     État   01             02          03
    8 …  03 Allier         présent        absent

The row « Membre » parts the description of the meetings, above, from the members, below.

`open_year` makes a `YearSheet` of the cells; `year_parts.py` fills in the places of the parts;
`year_rows.py` makes rows of tables from them. Rows and columns count from 0 here, as Python's lists
do; places in messages count from 1, as a spreadsheet does. A cell is *filled* if it has a text, or
must not be read, such as a merged cell.
"""

import re
from dataclasses import dataclass, field, replace

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.network.reading.files.sheets import Sheet
from annual_report.network.reading.headings import fold_title
from annual_report.network.reading.problems import Place, Problem, Severity

# Titles of sheets are words of people: no parser knows their forms.
# Taken: "2025", "annee 2025". Not taken: "bilan 2025".
YEAR_TITLE = re.compile(r"(?:annee )?(\d{4})")
# Taken: "2025 (2)", "bilan 2025". Not taken: "calculs".
BEGINS_WITH_YEAR = re.compile(r"\D{0,20}(\d{4})\b.*")


@dataclass
class YearSheet:
    """A year's sheet during the reading: the cells, the places of the parts, and the problems.

    `find_year_parts` fills in the places, from `heading_row` on, and adds to `problems`. All places
    are indices of `grid`, from 0.
    """

    sheet: Sheet
    year: int
    grid: list[list[str]]
    """The text of each cell, cleaned, all rows of the same width."""
    heading_row: int = 0
    """The row of the label « Membre »: meetings are described above, members stand below."""
    member_column: int = 0
    """The column of the label « Membre »: the labels of rows above, the members' names below."""
    label_rows: dict[str, int] = field(default_factory=dict)
    """Column of the table `rencontres` → row of the sheet: "debut" → 0, "ville" → 3."""
    added_rows: list[tuple[str, int]] = field(default_factory=list)
    """The label and the row of each row above that a user added."""
    meetings: dict[int, str] = field(default_factory=dict)
    """Column of the sheet → the identifier of the meeting in that column, "2025-01"."""
    added_columns: list[tuple[str, int]] = field(default_factory=list)
    """The head and the column of each column that a user added."""
    member_rows: list[int] = field(default_factory=list)
    """The rows with a member."""
    departure_column: int | None = None
    """The column « État », which tells that a member has left; None without such a column."""
    problems: list[Problem] = field(default_factory=list)

    def locate(self, *cells: tuple[int, int]) -> Place:
        """Return the place of cells for a message, each given as (row, column) from 0."""
        from_one = [(row + 1, column + 1) for row, column in cells]
        return replace(self.sheet.place, cells=tuple(from_one))

    def add_problem(
        self,
        row: int,
        column: int,
        what: str,
        expected: str | None = None,
        *,
        severity: Severity = "error",
    ) -> None:
        """Add a problem of the cell in a `row` and `column`, with the cell's text.

        `what` is the fault, and follows the text in the message: "« 31 » is there twice".
        `expected` is the remedy.
        """
        shown = self.grid[row][column] or None
        problem = Problem(self.locate((row, column)), what, shown, expected, severity=severity)
        self.problems.append(problem)

    def get_label(self, row: int) -> str:
        """Return the text of a row in the column « Membre »: a label, or a member's name."""
        return self.grid[row][self.member_column]

    def fold(self, row: int, column: int) -> str:
        """Return the words of a cell folded as a title: without case, accents, star and colon."""
        return fold_title(self.grid[row][column])

    def is_described(self, column: int) -> bool:
        """Whether a column describes a meeting: a row above with a known label is filled there."""
        return any(self.is_filled(row, column) for row in self.label_rows.values())

    def list_below(self, column: int) -> list[str]:
        """Return the texts of the filled cells in a column below the row « Membre »."""
        rows = range(self.heading_row + 1, len(self.grid))
        return [self.grid[row][column] for row in rows if self.is_filled(row, column)]

    def is_filled(self, row: int, column: int) -> bool:
        """Whether a cell has a text, or must not be read, such as a merged cell."""
        return bool(self.grid[row][column]) or column in self.sheet.lines[row].cell_errors


def open_year(sheet: Sheet, year: int) -> YearSheet:
    """Return the sheet of a `year` as a grid of cleaned texts, all rows of the same length.

    Where the members and the meetings stand isn't known yet: `find_year_parts` fills that in.
    """
    # Rows end at their last filled cell: shorter rows get empty cells.
    width = max((len(line.cells) for line in sheet.lines), default=0)
    grid = []
    for line in sheet.lines:
        cells = [clean_text(cell) for cell in line.cells]
        grid.append(cells + [""] * (width - len(cells)))
    return YearSheet(sheet, year, grid)


def find_year(title: str) -> int | None:
    """Return the year of a sheet that is titled "2025" or "Année 2025"; None for another title."""
    match = YEAR_TITLE.fullmatch(fold_spelling(title))
    if not match:
        return None
    return int(match[1])


def find_copied_year(title: str) -> str | None:
    """Return the year in a longer title: "2025 (2)" → "2025", "2025 OK" → "2025"; else None."""
    match = BEGINS_WITH_YEAR.fullmatch(fold_spelling(title))
    if not match:
        return None
    return match[1]
