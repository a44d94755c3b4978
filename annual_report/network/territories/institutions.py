"""The institutions that can be members of a network: their names, and their territories.

An institution is not a territory. The Collectivité européenne d’Alsace is a single institution over
two départements; the Métropole de Lyon and the Département du Rhône share a département; a commune
lies in a single département, an organisation in no département. A département is a territory,
however many institutions stand there.

The tables are in the reference, with notices that describe the columns; the 35,000 communes are
read only where a commune is asked for. Codes are those of the code officiel géographique: "44" (as
everybody writes 44D), "6AE", "69M", "53R", the SIREN of an EPCI, five signs for a commune.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.territories.grammar import (
    find_article,
    join_to_name,
    write_in_place,
)
from annual_report.network.territories.kinds import (
    COMMUNE,
    DEFAULT,
    ORGANISATION,
    REGION,
    TERRITORY,
    kinds_by_name,
)
from annual_report.network.territories.reference import read_reference, read_reference_rows

# Taken: 244400404, a SIREN; 44109 and 2A004, of communes. Not taken: 44, 69M.
LARGE_TABLES = {"intercommunalites": re.compile(r"\d{9}"), "communes": re.compile(r"\d[\dAB]\d{3}")}
"""A table that is read only if one of its codes is asked for → the form of its codes."""
KINDS_OF_TABLES = {"departements": f"{DEFAULT};{TERRITORY}", "communes": COMMUNE}
"""Table of the reference → the kinds of all its institutions, joined by ";".

The other tables say the kinds of each institution in a column, `genres`."""


class Institution(NamedTuple):
    """An institution: its codes and names, its territories, its place on a map.

    `article` is the article of the name, "la"; `before` is the word before the name after "de",
    "d’"; both are None where they follow from the name. `region` and `population` are None for an
    institution without them. `territories` are the codes of the outlines on a map; `point` is the
    place of an institution that a map draws as a dot; `key` is the folded name for searches.
    """

    # Making 35,000 frozen dataclasses would take half a second; tuples are quick.
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
    def with_article(self) -> str:
        """The name in an enumeration: l’Aude, la Métropole de Lyon, Paris, Nantes Métropole."""
        article = self.article
        if article is None:
            article = find_article(self.name)
        return join_to_name(article, self.name)

    @property
    def whole(self) -> "Institution":
        """The institution under the whole name: the Département de Loire-Atlantique."""
        return self.with_name(self.title)

    @property
    def number(self) -> str:
        """The number known to the public: 75 of 75C, 2A-2B of 20R, 84 of 84R; else the code."""
        if self.territories and len(self.departments) <= 2:
            return "-".join(self.departments)
        return self.code.removesuffix("R")

    @property
    def label(self) -> str:
        """The name in a message: "Landes (40)", but "Ville de Paris", without code."""
        if not self._has_usual_code:
            return self.title
        return f"{self.name} ({self.code})"

    @property
    def name_in_lists(self) -> str:
        """The name in lists to choose from: "40 Landes", "Ville de Paris"."""
        if not self._has_usual_code:
            return self.title
        return f"{self.code} {self.name}"

    @property
    def _has_usual_code(self) -> bool:
        """Whether the public knows the code: 44 or 244400404, but not 75C or 69M."""
        is_organisation = self.code == self.name
        ends_in_digit = self.code[-1:].isdecimal()
        return self.code in departments_by_code() or (ends_in_digit and not is_organisation)

    def with_name(self, name: str) -> "Institution":
        """Return the institution under another name: "Paris" → "Ville de Paris"."""
        if name == self.name:
            return self
        # The article and the "de" of the new name follow from its first word: "la Ville de Paris".
        return self._replace(name=name, article=None, before=None)

    def kind(self, wanted: Iterable[str]) -> str:
        """Return the first of the `wanted` kinds that fits, else the institution's first kind."""
        for kind in wanted:
            if kind in self.kinds:
                return kind
        return self.kinds[0]


def find_institution(code: str) -> Institution:
    """Return the institution of a code; any other text is the name of an organisation.

    The code of a département that is no institution's code, 67 or 75, is the territory's: the frame
    of an analyst may have a row for each département.
    """
    institution = _read_table_of(code).get(code) or departments_by_code().get(code)
    if institution:
        return institution
    return Institution(code, (ORGANISATION,), name=code, title=code)


def tell_apart(codes: Iterable[str]) -> list[Institution]:
    """Return the institutions of some codes, under names by which a reader tells them apart.

    A name that only one of them has stays: "Gironde". Of a name that two have each gets its whole
    name, "Région Guadeloupe" and "Département de la Guadeloupe"; if these are the same too, its
    code: "Saint-Denis (93066)" and "Saint-Denis (97411)".
    """
    institutions = [find_institution(code) for code in codes]
    by_code = {institution.code: institution for institution in institutions}
    names = Counter(institution.name for institution in by_code.values())
    titles = Counter(institution.title for institution in by_code.values())
    apart = []
    for institution in institutions:
        if names[institution.name] == 1:
            apart.append(institution)
        elif titles[institution.title] == 1:
            apart.append(institution.whole)
        else:
            # Two communes share the whole name too: then the codes differ.
            apart.append(institution._replace(name=institution.label))
    return apart


