"""What is wrong with a descriptor, in the analyst's words: frictionless says it in English only."""

import json
import re
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
FAULTS = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (r"'(?P<name>[^']+)' is a required property", N_("“{name}” is missing")),
        (r'"path" or "data" is required', N_("a table has no “path”")),
        (
            r"(?P<value>.+) is not of type '(?P<kind>\w+)' at property '(?P<place>.+)'",
            N_("“{place}” must be {kind}, not {value}"),
        ),
        (
            r"(?P<value>.+) does not match '\^\(\[-a-z0-9\._/\]\)\+\$' at property '(?P<place>.+)'",
            N_(
                "“{place}” takes lower-case letters without accents, digits, and . - _, not {value}"
            ),
        ),
        (
            r'field type "(?P<value>.+)" is not supported',
            N_("no column can be of the type “{value}”"),
        ),
        (r"names of the resources are not unique", N_("two tables have the same name")),
        (r'path "(?P<value>.+)" is not safe', N_("“{value}” is no file in the package’s folder")),
        (
            r'constraint "(?P<name>.+)" is not supported by type "(?P<value>.+)"',
            N_("a column of the type “{value}” has no “{name}”"),
        ),
        (r"descriptor type is not supported", N_("it must be an object in braces")),
    )
)
"""What frictionless and jsonschema say, and how it is said here."""


def in_words(note: str) -> str:
    """Say in the analyst's language what frictionless notes; as it is if nothing here knows it."""
    for pattern, message in FAULTS:
        if found := pattern.search(note):
            parts = found.groupdict()
            if "kind" in parts:
                parts["kind"] = _(KINDS.get(parts["kind"], parts["kind"]))
            if "value" in parts:
                parts["value"] = parts["value"][:60]
            return _(message, **parts)
    return note


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
