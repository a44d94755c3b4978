"""Partial dates: a year, a part of a year, a month or a day, as precise as the data are.

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
"""A day of any year, as month and day: (6, 21) is the 21st of June."""
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

No rule says where the beginning or the end of a year stops: three months are taken for each. The
winter of a year is the winter of its first months.
"""
YEAR = r"(?P<year>[0-9]{4})"
PART = rf"(?P<part>{'|'.join(PARTS)})"
MONTH = r"(?P<month>[0-9]{2})"
DAY = r"(?P<day>[0-9]{2})"
# The standard library reads whole days alone. Taken: 2025, 2025-06, 2025-06-19, 2025-été.
# Not taken: 2025-6, 25-06, 2025-été-19.
WRITTEN = re.compile(rf"{YEAR}(?:-(?:{PART}|{MONTH}(?:-{DAY})?))?")
"""The written form of a partial date."""


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date with a year, and with a month and a day only as far as they are known.

    `part` is a key of `PARTS`, such as "été"; a date has a part or a month, never both. Dates are
    sorted by the first day that each can mean; of two with the same first day, the less precise
    date comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date of a written form, such as "2025-06" or "2025-été".

        Raise ValueError for any other form, and for a day that no calendar has.
        """
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"not a partial date: {text!r}")
        year = int(match["year"])
        month = int(match["month"]) if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        # The standard library raises ValueError for the 31st of June, and for the month "00".
        date(year, int(match["month"] or 1), int(match["day"] or 1))
        return cls(year, month, day, match["part"])

    @property
    def first(self) -> date:
        """The first day that the date can mean: 1 June for 2025-06."""
        if self.part:
            (month, day), _last_day = PARTS[self.part]
            return date(self.year, month, day)
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that the date can mean: 30 June for 2025-06."""
        if self.part:
            _first_day, (month, day) = PARTS[self.part]
            return date(self.year, month, day)
        # A year without a month goes on to its December, a month without a day to its last day.
        month = self.month or 12
        _first_weekday, days_of_month = calendar.monthrange(self.year, month)
        return date(self.year, month, self.day or days_of_month)

    def __lt__(self, other: "PartialDate") -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[date, int]:
        """The key by which dates are sorted: the first day, then the less precise date first.

        So 2025 comes before 2025-01, and both before 2025-01-01.
        """
        # A later last day means a less precise date, and its negative number goes first.
        return self.first, -self.last.toordinal()

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
    """Whether a text has the written form of a day: "2025-06-19", and not "2025-06".

    The calendar isn't asked: "2025-06-31" has that form too.
    """
    match = WRITTEN.fullmatch(text)
    return match is not None and match["day"] is not None
