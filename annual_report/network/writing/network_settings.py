"""What a network says of itself, as questions: asked once by `init`, changed by `settings`.

Each answer is a text as somebody types it. `put_answers` puts answers into a descriptor, and raises
ValueError for one that can't be right, in the words in which `check` would refuse it.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import N_, _, add_nearest
from annual_report.network.reading.schema import say_impossible_value
from annual_report.network.reading.settings import (
    ADDRESS,
    NETWORK,
    SETTINGS,
    check_setting,
    read_settings,
)
from annual_report.network.reading.values.cells import complete_address
from annual_report.network.reading.values.dates import read_date
from annual_report.network.reading.values.vocabulary import NO, NO_WORDS, YES, YES_WORDS
from annual_report.network.territories import grammar
from annual_report.network.territories.kinds import ANY, DEFAULT, kinds_by_name

Descriptor = dict[str, Any]
Answers = Mapping[str, str]
LICENCES: Mapping[str, tuple[str, str]] = {
    "Licence Ouverte 2.0": (
        "etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.fr"),
}  # fmt: skip
"""Titles, and the name and the address of each."""
USUAL_LICENCE, NO_LICENCE = next(iter(LICENCES)), "aucune"
LICENCE, YEAR, MEMBERS = "licence", "annee", "membres"
OWN_ARTICLE = re.compile(r"(le(?= )|la(?= )|l[’'])\s*(?=\w)")
"""An article that was typed with the name, or that a folder's name has."""


@dataclass(frozen=True)
class Question:
    """What is asked about a setting, and what is answered where nobody says anything else."""

    name: str
    asked: str
    default: Callable[[Answers], str] = lambda _answers: ""
    once: bool = False
    """Only of a new network: what it begins with."""
    about: str = ""
    """The answer that this one is about: without that one, nothing is asked."""

    @property
    def text(self) -> str:
        """Its words, with the choices that there are, in the language of the messages."""
        known = ", ".join(name for name in kinds_by_name() if name != ANY)
        return _(self.asked).format(kinds=known, licences=", ".join([*LICENCES, NO_LICENCE]))


def find_initials(name: str) -> str:
    """Return the initials of a name's capitals; "" where they make no abbreviation."""
    # "La Région Bretagne" is RB: the article that it begins with is none of its words.
    found = "".join(re.findall(r"\b(?!^(?:Les?|La)\b)[A-ZÀ-ÖØ-Þ](?=\w)", name))
    return found if 2 <= len(found) <= 8 else ""


def suggest_article(name: str) -> str:
    """Return the article that a name begins with, or that its first word usually has."""
    if own := OWN_ARTICLE.match(name):
        return own[1].replace("'", "’")
    first = name.split(" ")[0]
    if grammar.VOWEL.match(first):
        return "l’"
    known = grammar.find_article(first[:1].upper() + first[1:])
    return known if known in ("le", "la") else "le"


def suggest_name(folder: Path) -> str:
    """Name a network by its folder, with the article that this has."""
    words = " ".join(re.split(r"[-_\s]+", folder.absolute().name)).strip()
    return words[:1].lower() + words[1:] or "réseau"


QUESTIONS = (
    Question("nom", N_("name of the network, as it comes after “le” or “la”")),
    Question(
        "article",
        N_("its article: le, la or l’"),
        lambda told: suggest_article(told.get("nom", "")),
    ),
    Question("institution", N_("institution that it is a part of")),
    Question(
        "sigle",
        N_("abbreviation of that institution"),
        lambda told: find_initials(told.get("institution", "")),
        about="institution",
    ),
    Question("genres", N_("kinds of member, with commas: {kinds}"), lambda _told: DEFAULT),
    Question(YEAR, N_("first year to fill in"), lambda _told: str(date.today().year), once=True),
    Question("contact", N_("address to write to, by mail or on the web")),
    Question(MEMBERS, N_("members of that year, with commas"), once=True),
)
"""What `init` asks, in this order: what an animator knows."""
OTHERS = (
    Question("depuis", N_("year in which the network began")),
    Question(LICENCE, N_("licence of the data: {licences}")),
    Question("mentions", N_("address of the legal notice")),
    Question("accessibilite", N_("address of the accessibility statement")),
    Question("code", N_("address of the code that makes the pages")),
    Question("seuil", N_("smallest number of agents that is published, 3 or more; 0: all")),
    Question("agents", N_("how the people who take part are called")),
    Question("fictif", N_("whether the network is invented: oui or non")),
    Question("adresse", N_("address of the folder that the pages are published in")),
    Question("logo", N_("file of the logo, in the network's folder")),
    Question("presentation", N_("what the network is, in a sentence")),
    Question("edition", N_("date of the edition, as 2026-02-15")),
    Question("chapitres_omis", N_("addresses of chapters that no page has, with commas")),
    Question("verifiable", N_("whether pages carry their data, to be verified: oui or non")),
)
"""What has a usual answer, and is changed by name."""
CHANGED_LATER = tuple(each for each in (*QUESTIONS, *OTHERS) if not each.once)


