"""Who is in the network: the members of a year, what moved, and the years of each of them.

The table `membres` has one row a member and a year. Seniority is left-censored: a stretch of years
that reaches the first recorded year, or one after a year that isn't recorded, may have begun
earlier, so `since` is then a lower bound and `at_least` is true.
"""

import pandas as pd

from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.measures.words import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import check_year, require_years

MOVES = {
    "stayed": "resté", "arrived": "arrivé", "returned": "revenu", "unlisted": "plus_listé",
    "left": "parti",
}  # fmt: skip
STATUS = pd.CategoricalDtype(list(MOVES.values()))


@with_words
def list_members(network: Network, year: int) -> pd.DataFrame:
    """Return one row a member of a year, in the order of the official code.

    Columns: code, name, kind, region, population; status, one of STATUS: "resté", "arrivé" or
    "revenu" (NA if the year before isn't recorded); since (a year), years (how many since then),
    at_least (a bool).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> members = measures.list_members(network, 2025)
    >>> members[["code", "name", "status", "since"]].head(2)
      code                     name  status  since
    0   03                   Allier   resté   2020
    1   04  Alpes-de-Haute-Provence  arrivé   2025
    """
    check_year(year, network.years)
    members = _list_with_status(network, year)
    rows = network.membres[network.membres["annee"] <= year]
    runs = _list_stretches(rows)
    since = runs[runs["last"] == year].set_index("code")["first"]
    members["since"] = members["code"].map(since).astype("Int64")
    members["years"] = year - members["since"] + 1
    members["at_least"] = ~(members["since"] - 1).isin(rows["annee"]).astype(bool)
    return members


@with_words
def compare_members(network: Network, year: int) -> pd.DataFrame:
    """Return the members of a year and those of the year before that are not in it any more.

    Columns: code, name, kind, region, population, status; who isn't in the list any more is "parti"
    where somebody noted the departure, and else "plus_listé", unless the network leaves the latter
    out (`absents`). Without a recorded year before it there are the members alone, and their status
    is NA.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.compare_members(network, 2025)
    >>> moves.loc[moves["status"].eq("parti"), "name"].tolist()
    ['Pas-de-Calais']
    """
    check_year(year, network.years)
    now, before = _list_with_status(network, year), _institutions_of(network, year - 1)
    gone = before[~before["code"].isin(now["code"])]
    departures = network.departs.loc[network.departs["annee"] == year, "membre"]
    status = pd.Series("plus_listé", gone.index).mask(gone["code"].isin(departures), "parti")
    gone = gone.assign(status=status.astype(STATUS))
    if not network.settings.absents:
        gone = gone[gone["status"].ne("plus_listé")]
    return sort_by_code(pd.concat([now, gone]), network.settings.genres)


def _list_with_status(network: Network, year: int) -> pd.DataFrame:
    members, rows = _institutions_of(network, year), network.membres
    before = rows.loc[rows["annee"] == year - 1, "membre"]
    earlier = rows.loc[rows["annee"] < year - 1, "membre"]
    # The last that applies counts: who was there the year before has stayed, whatever came earlier.
    status = pd.Series("arrivé", members.index).mask(members["code"].isin(earlier), "revenu")
    status = status.mask(members["code"].isin(before), "resté")
    # Without the year before, nobody is known to have come.
    return members.assign(status=status.mask(pd.Series(before.empty, members.index)).astype(STATUS))


def _institutions_of(network: Network, year: int) -> pd.DataFrame:
    codes = network.membres.loc[network.membres["annee"] == year, "membre"]
    institutions = list_institutions(codes, network.settings.genres)
    apart = pd.Series(not network.settings.kind.regions, institutions.index)  # a région is in none
    return institutions.assign(region=institutions["region"].mask(apart))


