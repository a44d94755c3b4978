"""The words that go with an institution's name: its article, and "de" before it.

    la Ville de Paris, de la Ville de Paris      a head word of `mots.csv`, with its article
    Nantes Métropole, de Nantes Métropole        no head word: no article
    Les Petits Débrouillards, des Petits …       an article that is a part of the name

`mots.csv` has two columns, `mot,article`.
"""

import re
from functools import cache

from annual_report.territories.reference_tables import rows

OF = {"le": "du", "la": "de la", "l’": "de l’", "les": "des"}
"""What "de" becomes with each article."""
VOWEL = re.compile(r"[aàâäeéèêëiîïoôöuùûüœæ]|y(?![aeiouéèê])", re.IGNORECASE)
REGION_LOCATIVES = {
    "Grand Est": "dans le Grand Est",
    "Hauts-de-France": "dans les Hauts-de-France",
    "La Réunion": "à La Réunion",
    "Mayotte": "à Mayotte",
    "Pays de la Loire": "dans les Pays de la Loire",
}
"""The régions that "en" does not introduce."""
OWN_ARTICLE = {"Le": "du", "Les": "des"}
"""The articles of a name's own that "de" contracts with; "La" and "L’" stand as they are."""


def glued(word: str, name: str) -> str:
    """Put a word before a name, with a space unless it is elided."""
    return f"{word}{name}" if not word or word.endswith("’") else f"{word} {name}"


def article(name: str) -> str:
    """Return the article of the word that a name begins with, "" if it takes none."""
    return _head_words().get(re.split(r"[ ’]", name, maxsplit=1)[0], "")


def with_article(name: str) -> str:
    """Write a name as in an enumeration: la Ville de Paris, Nantes Métropole."""
    return glued(article(name), name)


def of_name(name: str, before: str | None = None) -> str:
    """Write a name as a complement: de la Ville de Paris, du Havre, d’Arras.

    `before` is the word before it, where the reference gives it: "de la", "d’", "du".
    """
    first, _space, rest = name.partition(" ")
    if rest and first in OWN_ARTICLE:
        return f"{OWN_ARTICLE[first]} {rest}"
    if before is None:
        head = article(name)
        elided = "d’" if VOWEL.match(name) else "de"
        before = OF[head] if head else elided
    return glued(before, name)


def at(town: str) -> str:
    """Put "à" before a town, contracted with its article: à Nantes, au Mans, aux Mureaux."""
    for own, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(own):
            return contracted + town.removeprefix(own)
    return f"à {town}"


def in_region(name: str) -> str:
    """Say where a region is: en Bretagne, dans le Grand Est, à Mayotte."""
    return REGION_LOCATIVES.get(name, f"en {name}")


def of_region(name: str) -> str:
    """Write a region after a noun: de Bretagne, du Grand Est, des Hauts-de-France."""
    where = in_region(name) if name != "Centre-Val de Loire" else f"dans le {name}"
    for locative, article in (("dans le ", "du "), ("dans les ", "des "), ("dans la ", "de la ")):
        if where.startswith(locative):
            return article + where.removeprefix(locative)
    return glued("d’" if VOWEL.match(name) else "de", name)


@cache
def _head_words() -> dict[str, str]:
    return {row["mot"]: row["article"] for row in rows("mots.csv")}
