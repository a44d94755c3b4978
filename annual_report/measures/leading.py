"""The first rows of a ranking, never cut among equals."""

import pandas as pd


def leading(frame: pd.DataFrame, column: str, most: int) -> pd.DataFrame:
    """Return at most so many first rows of a frame that is sorted by a column, the largest first.

    Where the cut would fall among equals, all of these are left out; none is left if all are equal.
    """
    if len(frame) <= most:
        return frame
    kept: pd.DataFrame = frame[frame[column] > frame[column].iloc[most]]
    return kept
