"""Holding what was understood against the package's own descriptor, with frictionless.

The descriptor is checked as a Data Package, then the canonical rows of each table against its
Table Schema; what frictionless finds is said in the analyst's words.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from frictionless import FrictionlessException, Package, Resource, Schema

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.schema.faults import in_words, must_be
from annual_report.reading.schema.patterns import LONGEST_CELL, is_slow
from annual_report.reading.values.cells import Field

Rows = Sequence[tuple[int, dict[str, str]]]


def descriptor_schemas(descriptor: dict[str, Any]) -> dict[str, Schema]:
    """Return the Table Schemas of a package by table; raise ValueError if it isn't one."""
    try:
        package = Package.from_descriptor(_self_contained(descriptor))
    except FrictionlessException as error:
        reasons = [reason.note for reason in error.reasons] or [str(error)]
        raise ValueError(in_words(reasons[0].split("\n")[0])) from None
    schemas = {}
    for resource in package.resources:
        # Rules across tables are ours: frictionless would have to open the other files.
        resource.schema.foreign_keys = []
        schemas[resource.name] = resource.schema
    return schemas


def _self_contained(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor that makes frictionless open no other file and no address.

    It would open a profile that isn't one of its own, and a schema that is written elsewhere.
    """
    found = {name: value for name, value in descriptor.items() if name != "profile"}
    resources = found.get("resources")
    if isinstance(resources, list):
        found["resources"] = [
            {name: value for name, value in each.items() if name != "profile"}
            if isinstance(each, dict)
            else each
            for each in resources
        ]
        for each in found["resources"]:
            schema = each.get("schema", {}) if isinstance(each, dict) else {}
            if not isinstance(schema, dict):
                raise ValueError(must_be(f"{each.get('name', '')}/schema", "object", schema))
    return found


def schema_problems(rows: Rows, schema: Schema, place: Place) -> Iterator[Problem]:
    """Hold the canonical rows of a table against its schema, and say in words what it finds."""
    if not rows:
        return
    names = schema.field_names
    too_long = list(_too_long(rows, schema, place))
    if too_long:
        yield from too_long
        return
    fields: dict[str, Field] = {field.name: field.to_descriptor() for field in schema.fields}
    data = [names, *([row[name] for name in names] for _number, row in rows)]
    report = Resource(data=data, schema=schema).validate()
    for error in report.tasks[0].errors:
        number, row = rows[getattr(error, "row_number", 2) - 2]
        column = getattr(error, "field_name", None)
        here = Place(place.file, number, column, place.sheet)
        if error.type == "primary-key":
            yield _repeated(rows, number, row, schema, here)
        elif column is not None and not row[column]:
            yield Problem(here, _("is empty"), expected=_example(fields[column]))
        elif column is not None:
            what, expected = _("is not allowed here"), _allowed(fields[column])
            yield Problem(here, what, row[column], expected)
        else:
            yield Problem(here, error.note)


def _too_long(rows: Rows, schema: Schema, place: Place) -> Iterator[Problem]:
    """Refuse cells that it would take long to hold against their column's pattern."""
    for each in schema.fields:
        if not is_slow(each.constraints.get("pattern")):
            continue
        for number, row in rows:
            if len(row[each.name]) > LONGEST_CELL:
                here = Place(place.file, number, each.name, place.sheet)
                limit = _("at most {count} signs", count=LONGEST_CELL)
                yield Problem(here, _("is too long"), row[each.name], limit)


def _repeated(rows: Rows, number: int, row: dict[str, str], schema: Schema, here: Place) -> Problem:
    """Point at both rows that say the same thing."""
    key = [row[name] for name in schema.primary_key]
    first = next(
        other for other, each in rows if [each[name] for name in schema.primary_key] == key
    )
    said = ", ".join(part for part in key if part)
    return Problem(
        here, _("is there twice"), said, _("one row only; row {row} has it too", row=first)
    )


def _example(field: Field) -> str:
    return _("a value such as {example}", example=field.get("example", field.get("title", "…")))


def _allowed(field: Field) -> str:
    limits = field.get("constraints", {})
    if "minimum" in limits and "maximum" in limits:
        return _("from {low} to {high}", low=limits["minimum"], high=limits["maximum"])
    return _example(field)
