"""The plain values of a phrase, made from the tables, columns and numbers of a notebook's cell.

A phrase, the template of a sentence, may come from anybody, and must reach no method of pandas. So
a table becomes rows, a column a list, a date a text (2025-06-19), and a number becomes a number
with a kind (`typed_numbers`). A missing value is false in a condition, and can't be printed,
counted or compared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import Undefined, UndefinedError

from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.language import Amount
from annual_report.network.phrases.amounts import Known
from annual_report.network.phrases.typed_numbers import (
    KINDS_OF_UNITS,
    WITHOUT_KIND,
    Coverage,
    CoveredMeaning,
    Meaning,
    MeaningSource,
    NumberKind,
    RowMeanings,
    SingleMeaning,
    TypedNumber,
)

if TYPE_CHECKING:
    import pandas as pd

    from annual_report.machine.pages.columns import Column

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Invisible signs: `base.french.sentences` marks the parts of a sentence with some of them."""
YEAR_GIVEN = "year"
"""The name of the page's year in a phrase."""


class Unrecorded(Undefined):
    """A missing value: false in a condition, an error where a phrase would print or compare it.

    `name` is the name of the value in the phrase; `source` finds the coverage under that name.
    """

    __slots__ = ("name", "source")
    name: str
    source: MeaningSource

    @property
    def coverage(self) -> Coverage | None:
        """The rows of which the value is known: a phrase may ask even if the value is missing."""
        return self.source.find(self.name).coverage

    def _fail(self, *_args: object) -> NoReturn:
        """Raise UndefinedError with the name of the value."""
        self._fail_with_undefined_error()

    # Printing, counting, going through and comparing a missing value are errors.
    __str__ = __len__ = __iter__ = __lt__ = __le__ = __gt__ = __ge__ = _fail


def _make_unrecorded(name: str, source: MeaningSource) -> Unrecorded:
    """Return a missing value that knows a name and a coverage."""
    missing = Unrecorded(_("nobody recorded {names}", names=name))
    missing.name = name
    missing.source = source
    return missing


class PartlyKnownTruth:
    """A yes or no that was found in some rows, such as "more members each year".

    An unknown row may make a yes wrong, so a condition refuses the value until the phrase has asked
    of how many rows the answer is known.
    """

    def __init__(self, *, is_so: bool, name: str, coverage: Coverage) -> None:
        """Keep a yes or no under its name in the phrase, with the rows of which it is known."""
        self.is_so = is_so
        self.name = name
        self.coverage = coverage

    def __bool__(self) -> bool:
        """Return the answer; raise WrongKindError before the phrase has asked for the coverage."""
        self.coverage.require_asked(self.name)
        return self.is_so


class PhraseList(list[Any]):
    """The values of a column or a list, with the coverage: of how many rows the values are known.

    A list with a coverage refuses to be read or counted until the phrase has asked for the
    coverage: a reader would take the known regions for all regions.
    """

    def __init__(
        self, values: Iterable[Any], name: str = "", coverage: Coverage | None = None
    ) -> None:
        """Make a list of values with the name in the phrase; no coverage if simply known."""
        super().__init__(values)
        self.name = name
        self.coverage = coverage

    def __iter__(self) -> Iterator[Any]:
        """Return the values in order; raise WrongKindError before the coverage is asked for."""
        self._require_asked()
        return super().__iter__()

    def __reversed__(self) -> Iterator[Any]:
        """Return the values from the last; raise WrongKindError as `__iter__` does."""
        self._require_asked()
        return super().__reversed__()

    def __getitem__(self, place: Any) -> Any:
        """Return the value at a place; raise WrongKindError as `__iter__` does."""
        self._require_asked()
        return super().__getitem__(place)

    def _require_asked(self) -> None:
        """Raise WrongKindError if the phrase hasn't asked for the list's coverage."""
        # The filled cells of a column are true as they are: only `count` is wrong with gaps.
        if self.coverage and not self.coverage.is_of_column:
            self.coverage.require_asked(self.name)

    def count(self) -> int:  # type: ignore[override]  # no phrase calls `list.count(value)`
        """Return the number of values; raise WrongKindError before the coverage is asked for."""
        if self.coverage:
            self.coverage.require_asked(self.name)
        return len(self)


