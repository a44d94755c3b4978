"""What a network may say of itself in its descriptor, and what is refused there."""

from collections.abc import Iterator, Mapping
from typing import Any

from annual_report.dates import PartialDate
from annual_report.messages import _, with_nearest
from annual_report.reading.disclosure import LEAST_THRESHOLD
from annual_report.reading.publisher import PUBLISHER, check_publisher
from annual_report.reading.schema.faults import can_not_be, must_be
from annual_report.reading.values.cells import CellError, clean, folded, nearest
from annual_report.reading.values.damage import refuse_damage
from annual_report.reading.values.dates import YEARS
from annual_report.territories.grammar import OF
from annual_report.territories.kinds import ANY, kinds

NETWORK = "reseau"
SETTINGS: Mapping[str, str] = {
    "nom": "string",
    "institution": "string",
    "sigle": "string",
    "fictif": "boolean",
    "agents": "string",
    "seuil": "integer",
    "institutions": "object",
    "genres": "array",
    "adresse": "string",
    "contact": "string",
    "logo": "string",
    "edition": "string",
    "chapitres_omis": "array",
    "article": "string",
    "depuis": "integer",
    "mentions": "string",
    "accessibilite": "string",
    "code": "string",
}
"""What a network may say of itself, and its kind in JSON."""
KIND_OF: Mapping[type, str] = {
    str: "string", bool: "boolean", int: "integer", dict: "object", list: "array",
    float: "number", type(None): "null",
}  # fmt: skip
MOST_THRESHOLD = 1000
CHAPTERS = (
    *("membres", "sujets", "rencontres", "presences", "temps-fort", "perspectives"),
    *("chiffres", "paires", "dispositifs", "sources"),
)
"""The addresses of the chapters that pages have."""
PROPERTIES = frozenset(
    {"name", "title", "description", "resources", "licenses", "sources", "contributors", "created"}
    | {"keywords", "homepage", "version", "image", "id", "profile", "$schema", NETWORK}
)
"""What Data Package and this project know at the root of a descriptor."""


def check_places(descriptor: Mapping[str, Any]) -> None:
    """Raise ValueError for a setting that stands where nobody reads it."""
    known = {folded(name) for name in SETTINGS}
    for place, name in _names(descriptor):
        label = folded(name)
        if label in known or (label == NETWORK and (place or name != NETWORK)):
            where = f"{place}/{name}" if place else name
            right = NETWORK if label == NETWORK else f"{NETWORK}/{label}"
            raise ValueError(
                _("“{name}” is not read there; expected: “{right}”", name=where, right=right)
            )


def unknown_properties(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the names at a descriptor's root that nothing reads."""
    return [name for name in descriptor if name not in PROPERTIES]


def _names(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the names where a setting may have been put by mistake, with their place."""
    yield from (("", name) for name in descriptor)
    for resource in descriptor.get("resources") or ():
        if isinstance(resource, dict):
            place = f"resources/{resource.get('name', '')}"
            yield from ((place, name) for name in resource)
            schema = resource.get("schema")
            if isinstance(schema, dict):
                yield from ((f"{place}/schema", name) for name in schema)


def check_setting(name: str, value: Any) -> None:
    """Raise ValueError for a setting that is unknown, or of another kind than it must be."""
    place = f"{NETWORK}/{name}"
    if name not in SETTINGS:
        said = _("“{name}” is no setting of a network", name=place)
        raise ValueError(with_nearest(said, nearest(name, list(SETTINGS))))
    if KIND_OF[type(value)] != SETTINGS[name]:
        raise ValueError(must_be(place, SETTINGS[name], value))
    if name == "seuil" and not 0 <= value <= MOST_THRESHOLD:
        limits = {"low": 0, "high": MOST_THRESHOLD, "value": value}
        raise ValueError(
            _("“{place}” must be from {low} to {high}, not {value}", place=place, **limits)
        )
    if name == "seuil" and 1 < value < LEAST_THRESHOLD:
        raise ValueError(
            _("“{place}” can't be {value}: it would mask 1 alone, so that each masked number would "
              "be known; give {least} or more, or 0 to publish all", place=place, value=value,
              least=LEAST_THRESHOLD)
        )  # fmt: skip
    if name == "depuis" and value not in YEARS:
        limits = {"low": YEARS[0], "high": YEARS[-1], "value": value}
        raise ValueError(
            _("“{place}” must be from {low} to {high}, not {value}", place=place, **limits)
        )
    if name == "article" and written_article(value) not in OF:
        raise ValueError(can_not_be(place, value, ", ".join(OF)))
    if name == "genres":
        _check_kinds(place, value)
    if name == "chapitres_omis":
        _check_chapters(place, value)
    if name == "edition":
        _check_date(place, value)
    elif name in PUBLISHER:
        check_publisher(place, name, value)
    elif isinstance(value, str):
        check_words(place, value)


def _check_chapters(place: str, value: list[Any]) -> None:
    """Raise ValueError for a chapter that no page has: it would be left in all of them."""
    for each in value:
        if not isinstance(each, str):
            raise ValueError(must_be(f"{place}/0", "string", each))
        if each not in CHAPTERS:
            said = can_not_be(place, each, ", ".join(CHAPTERS))
            raise ValueError(with_nearest(said, nearest(each, CHAPTERS)))


def _check_date(place: str, value: str) -> None:
    """Raise ValueError for what is no date."""
    try:
        PartialDate.parse(value)
    except ValueError:
        example = "2026-01-15"
        said = _("“{place}” must be a date, as {example}", place=place, example=example)
        raise ValueError(said) from None


def _check_kinds(place: str, value: list[Any]) -> None:
    """Raise ValueError for a kind of member that the reference doesn't have."""
    known = [each for each in kinds() if each != ANY]
    for each in value:
        if each not in known:
            near = nearest(each, known) if isinstance(each, str) else None
            said = _("“{place}” has “{value}”; expected: {known}", place=place, value=each,
                     known=", ".join(known))  # fmt: skip
            raise ValueError(with_nearest(said, near))


def check_words(place: str, value: str) -> None:
    """Raise ValueError for a text that went wrong on its way."""
    try:
        refuse_damage(value)
    except CellError as error:
        raise ValueError(_("“{place}” {what}", place=place, what=error.what)) from None


def written_article(value: str) -> str:
    """Return an article as `grammar` has it, however it was typed."""
    return clean(value).lower().replace("'", "’")
