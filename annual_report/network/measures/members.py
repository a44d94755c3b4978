"""The members of a network: the list of a year, the movement since the year before, the tenures.

The source is the table `membres`, with one row a member and a year; the table `departs` has the
departures that somebody noted. The beginnings are censored: a stretch of years that reaches the
first recorded year, or follows an unrecorded year, may have begun earlier. Then `depuis` is the
latest possible beginning, and `au_moins` is true.
"""

import pandas as pd

from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.network import Network
from annual_report.network.parameters import check_year, require_years
from annual_report.network.required_network import takes_network

STAYED = "resté"
ARRIVED = "arrivé"
RETURNED = "revenu"
# A member that merely isn't listed any more may be forgotten in a file: only a noted departure
# makes "parti".
UNLISTED = "plus_listé"
LEFT = "parti"
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
@takes_network
def list_members(network: Network, year: int) -> pd.DataFrame:
    """Return one row a member of a year, in the order of the official code.

    Columns: membre (its code), nom, nature, region, population; statut, a value of STATUS: "resté",
    "arrivé" or "revenu" (NA if the year before isn't recorded); depuis (a year), annees (years
    since then, both included), au_moins (a bool; whether depuis may be earlier).
    Raise ParameterError for a year without data.

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
    rows = network.membres
    is_past = rows["annee"] <= year
    rows = rows[is_past]
    stretches = _list_stretches(rows)
    is_current = stretches["derniere"] == year
    current = stretches[is_current].set_index("membre")
    beginnings = members["membre"].map(current["premiere"])
    members["depuis"] = beginnings.astype("Int64")
    members["annees"] = year - members["depuis"] + 1
    # Without a list of the year before, nobody can say that the stretch began just then.
    years_before = members["depuis"] - 1
    is_certain = years_before.isin(rows["annee"]).astype(bool)
    members["au_moins"] = ~is_certain
    return members


@with_words
@takes_network
def compare_members(network: Network, year: int) -> pd.DataFrame:
    """Return one row a member of a year or of the year before, in the official order.

    Columns: membre, nom, nature, region, population, statut ("resté", "arrivé", "revenu", "parti",
    "plus_listé"). A member of the year before that the year doesn't list is "parti" where `departs`
    notes the departure, and else "plus_listé"; a network whose setting `absents` is off leaves the
    latter out. Without a recorded year before, the frame has the year's members alone, and their
    statut is NA. Raise ParameterError for a year without data.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.compare_members(network, 2025)
    >>> moves.loc[moves["statut"].eq("parti"), "nom"].tolist()
    ['Pas-de-Calais']
    """
    check_year(year, network.years)
    now = _list_with_status(network, year)
    before = _list_institutions_of(network, year - 1)
    is_listed = before["membre"].isin(now["membre"])
    gone = before[~is_listed].copy()

    departures = network.departs
    is_of_year = departures["annee"] == year
    departures = departures[is_of_year]
    has_left = gone["membre"].isin(departures["membre"])
    # Missing from a list isn't gone: "parti" takes a note of the departure.
    status = pd.Series(UNLISTED, gone.index)
    status = status.mask(has_left, LEFT)
    gone["statut"] = status.astype(STATUS)
    if not network.settings.absents:
        is_noted = gone["statut"].ne(UNLISTED)
        gone = gone[is_noted]
    everyone = pd.concat([now, gone])
    return sort_by_code(everyone, network.settings.genres)


def _list_with_status(network: Network, year: int) -> pd.DataFrame:
    """Return the institutions of a year's members with their statut, a value of STATUS.

    Columns: membre, nom, nature, region, population, statut; in the official order. The statut is
    NA where the year before isn't recorded.
    """
    members = _list_institutions_of(network, year)
    rows = network.membres
    year_before = year - 1
    is_before = rows["annee"] == year_before
    is_earlier = rows["annee"] < year_before
    before = rows.loc[is_before, "membre"]
    earlier = rows.loc[is_earlier, "membre"]
    was_before = members["membre"].isin(before)
    was_earlier = members["membre"].isin(earlier)
    status = pd.Series(ARRIVED, members.index)
    status = status.mask(was_earlier, RETURNED)
    # Staying comes last, over the return: a member of the year before may also have been earlier.
    status = status.mask(was_before, STAYED)
    # Without a list of the year before, each member may have arrived or stayed.
    if before.empty:
        status = pd.Series(pd.NA, members.index)
    return members.assign(statut=status.astype(STATUS))


def _list_institutions_of(network: Network, year: int) -> pd.DataFrame:
    """Return the rows of `list_institutions` for a year's members; empty for an unrecorded year."""
    rows = network.membres
    is_of_year = rows["annee"] == year
    codes = rows.loc[is_of_year, "membre"]
    institutions = list_institutions(codes, network.settings.genres)
    # A région isn't in a région: a column naming each member again would count as a finding.
    if not network.settings.kind.regions:
        unknown = pd.Series(pd.NA, institutions.index, dtype="string")
        institutions["region"] = unknown
    return institutions


