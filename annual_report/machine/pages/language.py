"""The language of a page, and how its words, numbers and dates are printed in that language.

The language comes from `language("en")` or from the notebook's metadata (`"lang": "en"`). Published
pieces are printed in a kernel, which doesn't know the metadata of the notebook: an engine of this
project hands the language over in the environment (`VARIABLE`). The default is French.

In French, numbers, dates and punctuation are French; in other languages numbers and dates are
English, and texts stay as typed. The page's few fixed words stand in `words/`.

Values are rounded, and get their units and words, in this module and nowhere before: callers hand
over values.
"""

import datetime
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Real
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

from annual_report.base import french
from annual_report.base.dates import PartialDate

FRENCH, OTHER = "fr", "en"
VARIABLE = "ANNUAL_REPORT_LANGUAGE"
"""The variable of the environment with the language in which a process publishes."""
_chosen: ContextVar[str] = ContextVar("language", default="")
"""The language of a page within `use_language`, of an export; "" outside."""
_own: ContextVar[str] = ContextVar("own_language", default="")
"""The language of that page's fixed words; "" for the default of the page's language."""

SHARE, YEAR, DATE = "part", "année", "date"
"""The units that are printed in a way of their own: 0.187 as 18,7 %, 2025 without a space,
"2025-06" as juin 2025."""
LARGEST_SHARE = 10
"""A share above this was counted from 0 to 100, and would be printed a hundred times too large."""
NONE = "—"
"""The sign of a cell that can have no value, or whose value can't be counted from the records."""
USUAL_DECIMALS = 2
"""The decimals that are printed of a number, unless it is small."""
FEWEST_FIGURES = 3
"""The figures that are printed of a small number: 0.00123, with more decimals than usual."""
MOST_DECIMALS = 4
"""The most decimals of a number: if it needs more, it is printed with a power of ten."""
MOST_DECIMALS_OF_SMALL = 6
"""The same in a column whose numbers are all below `SMALL`."""
SMALL = 10
"""The size below which all numbers of a column are small."""
MOST_GIVEN_DECIMALS = 15
"""The most decimals that an author may ask for: a float knows no more."""
LARGE = 1e15
"""The size from which on a number is printed with a power of ten: nobody reads so many zeros."""
RAISED_FIGURES = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A figure → the raised figure, for the exponent of a power of ten."""
NOISE = 1e-15
"""The share of a column's largest number below which a number is only an error of adding floats."""
TYPES_OF_SEVERAL = (list, tuple, set, frozenset)
"""The types of a cell that holds several values, which are printed as a list."""
LONG_TEXT = 18
"""A text of more letters than this stands in several lines of a cell."""
GAP_OF_COLUMNS = 2
"""The width of the gap between two columns, in letters."""
LINE_BREAKS = str.maketrans("-", " ")
"""A hyphen → a space: a line of a cell may end at both, and at no other sign."""


def read_language(metadata: Mapping[str, Any]) -> str:
    """Return the language in a notebook's metadata, as a value of `<html lang>`."""
    code = str(metadata.get("lang") or FRENCH)
    if is_language(code):
        return code
    return FRENCH


def is_language(code: str) -> bool:
    """Whether a text names a language: "fr", "en-GB", "zh-Hant".

    The name goes into an attribute of the page, and a notebook may come from anybody.
    """
    language, *others = code.split("-")
    parts = [language, *others]
    if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts):
        return False
    return language.isalpha() and len(language) in (2, 3)


@contextmanager
def use_language(language: str, own: str = "") -> Iterator[None]:
    """Publish in a language within a `with`, whatever the process had chosen before.

    `language` is the page's; `own` is the language of its fixed words ("Télécharger ce tableau"),
    by default French or English after the page's.
    """
    before = _chosen.set(language)
    before_own = _own.set(own)
    try:
        yield
    finally:
        _own.reset(before_own)
        _chosen.reset(before)


def current_language() -> str:
    """Return the language of publication: of the export under way, or of this process."""
    return _chosen.get() or os.environ.get(VARIABLE) or FRENCH


def is_french(language: str | None = None) -> bool:
    """Whether a language is French, of any country; by default, the language of the page."""
    return (language or current_language()).partition("-")[0] == FRENCH


def choose_own_language(language: str) -> str:
    """Return the language of the fixed words ("Télécharger…") of a page: French or English."""
    return FRENCH if is_french(language) else OTHER


def current_own_language() -> str:
    """Return the language of the page's own words."""
    return _own.get() or choose_own_language(current_language())


