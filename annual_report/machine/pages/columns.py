"""What a column of a published table is called, if whoever measures such things has said it.

A package makes known once, when it is imported, what it calls what it measures (`know_columns`).
Any other column has its own name.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """How a column of a published table is headed and printed.

    `unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "année" or
    "date". A key figure has a meaning, and the chapter of the page that it stands in.
    """

    name: str
    label: str
    unit: str = ""
    decimals: int | None = None
    meaning: str = ""
    chapter: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """How some of its values are printed: identifiers, as "plus_listé"."""
    shown: Callable[[Any], Any] = lambda value: value
    """What a page shows for a value that files keep as it is: 75 for 75C."""


Find = Callable[[str], Column | None]
_finders: list[Find] = []


def know_columns(find: Find) -> Find:
    """Have the words of columns, whosever table they stand in, asked of a function."""
    _finders.append(find)
    return find


def find_column(name: Hashable) -> Column | None:
    """Return the words of a column, None if nobody knows any."""
    columns = (find(name) for find in _finders) if isinstance(name, str) else ()
    return next((column for column in columns if column), None)
