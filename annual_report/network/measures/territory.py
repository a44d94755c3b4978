"""The territories of the members: institutions, départements, borders, and places on a map.

A member is an institution, and covers one territory, several, or none (see
`territories.institutions`). Populations are the reference's *populations municipales*, in
inhabitants; communes and regions come from the same reference (`data/reference`). A value that a
kind of member doesn't have is NA, and a frame about it is empty: organisations have no population,
communes no neighbours.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import pandas as pd

from annual_report.base.letters import fold_spelling
from annual_report.base.project import REFERENCE
from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.required_rows import require_codes, require_rows_of
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
    """Return a row for each institution, kind by kind: membre, nom, nature, region, population.

    `membre` is the code of the institution. `nature` is the first of the `kinds` that fits, or else
    the institution's own first kind. Institutions that share a name have longer
    names, to tell them apart; the population is in inhabitants.

    >>> from annual_report import measures
    >>> measures.list_institutions(["44", "32"])[["membre", "nom", "nature", "region"]]
      membre               nom       nature            region
    0     32              Gers  département         Occitanie
    1     44  Loire-Atlantique  département  Pays de la Loire
    """
    require_codes(codes, "list_institutions")
    in_order = sort_codes(codes, kinds)
    return _make_frame(tell_apart(in_order), kinds)


def _make_frame(places: Iterable[Institution], kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return a row for each institution, as described at `list_institutions`."""
    rows = []
    for place in places:
        nature = place.kind(kinds)
        rows.append((place.code, place.name, nature, place.region, place.population))
    types = {
        "membre": "string",
        "nom": "string",
        "nature": "string",
        "region": "string",
        "population": "Int64",
    }
    frame = pd.DataFrame(rows, columns=list(types))
    return frame.astype(types)


