"""How the network met: formats, kinds, places and dates; one row of `rencontres` is a meeting."""

from datetime import date

import pandas as pd

from annual_report.base.dates import PartialDate
from annual_report.network.measures.words import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.values.vocabulary import FORMATS

COLUMNS = {
    "annee": "year", "rencontre": "meeting", "format": "format", "debut": "start", "fin": "end",
    "genre": "kind", "ville": "town", "departement": "department", "hote": "host", "titre": "title",
}  # fmt: skip


@with_words
def list_meetings(network: Network, *years: int) -> pd.DataFrame:
    """Return the meetings of some years by date, those of a year without any after its others.

    Columns: year, meeting, format, start, end (partial dates: "2025", "2025-début", "2025-06" or
    "2025-06-19"), kind, town, department, host (codes), title, and dated: whether more is known
    than the year. Ties stand in the file's order.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> meetings = measures.list_meetings(network, 2025)
    >>> meetings[["meeting", "format", "start", "town"]].head(2)
       meeting      format       start  town
    0  2025-01  distanciel  2025-01-16  <NA>
    1  2025-02  distanciel  2025-02-11  <NA>
    """
    require_years(years)
    rows = network.rencontres
    meetings = rows.loc[rows["annee"].isin(years), list(COLUMNS)].rename(columns=COLUMNS)
    meetings["dated"] = meetings["start"].str.len().gt(len("2025")).fillna(False).astype(bool)
    meetings["day"] = meetings["start"].where(meetings["dated"]).map(_first_day, na_action="ignore")
    # By year last: a meeting without a day stands in its year, after those that have one.
    meetings = meetings.sort_values("day", kind="stable").sort_values("year", kind="stable")
    return meetings.drop(columns="day").reset_index(drop=True)


def _first_day(start: str) -> date:
    return PartialDate.parse(start).first


@with_words
def count_meetings_by_year(network: Network, until: int) -> pd.DataFrame:
    """Count the meetings of each year by format.

    Index: year, from the first recorded one to `until`. Columns: présentiel, distanciel, hybride,
    total; NA for a year of which no meeting is recorded.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.count_meetings_by_year(network, 2025).tail(2)
          présentiel  distanciel  hybride  total
    year
    2024           3           5        1      9
    2025           2           7        2     11
    """
    require_years([until])
    rows = network.rencontres
    counts = pd.crosstab(rows["annee"], rows["format"]).reindex(columns=FORMATS, fill_value=0)
    counts["total"] = counts.sum(axis="columns")
    years = pd.Index(range(network.years[0], until + 1), name="year")
    return counts.rename_axis(columns=None).reindex(years).astype("Int64")
