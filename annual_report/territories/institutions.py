"""The institutions that can be members of a network: who they are, and what each covers.

An institution is not its territory. The Collectivité européenne d’Alsace is one institution over
two départements; the Métropole de Lyon and the Département du Rhône share one; a commune lies in
one, an organisation in none. What each is stands in the tables of `institution_tables`, and which
territories touch in `voisins.csv`: two columns, `code,voisin`, each border both ways round.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from annual_report.territories.grammar import article
from annual_report.territories.institution_tables import (
    OTHER_TABLES,
    Institution,
    bodies,
    departments,
    table_of,
)
from annual_report.territories.kinds import DEFAULT, ORGANISATION, TERRITORY, kinds
from annual_report.territories.reference_tables import rows


def institution(code: str) -> Institution:
    """Return the institution of a code; any other text is the name of an organisation.

    The code of a département that no institution has for its own, 67 or 75, is the territory's: an
    analyst's frame may have a row for each département.
    """
    return _known(code) or departments().get(code) or _organisation(code)


def told_apart(codes: Iterable[str]) -> list[Institution]:
    """Return the institutions of some codes; of those that share a name each has its whole one.

    "Région Guadeloupe" beside "Département de la Guadeloupe", "Saint-Denis (93066)" beside
    "Saint-Denis (97411)".
    """
    found = [institution(code) for code in codes]
    names = Counter(name for name, _code in {(each.name, each.code) for each in found})
    if len(names) == sum(names.values()):
        return found
    titles = Counter(title for title, _code in {(each.title, each.code) for each in found})
    return [
        each
        if names[each.name] == 1
        else _called(each, each.title if titles[each.title] == 1 else each.label)
        for each in found
    ]


def _called(each: Institution, name: str) -> Institution:
    """Return an institution under another of its names."""
    if name == each.label:
        return each._replace(name=name)
    return each._replace(name=name, article=article(name), before=None)


def is_known(code: str) -> bool:
    """Tell a code of the reference."""
    return _known(code) is not None


@cache
def institutions_of(kind: str) -> Mapping[str, Institution]:
    """Return all institutions of a kind by code, in the official order; no organisation."""
    if kind == TERRITORY:
        return departments()
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


def _known(code: str) -> Institution | None:
    if found := bodies().get(code):
        return found
    for table, pattern in OTHER_TABLES.items():
        if pattern.fullmatch(code):
            return table_of(table).get(code)
    return None


def _rank(code: str) -> tuple[int, int, str]:
    """Order départements and their institutions as the code does, then régions, and the rest."""
    if code in _positions():
        return 0, _positions()[code], code
    if code in bodies():
        return 1, list(bodies()).index(code), code
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
def _organisation(name: str) -> Institution:
    return Institution(name, (ORGANISATION,), name, name, article(name))
