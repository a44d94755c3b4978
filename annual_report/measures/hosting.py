"""Who has hosted the network, as far as the hosts are recorded.

A meeting needs a host when it has a place: all but the remote ones, and a remote one if it names
its host all the same. Who isn't named may have hosted a meeting whose host isn't recorded.
"""

import pandas as pd

from annual_report.measures.territory import institutions
from annual_report.measures.words import worded
from annual_report.network import Network


@worded
def placed_meetings(network: Network, until: int) -> pd.DataFrame:
    """Return the meetings up to a year that needed a host: year, host (NA if unknown), town."""
    rows = network.rencontres
    kept = (rows["annee"] <= until) & (rows["format"].ne("distanciel") | rows["hote"].notna())
    columns = {"annee": "year", "hote": "host", "ville": "town"}
    return rows.loc[kept, list(columns)].rename(columns=columns).reset_index(drop=True)


@worded
def hosts(placed: pd.DataFrame) -> pd.DataFrame:
    """Return who hosted, those who did most often first, then those who did last.

    Columns: code, name, meetings (how many), years and towns (lists without repetition, in order).
    """
    found = placed.groupby("host").agg(
        meetings=("year", "size"),
        last=("year", "max"),
        years=("year", lambda years: sorted(years.unique())),
        towns=("town", lambda towns: sorted(towns.dropna().unique())),
    )
    found = institutions(found.index)[["code", "name"]].merge(
        found, left_on="code", right_index=True
    )
    found = found.sort_values(["meetings", "last"], ascending=False, kind="stable")
    found = found.drop(columns="last").reset_index(drop=True)
    return found.astype({"years": object, "towns": object})  # lists, even if there is none
