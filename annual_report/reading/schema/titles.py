"""What the columns of a network's tables are called: the titles that its descriptor gives them.

A table that is published is only a frame; whose it is was said when the network was opened.
"""

from collections.abc import Iterable, Mapping
from typing import Any

_titles: dict[str, str] = {}


def titles_of(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the titles of columns by name; of two tables that differ in one, neither's."""
    found: dict[str, set[str]] = {}
    for field in fields:
        found.setdefault(field["name"], set()).add(field.get("title", ""))
    return {name: min(titles) for name, titles in found.items() if len(titles) == 1 and any(titles)}


def entitle(titles: Mapping[str, str]) -> None:
    """Head the columns of tables as the network does that is opened now."""
    _titles.clear()
    _titles.update(titles)


def title_of(column: str) -> str:
    """Return the title of a column; "" if the network that was opened last gives it none."""
    return _titles.get(column, "")
