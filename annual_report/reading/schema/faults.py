"""What is wrong with a descriptor, in the analyst's words: which place, and what it must be."""

import json
from typing import Any

from annual_report.messages import N_, _

KINDS = {
    "string": N_("a text in quotation marks"),
    "array": N_("a list in square brackets"),
    "object": N_("an object in braces"),
    "boolean": N_("true or false"),
    "integer": N_("a whole number"),
}
"""What JSON Schema calls a value's kind."""
TYPES = {"string": str, "array": list, "object": dict}


def check_kind(place: str, kind: str, value: Any) -> None:
    """Raise ValueError for a value of another kind than it must be."""
    if not isinstance(value, TYPES[kind]):
        raise ValueError(must_be(place, kind, value))


def must_be(place: str, kind: str, value: Any) -> str:
    """Say that a value is of another kind than it must be."""
    written = json.dumps(value, ensure_ascii=False)[:60]
    return _(
        "“{place}” must be {kind}, not {value}", place=place, kind=_(KINDS[kind]), value=written
    )


def can_not_be(place: str, value: str, expected: str) -> str:
    """Say that a value is none of those that there are."""
    return _(
        "“{place}” can’t be “{value}”; expected: {expected}",
        place=place,
        value=value,
        expected=expected,
    )


def is_missing(name: str) -> str:
    """Say that something that is needed isn't there."""
    return _("“{name}” is missing", name=name)
