"""Values as a page prints them, in the language of the page.

Rounding, units and words are applied in this module and nowhere before: callers hand over values.
"""

import datetime
import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Number, Real
from typing import Any

from annual_report.base.dates import PartialDate
from annual_report.base.errors import PublishError
from annual_report.base.french import MINUS, NO_BREAK
from annual_report.base.messages import _
from annual_report.machine.pages import language
from annual_report.machine.pages.language import page_word, print_number

SHARE, YEAR, DATE = "part", "année", "date"
"""The units that are printed in a way of their own: 0.187 as 18,7 %, 2025 without a space,
"2025-06" as juin 2025."""
MOST_PARTS = 10
"""A share above this was counted from 0 to 100, and would be printed a hundred times too large."""
NONE = "—"
"""What stands where there can be no value, or where too little is recorded to count it from."""
PLACES, FIGURES = 2, 3
"""The decimals that are printed of a number, more where fewer of its figures would be left."""
LONGEST, LONGEST_OF_SMALL, SMALL = 4, 6, 10
"""A number that takes more decimals than this is printed with a power of ten; where all of a column
are below some size, one that takes more than that."""
LARGE = 1e15
"""Nobody reads so many zeros: such numbers are printed with a power of ten as well."""
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NOISE = 1e-15
"""The share of a column's largest number below which another is what adding floats has left."""
SEVERAL = (list, tuple, set, frozenset)


@dataclass(frozen=True, order=True)
class Amount:
    """A number with a unit, for a column of different units; or the least that a number can be.

    Amounts have the order of their numbers, by which pandas groups and sorts them.
    """

    number: float
    unit: str = ""
    decimals: int | None = None
    at_least: bool = False

    def __str__(self) -> str:
        """Print the number like a page: a notebook shows the same."""
        number = print_value(self.number, self.unit, self.decimals)
        return page_word("at_least", number=number) if self.at_least else number


def write_number(value: float, decimals: int | None = None) -> str:
    """Write a number like a page, for a sentence of the author.

    The default are a table's decimals. Raise PublishError for a missing value, which a sentence
    can't have.

    >>> from annual_report import write_number
    >>> print(f"La France compte {write_number(27138333)} habitants.")
    La France compte 27 138 333 habitants.
    >>> print(write_number(2.5))
    2,5
    """
    _require_decimals(decimals)
    return print_value(_require_number(value), decimals=decimals)


def write_share(value: float, decimals: int | None = None) -> str:
    """Write a share from 0 to 1 as a percentage: 0.399 as 39,9 %.

    >>> from annual_report import write_share
    >>> print(write_share(0.399, 1))
    39,9 %
    """
    _require_decimals(decimals)
    share = _require_number(value)
    if abs(share) > MOST_PARTS:
        raise PublishError(
            _("{value} is no share: it goes from 0 to 1, so divide by 100 first", value=share)
        )
    return print_value(share, SHARE, decimals)


def _require_decimals(decimals: object) -> None:
    """Raise PublishError for decimals that are no whole number from 0 on."""
    if decimals is not None and not is_whole_from_zero(decimals):
        raise PublishError(_("decimals: “{value}” is no whole number from 0 on", value=decimals))


