"""Where the members are: institutions, départements, borders, and how a map can show them.

A member is an institution, and stands on one territory, several, or none (see
`territories.institutions`). Populations are the reference's *populations municipales*. What a kind
of member doesn't have is NA, and a frame of it is empty: organisations have no population, communes
no neighbours.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import pandas as pd

from annual_report.base.letters import fold_spelling
from annual_report.base.project import REFERENCE
from annual_report.network.measures.descriptions import with_words
from annual_report.network.territories.institutions import (
    Institution,
    departments_by_code,
    find_institution,
    neighbours_by_code,
    sort_codes,
    tell_apart,
)
from annual_report.network.territories.kinds import FILLED, find_common_kind
from annual_report.network.territories.outlines import list_outlines

OVERSEAS = "97"
"""How the codes of départements overseas begin."""


@with_words
def list_institutions(codes: Iterable[str], kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row an institution, kind by kind: membre, nom, nature, region, population.

    `membre` is its code. `nature` is the first of the network's `kinds` that it is, or else its own
    first one. Those that share a name have longer ones.

    >>> from annual_report import measures
    >>> measures.list_institutions(["44", "32"])[["membre", "nom", "nature", "region"]]
      membre               nom       nature            region
    0     32              Gers  département         Occitanie
    1     44  Loire-Atlantique  département  Pays de la Loire
    """
    return _make_frame(tell_apart(sort_codes(codes, kinds)), kinds)


def _make_frame(places: Iterable[Institution], kinds: Sequence[str] = ()) -> pd.DataFrame:
    rows = []
    for place in places:
        rows.append((place.code, place.name, place.kind(kinds), place.region, place.population))
    types = {**dict.fromkeys(["membre", "nom", "nature", "region"], "string"),
             "population": "Int64"}  # fmt: skip
    return pd.DataFrame(rows, columns=[*types]).astype(types)


