"""The words of a table's columns, which travel with the table: head, unit, decimals.

"Words" of a column are how a page heads and prints it (`Column`), as a measure defines them.

`add_words` gives words to a frame, and stores the words in the frame's `attrs` together with the
values that they describe. pandas hands `attrs` on to most frames that are made from a frame,
without a look: to chosen rows, and to shares, ranks and correlations as well. So words hold only
while a column has the same name, the same type and, row by row, the same values (`find_words`):
words survive a choice of rows and columns, and fall off a column whose numbers or name change.

A row is found again by the label. Where labels were lost (`set_index`, `reset_index`), a row is
found by the texts together with the names of the index.

The options of a call of `publish` go before (`group_options`), if they make sense.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import pandas as pd
from pandas.api.extensions import ExtensionArray

from annual_report.base.dates import PartialDate
from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest, fold_spelling, shorten
from annual_report.base.messages import _, add_nearest, list_some
from annual_report.machine.pages.language import (
    DATE,
    LARGEST_SHARE,
    MOST_GIVEN_DECIMALS,
    SHARE,
    TYPES_OF_SEVERAL,
    YEAR,
    is_missing,
    is_number,
    is_number_of_decimals,
    print_value,
)

ATTRIBUTE = "words"
"""The name, in a frame's `attrs`, under which the words of its columns are stored."""

AS_PERCENT = ("%", "percent", "percents", "pct", "pourcent", "pour cent")
"""Units that are an error: they don't say whether a share of 35 % is 0.35 or 35."""
MOST_NAMES = 8
"""How many of a table's columns an error lists, to help a user who misspelt a name."""

NOT_FOUND = -1
"""pandas' place of a label that an index doesn't have."""

Table = TypeVar("Table", pd.DataFrame, "pd.Series[Any]")


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
    """The frame as it was when it was given the words: these values are described."""

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
    """Return the words (head, unit, decimals) of a table's columns and index levels, by name.

    A table carries the words that `add_words` gave to its columns, or to those of a frame from
    which the table was made. They hold while the values are the same, in whatever rows are left: a
    column that was computed anew has no words.

    >>> towns = pd.DataFrame({"town": ["Auch", "Foix"], "part": [0.2, 0.3]})
    >>> towns = add_words(towns, {"part": Column("Part des votants", unit="part")})
    >>> [*find_words(towns[towns["part"] > 0.25])]
    ['part']
    >>> [*find_words(towns.assign(part=100 * towns["part"]))]
    []
    """
    words = table.attrs.get(ATTRIBUTE)
    # Words that were read from a file are a plain dict of heads, without values to compare.
    if not isinstance(words, Words):
        return {}
    # The values that stood in the frame when it was given the words, and those of this table.
    described = _list_values(words.frame)
    present = _list_values(pd.DataFrame(table))
    # Another type is another column: of shares, 0.35, the words of counts would be wrong.
    comparable = []
    for name in words.columns:
        is_there = name in described.columns and name in present.columns
        if is_there and described.columns[name].dtype == present.columns[name].dtype:
            comparable.append(name)
    unchanged = _find_same_by_label(comparable, described, present)
    # Only if the labels don't find all: to compare all rows by their texts is slow.
    if len(unchanged) < len(comparable):
        unchanged |= _find_same_by_texts(comparable, described, present)
    return {name: words.columns[name] for name in comparable if name in unchanged}


def find_row_words(row: "pd.Series[Any]") -> dict[Hashable, Column]:
    """Return the words (head, unit, decimals) of the values of a frame's row, by column.

    `row` is a Series, as `frame.loc[label]` gives it. The row of the same label is looked up in the
    frame of `add_words`: a value that stands there in the same column has the column's words.
    """
    words = row.attrs.get(ATTRIBUTE)
    if not isinstance(words, Words):
        return {}
    labels = words.frame.index
    # Without unique names, a value or a row may be taken for another.
    if not row.index.is_unique or not labels.is_unique or row.name not in labels:
        return {}
    (place,) = labels.get_indexer(pd.Index([row.name]))
    described = dict(words.frame.iloc[place].items())
    unchanged = {}
    for name, value in row.items():
        if name not in words.columns or name not in described:
            continue
        if _make_comparable(value) == _make_comparable(described[name]):
            unchanged[name] = words.columns[name]
    return unchanged


