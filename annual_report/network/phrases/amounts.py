"""What a notebook says of its own values: a count, a share, a year; and of how many it is known.

A measure's table says it of its columns. A number that a cell has computed lost that, and a phrase
refuses it until the cell says it again: `as_count(len(groups))`, `as_year(years.min())`. What is
known of some alone says so as well: `known_from(first, members["region"])`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.machine.pages.language import (
    MOST_PARTS,
    SHARE,
    YEAR,
    Amount,
    is_missing,
    is_number,
    unwrap_value,
)

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR = 1000
LAST_YEAR = 9999


@dataclass(frozen=True, eq=False)
class Known:
    """A value that is told of some things, and of how many of them it is known."""

    value: Any
    known: int
    among: int


def as_count(value: Any, unit: str = "") -> Any:
    """Say that a number is a count: members, meetings, kilometres; of a table, each of its numbers.

    `unit` is a plural noun. What nobody recorded stays so.

    >>> from annual_report import as_count
    >>> print(as_count(1200))
    1 200
    """
    return _give_unit(value, unit)


def as_share(value: Any) -> Any:
    """Say that a number from 0 to 1 is a share; of a table, each of its numbers.

    >>> from annual_report import as_share
    >>> print(as_share(0.25))
    25 %
    """
    return _give_unit(value, SHARE)


def as_year(value: Any) -> Any:
    """Say that a number is a year; of a table, each of its numbers.

    >>> from annual_report import as_year
    >>> print(as_year(2025))
    2025
    """
    return _give_unit(value, YEAR)


def known_from(value: Any, column: "pd.Series[Any]") -> Known:
    """Say that a value was made of a column, which some rows may lack.

    A total, the first of some, all of them: a phrase that tells such a value asks of how many it is
    known. A column of yes and no is known where it says yes.

    >>> from annual_report import known_from, measures, open_network
    >>> members = measures.list_members(open_network("data/reseau-exemple"), 2025)
    >>> known_from(["Bretagne"], members["region"])
    Known(value=['Bretagne'], known=40, among=40)
    """
    from pandas.api.types import is_bool_dtype

    is_known = column if is_bool_dtype(column.dtype) else column.notna()
    return Known(value, int(is_known.sum()), len(column))


def _give_unit(value: Any, unit: str) -> Any:
    """Return a number with its unit; a column or a table with that of each of its numbers."""
    # `check` reads phrases and tells none: it needn't wait for pandas.
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        table = value.copy()
        for name in table.columns:
            if _holds_numbers(table[name]):
                table[name] = _give_unit(table[name], unit)
        return table
    if isinstance(value, pd.Series):
        return value.astype(object).map(lambda number: _make_amount(number, unit))
    return _make_amount(value, unit)


def _holds_numbers(column: "pd.Series[Any]") -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype)


def _make_amount(value: Any, unit: str) -> Any:
    """Return a number with its unit, and what nobody recorded as it is."""
    number = value.number if isinstance(value, Amount) else value
    if is_missing(number):
        return number
    number = unwrap_value(number)
    if not is_number(number):
        kind = type(number).__name__
        raise ParameterError(_("“{value}” is a {kind}, and no number", value=number, kind=kind))
    if unit == SHARE and abs(number) > MOST_PARTS:
        raise ParameterError(
            _("{value} is no share: it goes from 0 to 1, so divide by 100 first", value=number)
        )
    if unit == YEAR and not _is_year(number):
        raise ParameterError(_("{value} is no year", value=number))
    return Amount(number, unit)


def _is_year(number: float) -> bool:
    return number == int(number) and FIRST_YEAR <= number <= LAST_YEAR
