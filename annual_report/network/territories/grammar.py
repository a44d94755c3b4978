"""The words that go with a name: its article, "de" before it; what a network is in a sentence.

    la Ville de Paris, de la Ville de Paris      a head word of `mots.csv`, with its article
    Nantes Métropole, de Nantes Métropole        no head word: no article
    Les Petits Débrouillards, des Petits …       an article that is a part of the name

`mots.csv` has two columns, `mot,article`.
"""

import re
from functools import cache
from typing import NamedTuple

from annual_report.network.territories.reference import read_reference

OF = {"le": "du", "la": "de la", "l’": "de l’", "les": "des"}
"""What "de" becomes with each article."""
VOWEL = re.compile(r"[aàâäeéèêëiîïoôöuùûüœæ]|y(?![aeiouéèê])", re.IGNORECASE)
OWN_ARTICLE = {"Le": "du", "Les": "des"}
"""The articles of a name's own that "de" contracts with; "La" and "L’" stand as they are."""
MASCULINE = frozenset({"atelier", "espace", "institut", "observatoire", "office"})
"""Words of which "l’" doesn't tell that they are masculine."""


def join_to_name(word: str, name: str) -> str:
    """Put a word before a name, with a space unless it is elided."""
    return f"{word}{name}" if not word or word.endswith("’") else f"{word} {name}"


def find_article(name: str) -> str:
    """Return the article of the word that a name begins with, "" if it takes none."""
    return _head_words().get(re.split(r"[ ’]", name, maxsplit=1)[0], "")


def write_of_name(name: str, before: str | None = None) -> str:
    """Write a name as a complement: de la Ville de Paris, du Havre, d’Arras.

    `before` is the word before it, where the reference gives it: "de la", "d’", "du".
    """
    first, _space, rest = name.partition(" ")
    # Le Havre, Les Mureaux: the article is the name's own, and contracts.
    if rest and first in OWN_ARTICLE:
        return f"{OWN_ARTICLE[first]} {rest}"
    # The reference doesn't say: the article of its first word, or the first letter.
    if before is None:
        head = find_article(name)
        elided = "d’" if VOWEL.match(name) else "de"
        before = OF[head] if head else elided
    return join_to_name(before, name)


def write_at_town(town: str) -> str:
    """Put "à" before a town, contracted with its article: à Nantes, au Mans, aux Mureaux."""
    for own, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(own):
            return contracted + town.removeprefix(own)
    return f"à {town}"


@cache
def _head_words() -> dict[str, str]:
    return {row["mot"]: row["article"] for row in read_reference("mots.csv")}


class NetworkWord(NamedTuple):
    """A word for the network: "le groupe", "du groupe", "au groupe"; its pronoun, and its "e"."""

    the: str
    of: str
    to: str
    it: str
    e: str
    """What agrees with it: "réuni" or "réunie"."""


def choose_network_word(name: str, its_article: str) -> NetworkWord:
    """Return the word that a network's name begins with: le groupe, la fédération, l’union.

    It is "le réseau" for a proper name, and for a plural, with which no verb would agree.
    """
    word = name.split(maxsplit=1)[0] if name.strip() else ""
    common = word.islower() or find_article(word)
    single = its_article in OF and its_article != "les"
    noun, article = (word.lower(), its_article) if common and single else ("réseau", "le")
    the, of = (join_to_name(before, noun) for before in (article, OF[article]))
    to = f"au {noun}" if article == "le" else f"à {the}"
    is_feminine = article == "la" or (article == "l’" and noun not in MASCULINE)
    return NetworkWord(the, of, to, *(("elle", "e") if is_feminine else ("il", "")))
