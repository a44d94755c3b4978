"""The columns that name a member: `membre`, which older networks call `departement`.

Which kinds of member a network has is a setting, `genres` under `reseau`; the columns that name an
institution are read by it, and carry it in their field.
"""

from collections.abc import Sequence
from typing import Any

from annual_report.territories.kinds import DEFAULT

Descriptor = dict[str, Any]

MEMBER = "membre"
OLD = "departement"
OF_MEMBERS = frozenset({"membres", "presences", "dispositifs"})
"""The tables with a row for each member, whose `departement` is a member's."""
NETWORK, KINDS = "reseau", "genres"


def described(descriptor: Descriptor) -> Descriptor:
    """Return a descriptor whose members are called `membre`."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return descriptor
    return {**descriptor, "resources": [renamed(each) for each in resources]}


def with_kinds(descriptor: Descriptor) -> Descriptor:
    """Return a descriptor whose fields that name a member say of which kinds it may be."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return descriptor
    kinds = kinds_of(descriptor)
    return {**descriptor, "resources": [_with_kinds(each, kinds) for each in resources]}


def has_old_names(descriptor: Descriptor) -> bool:
    """Tell a descriptor that calls members `departement`."""
    resources = descriptor.get("resources")
    return isinstance(resources, list) and any(renamed(each) != each for each in resources)


def is_old_name(column: str, called: str) -> bool:
    """Tell a column of members that a file calls as older networks did."""
    return column == MEMBER and called == OLD


def kinds_of(descriptor: Descriptor) -> tuple[str, ...]:
    """Return the kinds of member that a descriptor gives; settings_of tells those that are none."""
    said = descriptor.get(NETWORK)
    found = said.get(KINDS) if isinstance(said, dict) else None
    if isinstance(found, list) and found and all(isinstance(each, str) for each in found):
        return tuple(found)
    return (DEFAULT,)


def renamed(resource: Any) -> Any:
    """Return a table of members whose column `departement` is `membre`, with its keys."""
    fields = _fields(resource)
    if not fields or resource.get("name") not in OF_MEMBERS:
        return resource
    names = [each.get("name") for each in fields]
    if OLD not in names or MEMBER in names:
        return resource
    schema = dict(resource["schema"])
    schema["fields"] = [
        {**each, "name": MEMBER} if each.get("name") == OLD else each for each in fields
    ]
    if isinstance(keys := schema.get("primaryKey"), list):
        schema["primaryKey"] = [MEMBER if key == OLD else key for key in keys]
    return {**resource, "schema": schema}


def _with_kinds(resource: Any, kinds: Sequence[str]) -> Any:
    fields = _fields(resource)
    if not fields:
        return resource
    told = [
        {**each, KINDS: list(kinds)} if each.get("kind") == "member" else each for each in fields
    ]
    return {**resource, "schema": {**resource["schema"], "fields": told}}


def _fields(resource: Any) -> list[Any]:
    """Return the fields of a resource that is described as it should be; none of any other."""
    schema = resource.get("schema") if isinstance(resource, dict) else None
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(isinstance(each, dict) for each in fields):
        return []
    return fields
