"""One member across the years: was it one, whom does it touch, who met there, who came.

`code` is that of an institution that was a member in one of the recorded years at least.
"""

import pandas as pd

from annual_report.measures.attendance import KNOWN, STATES, list_attendance, list_complete_meetings
from annual_report.measures.meetings import list_meetings
from annual_report.measures.members import list_members
from annual_report.measures.territory import find_kind, list_borders, list_institutions
from annual_report.measures.words import add_words
from annual_report.network import Network
from annual_report.reading.disclosure import marked
from annual_report.territories.institutions import institution
from annual_report.territories.kinds import kinds


@add_words
def list_years_of(network: Network, code: str) -> pd.DataFrame:
    """Return one row a year, from the first recorded one to the last: name, year, state.

    state is "membre", "non membre" or, for a year whose members aren't recorded, NA.
    """
    years = pd.Series(range(network.years[0], network.years[-1] + 1), name="year", dtype="Int64")
    rows = network.membres
    mine = rows.loc[rows["membre"] == code, "annee"]
    state = pd.Series("non membre", years.index, dtype="string")
    state = state.mask(years.isin(mine), "membre").where(years.isin(rows["annee"]))
    return pd.DataFrame({"name": institution(code).name, "year": years, "state": state})


@add_words
def list_members_around(network: Network, code: str) -> pd.DataFrame:
    """Return the member itself, then those of the last year, in the order of the code.

    It is alone where no neighbours are known of its kind: to list all others beside each of them
    would grow with the square of the members. Columns: code, name, kind, region; status, "ce
    membre" or "autre membre"; member, whether it is one in the last year; neighbour, whether it
    touches the first (NA where that isn't known: nothing says where an organisation is).
    """
    members = list_members(network, network.years[-1])
    mine = list_institutions([code], network.settings.genres)
    others = members.loc[members["code"] != code, ["code", "name", "kind", "region"]]
    known = find_kind(mine).neighbours
    found = pd.concat([mine[others.columns], others] if known else [mine[others.columns]])
    found = found.reset_index(drop=True)
    itself = found["code"] == code
    touching = list_borders(mine)["code"]
    found["status"] = pd.Series("autre membre", found.index, dtype="string")
    found["status"] = found["status"].mask(itself, "ce membre")
    found["member"] = found["code"].isin(members["code"])
    touched = found["code"].isin(touching).astype("boolean")
    placed = found["kind"].map(lambda kind: known and kinds()[kind].neighbours)
    found["neighbour"] = touched.where(placed.astype(bool))
    return found


@add_words
def list_meetings_at(network: Network, code: str) -> pd.DataFrame:
    """Return the meetings that a member hosted or that were held there, the latest first.

    Columns: year, and those of `list_meetings`; `host` is another's code, or NA, where it wasn't
    it.
    """
    found = pd.concat([list_meetings(network, year).assign(year=year) for year in network.years])
    there = found["department"].isin(institution(code).territories)
    here = found["host"].eq(code).fillna(False) | there
    return found[here.astype(bool)].iloc[::-1].reset_index(drop=True)


@add_words
def count_attendance_of(network: Network, code: str) -> pd.DataFrame:
    """Count how often a member came in each of its years that record attendance.

    Index: year, the latest first. Columns: one for each of STATES, how many meetings; known, to how
    many completely recorded ones it was invited; came, to how many of these it came; counted, how
    often its agents were; agents, how many they were in all (NA where nobody was counted, or a
    count is `agents_masque`), and agents_masque.
    """
    rows = network.membres
    years = sorted(rows.loc[rows["membre"] == code, "annee"].unique(), reverse=True)
    grids = [_with_completeness(list_attendance(network, int(year)), int(year)) for year in years]
    every = pd.concat(grids)
    mine = every[every["code"] == code]
    states = pd.crosstab(mine["year"], mine["state"]).reindex(columns=STATES, fill_value=0)
    by_year = mine.groupby("year")
    found = states.rename_axis(columns=None).assign(
        known=(mine["state"].isin(KNOWN) & mine["complete"]).groupby(mine["year"]).sum(),
        came=(mine["state"].eq("présent") & mine["complete"]).groupby(mine["year"]).sum(),
        counted=mine["agents"].gt(0).groupby(mine["year"]).sum(),
        agents=by_year["agents"].sum(min_count=1),
        agents_masque=by_year["agents_masque"].any(),
    )
    found["agents"] = found["agents"].mask(found["agents_masque"] | found["counted"].eq(0))
    return marked(found.sort_index(ascending=False))


def _with_completeness(attendance: pd.DataFrame, year: int) -> pd.DataFrame:
    whole = attendance["meeting"].isin(list_complete_meetings(attendance))
    return attendance.assign(year=year, complete=whole)