@dataclass(frozen=True)
class _Values:
    """The values of a frame, to be compared with those of another frame."""

    labels: pd.Index
    """The labels of the rows."""
    columns: dict[Hashable, ExtensionArray]
    """The values of each column and of each named index level, by name."""


def _list_values(frame: pd.DataFrame) -> _Values:
    """Return the values of a frame by column and named index level; names used twice are left out.

    towns.set_index("town") → the columns "town" and "part"
    """
    named_values: list[tuple[Hashable, Any]] = []
    for level, name in enumerate(frame.index.names):
        named_values.append((name, frame.index.get_level_values(level)))
    named_values += frame.items()
    names = Counter(name for name, _values in named_values)
    columns: dict[Hashable, ExtensionArray] = {}
    for name, values in named_values:
        if name is not None and names[name] == 1:
            # Arrays, and not Series, which would be aligned, copied and given attributes each time.
            columns[name] = values.array
    return _Values(frame.index, columns)


def _find_same_by_label(
    names: Iterable[Hashable], described: _Values, present: _Values
) -> set[Hashable]:
    """Return the names of the columns that have at each label the value described for that label.

    `described` are the values that the words were given for, `present` those of the table. With
    Auch: 0.2 and Foix: 0.3 described, the row Foix: 0.3 is the same, and Foix: 0.7 isn't.
    """
    if described.labels.names != present.labels.names or not described.labels.is_unique:
        return set()
    places = described.labels.get_indexer(present.labels)
    if (places == NOT_FOUND).any():
        return set()
    same = set()
    for name in names:
        expected = described.columns[name].take(places)
        if present.columns[name].equals(expected):  # type: ignore[attr-defined]  # no stub
            same.add(name)
    return same


def _find_same_by_texts(
    names: Iterable[Hashable], described: _Values, present: _Values
) -> set[Hashable]:
    """Return the names of the columns that have beside the same texts the values described there.

    For tables that have lost their labels: with Auch, 0.2 and Foix, 0.3 described, the row "Foix",
    0.3 is found again by "Foix", whatever its label is. Numbers don't identify a row, for a
    computed number may be equal to any number; but numbers that were labels do.
    """
    identifying = []
    for name in names:
        is_text = not pd.api.types.is_numeric_dtype(described.columns[name].dtype)
        if is_text or name in described.labels.names:
            identifying.append(name)
    if not identifying:
        return set()
    same = set()
    for name in names:
        compared = [*identifying, name]
        if _list_rows(present, compared) <= _list_rows(described, compared):
            same.add(name)
    return same


def _list_rows(values: _Values, names: Iterable[Hashable]) -> set[tuple[object, ...]]:
    """Return the rows of some columns without repetition: {("Auch", 0.2), ("Foix", None)}.

    None stands for a missing value.
    """
    cells = [map(_make_comparable, values.columns[name].tolist()) for name in names]
    return set(zip(*cells, strict=True))


def _make_comparable(value: object) -> object:
    """Return a cell's value in a form for sets: hashable, and equal to itself.

    ["Ain", "Gers"] → ("Ain", "Gers"), for a list isn't hashable; NaN and NA → None, for they are
    not equal to themselves.
    """
    # Most values have one of these types: only the others need the slow question whether they are
    # missing.
    if type(value) in (str, int, bool):
        return value
    if isinstance(value, list | tuple):
        return tuple(map(_make_comparable, value))
    if is_missing(value):
        return None
    if isinstance(value, Hashable):
        return value
    return repr(value)


class ColumnOptions(NamedTuple):
    """The options of a call of `publish` for a column; None for an option left out."""

    label: str | None = None
    unit: str | None = None
    decimals: int | None = None


NO_OPTIONS = ColumnOptions()


