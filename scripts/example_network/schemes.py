"""The participatory schemes that members of the network run."""

import re
import unicodedata
from collections.abc import Sequence

from example_network.draw import Draw
from example_network.package import Row
from example_network.towns import institution_on

# Kind of scheme, first year when one might have met it, and the names that it goes by.
KINDS = (
    ("budget participatif", 2014, ("Budget participatif", "À vous de choisir", "Idées d’ici")),
    ("conseil citoyen", 2012, ("Conseil citoyen départemental", "L’assemblée des cantons")),
    ("panel citoyen", 2016, ("Panel citoyen", "Cent voix tirées au sort", "Panel des usagers")),
    ("plateforme numérique", 2015, ("La parole en ligne", "Plateforme de consultation")),
    ("conseil départemental des jeunes", 2004, ("Conseil départemental des jeunes",)),
    ("budget participatif des collèges", 2017, ("Mon collège, nos projets",)),
    ("conseil des aînés", 2008, ("Conseil des aînés", "Le cercle des anciens")),
    ("réunions de proximité", 2010, ("Le département en tournée", "Cafés-débats des cantons")),
    ("jury citoyen", 2018, ("Jury citoyen de l’environnement", "Jury citoyen des mobilités")),
    ("", 2018, ("La fabrique à idées", "Le bus de la concertation")),
)


def scheme_rows(codes: Sequence[str], draw: Draw, last_year: int) -> list[Row]:
    """Draw the rows of `dispositifs.csv`: one to three for about two thirds of the codes."""
    rows: list[Row] = []
    for code in codes:
        if not draw.chance(2 / 3):
            continue
        for kind, oldest, names in sorted(draw.some(KINDS, 1 + draw.below(3))):
            name = draw.pick(names)
            since = min(oldest + draw.below(9), last_year)
            rows.append(
                {
                    "membre": institution_on(code),
                    "dispositif": name,
                    "genre": kind,
                    "depuis": "" if draw.chance(0.2) else str(since),
                    "url": "" if draw.chance(0.35) else _address(code, name),
                }
            )
    return sorted(rows, key=lambda row: (row["membre"], row["dispositif"]))


def _address(code: str, name: str) -> str:
    """Return an address on a domain reserved for examples."""
    letters = unicodedata.normalize("NFD", name.lower()).replace("’", "-")
    bare = letters.encode("ascii", "ignore").decode()
    return f"https://example.org/{code.lower()}/{re.sub('[^a-z]+', '-', bare)}"
