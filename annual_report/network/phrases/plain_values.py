"""What a phrase is given: plain values, whatever the notebook had.

A table becomes rows, a column a list, a date its text (2025-06-19). What nobody recorded is nothing
in a condition, and can't be printed, counted or compared.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NoReturn

from jinja2 import Undefined, UndefinedError

from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest

PLAIN = (str, bool, int, float)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Signs that nobody types: some of them hold a sentence's parts together while it is written."""


class _Unrecorded(Undefined):
    """A value that nobody recorded: false in a condition, an error wherever it would be said."""

    __slots__ = ()

    def _fail(self, *_args: object) -> NoReturn:
        self._fail_with_undefined_error()

    __str__ = __len__ = __iter__ = __lt__ = __le__ = __gt__ = __ge__ = _fail


class PhraseRows(list[dict[str, Any]]):
    """The rows of a table, its columns by name, and those of its rows that are something."""

    def __init__(self, rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)

    def list_column(self, name: str) -> list[Any]:
        """Return what is recorded in a column."""
        self._require_column(name)
        return [row[name] for row in self if is_recorded(row[name])]

    def où(self, **wanted: Any) -> "PhraseRows":
        """Return the rows whose columns have these values, or one of these lists of them."""
        for name in wanted:
            self._require_column(name)
        rows = (row for row in self if all(_fits(row[name], wanted[name]) for name in wanted))
        return PhraseRows(rows, self.columns)

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
    if isinstance(value, Undefined) and not isinstance(value, _Unrecorded):
        str(value)
    return not (value is None or isinstance(value, Undefined))


def make_plain(value: Any, name: str) -> Any:
    """Return a plain value for what a notebook gives a phrase under a name.

    Raise TypeError for what is none: a phrase may call nothing of a library.
    """
    # As most are: looking for all others takes a while.
    if type(value) in (int, bool):
        return value
    if type(value) is str:
        return value if value.isprintable() else CONTROL.sub("", value)
    # `check` reads phrases and tells none: it needn't wait for these.
    import numpy as np
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    if isinstance(value, pd.DataFrame):
        columns = [str(column) for column in value]
        rows = [
            {column: make_plain(cell, column) for column, cell in zip(columns, cells, strict=True)}
            for cells in value.to_numpy(dtype=object)
        ]
        return PhraseRows(rows, columns)
    if isinstance(value, pd.Series | pd.Index | ExtensionArray | list | tuple):
        return [make_plain(item, name) for item in value]
    if isinstance(value, Mapping):
        return {str(key): make_plain(item, str(key)) for key, item in value.items()}
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return _Unrecorded(_("nobody recorded {names}", names=name))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, date):
        return value.isoformat()[:10]
    # A string of another class, such as markup, is its text.
    for kind in PLAIN:
        if isinstance(value, kind):
            return make_plain(kind(value), name) if kind is str else kind(value)
    raise TypeError(
        _("“{name}” is a {kind}: a phrase takes tables, lists, texts, numbers and dates",
          name=name, kind=type(value).__name__)
    )  # fmt: skip
