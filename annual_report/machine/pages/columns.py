"""What a column of a published table is called: the frame says it, or whoever measures such things.

A frame says it in its attributes, `frame.attrs["words"]`, by column: {"label", "unit", "decimals"},
or the label alone. What a package measures under a name of its own it makes known once, when it is
imported (`know_columns`). What neither knows has its own name.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self


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
    shown: Callable[[Any], Any] | None = None
    """What a page shows for a value that files keep as it is: 75 for 75C."""

    def show(self, value: Any) -> Any:
        """Return what a page shows for a value."""
        return self.shown(value) if self.shown else value


class Words(dict[str, Any]):
    """What a frame says of its columns, by their names.

    It is never changed: pandas, which copies attributes with each step, takes it as it is.
    """

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


Find = Callable[[str], Column | None]
_finders: list[Find] = []


def know_columns(find: Find) -> Find:
    """Have the words of columns, whosever table they stand in, asked of a function."""
    _finders.append(find)
    return find


def find_column(name: Hashable, said: Mapping[Any, Any]) -> Column | None:
    """Return the words of a column, None if nobody knows any; `said` is what its frame says."""
    # All that the frame says goes before what is known of such a name anywhere.
    told = said.get(name)
    if isinstance(told, Mapping):
        return Column(str(name), **told)
    found = (find(name) for find in _finders) if isinstance(name, str) else ()
    known = next((each for each in found if each), None)
    if told is None:
        return known
    # A title alone: the unit stays that of whoever measures it.
    return replace(known, label=told) if known else Column(str(name), told)