def page_word(key: str, **values: object) -> str:
    """Return a fixed word of the page, with values filled in."""
    return _words(current_own_language())[key].format(**values)


def say_own_words(key: str, **values: object) -> Markup:
    """Return a fixed word of the page, such as "Sources", with values filled in, as HTML.

    The program has its words in a few languages. In a page whose text is in another one, the word
    has a `lang`, so that a screen reader pronounces it.
    """
    words = escape(page_word(key, **values))
    own = current_own_language()
    # "en-GB" is English too.
    if current_language().partition("-")[0] == own:
        return words
    return Markup('<span lang="{}">{}</span>').format(own, words)


def template_words(language: str) -> Mapping[str, str]:
    """Return all fixed words by key, with the no-break spaces of French, for a template."""
    if not is_french(language):
        return _words(OTHER)
    return {key: french.typeset(word) for key, word in _words(FRENCH).items()}


@cache
def _words(name: str) -> Mapping[str, str]:
    """Return the fixed words of all pages by key, of the file "fr" or "en"."""
    text = Path(__file__).with_name("words").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)
    return words


def typeset_text(text: str) -> str:
    """Return a text with French spaces and apostrophes; unchanged in a page of other language."""
    return french.typeset(text) if is_french() else text


def print_words(text: object) -> Markup:
    """Return words as HTML: plain text is typeset and escaped; markup is returned unchanged."""
    if isinstance(text, str) and not isinstance(text, Markup):
        return escape(typeset_text(text))
    return escape(text)


def count_letters(texts: Iterable[str]) -> int:
    """Return how many letters wide a column of printed texts is at least: ["Auch", "Nantes"] → 8.

    That is the length of the longest word, which no browser breaks, and the gap beside the column.
    """
    words = " ".join(texts).translate(LINE_BREAKS).split(" ")
    return max(map(len, words)) + GAP_OF_COLUMNS


def is_long_text(texts: Iterable[str]) -> bool:
    """Whether some printed texts of a column are so long that they stand in several lines."""
    return any(len(text) > LONG_TEXT for text in texts)


def is_unnamed(head: str) -> bool:
    """Whether a column has no name of its own: "", or "Unnamed: 0", which pandas gives to it."""
    words, _space, number = head.rpartition(" ")
    return not head or (words == "Unnamed:" and number.isdecimal())


