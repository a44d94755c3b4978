"""The institutions that can be members of a network: who they are, and what each covers.

An institution is not its territory. The Collectivité européenne d’Alsace is one institution over
two départements; the Métropole de Lyon and the Département du Rhône share one; a commune lies in
one, an organisation in none. A département is a territory, whatever institution stands on it.

The tables are the reference's, whose columns their notices describe; the 35,000 communes are read
only if one is asked for. Codes are those of the code officiel géographique: "44" (its 44D, as
everyone writes it), "6AE", "69M", "53R", the SIREN of an EPCI, five signs for a commune.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from annual_report.base.letters import fold_spelling
from annual_report.network.territories.grammar import find_article, join_to_name, write_of_name
from annual_report.network.territories.kinds import (
    COMMUNE,
    DEFAULT,
    ORGANISATION,
    TERRITORY,
    kinds_by_name,
)
from annual_report.network.territories.reference import read_reference, read_reference_rows

LARGE_TABLES = {"intercommunalites": re.compile(r"\d{9}"), "communes": re.compile(r"\d[\dAB]\d{3}")}
"""The codes of the tables that are read only if they are asked for."""
KINDS = {"departements": f"{DEFAULT};{TERRITORY}", "communes": COMMUNE}
"""Of what kinds those are whose table doesn't say it."""


class Institution(NamedTuple):
    """An institution and the words that go with its name.

    `article`, and `before`, the word before the name in a complement, are None where they follow
    from the name. `region` and `population` are None where there is no such thing; `point` is where
    it is marked on a map that doesn't fill its territory; `key` is the name as it is looked for.
    """

    # A tuple, since 35,000 frozen dataclasses take half a second to make.
    code: str
    kinds: tuple[str, ...]
    name: str
    title: str
    article: str | None = None
    before: str | None = None
    region: str | None = None
    departments: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    population: int | None = None
    point: tuple[float, float] | None = None
    key: str = ""

    @property
    def of_name(self) -> str:
        """As a complement: de l’Aude, du Havre, de la Métropole de Lyon."""
        return write_of_name(self.name, self.before)

    @property
    def with_article(self) -> str:
        """As in an enumeration: l’Aude, la Métropole de Lyon, Paris, Nantes Métropole."""
        article = find_article(self.name) if self.article is None else self.article
        return join_to_name(article, self.name)

    @property
    def whole(self) -> "Institution":
        """Under its whole name: the Département de Loire-Atlantique."""
        return self.with_name(self.title)

    @property
    def number(self) -> str:
        """What the public knows it by: 75 of 75C, 2A-2B of 20R, 84 of 84R; or else its code."""
        few = self.territories and len(self.departments) <= 2
        return "-".join(self.departments) if few else self.code.removesuffix("R")

    @property
    def label(self) -> str:
        """As a message names it: "Landes (40)", but "Ville de Paris": nobody uses its code."""
        return f"{self.name} ({self.code})" if self._has_usual_code else self.title

    @property
    def in_a_list(self) -> str:
        """As lists to choose from name it: "40 Landes", "Ville de Paris"."""
        return f"{self.code} {self.name}" if self._has_usual_code else self.title

    @property
    def _has_usual_code(self) -> bool:
        return self.code in departments_by_code() or (
            self.code[-1:].isdecimal() and self.code != self.name
        )

    def with_name(self, name: str) -> "Institution":
        """Return it under another of its names, whose article is that of the first word."""
        if name == self.name:
            return self
        return self._replace(name=name, article=None, before=None)

    def kind(self, wanted: Iterable[str]) -> str:
        """Return the first of the `wanted` kinds that it is, or else its own first one."""
        return next((kind for kind in wanted if kind in self.kinds), self.kinds[0])


def find_institution(code: str) -> Institution:
    """Return the institution of a code; any other text is the name of an organisation.

    The code of a département that no institution has for its own, 67 or 75, is the territory's: an
    analyst's frame may have a row for each département.
    """
    organisation = Institution(code, (ORGANISATION,), code, code)
    return _read_table_of(code).get(code) or departments_by_code().get(code) or organisation


def tell_apart(codes: Iterable[str]) -> list[Institution]:
    """Return the institutions of some codes; of those that share a name each has its whole one.

    "Région Guadeloupe" beside "Département de la Guadeloupe", "Saint-Denis (93066)" beside
    "Saint-Denis (97411)".
    """
    institutions = [find_institution(code) for code in codes]
    by_code = {institution.code: institution for institution in institutions}
    names = Counter(institution.name for institution in by_code.values())
    titles = Counter(institution.title for institution in by_code.values())
    for at_, institution in enumerate(institutions):
        if names[institution.name] > 1:
            # Two communes share their whole name too: their codes tell them apart.
            is_shared, label = titles[institution.title] > 1, institution.label
            institutions[at_] = institution._replace(name=label) if is_shared else institution.whole
    return institutions


