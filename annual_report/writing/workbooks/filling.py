"""What a workbook to fill in is made of, whatever its kind: sheets, columns, lists of choices."""

from dataclasses import dataclass

from annual_report.dates import is_day
from annual_report.reading.values.cells import MEMBERS
from annual_report.territories.institution_tables import departments
from annual_report.territories.institutions import institution, is_known

GUIDE_SHEET = "Mode d’emploi"
LISTS_SHEET = "Listes"
SPARE_ROWS = 500
"""Rows below the last one that have the lists too."""


@dataclass(frozen=True)
class Choices:
    """A drop-down list: it suggests values, and lets others be typed."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its name in the table, its title, its help, its list if it has one."""

    name: str
    title: str
    help: str
    choices: Choices | None = None

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet must see no number and no date in it: "2025-1", "2025-06"."""
        return self.name not in ("annee", "agents", "depuis")


@dataclass(frozen=True)
class SheetToFill:
    """A sheet to fill in; a cell is text, a number, or None."""

    title: str
    help: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """Everything that a workbook shows, whatever its kind."""

    title: str
    guide: tuple[str, ...]
    sheets: tuple[SheetToFill, ...]
    origin: tuple[str, ...] = ()
    """The rows of the hidden sheet, of one cell each."""

    @property
    def lists(self) -> tuple[Choices, ...]:
        """The lists of all columns, each once."""
        found = [column.choices for sheet in self.sheets for column in sheet.columns]
        return tuple(dict.fromkeys(choices for choices in found if choices))


def department_choice(code: str) -> str:
    """Write a département as the lists do: "44 Loire-Atlantique"."""
    return f"{code} {departments()[code].name}"


def member_choice(code: str) -> str:
    """Write an institution as the lists do: "6AE Alsace"; an organisation by its name alone."""
    return f"{code} {institution(code).name}" if is_known(code) else code


def choice(column: str, code: str) -> str:
    """Write a code as the list of its column does; any other text as it is."""
    if column == "departement" and code in departments():
        return department_choice(code)
    return member_choice(code) if column in MEMBERS and code else code


def day_shown(day: str) -> str:
    """Write a whole day as people do, 19/06/2025; anything less as it is.

    It is text: over a date, a spreadsheet would take "juin 2025" for the first of June.
    """
    return "/".join(reversed(day.split("-"))) if is_day(day) else day


def column_width(sheet: SheetToFill, position: int) -> int:
    """Return a width in signs that shows a column's title and most of its values."""
    longest = max((len(str(row[position] or "")) for row in sheet.rows), default=0)
    return min(60, max(14, len(sheet.columns[position].title) + 4, longest + 2))