def sort_by_code(frame: pd.DataFrame, kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Sort rows by their `membre`, as `list_institutions` does those of a network's `kinds`."""
    rank = {code: place for place, code in enumerate(sort_codes(frame["membre"].unique(), kinds))}
    order = frame["membre"].map(rank).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def count_everyone() -> int:
    """Count who lives in all départements."""
    return sum(place.population or 0 for place in departments_by_code().values())


def is_on_a_map(members: pd.DataFrame) -> bool:
    """Whether a map can show some of the members, as surfaces or as points.

    >>> from annual_report import measures
    >>> measures.is_on_a_map(measures.list_institutions(["44", "Anciela"]))
    True
    """
    places = map(find_institution, members["membre"])
    return any(place.territories or place.point for place in places)


@with_words
def count_departments_by_region(members: pd.DataFrame) -> "pd.Series[int]":
    """Count how many each region of some members has in all: them, and who might become one.

    Index: region; the name is departements. It is NA where the members fill no territories. Alsace
    is one member over two départements; the Rhône and the Métropole de Lyon, "69D" and "69M", are
    two over one.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.count_departments_by_region(members).to_dict()
    {'Pays de la Loire': 5}
    """
    places = [place for code in members["membre"] for place in find_institution(code).territories]
    departments = _make_frame(departments_by_code().values())
    is_covered = departments["membre"].map(lambda code: any(p.startswith(code) for p in places))
    others = departments.loc[~is_covered, "region"].value_counts()
    inside = members["region"].value_counts()
    whole = (inside + others.reindex(inside.index, fill_value=0)).astype("Int64")
    # What is a point on the map fills no region: there is no whole to count.
    is_filling = pd.Series(find_common_kind(members["nature"]).drawn == FILLED, whole.index)
    return whole.where(is_filling).rename("departements")


@with_words
def count_members_by_region(members: pd.DataFrame) -> pd.DataFrame:
    """Count the members in every région of France, those with most first: region, membres.

    A région without any has 0. `outre_mer` is whether it is overseas; `rang` counts the régions
    that have as many members or more, so that those with equally many have one and the same. Where
    the région of one member isn't known, no count is certain: there is no row.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49", "32"])
    >>> measures.count_members_by_region(members).head(3)
                         region  membres  rang  outre_mer
    0          Pays de la Loire        2     1      False
    1                 Occitanie        1     2      False
    2      Auvergne-Rhône-Alpes        0    18      False
    """
    regions = {place.region: place for place in departments_by_code().values() if place.region}
    in_order = sorted(regions, key=fold_spelling)
    names = pd.Index(in_order, dtype="string", name="region")
    counts = members["region"].value_counts().reindex(names, fill_value=0).astype("Int64")
    by_region = counts.sort_values(ascending=False, kind="stable").rename("membres").reset_index()
    by_region["rang"] = by_region["membres"].rank(method="max", ascending=False).astype("Int64")
    codes = by_region["region"].map(lambda region: regions[region].code)
    by_region["outre_mer"] = codes.str.startswith(OVERSEAS).astype(bool)
    is_certain = members["region"].notna().all()
    return by_region if is_certain else by_region.head(0)


@with_words
def list_borders(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a border between two members, in the official order: membre, voisin.

    Each border is there once, between two of the same kind: the graph of who touches whom is
    `networkx.from_pandas_edgelist(borders, "membre", "voisin")`.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49", "32"])
    >>> measures.list_borders(members)
      membre voisin
    0     44     49
    """
    neighbours = neighbours_by_code(find_common_kind(members["nature"]).name)
    codes = sort_codes(members["membre"])
    pairs = [pair for pair in combinations(codes, 2) if pair[1] in neighbours.get(pair[0], ())]
    return pd.DataFrame(pairs, columns=["membre", "voisin"], dtype="string")


@with_words
def list_largest_towns(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a member of mainland France, with its largest commune.

    Columns: membre, departement, ville, x, y, x_habitants, y_habitants. The last two are the mean
    place of its inhabitants; all four are kilometres. Corse and overseas have no row, for the plane
    of the maps shows them nearer than they are; nor has a member that fills no département.

    >>> from annual_report import measures, open_network
    >>> members = measures.list_members(open_network("data/reseau-exemple"), 2025)
    >>> measures.list_largest_towns(members)[["membre", "ville", "x", "y"]].head(2)
      membre      ville      x      y
    0     03  Montluçon  574.5  664.6
    1     04   Manosque  829.9  389.3
    """
    codes = []
    for member in map(find_institution, members["membre"]):
        if member.territories:
            codes += [(member.code, department) for department in member.departments]
    places = pd.DataFrame(codes, columns=["membre", "departement"], dtype="string")
    places = places.merge(_read_towns(), on="departement")
    # Both sums are of each commune's place times its inhabitants.
    weighed = places[["x", "y"]].mul(places["population"], axis="index")
    people = places.groupby("membre", sort=False)["population"].sum()
    homes = weighed.groupby(places["membre"], sort=False).sum().div(people, axis="index")
    homes = homes.add_suffix("_habitants")
    largest = places.sort_values("population", ascending=False).drop_duplicates("membre")
    seats = sort_by_code(largest.merge(homes, left_on="membre", right_index=True))
    return seats[["membre", "departement", "ville", "x", "y", *homes]]


@with_words
def locate_towns(places: pd.DataFrame) -> pd.DataFrame:
    """Add x and y, in kilometres, to rows with a town and its département.

    A town that isn't in mainland France, or that the reference doesn't know, has no row.

    >>> from annual_report import measures, open_network
    >>> meetings = measures.list_meetings(open_network("data/reseau-exemple"), 2025)
    >>> measures.locate_towns(meetings)[["ville", "departement", "x", "y"]]
       ville departement      x      y
    0  Nancy          54  839.1  929.8
    1  Brest          29   51.7  920.2
    2  Paris          75  557.0  944.3
    """
    return places.merge(_read_towns().drop(columns="population"), on=["departement", "ville"])


@cache
def _read_towns() -> pd.DataFrame:
    """Read the communes of mainland France, and the Ville de Paris, which is none of them."""
    columns = ["departement", "nom", "population", "x", "y"]
    texts = {"departement": "string", "nom": "string"}
    communes = pd.read_csv(REFERENCE / "communes.csv", usecols=columns, dtype=texts)
    paris = find_institution("75C")
    middle = next(outline.point for outline in list_outlines() if outline.code == "75")
    communes.loc[len(communes)] = ["Paris", "75", paris.population, *middle]
    towns = communes.rename(columns={"nom": "ville"})
    return towns[~towns["departement"].str.fullmatch("2[AB]|97.")].reset_index(drop=True)