def sort_by_code(frame: pd.DataFrame, kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows of a frame in the official order of their `membre`, numbered from 0.

    The order is that of `list_institutions`, with the same `kinds`.
    """
    rank = {}
    codes = frame["membre"].unique()
    for place, code in enumerate(sort_codes(codes, kinds)):
        rank[code] = place
    # A stable sort keeps the rows of a member in the order in which the measure put them.
    order = frame["membre"].map(rank).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def count_everyone() -> int:
    """Return the number of inhabitants of all départements together."""
    people = 0
    for department in departments_by_code().values():
        people += department.population or 0
    return people


def is_on_a_map(members: pd.DataFrame) -> bool:
    """Whether a map can show some of the members, as surfaces or as points.

    >>> from annual_report import measures
    >>> measures.is_on_a_map(measures.list_institutions(["44", "Anciela"]))
    True
    """
    require_rows_of("list_members", members, ("membre",), "is_on_a_map")
    places = map(find_institution, members["membre"])
    return any(place.territories or place.point for place in places)


@with_words
def count_departments_by_region(members: pd.DataFrame) -> "pd.Series[int]":
    """Count the départements of each region of the members: the most members that it could have.

    Index: region; the name is departements. The count is NA where the members are points on the
    map, and fill no territories. Alsace is a single member over two départements; the Rhône and the
    Métropole de Lyon, "69D" and "69M", are two members over a single département.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.count_departments_by_region(members).to_dict()
    {'Pays de la Loire': 5}
    """
    columns = ("membre", "nature", "region")
    require_rows_of("list_members", members, columns, "count_departments_by_region")
    covered: list[str] = []
    for code in members["membre"]:
        covered += find_institution(code).territories
    departments = _make_frame(departments_by_code().values())
    is_covered = []
    for code in departments["membre"]:
        # A part of a département covers its code: "69D" begins with "69".
        is_covered.append(any(territory.startswith(code) for territory in covered))
    departments["is_covered"] = is_covered
    others = departments[~departments["is_covered"]]

    member_counts = members["region"].value_counts()
    other_counts = others["region"].value_counts()
    # A region without another département has 0 others: the reference lists every département.
    other_counts = other_counts.reindex(member_counts.index, fill_value=0)
    whole = (member_counts + other_counts).astype("Int64")
    # Points on the map fill no region: there is no whole to count.
    if find_common_kind(members["nature"]).drawn != FILLED:
        whole = pd.Series(pd.NA, whole.index, dtype="Int64")
    return whole.rename("departements")


@with_words
def count_members_by_region(members: pd.DataFrame) -> pd.DataFrame:
    """Count the members in every région of France, in descending order: region, membres.

    A région without members has 0. `rang` is the number of régions with as many members or more, so
    that régions with equally many share a rank; `outre_mer` is a bool, true for a région overseas.
    The frame is empty if the région of a single member isn't known: no count is certain then.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49", "32"])
    >>> measures.count_members_by_region(members).head(3)
                         region  membres  rang  outre_mer
    0          Pays de la Loire        2     1      False
    1                 Occitanie        1     2      False
    2      Auvergne-Rhône-Alpes        0    18      False
    """
    require_rows_of("list_members", members, ("region",), "count_members_by_region")
    department_codes = {}
    for code, department in departments_by_code().items():
        if department.region:
            department_codes[department.region] = code
    in_order = sorted(department_codes, key=fold_spelling)
    names = pd.Index(in_order, dtype="string", name="region")
    counts = members["region"].value_counts()
    counts = counts.reindex(names, fill_value=0).astype("Int64")
    # A stable sort leaves régions with equally many members in alphabetical order.
    counts = counts.sort_values(ascending=False, kind="stable")

    by_region = counts.rename("membres").reset_index()
    ranks = by_region["membres"].rank(method="max", ascending=False)
    by_region["rang"] = ranks.astype("Int64")
    codes = by_region["region"].map(department_codes)
    by_region["outre_mer"] = codes.str.startswith(OVERSEAS).astype(bool)
    # A member without a known région may belong to any of them.
    if members["region"].isna().any():
        return by_region.head(0)
    return by_region


@with_words
def list_borders(members: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each pair of members with a common border, with two codes: membre, voisin.

    `members` are the rows of `list_members` or `list_institutions`. Each pair is listed once, in
    the official order, and only members of the same kind are neighbours. So
    `networkx.from_pandas_edgelist(borders, "membre", "voisin")` is the graph of the neighbours.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49", "32"])
    >>> measures.list_borders(members)
      membre voisin
    0     44     49
    """
    require_rows_of("list_members", members, ("membre", "nature"), "list_borders")
    neighbours = neighbours_by_code(find_common_kind(members["nature"]).name)
    codes = sort_codes(members["membre"])
    borders = []
    for code, other in combinations(codes, 2):
        if other in neighbours.get(code, ()):
            borders.append((code, other))
    return pd.DataFrame(borders, columns=["membre", "voisin"], dtype="string")


@with_words
def list_largest_towns(members: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each member of mainland France, with the member's largest commune.

    Columns: membre, departement, ville, x, y, x_habitants, y_habitants. The places are kilometres
    on the plane of the maps: x and y for the commune, the others for the mean place of the member's
    inhabitants. Corse and overseas have no row, for that plane shows them nearer than they are;
    neither has a member without a département.

    >>> from annual_report import measures, open_network
    >>> members = measures.list_members(open_network("data/reseau-exemple"), 2025)
    >>> measures.list_largest_towns(members)[["membre", "ville", "x", "y"]].head(2)
      membre      ville      x      y
    0     03  Montluçon  574.5  664.6
    1     04   Manosque  829.9  389.3
    """
    require_rows_of("list_members", members, ("membre",), "list_largest_towns")
    rows = []
    for code in members["membre"]:
        member = find_institution(code)
        if member.territories:
            for department in member.departments:
                rows.append((member.code, department))
    departments = pd.DataFrame(rows, columns=["membre", "departement"], dtype="string")
    towns = departments.merge(_read_towns(), on="departement")

    # The mean place of the inhabitants: each commune's place, weighted by its population.
    people = towns.groupby("membre", sort=False)["population"].sum()
    weighted = towns[["x", "y"]].mul(towns["population"], axis="index")
    sums = weighted.groupby(towns["membre"], sort=False).sum()
    homes = sums.div(people, axis="index").add_suffix("_habitants")

    by_size = towns.sort_values("population", ascending=False)
    largest = by_size.drop_duplicates("membre")
    largest = largest.merge(homes, left_on="membre", right_index=True)
    columns = ["membre", "departement", "ville", "x", "y", *homes]
    return sort_by_code(largest[columns])


@with_words
def locate_towns(places: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a frame whose town has a known place, with x and y, in kilometres.

    `places` has the columns ville and departement, as in `list_meetings`; its columns stay. The
    rows of towns outside mainland France, or unknown to the reference, are left out: a map has no
    place for them.

    >>> from annual_report import measures, open_network
    >>> meetings = measures.list_meetings(open_network("data/reseau-exemple"), 2025)
    >>> measures.locate_towns(meetings)[["ville", "departement", "x", "y"]]
       ville departement      x      y
    0  Nancy          54  839.1  929.8
    1  Brest          29   51.7  920.2
    2  Paris          75  557.0  944.3
    """
    require_rows_of("list_meetings", places, ("ville", "departement"), "locate_towns")
    towns = _read_towns().drop(columns="population")
    return places.merge(towns, on=["departement", "ville"])


@cache
def _read_towns() -> pd.DataFrame:
    """Return the communes of mainland France: departement, ville, population, x, y (kilometres).

    The source is `communes.csv` of the reference, without Paris: the Ville de Paris is added, as a
    town in the middle of its outline.
    """
    columns = ["departement", "nom", "population", "x", "y"]
    texts = {"departement": "string", "nom": "string"}
    communes = pd.read_csv(REFERENCE / "communes.csv", usecols=columns, dtype=texts)
    paris = find_institution("75C")
    outlines_of_paris = [outline for outline in list_outlines() if outline.code == "75"]
    # Paris is drawn a second time in an inset; its place in the plane is the first outline's.
    middle = outlines_of_paris[0].point
    communes.loc[len(communes)] = ["Paris", "75", paris.population, *middle]
    towns = communes.rename(columns={"nom": "ville"})
    # Corse ("2A", "2B") and overseas ("971", …) are drawn beside the mainland, not where they are.
    is_elsewhere = towns["departement"].str.startswith(("2A", "2B", OVERSEAS))
    return towns[~is_elsewhere].reset_index(drop=True)
