"""What every rule speaks with: the rows of a table that a mask holds for, said once a reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import pandas as pd

from annual_report.reading.problems import Problem, Severity, at_rows
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import GONE

Tables: TypeAlias = Mapping[str, Table]
Words: TypeAlias = "pd.Series | str | None"
"""The same words for every row, or those of each."""


def say(
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
    rows = table.text.index[mask.fillna(False).astype(bool)]
    said = [
        each.loc[rows] if isinstance(each, pd.Series) else [each] * len(rows)
        for each in (table.text[value or column], what, expected, nearest)
    ]
    groups: dict[tuple[str | None, ...], list[int]] = {}
    for row, *words in zip(rows, *said, strict=True):
        found = tuple(None if pd.isna(each) else str(each) or None for each in words)
        groups.setdefault(found, []).append(int(row))
    for (quoted, sentence, wanted, near), numbers in groups.items():
        here = at_rows(replace(table.place, column=column), numbers)
        yield Problem(here, sentence or "", quoted, wanted, near, severity=severity)


def words_for(values: pd.Series, words: Callable[[Any], str | None]) -> pd.Series:
    """Return words for each value, made once for equal ones; NA where there is none."""
    made = {value: words(value) for value in values.dropna().unique()}
    return values.astype(object).map(made)


def list_years(tables: Tables) -> list[int]:
    """Return the years of which the members are recorded."""
    return sorted({int(year) for year in listed(tables)["annee"]})


def listed(tables: Tables) -> pd.DataFrame:
    """Return the rows that list a member, without those that note a departure."""
    frame = tables["membres"].frame
    return frame[~frame["etat"].eq(GONE).fillna(False)]


def is_pair(one: pd.Series, other: pd.Series, among: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each pair of values is a row of two columns."""
    known = pd.MultiIndex.from_frame(among)
    return pd.Series(pd.MultiIndex.from_arrays([one, other]).isin(known), one.index)


def joined(*columns: pd.Series) -> pd.Series:
    """Return the words of several columns as one, a line for each."""
    rows = ["\n".join(map(str, row)) for row in zip(*columns, strict=True)]
    return pd.Series(rows, columns[0].index, dtype=object)


def seen_before(keys: pd.Series) -> pd.Series:
    """Return for each row the first row that has its key; NA for that one, and without a key."""
    first = pd.Series(keys.index, keys.index).groupby(keys).transform("first")
    return first.where(keys.notna() & (first != keys.index)).astype("Int64")
