"""Attendance: who came to which meeting, as far as anybody wrote it down.

A state is "présent", "absent", "non invité" or, where nobody noted anything, "non renseigné".
Rates are of the meetings alone that are completely recorded: each member has a state. A list of
those who came gives counts, and no rate. Counts of agents are those that may be published: NA where
nobody counted, and where `agents_masque`.
"""

from collections.abc import Sequence

import pandas as pd
from pandas.api.typing import NAType

from annual_report.measures.meetings import list_meetings
from annual_report.measures.members import sort_by_code
from annual_report.measures.territory import list_institutions
from annual_report.measures.words import add_words
from annual_report.network import Network
from annual_report.reading.disclosure import marked

STATES = ("présent", "absent", "non invité", "non renseigné")
KNOWN = ("présent", "absent")
FEW = 10
"""Of fewer than this no percentage is given."""
BY_YEAR = {
    "recorded": "Int64", "complete": "Int64", "meetings": "Int64", "present": "Int64",
    "came": "Int64", "known": "Int64", "agents": "Int64", "agents_masque": "bool",
    "uncounted": "bool",
}  # fmt: skip
COLUMNS = {
    "code": "string", "name": "string", "member": "bool", "meeting": "string", "rank": "Int64",
    "state": "string", "agents": "Int64", "agents_masque": "bool",
}  # fmt: skip


@add_words
def list_attendance(network: Network, year: int) -> pd.DataFrame:
    """Return one row a département and a meeting of a year; empty if none of it is recorded.

    The members in the official order, then the guests that the table names, each with all meetings
    by date. Columns: code, name, member (a bool), meeting, rank (from 1), state, agents,
    agents_masque.
    """
    of_year = list_meetings(network, year)["meeting"]
    rows = network.presences[network.presences["rencontre"].isin(of_year)]
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    noted = list_states(rows)
    listed = network.membres.loc[network.membres["annee"] == year, "membre"]
    members = list_institutions(listed)[["code", "name"]].assign(member=True)
    guests = noted.loc[~noted["code"].isin(members["code"]), ["code"]].drop_duplicates()
    guests = sort_by_code(
        list_institutions(guests["code"])[["code", "name"]].merge(guests).assign(member=False)
    )
    ranked = pd.DataFrame({"meeting": of_year, "rank": range(1, len(of_year) + 1)})
    grid = pd.concat([members, guests]).merge(ranked, how="cross")
    grid = grid.merge(noted, how="left", on=["code", "meeting"])
    grid["state"] = grid["state"].fillna("non renseigné")
    grid["agents_masque"] = grid["agents_masque"].fillna(False)
    return marked(grid[list(COLUMNS)].astype(COLUMNS))


def list_complete_meetings(attendance: pd.DataFrame) -> list[str]:
    """Return the meetings of which the state of every member is recorded, in their order."""
    members = attendance[attendance["member"]]
    silent = members.loc[members["state"].eq("non renseigné"), "meeting"]
    return [meeting for meeting in members["meeting"].unique() if meeting not in set(silent)]


