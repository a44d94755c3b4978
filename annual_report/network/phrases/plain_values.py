"""What a phrase is given: plain values, whatever the notebook had.

A table becomes rows, a column a list, a date its text (2025-06-19), a number one that knows what it
is (`told_numbers`). What nobody recorded is nothing in a condition, and can't be printed, counted
or compared.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import Undefined, UndefinedError

from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.language import Amount
from annual_report.network.phrases.amounts import Known
from annual_report.network.phrases.told_numbers import (
    KINDS_OF_UNITS,
    UNSAID,
    Coverage,
    Covered,
    Fixed,
    Meaning,
    Meanings,
    MeaningSource,
    NumberKind,
    TypedNumber,
)

if TYPE_CHECKING:
    import pandas as pd

    from annual_report.machine.pages.columns import Column

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Signs that nobody types: some of them hold a sentence's parts together while it is written."""
YEAR_GIVEN = "year"
"""The name under which a phrase is given the year that it tells of."""


class Unrecorded(Undefined):
    """A value that nobody recorded: false in a condition, an error wherever it would be said."""

    __slots__ = ("name", "source")
    name: str
    source: MeaningSource

    @property
    def coverage(self) -> Coverage | None:
        """Of how many it would be known, were it known of some."""
        return self.source.find(self.name).coverage

    def _fail(self, *_args: object) -> NoReturn:
        self._fail_with_undefined_error()

    __str__ = __len__ = __iter__ = __lt__ = __le__ = __gt__ = __ge__ = _fail


def _make_unrecorded(name: str, source: MeaningSource) -> Unrecorded:
    missing = Unrecorded(_("nobody recorded {names}", names=name))
    missing.name = name
    missing.source = source
    return missing


class PhraseList(list[Any]):
    """Several values of a name, and of how many they are known, if of some."""

    def __init__(
        self, values: Iterable[Any], name: str = "", coverage: Coverage | None = None
    ) -> None:
        super().__init__(values)
        self.name = name
        self.coverage = coverage

    def __iter__(self) -> Iterator[Any]:
        """Go through the values, once the phrase has asked of how many they are known."""
        self._require_asked()
        return super().__iter__()

    def __reversed__(self) -> Iterator[Any]:
        """Go through the values from the last."""
        self._require_asked()
        return super().__reversed__()

    def __getitem__(self, place: Any) -> Any:
        """Return one of the values."""
        self._require_asked()
        return super().__getitem__(place)

    def _require_asked(self) -> None:
        # The entries of a column with gaps are true as they are, what is counted of them isn't.
        if self.coverage and not self.coverage.is_of_rows:
            self.coverage.require_asked(self.name)

    def count(self) -> int:  # type: ignore[override]  # what a list counts, no phrase asks
        """Count the values, once the phrase has asked of how many they are known."""
        if self.coverage:
            self.coverage.require_asked(self.name)
        return len(self)


class PhraseRows(PhraseList):
    """The rows of a table, its columns by name, and those of its rows that are something."""

    def __init__(
        self,
        rows: Iterable[dict[str, Any]],
        columns: Iterable[str],
        name: str = "",
        coverage: Coverage | None = None,
    ) -> None:
        super().__init__(rows, name, coverage)
        self.columns = tuple(columns)

    def list_column(self, name: str) -> PhraseList:
        """Return what is recorded in a column, and of how many of the rows it is."""
        self._require_column(name)
        recorded = [row[name] for row in list.__iter__(self) if is_recorded(row[name])]
        coverage = self.coverage or Coverage(len(recorded), len(self), is_of_rows=True)
        return PhraseList(recorded, name, coverage)

    def où(self, **wanted: Any) -> "PhraseRows":
        """Return the rows whose columns have these values, or one of these lists of them."""
        for name in wanted:
            self._require_column(name)
        rows = []
        for row in list.__iter__(self):
            if all(_fits(row[name], wanted[name]) for name in wanted):
                rows.append(row)
        return PhraseRows(rows, self.columns, self.name, self.coverage)

    def _require_column(self, name: str) -> None:
        if name not in self.columns:
            missing = _("the table has no column “{name}”", name=name)
            raise UndefinedError(add_nearest(missing, find_nearest(name, sorted(self.columns))))


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value is the wanted one, or one of a list; nothing fits nothing."""
    wanted = wanted if isinstance(wanted, list | tuple) else [wanted]
    return value in wanted if is_recorded(value) else not all(map(is_recorded, wanted))


def is_recorded(value: object) -> bool:
    """Whether somebody recorded a value: a list is one, be it empty."""
    # A name that no notebook gives is no such value: it says so itself.
    if isinstance(value, Undefined) and not isinstance(value, Unrecorded):
        str(value)
    return not (value is None or isinstance(value, Undefined))


def find_coverage(value: object) -> Coverage | None:
    """Return of how many a value is known, if it is known of some."""
    if isinstance(value, TypedNumber | PhraseList | Unrecorded):
        return value.coverage
    return None


def list_values(row: Any, year: "int | str | None", values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a phrase by name: those of a row, the year, and all others.

    Raise TypeError for a value that no phrase takes, a number of which nobody said what it is among
    them. A `year` that is a text is told as it is.
    """
    given = read_row(row)
    for name, value in values.items():
        given[name] = _make_given(value, name)
    if isinstance(year, str):
        given[YEAR_GIVEN] = year
    elif year is not None:
        given[YEAR_GIVEN] = TypedNumber(year, YEAR_GIVEN, Fixed(Meaning(NumberKind.YEAR)))
    return given


