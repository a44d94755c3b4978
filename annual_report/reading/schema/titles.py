"""What the columns of a network's tables are called: the titles that its descriptor gives them."""

from collections.abc import Iterable, Mapping
from typing import Any


def titles_of(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the titles of columns by name; of two tables that differ in one, neither's."""
    found: dict[str, set[str]] = {}
    for field in fields:
        found.setdefault(field["name"], set()).add(field.get("title", ""))
    return {name: min(titles) for name, titles in found.items() if len(titles) == 1 and any(titles)}
