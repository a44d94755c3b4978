"""What a network says of itself in its descriptor, under `reseau`; each setting and what it may be.

    adresse   https://exemple.fr/resumes/     the folder that the pages are published in
    contact   reseau@exemple.fr               or the address of a page that says how to write
    mentions  https://exemple.fr/mentions     the publisher's legal notice; `accessibilite`: the
                                              statement of accessibility
    code      https://exemple.fr/depot        where what makes the pages can be read and copied
    logo      logo.png                        a file in the network's own folder

Each is printed, or leads somewhere, on a page that travels: so it is held to what can't mislead.
The licence of the data stands in `licenses`, at the descriptor's root, as Data Package has it.
A setting more is a line in SETTINGS and a field of Settings.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import N_, _, add_nearest
from annual_report.machine.pages.checks.personal import EMAIL
from annual_report.network.reading.files.package_files import is_plain_picture
from annual_report.network.reading.schema import check_kind, check_kinds, say_impossible_value
from annual_report.network.reading.values.damage import refuse_damage
from annual_report.network.reading.values.dates import YEARS
from annual_report.network.territories.grammar import (
    OF,
    NetworkWord,
    choose_network_word,
    join_to_name,
)
from annual_report.network.territories.institutions import Institution, find_institution, is_known
from annual_report.network.territories.kinds import (
    ANY,
    DEFAULT,
    ORGANISATION,
    Kind,
    find_common_kind,
    kinds_by_name,
)

NETWORK = "reseau"
OWN_WORD = re.compile(r"(?:mon|ma|mes|notre|nos|votre|vos|ce|cette|ces)\s", re.IGNORECASE)
"""What a name may begin with that leaves no room for an article."""
CHAPTERS = (
    *("membres", "sujets", "rencontres", "presences", "temps-forts", "perspectives"),
    *("chiffres", "paires", "sources"),
)
"""The addresses of the chapters that pages have."""


class Licence(NamedTuple):
    """The licence of a network's data: its name, and where it can be read; "" if nobody says."""

    title: str = ""
    address: str = ""


NO_LICENCE = Licence()


@dataclass(frozen=True)
class Settings:
    """What the network says of itself under `reseau` in its descriptor."""

    nom: str
    institution: str = ""
    sigle: str = ""
    presentation: str = ""
    """What the network is, in a sentence."""
    fictif: bool = False
    representants: str = ""
    """By whom the members take part; nothing where nobody says."""
    absents: bool = True
    """Whether the pages tell who was a member the year before and isn't listed any more."""
    institutions: Mapping[str, str] = field(default_factory=dict)
    genres: tuple[str, ...] = (DEFAULT,)
    """The kinds of member that it has."""
    adresse: str = ""
    contact: str = ""
    logo: str = ""
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
    others: bool = False
    """Whether members have another name than their kind: the Ville de Paris among départements."""

    @property
    def title(self) -> str:
        """The network's name as a title."""
        return self.nom[:1].upper() + self.nom[1:]

    @property
    def the_network(self) -> str:
        """The network as a subject: le groupe des métropoles, la fédération, l’union."""
        return join_to_name(*self._named)

    @property
    def of_network(self) -> str:
        """The network as a complement: du groupe des métropoles, de la fédération, de l’union."""
        its_article, name = self._named
        return join_to_name(OF.get(its_article, "de"), name)

    @property
    def _named(self) -> tuple[str, str]:
        """Return its article and its name; "mon réseau" has a word of its own, and no article."""
        if OWN_WORD.match(self.nom):
            return "", self.nom[:1].lower() + self.nom[1:]
        return self.article, self.nom

    @property
    def network_word(self) -> NetworkWord:
        """What the network calls itself in a sentence: le groupe, le réseau, la fédération."""
        return choose_network_word(OWN_WORD.sub("", self.nom), self.article)

    def address_of(self, page: str) -> str | None:
        """Return where a page of the network is published; None if the network doesn't say."""
        return f"{self.adresse.rstrip('/')}/{page}" if self.adresse else None

    @property
    def kind(self) -> Kind:
        """The kind of all members, or that of mixtures: its words are those of the pages."""
        return find_common_kind(self.genres)

    @property
    def counted_as(self) -> Kind:
        """The kind whose words its members are counted in: "38 départements", "40 membres"."""
        return kinds_by_name()[ANY] if self.others else self.kind

    def institution_of(self, code: str) -> Institution:
        """Return an institution under its whole name, as it writes it if the network says so."""
        found = find_institution(code)
        return found.with_name(self.institutions.get(code, found.title))


# --- What each setting may be ----------------------------------------------------------------


def is_address(text: str) -> bool:
    """Whether a text is the address of a page, without a password or anything else to hide."""
    try:
        parts = urlsplit("" if re.search(r"\s", text) else text)
        usable = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and not (parts.query or parts.fragment)


def _article(value: str) -> str:
    """Return an article as `grammar` has it, however it was typed."""
    return clean_text(value).lower().replace("'", "’")


class Setting(NamedTuple):
    """What a setting is in JSON, whether a value of it fits, and what would be one."""

    kind: type = str
    fits: Callable[[Any], object] = lambda _value: True
    expected: str = ""