def is_whole_from_zero(value: object) -> bool:
    """Whether a value can be a number of decimals: a whole number from 0 on, and no True."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _require_number(value: object) -> Any:
    """Return a value as a number of Python; raise PublishError for a missing value, or a text."""
    if is_missing(value):
        raise PublishError(
            _(
                "a number that nobody recorded can’t be written: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)"
            )
        )
    number = unwrap_value(value)
    if not is_number(number):
        kind = type(value).__name__
        raise PublishError(_("“{value}” is a {kind}, and no number", value=value, kind=kind))
    return number


def is_missing(value: object) -> bool:
    """Whether a value is missing: None, NA, NaN and NaT mean the same."""
    # Imported here: who reads phrases and tells none needn't wait for pandas.
    import pandas as pd

    if not pd.api.types.is_scalar(value):
        return False
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def is_number(value: object) -> bool:
    """Whether a value is a number; unlike Python, booleans and missing values are no numbers."""
    import numpy as np

    is_boolean = isinstance(value, bool | np.bool_)
    return isinstance(value, Number) and not is_boolean and not is_missing(value)


def drop_noise(values: Sequence[Any]) -> list[Any]:
    """Return a column of values in which the remainders of adding floats are zero."""
    sizes = [abs(value) for value in values if isinstance(value, float) and math.isfinite(value)]
    noise = NOISE * max(sizes, default=0)
    return [0.0 if isinstance(value, float) and abs(value) <= noise else value for value in values]


def count_decimals(values: Iterable[object], unit: str = "") -> int:
    """Return the decimals that show a column of numbers: as few as will do, two at most.

    Small numbers take more, so that three figures are left. A number that would take too many is
    printed with a power of ten, and doesn't count.
    """
    numeric = (value for value in values if isinstance(value, Real | Decimal))
    numbers = [float(value) for value in numeric if not is_missing(value)]
    needed = [_count_needed(number, unit) for number in numbers]
    is_small = all(abs(number) < SMALL for number in numbers)
    longest = LONGEST_OF_SMALL if is_small else LONGEST
    printed = [places for places in needed if places <= longest or unit == SHARE]
    return max(*printed, 0, PLACES if len(printed) < len(needed) else 0)


def _count_needed(number: float, unit: str = "") -> int:
    """Return the decimals that a number needs; a percentage needs a single decimal and figure."""
    if not number or not math.isfinite(number):
        return 0
    places, figures = PLACES, FIGURES
    if unit == SHARE:
        number, places, figures = 100 * number, 1, 1
    most = max(places, figures - 1 - math.floor(math.log10(abs(number))))
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])


def print_value(value: Any, unit: str = "", decimals: int | None = None) -> str:
    """Print a value in the language of the page."""
    value = unwrap_value(value)
    if value is None:
        return page_word("unknown")
    if isinstance(value, Amount):
        return str(value)
    # Before numbers: Python takes True for 1.
    if isinstance(value, bool):
        return page_word("yes" if value else "no")
    if isinstance(value, Real):
        return _print_number(value, unit, decimals)
    # Dates, as precisely as they are known; an hour that is known stands behind its day.
    if unit == DATE and isinstance(value, str):
        value = PartialDate.parse(value)
    if isinstance(value, PartialDate):
        return language.print_date(value)
    if isinstance(value, datetime.datetime):
        return f"{print_value(value.date())}, {print_value(value.time())}"
    if isinstance(value, datetime.time):
        return page_word("time", hour=value.hour, minute=value.minute)
    # The classes that pd.cut makes.
    import pandas as pd

    if isinstance(value, pd.Interval):
        left, right = (print_value(end, unit, decimals) for end in (value.left, value.right))
        return page_word(f"closed_{value.closed}", left=left, right=right)
    # Several values in one cell: years from one to another (2020–2022), or whatever is listed.
    if isinstance(value, tuple) and unit == YEAR:
        return "–".join(str(year) for year in dict.fromkeys(value))
    if isinstance(value, tuple) and unit == DATE:
        dates = [PartialDate.parse(it) for it in value if not is_missing(it)]
        return language.print_period(dates) if dates else print_value(None)
    if isinstance(value, SEVERAL):
        return language.print_list(print_value(part, unit, decimals) for part in value)
    return language.typeset_text(str(value))


def unwrap_value(value: Any) -> Any:
    """Return a value of any library as a value of Python, None for a missing value.

    A datetime at midnight is a day, for the hour is probably unknown; a set gets an order.
    """
    import numpy as np
    import pandas as pd

    if is_missing(value):
        return None
    if isinstance(value, np.ndarray):
        return list(value)
    if isinstance(value, np.generic):
        value = value.item()
    elif isinstance(value, Decimal | Fraction):  # as databases and exact sums give them
        value = float(value)
    if isinstance(value, pd.Period):
        with suppress(ValueError):  # a week, or a quarter
            return PartialDate.parse(str(value))
    if isinstance(value, datetime.date):
        day = PartialDate(value.year, value.month, value.day)
        timed = isinstance(value, datetime.datetime) and value.time() != datetime.time()
        return value if timed else day
    return sorted(value, key=str) if isinstance(value, set | frozenset) else value


def _print_number(value: Any, unit: str, decimals: int | None) -> str:
    """Print a number: infinite, a year, with a power of ten, a percentage, or with decimals."""
    if not math.isfinite(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if unit == YEAR:
        return f"{float(value):.0f}"
    places = count_decimals([value], unit) if decimals is None else decimals
    # Fewer than two decimals are somebody's wish.
    is_odd = places >= PLACES and _count_needed(float(value)) > max(places, LONGEST)
    if unit != SHARE and (is_odd or abs(value) >= LARGE):
        digits, _e, exponent = f"{value:.{FIGURES - 1}e}".partition("e")
        first = print_number(float(digits), count_decimals([float(digits)]))
        return f"{first}{NO_BREAK}×{NO_BREAK}10{str(int(exponent)).translate(RAISED)}"
    text = print_number(value * 100 if unit == SHARE else value, places)
    return page_word("percentage", number=text) if unit == SHARE else text
