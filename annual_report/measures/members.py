"""Who is in the network: the members of a year, what moved, and the years of each of them.

The table `membres` has one row a member and a year. Seniority is left-censored: a stretch of years
that reaches the first recorded year, or one after a year that isn't recorded, may have begun
earlier, so `since` is then a lower bound and `at_least` is true.
"""

import pandas as pd

from annual_report.french.periods import member_years
from annual_report.measures.territory import list_institutions
from annual_report.measures.words import add_words
from annual_report.network import Network
from annual_report.territories.institutions import in_code_order


@add_words
def list_members(network: Network, year: int) -> pd.DataFrame:
    """Return one row a member of a year, in the order of the official code.

    Columns: code, name, kind, region, population; status, "resté", "arrivé" or "revenu" (NA if the
    year before isn't recorded); since (a year), years (how many since then), at_least (a bool).
    """
    rows = network.membres[network.membres["annee"] <= year]
    found = _institutions_of(network, year)
    found["status"] = _status(rows, found["code"], year)
    runs = list_stretches(rows)
    since = runs[runs["last"] == year].set_index("code")["first"]
    found["since"] = found["code"].map(since).astype("Int64")
    found["years"] = year - found["since"] + 1
    found["at_least"] = ~(found["since"] - 1).isin(rows["annee"]).astype(bool)
    return found


def _institutions_of(network: Network, year: int) -> pd.DataFrame:
    codes = network.membres.loc[network.membres["annee"] == year, "membre"]
    return list_institutions(codes, network.settings.genres)


@add_words
def compare_members(network: Network, year: int) -> pd.DataFrame:
    """Return the members of a year and those of the year before that are not in it any more.

    Columns: code, name, kind, region, population, status; who isn't in the list any more is "parti"
    where somebody noted the departure, and else "plus listé". Without a recorded year before it
    there are the members alone, and their status is NA.
    """
    now = list_members(network, year)
    before = _institutions_of(network, year - 1)
    gone = before[~before["code"].isin(now["code"])]
    noted = gone["code"].isin(_departures(network, year))
    status = pd.Series("plus listé", gone.index, dtype="string").mask(noted, "parti")
    gone = gone.assign(status=status)
    both = pd.concat([now[gone.columns], gone]).astype({"status": "string"})
    return sort_by_code(both)


