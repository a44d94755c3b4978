"""What every rule speaks with: the rows of a table that a mask holds for, said once a reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

import pandas as pd

from annual_report.reading.problems import Problem, Severity, at_rows
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import GONE

Tables: TypeAlias = Mapping[str, Table]
Words: TypeAlias = str | Callable[[Any], str | None] | None
"""The same words for every row, or what makes them of one: a tuple with its columns by name."""


def remark(
    table: Table,
    mask: "pd.Series[bool]",
    column: str,
    what: Words,
    expected: Words = None,
    nearest: Words = None,
    *,
    severity: Severity = "remark",
    value: str | None = None,
) -> Iterator[Problem]:
    """Say something of every row that a mask holds for; `value` is another column to be quoted."""
    groups: dict[tuple[str | None, ...], list[int]] = {}
    for row in table.text[mask.fillna(False).astype(bool)].itertuples():
        said = [each(row) if callable(each) else each for each in (what, expected, nearest)]
        quoted = str(getattr(row, value or column)) or None
        groups.setdefault((quoted, *said), []).append(int(str(row.Index)))
    for (quoted, sentence, wanted, near), numbers in groups.items():
        here = at_rows(replace(table.place, column=column), numbers)
        yield Problem(here, sentence or "", quoted, wanted, near, severity=severity)


refuse = partial(remark, severity="error")


def list_years(tables: Tables) -> list[int]:
    """Return the years of which the members are recorded, without those that note departures."""
    frame = tables["membres"].frame
    return sorted({int(year) for year in frame["annee"][~frame["etat"].eq(GONE).fillna(False)]})


def is_pair(one: pd.Series, other: pd.Series, among: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each pair of values is a row of two columns."""
    known = pd.MultiIndex.from_frame(among)
    return pd.Series(pd.MultiIndex.from_arrays([one, other]).isin(known), one.index)


def seen_before(*columns: pd.Series) -> pd.Series:
    """Return for each row the first row that has its words; NA for that one, and without words."""
    rows = ["\n".join(map(str, row)) for row in zip(*columns, strict=True)]
    keys = pd.Series(rows, columns[0].index, dtype=object)
    first = pd.Series(keys.index, keys.index).groupby(keys).transform("first")
    return first.where(first != keys.index).astype("Int64")
