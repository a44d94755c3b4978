"""Who has been at the same meeting as whom: opportunities to meet, not ties.

Attendance is a two-mode network, départements × meetings. Projecting it on the départements
inflates it (one plenary of 16 makes 120 pairs), so each meeting of k départements gives each pair
1/(k−1), as Newman does for joint papers: what a département's pairs weigh adds up to the number of
meetings where it wasn't alone.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from annual_report.measures.attendance import list_states
from annual_report.measures.members import sort_by_code
from annual_report.measures.territory import list_institutions
from annual_report.measures.words import add_words
from annual_report.network import Network


@add_words
def list_attendees(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Return one row a département that came to a meeting of one of some years.

    Columns: code, name, member (a bool, of that year), meeting, year. Rows are by year, the members
    of a year before its guests, both in the official order.
    """
    came = list_states(network.presences).query("state == 'présent'")
    meetings = network.rencontres.rename(columns={"rencontre": "meeting", "annee": "year"})
    members = network.membres.rename(columns={"membre": "code", "annee": "year"})
    found = came.merge(meetings.loc[meetings["year"].isin(years), ["meeting", "year"]])
    found = found.merge(list_institutions(found["code"].unique())[["code", "name"]])
    found = found.merge(members[["code", "year"]], how="left", indicator="member")
    found["member"] = found["member"].eq("both")
    found = sort_by_code(found).sort_values(
        ["year", "member"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return found[["code", "name", "member", "meeting", "year"]]


@add_words
def list_pairs(attendees: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of départements that came at least once, however often together.

    `attendees` has one row a département and a meeting. Columns: first, second (codes, in the order
    in which they appear), meetings (how many they have in common), weight (Newman's).
    """
    codes = attendees["code"].drop_duplicates()
    came = pd.crosstab(attendees["code"], attendees["meeting"]).loc[codes].to_numpy(dtype=int)
    others = (came.sum(axis=0) - 1).clip(min=1)
    meetings, weight = came @ came.T, (came / others) @ came.T
    first, second = np.triu_indices(len(codes), k=1)  # each pair once
    return pd.DataFrame(
        {
            "first": codes.iloc[first].array,
            "second": codes.iloc[second].array,
            "meetings": meetings[first, second],
            "weight": weight[first, second].round(9),
        }
    ).astype({"meetings": "Int64"})


@add_words
def list_strangers(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return who has never been at the same meeting as others, those with most of them first.

    Columns: code, name, others (how many were never met), codes (a list of them).
    """
    never = pairs.loc[pairs["meetings"] == 0, ["first", "second"]]
    swapped = never.set_axis(["second", "first"], axis="columns")
    both = sort_by_code(pd.concat([never, swapped]).rename(columns={"second": "code"}))
    found = both.groupby("first").agg(others=("code", "size"), codes=("code", list))
    named = list_institutions(found.index)[["code", "name"]].merge(
        found, left_on="code", right_index=True
    )
    named = named.sort_values("others", ascending=False, kind="stable", ignore_index=True)
    return named.astype({"codes": object})  # lists, even if there is none