def print_number(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number as the page's language writes it: 12 792 742,5 or 12,792,742.5."""
    text = french.format_number(value, decimals)
    if is_french():
        return text
    # The comma becomes a point before the spaces of thousands become commas.
    return text.replace(",", ".").replace(french.NARROW, ",")


def print_date(when: PartialDate) -> str:
    """Return a date in words, as precisely as the date is known: a day, a month or a year."""
    # A season or a part of a year is a word of the French data, in whatever language.
    if is_french() or when.part:
        return french.partial_date(when)
    pattern = "y"
    if when.month:
        pattern = "MMMM y"
    if when.day:
        pattern = "d MMMM y"
    return str(format_date(when.first, pattern, locale=OTHER))


def print_period(dates: Sequence[PartialDate]) -> str:
    """Return the words for a period of a single date, or of two dates: 19 et 20 juin 2025."""
    start = dates[0]
    end = dates[-1]
    if is_french():
        return french.date_range(start, end)
    first = print_date(start)
    last = print_date(end)
    if first == last:
        return first
    return f"{first} – {last}"


def print_list(items: Iterable[str]) -> str:
    """Return items joined as in a sentence: "A, B et C"."""
    if is_french():
        return french.join_items(items)
    return str(format_list(list(items), locale=OTHER))


@dataclass(frozen=True, order=True)
class Amount:
    """A cell's number with a unit of its own, for a column of different units.

    With `at_least` it is the least that a number can be ("au moins 15"): files don't go back
    further. Amounts have the order of their numbers, by which pandas groups and sorts them.
    """

    number: float
    unit: str = ""
    decimals: int | None = None
    at_least: bool = False

    def __str__(self) -> str:
        """Return the printed number, the same in a page and in a notebook's frame."""
        number = print_value(self.number, self.unit, self.decimals)
        if self.at_least:
            return page_word("at_least", number=number)
        return number


def is_number_of_decimals(value: object) -> bool:
    """Whether a value is a whole number from 0 to MOST_GIVEN_DECIMALS; True is no number."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and value in range(MOST_GIVEN_DECIMALS + 1)


def is_missing(value: object) -> bool:
    """Whether a value is missing: None, NA, NaN and NaT mean the same."""
    # Imported here: who reads phrases and tells none needn't wait for pandas.
    import pandas as pd

    if not pd.api.types.is_scalar(value):
        return False
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def is_number(value: object) -> bool:
    """Whether a value is a real number; booleans, durations and missing values are none here."""
    import numpy as np

    # Python counts True among the numbers, and numpy a duration.
    if isinstance(value, bool | np.bool_ | np.timedelta64):
        return False
    return isinstance(value, Real | Decimal) and not is_missing(value)


def is_beyond_floats(value: object) -> bool:
    """Whether a number has more than 308 digits before the comma, and is no float: 10**400 has."""
    if not isinstance(value, int | Fraction | Decimal):
        return False
    try:
        number = float(value)
    except OverflowError:
        return True
    # A Decimal becomes an infinite float without an error, and may be infinite itself.
    return math.isinf(number) and value not in (Decimal("inf"), Decimal("-inf"))


def drop_noise(values: Sequence[Any]) -> list[Any]:
    """Return a column's values with 0 for remainders of adding floats: [0.3, 5e-17] → [0.3, 0.0].

    A remainder is a number too small beside the largest of the column to have been meant.
    """
    sizes = [abs(value) for value in values if isinstance(value, float) and math.isfinite(value)]
    noise = NOISE * max(sizes, default=0)
    cleaned = []
    for value in values:
        is_noise = isinstance(value, float) and abs(value) <= noise
        cleaned.append(0.0 if is_noise else value)
    return cleaned


def count_decimals(values: Iterable[object], unit: str = "") -> int:
    """Return the number of decimals for a column of numbers: as few as it needs, usually two.

    [12.5, 3.0] → 1, [0.00123] → 5: of a small number three figures are told. A number that needs
    too many decimals is printed with a power of ten, and doesn't count.
    """
    numeric = (value for value in values if isinstance(value, Real | Decimal))
    numbers = [float(value) for value in numeric if not is_missing(value)]
    needed = [_count_needed(number, unit) for number in numbers]
    is_small = all(abs(number) < SMALL for number in numbers)
    most = MOST_DECIMALS_OF_SMALL if is_small else MOST_DECIMALS
    printed = [places for places in needed if places <= most or unit == SHARE]
    # Beside a number with a power of ten the others have at least the usual decimals.
    fewest = USUAL_DECIMALS if len(printed) < len(needed) else 0
    return max(*printed, 0, fewest)


def _count_needed(number: float, unit: str = "") -> int:
    """Return the decimals that a number needs to be told: 12.5 → 1, 0.00123 → 5, 3.0 → 0.

    A percentage (the unit "part") needs a single decimal and figure: 0.1234 is 12,3 %.
    """
    if not number or not math.isfinite(number):
        return 0
    places = USUAL_DECIMALS
    figures = FEWEST_FIGURES
    if unit == SHARE:
        number = 100 * number
        places = 1
        figures = 1
    most = max(places, figures - 1 - math.floor(math.log10(abs(number))))
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])


def print_value(value: Any, unit: str = "", decimals: int | None = None) -> str:
    """Return a value in words of the page's language: a number, date, list, yes or no, a text.

    `unit` is "part", "année", "date" or any other; `decimals` are those of a number, by default as
    few as it needs. A missing value is "non renseigné".
    """
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
        return print_date(value)
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
        # A year of the period may be a number.
        dates = [PartialDate.parse(str(it)) for it in value if not is_missing(it)]
        return print_period(dates) if dates else print_value(None)
    if isinstance(value, TYPES_OF_SEVERAL):
        return print_list(print_value(part, unit, decimals) for part in value)
    return typeset_text(str(value))


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
        return "∞" if value > 0 else f"{french.MINUS}∞"
    if unit == YEAR:
        return f"{float(value):.0f}"
    places = count_decimals([value], unit) if decimals is None else decimals
    if unit == SHARE:
        percentage = print_number(value * 100, places)
        return page_word("percentage", number=percentage)
    # A number that needs many decimals gets a power of ten: 1.2e-7 is 1,2 × 10⁻⁷. Where the author
    # asks for fewer decimals than usual, the number is rounded to these instead.
    needed = _count_needed(float(value))
    is_tiny = places >= USUAL_DECIMALS and needed > max(places, MOST_DECIMALS)
    if is_tiny or abs(value) >= LARGE:
        digits, _e, exponent = f"{value:.{FEWEST_FIGURES - 1}e}".partition("e")
        first = print_number(float(digits), count_decimals([float(digits)]))
        power = str(int(exponent)).translate(RAISED_FIGURES)
        return f"{first}{french.NO_BREAK}×{french.NO_BREAK}10{power}"
    return print_number(value, places)
