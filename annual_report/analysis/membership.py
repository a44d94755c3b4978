"""Who is in the network: members, movement from a year to the next, years of presence.

All functions take the table `membres` (annee, departement) and leave it as it is. Departments are
Insee codes, always in the order of the official list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from annual_report.analysis.rows import rows
from annual_report.territories.departments import in_code_order


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


@dataclass(frozen=True)
class Tenure:
    """The recorded years in which a department was a member, in order."""

    code: str
    years: tuple[int, ...]

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """First and last year of each run of consecutive years."""
        return stretches(self.years)


def stretches(years: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Group years into runs: 2020, 2021 and 2024 are (2020, 2021) and (2024, 2024)."""
    runs: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return tuple(runs)


def recorded_years(membres: pd.DataFrame) -> tuple[int, ...]:
    """Return the years of which the members are recorded, in order."""
    return tuple(sorted({int(year) for year in membres["annee"]}))


def members(membres: pd.DataFrame, year: int) -> tuple[str, ...]:
    """Return the members of a year; empty if the year isn't recorded."""
    return in_code_order(members_by_year(membres).get(year, ()))


def movement(membres: pd.DataFrame, year: int) -> Movement | None:
    """Compare a year with the one just before; None unless both are recorded."""
    of_year = members_by_year(membres)
    before, now = (of_year.get(each, frozenset()) for each in (year - 1, year))
    if not before or not now:
        return None
    ever = frozenset().union(*(codes for each, codes in of_year.items() if each < year))
    return Movement(
        previous_year=year - 1,
        year=year,
        stayed=in_code_order(before & now),
        arrived=in_code_order(now - before),
        left=in_code_order(before - now),
        returned=in_code_order((now - before) & ever),
    )


def members_by_year(membres: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return the members of each recorded year, years in order; one pass over the table."""
    found: dict[int, set[str]] = {}
    for year, code in rows(membres, "annee", "departement"):
        found.setdefault(year, set()).add(code)
    return {year: frozenset(found[year]) for year in sorted(found)}


def tenures(membres: pd.DataFrame, until: int | None = None) -> tuple[Tenure, ...]:
    """Return the years of each department that was ever a member; who came first stands first.

    `until` leaves later years out. Those who came in the same year stay in code order.
    """
    of_year = members_by_year(membres)
    years: dict[str, list[int]] = {}
    for year, codes in of_year.items():
        for code in codes if until is None or year <= until else ():
            years.setdefault(code, []).append(year)
    found = [Tenure(code, tuple(years[code])) for code in in_code_order(years)]
    return tuple(sorted(found, key=lambda tenure: tenure.years[0]))


def seniority(membres: pd.DataFrame, year: int) -> tuple[Seniority, ...]:
    """Return how long each member of `year` has been there without a break.

    A stretch that reaches the first recorded year, or one after a year that isn't recorded, may
    have begun earlier: it is a lower bound.
    """
    of_year = members_by_year(membres)

    def since(code: str) -> int:
        first = year
        while code in of_year.get(first - 1, ()):
            first -= 1
        return first

    return tuple(
        Seniority(code, since(code), year - since(code) + 1, since(code) - 1 not in of_year)
        for code in in_code_order(of_year.get(year, ()))
    )
