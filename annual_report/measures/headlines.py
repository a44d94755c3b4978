"""The key figures that a cover shows, for all years at once: the list of all pages has them all."""

import pandas as pd

from annual_report.measures.counts import LISTED
from annual_report.measures.gatherings import formats_by_year
from annual_report.measures.members import listed
from annual_report.measures.territory import count_regions
from annual_report.network import Network
from annual_report.reading.values.vocabulary import TREATED


def headlines(network: Network) -> pd.DataFrame:
    """Return the key figures of the covers, as `key_figures` has them: one row a recorded year.

    Index: year. Columns: the names of the figures; NA where one isn't recorded.
    """
    years, last = list(network.years), network.years[-1]
    formats = formats_by_year(network, last)
    members = pd.Series({year: listed(network, year) for year in years})
    treated = network.sujets[network.sujets["etat"] == TREATED]
    done = treated.groupby("annee").size()
    found = {
        "membres": members.map(len),
        "regions": members.map(count_regions),
        "rencontres": formats["total"],
        "rencontres_distanciel": formats["distanciel"],
        "sujets_traites": done.where(done >= LISTED),
    }
    return pd.DataFrame(found).loc[years].astype("Float64")
