"""How the network met: formats, kinds, places and dates; one row of `rencontres` is a meeting."""

from datetime import date

import pandas as pd

from annual_report.base.dates import PartialDate
from annual_report.network.measures.descriptions import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.values.vocabulary import HYBRID, IN_PERSON, REMOTE
from annual_report.network.required_network import takes_network

COLUMNS = [
    "annee", "rencontre", "format", "debut", "fin", "genre", "ville", "departement", "hote",
    "titre",
]  # fmt: skip
COUNTS = {
    IN_PERSON: "rencontres_presentiel",
    REMOTE: "rencontres_distanciel",
    HYBRID: "rencontres_hybrides",
}
"""The columns that count the meetings of each format."""


@with_words
@takes_network
def list_meetings(network: Network, *years: int) -> pd.DataFrame:
    """Return the meetings of some years by date; meetings without a date close their year.

    Columns: annee, rencontre, format, debut, fin (partial dates: "2025", "2025-début", "2025-06" or
    "2025-06-19"), genre, ville, departement, hote (codes), titre, and datee: whether more is known
    than the year. Ties stand in the file's order.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> meetings = measures.list_meetings(network, 2025)
    >>> meetings[["rencontre", "format", "debut", "ville"]].head(2)
      rencontre      format       debut ville
    0   2025-01  distanciel  2025-01-16  <NA>
    1   2025-02  distanciel  2025-02-11  <NA>
    """
    require_years(years, network.span)
    rows = network.rencontres
    meetings = rows.loc[rows["annee"].isin(years), COLUMNS]
    is_dated = meetings["debut"].str.len().gt(len("2025")).fillna(False).astype(bool)
    meetings["datee"] = is_dated
    meetings["day"] = meetings["debut"].where(is_dated).map(_find_first_day, na_action="ignore")
    # By year last: a meeting without a day stands in its year, after those that have one.
    meetings = meetings.sort_values("day", kind="stable").sort_values("annee", kind="stable")
    return meetings.drop(columns="day").reset_index(drop=True)


def _find_first_day(start: str) -> date:
    return PartialDate.parse(start).first


@with_words
@takes_network
def count_meetings_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the meetings of each year by format.

    Index: annee, from the first recorded one to `until`. Columns: rencontres_presentiel,
    rencontres_distanciel, rencontres_hybrides, rencontres; NA for a year of which no meeting is
    recorded. Raise ParameterError for a year outside of `network.span`, the years that the tables
    name.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> counts = measures.count_meetings_by_year(network, 2025)
    >>> counts[["rencontres_presentiel", "rencontres"]].tail(2)
           rencontres_presentiel  rencontres
    annee
    2024                       3           9
    2025                       2          11
    """
    require_years([until], network.span)
    rows = network.rencontres
    counts = pd.crosstab(rows["annee"], rows["format"]).reindex(columns=[*COUNTS], fill_value=0)
    counts = counts.rename(columns=COUNTS).rename_axis(columns=None)
    counts["rencontres"] = counts.sum(axis="columns")
    years = pd.Index(range(network.years[0], until + 1), name="annee")
    return counts.reindex(years).astype("Int64")
