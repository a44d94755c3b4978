"""Promised and kept: what became of the subjects that were planned for a year.

Functions take the table `sujets`. Two rows speak of the same thing when they share a theme or, if
one of them has none, the spelling of their subject. A row without subject plans a format alone.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from annual_report.analysis.rows import rows
from annual_report.reading.values.cells import folded

COLUMNS = ("annee", "etat", "sujet", "theme", "format")
Outcome = Literal["treated", "treated later", "planned again", "dropped", "not recorded"]


@dataclass(frozen=True)
class Subject:
    """A subject as one row tells it; `title` is None where only a format is planned."""

    year: int
    title: str | None
    theme: str | None
    format: str | None

    def matches(self, other: "Subject") -> bool:
        """Tell whether another row speaks of the same thing."""
        if self.theme and other.theme:
            return folded(self.theme) == folded(other.theme)
        return bool(self.title and other.title) and _spelling(self) == _spelling(other)


@dataclass(frozen=True)
class Promise:
    """A subject planned for a year, what became of it, and the year of what came after."""

    subject: Subject
    outcome: Outcome
    next_year: int | None = None


def planned(sujets: pd.DataFrame, year: int) -> tuple[Subject, ...]:
    """Return what was planned for a year, formats without subject included."""
    return _subjects(sujets, "prévu", year)


def treated(sujets: pd.DataFrame, year: int) -> tuple[Subject, ...]:
    """Return the subjects that were treated in a year."""
    return _subjects(sujets, "traité", year)


def planned_by_format(sujets: pd.DataFrame, year: int) -> dict[str | None, tuple[Subject, ...]]:
    """Group what was planned by format, in the file's order; None for an unstated format.

    A format planned without any subject is a key with an empty tuple.
    """
    groups: dict[str | None, list[Subject]] = {}
    for subject in planned(sujets, year):
        group = groups.setdefault(subject.format, [])
        if subject.title:
            group.append(subject)
    return {name: tuple(group) for name, group in groups.items()}


def promises(sujets: pd.DataFrame, year: int) -> tuple[Promise, ...]:
    """Return what became of each subject planned for a year, in the file's order.

    A subject counts as dropped only where the year says what it treated: a year that reports no
    treated subject at all tells nothing of what became of its plans.
    """
    done = treated(sujets, year)
    later = [(row[1], _subject(*row)) for row in rows(sujets, *COLUMNS) if row[0] > year]
    return tuple(
        _promise(subject, done, later) for subject in planned(sujets, year) if subject.title
    )


def unplanned(sujets: pd.DataFrame, year: int) -> tuple[Subject, ...]:
    """Return the treated subjects of a year that had not been planned for it."""
    plans = planned(sujets, year)
    return tuple(
        subject
        for subject in treated(sujets, year)
        if not any(subject.matches(plan) for plan in plans)
    )


def _promise(
    subject: Subject, done: tuple[Subject, ...], later: list[tuple[str, Subject]]
) -> Promise:
    if any(subject.matches(each) for each in done):
        return Promise(subject, "treated")
    again = [(each.year, state) for state, each in later if subject.matches(each)]
    if again:
        year, state = min(again)
        return Promise(subject, "planned again" if state == "prévu" else "treated later", year)
    return Promise(subject, "dropped" if done else "not recorded")


def _spelling(subject: Subject) -> str:
    return folded(subject.title or "")


def _subjects(sujets: pd.DataFrame, wanted: str, year: int) -> tuple[Subject, ...]:
    return tuple(_subject(*row) for row in rows(sujets, *COLUMNS) if row[:2] == (year, wanted))


def _subject(year: int, _state: str, *texts: Any) -> Subject:
    return Subject(year, *texts)