class PhraseRows(PhraseList):
    """The rows of a table, with columns and selections of rows for a phrase.

    A phrase writes `moves.membre` for a column, and `moves.où(statut="arrivé")` for some rows.
    """

    def __init__(
        self,
        rows: Iterable[dict[str, Any]],
        columns: Iterable[str],
        name: str = "",
        coverage: Coverage | None = None,
    ) -> None:
        """Keep rows, each a dictionary from the names in `columns` to plain values."""
        super().__init__(rows, name, coverage)
        self.columns = tuple(columns)

    def list_column(self, name: str) -> PhraseList:
        """Return the filled cells of a column, with the number of rows as their coverage.

        Raise UndefinedError for a column that the table doesn't have.
        """
        self._require_column(name)
        recorded = []
        # Looking at the rows prints none of them: `list.__iter__` asks for no coverage.
        for row in list.__iter__(self):
            if is_recorded(row[name]):
                recorded.append(row[name])
        coverage = self.coverage or Coverage(len(recorded), len(self), is_of_column=True)
        # The name under which the phrase asks, as in `members.region.complet`.
        return PhraseList(recorded, f"{self.name}.{name}", coverage)

    def où(self, **wanted: Any) -> "PhraseRows":
        """Return the rows with the wanted values, as in `où(statut=["parti", "plus_listé"])`.

        A list allows each of several values. Raise UndefinedError for a column that the table
        doesn't have.
        """
        for name in wanted:
            self._require_column(name)
        rows = []
        for row in list.__iter__(self):
            if all(_fits(row[name], wanted[name]) for name in wanted):
                rows.append(row)
        return PhraseRows(rows, self.columns, self.name, self.coverage)

    def _require_column(self, name: str) -> None:
        """Raise UndefinedError, with the nearest name, for a column that the table lacks."""
        if name not in self.columns:
            missing = _("the table has no column “{name}”", name=name)
            raise UndefinedError(add_nearest(missing, find_nearest(name, sorted(self.columns))))


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a cell has the wanted value, or a value of a wanted list.

    A missing value among the wanted values wants the empty cells.
    """
    if not isinstance(wanted, list | tuple):
        wanted = [wanted]
    if is_recorded(value):
        return value in wanted
    return not all(map(is_recorded, wanted))


def is_recorded(value: object) -> bool:
    """Whether a value isn't missing: an empty list was recorded too.

    Raise UndefinedError for a name that the notebook gives no value.
    """
    # Jinja's own undefined value raises the error when it is printed.
    if isinstance(value, Undefined) and not isinstance(value, Unrecorded):
        str(value)
    return not (value is None or isinstance(value, Undefined))


def find_coverage(value: object) -> Coverage | None:
    """Return the coverage of a plain value: of how many rows the value is known; None without."""
    if isinstance(value, TypedNumber | PhraseList | PartlyKnownTruth | Unrecorded):
        return value.coverage
    return None


def list_values(row: Any, year: "int | str | None", values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a phrase by name: the cells of a row, the values, and the year.

    `row` is a row of a table, a dictionary or None; `values` are further values by name. A `year`
    that is a text, such as "2023 à 2025", is printed as given. Raise TypeError for a value that no
    phrase takes, and WrongKindError for a number without a kind.
    """
    # A value given by name replaces a cell of the row with this name; the year comes last.
    given = read_row(row)
    for name, value in values.items():
        given[name] = _make_given(value, name)
    if isinstance(year, str):
        given[YEAR_GIVEN] = year
    elif year is not None:
        given[YEAR_GIVEN] = TypedNumber(year, YEAR_GIVEN, SingleMeaning(Meaning(NumberKind.YEAR)))
    return given


def read_row(row: Any) -> dict[str, Any]:
    """Return the plain values of a table's row or of a dictionary, by column or key.

    A row given through `known_from` gives all values its coverage; no row (None) gives no values.
    """
    import pandas as pd

    if row is None:
        return {}
    if isinstance(row, Known):
        # The values of the row share the coverage: a phrase asks for the coverage once.
        coverage = Coverage(row.known, row.among)
        covered = {}
        for name, value in read_row(row.value).items():
            covered[name] = _cover(value, name, coverage)
        return covered
    if isinstance(row, pd.Series):
        return _read_series(row)
    return {str(name): _make_given(value, str(name)) for name, value in row.items()}


def _read_series(row: "pd.Series[Any]") -> dict[str, Any]:
    """Return the plain values of a table's row, numbers with the kinds of their columns."""
    from annual_report.machine.pages.columns import find_row_words

    cells = {str(name): value for name, value in row.items()}

    @cache
    def find_descriptions() -> "dict[str, Column]":
        return {str(name): column for name, column in find_row_words(row).items()}

    source = RowMeanings(find_descriptions, cells)
    return {name: make_plain(value, name, source) for name, value in cells.items()}


