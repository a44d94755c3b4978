"""Attendance: who came to which meeting, as far as anybody wrote it down.

A state is "présent", "absent", "excusé", "non invité" or, where nobody noted anything, "non
renseigné". Who is excused was invited and didn't come, as who is absent.
Rates are of the meetings alone that are completely recorded: each member has a state. A list of
those who came gives counts, and no rate.
"""

import numpy as np
import pandas as pd

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.network.measures.meetings import list_meetings
from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.measures.words import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years

UNKNOWN = "non renseigné"
PRESENT = "présent"
INVITED = (PRESENT, "absent", "excusé")
STATES = (*INVITED, "non invité", UNKNOWN)
NAMES = {"rencontre": "meeting", "membre": "code", "etat": "state"}
COLUMNS = {
    "year": "int64", "code": "string", "name": "string", "member": "bool", "meeting": "string",
    "rank": "Int64", "state": "string", "complete": "bool",
}  # fmt: skip


@with_words
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
    require_years(years)
    meetings = list_meetings(network, *years)[["year", "meeting"]]
    meetings["rank"] = meetings.groupby("year").cumcount() + 1
    rows = network.presences.rename(columns=NAMES).merge(meetings, on="meeting")
    if rows.empty:  # as in many networks: joins of nothing take a twelfth of a report's cells
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    meetings = meetings[meetings["year"].isin(rows["year"])]
    # A row without a state waits to be filled in: it says nothing.
    noted = rows.dropna(subset="state")
    members = network.membres.rename(columns={"annee": "year", "membre": "code"})
    # Who is noted and no member of that year came as a guest.
    everyone = pd.concat([members.assign(member=True), noted.assign(member=False)])
    everyone = everyone[["year", "code", "member"]].drop_duplicates(["year", "code"])
    names = list_institutions(everyone["code"].unique())[["code", "name"]]
    grid = everyone.merge(names.reset_index(names="place"), on="code").merge(meetings, on="year")
    grid = grid.merge(noted[["code", "meeting", "state"]], how="left", on=["code", "meeting"])
    grid["state"] = grid["state"].fillna(UNKNOWN)
    # One member of whom nothing is noted, and a rate of that meeting would be of those who came.
    silent = grid.loc[grid["member"] & grid["state"].eq(UNKNOWN), "meeting"]
    grid["complete"] = ~grid["meeting"].isin(silent)
    grid["guest"] = ~grid["member"]
    grid = grid.sort_values(["year", "guest", "place", "rank"], ignore_index=True)
    return grid[list(COLUMNS)].astype(COLUMNS)


@with_words
def count_attendance_by_meeting(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each meeting, by date, how many came.

    Columns: year, meeting, rank, present (NA where nothing is noted), invited (members; NA
    unless the meeting is completely recorded) and came (of these).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> measures.count_attendance_by_meeting(attendance).head(2)
       year  meeting  rank  present  invited  came
    0  2025  2025-01     1       32       40    32
    1  2025  2025-02     2       18       28    18
    """
    state, member = attendance["state"], attendance["member"]
    marked = attendance.assign(
        noted=state.ne(UNKNOWN),
        present=state.eq("présent"),
        invited=member & state.isin(INVITED),
        came=member & state.eq("présent"),
    )
    counts = ["noted", "present", "invited", "came"]
    keys = ["year", "meeting", "rank", "complete"]
    by_meeting = marked.groupby(keys, sort=False)[counts].sum().astype("Int64").reset_index()
    # A sum over nothing is 0; of a meeting of which nothing is noted it is unknown.
    by_meeting["present"] = by_meeting["present"].mask(by_meeting["noted"].eq(0))
    of_members = ["invited", "came"]
    by_meeting[of_members] = by_meeting[of_members].where(by_meeting["complete"])
    return by_meeting.drop(columns=["noted", "complete"])


@with_words
def count_attendance_by_year(network: Network, *years: int) -> pd.DataFrame:
    """Compare the years that record attendance.

    Index: year. Columns: recorded (meetings of which something is noted), complete (those of which
    the state of every member is), meetings, present (of the members), came and invited (of the
    complete ones; NA if there are none).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.count_attendance_by_year(network, 2024, 2025)
          recorded  complete  meetings  present  came  invited
    year
    2024         8         0         9      136  <NA>     <NA>
    2025        10        10        11      228   228      375
    """
    require_years(years)
    attendance = list_attendance(network, *years)
    by_year = count_attendance_by_meeting(attendance).groupby("year")
    counts = by_year.agg(
        recorded=("present", "count"), complete=("invited", "count"), meetings=("meeting", "size"),
    ).astype("Int64")  # fmt: skip
    present = attendance[attendance["member"] & attendance["state"].eq("présent")]
    counts["present"] = present.groupby("year").size().reindex(counts.index, fill_value=0)
    counts[["came", "invited"]] = by_year[["came", "invited"]].sum(min_count=1)
    return counts.astype({"present": "Int64"})


@with_words
def list_pairs(present: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of those who came at least once: opportunities to meet, not ties.

    `present` has the rows of `list_attendance` whose state is "présent". Columns: code, other (in
    the official order), meetings (how many they have in common, be it none).

    >>> import pandas as pd
    >>> from annual_report import measures
    >>> present = pd.DataFrame({"code": ["32", "44", "49"], "meeting": ["2025-1"] * 3})
    >>> measures.list_pairs(present)
      code other  meetings
    0   32    44         1
    1   32    49         1
    2   44    49         1
    """
    if "state" in present and not present["state"].eq(PRESENT).all():
        line = _("list_pairs takes who came: keep the rows whose {column} is “{value}”",
                 column="state", value=PRESENT)  # fmt: skip
        raise ParameterError(line)
    codes = sort_by_code(present[["code"]].drop_duplicates())["code"]
    came = pd.crosstab(present["code"], present["meeting"]).loc[codes].to_numpy(dtype=int)
    first, second = np.triu_indices(len(codes), k=1)  # each pair once
    pairs = {"code": codes.iloc[first].array, "other": codes.iloc[second].array}
    return pd.DataFrame(pairs).assign(
        meetings=pd.array((came @ came.T)[first, second], dtype="Int64")
    )
