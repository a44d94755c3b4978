"""A frame as a test compares it, and how many networks a property is tried on."""

from typing import Any

import pandas as pd
from hypothesis import settings

FEWER = settings(max_examples=settings().max_examples // 2)
"""For a property whose every example measures a whole network; `--deep` takes more of it."""


def list_rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return a frame's rows as tuples, of some of its columns or all; None where a value is NA."""
    plain = frame[list(columns or frame.columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