@add_words
def sort_by_code(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by their `code` as the official list does: Corse stands between 19 and 21."""
    rank = {code: place for place, code in enumerate(in_code_order(frame["code"].unique()))}
    order = frame["code"].map(rank).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)


@add_words
def list_stretches(membres: pd.DataFrame) -> pd.DataFrame:
    """Return one row a run of consecutive years of a member: code, first, last.

    A member of 2020, 2021 and 2024 has two: 2020 to 2021, and 2024.
    """
    rows = membres.drop_duplicates(["membre", "annee"]).sort_values(["membre", "annee"])
    run = rows["annee"] - rows.groupby("membre").cumcount()  # the same within a run
    found = rows.groupby(["membre", run], sort=False)["annee"].agg(first="min", last="max")
    return found.reset_index("membre").rename(columns={"membre": "code"})


@add_words
def list_tenures(network: Network, until: int) -> pd.DataFrame:
    """Return one row an institution that was ever a member, those who came first standing first.

    Columns: code, name, kind, region, population, first, last (years), years (how many), periods (a
    list of (first, last), one a stretch). Years after `until` are left out; equals in code order.
    """
    rows = network.membres[network.membres["annee"] <= until]
    runs = list_stretches(rows)
    runs["period"] = list(zip(runs["first"], runs["last"], strict=True))
    runs["years"] = runs["last"] - runs["first"] + 1
    ever = runs.groupby("code").agg(
        first=("first", "min"), last=("last", "max"), years=("years", "sum"),
        periods=("period", list),
    )  # fmt: skip
    found = list_institutions(ever.index, network.settings.genres).merge(
        ever, left_on="code", right_index=True
    )
    return found.sort_values("first", kind="stable").reset_index(drop=True)


@add_words
def list_ever_members(network: Network) -> pd.DataFrame:
    """Return one row an institution that was ever a member, in the official order.

    Columns: those of `list_tenures`, and status: "membre" in the last year, or "autre année" alone.
    """
    found = sort_by_code(list_tenures(network, network.years[-1]))
    status = pd.Series("membre", found.index, dtype="string")
    return found.assign(status=status.where(found["last"].eq(network.years[-1]), "autre année"))


@add_words
def list_member_years(network: Network, until: int) -> pd.DataFrame:
    """Return one row a year of a member: code, name, year, in the order of `list_tenures`."""
    found = list_tenures(network, until)[["code", "name"]]
    rows = network.membres.rename(columns={"membre": "code", "annee": "year"})
    return found.merge(rows[rows["year"] <= until]).drop_duplicates().reset_index(drop=True)


def list_unrecorded_years(network: Network, until: int) -> list[int]:
    """Return the years without a recorded member, between the first recorded one and `until`."""
    return [year for year in range(network.years[0], until) if year not in network.years]


@add_words
def count_members_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the members of each year, and what moved since the year before.

    Index: year, from the first recorded one to `until`. Columns: members; stayed, arrived,
    returned, unlisted and left, how many have each status of `compare_members`; before (the members
    of the year before); NA where it takes a year that isn't recorded.
    """
    rows = network.membres.rename(columns={"membre": "code", "annee": "year"})
    rows = rows[rows["year"] <= until]
    first = rows.groupby("code")["year"].transform("min")
    previous = rows.sort_values("year").groupby("code")["year"].shift()
    rows["stayed"] = previous.eq(rows["year"] - 1).fillna(False)
    rows["returned"] = ~rows["stayed"] & rows["year"].gt(first)
    counts = rows.groupby("year").agg(
        members=("code", "size"), stayed=("stayed", "sum"), returned=("returned", "sum")
    )
    years = pd.Index(range(network.years[0], until + 1), name="year")
    counts = counts.reindex(years).astype("Int64")
    counts["before"] = counts["members"].shift(1)
    counts["arrived"] = counts["members"] - counts["stayed"] - counts["returned"]
    gone = network.departs.rename(columns={"membre": "code", "annee": "year"})[["code", "year"]]
    left = rows.assign(year=rows["year"] + 1).merge(gone).groupby("year").size()
    counts["left"] = left.reindex(years, fill_value=0)
    counts["unlisted"] = counts["before"] - counts["stayed"] - counts["left"]
    moved = ["stayed", "arrived", "returned"]
    counts[moved] = counts[moved].mask(counts["before"].isna())
    counts["left"] = counts["left"].mask(counts["unlisted"].isna())
    kept = ["members", "stayed", "arrived", "returned", "unlisted", "left", "before"]
    return counts[kept].astype("Int64")


def _departures(network: Network, year: int) -> "pd.Series[str]":
    """Return who is noted to have left in a year, and isn't listed in it."""
    return network.departs.loc[network.departs["annee"] == year, "membre"]


def _status(rows: pd.DataFrame, codes: pd.Series, year: int) -> pd.Series:
    """Say of each member of a year what it was before; NA if the year before isn't recorded."""
    before = rows.loc[rows["annee"] == year - 1, "membre"]
    earlier = rows.loc[rows["annee"] < year - 1, "membre"]
    status = pd.Series(pd.NA, codes.index, dtype="string")
    if before.empty:
        return status
    status[:] = "arrivé"
    status[codes.isin(earlier)] = "revenu"
    status[codes.isin(before)] = "resté"
    return status


def say_member_years(tenures: pd.DataFrame, network: Network, until: int) -> "pd.Series[str]":
    """Say when each was a member: "depuis 2024 au moins", "de 2020 à 2022, puis depuis 2025"."""
    recorded = [year for year in network.years if year <= until]
    return tenures["periods"].map(lambda stretches: member_years(stretches, recorded, until))
