"""The settings of a network: the rows of the table `reseau` → `Settings`, typed values by name.

    nom;groupe des métropoles         Settings(nom="groupe des métropoles", depuis=2019, …)
    depuis;2019

Pages and phrases use the fields, and words that follow from these, such as `of_network`. A setting
is described once in `tables.json`; a new setting is described there, and becomes a field here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annual_report.network.reading.schema import list_settings
from annual_report.network.reading.values.vocabulary import YES
from annual_report.network.territories.grammar import (
    OF,
    NetworkWord,
    choose_network_word,
    find_article_of_network,
    join_to_name,
)
from annual_report.network.territories.kinds import (
    ANY,
    DEFAULT,
    Kind,
    find_common_kind,
    kinds_by_name,
)


class Licence(NamedTuple):
    """The licence of a network's data: name and address; "" for an unknown licence."""

    title: str = ""
    address: str = ""


NO_LICENCE = Licence()


@dataclass(frozen=True)
class Settings:
    """The settings of a network, by their names in `tables.json`; "" or () where nothing is set."""

    nom: str
    article: str = ""
    """The article of the name: le réseau, la fédération; "" leaves the choice to the name."""
    titre: str = ""
    institution: str = ""
    sigle: str = ""
    presentation: str = ""
    """The network in a sentence."""
    description: str = ""
    genres: tuple[str, ...] = (DEFAULT,)
    """The names of the network's kinds of member: "département", "commune"."""
    institutions: Mapping[str, str] = field(default_factory=dict)
    """The names of institutions, by code, where a network has another name than the reference."""
    representants: str = ""
    """The persons by whom the members take part, such as "des agents"; "" for unknown."""
    depuis: int | None = None
    """The first year of the network; None for unknown."""
    fictif: bool = False
    absents: bool = True
    """Whether the pages tell who was a member the year before and isn't listed any more."""
    chapitres_omis: tuple[str, ...] = ()
    """The addresses of the chapters that no page has: "presences"."""
    contact: str = ""
    adresse: str = ""
    mentions: str = ""
    accessibilite: str = ""
    code: str = ""
    """Addresses: the publisher's legal notice and statement of accessibility, and the code."""
    logo: str = ""
    licence: Licence = NO_LICENCE
    """The licence of the data."""
    source: tuple[str, ...] = ()
    others: bool = False
    """Whether some members aren't of the main kind: the Ville de Paris among départements."""

    @property
    def title(self) -> str:
        """The network's name as a title: the setting "titre", or the name with a capital."""
        return self.titre or self.nom[:1].upper() + self.nom[1:]

    @property
    def of_network(self) -> str:
        """The network as a complement: du groupe des métropoles, de l’union, du réseau Réso77."""
        article = self.article or find_article_of_network(self.nom)
        if article:
            return join_to_name(OF[article], self.nom)
        return f"{self.network_word.of} {self.nom}"

    @property
    def network_word(self) -> NetworkWord:
        """The network's word in a sentence: le groupe, le réseau, la fédération."""
        article = self.article or find_article_of_network(self.nom)
        return choose_network_word(self.nom, article)

    @property
    def kind(self) -> Kind:
        """The kind of member whose words the pages use: "le département", "les communes".

        It is the network's only kind. A network with several kinds (`genres`) has the kind `ANY`,
        whose words fit all members: "le membre".
        """
        return find_common_kind(self.genres)

    @property
    def counted_as(self) -> Kind:
        """The kind whose noun counts the members: "38 départements", "40 membres".

        Where some members aren't of the main kind (`others`), they are counted as members.
        """
        if self.others:
            return kinds_by_name()[ANY]
        return self.kind


def read_settings(rows: Iterable[Mapping[str, str]]) -> Settings:
    """Return the settings of a network; an unnamed network has the name ""."""
    values = dict[str, Any](nom="")
    for row in rows:
        name = row["reglage"]
        value = row["valeur"]
        if not value:
            continue
        setting = list_settings()[name]
        if setting.get("several"):
            values[name] = (*values.get(name, ()), value)
        elif setting["type"] == "boolean":
            values[name] = value == YES
        elif setting["type"] == "year":
            values[name] = int(value)
        else:
            values[name] = value
    # A known licence has an address, which the table doesn't repeat.
    licence = list_settings()["licence"]
    addresses = dict(zip(licence["constraints"]["enum"], licence["addresses"], strict=True))
    title = values.pop("licence", "")
    if title in addresses:
        values["licence"] = Licence(title, addresses[title])
    # "44 = Département de Loire-Atlantique", a row for each institution.
    institutions = {}
    for text in values.pop("institutions", ()):
        code, _equals, name = text.partition(" = ")
        institutions[code] = name
    return Settings(**values, institutions=institutions)
