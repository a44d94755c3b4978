"""Attendance: who came to which meeting, as far as anybody wrote it down.

A state is "présent", "absent", "non invité" or, where nobody noted anything, "non renseigné".
Shares are always of those who were invited and of whom something is recorded. Counts of agents are
those that may be published: NA where nobody counted, and where `masked`.
"""

from collections.abc import Sequence

import pandas as pd

from annual_report.measures.gatherings import meetings
from annual_report.measures.members import in_official_order, membership
from annual_report.measures.territory import territory
from annual_report.network import Network

STATES = ("présent", "absent", "non invité", "non renseigné")
KNOWN = ("présent", "absent")
COLUMNS = ["code", "name", "member", "meeting", "rank", "state", "agents", "masked"]


def attendance(network: Network, year: int) -> pd.DataFrame:
    """Return one row a département and a meeting of a year; empty if none of it is recorded.

    The members in the official order, then the guests that the table names, each with all meetings
    by date. Columns: code, name, member (a bool), meeting, rank (from 1), state, agents, masked.
    """
    of_year = meetings(network, year)["meeting"]
    noted = _states(network.presences[network.presences["rencontre"].isin(of_year)])
    if noted.empty:
        return noted.assign(name="", member=True, rank=0)[COLUMNS]
    members = membership(network, year)[["code", "name"]].assign(member=True)
    guests = noted.loc[~noted["code"].isin(members["code"]), ["code"]].drop_duplicates()
    guests = in_official_order(territory()[["code", "name"]].merge(guests).assign(member=False))
    everyone = pd.concat([members, guests]) if len(guests) else members
    ranked = pd.DataFrame({"meeting": of_year, "rank": range(1, len(of_year) + 1)})
    grid = everyone.merge(ranked, how="cross").merge(noted, how="left", on=["code", "meeting"])
    grid["state"] = grid["state"].fillna("non renseigné")
    grid["masked"] = grid["masked"].fillna(False).astype(bool)
    return grid[COLUMNS]


def participation(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each département how often it came, in the order of `attendance`.

    Columns: code, name, member, present, and known: how often it was invited and noted.
    """
    return _tally(attendance, ["code", "name", "member"])


def turnout(network: Network, attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each meeting, by date, how many came.

    Columns: meeting, rank, present, known (invited and noted), agents (the total of those who were
    counted; NA where nobody was, or where `masked`), masked, and uncounted: how many départements
    came without being counted, so that there were at least so many agents.
    """
    found = _tally(attendance, ["meeting", "rank"])
    totals = network.agents.rename(columns={"masque": "masked"})
    found = found.merge(totals, how="left", left_on="meeting", right_index=True)
    present = attendance[attendance["state"] == "présent"]
    uncounted = present[present["agents"].isna() & ~present["masked"]].groupby("meeting").size()
    found["uncounted"] = found["meeting"].map(uncounted).fillna(0).astype("Int64")
    found["masked"] = found["masked"].fillna(False).astype(bool)
    return found


def attendance_by_year(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Compare the years that record attendance.

    Index: year. Columns: recorded (meetings of which something is noted), meetings, present and
    known (of the members), agents (NA where `masked`), masked, uncounted (a bool).
    """
    found = {}
    for year in years:
        grid = attendance(network, year)
        if grid.empty:
            continue
        of_members, meetings_ = participation(grid[grid["member"]]), turnout(network, grid)
        masked = bool(meetings_["masked"].any())
        found[year] = {
            "recorded": recorded_meetings(grid),
            "meetings": len(meetings_),
            "present": of_members["present"].sum(),
            "known": of_members["known"].sum(),
            "agents": pd.NA if masked else meetings_["agents"].sum(),
            "masked": masked,
            "uncounted": bool(meetings_["uncounted"].any()),
        }
    return pd.DataFrame.from_dict(found, orient="index").rename_axis("year")


def recorded_meetings(attendance: pd.DataFrame) -> int:
    """Count the meetings of which something is noted."""
    noted = attendance.loc[attendance["state"] != "non renseigné", "meeting"]
    return int(noted.nunique())


def _states(presences: pd.DataFrame) -> pd.DataFrame:
    """Say of each row of the table what it means: meeting, code, state, agents, masked."""
    counted = presences["agents"].fillna(1).gt(0) | presences["masque"]
    uninvited = presences["invite"].eq("non").fillna(False) & ~presences["agents"].gt(0).fillna(
        False
    )
    uninvited &= ~presences["masque"]
    state = pd.Series("absent", presences.index, dtype="string")
    state = state.mask(counted, "présent").mask(uninvited.astype(bool), "non invité")
    return pd.DataFrame(
        {
            "meeting": presences["rencontre"],
            "code": presences["departement"],
            "state": state,
            "agents": presences["agents"],
            "masked": presences["masque"],
        }
    )


def _tally(attendance: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    state = attendance["state"]
    counted = attendance.assign(present=state.eq("présent"), known=state.isin(KNOWN))
    return counted.groupby(by, sort=False)[["present", "known"]].sum().reset_index()
