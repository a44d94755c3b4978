"""What has an address of its own: the resources of a year, the schemes of a member."""

import pandas as pd

from annual_report.measures.words import worded
from annual_report.network import Network


@worded
def resources(network: Network, year: int) -> pd.DataFrame:
    """Return the rows of a year in the table `ressources`, with its own columns, in their order."""
    return network.ressources.query("annee == @year")


@worded
def schemes(network: Network, code: str) -> pd.DataFrame:
    """Return the rows of a member in the table `dispositifs`, with its own columns, in order."""
    return network.dispositifs.query("membre == @code")
