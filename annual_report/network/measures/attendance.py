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
from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.meetings import list_meetings
from annual_report.network.measures.territory import list_institutions, sort_by_code
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.values.vocabulary import ABSENT, EXCUSED, PRESENT, UNINVITED

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
def list_attendance(network: Network, *years: int) -> pd.DataFrame:
    """Return one row a member or guest and a meeting, of the years that record some of it.

    Of each year the members in the official order, then the guests that the table names, each with
    all meetings by date. Columns: annee, membre, nom, est_membre (a bool; False of a guest),
    rencontre, rang (from 1 in its year), etat, releve_complet (whether the state of every member is
    recorded of this meeting).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> attendance[["nom", "rencontre", "etat"]].head(2)
          nom rencontre        etat
    0  Allier   2025-01     présent
    1  Allier   2025-02  non invité
    """
    require_years(years)
    meetings = list_meetings(network, *years)[["annee", "rencontre"]]
    meetings["rang"] = meetings.groupby("annee").cumcount() + 1
    rows = network.presences.merge(meetings, on="rencontre")
    if rows.empty:  # as in many networks: joins of nothing take a twelfth of a report's cells
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    meetings = meetings[meetings["annee"].isin(rows["annee"])]
    # A row without a state waits to be filled in: it says nothing.
    noted = rows.dropna(subset="etat")
    # Who is noted and no member of that year came as a guest.
    everyone = pd.concat([network.membres.assign(est_membre=True), noted.assign(est_membre=False)])
    everyone = everyone[["annee", "membre", "est_membre"]].drop_duplicates(["annee", "membre"])
    names = list_institutions(everyone["membre"].unique())[["membre", "nom"]]
    grid = everyone.merge(names.reset_index(names="place"), on="membre")
    grid = grid.merge(meetings, on="annee")
    states = noted[["membre", "rencontre", "etat"]]
    grid = grid.merge(states, how="left", on=["membre", "rencontre"])
    grid["etat"] = grid["etat"].fillna(UNKNOWN)
    # One member of whom nothing is noted, and a rate of that meeting would be of those who came.
    is_unnoted = grid["est_membre"] & grid["etat"].eq(UNKNOWN)
    grid["releve_complet"] = ~grid["rencontre"].isin(grid.loc[is_unnoted, "rencontre"])
    grid["is_guest"] = ~grid["est_membre"]
    grid = grid.sort_values(["annee", "is_guest", "place", "rang"], ignore_index=True)
    return grid[list(COLUMNS)].astype(COLUMNS)


@with_words
def count_attendance_by_meeting(attendance: pd.DataFrame) -> pd.DataFrame:
    """Count for each meeting, by date, how many came.

    Columns: annee, rencontre, rang, presents (NA where nothing is noted), invites (members; NA
    unless the meeting is completely recorded) and invites_venus (of these).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> attendance = measures.list_attendance(network, 2025)
    >>> measures.count_attendance_by_meeting(attendance).head(2)
       annee rencontre  rang  presents  invites  invites_venus
    0   2025   2025-01     1        32       40             32
    1   2025   2025-02     2        18       28             18
    """
    state = attendance["etat"]
    is_member = attendance["est_membre"]
    marked = attendance.assign(
        is_noted=state.ne(UNKNOWN),
        presents=state.eq(PRESENT),
        invites=is_member & state.isin(INVITED),
        invites_venus=is_member & state.eq(PRESENT),
    )
    counts = ["is_noted", "presents", "invites", "invites_venus"]
    keys = ["annee", "rencontre", "rang", "releve_complet"]
    by_meeting = marked.groupby(keys, sort=False)[counts].sum().astype("Int64").reset_index()
    # A sum over nothing is 0; of a meeting of which nothing is noted it is unknown.
    by_meeting["presents"] = by_meeting["presents"].mask(by_meeting["is_noted"].eq(0))
    of_members = ["invites", "invites_venus"]
    by_meeting[of_members] = by_meeting[of_members].where(by_meeting["releve_complet"])
    return by_meeting.drop(columns=["is_noted", "releve_complet"])


@with_words
def count_attendance_by_year(network: Network, *years: int) -> pd.DataFrame:
    """Compare the years that record attendance; the columns are key figures.

    Index: annee. Columns: rencontres_presences_renseignees (meetings of which something is noted),
    rencontres_presences_completes (those of which the state of every member is), rencontres, venues
    (of the members), invitations_honorees and invitations_renseignees (of the complete ones; NA if
    nobody was invited to one).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> counts = measures.count_attendance_by_year(network, 2024, 2025)
    >>> counts[["rencontres", "venues", "invitations_renseignees"]]
           rencontres  venues  invitations_renseignees
    annee
    2024            9     136                     <NA>
    2025           11     228                      375
    """
    require_years(years)
    attendance = list_attendance(network, *years)
    by_year = count_attendance_by_meeting(attendance).groupby("annee")
    counts = by_year.agg(
        rencontres_presences_renseignees=("presents", "count"),
        rencontres_presences_completes=("invites", "count"),
        rencontres=("rencontre", "size"),
    ).astype("Int64")
    present = attendance[attendance["est_membre"] & attendance["etat"].eq(PRESENT)]
    visits = present.groupby("annee").size().reindex(counts.index, fill_value=0)
    counts["venues"] = visits.astype("Int64")
    invited = by_year["invites"].sum(min_count=1)
    honoured = by_year["invites_venus"].sum(min_count=1)
    counts["invitations_honorees"] = honoured.where(invited.gt(0))
    counts["invitations_renseignees"] = invited.where(invited.gt(0))
    return counts


@with_words
def list_pairs(present: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of those who came at least once: opportunities to meet, not ties.

    `present` has the rows of `list_attendance` whose etat is "présent". Columns: membre, autre (in
    the official order), rencontres_communes (how many both came to, be it none).

    >>> import pandas as pd
    >>> from annual_report import measures
    >>> present = pd.DataFrame({"membre": ["32", "44", "49"], "rencontre": ["2025-1"] * 3})
    >>> measures.list_pairs(present)
      membre autre  rencontres_communes
    0     32    44                    1
    1     32    49                    1
    2     44    49                    1
    """
    for column in ("membre", "rencontre"):
        if column not in present:
            line = _("list_pairs takes rows of list_attendance: the table has no column “{column}”",
                     column=column)  # fmt: skip
            raise ParameterError(line)
    if "etat" in present and not present["etat"].eq(PRESENT).all():
        line = _("list_pairs takes who came: keep the rows whose {column} is “{value}”",
                 column="etat", value=PRESENT)  # fmt: skip
        raise ParameterError(line)
    codes = sort_by_code(present[["membre"]].drop_duplicates())["membre"]
    came = pd.crosstab(present["membre"], present["rencontre"]).loc[codes].to_numpy(dtype=int)
    first, second = np.triu_indices(len(codes), k=1)  # each pair once
    together = (came @ came.T)[first, second]
    pairs = {"membre": codes.iloc[first].array, "autre": codes.iloc[second].array}
    return pd.DataFrame(pairs).assign(rencontres_communes=pd.array(together, dtype="Int64"))
