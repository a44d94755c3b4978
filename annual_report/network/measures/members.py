"""Who is in the network: the members of a year, what moved, and the years of each of them.

The table `membres` has one row a member and a year. Seniority is left-censored: a stretch of years
that reaches the first recorded year, or one after a year that isn't recorded, may have begun
earlier, so `depuis` is then a lower bound and `au_moins` is true.
"""

import pandas as pd

from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.network import Network
from annual_report.network.parameters import check_year, require_until

STAYED, ARRIVED, RETURNED = "resté", "arrivé", "revenu"
UNLISTED, LEFT = "plus_listé", "parti"
MEMBER = "membre"
STATUS = pd.CategoricalDtype([STAYED, ARRIVED, RETURNED, UNLISTED, LEFT])
COUNTS = {
    STAYED: "membres_restes",
    ARRIVED: "arrivees",
    RETURNED: "retours",
    UNLISTED: "plus_listes",
    LEFT: "departs",
}
"""The key figures that count the members of each status."""


@with_words
def list_members(network: Network, year: int) -> pd.DataFrame:
    """Return one row a member of a year, in the order of the official code.

    Columns: membre (its code), nom, nature, region, population; statut, one of STATUS: "resté",
    "arrivé" or "revenu" (NA if the year before isn't recorded); depuis (a year), annees (how many
    since then), au_moins (a bool).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> members = measures.list_members(network, 2025)
    >>> members[["membre", "nom", "statut", "depuis"]].head(2)
      membre                      nom  statut  depuis
    0     03                   Allier   resté    2020
    1     04  Alpes-de-Haute-Provence  arrivé    2025
    """
    check_year(year, network.years)
    members = _list_with_status(network, year)
    rows = network.membres[network.membres["annee"] <= year]
    stretches = _list_stretches(rows)
    current = stretches[stretches["derniere"] == year].set_index("membre")
    members["depuis"] = members["membre"].map(current["premiere"]).astype("Int64")
    members["annees"] = year - members["depuis"] + 1
    members["au_moins"] = ~(members["depuis"] - 1).isin(rows["annee"]).astype(bool)
    return members


@with_words
def compare_members(network: Network, year: int) -> pd.DataFrame:
    """Return the members of a year and those of the year before that are not in it any more.

    Columns: membre, nom, nature, region, population, statut; who isn't in the list any more is
    "parti" where somebody noted the departure, and else "plus_listé", unless the network leaves the
    latter out (`absents`). Without a recorded year before it there are the members alone, and their
    statut is NA.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.compare_members(network, 2025)
    >>> moves.loc[moves["statut"].eq("parti"), "nom"].tolist()
    ['Pas-de-Calais']
    """
    check_year(year, network.years)
    now = _list_with_status(network, year)
    before = _list_institutions_of(network, year - 1)
    gone = before[~before["membre"].isin(now["membre"])]
    departures = network.departs.loc[network.departs["annee"] == year, "membre"]
    status = pd.Series(UNLISTED, gone.index).mask(gone["membre"].isin(departures), LEFT)
    gone = gone.assign(statut=status.astype(STATUS))
    if not network.settings.absents:
        gone = gone[gone["statut"].ne(UNLISTED)]
    return sort_by_code(pd.concat([now, gone]), network.settings.genres)


def _list_with_status(network: Network, year: int) -> pd.DataFrame:
    members = _list_institutions_of(network, year)
    rows = network.membres
    before = rows.loc[rows["annee"] == year - 1, "membre"]
    earlier = rows.loc[rows["annee"] < year - 1, "membre"]
    # The last that applies counts: who was there the year before has stayed, whatever came earlier.
    status = pd.Series(ARRIVED, members.index)
    status = status.mask(members["membre"].isin(earlier), RETURNED)
    status = status.mask(members["membre"].isin(before), STAYED)
    if before.empty:  # nobody is known to have come
        status = pd.Series(pd.NA, members.index)
    return members.assign(statut=status.astype(STATUS))


def _list_institutions_of(network: Network, year: int) -> pd.DataFrame:
    codes = network.membres.loc[network.membres["annee"] == year, "membre"]
    institutions = list_institutions(codes, network.settings.genres)
    if not network.settings.kind.regions:  # a région is in none
        institutions["region"] = pd.array([pd.NA] * len(institutions), dtype="string")
    return institutions