@with_words
@takes_network
def list_tenures(network: Network, until: int) -> pd.DataFrame:
    """Return one row an institution that `membres` ever lists, in the official order.

    Columns: membre, nom, nature, region, population, premiere, derniere (years), annees (number of
    listed years), periodes (a list of pairs of years: the ends of each stretch), statut in the year
    `until`: "membre", "parti" after a noted departure, else "plus_listé". Rows of later years don't
    count. A network whose setting `absents` is off leaves out every institution that the year
    `until` doesn't list. Raise ParameterError for a year before the first recorded year.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_tenures(network, 2025)[["nom", "premiere", "derniere", "annees"]].head(2)
                           nom  premiere  derniere  annees
    0                   Allier      2020      2025       6
    1  Alpes-de-Haute-Provence      2025      2025       1
    """
    require_years([until], network.span)
    rows = network.membres
    is_past = rows["annee"] <= until
    stretches = _list_stretches(rows[is_past])
    ends = zip(stretches["premiere"], stretches["derniere"], strict=True)
    stretches["periode"] = list(ends)
    # Both ends count: from 2020 to 2021 are two years.
    years_between = stretches["derniere"] - stretches["premiere"]
    stretches["annees"] = years_between + 1
    by_member = stretches.groupby("membre")
    spans = by_member.agg(
        premiere=("premiere", "min"),
        derniere=("derniere", "max"),
        annees=("annees", "sum"),
        periodes=("periode", list),
    )

    tenures = list_institutions(spans.index, network.settings.genres)
    tenures = tenures.merge(spans, left_on="membre", right_index=True)
    is_member = tenures["derniere"].eq(until)
    has_left = _find_departed(network, tenures, until)
    status = pd.Series(UNLISTED, tenures.index, dtype="string")
    status = status.mask(has_left, LEFT)
    tenures["statut"] = status.mask(is_member, MEMBER)
    if not network.settings.absents:
        tenures = tenures[is_member]
    return tenures.reset_index(drop=True)


def _find_departed(network: Network, tenures: pd.DataFrame, until: int) -> "pd.Series[bool]":
    """Whether `departs` notes a departure of each row, up to `until` and after its last year.

    A departure noted before that last year was followed by a return: it says nothing any more.
    """
    departures = network.departs
    is_past = departures["annee"] <= until
    years_by_member = departures[is_past].groupby("membre")["annee"]
    last_departures = years_by_member.max()
    departure = tenures["membre"].map(last_departures)
    has_left = departure.gt(tenures["derniere"])
    # A member without a noted departure has NA here: it hasn't left.
    has_left = has_left.fillna(False)
    return has_left.astype(bool)


def _list_stretches(membres: pd.DataFrame) -> pd.DataFrame:
    """Return one row a run of consecutive years of a member: membre, premiere, derniere.

    A member of 2020, 2021 and 2024 has two: 2020 to 2021, and 2024.
    """
    rows = membres.drop_duplicates(["membre", "annee"])
    rows = rows.sort_values(["membre", "annee"])
    # Within a run the year and the rank grow together: their difference identifies the run.
    rank = rows.groupby("membre").cumcount()
    run = rows["annee"] - rank
    years = rows.groupby(["membre", run], sort=False)["annee"]
    stretches = years.agg(premiere="min", derniere="max")
    return stretches.reset_index("membre")


@with_words
@takes_network
def count_members_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the members of each year, and their movement since the year before, as key figures.

    Index: annee, every year from the first recorded to `until`. Columns: membres; membres_restes,
    arrivees, retours, plus_listes and departs, the numbers of members by statut in the frame of
    `compare_members`; membres_avant (members of the year before). A value is NA, not 0, where the
    year or the year before isn't recorded. In a network whose setting `absents` is off,
    membres_restes, plus_listes and membres_avant are NA: each would tell the number of members that
    the network leaves out. Raise ParameterError for a year before the first recorded year.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> moves = measures.count_members_by_year(network, 2025)
    >>> moves[["membres", "membres_restes", "arrivees"]].tail(2)
           membres  membres_restes  arrivees
    annee
    2024        38              33         3
    2025        40              36         3
    """
    require_years([until], network.span)
    moves = {}
    for year in network.years:
        if year <= until:
            moves[year] = compare_members(network, year)
    every = pd.concat(moves, names=["annee"])
    every = every.reset_index("annee")
    is_gone = every["statut"].isin([LEFT, UNLISTED])
    members = every[~is_gone]

    # The index has every year, also an unrecorded year, so that `shift` finds the year before.
    years = pd.Index(range(network.years[0], until + 1), name="annee")
    members_by_year = members.groupby("annee").size()
    counts = members_by_year.to_frame("membres")
    counts = counts.reindex(years)
    counts["membres_avant"] = counts["membres"].shift(1)
    is_recorded = counts[["membres", "membres_avant"]].notna()
    is_compared = is_recorded.all(axis="columns")

    moved = pd.crosstab(every["annee"], every["statut"])
    moved = moved.reindex(index=years, columns=list(COUNTS), fill_value=0)
    for status, name in COUNTS.items():
        # Between two recorded years 0 means that nobody moved; elsewhere nobody knows.
        counts[name] = moved[status].where(is_compared)
    if not network.settings.absents:
        counts[["membres_restes", "plus_listes", "membres_avant"]] = pd.NA
    columns = ["membres", *COUNTS.values(), "membres_avant"]
    return counts[columns].astype("Int64")
