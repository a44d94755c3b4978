"""What a network says of itself in its descriptor, under `reseau`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annual_report.dates import PartialDate
from annual_report.messages import _, with_nearest
from annual_report.reading.publisher import (
    NO_LICENCE,
    PUBLISHER,
    Licence,
    check_publisher,
    licence_of,
)
from annual_report.reading.schema.faults import can_not_be, is_missing, must_be
from annual_report.reading.values.cells import CellError, clean, folded, nearest
from annual_report.reading.values.damage import refuse_damage
from annual_report.reading.values.written_dates import YEARS
from annual_report.territories.grammar import OF, glued, of_name, with_article
from annual_report.territories.institutions import institution, is_known
from annual_report.territories.kinds import ANY, DEFAULT, ORGANISATION, Kind, common_kind, kinds
from annual_report.territories.spelling import find_institutions

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
PROPERTIES = frozenset(
    {"name", "title", "description", "resources", "licenses", "sources", "contributors", "created"}
    | {"keywords", "homepage", "version", "image", "id", "profile", "$schema", NETWORK}
)
"""What Data Package and this project know at the root of a descriptor."""


@dataclass(frozen=True)
class Settings:
    """What the network says of itself under `reseau` in its descriptor."""

    nom: str
    institution: str = ""
    sigle: str = ""
    fictif: bool = False
    agents: str = "agentes et agents"
    seuil: int = 0
    institutions: Mapping[str, str] = field(default_factory=dict)
    genres: tuple[str, ...] = (DEFAULT,)
    """The kinds of member that it has."""
    adresse: str = ""
    contact: str = ""
    logo: str = ""
    edition: str = ""
    """The date of the edition, as ISO has it: the pages say it, and never when they are made."""
    chapitres_omis: tuple[str, ...] = ()
    """The addresses of the chapters that no page has: "presences"."""
    article: str = "le"
    """What stands before its name: le réseau, la fédération, l’association."""
    depuis: int | None = None
    """The first year that it existed; None where nobody says."""
    mentions: str = ""
    accessibilite: str = ""
    code: str = ""
    """Addresses: the publisher's legal notice, its statement of accessibility, the code."""
    licence: Licence = NO_LICENCE
    """That of the data."""

    @property
    def title(self) -> str:
        """The network's name as a title."""
        return self.nom[:1].upper() + self.nom[1:]

    @property
    def the_network(self) -> str:
        """The network as a subject: le groupe des métropoles, la fédération, l’union."""
        return glued(self.article, self.nom)

    @property
    def of_network(self) -> str:
        """The network as a complement: du groupe des métropoles, de la fédération, de l’union."""
        return glued(OF[self.article], self.nom)

    def address_of(self, page: str) -> str | None:
        """Return where a page of the network is published; None if the network doesn't say."""
        return f"{self.adresse.rstrip('/')}/{page}" if self.adresse else None

    @property
    def kind(self) -> Kind:
        """The kind of all members, or that of mixtures: its words are those of the pages."""
        return common_kind(self.genres)

    def institution_of(self, code: str) -> str:
        """Name an institution, as it writes itself if the network says so."""
        return self.institutions.get(code, institution(code).title)

    def the_institution(self, code: str) -> str:
        """Write an institution's name as a subject: "le Département des Landes"."""
        named = self.institution_of(code)
        whole = institution(code)
        return whole.with_article if named == whole.name else with_article(named)

    def of_institution(self, code: str) -> str:
        """Write an institution's name as a complement: "du Département des Landes"."""
        named = self.institution_of(code)
        return institution(code).of_name if named == institution(code).name else of_name(named)


def settings_of(descriptor: dict[str, Any]) -> Settings:
    """Return what a descriptor says of its network; raise ValueError if it can't."""
    check_places(descriptor)
    said = descriptor.get(NETWORK)
    if said is None:
        raise ValueError(is_missing(NETWORK))
    if not isinstance(said, dict):
        raise ValueError(must_be(NETWORK, "object", said))
    for name, value in said.items():
        _check(name, value)
    if "nom" not in said:
        raise ValueError(is_missing(f"{NETWORK}/nom"))
    for code, name in said.get("institutions", {}).items():
        place = f"{NETWORK}/institutions/{code}"
        if not is_known(_code_of(code, (DEFAULT,))) and ORGANISATION not in said.get("genres", ()):
            raise ValueError(_("“{place}” is no code of an institution", place=place))
        if not isinstance(name, str):
            raise ValueError(must_be(place, "string", name))
        _check_words(place, name)
    texts = {name: clean(value) for name, value in said.items() if isinstance(value, str)}
    genres = tuple(said.get("genres", ())) or (DEFAULT,)
    names = {_code_of(code, genres): name for code, name in said.get("institutions", {}).items()}
    more = {
        "genres": genres,
        "institutions": names,
        "article": _article(said.get("article", "le")),
        "chapitres_omis": tuple(said.get("chapitres_omis", ())),
        "licence": licence_of(descriptor),
    }
    return Settings(**{**said, **texts, **more})


def _article(value: str) -> str:
    return clean(value).lower().replace("'", "’")


def _code_of(code: str, genres: tuple[str, ...]) -> str:
    """Return the code of the institution that a code means: 75 is that of the Ville de Paris."""
    found = () if is_known(code) else find_institutions(code, genres)
    return found[0].code if len(found) == 1 else code


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


def _check(name: str, value: Any) -> None:
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
    if name == "depuis" and value not in YEARS:
        limits = {"low": YEARS[0], "high": YEARS[-1], "value": value}
        raise ValueError(
            _("“{place}” must be from {low} to {high}, not {value}", place=place, **limits)
        )
    if name == "article" and _article(value) not in OF:
        raise ValueError(can_not_be(place, value, ", ".join(OF)))
    if name == "genres":
        _check_kinds(place, value)
    if name == "chapitres_omis" and not all(isinstance(each, str) for each in value):
        raise ValueError(must_be(f"{place}/0", "string", value[0]))
    if name == "edition":
        _check_date(place, value)
    elif name in PUBLISHER:
        check_publisher(place, name, value)
    elif isinstance(value, str):
        _check_words(place, value)


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


def _check_words(place: str, value: str) -> None:
    try:
        refuse_damage(value)
    except CellError as error:
        raise ValueError(_("“{place}” {what}", place=place, what=error.what)) from None
