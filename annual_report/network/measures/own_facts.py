"""Which members have enough of their own to be told that a page is worth its making."""

import pandas as pd

from annual_report.network.measures.members import list_members
from annual_report.network.measures.territory import list_borders
from annual_report.network.network import Network
from annual_report.network.territories.institutions import find_institution, sort_codes

LEAST_FACTS = 3
"""Facts of its own that a member's page tells at least."""
KEPT, READ = "told_members", ("membres", "rencontres", "dispositifs")


def list_told_members(network: Network) -> list[str]:
    """Return the members, ever, of whom LEAST_FACTS facts of their own can be told, in code order.

    One is that it is a member; others are each meeting that it hosted or that was held there, each
    of its schemes, and that it touches a member of the last year. They are looked for once a
    network, which keeps them for each report that leads to their pages.
    """
    if KEPT not in network.counts:
        network.counts[KEPT] = _find_told_members(network)
    for name in READ:  # whoever is handed them depends on these all the same
        _ = network.tables[name]
    return list(network.counts[KEPT])


def _find_told_members(network: Network) -> list[str]:
    if not network.years:  # a network whose members are still to be filled in
        return []
    members = list_members(network, network.years[-1])
    facts = pd.Series(1, network.members)
    facts += facts.index.isin(list_borders(members)["neighbour"])
    facts += network.dispositifs["membre"].value_counts().reindex(facts.index, fill_value=0)
    standing: dict[str, list[str]] = {}
    for code in facts.index:
        for place in find_institution(code).territories:
            standing.setdefault(place, []).append(code)
    # A meeting is one fact of a member, be it the host, the place, or both.
    for where, host in network.rencontres[["departement", "hote"]].itertuples(index=False):
        there = {host, *standing.get(where, ())} if pd.notna(where) else {host}
        facts[facts.index.isin(there)] += 1
    return list(sort_codes(facts.index[facts >= LEAST_FACTS]))
