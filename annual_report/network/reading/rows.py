"""The rows of a table in memory, and the table: what the reading of a network's files returns.

    membres.csv, line 3:  2025;CD 44;         Row(annee="2025", membre="44", etat="")

A row has the *canonical* text of each cell, the one form in which the program has a value: "44" for
"CD 44", "2025-06-19" for "jeudi 19 juin 2025". It also knows the text as typed, and the places of
the cells, so that a message can quote the one and point at the other. `tables.py` reads the tables,
`rules.py` holds them against each other, `network/network.py` makes DataFrames of the rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from annual_report.base.errors import CellError
from annual_report.base.letters import fold_spelling
from annual_report.network.reading.files.sheets import PLAIN, Form
from annual_report.network.reading.problems import Cell, Place, Problem, Severity
from annual_report.network.reading.schema import SHOWN, Field

Texts = Mapping[str, str]
"""Texts of a row by the names of the columns."""


class Row(dict[str, str]):
    """A row of a table: column → canonical text of the cell, "" for an empty cell.

    Beside the canonical text a row has
    - `place`: the file or the sheet, and the row there;
    - `typed`: column → the text as a person typed the cell;
    - `cell_errors`: column → the reason why the cell can't be read, such as merged cells;
    - `blanks`: the columns in which a person typed "à compléter": still to fill in;
    - `cells`: column → the place of the cell in a workbook; empty for a CSV file. A row of a year's
      sheet is made of cells from several rows of the sheet.
    """

    def __init__(
        self,
        values: Texts,
        place: Place,
        typed: Texts | None = None,
        cell_errors: Mapping[str, CellError] | None = None,
        blanks: Iterable[str] = (),
        cells: Mapping[str, Cell] | None = None,
    ) -> None:
        super().__init__(values)
        self.place = place
        self.typed = typed or {}
        self.cell_errors = cell_errors or {}
        self.blanks = {*blanks}
        self.cells = cells or {}

    def with_values(self, values: Texts, blanks: Iterable[str] = ()) -> "Row":
        """Return this row with the canonical `values` of its cells by column, and its `blanks`."""
        return Row(values, self.place, self.typed, blanks=blanks, cells=self.cells)

    def without_blanks(self) -> "Row":
        """Return this row with empty cells in place of the words "à compléter"."""
        values = dict(self)
        for column in self.blanks:
            values[column] = ""
        return self.with_values(values)

    def locate(self, column: str) -> Place:
        """Return the place of a column's cell in a workbook; in a CSV file, that of the row."""
        if column not in self.cells:
            return self.place
        return replace(self.place, rows=(), cells=(self.cells[column],))


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read: rows, the columns' descriptions, and the problems of the cells."""

    name: str
    fields: Sequence[Field]
    """The descriptions of the columns: first the program's, then the columns a user added."""
    place: Place
    """The file, and in a workbook the sheet."""
    rows: Sequence[Row] = ()
    """The rows whose required cells are filled, in the order of the file: pages count these."""
    every_row: Sequence[Row] = ()
    """All rows. A cell still to fill in has the typed words, such as "à compléter"."""
    problems: Sequence[Problem] = ()
    form: Form = PLAIN
    """The encoding, separator and line ends of the file, for rows that the program adds."""
    columns: Sequence[str] = ()
    """The columns in the order of the file, "" for a column without a title."""
    title: str = ""
    """The name of the table in sentences, and of the sheet in a workbook."""
    key: Sequence[str] = ()
    """The columns of the primary key: two rows that share their values are an error."""

    def locate(self, row: Row, column: str) -> Place:
        """Return the place of a cell: "C9" in a workbook, "row 3, column annee" in a file."""
        place = row.locate(column)
        # In a workbook "C9" says enough.
        if place.cells:
            return place
        # Messages call a column as the file of the user does.
        shown_names = {field["name"]: field[SHOWN] for field in self.fields}
        return replace(place, column=shown_names[column])

    def make_problem(
        self,
        row: Row,
        column: str,
        what: str,
        expected: str | None = None,
        nearest: str | None = None,
        *,
        severity: Severity = "error",
    ) -> Problem:
        """Return a problem of a row's cell, with the place of the cell and the text typed there.

        `what` is the fault, and follows the typed text in the message; `expected` is the remedy,
        `nearest` the nearest valid text: "“2052” is an unlikely year; expected: a year from 1950
        to 2100". An error forbids to make the pages; with the `severity` "remark" the cell is worth
        a look only.
        """
        place = self.locate(row, column)
        typed = row.typed.get(column) or row.get(column) or None
        return Problem(place, what, typed, expected, nearest, severity)


# A table of attendance has each identifier many times: uncached, 100,000 rows take half a second.
@cache
def fold_identifier(name: str) -> str:
    """Return an identifier in a form that all its spellings share, for comparisons.

    Leading zeros, and the signs between the parts, don't matter: "2025-01" and "2025_1" → "2025-1".
    """
    # Two patterns, for no parser knows the identifiers that people make up.
    # Taken: zeros before a digit, as in "01" and "00". Not taken: those of "10".
    without_zeros = re.sub(r"(?<!\d)0+(?=\d)", "", fold_spelling(name))
    # Taken: any run of other signs than letters and digits, as in "2025 / 1".
    return re.sub(r"[\W_]+", "-", without_zeros)
