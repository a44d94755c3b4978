"""The institutions that can be members of a network: who they are, and what each covers.

An institution is not its territory. The Collectivité européenne d’Alsace is one institution over
two départements; the Métropole de Lyon and the Département du Rhône share one; a commune lies in
one, an organisation in none. Tables of the reference, which `scripts/rebuild_reference.py` makes:

    institutions.csv        code, genres, nom, article, charniere, locatif, titre, code_region,
                            departements, territoires, population
    intercommunalites.csv   code, genres, nom, code_region, departements, population, x, y
    communes.csv            code, nom, charniere, departement, population, x, y, cle
    voisins.csv             code, voisin: the territories that share a border, both ways round

`nom` is the short name ("Landes", "Alsace"), `titre` how the institution calls itself;
`territoires` are the outlines that it fills on a map, where the Rhône has two parts, 69D and 69M;
x and y are a point of the map's sheet; `cle` is the name as it is looked for. Codes are those of
the code officiel géographique: "44" (its 44D, as everyone writes it), "6AE", "69M", "53R", the
SIREN of an EPCI, five signs for a commune. An organisation's code is its name.

A table is read when one of its codes is asked for: the communes cost 35,000 rows.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from annual_report.territories.departments import departments
from annual_report.territories.grammar import article, glued, of_name, with_article
from annual_report.territories.kinds import DEFAULT, kinds
from annual_report.territories.tables import lines, rows

ORGANISATION = "organisation"
COMMUNE = "commune"
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


def institution(code: str) -> Institution:
    """Return the institution of a code; any other text is the name of an organisation.

    The code of a département that no institution has for its own, 67 or 75, is the territory's: an
    analyst's frame may have a row for each département.
    """
    return _known(code) or _territory(code) or _organisation(code)


def is_known(code: str) -> bool:
    """Tell a code of the reference."""
    return _known(code) is not None


@cache
def institutions_of(kind: str) -> Mapping[str, Institution]:
    """Return all institutions of a kind by code, in the official order; no organisation."""
    return MappingProxyType(
        {
            code: found
            for table in kinds()[kind].tables
            for code, found in table_of(table).items()
            if kind in found.kinds
        }
    )


def in_code_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Sort codes as the official lists do, each once; organisations come last, by name."""
    return tuple(sorted(set(codes), key=_rank))


@cache
def neighbours(kind: str) -> Mapping[str, frozenset[str]]:
    """Return the codes of the same kind whose territories share a border with those of each.

    There are none overseas, and none for kinds that `genres.csv` gives no neighbours.
    """
    if not kinds()[kind].neighbours:
        return MappingProxyType({})
    every = institutions_of(kind)
    owners: dict[str, list[str]] = {}
    for code, each in every.items():
        for place in each.territories:
            owners.setdefault(place, []).append(code)
    found: dict[str, set[str]] = {code: set() for code in every}
    for row in rows("voisins.csv"):
        for code in owners.get(row["code"], ()):
            found[code].update(other for other in owners.get(row["voisin"], ()) if other != code)
    return MappingProxyType({code: frozenset(others) for code, others in found.items()})


def table_of(name: str) -> Mapping[str, Institution]:
    """Return the institutions of a table by code."""
    return {"institutions": _bodies, "intercommunalites": _epci, "communes": _communes}[name]()


def _known(code: str) -> Institution | None:
    if found := _bodies().get(code):
        return found
    for table, pattern in OTHER_TABLES.items():
        if pattern.fullmatch(code):
            return table_of(table).get(code)
    return None


def _rank(code: str) -> tuple[int, int, str]:
    """Order départements and their institutions as the code does, then régions, and the rest."""
    if code in _positions():
        return 0, _positions()[code], code
    if code in _bodies():
        return 1, list(_bodies()).index(code), code
    for number, pattern in enumerate(OTHER_TABLES.values(), 2):
        if pattern.fullmatch(code):
            return number, 0, code
    return len(OTHER_TABLES) + 2, 0, code.casefold()


@cache
def _positions() -> Mapping[str, int]:
    """Return the place of each département, which is that of the institution that starts there."""
    order = {code: place for place, code in enumerate(departments())}
    of_rank = institutions_of(DEFAULT).values()
    return MappingProxyType(order | {each.code: order[each.departments[0]] for each in of_rank})


@cache
def _territory(code: str) -> Institution | None:
    found = departments().get(code)
    if found is None:
        return None
    return Institution(
        code=code,
        kinds=(DEFAULT,),
        name=found.name,
        title=f"Département {found.of_name}",
        article=found.article,
        before=found.of,
        locative=found.locative,
        region=found.region,
        departments=(code,),
        territories=(code,),
        population=found.population,
    )


@cache
def _organisation(name: str) -> Institution:
    return Institution(name, (ORGANISATION,), name, name, article(name))


@cache
def _bodies() -> Mapping[str, Institution]:
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


def at(town: str) -> str:
    """Put "à" before a town, contracted with its article: à Nantes, au Mans, aux Mureaux."""
    for own, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(own):
            return contracted + town.removeprefix(own)
    return f"à {town}"


@cache
def _regions() -> Mapping[str, str]:
    return {each.region_code: each.region for each in departments().values()}


__all__ = [
    "Institution", "at", "in_code_order", "institution", "institutions_of", "is_known",
    "neighbours", "with_article",
]  # fmt: skip
