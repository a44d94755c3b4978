"""The départements: names, grammar, regions, populations and neighbours.

It reads `data/reference/`, which `scripts/rebuild_reference.py` makes, and nothing heavier than
the standard library.

`departements.csv`: the 101 départements in the order of their codes, Corse between 19 and 21,
overseas last. Names take the typographic apostrophe ("Côtes-d’Armor"), as the reports print it,
where the official code has the straight one.

    code,nom,article,charniere,locatif,code_region,region,population
    40,Landes,les,des,dans les Landes,75,Nouvelle-Aquitaine,433570

`voisins.csv`: two columns, `code,voisin`; each border is there both ways. It has the two parts of
the Rhône too, 69D and 69M, which aren't départements (see `institutions`).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from annual_report.project import REFERENCE

FOLDER = REFERENCE

# Regions that "en" does not introduce.
REGION_LOCATIVES = {
    "Grand Est": "dans le Grand Est",
    "Hauts-de-France": "dans les Hauts-de-France",
    "La Réunion": "à La Réunion",
    "Mayotte": "à Mayotte",
    "Pays de la Loire": "dans les Pays de la Loire",
}


@dataclass(frozen=True)
class Department:
    """A département and the words that go with its name; `article` is empty for Paris."""

    code: str
    name: str
    article: str
    of: str
    locative: str
    region_code: str
    region: str
    population: int

    @property
    def with_article(self) -> str:
        """As in an enumeration: l’Aude, la Charente, Paris."""
        return _glued(self.article, self.name)

    @property
    def of_name(self) -> str:
        """As a complement: de l’Aude, d’Ille-et-Vilaine, des Landes, de La Réunion."""
        return _glued(self.of, self.name)


@cache
def departments() -> Mapping[str, Department]:
    """Return the 101 départements by code, in the official order."""
    rows = _rows("departements.csv")
    return MappingProxyType(
        {
            row["code"]: Department(
                code=row["code"],
                name=row["nom"],
                article=row["article"],
                of=row["charniere"],
                locative=row["locatif"],
                region_code=row["code_region"],
                region=row["region"],
                population=int(row["population"]),
            )
            for row in rows
        }
    )


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """Return the codes that share a border with each département: none overseas."""
    found: dict[str, set[str]] = {code: set() for code in departments()}
    for row in _rows("voisins.csv"):
        if row["code"] in found and row["voisin"] in found:  # and not the two parts of the Rhône
            found[row["code"]].add(row["voisin"])
    return MappingProxyType({code: frozenset(others) for code, others in found.items()})


def in_region(name: str) -> str:
    """Say where a region is: en Bretagne, dans le Grand Est, à Mayotte."""
    return REGION_LOCATIVES.get(name, f"en {name}")


def in_code_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Sort codes as the official list does, each once."""
    wanted = set(codes)
    return tuple(code for code in departments() if code in wanted)


def _glued(word: str, name: str) -> str:
    """Put a word before a name, with a space unless it is elided."""
    return f"{word}{name}" if not word or word.endswith("’") else f"{word} {name}"


def _rows(name: str) -> list[dict[str, str]]:
    """Read a table of the reference."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
