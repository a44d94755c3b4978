"""What every rule speaks with: the rows of a table that a mask holds for, said once a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

import pandas as pd

from annual_report.letters import find_nearest
from annual_report.messages import _
from annual_report.reading.problems import Problem, Severity, at_rows
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import GONE

Tables: TypeAlias = Mapping[str, Table]


def remark(
    table: Table,
    mask: "pd.Series[bool]",
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
    columns = [table.text[value or column], near, *words.values()]
    cells = [
        [*each.loc[rows]] if isinstance(each, pd.Series) else [each] * len(rows) for each in columns
    ]
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row, *said in zip(rows, *cells, strict=True):
        groups.setdefault(tuple(said), []).append(int(row))
    for (quoted, close, *filled), numbers in groups.items():
        named = dict(zip(words, filled, strict=True))
        yield Problem(
            at_rows(replace(table.place, column=column), numbers),
            _(what, **named),
            quoted or None,
            _(expected, **named) if expected else None,
            None if pd.isna(close) else close,
            severity,
        )


refuse = partial(remark, severity="error")


def nearest_of(values: pd.Series, choices: Sequence[str]) -> pd.Series:
    """Return the choice that is nearest to each value, looked for once for equal ones."""
    return values.map({each: find_nearest(str(each), choices) for each in values.dropna().unique()})


def list_years(tables: Tables) -> list[int]:
    """Return the years of which the members are recorded, without those that note departures."""
    frame = tables["membres"].frame
    return sorted({int(year) for year in frame["annee"][~frame["etat"].eq(GONE).fillna(False)]})


def is_pair(one: pd.Series, other: pd.Series, among: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each pair of values is a row of two columns."""
    known = pd.MultiIndex.from_frame(among)
    return pd.Series(pd.MultiIndex.from_arrays([one, other]).isin(known), one.index)


def seen_before(*columns: pd.Series) -> pd.Series:
    """Return for each row the first row that has its words; NA for that one."""
    rows = ["\n".join(map(str, row)) for row in zip(*columns, strict=True)]
    keys = pd.Series(rows, columns[0].index, dtype=object)
    first = pd.Series(keys.index, keys.index).groupby(keys).transform("first")
    return first.where(first != keys.index).astype("Int64")
