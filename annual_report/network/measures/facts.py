"""The facts of a year that are certain, in the order in which they are worth a sentence.

A fact that a year not recorded could make wrong is none: somebody has arrived only where the year
before is recorded, meetings are a record only among years that all are, and a share of the
population is told only where that of each member is known.
"""

from typing import Any

import pandas as pd

from annual_report.base.french.numbers import find_fraction
from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.figures import count_figures
from annual_report.network.measures.meetings import count_meetings_by_year, list_meetings
from annual_report.network.measures.members import ARRIVED, list_members
from annual_report.network.network import Network
from annual_report.network.reading.values.vocabulary import REMOTE

FIRST_YEAR, ARRIVAL, RECORD, TOWN, SHARE = "première année", "arrivée", "record", "ville", "part"
ANNUAL = "rencontre annuelle"
FEWEST_YEARS = 3
"""Of fewer years than this none is a record: one of two is always the larger."""
MOST_TOWNS = 3
"""In more towns than this a year has no place of its own."""


@with_words
def list_facts(network: Network, year: int) -> pd.DataFrame:
    """Return the certain facts of a year, the one most worth a sentence first.

    Columns: fait, one of "première année" (of the network), "arrivée" (of members), "record" (of
    meetings since a year), "ville" (where it met) and "part" (of the population, near a simple
    fraction); nombre, how many members, meetings or towns; lesquels, the codes or the towns as a
    list; depuis (a year); part, from 0 to 1. NA where a fact has none of these.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_facts(network, 2025)[["fait", "nombre"]]
          fait  nombre
    0  arrivée       3
    1   record      11
    2    ville       1
    3     part      40
    """
    members = list_members(network, year)
    facts = [
        _tell_first_year(network, year, members),
        _tell_arrivals(members),
        _tell_record(network, year),
        _tell_towns(network, year),
        _tell_share(network, year, members),
    ]
    types = {"fait": "string", "nombre": "Int64", "lesquels": "object", "depuis": "Int64",
             "part": "Float64"}  # fmt: skip
    certain = [fact for fact in facts if fact]
    return pd.DataFrame(certain, columns=[*types]).astype(types)


def _tell_first_year(network: Network, year: int, members: pd.DataFrame) -> dict[str, object]:
    """Return how many members a network had in its first year, which it says itself."""
    if network.settings.depuis != year:
        return {}
    return {"fait": FIRST_YEAR, "nombre": len(members)}


def _tell_arrivals(members: pd.DataFrame) -> dict[str, object]:
    """Return who has arrived; nobody is known to have where the year before isn't recorded."""
    arrived = members.loc[members["statut"].eq(ARRIVED), "membre"]
    if arrived.empty:
        return {}
    return {"fait": ARRIVAL, "nombre": len(arrived), "lesquels": arrived.tolist()}


def _tell_record(network: Network, year: int) -> dict[str, object]:
    """Return the meetings of a year that has more of them than any before, all being recorded."""
    meetings = count_meetings_by_year(network, year)["rencontres"]
    is_listed = set(meetings.index) <= set(network.years)
    if not is_listed or meetings.isna().any() or len(meetings) < FEWEST_YEARS:
        return {}
    if meetings[year] <= meetings.drop(year).max():
        return {}
    return {"fait": RECORD, "nombre": meetings[year], "depuis": meetings.index[0]}


def _tell_towns(network: Network, year: int) -> dict[str, object]:
    """Return the town of the annual meeting, else all in which members met, if they are few."""
    meetings = list_meetings(network, year)
    held = meetings[meetings["format"].ne(REMOTE)].dropna(subset="ville")
    towns = held["ville"].drop_duplicates().tolist()
    annual = held.loc[held["genre"].eq(ANNUAL).fillna(False), "ville"].drop_duplicates().tolist()
    if len(annual) == 1:
        towns = annual
    if not 0 < len(towns) <= MOST_TOWNS:
        return {}
    return {"fait": TOWN, "nombre": len(towns), "lesquels": towns}


def _tell_share(network: Network, year: int, members: pd.DataFrame) -> dict[str, object]:
    """Return the share of the population that several members have, if a fraction tells it."""
    share: Any = count_figures(network).loc[year, "part_population"]
    if pd.isna(share) or members["population"].isna().any() or len(members) == 1:
        return {}
    if find_fraction(share) is None:
        return {}
    return {"fait": SHARE, "nombre": len(members), "part": share}
