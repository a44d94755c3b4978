"""Where the members are: regions, inhabitants, and the neighbours that are not members.

Populations are the reference's *populations municipales*; there are 101 French départements in the
official code, whatever the institution that stands on each of them.
"""

from functools import cache

import pandas as pd

from annual_report.territories.departments import departments
from annual_report.territories.departments import neighbours as borders


def territory() -> pd.DataFrame:
    """Return the 101 départements in the official order: code, name, region, population."""
    return _territory().copy()


def regions(members: pd.DataFrame) -> pd.DataFrame:
    """Count members by region, most members first, then by the region's name.

    `members` has code, name, region and population. Columns: region (the index), members,
    departments (how many the region has in all), population (of the members), codes (a list).
    """
    by_region = members.groupby("region")
    found = by_region.size().astype("Int64").to_frame("members")
    found["departments"] = territory()["region"].value_counts().reindex(found.index)
    found["population"] = by_region["population"].sum()
    found["codes"] = by_region["code"].agg(list).astype(object)
    return found.sort_values("members", ascending=False, kind="stable")


def population_share(members: pd.DataFrame) -> float:
    """Return the members' share of the inhabitants of the 101 départements, from 0 to 1."""
    return float(members["population"].sum() / _territory()["population"].sum())


def borders_with(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a border between a member and any département: code, neighbour (a member)."""
    pairs = [(code, member) for member in members["code"] for code in sorted(borders()[member])]
    return pd.DataFrame(pairs, columns=["code", "neighbour"], dtype="string")


def neighbours(members: pd.DataFrame) -> pd.DataFrame:
    """Return the départements that touch a member without being one, best surrounded first.

    Columns: code, name, region, population, members (how many it touches), codes (a list of them,
    in code order). Equals stand in code order.
    """
    touching = borders_with(members)
    outside = touching[~touching["code"].isin(members["code"])]
    by_code = outside.groupby("code")["neighbour"]
    counted = by_code.size().astype("Int64").to_frame("members")
    counted["codes"] = by_code.agg(list)
    found = territory().merge(counted, left_on="code", right_index=True)
    found = found.sort_values("members", ascending=False, kind="stable", ignore_index=True)
    return found.astype({"codes": object})  # lists, even if there is none


@cache
def _territory() -> pd.DataFrame:
    rows = [(each.code, each.name, each.region, each.population) for each in departments().values()]
    columns = ["code", "name", "region", "population"]
    text = dict.fromkeys(columns[:3], "string")
    return pd.DataFrame(rows, columns=columns).astype({**text, "population": "Int64"})