@add_words
def count_attendance_by_member(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each département how often it came, in the order of `list_attendance`.

    Columns: code, name, member, present (how often it is noted to have come; NA where
    nothing is noted of it), known (how often it
    was invited to a completely recorded meeting) and came (how often it came to one of these).
    """
    return _tally(attendance, ["code", "name", "member"])


@add_words
def count_attendance_by_meeting(network: Network, attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each meeting, by date, how many came.

    Columns: meeting, rank, present (NA where nothing is noted), known (members invited; NA unless
    the meeting is completely recorded) and came (of these), agents (the total of those who were
    counted; NA where nobody was, or where `agents_masque`), agents_masque, and uncounted: how many
    départements came without being counted, so that there were at least so many agents.
    """
    found = _tally(attendance, ["meeting", "rank"])
    whole = found["meeting"].isin(list_complete_meetings(attendance))
    of_members = _tally(attendance[attendance["member"]], ["meeting"]).set_index("meeting")
    for column in ("came", "known"):
        found[column] = found["meeting"].map(of_members[column]).where(whole).astype("Int64")
    totals = _totals(network, list(found["meeting"]))
    found = found.merge(totals, how="left", left_on="meeting", right_index=True)
    present = attendance[attendance["state"] == "présent"]
    present = present[present["agents"].isna() & ~present["agents_masque"]]
    uncounted = present.groupby("meeting").size()
    found["uncounted"] = found["meeting"].map(uncounted).fillna(0).astype("Int64")
    found["agents_masque"] = found["agents_masque"].fillna(False).astype(bool)
    return marked(found)


@add_words
def count_attendance_by_year(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Compare the years that record attendance.

    Index: year. Columns: recorded (meetings of which something is noted), complete (those of which
    the state of every member is), meetings, present (of the members), came and known (of the
    complete ones), agents (NA where `agents_masque`), agents_masque, uncounted (a bool).
    """
    grids = {year: list_attendance(network, year) for year in years}
    found = {year: _year(network, grid) for year, grid in grids.items() if len(grid)}
    frame = pd.DataFrame.from_dict(found, orient="index", columns=list(BY_YEAR))
    return marked(frame.rename_axis("year").astype(BY_YEAR))


@add_words
def count_attendance_by_member_and_year(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Count how often each member of a year came in it, for the years that record attendance.

    One row a member and such a year, in the order of the years. Columns: code, name, year, present
    (NA where nothing is noted of it).
    """
    every = pd.concat(list_attendance(network, year).assign(year=year) for year in network.years)
    found = _tally(every[every["member"] & every["year"].isin(years)], ["code", "name", "year"])
    return found.drop(columns=["came", "known"])


def count_agents(network: Network, attendance: pd.DataFrame) -> float | NAType:
    """Return the agents of all meetings; NA if nobody was counted, or one total is held back."""
    totals = _totals(network, list(attendance["meeting"].unique()))
    return pd.NA if totals["agents_masque"].any() else totals["agents"].sum(min_count=1)


def _totals(network: Network, meetings: Sequence[str]) -> pd.DataFrame:
    return network.agents[network.agents.index.isin(meetings)]


def count_recorded_meetings(attendance: pd.DataFrame) -> int:
    """Count the meetings of which something is noted."""
    noted = attendance.loc[attendance["state"] != "non renseigné", "meeting"]
    return int(noted.nunique())


def list_states(presences: pd.DataFrame) -> pd.DataFrame:
    """Say of each noted row of the table: meeting, code, state, agents, agents_masque.

    A row without a state says nothing; who was excused was absent.
    """
    noted = presences.dropna(subset="etat")
    return pd.DataFrame(
        {
            "meeting": noted["rencontre"],
            "code": noted["membre"],
            "state": noted["etat"].replace({"excusé": "absent"}),
            "agents": noted["agents"],
            "agents_masque": noted["agents_masque"],
        }
    )


def _tally(attendance: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    state, whole = (
        attendance["state"],
        attendance["meeting"].isin(list_complete_meetings(attendance)),
    )
    counted = attendance.assign(
        noted=state.ne("non renseigné"),
        present=state.eq("présent"),
        came=state.eq("présent") & whole,
        known=state.isin(KNOWN) & whole,
    )
    columns = ["noted", "present", "came", "known"]
    tally = counted.groupby(by, sort=False)[columns].sum().astype("Int64")
    tally["present"] = tally["present"].mask(tally["noted"].eq(0))
    return tally.drop(columns="noted").reset_index()


def _year(network: Network, grid: pd.DataFrame) -> dict[str, object]:
    of_members, of_meetings = (
        count_attendance_by_member(grid[grid["member"]]),
        count_attendance_by_meeting(network, grid),
    )
    return {
        "recorded": count_recorded_meetings(grid),
        "complete": len(list_complete_meetings(grid)),
        "meetings": len(of_meetings),
        "present": of_members["present"].sum(),
        "came": of_members["came"].sum(),
        "known": of_members["known"].sum(),
        "agents": count_agents(network, grid),
        "agents_masque": of_meetings["agents_masque"].any(),
        "uncounted": of_meetings["uncounted"].any(),
    }
