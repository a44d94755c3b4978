"""The year of a notebook, checked before the work starts: a wrong year is refused with the choices.

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
        # "25" was meant for 2025; of two years that are as near, the later year is named.
        meant = year
        if 0 <= year < 100:
            meant = year + 2000
        raise ParameterError(
            _(
                "parameter year: there are no data for {year}; expected: {years}; "
                "nearest: {nearest}",
                year=year,
                years=_choices(years),
                nearest=min(years, key=lambda year: (abs(year - meant), -year)),
            )
        )
    return year


def require_years(years: Iterable[object]) -> None:
    """Raise ParameterError unless all years are whole numbers; a list within `years` is refused."""
    for year in years:
        if not _is_whole(year):
            raise ParameterError(
                _(
                    "“{value}” is no year: give them one by one, as whole numbers (*years)",
                    value=year,
                )
            )


def require_until(year: object, years: Sequence[int]) -> None:
    """Raise ParameterError for a last year that is before all `years` of the data."""
    require_years([year])
    if years and _is_whole(year) and int(year) < years[0]:
        check_year(year, years)


def _is_whole(year: object) -> TypeGuard[Integral]:
    """Whether a value is a whole number, numpy's too; to Python, True is the number 1."""
    return isinstance(year, Integral) and not isinstance(year, bool)


def _choices(years: Sequence[int]) -> str:
    """Return the years to choose from, in words: from the first to the last, or each."""
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return _("a year from {first} to {last}", first=years[0], last=years[-1])
    return join_items(str(year) for year in years)
