"""Promised and kept across the years: the life of each theme, and what each year's plans became.

A theme is what ties rows together, as in `subjects`: the word of the column `theme` or, where it
is empty, the spelling of the subject.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from annual_report.analysis.rows import rows
from annual_report.analysis.subjects import Outcome, promises, treated
from annual_report.reading.values.cells import folded


@dataclass(frozen=True)
class Theme:
    """A theme, the years for which it was planned and those in which it was treated."""

    name: str
    planned: tuple[int, ...]
    treated: tuple[int, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """All years that speak of it."""
        return tuple(sorted({*self.planned, *self.treated}))


@dataclass(frozen=True)
class Reckoning:
    """What became of a year's plans: how many, by outcome; `treated` counts all that was treated.

    `treated` is None for a year that reports no treated subject.
    """

    year: int
    planned: int
    outcomes: dict[Outcome, int]
    treated: int | None


def themes(sujets: pd.DataFrame) -> tuple[Theme, ...]:
    """Return every theme, those spoken of first standing first, then by name."""
    names: dict[str, set[str]] = {}
    years: dict[tuple[str, str], set[int]] = {}
    for year, state, theme, title in rows(sujets, "annee", "etat", "theme", "sujet"):
        name = theme or title
        if not name:
            continue
        key = folded(name)
        names.setdefault(key, set()).add(name)
        years.setdefault((key, state), set()).add(year)
    found = [
        Theme(
            min(names[key]),
            tuple(sorted(years.get((key, "prévu"), ()))),
            tuple(sorted(years.get((key, "traité"), ()))),
        )
        for key in names
    ]
    return tuple(sorted(found, key=lambda theme: (theme.years[0], folded(theme.name))))


def reckonings(sujets: pd.DataFrame, years: Iterable[int]) -> tuple[Reckoning, ...]:
    """Return what became of the plans of each year."""
    found = []
    for year in years:
        outcomes = [promise.outcome for promise in promises(sujets, year)]
        done = len(treated(sujets, year))
        found.append(Reckoning(year, len(outcomes), dict(Counter(outcomes)), done or None))
    return tuple(found)
