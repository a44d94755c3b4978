"""Attendance: who came to which meeting, as far as anybody wrote it down.

A state is "présent", "absent", "non invité" or, where nobody noted anything, "non renseigné".
Rates are of the meetings alone that are completely recorded: each member has a state. A list of
those who came gives counts, and no rate.
"""

from collections.abc import Sequence

import pandas as pd

from annual_report.network.measures.meetings import list_meetings
from annual_report.network.measures.territory import list_institutions
from annual_report.network.measures.words import add_words
from annual_report.network.network import Network

UNKNOWN = "non renseigné"
INVITED = ("présent", "absent")
STATES = (*INVITED, "non invité", UNKNOWN)
NAMES = {"rencontre": "meeting", "membre": "code", "etat": "state"}
FEW = 10
"""Of fewer than this no percentage is given."""
COLUMNS = {
    "year": "int64", "code": "string", "name": "string", "member": "bool", "meeting": "string",
    "rank": "Int64", "state": "string", "complete": "bool",
}  # fmt: skip


@add_words
def list_attendance(network: Network, *years: int) -> pd.DataFrame:
    """Return one row a member or guest and a meeting, of the years that record some of it.

    Of each year the members in the official order, then the guests that the table names, each with
    all meetings by date. Columns: year, code, name, member (a bool), meeting, rank (from 1 in its
    year), state, complete (whether the state of every member is recorded of this meeting).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> attendance[["name", "meeting", "state"]].head(2)
         name  meeting       state
    0  Allier  2025-01     présent
    1  Allier  2025-02  non invité
    """
    found = [grid for year in years if len(grid := _list_year(network, year))]
    every = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
    return every.astype(COLUMNS)


def _list_year(network: Network, year: int) -> pd.DataFrame:
    meetings = list_meetings(network, year)["meeting"]
    rows = network.presences[network.presences["rencontre"].isin(meetings)]
    # A row without a state waits to be filled in: it says nothing.
    noted = rows.dropna(subset="etat").rename(columns=NAMES)[[*NAMES.values()]]
    noted["state"] = noted["state"].replace({"excusé": "absent"})
    if rows.empty:
        return noted
    codes = network.membres.loc[network.membres["annee"] == year, "membre"]
    members = list_institutions(codes).assign(member=True)
    # Who is noted and no member of that year came as a guest.
    guests = list_institutions(noted.loc[~noted["code"].isin(codes), "code"].unique())
    everyone = pd.concat([members, guests.assign(member=False)])
    ranked = pd.DataFrame({"meeting": meetings, "rank": range(1, len(meetings) + 1)})
    grid = everyone[["code", "name", "member"]].merge(ranked, how="cross")
    grid = grid.merge(noted, how="left", on=["code", "meeting"]).assign(year=year)
    grid["state"] = grid["state"].fillna(UNKNOWN)
    # One member of whom nothing is noted, and a rate of that meeting would be of those who came.
    silent = grid.loc[grid["member"] & grid["state"].eq(UNKNOWN), "meeting"]
    grid["complete"] = ~grid["meeting"].isin(silent)
    return grid[list(COLUMNS)]


@add_words
def count_attendance_by_meeting(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each meeting, by date, how many came.

    Columns: year, meeting, rank, present (NA where nothing is noted), known (members invited; NA
    unless the meeting is completely recorded) and came (of these).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> measures.count_attendance_by_meeting(attendance).head(2)
       year  meeting  rank  present  known  came
    0  2025  2025-01     1       32     40    32
    1  2025  2025-02     2       18     28    18
    """
    state, member = attendance["state"], attendance["member"]
    present = state.eq("présent")
    found = (
        attendance.assign(
            noted=state.ne(UNKNOWN),
            present=present,
            known=member & state.isin(INVITED),
            came=member & present,
        )
        .groupby(["year", "meeting", "rank", "complete"], sort=False)[
            ["noted", "present", "known", "came"]
        ]
        .sum()
        .astype("Int64")
        .reset_index()
    )
    # A sum over nothing is 0; of a meeting of which nothing is noted it is unknown.
    found["present"] = found["present"].mask(found["noted"].eq(0))
    invited = ["known", "came"]
    found[invited] = found[invited].where(found["complete"])
    return found.drop(columns=["noted", "complete"])


@add_words
def count_attendance_by_year(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Compare the years that record attendance.

    Index: year. Columns: recorded (meetings of which something is noted), complete (those of which
    the state of every member is), meetings, present (of the members), came and known (of the
    complete ones; NA if there are none).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.count_attendance_by_year(network, [2024, 2025])
          recorded  complete  meetings  present  came  known
    year
    2024         8         0         9      136  <NA>   <NA>
    2025        10        10        11      228   228    375
    """
    attendance = list_attendance(network, *years)
    found = count_attendance_by_meeting(attendance)
    by_year = found.groupby("year")
    counts = by_year.agg(
        recorded=("present", "count"), complete=("known", "count"), meetings=("meeting", "size"),
    ).astype("Int64")  # fmt: skip
    present = attendance[attendance["member"] & attendance["state"].eq("présent")]
    counts["present"] = present.groupby("year").size().reindex(counts.index, fill_value=0)
    counts[["came", "known"]] = by_year[["came", "known"]].sum(min_count=1)
    return counts.astype({"present": "Int64"})