@with_words
def list_tenures(network: Network, until: int) -> pd.DataFrame:
    """Return one row an institution that was ever a member, in the official order.

    Columns: membre, nom, nature, region, population, premiere, derniere (years), annees (how many),
    periodes (a list of (first, last), one a stretch), statut in the year `until`: "membre", "parti"
    if somebody noted the departure, else "plus_listé". Years after `until` are left out; so is
    whoever isn't listed any more, if the network leaves them out (`absents`).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_tenures(network, 2025)[["nom", "premiere", "derniere", "annees"]].head(2)
                           nom  premiere  derniere  annees
    0                   Allier      2020      2025       6
    1  Alpes-de-Haute-Provence      2025      2025       1
    """
    require_until(until, network.years)
    stretches = _list_stretches(network.membres[network.membres["annee"] <= until])
    stretches["periode"] = [*zip(stretches["premiere"], stretches["derniere"], strict=True)]
    stretches["annees"] = stretches["derniere"] - stretches["premiere"] + 1
    ever = stretches.groupby("membre").agg(
        premiere=("premiere", "min"),
        derniere=("derniere", "max"),
        annees=("annees", "sum"),
        periodes=("periode", list),
    )
    tenures = list_institutions(ever.index, network.settings.genres)
    tenures = tenures.merge(ever, left_on="membre", right_index=True)
    tenures["statut"] = _find_status_of_tenures(network, tenures, until)
    is_shown = tenures["derniere"].eq(until) | network.settings.absents
    return tenures[is_shown].reset_index(drop=True)


def _find_status_of_tenures(
    network: Network, tenures: pd.DataFrame, until: int
) -> "pd.Series[str]":
    """Return who is still a member; of the others, whose departure somebody noted afterwards."""
    noted = network.departs[network.departs["annee"] <= until]
    departures = noted.groupby("membre")["annee"].max()
    departure = tenures["membre"].map(departures)
    is_noted = departure.gt(tenures["derniere"]).fillna(False).astype(bool)
    status = pd.Series(UNLISTED, tenures.index, dtype="string")
    status = status.mask(is_noted, LEFT)
    return status.mask(tenures["derniere"].eq(until), MEMBER)


def _list_stretches(membres: pd.DataFrame) -> pd.DataFrame:
    """Return one row a run of consecutive years of a member: membre, premiere, derniere.

    A member of 2020, 2021 and 2024 has two: 2020 to 2021, and 2024.
    """
    rows = membres.drop_duplicates(["membre", "annee"]).sort_values(["membre", "annee"])
    run = rows["annee"] - rows.groupby("membre").cumcount()  # the same within a run
    years = rows.groupby(["membre", run], sort=False)["annee"]
    return years.agg(premiere="min", derniere="max").reset_index("membre")


@with_words
def count_members_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the members of each year, and what moved since the year before, as key figures.

    Index: annee, from the first recorded one to `until`. Columns: membres; membres_restes,
    arrivees, retours, plus_listes and departs, how many have each statut of `compare_members`;
    membres_avant (of the year before); NA where it takes a year that isn't recorded. Of a network
    that leaves out who isn't listed any more, membres_restes, plus_listes and membres_avant are NA:
    each would tell of them.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.count_members_by_year(network, 2025)
    >>> moves[["membres", "membres_restes", "arrivees"]].tail(2)
           membres  membres_restes  arrivees
    annee
    2024        38              33         3
    2025        40              36         3
    """
    require_until(until, network.years)
    moves = {year: compare_members(network, year) for year in network.years if year <= until}
    every = pd.concat(moves, names=["annee"]).reset_index("annee")
    years = pd.Index(range(network.years[0], until + 1), name="annee")
    is_gone = every["statut"].isin([LEFT, UNLISTED])
    counts = every[~is_gone].groupby("annee").size().to_frame("membres").reindex(years)
    # The index has every year, so that the row above is the year before, recorded or not.
    counts["membres_avant"] = counts["membres"].shift(1)
    is_compared = counts[["membres", "membres_avant"]].notna().all(axis="columns")
    moved = pd.crosstab(every["annee"], every["statut"])
    moved = moved.reindex(index=years, columns=[*COUNTS], fill_value=0)
    for status, name in COUNTS.items():
        counts[name] = moved[status].where(is_compared)
    if not network.settings.absents:
        counts[["membres_restes", "plus_listes", "membres_avant"]] = pd.NA
    return counts[["membres", *COUNTS.values(), "membres_avant"]].astype("Int64")
