"""The words of a table's columns, which travel with the table: head, unit, decimals.

"Words" of a column are how a page heads and prints it (`Column`), as a measure defines them.

`add_words` gives words to a frame, and stores the words in the frame's `attrs` together with the
values that they describe. pandas hands `attrs` on to most frames that are made from a frame,
without a look: to chosen rows, and to shares, ranks and correlations as well. So words hold only
while a column has the same name, the same type and, row by row, the same values (`find_words`):
words survive a choice of rows and columns, and fall off a column whose numbers or name change.

A row is found again by the label. Where labels were lost (`set_index`, `reset_index`), a row is
found by the texts together with the names of the index.

The words of a call of `publish` go before (`gather_words`), if they make sense.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import pandas as pd
from pandas.api.extensions import ExtensionArray

from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest, fold_spelling
from annual_report.base.messages import _, add_nearest, list_some
from annual_report.machine.pages.language import (
    DATE,
    LARGEST_SHARE,
    SHARE,
    YEAR,
    is_missing,
    is_number,
    is_whole_from_zero,
    print_value,
)

ATTRIBUTE = "words"
"""The name, in a frame's `attrs`, under which the words of its columns are stored."""

AS_PERCENT = ("%", "percent", "percents", "pct", "pourcent", "pour cent")
"""Units that are an error: they don't say whether a share of 35 % is 0.35 or 35."""
MOST_NAMES = 8
"""How many of a table's columns an error lists, to help a user who misspelt a name."""

Table = TypeVar("Table", pd.DataFrame, "pd.Series[Any]")
Columns = dict[Hashable, ExtensionArray]


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
    """A value of the column → the words for it in a page: "plus_listé" → "plus listé"."""
    show: Callable[[Any], Any] | None = None
    """A function from a value of the column to the value in a page: "75C" → "75"."""
    known: str = ""
    among: str = ""
    """The names of two other columns, for a value that isn't known of all cases: it is known of
    `known` cases `among` so many."""


class Words(dict[Hashable, str]):
    """The heads of a frame's columns, and the values that they describe.

    To pandas this is a dict of plain texts, which two frames may share, and which goes into a
    Parquet file. Words from a file have no values to compare, and describe no column.
    """

    columns: Mapping[Hashable, Column]
    frame: pd.DataFrame

    def __deepcopy__(self, memo: object) -> "Words":
        """Return the same object: pandas copies `attrs` at each step, and words never change."""
        return self


def add_words(frame: Table, columns: Mapping[Hashable, Column]) -> Table:
    """Return a copy of a frame that carries the words of its columns: heads, units, decimals.

    `columns` has words by the names of columns and of index levels. Other columns keep their words.

    >>> import pandas as pd
    >>> from annual_report import publish
    >>> towns = pd.DataFrame({"town": ["Auch"], "part": [0.187]})
    >>> towns = add_words(towns, {"part": Column("Part des votants", unit="part")})
    >>> print(", ".join(column.label for column in find_words(towns).values()))
    Part des votants
    """
    described = dict(columns)
    # Only if the frame has words of other columns: to find out which of them still hold is slow.
    if frame.attrs.get(ATTRIBUTE, {}).keys() - columns.keys():
        described = {**find_words(frame), **columns}
    words = Words()
    words.columns = described
    words.frame = pd.DataFrame(frame)
    words.frame.attrs = {}
    for name, column in described.items():
        words[name] = column.label
    with_words = frame.copy(deep=False)
    with_words.attrs = {**frame.attrs, ATTRIBUTE: words}
    return with_words


def find_words(table: "pd.DataFrame | pd.Series[Any]") -> dict[Hashable, Column]:
    """Return the words of a table's columns and index levels, as far as they still describe them.

    The frame of a measure, sorted or filtered, keeps all; a column that was computed anew has none.
    """
    words = table.attrs.get(ATTRIBUTE)
    if not isinstance(words, Words):
        return {}
    frame = pd.DataFrame(table)
    described = _list_columns(words.frame)
    present = _list_columns(frame)
    names = []
    for name in words.columns:
        is_there = name in described and name in present
        if is_there and described[name].dtype == present[name].dtype:
            names.append(name)
    holding = _hold_by_label(words.frame.index, frame.index, described, present, names)
    if len(holding) < len(names):
        holding |= _hold_by_texts(words.frame.index.names, described, present, names)
    return {name: words.columns[name] for name in names if name in holding}


def find_row_words(row: "pd.Series[Any]") -> dict[Hashable, Column]:
    """Return the words of the values of a row, as far as they still describe them, by column.

    `row` is a Series, as `frame.loc[label]` gives it. The row is found again in the described frame
    by its label, and a value keeps its words if it stands there in the same column.
    """
    words = row.attrs.get(ATTRIBUTE)
    if not isinstance(words, Words) or not row.index.is_unique:
        return {}
    if row.name not in words.frame.index or not words.frame.index.is_unique:
        return {}
    (place,) = words.frame.index.get_indexer(pd.Index([row.name]))
    described = dict(words.frame.iloc[place].items())
    holding = {}
    for name, value in row.items():
        if name not in words.columns or name not in described:
            continue
        if _make_comparable(described[name]) == _make_comparable(value):
            holding[name] = words.columns[name]
    return holding


def _list_columns(frame: pd.DataFrame) -> Columns:
    """Return the columns and the named index levels of a frame with a name that is there once."""
    columns: Columns = {}
    twice = set()
    levels = [(name, frame.index.get_level_values(at)) for at, name in enumerate(frame.index.names)]
    for name, values in [*levels, *frame.items()]:
        if name in columns:
            twice.add(name)
        if name is not None:
            # Arrays, and not Series, which would be aligned, copied and given attributes each time.
            columns[name] = values.array
    return {name: values for name, values in columns.items() if name not in twice}


