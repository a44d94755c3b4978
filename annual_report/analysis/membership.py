"""Who is in the network: members, movement from a year to the next, years of presence.

All functions take the table `membres` (annee, departement) and leave it as it is. Departments are
Insee codes, always in the order of the official list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from annual_report.reference import departments


@dataclass(frozen=True)
class Movement:
    """What became of the members from `previous_year` to `year`; returned is part of arrived."""

    previous_year: int
    year: int
    stayed: tuple[str, ...]
    arrived: tuple[str, ...]
    left: tuple[str, ...]
    returned: tuple[str, ...]

    @property
    def before(self) -> int:
        """Number of members in the previous year."""
        return len(self.stayed) + len(self.left)

    @property
    def retention(self) -> float:
        """Share of the previous year's members that stayed, |A∩B| / |A|, from 0 to 1."""
        return len(self.stayed) / self.before


@dataclass(frozen=True)
class Seniority:
    """Since when a member has been there without a break; `at_least` if the record starts there."""

    code: str
    since: int
    years: int
    at_least: bool


def in_code_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Sort codes as the official list does, each once."""
    wanted = set(codes)
    return tuple(code for code in departments() if code in wanted)


def recorded_years(membres: pd.DataFrame) -> tuple[int, ...]:
    """Return the years of which the members are recorded, in order."""
    return tuple(sorted({int(year) for year in membres["annee"]}))


def members(membres: pd.DataFrame, year: int) -> tuple[str, ...]:
    """Return the members of a year; empty if the year isn't recorded."""
    return in_code_order(membres.loc[membres["annee"] == year, "departement"])


def movement(membres: pd.DataFrame, year: int) -> Movement | None:
    """Compare a year with the one just before; None unless both are recorded."""
    before, now = set(members(membres, year - 1)), set(members(membres, year))
    if not before or not now:
        return None
    ever = set(membres.loc[membres["annee"] < year, "departement"])
    return Movement(
        previous_year=year - 1,
        year=year,
        stayed=in_code_order(before & now),
        arrived=in_code_order(now - before),
        left=in_code_order(before - now),
        returned=in_code_order((now - before) & ever),
    )


def history(membres: pd.DataFrame, until: int | None = None) -> pd.DataFrame:
    """Return one row for each department that was ever a member, one bool column a recorded year.

    Departments who came first stand first; `until` leaves later years out.
    """
    known = membres if until is None else membres[membres["annee"] <= until]
    years = recorded_years(known)
    codes = in_code_order(known["departement"])
    present = pd.crosstab(known["departement"], known["annee"]) > 0
    table = present.reindex(index=list(codes), columns=list(years), fill_value=False)
    first = {code: min(known.loc[known["departement"] == code, "annee"]) for code in codes}
    table = table.loc[sorted(codes, key=lambda code: first[code])]  # stable: codes stay in order
    table.index.name, table.columns.name = "departement", "annee"
    return table


def seniority(membres: pd.DataFrame, year: int) -> tuple[Seniority, ...]:
    """Return how long each member of `year` has been there without a break.

    A stretch that reaches the first recorded year may have begun earlier: it is a lower bound.
    """
    years = recorded_years(membres)
    of_year = {each: set(members(membres, each)) for each in years if each <= year}

    def since(code: str) -> int:
        first = year
        while code in of_year.get(first - 1, set()):
            first -= 1
        return first

    return tuple(
        Seniority(code, since(code), year - since(code) + 1, since(code) - 1 not in years)
        for code in members(membres, year)
    )
