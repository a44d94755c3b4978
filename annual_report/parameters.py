"""The contract of the notebooks' parameters, checked before anything starts.

papermill only warns of a parameter that a notebook does not know, and takes "2025" for a year;
here a wrong name, type or value is refused, with the nearest valid choice. The same functions
serve the command line and the notebooks' first cell, so plain papermill and JupyterLab answer
with the same sentence.
"""

from collections.abc import Mapping, Sequence

from annual_report.data.cells import nearest
from annual_report.errors import ParameterError
from annual_report.french import enumeration
from annual_report.messages import _


def check_year(year: object, years: Sequence[int]) -> int:
    """Return `year` if it is one of `years`, the years that the data hold."""
    if isinstance(year, bool) or not isinstance(year, int):
        raise ParameterError(
            _(
                "parameter year: “{value}” is not a whole number; expected: {years}",
                value=year,
                years=_choices(years),
            )
        )
    if year not in years:
        raise ParameterError(
            _(
                "parameter year: there are no data for {year}; expected: {years}; "
                "nearest: {nearest}",
                year=year,
                years=_choices(years),
                nearest=min(years, key=lambda known: (abs(known - year), -known)),
            )
        )
    return year


def check_names(given: Mapping[str, object], known: Sequence[str]) -> None:
    """Refuse a parameter that the notebook does not have."""
    for name in given:
        if name not in known:
            close = nearest(name, known)
            line = _(
                "unknown parameter “{name}”; expected: {known}", name=name, known=", ".join(known)
            )
            raise ParameterError(
                _("{line}; nearest: {nearest}", line=line, nearest=close) if close else line
            )


def _choices(years: Sequence[int]) -> str:
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return _("a year from {first} to {last}", first=years[0], last=years[-1])
    return enumeration(str(year) for year in years)
