"""The tables of territories and institutions; the 35,000 communes are read only if one is asked.

They are tables of the reference, which `scripts/rebuild_reference.py` makes:

    departements.csv        code, nom, article, charniere, locatif, code_region, region, population
    institutions.csv        code, genres, nom, article, charniere, locatif, titre, code_region,
                            departements, territoires, population
    intercommunalites.csv   code, genres, nom, code_region, departements, population, x, y
    communes.csv            code, nom, charniere, departement, population, x, y, cle

`nom` is the short name ("Landes", "Alsace"), `titre` how the institution calls itself;
`territoires` are the outlines that it fills on a map, where the Rhône has two parts, 69D and 69M;
x and y are a point of the map's sheet; `cle` is the name as it is looked for. Codes are those of
the code officiel géographique: "44" (its 44D, as everyone writes it), "6AE", "69M", "53R", the
SIREN of an EPCI, five signs for a commune. A département is a territory, whatever institution
stands on it: 67 and 68 are two of them, of the one Collectivité européenne d’Alsace.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from annual_report.territories.grammar import article, at, glued, of_name
from annual_report.territories.kinds import COMMUNE, DEFAULT, TERRITORY
from annual_report.territories.reference_tables import lines, rows

OTHER_TABLES = {"intercommunalites": re.compile(r"\d{9}"), "communes": re.compile(r"\d[\dAB]\d{3}")}
"""The codes of the tables that are read only if they are asked for."""


class Institution(NamedTuple):
    """An institution and the words that go with its name.

    `locative` is that of the short name, `before` the word before it in a complement, if that
    doesn't follow from the name. `region` and `population` are None where there is no such thing;
    `point` is where it is marked on a map that doesn't fill its territory.
    """

    # A tuple, since 35,000 frozen dataclasses take half a second to make.
    code: str
    kinds: tuple[str, ...]
    name: str
    title: str
    article: str = ""
    before: str | None = None
    locative: str = ""
    region: str | None = None
    departments: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    population: int | None = None
    point: tuple[float, float] | None = None
    key: str = ""

    @property
    def of_name(self) -> str:
        """As a complement: de l’Aude, du Havre, de la Métropole de Lyon."""
        return of_name(self.name, self.before)

    @property
    def with_article(self) -> str:
        """As in an enumeration: l’Aude, la Métropole de Lyon, Paris, Nantes Métropole."""
        return glued(self.article, self.name)

    @property
    def label(self) -> str:
        """As a table names it: "Landes (40)"; a name alone where that is the code."""
        return self.name if self.code == self.name else f"{self.name} ({self.code})"

    def kind(self, wanted: Iterable[str]) -> str:
        """Return the first of the `wanted` kinds that it is, or else its own first one."""
        return next((kind for kind in wanted if kind in self.kinds), self.kinds[0])


def table_of(name: str) -> Mapping[str, Institution]:
    """Return the institutions of a table by code."""
    return {"institutions": bodies, "intercommunalites": _epci, "communes": _communes}[name]()


@cache
def departments() -> Mapping[str, Institution]:
    """Return the 101 départements, as territories, by code in the official order."""
    found = {}
    for row in rows("departements.csv"):
        code, name, before = row["code"], row["nom"], row["charniere"]
        found[code] = Institution(
            code=code,
            kinds=(DEFAULT, TERRITORY),
            name=name,
            title=f"Département {of_name(name, before)}",
            article=row["article"],
            before=before,
            locative=row["locatif"],
            region=row["region"],
            departments=(code,),
            territories=(code,),
            population=int(row["population"]),
        )
    return MappingProxyType(found)


@cache
def bodies() -> Mapping[str, Institution]:
    """Return the institutions of departmental rank and the régions by code."""
    return MappingProxyType(
        {
            row["code"]: Institution(
                code=row["code"],
                kinds=tuple(row["genres"].split(";")),
                name=row["nom"],
                title=row["titre"],
                article=row["article"],
                before=row["charniere"],
                locative=row["locatif"],
                region=_regions()[row["code_region"]],
                departments=tuple(row["departements"].split()),
                territories=tuple(row["territoires"].split()),
                population=int(row["population"]),
            )
            for row in rows("institutions.csv")
        }
    )


@cache
def _epci() -> Mapping[str, Institution]:
    return MappingProxyType(
        {
            row["code"]: Institution(
                code=row["code"],
                kinds=tuple(row["genres"].split(";")),
                name=row["nom"],
                title=row["nom"],
                article=article(row["nom"]),
                locative=f"sur le territoire {of_name(row['nom'])}",
                region=_regions()[row["code_region"]],
                departments=tuple(row["departements"].split()),
                population=int(row["population"]),
                point=(float(row["x"]), float(row["y"])),
            )
            for row in rows("intercommunalites.csv")
        }
    )


@cache
def _communes() -> Mapping[str, Institution]:
    regions = {code: each.region for code, each in departments().items()}
    return MappingProxyType(
        {
            code: Institution(
                code=code,
                kinds=(COMMUNE,),
                name=name,
                title=name,
                before=before,
                locative=at(name),
                region=regions[department],
                departments=(department,),
                population=int(population),
                point=(float(x), float(y)),
                key=key,
            )
            for code, name, before, department, population, x, y, key in lines("communes.csv")
        }
    )


@cache
def _regions() -> Mapping[str, str]:
    return {row["code_region"]: row["region"] for row in rows("departements.csv")}
