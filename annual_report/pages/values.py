"""Values as a page prints them, in French, and as a file keeps them.

Rounding, units and words are applied here and nowhere before: what comes in is a value.
"""

import datetime
import math
from collections.abc import Iterable, Mapping
from numbers import Integral, Number, Real
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from annual_report.dates import PartialDate
from annual_report.french import MINUS, NO_BREAK, plural
from annual_report.french.numbers import half_up
from annual_report.pages import language
from annual_report.pages.fragment import words
from annual_report.pages.language import number, said

SHARE, YEAR, DATE = "part", "année", "date"
"""The units that are printed in a way of their own: 0.187 as 18,7 %, 2025 without a space,
"2025-06" as juin 2025."""
NONE = "—"
"""What stands for a change that can't be told, since one of the values isn't recorded."""
MOST_DECIMALS = 2
"""As many as are printed of a number that nobody said more about."""
SHARE_DECIMALS = 1
NOISE = 1e-12
"""The share of a column's largest number below which another is left over from adding floats."""


class Masked:
    """What stands for a value that may not be published: no file has it."""


MASKED = Masked()


def is_missing(value: object) -> bool:
    """Whether nobody recorded a value: None, NA, NaN and NaT are all the same here."""
    if not pd.api.types.is_scalar(value):
        return value is MASKED
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def is_number(value: object) -> bool:
    """Whether a value is a number, not yes or no, which Python takes for numbers too."""
    return isinstance(value, Number) and not isinstance(value, bool | np.bool_)


def decimals_needed(values: Iterable[object], unit: str = "") -> int:
    """Return how many decimals show a column of numbers: as few as will do, two at most.

    A number that isn't zero is never printed as zero, so that very small ones take more; what is
    only left over from adding floats is zero.
    """
    factor, most = (100, SHARE_DECIMALS) if unit == SHARE else (1, MOST_DECIMALS)
    numbers = [float(value) * factor for value in values if isinstance(value, Real)]
    numbers = [each for each in numbers if math.isfinite(each)]
    needed = next(
        (n for n in range(most) if all(half_up(v, n) == half_up(v, most) for v in numbers)), most
    )
    noise = max(map(abs, numbers), default=0) * NOISE
    while needed < 9 and any(abs(v) > noise and not half_up(v, needed) for v in numbers):
        needed += 1
    return needed


def print_value(value: Any, unit: str = "", decimals: int | None = None) -> str | Markup:
    """Print a value in the language of the page."""
    if value is MASKED:
        return said("held_back")
    if is_missing(value):
        return said("unknown")
    if isinstance(value, bool | np.bool_):
        return said("yes" if value else "no")
    if isinstance(value, Real):
        return _number(value, unit, decimals)
    if isinstance(value, Markup):
        return value
    if isinstance(value, PartialDate):
        return language.date(value)
    if isinstance(value, datetime.date | datetime.time | np.datetime64 | pd.Period):
        return _date(value)
    if isinstance(value, datetime.timedelta | np.timedelta64):
        days = pd.Timedelta(value) / pd.Timedelta(days=1)
        name = said("days" if plural(days, "", "s") else "day")
        return f"{number(days, decimals_needed([days]))}{NO_BREAK}{name}"
    if isinstance(value, tuple) and unit == YEAR:  # from one to another: 2020–2022
        return "–".join(str(year) for year in dict.fromkeys(value))
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        ordered = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return language.listing(str(print_value(each, unit, decimals)) for each in ordered)
    if unit == DATE:
        return language.date(PartialDate.parse(str(value)))
    return str(words(str(value)).unescape())


def type_value(value: Any) -> Any:
    """Return a value as JSON and CSV keep it: None where nothing is recorded, dates as ISO has."""
    if is_missing(value):
        return None
    if isinstance(value, np.generic):
        value = value.item() if not isinstance(value, np.datetime64) else pd.Timestamp(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, Real):
        return int(value) if isinstance(value, int) else _finite(float(value))
    if isinstance(value, Markup):
        return " ".join(value.striptags().split())
    if isinstance(value, datetime.datetime):
        return (value.date() if _is_midnight(value) else value).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return ", ".join(str(type_value(each)) for each in value)
    return str(value)


def change(value: Any, before: Any, unit: str, decimals: int | None = None) -> str:
    """Print what changed, with its sign: the difference of what is printed; shares by points."""
    if is_missing(value) or is_missing(before):
        return NONE
    places = places_of(unit, decimals)
    factor = 100 if unit == SHARE else 1
    by = half_up(value * factor, places) - half_up(before * factor, places)
    if by == 0:
        return "="
    text = f"{'+' if by > 0 else MINUS}{number(abs(by), places)}"
    return f"{text}{NO_BREAK}{plural(float(by), 'point')}" if unit == SHARE else text


def places_of(unit: str, decimals: int | None) -> int:
    """Return with how many decimals a key figure is printed: shares with one unless it is said."""
    if decimals is None:
        return SHARE_DECIMALS if unit == SHARE else 0
    return decimals


def column_of(told: Mapping[Any, Any] | Any, name: object, default: Any = None) -> Any:
    """Return what a call says of a column: one value for all of them, or one for some by name."""
    if isinstance(told, Mapping):
        return told.get(name, default)
    return default if told is None else told


def _number(value: Any, unit: str, decimals: int | None) -> str:
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞"
    if unit == YEAR:
        return f"{float(value):.0f}"
    places = decimals_needed([value], unit) if decimals is None else decimals
    amount = int(value) if isinstance(value, Integral) else float(value)
    text = number(amount * 100 if unit == SHARE else amount, places)
    return language.percentage(text) if unit == SHARE else text


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _date(value: Any) -> str:
    if isinstance(value, pd.Period):
        try:
            return language.date(PartialDate.parse(str(value)))
        except ValueError:  # a week, or a quarter
            return str(value)
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, datetime.time):
        return language.time(value.hour, value.minute)
    day = language.date(PartialDate(value.year, value.month, value.day))
    if isinstance(value, datetime.datetime) and not _is_midnight(value):
        return f"{day}, {_date(value.time())}"
    return day


def _is_midnight(value: datetime.datetime) -> bool:
    return value.time() == datetime.time()
