"""Going through a table row by row.

A network's tables have some hundred rows: going through all of them takes a tenth of the time that
pandas needs to select a dozen. From some ten thousand rows on, pandas would be the faster one.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield what each row has in some columns, in the file's order; None if it isn't recorded."""
    return zip(*(_values(table[name]) for name in columns), strict=True)


def _values(column: "pd.Series[Any]") -> list[Any]:
    return list(column.to_numpy(object, na_value=None))  # type: ignore[call-overload]