def _make_given(value: Any, name: str) -> Any:
    """Return the plain value for a single value given to a phrase under a name.

    Raise WrongKindError for a number whose kind the cell hasn't said.
    """
    plain = make_plain(value, name)
    if isinstance(plain, TypedNumber):
        # A kind that nobody said is an error here, even if the phrase never prints the number.
        plain.find_kind()
    return plain


def make_plain(value: Any, name: str, source: MeaningSource = WITHOUT_KIND) -> Any:
    """Return the plain value for a value that a notebook gives a phrase under a name.

    `source` finds the kind and the coverage of the numbers of that name, in the table from which
    the value comes. Raise TypeError for a value that no phrase takes, an object with methods for
    instance: a phrase may call nothing of a library.
    """
    # The types of most values come first: trying all types takes a while in a long table.
    if type(value) is str:
        return value if value.isprintable() else CONTROL.sub("", value)
    if type(value) is bool:
        return value
    if type(value) in (int, float):
        return _make_number(value, name, source)
    # A number whose kind the notebook's cell has said, by `as_count` or a sister of it.
    if isinstance(value, Amount):
        kind = KINDS_OF_UNITS.get(value.unit, NumberKind.COUNT)
        return make_plain(value.number, name, SingleMeaning(Meaning(kind)))
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
    """Return the plain value for a table, a column, a date, or a value of numpy.

    Raise TypeError for any other value.
    """
    # The command `check` reads phrases without filling any: no need to wait for pandas there.
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
    # A string or number of a derived class, such as markup, becomes a plain string or number.
    for kind in (str, bool, int, float):
        if isinstance(value, kind):
            return make_plain(kind(value), name, source)
    raise TypeError(
        _(
            "“{name}” is a {kind}: a phrase takes tables, lists, texts, numbers and dates",
            name=name,
            kind=type(value).__name__,
        )
    )


def _make_number(value: float, name: str, source: MeaningSource) -> Any:
    """Return a number that finds its kind in `source`; pandas writes NaN for a missing value."""
    # NaN is the only number that differs from itself.
    if value != value:
        return _make_unrecorded(name, source)
    return TypedNumber(value, name, source)


def _make_rows(table: "pd.DataFrame", name: str) -> PhraseRows:
    """Return the rows of a table, numbers with the kinds of their columns."""
    from annual_report.machine.pages.columns import find_words

    columns = [str(column) for column in table]

    @cache
    def find_descriptions() -> "dict[str, Column]":
        return {str(column): words for column, words in find_words(table).items()}

    rows = []
    for cells in table.to_numpy(dtype=object):
        raw = dict(zip(columns, cells, strict=True))
        source = RowMeanings(find_descriptions, raw)
        rows.append({column: make_plain(cell, column, source) for column, cell in raw.items()})
    return PhraseRows(rows, columns, name)


def _make_list(column: "pd.Series[Any]", name: str, source: MeaningSource) -> list[Any]:
    """Return the values of a column, numbers with the kind in the column's own description.

    Only a column without another `source`, such as the table around, needs this description.
    """
    if source is WITHOUT_KIND:

        @cache
        def find_description() -> "dict[str, Column]":
            return _find_own_words(column, name)

        source = RowMeanings(find_description, {})
    return [make_plain(item, name, source) for item in column]


def _find_own_words(column: "pd.Series[Any]", name: str) -> "dict[str, Column]":
    """Return the description of a column, under the name that the column has in the phrase."""
    from annual_report.machine.pages.columns import find_words

    words = find_words(column).get(column.name)
    if words is None:
        return {}
    return {name: words}


def _cover(value: Any, name: str, coverage: Coverage) -> Any:
    """Return a plain value with a coverage; the entries of a dictionary get the same coverage.

    Raise TypeError for a text, which has no coverage.
    """
    if isinstance(value, bool):
        return PartlyKnownTruth(is_so=value, name=name, coverage=coverage)
    if isinstance(value, TypedNumber):
        return value.cover(coverage)
    if isinstance(value, Unrecorded):
        return _make_unrecorded(name, CoveredMeaning(value.source, coverage))
    if isinstance(value, PhraseRows):
        return PhraseRows(list.__iter__(value), value.columns, name, coverage)
    if isinstance(value, list):
        return PhraseList(value, name, coverage)
    if isinstance(value, dict):
        return {key: _cover(item, key, coverage) for key, item in value.items()}
    raise TypeError(
        _(
            "“{name}” is a {kind}: numbers, yes or no, lists and tables are known of some",
            name=name,
            kind=type(value).__name__,
        )
    )
