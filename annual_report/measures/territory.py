"""Where the members are: institutions, regions, inhabitants, and neighbours that aren't members.

A member is an institution, and stands on one territory, several, or none (see
`territories.institutions`). Populations are the reference's *populations municipales*. What a kind
of member doesn't have is NA, and a frame of it is empty: organisations have no population, communes
no neighbours.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
from pandas.api.typing import NAType

from annual_report.measures.words import add_words
from annual_report.phrases.names import is_readable
from annual_report.territories.institution_tables import departments
from annual_report.territories.institutions import (
    in_code_order,
    institution,
    institutions_of,
    told_apart,
)
from annual_report.territories.institutions import neighbours as borders
from annual_report.territories.kinds import Kind, common_kind

LONGEST_ROW = 28
"""Letters of a name that a row of a grid has room for."""
FILLED = "territoires"
"""How `genres.csv` says that a map fills the territories of a kind."""


@add_words
def list_institutions(codes: Iterable[str], kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row an institution, in the official order: code, name, kind, region, population.

    `kind` is the first of the network's `kinds` that it is, or else its own first one. Those that
    share a name have longer ones.
    """
    found = told_apart(in_code_order(codes))
    return pd.DataFrame(
        {
            "code": pd.array([each.code for each in found], "string"),
            "name": pd.array([each.name for each in found], "string"),
            "kind": pd.array([each.kind(kinds) for each in found], "string"),
            "region": pd.array([each.region for each in found], "string"),
            "population": pd.array([each.population for each in found], "Int64"),
        }
    )


def find_kind(members: pd.DataFrame) -> Kind:
    """Return the kind of some members, or that of mixtures: what there is to say of them."""
    if "kind" in members:
        return common_kind(members["kind"])
    return common_kind(institution(code).kinds[0] for code in members["code"])


@add_words
def list_mapped(members: pd.DataFrame) -> pd.DataFrame:
    """Return those that a map can show: who has a territory or a point.

    Columns: those of `members`.
    """
    places = [institution(code) for code in members["code"]]
    shown = [bool(each.territories or each.point) for each in places]
    return members[pd.Series(shown, members.index, dtype=bool)]


def are_all_of_kind(members: pd.DataFrame) -> bool:
    """Whether every institution of the members' kind is one of them."""
    return len(members) == len(institutions_of(find_kind(members).name))


def name_rows(members: pd.DataFrame) -> "pd.Series[str]":
    """Name the rows of a grid: "44 Loire-Atlantique", the name alone where the code says nothing.

    A name is cut where it would leave no room for the grid; two that would then be alike keep
    their codes.
    """
    named = members.drop_duplicates("code").set_index("code")["name"]
    named = named.where(named.str.len() <= LONGEST_ROW, named.str[:LONGEST_ROW].str.rstrip() + "…")
    codes = named.index.to_series()
    coded = codes.map(is_readable).astype(bool) | named.duplicated(keep=False)
    return members["code"].map(named.where(~coded, codes + " " + named))


def describe_shapes(members: pd.DataFrame) -> dict[str, bool]:
    """Tell how a map shows them: whether some are `surfaces`, whether some are `points`."""
    places = [institution(code) for code in members["code"]]
    return {
        "surfaces": any(each.territories for each in places),
        "points": any(each.point and not each.territories for each in places),
    }


@add_words
def list_departments() -> pd.DataFrame:
    """Return the 101 départements in the official order: code, name, region, population."""
    found = departments().values()
    return pd.DataFrame(
        {
            "code": pd.array([each.code for each in found], "string"),
            "name": pd.array([each.name for each in found], "string"),
            "region": pd.array([each.region for each in found], "string"),
            "population": pd.array([each.population for each in found], "Int64"),
        }
    )


@add_words
def count_members_by_region(members: pd.DataFrame) -> pd.DataFrame:
    """Count members by region, most members first, then by the region's name.

    `members` has code, name, region and population. Columns: region (the index), members,
    departments (how many the region has in all: its members, and the départements that none of them
    covers; NA for members that fill none), population (of the members), codes (a list). Nothing is
    in a region where the kind of the members is none's.
    """
    kind = find_kind(members)
    if not kind.regions:
        members = members.iloc[:0]
    by_region = members.groupby("region")
    found = by_region.size().astype("Int64").to_frame("members")
    # Alsace is one member over two départements; the Rhône and the Métropole de Lyon, "69D" and
    # "69M", are two over one.
    places = [place for code in members["code"] for place in institution(code).territories]
    every = list_departments()
    covered = every["code"].map(lambda code: any(place.startswith(code) for place in places))
    others = every.loc[~covered, "region"].value_counts()
    possible = found["members"] + others.reindex(found.index, fill_value=0).astype("Int64")
    found["departments"] = possible.reindex(found.index if kind.drawn == FILLED else [])
    found["population"] = by_region["population"].sum(min_count=1)
    found["codes"] = by_region["code"].agg(list).astype(object)
    return found.sort_values("members", ascending=False, kind="stable")


def count_regions(members: pd.DataFrame) -> int | NAType:
    """Count the regions that the members are in; NA unless each of them is in one."""
    found = count_members_by_region(members)
    everywhere = len(found) > 0 and found["members"].sum() == len(members)
    return len(found) if everywhere else pd.NA


def compute_population_share(members: pd.DataFrame) -> float:
    """Return the members' share of the inhabitants of the 101 départements, from 0 to 1."""
    everyone = sum(each.population or 0 for each in departments().values())
    return float(members["population"].sum() / everyone)


@add_words
def list_borders(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a border between a member and its like: code, neighbour (a member)."""
    known = borders(find_kind(members).name)
    pairs = [
        (code, each) for each in members["code"] for code in in_code_order(known.get(each, ()))
    ]
    return pd.DataFrame(pairs, columns=["code", "neighbour"], dtype="string")


@add_words
def list_neighbours(members: pd.DataFrame) -> pd.DataFrame:
    """Return who touches a member without being one, and is of its kind, best surrounded first.

    Columns: code, name, kind, region, population, members (how many it touches), codes (a list of
    them, in code order). Equals stand in code order.
    """
    touching = list_borders(members)
    outside = touching[~touching["code"].isin(members["code"])]
    by_code = outside.groupby("code")["neighbour"]
    counted = by_code.size().astype("Int64").to_frame("members")
    counted["codes"] = by_code.agg(list)
    every = list_institutions(counted.index, (find_kind(members).name,))
    found = every.merge(counted, left_on="code", right_index=True)
    found = found.sort_values("members", ascending=False, kind="stable", ignore_index=True)
    return found.astype({"codes": object})  # lists, even if there is none
