"""Who has been at the same meeting as whom: opportunities to meet, not ties.

Attendance is a two-mode network, départements × meetings. Projecting it on the départements
inflates it (one plenary of 16 makes 120 pairs), so each meeting of k départements gives each pair
1/(k−1), as Newman does for joint papers: what a département's pairs weigh adds up to the number of
meetings where it wasn't alone.
"""

import numpy as np
import pandas as pd

from annual_report.network.measures.words import add_words


@add_words
def list_pairs(present: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of départements that came at least once, however often together.

    `present` has the rows of `list_attendance` whose state is "présent". Columns: first, second
    (codes, in the order in which they appear), meetings (how many they have in common), weight
    (Newman's).

    >>> import pandas as pd
    >>> from annual_report import measures
    >>> present = pd.DataFrame({"code": ["32", "44", "49"], "meeting": ["2025-1"] * 3})
    >>> measures.list_pairs(present)
      first second  meetings  weight
    0    32     44         1     0.5
    1    32     49         1     0.5
    2    44     49         1     0.5
    """
    codes = present["code"].drop_duplicates()
    came = pd.crosstab(present["code"], present["meeting"]).loc[codes].to_numpy(dtype=int)
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
