"""What a workbook to fill in is made of, whoever decides what it holds and whoever draws it."""

from dataclasses import dataclass

Cell = str | float | None


@dataclass(frozen=True)
class Choices:
    """A drop-down list: it suggests values, and lets others be typed."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its title, its help, its list; a spreadsheet sees numbers, or text."""

    title: str
    help: str = ""
    choices: Choices | None = None
    is_text: bool = True


@dataclass(frozen=True)
class SheetToFill:
    """A sheet to fill in; a cell is text, a number, or None."""

    title: str
    help: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Workbook:
    """Everything that a workbook shows; `origin` are the rows of its hidden sheet."""

    title: str
    guide: tuple[str, ...]
    sheets: tuple[SheetToFill, ...]
    origin: tuple[str, ...]
