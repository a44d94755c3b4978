"""Why a cell can't be understood."""

from dataclasses import dataclass


@dataclass
class CellError(Exception):
    """A cell that can't be understood: what is wrong, what was expected, the nearest choice."""

    what: str
    expected: str | None = None
    nearest: str | None = None
