"""Rows of a frame, as a test compares them, and the number of networks that a property tries."""

from typing import Any

import pandas as pd
from hypothesis import settings

FEWER = settings(max_examples=settings().max_examples // 2)
"""Half as many examples, for a property that measures a whole network for each."""


def list_rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a frame as tuples, of some columns or of all; None stands for NA."""
    plain = frame[list(columns or frame.columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
