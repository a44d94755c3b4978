"""The descriptor's JSON, where each thing is said once.

JSON lets a name be there twice, and Python would take the last: a threshold could be said, and
then quietly be another. Such a file is refused.
"""

import json
from pathlib import Path
from typing import Any

from annual_report.messages import _
from annual_report.reading.files.opening import read_file

LARGEST = 1_000_000
"""The descriptor of a network takes fifteen thousand bytes."""


def load_descriptor(path: Path) -> dict[str, Any]:
    """Return what a descriptor holds; raise ValueError for JSON that says a thing twice."""
    content = read_file(path, LARGEST, _("is too large for a descriptor"))
    text = content.decode("utf-8-sig")
    found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise ValueError(_("it must be an object in braces"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(_("“{name}” is there twice", name=name))
        found[name] = value
    return found


def _no_number(word: str) -> None:
    raise ValueError(_("“{name}” is no number", name=word))
