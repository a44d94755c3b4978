"""Attendance: members and guests at meetings, as far as the table `presences` records them.

A state is "présent", "absent", "excusé", "non invité" or, without a note, "non renseigné". Excused
members count as absent members do: invited, and not there. Rates cover the completely recorded
meetings alone, where every member has a state: from a bare list of the people present, a rate would
always be 100 %.
"""

import numpy as np
import pandas as pd

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.meetings import list_meetings
from annual_report.network.measures.required_rows import require_rows_of
from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.values.vocabulary import ABSENT, EXCUSED, PRESENT, UNINVITED
from annual_report.network.required_network import takes_network

UNKNOWN = "non renseigné"
INVITED = (PRESENT, ABSENT, EXCUSED)
STATES = (*INVITED, UNINVITED, UNKNOWN)
COLUMNS = {
    "annee": "int64",
    "membre": "string",
    "nom": "string",
    "est_membre": "bool",
    "rencontre": "string",
    "rang": "Int64",
    "etat": "string",
    "releve_complet": "bool",
}
"""The columns of `list_attendance`, and their types."""


@with_words
@takes_network
def list_attendance(network: Network, *years: int) -> pd.DataFrame:
    """Return one row a participant and meeting of the years for which `presences` has rows.

    Participants of a year are its members in the official order, then the guests named by
    `presences`; the meetings of each participant follow by date.
    Columns: annee, membre, nom, est_membre (a bool; False for a guest), rencontre, rang (from 1 in
    its year), etat, releve_complet (a bool; whether the meeting has a state for every member).
    Raise ParameterError for a year outside of `network.span`, the years that the tables name.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> attendance[["nom", "rencontre", "etat"]].head(2)
          nom rencontre        etat
    0  Allier   2025-01     présent
    1  Allier   2025-02  non invité
    """
    require_years(years, network.span)
    meetings = list_meetings(network, *years)[["annee", "rencontre"]]
    meetings["rang"] = meetings.groupby("annee").cumcount() + 1
    rows = network.presences.merge(meetings, on="rencontre")
    # Many networks record no attendance: joining empty frames took a twelfth of a report's time.
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    recorded_meetings = meetings[meetings["annee"].isin(rows["annee"])]
    # A row without a state is a blank that somebody prepared, not a note about the participant.
    noted = rows.dropna(subset="etat")

    participants = _list_participants(network, noted)
    grid = participants.merge(recorded_meetings, on="annee")
    states = noted[["membre", "rencontre", "etat"]]
    grid = grid.merge(states, how="left", on=["membre", "rencontre"])
    # A missing note isn't an absence: the member may have come.
    grid["etat"] = grid["etat"].fillna(UNKNOWN)

    # A single member without a note makes the meeting's record incomplete; a guest doesn't.
    is_unnoted = grid["etat"].eq(UNKNOWN)
    is_unnoted_member = grid["est_membre"] & is_unnoted
    incomplete_meetings = grid.loc[is_unnoted_member, "rencontre"]
    grid["releve_complet"] = ~grid["rencontre"].isin(incomplete_meetings)

    grid["is_guest"] = ~grid["est_membre"]
    grid = grid.sort_values(["annee", "is_guest", "place", "rang"], ignore_index=True)
    return grid[list(COLUMNS)].astype(COLUMNS)


def _list_participants(network: Network, noted: pd.DataFrame) -> pd.DataFrame:
    """Return one row a year and participant: annee, membre, est_membre, place, nom.

    `noted` has the filled rows of `presences`, with the year of each meeting. `place` is the rank
    in the official order.
    """
    members = network.membres.assign(est_membre=True)
    guests = noted.assign(est_membre=False)
    # Members come first, so that dropping duplicates keeps a member's row as the member's.
    everyone = pd.concat([members, guests])
    everyone = everyone[["annee", "membre", "est_membre"]]
    everyone = everyone.drop_duplicates(["annee", "membre"])
    institutions = list_institutions(everyone["membre"].unique())
    names = institutions[["membre", "nom"]].reset_index(names="place")
    return everyone.merge(names, on="membre")