def group_options(
    names: Sequence[Hashable],
    labels: Mapping[Any, str] | None,
    units: Mapping[Any, str] | None,
    decimals: Mapping[Any, int] | None,
) -> dict[Hashable, ColumnOptions]:
    """Return the options of a call of `publish`, grouped by column.

    labels={"part": "Votants"}, units={"part": "part"} → {"part": ColumnOptions("Votants", "part")}

    `names` are the columns of the table. Raise PublishError for any other column, for a head that
    is no text, and for a unit that can mean two things.
    """
    labels = labels or {}
    units = units or {}
    decimals = decimals or {}
    for option, words in {"labels": labels, "units": units, "decimals": decimals}.items():
        for name, word in words.items():
            # To compare pandas' NA with a name is an error.
            if name is pd.NA or name not in names:
                raise PublishError(_say_missing_column(option, name, names))
            _require_word(option, name, word)
    options = {}
    for name in [*labels, *units, *decimals]:
        options[name] = ColumnOptions(labels.get(name), units.get(name), decimals.get(name))
    return options


def _say_missing_column(option: str, name: Hashable, names: Sequence[Hashable]) -> str:
    """Return the message for an option's column that the table doesn't have, with the nearest.

    `option` is "labels", "units" or "decimals", `name` the column, `names` those of the table.
    """
    known = [repr(other) for other in names if other is not None]
    line = _(
        "{option}: the table has no column {name}, but {names}",
        option=option,
        name=repr(name),
        names=list_some(known, MOST_NAMES),
    )
    return add_nearest(line, find_nearest(repr(name), known))


def _require_word(option: str, name: Hashable, word: object) -> None:
    """Raise PublishError if the value of an option for a column isn't of the option's kind.

    `option` is "decimals", whose `word` is a whole number, or "labels" or "units", with a text.
    """
    if option == "decimals":
        if not is_number_of_decimals(word):
            raise PublishError(
                _(
                    "{option}: “{name}” takes a whole number from 0 to {most}",
                    option=option,
                    name=name,
                    most=MOST_GIVEN_DECIMALS,
                )
            )
        return
    if not isinstance(word, str):
        raise PublishError(_("{option}: “{name}” takes a text", option=option, name=name))
    if option == "units":
        _require_clear_unit(name, word)


def _require_clear_unit(name: Hashable, unit: str) -> None:
    """Raise PublishError for a unit with two meanings, or a known unit in another spelling.

    "%" has two meanings; "parts" and "annee" are other spellings of "part" and "année". `name` is
    the column's.
    """
    if unit.lower() in AS_PERCENT:
        # 'units={"taux": "part"}', as the call should be written.
        line = f'units={{{name!r}: "{SHARE}"}}'
        raise PublishError(
            _(
                "units: “{unit}” doesn’t say whether 35 % is 0.35 or 35: write {line} for shares "
                "from 0 to 1, and for those from 0 to 100 divide them by 100 first",
                unit=unit,
                line=line,
            )
        )
    for known in (SHARE, YEAR, DATE):
        spellings = (fold_spelling(known), fold_spelling(f"{known}s"))
        if unit != known and fold_spelling(unit) in spellings:
            line = _(
                "units: “{unit}” would stand as it is in the heading; nearest: “{own}”",
                unit=unit,
                own=known,
            )
            raise PublishError(line)


def require_shares(name: Hashable, values: Iterable[object]) -> None:
    """Raise PublishError for a column of shares with numbers from 0 to 100, not from 0 to 1.

    35 isn't taken for a share: it would be printed "3 500 %".
    """
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


def require_dates(name: Hashable, values: Iterable[object]) -> None:
    """Raise PublishError for a column of dates with a text that is no date, such as "juin 2025".

    A cell may hold several dates: in a list, or in a tuple the days of a period.
    """
    for value in values:
        parts = value if isinstance(value, TYPES_OF_SEVERAL) else [value]
        for part in parts:
            # Numbers and dates of other libraries are printed as they are, but not in a period.
            is_read = isinstance(part, str) or isinstance(value, tuple)
            if is_read and not is_missing(part) and not _is_date(str(part)):
                raise PublishError(
                    _(
                        "units: “{name}” holds “{value}”, which is no date; expected: 2025, "
                        "2025-06 or 2025-06-19",
                        name=name,
                        value=shorten(str(part)),
                    )
                )


def _is_date(text: str) -> bool:
    """Whether a text is a date in the form of the files: "2025-06" is one, "juin 2025" isn't."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True
