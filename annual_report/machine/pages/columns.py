"""The words of a table's columns, which travel with the table: head, unit, decimals.

`add_words` says them of a frame, and keeps them in its `attrs` beside the values that they were
said of. pandas hands `attrs` on to most of what is made of a frame, and looks at nothing: to the
rows that are chosen of it, and to shares, ranks and correlations as well. So words hold only while
the column has its name, its type and, row by row, these very values (`find_words`): they survive
what chooses rows and columns, and fall off what changes a number or a name.

A row is found again by its label. Where labels were lost (`set_index`, `reset_index`), it is found
by its texts together with the names of its index.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from annual_report.machine.pages.values import is_missing

KEPT = "words"
"""The name in `attrs` of what is said of a frame's columns."""

Table = TypeVar("Table", pd.DataFrame, "pd.Series[Any]")
Columns = dict[Hashable, "pd.Series[Any]"]


@dataclass(frozen=True)
class Column:
    """How a column of a published table is headed and printed.

    `unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "année" or
    "date".
    """

    label: str
    unit: str = ""
    decimals: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """How some of its values are called: identifiers, as "plus_listé"."""
    show: Callable[[Any], Any] | None = None
    """Returns what a page shows for a value that files keep as it is: 75 for 75C."""


class Words(dict[Hashable, str]):
    """The heads of a frame's columns, and what they were said of.

    To pandas it is a dict of plain texts, which two frames may share, and which goes into a Parquet
    file. What is read back from a file has no values to hold to, and says nothing.
    """

    columns: Mapping[Hashable, Column]
    frame: pd.DataFrame

    def __deepcopy__(self, memo: object) -> "Words":
        """Return itself: pandas copies `attrs` at each step, and nothing here is ever changed."""
        return self


def add_words(frame: Table, columns: Mapping[Hashable, Column]) -> Table:
    """Return the same frame, which carries what its columns are called; the frame given doesn't.

    `columns` has words by the names of columns and of index levels. Other columns keep the words
    that they have.

    >>> import pandas as pd
    >>> from annual_report import publish
    >>> towns = pd.DataFrame({"town": ["Auch"], "part": [0.187]})
    >>> towns = add_words(towns, {"part": Column("Part des votants", unit="part")})
    >>> print(", ".join(column.label for column in find_words(towns).values()))
    Part des votants
    """
    others = frame.attrs.get(KEPT, {}).keys() - columns.keys()
    known = {**find_words(frame), **columns} if others else dict(columns)
    said = Words()
    said.columns = known
    said.frame = pd.DataFrame(frame)
    said.frame.attrs = {}
    for name, column in known.items():
        said[name] = column.label
    worded = frame.copy(deep=False)
    worded.attrs = {**frame.attrs, KEPT: said}
    return worded


def find_words(table: "pd.DataFrame | pd.Series[Any]") -> dict[Hashable, Column]:
    """Return the words that hold of a table's columns and index levels, by their names."""
    frame = pd.DataFrame(table)
    said = table.attrs.get(KEPT)
    if not isinstance(said, Words):
        return {}
    then = _list_columns(said.frame)
    now = _list_columns(frame)
    names = []
    for name in said.columns:
        if name in then and name in now and then[name].dtype == now[name].dtype:
            names.append(name)
    holding = _hold_by_label(said.frame, frame, names)
    if len(holding) < len(names):
        holding |= _hold_by_texts(said.frame, frame, names)
    return {name: said.columns[name] for name in names if name in holding}


def _list_columns(frame: pd.DataFrame) -> Columns:
    """Return the columns and the named index levels of a frame, whose name nothing else has."""
    columns: Columns = {}
    twice = set()
    levels = [(name, frame.index.get_level_values(at)) for at, name in enumerate(frame.index.names)]
    for name, values in [*levels, *frame.items()]:
        if name in columns:
            twice.add(name)
        if name is not None:
            columns[name] = pd.Series(values).reset_index(drop=True)
    return {name: values for name, values in columns.items() if name not in twice}


def _hold_by_label(
    said: pd.DataFrame, frame: pd.DataFrame, names: Iterable[Hashable]
) -> set[Hashable]:
    """Return the names of columns that have at each label the value that they had there."""
    if said.index.names != frame.index.names or not said.index.is_unique:
        return set()
    places = said.index.get_indexer(frame.index)
    if (places < 0).any():
        return set()
    then = _list_columns(said.take(places))
    now = _list_columns(frame)
    return {name for name in names if now[name].equals(then[name])}


def _hold_by_texts(
    said: pd.DataFrame, frame: pd.DataFrame, names: Iterable[Hashable]
) -> set[Hashable]:
    """Return the names of columns that have beside the same texts the values that they had there.

    Numbers tell no row from another: a computed one may be equal to any.
    """
    then = _list_columns(said)
    now = _list_columns(frame)
    texts = []
    for name in names:
        is_plain = pd.api.types.is_numeric_dtype(then[name].dtype)
        if name in said.index.names or not is_plain:
            texts.append(name)
    if not texts:
        return set()
    return {
        name
        for name in names
        if _list_rows(now, [*texts, name]) <= _list_rows(then, [*texts, name])
    }


def _list_rows(columns: Columns, names: Iterable[Hashable]) -> set[tuple[object, ...]]:
    """Return the rows of some columns, each once, with None for whatever is missing."""
    cells = [map(_make_comparable, columns[name].tolist()) for name in names]
    return set(zip(*cells, strict=True))


def _make_comparable(value: object) -> object:
    """Return a value that is equal to itself, and can stand in a set."""
    if isinstance(value, list | tuple):
        return tuple(map(_make_comparable, value))
    if is_missing(value):
        return None
    return value if isinstance(value, Hashable) else repr(value)