@with_words
def count_attendance_by_meeting(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count the people present and the invited members: one row a meeting, by date.

    `attendance` is a frame of `list_attendance`. Columns: annee, rencontre, rang, presents (members
    and guests; NA without any note of the meeting), invites (members; NA unless the meeting is
    completely recorded), invites_venus (the invited members who came; NA as invites).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> measures.count_attendance_by_meeting(attendance).head(2)
       annee rencontre  rang  presents  invites  invites_venus
    0   2025   2025-01     1        32       40             32
    1   2025   2025-02     2        18       28             18
    """
    columns = ("annee", "rencontre", "rang", "releve_complet", "est_membre", "etat")
    require_rows_of("list_attendance", attendance, columns, "count_attendance_by_meeting")
    state = attendance["etat"]
    is_member = attendance["est_membre"]
    is_present = state.eq(PRESENT)
    keys = ["annee", "rencontre", "rang", "releve_complet"]
    marks = attendance[keys].copy()
    marks["notes"] = state.ne(UNKNOWN)
    marks["presents"] = is_present
    marks["invites"] = is_member & state.isin(INVITED)
    marks["invites_venus"] = is_member & is_present
    # Unsorted groups keep the meetings in the order of their dates.
    sums = marks.groupby(keys, sort=False).sum()
    by_meeting = sums.astype("Int64").reset_index()

    # The sum of a meeting without notes is 0, yet the number of people present is unknown.
    has_no_note = by_meeting["notes"].eq(0)
    by_meeting["presents"] = by_meeting["presents"].mask(has_no_note)
    is_complete = by_meeting["releve_complet"]
    for column in ("invites", "invites_venus"):
        by_meeting[column] = by_meeting[column].where(is_complete)
    return by_meeting.drop(columns=["notes", "releve_complet"])


@with_words
@takes_network
def count_attendance_by_year(network: Network, *years: int) -> pd.DataFrame:
    """Count meetings, visits and invitations: one row a year that records attendance.

    The columns but rencontres are key figures, described in `figures.yaml`. Index: annee.
    Columns: rencontres_presences_renseignees (meetings with any note),
    rencontres_presences_completes (meetings with the state of every member), rencontres (all),
    venues (members present, summed over the meetings), invitations_honorees and
    invitations_renseignees (invitations of members to completely recorded meetings: followed, and
    all; NA without any invitation to such a meeting).
    Raise ParameterError for a year outside of `network.span`, the years that the tables name.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> counts = measures.count_attendance_by_year(network, 2024, 2025)
    >>> counts[["rencontres", "venues", "invitations_renseignees"]]
           rencontres  venues  invitations_renseignees
    annee
    2024            9     136                     <NA>
    2025           11     228                      375
    """
    require_years(years, network.span)
    attendance = list_attendance(network, *years)
    by_meeting = count_attendance_by_meeting(attendance)
    by_year = by_meeting.groupby("annee")
    # `count` skips NA, the value of meetings without notes or without a complete record.
    counts = by_year.agg(
        rencontres_presences_renseignees=("presents", "count"),
        rencontres_presences_completes=("invites", "count"),
        rencontres=("rencontre", "size"),
    )
    counts = counts.astype("Int64")

    is_present = attendance["etat"].eq(PRESENT)
    is_visit = attendance["est_membre"] & is_present
    visits = attendance[is_visit].groupby("annee").size()
    # These years record attendance, so a year without a visit really has 0.
    visits = visits.reindex(counts.index, fill_value=0)
    counts["venues"] = visits.astype("Int64")

    # With `min_count` a year without a complete meeting stays NA; a plain sum would say 0.
    invited = by_year["invites"].sum(min_count=1)
    honoured = by_year["invites_venus"].sum(min_count=1)
    has_invited = invited.gt(0)
    counts["invitations_honorees"] = honoured.where(has_invited)
    counts["invitations_renseignees"] = invited.where(has_invited)
    return counts


@with_words
def list_pairs(present: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of participants who came at least once, with their common meetings.

    A common meeting is an opportunity to talk; the data record no ties. `present` has the rows of
    `list_attendance` with the etat "présent". Columns: membre, autre (two codes, the first before
    the second in the official order), rencontres_communes (meetings with both, perhaps 0).
    Raise ParameterError without the columns membre and rencontre, or for another etat.

    >>> import pandas as pd
    >>> from annual_report import measures
    >>> present = pd.DataFrame({"membre": ["32", "44", "49"], "rencontre": ["2025-1"] * 3})
    >>> measures.list_pairs(present)
      membre autre  rencontres_communes
    0     32    44                    1
    1     32    49                    1
    2     44    49                    1
    """
    require_rows_of("list_attendance", present, ("membre", "rencontre"), "list_pairs")
    # Rows of absent members would make pairs of people who never met.
    if "etat" in present and not present["etat"].eq(PRESENT).all():
        raise ParameterError(
            _(
                "list_pairs takes who came: keep the rows whose {column} is “{value}”",
                column="etat",
                value=PRESENT,
            )
        )
    participants = present[["membre"]].drop_duplicates()
    codes = sort_by_code(participants)["membre"]
    # One row a participant and one column a meeting: 1 for a visit. The product of two rows is the
    # number of common meetings; the matrix product computes all pairs at once.
    table = pd.crosstab(present["membre"], present["rencontre"])
    table = table.loc[codes]
    visits = table.to_numpy(dtype=int)
    common = visits @ visits.T
    # The triangle above the diagonal has each pair once, and nobody paired with themselves.
    first, second = np.triu_indices(len(codes), k=1)
    common_of_pairs = common[first, second]
    pairs = pd.DataFrame()
    # `array` drops the index of the codes, by which pandas would align the columns.
    pairs["membre"] = codes.iloc[first].array
    pairs["autre"] = codes.iloc[second].array
    pairs["rencontres_communes"] = pd.array(common_of_pairs, dtype="Int64")
    return pairs
