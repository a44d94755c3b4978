"""Functions by which a notebook's cell says the kind of a number that a sentence will print.

A phrase, the template of a sentence, prints a number by the kind of the number: "douze", "12 %",
"2025". The tables of the measures describe each column. A number that a cell has computed lost
that description, and a phrase refuses the number until the cell says the kind:
`as_count(len(groups))`, `as_year(years.min())`. `known_from(first, members["region"])` says of a
value that only some rows are known: the sentence then has to say so.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.machine.pages.language import (
    LARGEST_SHARE,
    SHARE,
    YEAR,
    Amount,
    is_missing,
    is_number,
    unwrap_value,
)

if TYPE_CHECKING:
    import pandas as pd

# Any other number is more likely a count that was taken for a year.
FIRST_YEAR = 1000
LAST_YEAR = 9999


@dataclass(frozen=True, eq=False)
class Known:
    """A value with the number of rows of which the value is known, `known` among `among`."""

    value: Any
    known: int
    among: int


def as_count(value: Any, unit: str = "") -> Any:
    """Return a number marked as a count, so that a phrase may print it: 12 members, 30 kilometres.

    A table or a column returns with all numbers marked. `unit` is a plural noun, such as "km".
    Missing values stay missing. Raise ParameterError for a value that isn't a number.

    >>> from annual_report import as_count
    >>> print(as_count(1200))
    1 200
    """
    return _give_unit(value, unit)


def as_share(value: Any) -> Any:
    """Return a number from 0 to 1 marked as a share, so that a phrase prints 0.25 as "25 %".

    A table or a column returns with all numbers marked. Missing values stay missing. Raise
    ParameterError for a value that isn't a share, such as 25.

    >>> from annual_report import as_share
    >>> print(as_share(0.25))
    25 %
    """
    return _give_unit(value, SHARE)


def as_year(value: Any) -> Any:
    """Return a number marked as a year, so that a phrase prints 2025 without a space inside.

    A table or a column returns with all numbers marked. Missing values stay missing. Raise
    ParameterError for a value that isn't a year of four figures.

    >>> from annual_report import as_year
    >>> print(as_year(2025))
    2025
    """
    return _give_unit(value, YEAR)


def known_from(value: Any, column: "pd.Series[Any]") -> Known:
    """Return a value together with the number of rows of the column from which the value was made.

    Some cells of the column may be empty: a total or a first place of the filled rows may then be
    wrong for all rows. A phrase that prints such a value has to ask of how many rows the value
    is known. In a column of yes and no, the rows with a yes are the known rows.

    >>> from annual_report import known_from, measures, open_network
    >>> members = measures.list_members(open_network("data/reseau-exemple"), 2025)
    >>> known_from(["Bretagne"], members["region"])
    Known(value=['Bretagne'], known=40, among=40)
    """
    import pandas as pd
    from pandas.api.types import is_bool_dtype

    if not isinstance(column, pd.Series):
        raise ParameterError(
            _(
                "known_from takes a column, such as {example}, not {kind}",
                example='members["region"]',
                kind=type(column).__name__,
            )
        )
    is_known = column if is_bool_dtype(column.dtype) else column.notna()
    return Known(value, int(is_known.sum()), len(column))


def _give_unit(value: Any, unit: str) -> Any:
    """Return a number with a unit; a table or a column returns with the unit for all numbers."""
    # The command `check` reads phrases without filling any: no need to wait for pandas there.
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
    """Whether a column holds numbers; pandas counts a yes and a no as numbers too."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype)


def _make_amount(value: Any, unit: str) -> Any:
    """Return a number with a unit; return a missing value unchanged.

    Raise ParameterError for a value that isn't a number, or no number of that unit.
    """
    number = value
    # A cell may say the kind of a number twice: the second kind holds.
    if isinstance(value, Amount):
        number = value.number
    if is_missing(number):
        return number
    number = unwrap_value(number)
    if not is_number(number):
        kind = type(number).__name__
        raise ParameterError(_("“{value}” is a {kind}, and no number", value=number, kind=kind))
    if unit == SHARE and abs(number) > LARGEST_SHARE:
        raise ParameterError(
            _("{value} is no share: it goes from 0 to 1, so divide by 100 first", value=number)
        )
    if unit == YEAR and not _is_year(number):
        raise ParameterError(_("{value} is no year", value=number))
    return Amount(number, unit)


def _is_year(number: float) -> bool:
    """Whether a number is whole and has four figures."""
    return number == int(number) and FIRST_YEAR <= number <= LAST_YEAR
