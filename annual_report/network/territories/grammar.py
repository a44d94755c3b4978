"""The words that go with a name: the article, "de" before the name; the word for a network.

    la Ville de Paris, de la Ville de Paris      "Ville" is in `mots.csv`, with its article
    Nantes Métropole, de Nantes Métropole        "Nantes" isn't: no article
    Les Petits Débrouillards, des Petits …       an article that is a part of the name

`mots.csv` has two columns, `mot,article`.
"""

import re
from functools import cache
from typing import NamedTuple

from annual_report.base.french import capitalize
from annual_report.network.territories.reference import read_reference

OF = {"le": "du", "la": "de la", "l’": "de l’", "les": "des"}
"""An article → "de" before that article."""
# French elision has no library. Taken: "Arras", "Île", "Yvelines". Not taken: "Yonne" ("de l’Yonne"
# has an article), "Hyères", whose h only the reference knows.
VOWEL = re.compile(r"[aàâäeéèêëiîïoôöuùûüœæ]|y(?![aeiouéèê])", re.IGNORECASE)
"""The beginning of a word before which "de" becomes "d’"."""
OF_FIRST_ARTICLE = {"Le": "du", "Les": "des"}
"""An article at the beginning of a name → "de" before it: Le Mans, du Mans; not "La" and "L’"."""
MASCULINE = frozenset({"atelier", "espace", "établissement", "institut", "observatoire", "office"})
"""The masculine words with "l’", whose article doesn't tell their gender."""


def join_to_name(word: str, name: str) -> str:
    """Put a word before a name, with a space unless the word is elided: l’Aude, la Ville de Paris.

    Without a word, "", the name is returned alone.
    """
    if not word or word.endswith("’"):
        return f"{word}{name}"
    return f"{word} {name}"


def find_article(name: str) -> str:
    """Return the article that `mots.csv` gives the first word of a name: "Ville de Paris" → "la".

    A first word that isn't listed there, "Nantes", has no article: "".
    """
    first_word = name.replace("’", " ").split(" ", maxsplit=1)[0]
    return _read_head_words().get(first_word, "")


def find_article_of_network(name: str) -> str:
    """Return the article of a network's name that was written without one, "" where none is sure.

    "fédération des Landes" and "Fédération des Landes" have "la", "atelier" has "l’". A word that
    `mots.csv` doesn't have may be of any gender, a plural or a number: "quatre villes" and "Réso77"
    have no article.
    """
    # People write "groupe" with a small letter, and the table has "Groupe".
    return find_article(capitalize(name.strip()))


def write_of_name(name: str, before: str | None = None) -> str:
    """Write a name as a complement: de la Ville de Paris, du Havre, d’Arras.

    `before` is the word that the reference puts before the name, "de la", "d’", "du"; None for a
    name that the reference doesn't have, such as an organisation's.
    """
    first, _space, rest = name.partition(" ")
    # Le Havre, Les Mureaux: the article is a part of the name, and contracts.
    if rest and first in OF_FIRST_ARTICLE:
        return f"{OF_FIRST_ARTICLE[first]} {rest}"
    if before is not None:
        return join_to_name(before, name)
    # Without the reference the article of the first word decides, else the first letter.
    article = find_article(name)
    if article:
        before = OF[article]
    elif VOWEL.match(name):
        before = "d’"
    else:
        before = "de"
    return join_to_name(before, name)


def write_at_town(town: str) -> str:
    """Put "à" before a town, contracted with an article: à Nantes, au Mans, aux Mureaux."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"à {town}"


def write_in_place(name: str, article: str) -> str:
    """Write that something is in a région: en Bretagne, dans le Grand Est, à La Réunion.

    `article` is the région's: "la" and "l’" make "en", "le" makes "dans le", "" makes "à".
    """
    # The régions with an elided article, such as Occitanie, are all feminine.
    if article in ("la", "l’"):
        return f"en {name}"
    if article:
        return f"dans {join_to_name(article, name)}"
    return f"à {name}"


@cache
def _read_head_words() -> dict[str, str]:
    """Return word → article of `mots.csv`, the words that begin names: "Ville" → "la"."""
    return {row["mot"]: row["article"] for row in read_reference("mots.csv")}


class NetworkWord(NamedTuple):
    """The noun by which sentences call a network, in the forms that phrases need."""

    the: str
    """With the article, as a subject: "le groupe", "l’union"."""
    of: str
    """As a complement: "du groupe", "de l’union"."""
    to: str
    """After "à": "au groupe", "à l’union"."""
    it: str
    """The pronoun: "il" or "elle"."""
    e: str
    """The ending of a participle with the noun: "" for "réuni", "e" for "réunie"."""


def choose_network_word(name: str, its_article: str) -> NetworkWord:
    """Return the noun that sentences call a network by: le groupe, la fédération, l’union.

    The noun is the first word of the network's `name`, with `its_article`, the article of the name
    or "". A proper name, or a plural with which no verb would agree, is called "le réseau".
    """
    word = name.strip().partition(" ")[0]
    # "groupe" or "Association" is a common noun; "Réso77" is a proper name.
    is_common = word.islower() or find_article(word)
    is_singular = its_article in OF and its_article != "les"
    if is_common and is_singular:
        noun = word.lower()
        article = its_article
    else:
        noun = "réseau"
        article = "le"
    the = join_to_name(article, noun)
    of = join_to_name(OF[article], noun)
    to = f"à {the}"
    if article == "le":
        to = f"au {noun}"
    # "l’" tells no gender: most words with "l’" are feminine, the others are listed.
    is_feminine = article == "la" or (article == "l’" and noun not in MASCULINE)
    if is_feminine:
        return NetworkWord(the, of, to, it="elle", e="e")
    return NetworkWord(the, of, to, it="il", e="")