def _hold_by_label(
    labels: pd.Index,
    index: pd.Index,
    described: Columns,
    present: Columns,
    names: Iterable[Hashable],
) -> set[Hashable]:
    """Return the names of columns that have at each label the value that was described there.

    `labels` are those of the described columns, and `index` those of the present ones.
    """
    if labels.names != index.names or not labels.is_unique:
        return set()
    places = labels.get_indexer(index)
    if (places < 0).any():
        return set()
    holding = set()
    for name in names:
        if present[name].equals(described[name].take(places)):  # type: ignore[attr-defined]  # no stub
            holding.add(name)
    return holding


def _hold_by_texts(
    index_names: Iterable[Hashable],
    described: Columns,
    present: Columns,
    names: Iterable[Hashable],
) -> set[Hashable]:
    """Return the names of the columns whose values stand beside the same texts as described.

    A row is identified by the names of its index (`index_names`) and by its texts. Numbers don't
    identify a row: a computed number may be equal to any number.
    """
    known = set(index_names)
    texts = []
    for name in names:
        if name in known or not pd.api.types.is_numeric_dtype(described[name].dtype):
            texts.append(name)
    if not texts:
        return set()
    holding = set()
    for name in names:
        identified = [*texts, name]
        if _list_rows(present, identified) <= _list_rows(described, identified):
            holding.add(name)
    return holding


def _list_rows(columns: Columns, names: Iterable[Hashable]) -> set[tuple[object, ...]]:
    """Return the rows of some columns without repetition, None for a missing value."""
    cells = [map(_make_comparable, columns[name].tolist()) for name in names]
    return set(zip(*cells, strict=True))


def _make_comparable(value: object) -> object:
    """Return a cell's value in a form for sets: hashable, and equal to itself.

    NaN and NA are not equal to themselves, so a missing value is None; a list is a tuple.
    """
    # Most values have one of these types: only the others need the slow question whether they are
    # missing.
    if type(value) in (str, int, bool):
        return value
    if isinstance(value, list | tuple):
        return tuple(map(_make_comparable, value))
    if is_missing(value):
        return None
    return value if isinstance(value, Hashable) else repr(value)


class Asked(NamedTuple):
    """The words of a call for a column: head, unit and decimals, None for a word left out."""

    label: str | None = None
    unit: str | None = None
    decimals: int | None = None


NOTHING_ASKED = Asked()


def gather_words(
    names: Sequence[Hashable],
    labels: Mapping[Any, str] | None,
    units: Mapping[Any, str] | None,
    decimals: Mapping[Any, int] | None,
) -> dict[Hashable, Asked]:
    """Return the words of a call of `publish` by column; raise PublishError for unknown columns.

    `names` are the columns of the table; `labels`, `units` and `decimals` are the options of the
    call. A head that is no text, and a unit that can mean two things, are a PublishError too.
    """
    options = {"labels": labels or {}, "units": units or {}, "decimals": decimals or {}}
    for option, words in options.items():
        for name, word in words.items():
            if name not in names:
                raise PublishError(_say_missing_column(option, name, names))
            _require_word(option, name, word)
    asked = {}
    for name in {name for words in options.values() for name in words}:
        asked[name] = Asked(
            (labels or {}).get(name), (units or {}).get(name), (decimals or {}).get(name)
        )
    return asked


def _say_missing_column(option: str, name: Hashable, names: Sequence[Hashable]) -> str:
    """Return the message for an option's column that the table doesn't have, with the nearest."""
    known = [repr(other) for other in names if other is not None]
    line = _(
        "{option}: the table has no column {name}, but {names}",
        option=option,
        name=repr(name),
        names=list_some(known, MOST_NAMES),
    )
    return add_nearest(line, find_nearest(repr(name), known))


def _require_word(option: str, name: Hashable, word: object) -> None:
    """Raise PublishError for decimals that are no whole number, or a head or unit of no text."""
    if option == "decimals":
        if not is_whole_from_zero(word):
            raise PublishError(
                _("{option}: “{name}” takes a whole number from 0 on", option=option, name=name)
            )
        return
    if not isinstance(word, str):
        raise PublishError(_("{option}: “{name}” takes a text", option=option, name=name))
    if option == "units":
        _require_clear_unit(name, word)


def _require_clear_unit(name: Hashable, unit: str) -> None:
    """Raise PublishError for a unit with two meanings, or one of ours in another spelling."""
    if unit.lower() in AS_PERCENT:
        line = f'units={{{name!r}: "{SHARE}"}}'
        raise PublishError(
            _(
                "units: “{unit}” doesn’t say whether 35 % is 0.35 or 35: write {line} for shares "
                "from 0 to 1, and for those from 0 to 100 divide them by 100 first",
                unit=unit,
                line=line,
            )
        )
    for own in (SHARE, YEAR, DATE):
        if unit != own and fold_spelling(unit) in (fold_spelling(own), fold_spelling(f"{own}s")):
            raise PublishError(
                _("units: “{unit}” would stand as it is in the heading; nearest: “{own}”",
                  unit=unit, own=own)
            )  # fmt: skip


def require_shares(name: Hashable, values: Iterable[object]) -> None:
    """Raise PublishError for a column of shares with numbers from 0 to 100, not from 0 to 1."""
    for value in values:
        if is_number(value) and abs(float(value)) > LARGEST_SHARE:  # type: ignore[arg-type]
            raise PublishError(
                _(
                    "units: “{name}” holds {value}, which would be printed {printed}: a share goes "
                    "from 0 to 1, so divide by 100 first",
                    name=name,
                    value=value,
                    printed=print_value(value, SHARE),
                )
            )