def read_row(row: Any) -> dict[str, Any]:
    """Return the plain values of a row of a table, or of a dictionary, by name."""
    import pandas as pd

    if row is None:
        return {}
    if isinstance(row, Known):
        coverage = Coverage(row.known, row.among)
        return {name: _cover(value, name, coverage) for name, value in read_row(row.value).items()}
    if isinstance(row, pd.Series):
        return _read_series(row)
    return {str(name): _make_given(value, str(name)) for name, value in row.items()}


def _read_series(row: "pd.Series[Any]") -> dict[str, Any]:
    from annual_report.machine.pages.columns import find_row_words

    cells = {str(name): value for name, value in row.items()}

    @cache
    def find() -> "dict[str, Column]":
        return {str(name): column for name, column in find_row_words(row).items()}

    source = Meanings(find, cells)
    return {name: make_plain(value, name, source) for name, value in cells.items()}


def _make_given(value: Any, name: str) -> Any:
    """Return the plain value of a name; raise TypeError for a number of no kind."""
    plain = make_plain(value, name)
    if isinstance(plain, TypedNumber) and plain.kind is None:
        str(plain)
    return plain


def make_plain(value: Any, name: str, source: MeaningSource = UNSAID) -> Any:
    """Return a plain value for what a notebook gives a phrase under a name.

    `source` has what a number of that name is. Raise TypeError for a value that no phrase takes: it
    may call nothing of a library.
    """
    # As most are: looking for all others takes a while.
    if type(value) is str:
        return value if value.isprintable() else CONTROL.sub("", value)
    if type(value) is bool:
        return value
    if type(value) in (int, float):
        return _make_number(value, name, source)
    if isinstance(value, Amount):
        kind = KINDS_OF_UNITS.get(value.unit, NumberKind.COUNT)
        return make_plain(value.number, name, Fixed(Meaning(kind)))
    if isinstance(value, Known):
        return _cover(make_plain(value.value, name), name, Coverage(value.known, value.among))
    if isinstance(value, Mapping):
        return {str(key): make_plain(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [make_plain(item, name, source) for item in value]
    if value is None:
        return _make_unrecorded(name, source)
    return _make_plain_of_pandas(value, name, source)


def _make_plain_of_pandas(value: Any, name: str, source: MeaningSource) -> Any:
    # `check` reads phrases and tells none: it needn't wait for these.
    import numpy as np
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    if isinstance(value, pd.DataFrame):
        return _make_rows(value, name)
    if isinstance(value, pd.Series):
        return _make_list(value, name, source)
    if isinstance(value, pd.Index | ExtensionArray):
        return [make_plain(item, name, source) for item in value]
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return _make_unrecorded(name, source)
    if isinstance(value, np.generic):
        return make_plain(value.item(), name, source)
    if isinstance(value, date):
        return value.isoformat()[:10]
    # A string of another class, such as markup, is its text.
    for kind in (str, bool, int, float):
        if isinstance(value, kind):
            return make_plain(kind(value), name, source)
    raise TypeError(
        _("“{name}” is a {kind}: a phrase takes tables, lists, texts, numbers and dates",
          name=name, kind=type(value).__name__)
    )  # fmt: skip


def _make_number(value: float, name: str, source: MeaningSource) -> Any:
    """Return a number that knows what it is; NaN is what nobody recorded."""
    if value != value:
        return _make_unrecorded(name, source)
    return TypedNumber(value, name, source)


def _make_rows(table: "pd.DataFrame", name: str) -> PhraseRows:
    from annual_report.machine.pages.columns import find_words

    columns = [str(column) for column in table]

    @cache
    def find() -> "dict[str, Column]":
        return {str(column): words for column, words in find_words(table).items()}

    rows = []
    for cells in table.to_numpy(dtype=object):
        raw = dict(zip(columns, cells, strict=True))
        source = Meanings(find, raw)
        rows.append({column: make_plain(cell, column, source) for column, cell in raw.items()})
    return PhraseRows(rows, columns, name)


def _make_list(column: "pd.Series[Any]", name: str, source: MeaningSource) -> list[Any]:
    """Return the values of a column, which are what the words of the column say."""
    words: Callable[[], Mapping[str, Column]] = cache(lambda: _find_own_words(column, name))
    if source is UNSAID:
        source = Meanings(words, {})
    return [make_plain(item, name, source) for item in column]


def _find_own_words(column: "pd.Series[Any]", name: str) -> "dict[str, Column]":
    """Return the words of a column under the name that a phrase has for it."""
    from annual_report.machine.pages.columns import find_words

    words = find_words(column).get(column.name)
    return {name: words} if words else {}


def _cover(value: Any, name: str, coverage: Coverage) -> Any:
    """Return a plain value that is known of some, and so are those that it holds."""
    if isinstance(value, TypedNumber):
        return value.cover(coverage)
    if isinstance(value, Unrecorded):
        return _make_unrecorded(name, Covered(value.source, coverage))
    if isinstance(value, PhraseRows):
        return PhraseRows(list.__iter__(value), value.columns, name, coverage)
    if isinstance(value, list):
        return PhraseList(value, name, coverage)
    if isinstance(value, dict):
        return {key: _cover(item, key, coverage) for key, item in value.items()}
    raise TypeError(
        _("“{name}” is a {kind}: numbers, lists and tables are known of some", name=name,
          kind=type(value).__name__)
    )  # fmt: skip
