"""Partial dates: a year, a part of it, a month or a day, as precise as somebody remembered it.

The written form is the ISO 8601 prefix, `2025`, `2025-06` or `2025-06-19`, or a year and a part of
it: `2025-début`, `2025-printemps`.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

MonthDay = tuple[int, int]
PARTS: Mapping[str, tuple[MonthDay, MonthDay]] = {
    "début": ((1, 1), (3, 31)),
    "milieu": ((5, 1), (8, 31)),
    "fin": ((10, 1), (12, 31)),
    "hiver": ((1, 1), (3, 19)),
    "printemps": ((3, 20), (6, 20)),
    "été": ((6, 21), (9, 21)),
    "automne": ((9, 22), (12, 20)),
}
"""The parts of a year, and from when to when one takes them to reach.

Nobody has set where the beginning and the end of a year stop: a quarter is what a calendar draws.
The winter of a year is that of its first months.
"""
WRITTEN = re.compile(rf"([0-9]{{4}})(?:-(?:({'|'.join(PARTS)})|([0-9]{{2}})(?:-([0-9]{{2}}))?))?")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown.

    Dates are in the order of the first day that each can mean, the less precise one first.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read the written form; raise ValueError when it isn't one, or no such day exists."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"not a partial date: {text!r}")
        year, part = int(match[1]), match[2]
        month, day = (int(part) if part else None for part in match.group(3, 4))
        date(year, 1 if month is None else month, 1 if day is None else day)
        return cls(year, month, day, part)

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        if self.part:
            return date(self.year, *PARTS[self.part][0])
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        if self.part:
            return date(self.year, *PARTS[self.part][1])
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: "PartialDate") -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[date, int, str]:
        return self.first, -self.last.toordinal(), str(self)

    def __str__(self) -> str:
        if self.part:
            return f"{self.year:04}-{self.part}"
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


def is_day(text: str) -> bool:
    """Whether a written form says the day."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None
