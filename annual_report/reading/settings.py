"""What a network says of itself in its descriptor, under `reseau`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annual_report.messages import _
from annual_report.reading.publisher import NO_LICENCE, Licence, licence_of
from annual_report.reading.schema.faults import is_missing, must_be
from annual_report.reading.settings_rules import (
    NETWORK,
    check_places,
    check_setting,
    check_words,
    written_article,
)
from annual_report.reading.values.cells import clean
from annual_report.territories.called import Called, called_by
from annual_report.territories.grammar import OF, glued, of_name, with_article
from annual_report.territories.institutions import institution, is_known
from annual_report.territories.kinds import DEFAULT, ORGANISATION, Kind, common_kind
from annual_report.territories.spelling import find_institutions

OWN_WORD = re.compile(r"(?:mon|ma|mes|notre|nos|votre|vos|ce|cette|ces)\s", re.IGNORECASE)
"""What a name may begin with that leaves no room for an article."""


@dataclass(frozen=True)
class Settings:
    """What the network says of itself under `reseau` in its descriptor."""

    nom: str
    institution: str = ""
    sigle: str = ""
    fictif: bool = False
    agents: str = ""
    """By whom the members take part; nothing where nobody says."""
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
        return glued(*self._named)

    @property
    def of_network(self) -> str:
        """The network as a complement: du groupe des métropoles, de la fédération, de l’union."""
        its_article, name = self._named
        return glued(OF.get(its_article, "de"), name)

    @property
    def _named(self) -> tuple[str, str]:
        """Return its article and its name; "mon réseau" has a word of its own, and no article."""
        if OWN_WORD.match(self.nom):
            return "", self.nom[:1].lower() + self.nom[1:]
        return self.article, self.nom

    @property
    def called(self) -> Called:
        """What the network calls itself in a sentence: le groupe, le réseau, la fédération."""
        return called_by(OWN_WORD.sub("", self.nom), self.article)

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
        check_setting(name, value)
    if "nom" not in said:
        raise ValueError(is_missing(f"{NETWORK}/nom"))
    for code, name in said.get("institutions", {}).items():
        place = f"{NETWORK}/institutions/{code}"
        if not is_known(_code_of(code, (DEFAULT,))) and ORGANISATION not in said.get("genres", ()):
            raise ValueError(_("“{place}” is no code of an institution", place=place))
        if not isinstance(name, str):
            raise ValueError(must_be(place, "string", name))
        check_words(place, name)
    texts = {name: clean(value) for name, value in said.items() if isinstance(value, str)}
    genres = tuple(said.get("genres", ())) or (DEFAULT,)
    names = {_code_of(code, genres): name for code, name in said.get("institutions", {}).items()}
    more = {
        "genres": genres,
        "institutions": names,
        "article": written_article(said.get("article", "le")),
        "chapitres_omis": tuple(said.get("chapitres_omis", ())),
        "licence": licence_of(descriptor),
    }
    return Settings(**{**said, **texts, **more})


def _code_of(code: str, genres: tuple[str, ...]) -> str:
    """Return the code of the institution that a code means: 75 is that of the Ville de Paris."""
    found = () if is_known(code) else find_institutions(code, genres)
    return found[0].code if len(found) == 1 else code
