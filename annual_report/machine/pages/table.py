"""A published table: a DataFrame or a Series that keeps its values until it is printed.

How a column is headed and printed comes from the call, or else from the words that the table
carries (`columns`), or else from its own name and its values. The index stays, be it named or not,
for it says what a row is about; only row numbers go.
"""

import datetime
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from annual_report.base.errors import PublishError
from annual_report.base.messages import _
from annual_report.machine.pages.columns import Column, find_words
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.printed_table import PublishedColumn, PublishedTable
from annual_report.machine.pages.values import (
    DATE,
    SHARE,
    YEAR,
    count_decimals,
    drop_noise,
    is_missing,
    is_number,
    print_value,
)

ANY_YEARS = range(1000, 3000)
"""What may be years where a number says what a row is about."""
YEARS = range(1900, 2101)
"""A column of such whole numbers alone holds years, and is printed as such."""
UNNAMED = re.compile(r"(Unnamed: \d+)?")
"""What pandas calls a column that nobody named."""
MOST_ROW_NUMBERS = 1000
"""Greater numbers of an index are years, or codes."""


def make_table(
    thing: pd.DataFrame | pd.Series,
    caption: str,
    *,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
) -> PublishedTable:
    """Make the table of a DataFrame or a Series; raise PublishError if it has no columns.

    `labels`, `units` and `decimals` are those of some columns, by name.
    """
    known = find_words(thing)
    if isinstance(thing, pd.Series):
        thing = thing.to_frame(page_word("value") if thing.name is None else thing.name)
    if thing.columns.empty and not any(thing.index.names):
        raise PublishError(_("the table has no columns: there is nothing to publish"))
    keys = _list_keys(thing)
    given = [*keys, *((name, column.tolist()) for name, column in thing.items())]
    asked = labels or {}, units or {}, decimals or {}
    columns = [
        _make_column(
            name,
            values,
            known.get(name),
            *(words.get(name) for words in asked),
            index=place < len(keys),
        )
        for place, (name, values) in enumerate(given)
    ]
    # Without an index the first column says what each row is about.
    leading = len(keys) or 1
    return PublishedTable(
        caption, [replace(column, key=at < leading) for at, column in enumerate(columns)]
    )


def _list_keys(frame: pd.DataFrame) -> list[tuple[Hashable, list[Any]]]:
    """List the name and the values of each level of an index that says something."""
    index = frame.index
    # What several things were counted by at once, as `value_counts().to_dict()` gives it back.
    if index.nlevels == 1 and len(index) and all(isinstance(entry, tuple) for entry in index):
        index = pd.MultiIndex.from_tuples(index)
    if _counts_rows(index, frame):
        return []
    return [(name, index.get_level_values(level).tolist())
            for level, name in enumerate(index.names)]  # fmt: skip


def _counts_rows(index: pd.Index, frame: pd.DataFrame) -> bool:
    """Whether an index only counts rows: from the start, or after a filter."""
    if index.name is not None or not pd.api.types.is_integer_dtype(index.dtype):
        return False
    # After a filter: without words beside it, a number may be what the row is about (1 to 5 stars).
    tells = frame.select_dtypes(exclude=["number", "bool"]).columns
    return index.equals(pd.RangeIndex(len(index))) or (
        not tells.empty and index.max() < MOST_ROW_NUMBERS
    )


def _require_plain_values(name: Hashable, values: Sequence[Any]) -> None:
    """Refuse a column of values that have parts and no order to print them in, or no unit."""
    for value in values:
        if isinstance(value, Mapping | complex | np.complexfloating | datetime.timedelta):
            raise PublishError(
                _(
                    "“{name}” holds a {kind}, which a table can’t print: give a column to each of "
                    "its parts, as numbers",
                    name=name,
                    kind=type(value).__name__,
                )
            )


def list_unnamed(table: PublishedTable) -> Iterator[str]:
    """Yield a remark on the columns that nobody named: pandas called them “Unnamed: 0”."""
    labels = [column.label for column in table.columns if column.label or not column.key]
    if silent := list(filter(UNNAMED.fullmatch, labels)):
        line = ", ".join(f'"{name}": "…"' for name in silent)
        yield _(
            "nothing says what to call {names}: write publish(…, labels={line})",
            names=", ".join(silent),
            line=f"{{{line}}}",
        )


def _make_column(
    name: Hashable,
    values: list[Any],
    known: Column | None,
    label: Any,
    own: Any,
    decimals: Any,
    *,
    index: bool,
) -> PublishedColumn:
    """Print a column; the whole numbers of an `index` may be years of any century."""
    _require_plain_values(name, values)
    words = known or Column(_print_name(name))
    # The call goes before what is known of a column, and that before what its values look like.
    label, unit = label or words.label, own or words.unit
    if not known and not unit and _are_years(values, ANY_YEARS if index else YEARS):
        unit = YEAR
    # A unit of the call's own ("km") can be read nowhere else than in the heading.
    if own and own not in (SHARE, YEAR, DATE, label):
        label = f"{label} ({own})"
    values = [words.values.get(value, value) for value in values] if words.values else values
    # Known decimals are those of the known unit.
    if decimals is None and not own:
        decimals = words.decimals
    if decimals is None:
        values = drop_noise(values)
        decimals = count_decimals(values, unit)
    shown = map(words.show, values) if words.show else values
    printed = [print_value(value, unit, decimals) for value in shown]
    return PublishedColumn(label, values, printed)


def _print_name(name: Hashable) -> str:
    """Head a column by its name: a text or a number as it is, a date as cells have it."""
    # One with several names is headed by each.
    if isinstance(name, tuple):
        return ", ".join(filter(None, map(_print_name, name)))
    if name is None:
        return ""
    return str(name) if isinstance(name, str) or is_number(name) else print_value(name)


def _are_years(values: Iterable[object], years: range) -> bool:
    """Whether some values are whole numbers that can be read as years; what is missing is none."""
    known = [value for value in values if not is_missing(value)]
    return bool(known) and all(is_number(value) and value in years for value in known)
