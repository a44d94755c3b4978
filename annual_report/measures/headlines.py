"""The key figures that a cover shows, for all years at once: the list of all pages has them all."""

import pandas as pd

from annual_report.measures.gatherings import formats_by_year
from annual_report.measures.members import listed, members_by_year
from annual_report.measures.territory import population_share
from annual_report.network import Network


def headlines(network: Network) -> pd.DataFrame:
    """Return the key figures of the covers, as `key_figures` has them: one row a recorded year.

    Index: year. Columns: the names of the figures; NA where one isn't recorded.
    """
    years, last = list(network.years), network.years[-1]
    moves, formats = members_by_year(network, last), formats_by_year(network, last)
    members = pd.Series({year: listed(network, year) for year in years})
    found = {
        "membres": moves["members"],
        "membres_restes": moves["stayed"],
        "arrivees": moves["arrived"],
        "departs": moves["left"],
        "rencontres": formats["total"],
        "rencontres_distanciel": formats["distanciel"],
        "regions": members.map(lambda each: each["region"].nunique()),
        "population": members.map(lambda each: each["population"].sum()),
        "part_population": members.map(population_share),
    }
    return pd.DataFrame(found).loc[years].astype("Float64")
