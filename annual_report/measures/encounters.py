"""Who has been at the same meeting as whom: opportunities to meet, not ties.

Attendance is a two-mode network, départements × meetings. Projecting it on the départements
inflates it (one plenary of 16 makes 120 pairs), so each meeting of k départements gives each pair
1/(k−1), as Newman does for joint papers: what a département's pairs weigh adds up to the number of
meetings where it wasn't alone.
"""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from annual_report.measures.presence import attendance
from annual_report.network import Network


def present(network: Network, years: Sequence[int]) -> pd.DataFrame:
    """Return one row a département that came to a meeting: code, name, member, meeting, year."""
    found = [attendance(network, year).query("state == 'présent'").assign(year=year)
             for year in years]  # fmt: skip
    return pd.concat(found)[["code", "name", "member", "meeting", "year"]].reset_index(drop=True)


def pairs(present: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of départements that came at least once, however often together.

    `present` has one row a département and a meeting. Columns: first, second (codes, in the order
    in which they appear), meetings (how many they have in common), weight (Newman's).
    """
    rooms = present[["code", "meeting"]]
    size = rooms.groupby("meeting")["code"].transform("size")
    together = rooms.assign(weight=1 / (size - 1).clip(lower=1)).merge(rooms, on="meeting")
    met = together.groupby(["code_x", "code_y"]).agg(
        meetings=("meeting", "size"), weight=("weight", "sum")
    )
    everyone = pd.MultiIndex.from_tuples(
        combinations(rooms["code"].drop_duplicates(), 2), names=["first", "second"]
    )
    found = met.reindex(everyone, fill_value=0).reset_index()
    return found.assign(weight=found["weight"].round(9))
