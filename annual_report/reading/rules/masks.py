"""What every rule asks and says: the rows of a table that a mask holds for."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from annual_report.messages import _
from annual_report.reading.problems import Problem, Severity
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import GONE

Mask = pd.Series


def remark_rows(
    table: Table,
    mask: Mask,
    column: str,
    what: str,
    expected: str = "",
    near: "pd.Series | None" = None,
    *,
    severity: Severity = "remark",
    value: str | None = None,
    **words: Any,
) -> Iterator[Problem]:
    """Say something of every row that a mask holds for; `value` is another column to be quoted.

    `what` and `expected` are messages; their {places} are filled with `words`, each the same for
    all rows or a Series with that of each.
    """
    rows = table.text.index[mask.fillna(False).astype(bool)]
    if rows.empty:
        return
    columns = [
        each.loc[rows] if isinstance(each, pd.Series) else [each] * len(rows)
        for each in (table.text[value or column], near, *words.values())
    ]
    for row, quoted, close, *filled in zip(rows, *columns, strict=True):
        said = dict(zip(words, filled, strict=True))
        yield Problem(
            replace(table.place, row=int(row), column=column),
            _(what, **said),
            quoted or None,
            _(expected, **said) if expected else None,
            None if pd.isna(close) else close,
            severity,
        )


refuse_rows = partial(remark_rows, severity="error")


def list_years(membres: Table) -> list[int]:
    """Return the years of which the members are recorded, without those that note departures."""
    frame = membres.frame
    return sorted({int(year) for year in frame["annee"][~frame["etat"].eq(GONE).fillna(False)]})


def is_pair(one: pd.Series, other: pd.Series, among: pd.DataFrame) -> Mask:
    """Whether each pair of values is a row of two columns."""
    known = set(among.itertuples(index=False, name=None))
    return pd.Series(
        [pair in known for pair in zip(one, other, strict=True)], one.index, dtype=bool
    )


def find_first_rows(*columns: pd.Series) -> pd.Series:
    """Return for each row the first row that has its words; NA for that one."""
    index, seen = columns[0].index, dict[Any, int]()
    words = zip(*columns, strict=True)
    first = [seen.setdefault(each, row) for row, each in zip(index, words, strict=True)]
    found = pd.Series(first, index, dtype="Int64")
    return found.mask(found == index)
