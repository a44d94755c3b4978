"""The départements: names, grammar, regions and populations.

It reads `data/reference/`, which `scripts/rebuild_reference.py` makes, and nothing heavier than
the standard library.

`departements.csv`: the 101 départements in the order of their codes, Corse between 19 and 21,
overseas last. Names take the typographic apostrophe ("Côtes-d’Armor"), as the reports print it,
where the official code has the straight one.

    code,nom,article,charniere,locatif,code_region,region,population
    40,Landes,les,des,dans les Landes,75,Nouvelle-Aquitaine,433570
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from annual_report.territories.grammar import glued
from annual_report.territories.reference_tables import rows

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
        return glued(self.article, self.name)

    @property
    def of_name(self) -> str:
        """As a complement: de l’Aude, d’Ille-et-Vilaine, des Landes, de La Réunion."""
        return glued(self.of, self.name)


@cache
def departments() -> Mapping[str, Department]:
    """Return the 101 départements by code, in the official order."""
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
            for row in rows("departements.csv")
        }
    )


def in_region(name: str) -> str:
    """Say where a region is: en Bretagne, dans le Grand Est, à Mayotte."""
    return REGION_LOCATIVES.get(name, f"en {name}")