ADDRESS = Setting(str, is_address, "https://exemple.fr/page")
SETTINGS: Mapping[str, Setting] = {
    "nom": Setting(),
    "institution": Setting(),
    "sigle": Setting(),
    "presentation": Setting(),
    "fictif": Setting(bool),
    "representants": Setting(),
    "absents": Setting(bool),
    "institutions": Setting(dict),
    "genres": Setting(list, lambda said: said in kinds_by_name() and said != ANY,
                      ", ".join(each for each in kinds_by_name() if each != ANY)),
    "adresse": ADDRESS,
    "contact": Setting(str, lambda said: EMAIL.fullmatch(said) or is_address(said),
                       "reseau@exemple.fr, https://exemple.fr/contact"),
    "logo": Setting(str, is_plain_picture,
                    N_("logo.png, logo.jpg; a drawing (SVG) is exported as PNG first")),
    "chapitres_omis": Setting(list, CHAPTERS.__contains__, ", ".join(CHAPTERS)),
    "article": Setting(str, lambda said: _article(said) in OF, ", ".join(OF)),
    "depuis": Setting(int, YEARS.__contains__, f"{YEARS[0]} – {YEARS[-1]}"),
    "mentions": ADDRESS,
    "accessibilite": ADDRESS,
    "code": ADDRESS,
}  # fmt: skip
"""What a network may say of itself; each value of a list or an object is held to the same."""


def read_settings(descriptor: Mapping[str, Any]) -> Settings:
    """Return what a descriptor says of its network; raise ValueError if it can't."""
    _check_places(descriptor)
    check_kinds("", descriptor, {NETWORK: dict}, NETWORK)
    said = descriptor[NETWORK]
    check_kinds(f"{NETWORK}/", said, {name: each.kind for name, each in SETTINGS.items()}, "nom")
    for name, value in said.items():
        if name == "edition":
            line = _("“{name}”: each year has a date of publication of its own; take this out, and "
                     "write above the headings of its text, textes/AAAA.md: Parution : {date}",
                     name=f"{NETWORK}/{name}", date=value)  # fmt: skip
            raise ValueError(line)
        if name not in SETTINGS:
            taken = f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            line = _("“{name}” is no setting of a network; take this out: {line}",
                     name=f"{NETWORK}/{name}", line=taken)  # fmt: skip
            raise ValueError(add_nearest(line, find_nearest(name, [*SETTINGS])))
        check_setting(name, value, f"{NETWORK}/{name}")
    genres = tuple(said.get("genres", ())) or (DEFAULT,)
    names = said.get("institutions", {})
    for code in names if ORGANISATION not in genres else ():
        if not is_known(code):
            place = f"{NETWORK}/institutions/{code}"
            raise ValueError(_("“{place}” is no code of an institution", place=place))
    texts = {name: clean_text(value) for name, value in said.items() if isinstance(value, str)}
    more = {
        "genres": genres,
        "institutions": names,
        "article": _article(said.get("article", "le")),
        "chapitres_omis": tuple(said.get("chapitres_omis", ())),
        "licence": _licence_of(descriptor),
    }
    return Settings(**{**said, **texts, **more})


def check_setting(name: str, value: Any, place: str) -> None:
    """Raise ValueError for a value that no page could use, or that went wrong on its way.

    `place` is how the message calls the setting.
    """
    setting = SETTINGS[name]
    values = [*value.values()] if isinstance(value, dict) else value
    for each in values if isinstance(values, list) else [values]:
        if isinstance(value, dict | list):
            check_kind(place, str, each)
        text = clean_text(each) if isinstance(each, str) else each
        if isinstance(each, str):
            try:
                refuse_damage(each)
            except CellError as error:
                raise ValueError(_("“{place}” {what}", place=place, what=error.what)) from None
        if text != "" and not setting.fits(text):
            expected = _(setting.expected)
            near = find_nearest(each, expected.split(", ")) if isinstance(value, list) else None
            raise ValueError(say_impossible_value(place, each, expected, near))


def _check_places(descriptor: Mapping[str, Any]) -> None:
    """Raise ValueError for a setting that stands at the root or in a table, where nobody reads it.

    A network would believe that it has said it.
    """
    tables = descriptor.get("resources", [])
    holders = {f"resources/{at}/": each for at, each in enumerate(tables)}
    for place, holder in {"": descriptor, **holders}.items():
        for name in holder:
            if (label := fold_spelling(name)) in SETTINGS:
                line = _("“{name}” is not read there; expected: “{right}”", name=place + name,
                         right=f"{NETWORK}/{label}")  # fmt: skip
                raise ValueError(line)


def _licence_of(descriptor: Mapping[str, Any]) -> Licence:
    """Return the licence that a package declares first; an address that isn't one is none."""
    declared = descriptor.get("licenses") or [{}]
    first = declared[0] if isinstance(declared, list) and isinstance(declared[0], dict) else {}
    title, path = first.get("title") or first.get("name") or "", first.get("path") or ""
    return Licence(str(title), path if isinstance(path, str) and is_address(path) else "")


ASKED = ("presentation", "contact")
"""What a reader of a page looks for in vain where nobody says it."""


def list_unsaid(settings: Settings) -> list[str]:
    """Return the settings that a network has left empty, and its readers would miss."""
    return [name for name in ASKED if not getattr(settings, name)]
