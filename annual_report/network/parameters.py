"""The contract of the notebooks' parameters, checked before anything starts.

papermill only warns of a parameter that a notebook does not know, and takes "2025" for a year;
here a wrong name, type or value is refused, with the nearest valid choice. The same functions
serve the command line and the notebooks' first cell, so plain papermill and JupyterLab answer
with the same sentence.
"""

from collections.abc import Sequence

from annual_report.base.errors import ParameterError
from annual_report.base.french import join_items
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.kinds import DEFAULT, kinds_by_name
from annual_report.network.territories.spelling import find_institutions, find_nearest_institution


def check_year(year: object, years: Sequence[int]) -> int:
    """Return `year` if it is one of `years`, the years that the data hold."""
    if isinstance(year, bool) or not isinstance(year, int):  # to Python, True is the number 1
        raise ParameterError(
            _(
                "parameter year: “{value}” is not a whole number; expected: {years}",
                value=year,
                years=_choices(years),
            )
        )
    if not years:
        raise ParameterError(
            _(
                "parameter year: there are no data for {year}: the network has no member yet; "
                "fill in its members (membres.csv, or the workbook) first",
                year=year,
            )
        )
    if year not in years:
        # "25" was meant for 2025; of two years that are as near, the later one is said.
        meant = year + 2000 if 0 <= year < 100 else year
        raise ParameterError(
            _(
                "parameter year: there are no data for {year}; expected: {years}; "
                "nearest: {nearest}",
                year=year,
                years=_choices(years),
                nearest=min(years, key=lambda known: (abs(known - meant), -known)),
            )
        )
    return year


def check_member(value: object, members: Sequence[str]) -> str:
    """Return the code of an institution, given by code or name, that was ever a member.

    papermill's command line turns "44" into a number, which is taken for the code.
    """
    text = str(value)
    if text in members:
        return text
    known = {code: find_institution(code) for code in members}
    # Names are looked for among the kinds of institutions that the members are of.
    looked = tuple(dict.fromkeys(each.kinds[0] for each in known.values())) or (DEFAULT,)
    looked = tuple(kind for kind in looked if kinds_by_name()[kind].tables)
    found = () if isinstance(value, bool) else find_institutions(text, looked)
    if len(found) == 1 and found[0].code in known:
        return found[0].code
    close = ""
    if found:  # an institution, or several of one name, that was never a member
        what = _("{name} was never a member", name=found[0].label)
    else:  # no institution: which one is spelt like it, or which member's name?
        looks = find_nearest_institution(text, looked)
        names = {each.name: code for code, each in known.items()}
        close = names.get(find_nearest(text, list(names)) or "", "")
        if looks and looks.code in known:
            close = looks.code
        what = _("“{value}” is no member that is known", value=value)
    line = _(
        "parameter membre: {what}; expected: the code or the name of one of the {count} "
        "institutions that were members",
        what=what,
        count=len(members),
    )
    raise ParameterError(add_nearest(line, known[close].label if close else None))


def _choices(years: Sequence[int]) -> str:
    if len(years) > 3 and years[-1] - years[0] == len(years) - 1:
        return _("a year from {first} to {last}", first=years[0], last=years[-1])
    return join_items(str(year) for year in years)