def is_called(kind: str, codes: Iterable[str]) -> bool:
    """Whether all institutions of some codes can be counted by the noun of a `kind`.

    Seventeen Départements are "17 départements". With the Ville de Paris or the Collectivité de
    Corse among them they are "17 membres": these have the tasks of a Département, and another name.
    Of other kinds the noun fits all: Nantes Métropole is a métropole, the Martinique a région.
    """
    if kind != DEFAULT:
        return True
    word = kind.capitalize()
    return all(find_institution(code).title.startswith(word) for code in codes)


def write_in_region(region: str) -> str:
    """Put the right word for "in" before the name of a région: en Bretagne, dans le Grand Est.

    Raise ValueError for any other name.
    """
    for institution in institutions_by_code(REGION).values():
        if institution.name == region:
            return write_in_place(region, institution.article or "")
    raise ValueError(_("“{name}” is no région", name=region))


def is_known(code: str) -> bool:
    """Whether the reference has an institution of this code."""
    return code in _read_table_of(code)


@cache
def institutions_by_code(kind: str) -> Mapping[str, Institution]:
    """Return all institutions of a kind by code, in the official order; no organisation."""
    if kind == TERRITORY:
        return departments_by_code()
    institutions = {}
    for table in kinds_by_name()[kind].tables:
        for code, institution in _read_table(table).items():
            if kind in institution.kinds:
                institutions[code] = institution
    return institutions


@cache
def departments_by_code() -> Mapping[str, Institution]:
    """Return the 101 départements, as territories, by code in the official order."""
    return _read_table("departements")


def list_towns(keys: Collection[str]) -> Mapping[str, dict[str, str]]:
    """Return for each folded name of communes (`fold_name`) the proper names by département.

    "saint denis" → {"93": "Saint-Denis", "974": "Saint-Denis"}. Names of no commune are left out.
    """
    # Paris is a collectivity, and no row of the communes.
    towns: dict[str, dict[str, str]] = {"paris": {"75": "Paris"}}
    for row in read_reference_rows("communes.csv", keys):
        _code, name, _before, department, *_numbers, key = row
        towns.setdefault(key, {})[department] = name
    return towns


def sort_codes(codes: Iterable[str], kinds: Iterable[str] = ()) -> tuple[str, ...]:
    """Return codes in the official order, each once: kind by kind, départements by number.

    Institutions of other kinds are sorted by name. `kinds` are the network's: Corse is both kinds,
    and stands among the régions in a network of régions.
    """
    wanted = tuple(kinds)
    order_of_kinds = list(kinds_by_name())
    order_of_departments = list(departments_by_code())

    def rank(code: str) -> tuple[int, int, str, str]:
        institution = find_institution(code)
        kind = institution.kind(wanted)
        place = order_of_kinds.index(kind)
        if kind == DEFAULT:
            return place, order_of_departments.index(institution.departments[0]), "", code
        return place, 0, fold_spelling(institution.name), code

    return tuple(sorted(set(codes), key=rank))


@cache
def neighbours_by_code(kind: str) -> Mapping[str, frozenset[str]]:
    """Return code → codes of the institutions of the same `kind` that have a border in common.

    Overseas there are no neighbours. A kind whose neighbours aren't known (`Kind.neighbours`), such
    as communes, has an empty mapping.
    """
    if not kinds_by_name()[kind].neighbours:
        return {}
    # An institution has the borders of all territories that it covers.
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
    """Return code → institution of the table in which a code would stand, by the code's form.

    The tables of communes and EPCI are large, and read only where such a code asks for them.
    """
    for name, pattern in LARGE_TABLES.items():
        if pattern.fullmatch(code):
            return _read_table(name)
    return _read_table("institutions")


@cache
def _read_table(name: str) -> Mapping[str, Institution]:
    """Return code → institution of a table of the reference, such as "communes", in its order."""
    # A table of institutions of one kind, such as "communes", has no column of kinds.
    kinds_of_all = KINDS_OF_TABLES.get(name, "")
    rows = read_reference(f"{name}.csv")
    return {row["code"]: _read_row(row, kinds_of_all) for row in rows}


def _read_row(row: Mapping[str, str], kinds_of_all: str) -> Institution:
    """Return the institution of a row of any table of the reference.

    The tables have different columns: a missing fact follows from the other columns. `kinds_of_all`
    are the kinds of all rows of a table without a column of kinds, joined by ";".
    """
    code = row["code"]
    departments = (row.get("departements") or row.get("departement") or code).split()
    region = row.get("region") or departments_by_code()[departments[0]].region
    # A table with a column `region` has the départements, whose territories have their codes; a
    # commune or an EPCI has no outline.
    territories = row.get("territoires", "")
    if "region" in row:
        territories = row.get("territoires", code)
    # A commune has its article, if any, within the name: Le Havre.
    article = row.get("article")
    if article is None and kinds_of_all == COMMUNE:
        article = ""
    point = None
    if "x" in row:
        point = (float(row["x"]), float(row["y"]))
    return Institution(
        code=code,
        kinds=tuple(row.get("genres", kinds_of_all).split(";")),
        name=row["nom"],
        title=_read_titles().get(code) or row.get("titre", row["nom"]),
        article=article,
        before=row.get("charniere"),
        region=region,
        departments=tuple(departments),
        territories=tuple(territories.split()),
        population=int(row["population"]),
        point=point,
        key=row.get("cle", ""),
    )


@cache
def _read_titles() -> Mapping[str, str]:
    """Return the full names, by code, of institutions whose usual article isn't the official one.

    "Département de Loire-Atlantique" is usual, without the official "la".
    """
    return {row["code"]: row["titre"] for row in read_reference("titres.csv")}