def is_called(kind: str, codes: Iterable[str]) -> bool:
    """Whether all of some institutions call themselves what their kind is.

    Of the départements, the Ville de Paris and the Collectivité de Corse don't. Other kinds have no
    such rule: Nantes Métropole is one, and France has 18 régions, the Martinique among them.
    """
    return kind != DEFAULT or all(
        find_institution(code).title.startswith(kind.capitalize()) for code in codes
    )


def is_known(code: str) -> bool:
    """Whether a code is one of the reference."""
    return code in _read_table_of(code)


@cache
def institutions_by_code(kind: str) -> Mapping[str, Institution]:
    """Return all institutions of a kind by code, in the official order; no organisation."""
    if kind == TERRITORY:
        return departments_by_code()
    return {
        code: institution
        for table in kinds_by_name()[kind].tables
        for code, institution in _read_table(table).items()
        if kind in institution.kinds
    }


@cache
def departments_by_code() -> Mapping[str, Institution]:
    """Return the 101 départements, as territories, by code in the official order."""
    return _read_table("departements")


def list_towns(keys: Collection[str]) -> Mapping[str, dict[str, str]]:
    """Return the communes of some names, as they are looked for: their names by département."""
    # Paris is a collectivity, and no row of the communes.
    names: dict[str, dict[str, str]] = {"paris": {"75": "Paris"}}
    for _code, name, _of, department, *_where, key in read_reference_rows("communes.csv", keys):
        names.setdefault(key, {})[department] = name
    return names


def sort_codes(codes: Iterable[str], kinds: Iterable[str] = ()) -> tuple[str, ...]:
    """Sort codes, each once, kind by kind: départements by number, all others by name.

    `kinds` are a network's: among régions Corse is one, and no département.
    """
    kinds = (*kinds,)
    order, numbers = [*kinds_by_name()], [*departments_by_code()]

    def rank(code: str) -> tuple[int, int, str, str]:
        institution = find_institution(code)
        if (kind := institution.kind(kinds)) == DEFAULT:
            return order.index(kind), numbers.index(institution.departments[0]), "", code
        return order.index(kind), 0, fold_spelling(institution.name), code

    return tuple(sorted({*codes}, key=rank))


@cache
def neighbours_by_code(kind: str) -> Mapping[str, frozenset[str]]:
    """Return the codes of the same kind whose territories share a border with those of each.

    There are none overseas, and none for kinds that `genres.csv` gives no neighbours.
    """
    if not kinds_by_name()[kind].neighbours:
        return {}
    # Borders are those of outlines; an institution has those of all that it fills.
    owners: dict[str, set[str]] = {}
    for code, institution in institutions_by_code(kind).items():
        for place in institution.territories:
            owners.setdefault(place, set()).add(code)
    neighbours: dict[str, set[str]] = {code: set() for code in institutions_by_code(kind)}
    for row in read_reference("voisins.csv"):
        for code in owners.get(row["code"], ()):
            neighbours[code] |= owners.get(row["voisin"], set()) - {code}
    return {code: frozenset(others) for code, others in neighbours.items()}


def _read_table_of(code: str) -> Mapping[str, Institution]:
    """Read the table that has a code, if any has it."""
    large = (name for name, pattern in LARGE_TABLES.items() if pattern.fullmatch(code))
    return _read_table(next(large, "institutions"))


@cache
def _read_table(name: str) -> Mapping[str, Institution]:
    """Read a table of institutions, by code."""
    kinds = KINDS.get(name, "")
    rows = read_reference(f"{name}.csv")
    return {row["code"]: _read_row(row, kinds) for row in rows}


def _read_row(row: Mapping[str, str], kinds: str) -> Institution:
    """Return an institution; what its table has no column for follows from the others."""
    code, name, get = row["code"], row["nom"], row.get
    # The départements are their own territories; of communes and EPCI no outline is drawn.
    departments = tuple((get("departements") or get("departement") or code).split())
    return Institution(
        code=code,
        kinds=tuple(get("genres", kinds).split(";")),
        name=name,
        title=_titles().get(code) or get("titre", name),
        article=get("article", "" if kinds == COMMUNE else None),
        before=get("charniere"),
        region=get("region") or departments_by_code()[departments[0]].region,
        departments=departments,
        territories=tuple(get("territoires", code if "region" in row else "").split()),
        population=int(row["population"]),
        point=(float(row["x"]), float(row["y"])) if "x" in row else None,
        key=get("cle", ""),
    )


@cache
def _titles() -> Mapping[str, str]:
    """Return the titles of those that don't call themselves as the official article has it."""
    return {row["code"]: row["titre"] for row in read_reference("titres.csv")}
