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
    """Return `year` as an int if it is among `years`, the years of the data, in order.

    Raise ParameterError, with the years to choose from, for any other value: 1999, "2025", 2025.0.
    """
    if not _is_whole(year):
        raise ParameterError(
            _(
                "parameter year: “{value}” is not a whole number; expected: {years}",
                value=year,
                years=_say_years(years),
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

    `years` are all years from the first of the data to the last (`Network.span`): a year between
    them is taken even if no table has a row of it. Without any `years` every whole number is taken.
    """
    for year in asked:
        # Probably a list, `list_meetings(network, [2024, 2025])`, or the text "2025".
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
    """Return the error for a year that isn't among `years`: it names these, and the nearest."""
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
            years=_say_years(years),
            nearest=min(years, key=order_by_distance),
        )
    )


def _is_whole(year: object) -> TypeGuard[Integral]:
    """Whether a value is a whole number: 2025, or numpy's 2025 from a table; not 2025.0."""
    # To Python True is the number 1: a person who writes `True` means no year.
    return isinstance(year, Integral) and not isinstance(year, bool)


def _say_years(years: Sequence[int]) -> str:
    """Return the years to choose from in words: "a year from 2019 to 2025", or "2019 et 2025"."""
    # Up to three years are as short when each is named; years with a gap must be.
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return _("a year from {first} to {last}", first=years[0], last=years[-1])
    return join_items(str(year) for year in years)