def put_answers(descriptor: Descriptor, answers: Answers) -> Descriptor:
    """Return a descriptor with answers in their places; raise ValueError for a wrong one."""
    said = dict(descriptor.get(NETWORK, {}))
    found = {**descriptor, NETWORK: said}
    for name, text in answers.items():
        value = clean_text(text)
        if name not in (each.name for each in CHANGED_LATER):
            line = _("“{name}” is no setting of a network", name=name)
            near = find_nearest(name, [each.name for each in (*QUESTIONS, *OTHERS)])
            raise ValueError(add_nearest(line, near if near != name else None))
        # A licence has its place in the data package; an empty answer takes a setting out, but for
        # the name, which every network has.
        if name == LICENCE:
            found["licenses"] = _read_licence(value)
        elif value:
            said[name] = _read_setting(name, value)
            check_setting(name, said[name], name)
            if name == "nom" and (own := OWN_ARTICLE.match(value)):
                said |= {"nom": value[own.end() :], "article": suggest_article(value)}
        elif name != "nom":
            said.pop(name, None)
    if not found.get("licenses"):
        found.pop("licenses", None)
    found["title"] = read_settings(found).title
    order = ("name", "id", "title", "description", "licenses")
    return {name: found[name] for name in (*order, *found) if name in found}


def write_settings(descriptor: Descriptor) -> dict[str, str]:
    """Return a descriptor's settings as `settings` shows them, in the order of the questions."""
    settings = read_settings(descriptor)
    licence = (descriptor.get("licenses") or [{}])[0]
    found = {}
    for name in (each.name for each in CHANGED_LATER):
        if name == LICENCE:
            found[name] = str(licence.get("title") or licence.get("name") or NO_LICENCE)
            continue
        value = getattr(settings, name)
        if isinstance(value, bool):
            value = YES if value else NO
        elif isinstance(value, tuple):
            value = ", ".join(value)
        found[name] = "" if value is None else str(value)
    return found


def _read_setting(name: str, value: str) -> Any:
    """Return what an answer says, as JSON has it; raise ValueError for one that says nothing."""
    kind = SETTINGS[name].kind
    if kind is list:
        # A kind is known in the plural and without its accents too.
        known = {fold_spelling(word): each.name for each in kinds_by_name().values()
                 for word in (each.name, each.plural) if name == "genres"}  # fmt: skip
        parts = [part for each in value.split(",") if (part := clean_text(each))]
        return [known.get(fold_spelling(part), part) for part in parts]
    if SETTINGS[name] is ADDRESS or name == "contact":
        return complete_address(value)
    if name == "edition":
        with suppress(CellError):  # what is no date is refused with what is expected
            return read_date(value)
    if kind is int:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            raise ValueError(say_impossible_value(name, value, _("digits alone")))
        return int(value)
    if kind is bool:
        if fold_spelling(value) in YES_WORDS | NO_WORDS:
            return fold_spelling(value) in YES_WORDS
        raise ValueError(say_impossible_value(name, value, _("oui or non")))
    return value


def _read_licence(value: str) -> list[dict[str, str]]:
    if fold_spelling(value) in ("", fold_spelling(NO_LICENCE)):
        return []
    for title, (name, path) in LICENCES.items():
        if fold_spelling(value) in (fold_spelling(title), fold_spelling(name)):
            return [{"name": name, "path": path, "title": title}]
    raise ValueError(say_impossible_value(LICENCE, value, ", ".join([*LICENCES, NO_LICENCE])))
