"""The facts of a year that are certain, in the order in which they are worth a sentence.

A fact that an unrecorded year could make wrong is left out: a member has arrived only if the year
before is recorded, the meetings of a year are a record only if all years are recorded, and a share
of the population is told only if the population of each member is known. The numbers are those of
the key figures, so that a page counts each of them once.
"""

from typing import Any, TypeAlias

import pandas as pd

from annual_report.base.french.numbers import find_fraction
from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.figures import count_figures
from annual_report.network.measures.meetings import list_meetings
from annual_report.network.network import Network
from annual_report.network.parameters import check_year
from annual_report.network.reading.values.vocabulary import REMOTE
from annual_report.network.required_network import takes_network
from annual_report.network.territories.institutions import sort_codes

FIRST_YEAR, ARRIVAL, RECORD, TOWN, SHARE = "première année", "arrivée", "record", "ville", "part"
ANNUAL = "rencontre annuelle"
FEWEST_YEARS = 3
"""The fewest years of which one can be a record: of two years one is always the larger."""
MOST_TOWNS = 3
"""The most towns of a year that a sentence tells."""

Fact: TypeAlias = dict[str, Any]
"""A row of `list_facts`, by column; empty where the fact isn't certain."""


@with_words
@takes_network
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
    check_year(year, network.years)
    figures = count_figures(network)
    facts = [
        _tell_first_year(network, year, figures),
        _tell_arrivals(network, year, figures),
        _tell_record(network, year, figures),
        _tell_towns(network, year),
        _tell_share(year, figures),
    ]
    types = {
        "fait": "string",
        "nombre": "Int64",
        "lesquels": "object",
        "depuis": "Int64",
        "part": "Float64",
    }
    certain = [fact for fact in facts if fact]
    return pd.DataFrame(certain, columns=[*types]).astype(types)


def _tell_first_year(network: Network, year: int, figures: pd.DataFrame) -> Fact:
    """Return how many members a network had in its first year, which its settings tell."""
    if network.settings.depuis != year:
        return {}
    return {"fait": FIRST_YEAR, "nombre": figures.loc[year, "membres"]}


def _tell_arrivals(network: Network, year: int, figures: pd.DataFrame) -> Fact:
    """Return who has arrived; nobody is known to have where the year before isn't recorded."""
    arrivals: Any = figures.loc[year, "arrivees"]
    if pd.isna(arrivals) or arrivals == 0:
        return {}
    rows = network.membres
    earlier = rows.loc[rows["annee"] < year, "membre"]
    arrived = set(rows.loc[rows["annee"] == year, "membre"]) - set(earlier)
    codes = sort_codes(arrived, network.settings.genres)
    return {"fait": ARRIVAL, "nombre": arrivals, "lesquels": list(codes)}


def _tell_record(network: Network, year: int, figures: pd.DataFrame) -> Fact:
    """Return the meetings of a year that has more than any year before, if all are recorded."""
    first = network.years[0]
    meetings = figures["rencontres"].reindex(range(first, year + 1))
    if meetings.isna().any() or len(meetings) < FEWEST_YEARS:
        return {}
    if meetings[year] <= meetings.drop(year).max():
        return {}
    return {"fait": RECORD, "nombre": meetings[year], "depuis": first}


def _tell_towns(network: Network, year: int) -> Fact:
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


def _tell_share(year: int, figures: pd.DataFrame) -> Fact:
    """Return the share of the population that several members have, if a fraction tells it.

    The key figure is NA where the population of a member isn't known.
    """
    members = figures.loc[year, "membres"]
    share: Any = figures.loc[year, "part_population"]
    if pd.isna(share) or members == 1 or find_fraction(share) is None:
        return {}
    return {"fait": SHARE, "nombre": members, "part": share}
