"""The check of a notebook's year before the work starts: a wrong year is an error with the choices.

The same function serves the command line and the notebooks' first cell, so that plain papermill and
JupyterLab answer with the same sentence.
"""

from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import TypeGuard

from annual_report.base.errors import ParameterError
from annual_report.base.french import join_items
from annual_report.base.messages import _


def check_year(year: object, years: Sequence[int]) -> int:
    """Return `year` if the data have this year; raise ParameterError for any other value."""
    if not _is_whole(year):
        raise ParameterError(
            _(
                "parameter year: “{value}” is not a whole number; expected: {years}",
                value=year,
                years=_choices(years),
            )
        )
    year = int(year)
    if not years:
        raise ParameterError(
            _(
                "parameter year: there are no data for {year}: the network has no member yet; "
                "fill in its members (membres.csv, or the workbook) first",
                year=year,
            )
        )
    if year not in years:
        raise _make_year_error(year, years)
    return year


def require_years(asked: Iterable[object], years: Sequence[int]) -> None:
    """Raise ParameterError unless each of the `asked` years is a whole number, and in `years`.

    `years` is the span of the data (`Network.span`). A year within the span is taken, even if no
    table has a row of it: the measure then has no row of it either. A list of years is no number.
    """
    for year in asked:
        if not _is_whole(year):
            raise ParameterError(
                _(
                    "“{value}” is no year: give them one by one, as whole numbers (*years)",
                    value=year,
                )
            )
        if years and year not in years:
            raise _make_year_error(int(year), years)


def _make_year_error(year: int, years: Sequence[int]) -> ParameterError:
    """Return the error for a year outside of `years`, with the choices and the nearest of them."""
    # A person who types 25 means 2025.
    meant = year
    if 0 <= year < 100:
        meant = year + 2000

    def order_by_distance(choice: int) -> tuple[int, int]:
        # Of two years that are as near, the later year is named.
        return abs(choice - meant), -choice

    return ParameterError(
        _(
            "parameter year: there are no data for {year}; expected: {years}; nearest: {nearest}",
            year=year,
            years=_choices(years),
            nearest=min(years, key=order_by_distance),
        )
    )


def _is_whole(year: object) -> TypeGuard[Integral]:
    """Whether a value is a whole number, numpy's too; to Python, True is the number 1."""
    return isinstance(year, Integral) and not isinstance(year, bool)


def _choices(years: Sequence[int]) -> str:
    """Return the years to choose from, in words: from the first to the last, or each."""
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return _("a year from {first} to {last}", first=years[0], last=years[-1])
    return join_items(str(year) for year in years)
