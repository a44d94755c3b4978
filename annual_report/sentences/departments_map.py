"""The map of all that were ever members, each leading to its page: for the list of all pages."""

import matplotlib.pyplot as plt

from annual_report import charts
from annual_report.measures import ever_members, on_map
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment
from annual_report.pages.publishing import publication
from annual_report.sentences.contents import NONE, Absent, ever_members_map, links
from annual_report.sentences.since import memberships


def departments_map(network: Network, absent: Absent = NONE) -> Fragment:
    """Map everybody who was ever a member; nothing where a map can't show any of them.

    `absent` are the reports that have no page.
    """
    found = ever_members(network)
    if on_map(found).empty:
        return NOTHING
    ax = charts.map(found, status="status", links=links(network, absent))
    shown = found.assign(periods=memberships(found, network, network.years[-1]))
    made = publication(
        ax,
        **ever_members_map(found, network, absent),
        data=shown[["code", "name", "region", "periods"]].dropna(axis="columns", how="all"),
        name="carte-des-departements",
    )
    plt.close(ax.get_figure())
    return made