@with_words
def list_tenures(network: Network, until: int) -> pd.DataFrame:
    """Return one row an institution that was ever a member, in the official order.

    Columns: code, name, kind, region, population, first, last (years), years (how many), periods (a
    list of (first, last), one a stretch), status in the year `until`: "membre", "parti" if somebody
    noted the departure, else "plus_listé". Years after `until` are left out; so is whoever isn't
    listed any more, if the network leaves them out (`absents`).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_tenures(network, 2025)[["name", "first", "last", "years"]].head(2)
                          name  first  last  years
    0                   Allier   2020  2025      6
    1  Alpes-de-Haute-Provence   2025  2025      1
    """
    require_years([until])
    runs = _list_stretches(network.membres[network.membres["annee"] <= until])
    runs["period"] = list(zip(runs["first"], runs["last"], strict=True))
    runs["years"] = runs["last"] - runs["first"] + 1
    ever = runs.groupby("code").agg(
        first=("first", "min"), last=("last", "max"), years=("years", "sum"),
        periods=("period", list),
    )  # fmt: skip
    tenures = list_institutions(ever.index, network.settings.genres)
    tenures = tenures.merge(ever, left_on="code", right_index=True)
    tenures["status"] = _find_status_of_tenures(network, tenures, until)
    is_shown = tenures["last"].eq(until) | network.settings.absents
    return tenures[is_shown].reset_index(drop=True)


def _find_status_of_tenures(
    network: Network, tenures: pd.DataFrame, until: int
) -> "pd.Series[str]":
    """Return who is still a member; of the others, whose departure somebody noted afterwards."""
    noted = network.departs[network.departs["annee"] <= until]
    departures = noted.groupby("membre")["annee"].max()
    departure = tenures["code"].map(departures)
    is_noted = departure.gt(tenures["last"]).fillna(False).astype(bool)
    status = pd.Series("plus_listé", tenures.index, dtype="string")
    status = status.mask(is_noted, "parti")
    return status.mask(tenures["last"].eq(until), "membre")


def _list_stretches(membres: pd.DataFrame) -> pd.DataFrame:
    """Return one row a run of consecutive years of a member: code, first, last.

    A member of 2020, 2021 and 2024 has two: 2020 to 2021, and 2024.
    """
    rows = membres.drop_duplicates(["membre", "annee"]).sort_values(["membre", "annee"])
    run = rows["annee"] - rows.groupby("membre").cumcount()  # the same within a run
    runs = rows.groupby(["membre", run], sort=False)["annee"].agg(first="min", last="max")
    return runs.reset_index("membre").rename(columns={"membre": "code"})


@with_words
def count_members_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the members of each year, and what moved since the year before.

    Index: year, from the first recorded one to `until`. Columns: members; stayed, arrived,
    returned, unlisted and left, how many have each status of `compare_members`; before (the members
    of the year before); NA where it takes a year that isn't recorded. Of a network that leaves
    out who isn't listed any more, stayed, unlisted and before are NA: each would tell of them.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.count_members_by_year(network, 2025)
    >>> moves[["members", "stayed", "arrived"]].tail(2)
          members  stayed  arrived
    year
    2024       38      33        3
    2025       40      36        3
    """
    require_years([until])
    moves = {year: compare_members(network, year) for year in network.years if year <= until}
    every = pd.concat(moves, names=["year"]).reset_index("year")
    years = pd.Index(range(network.years[0], until + 1), name="year")
    gone = every["status"].isin(["parti", "plus_listé"])
    counts = every[~gone].groupby("year").size().to_frame("members").reindex(years)
    # The index has every year, so that the row above is the year before, recorded or not.
    counts["before"] = counts["members"].shift(1)
    moved = pd.crosstab(every["year"], every["status"]).reindex(years, fill_value=0)
    for name, status in MOVES.items():
        is_compared = counts["members"].notna() & counts["before"].notna()
        counts[name] = moved.get(status, pd.Series(0, years)).where(is_compared)
    if not network.settings.absents:
        counts[["stayed", "unlisted", "before"]] = pd.NA
    return counts[["members", *MOVES, "before"]].astype("Int64")
