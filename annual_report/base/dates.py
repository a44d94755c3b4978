"""Partial dates: a year, a part of a year, a month or a day, as precise as somebody remembered it.

The written form is the ISO 8601 prefix, `2025`, `2025-06` or `2025-06-19`, or a year and a part of
the year: `2025-début`, `2025-printemps`.
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
"""The parts of a year, each with its first and its last day.

No rule says where the beginning or the end of a year stops: a quarter of the calendar is taken.
The winter of a year is the winter of its first months.
"""
# The standard library reads whole days alone. Taken: 2025, 2025-06, 2025-06-19, 2025-été.
# Not taken: 2025-6, 25-06, 2025-été-19.
WRITTEN = re.compile(rf"([0-9]{{4}})(?:-(?:({'|'.join(PARTS)})|([0-9]{{2}})(?:-([0-9]{{2}}))?))?")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date whose day, or whose day and month, may be unknown.

    Dates are sorted by the first day that each can mean; of two with the same first day, the less
    precise date comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read the written form; raise ValueError for another form, or for a day that can't be."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"not a partial date: {text!r}")
        year = int(match[1])
        month = int(match[3]) if match[3] else None
        day = int(match[4]) if match[4] else None
        # The standard library refuses the 31st of June, and month 0.
        date(year, 1 if month is None else month, 1 if day is None else day)
        return cls(year, month, day, part=match[2])

    @property
    def first(self) -> date:
        """The first day that the date can mean."""
        if self.part:
            return date(self.year, *PARTS[self.part][0])
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that the date can mean."""
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
        written = f"{self.year:04}"
        if self.month:
            written += f"-{self.month:02}"
        if self.day:
            written += f"-{self.day:02}"
        return written


def is_day(text: str) -> bool:
    """Whether a written form of a partial date says the day."""
    match = WRITTEN.fullmatch(text)
    return match is not None and match[4] is not None
