"""The numbers and dates of axes and bars in French, unless the author formatted them.

matplotlib writes "0.5" and "Feb": French needs a locale of the machine, which few servers have.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
from babel.dates import get_day_names, get_month_names
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Ticker
from matplotlib.category import StrCategoryFormatter
from matplotlib.container import BarContainer
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FixedFormatter, Formatter, FuncFormatter, ScalarFormatter

from annual_report.base.french.numbers import MINUS, format_number
from annual_report.base.french.typography import FRENCH
from annual_report.machine.pages.language import is_number
from annual_report.machine.pages.look.style import POWERS_IN_FULL
from annual_report.machine.pages.svg.matplotlib_inside import read_power_limits

YEARS = (1500, 2500)
"""An axis between these two numbers is taken for years: they are written without a space."""
FORMATTERS_OF_AUTHORS = (FixedFormatter, FuncFormatter, StrCategoryFormatter)
"""The formatters whose labels the author wrote, which aren't translated: "May" may be a name."""
GAP = 0.5
"""The least room between two labels of an axis, as a share of the size of their letters."""


def list_bar_labels(ax: Axes) -> Iterator[tuple[Text, str]]:
    """Yield the texts that `ax.bar_label(bars)` wrote on bars, each with the French number.

    Texts in a format of the author (`fmt=…`) are left alone: they differ from the bars' values.
    """
    values_by_label: defaultdict[str, set[float]] = defaultdict(set)
    for container in ax.containers:
        if not isinstance(container, BarContainer):
            continue
        values: Any = container.datavalues
        for value in np.ravel(values):
            # The bars of durations or dates have other values than numbers.
            if is_number(value):
                values_by_label[f"{value:g}"].add(value)
    for text in ax.texts:
        label = text.get_text()
        bars_values = values_by_label.get(label)
        if bars_values is None:
            continue
        # matplotlib writes six digits, and a power of ten from a million on: "1.23457e+06". The
        # digits that it left out are those of the bar, unless two bars have the same label.
        if abs(float(label)) >= 1e6:
            value = float(label)
            if len(bars_values) == 1:
                (value,) = bars_values
            label = f"{value:.0f}"
        yield text, _write_number(label)


def find_french_ticks(axis: Axis) -> Iterator[tuple[Ticker, Formatter]]:
    """Yield the tickers of an axis whose labels are to be French, each with a French formatter.

    A ticker has the formatter of an axis's labels: `axis.major` or `axis.minor`. Its caller sets
    the French formatter while the figure is drawn. A format that the author chose stays, but names
    of months and days become French, for no format asks for English.
    """
    low, high = sorted(axis.get_view_interval())
    for ticker in (axis.major, axis.minor):
        formatter: Any = ticker.formatter
        is_number = type(formatter) is ScalarFormatter
        if is_number and YEARS[0] <= low and high <= YEARS[1]:
            yield ticker, FuncFormatter(_write_year)
        elif is_number:
            yield ticker, _FrenchFormatter(_write_in_full(formatter, axis), _write_number, axis)
        elif not isinstance(formatter, FORMATTERS_OF_AUTHORS):
            yield ticker, _FrenchFormatter(formatter, _translate_names, axis)


def _write_year(value: float, _place: int | None) -> str:
    """Write a tick of years, "2025"; "" for a tick between two years, such as 2024.5."""
    return f"{value:g}" if value % 1 == 0 else ""


class _FrenchFormatter(Formatter):
    """A formatter of matplotlib that translates the labels of another formatter.

    Labels that would touch are thinned out.

    `translate` makes the French label of a label: "0.5" → "0,5", "Feb" → "févr.".
    """

    def __init__(self, formatter: Formatter, translate: Callable[[str], str], axis: Axis) -> None:
        self.formatter = formatter
        self.translate = translate
        self.axis = axis

    def format_ticks(self, values: Any) -> list[str]:
        """Return the labels of all ticks of an axis, whose places on the axis are `values`.

        matplotlib calls this with all ticks, since a formatter may write the year at the first.
        """
        labels: list[str] = []
        for text in self.formatter.format_ticks(values):
            # As matplotlib has it, None is a tick without a label, and a number is written.
            labels.append("" if text is None else self.translate(str(text)))
        return _leave_room(self.axis, list(values), labels)

    def get_offset(self) -> str:
        """Return the factor or the year that stands once at the end of the axis."""
        return self.translate(self.formatter.get_offset() or "")


def _leave_room(axis: Any, values: Sequence[float], labels: Sequence[str]) -> list[str]:
    """Return the labels of an axis, with "" in place of some where they would touch each other.

    matplotlib has left room for its own labels, "1.0", and French ones may be wider, "1 000 000".
    `values` are the places of the labels on the axis. Only labels side by side can touch: those of
    another axis than x, or turned ones, are returned as they are.
    """
    ticks = axis.majorTicks
    is_level = axis.axis_name == "x" and axis.axes.name == "rectilinear"
    if not (is_level and ticks and ticks[0].label1.get_rotation() == 0):
        return list(labels)
    font = ticks[0].label1.get_fontproperties()
    half_gap = GAP / 2 * font.get_size_in_points()
    # The left and the right end of each label with half a gap at both sides, in pixels.
    spans: list[tuple[float, float]] = []
    for value, label in zip(values, labels, strict=True):
        middle = axis.axes.transData.transform((value, 0))[0]
        half = half_gap + max(_measure_line(line, font) for line in label.split("\n")) / 2
        spans.append((middle - half, middle + half))
    # Zero keeps its label, if the axis has zero: readers begin there.
    first = next((place for place, value in enumerate(values) if value == 0), 0)
    # All labels, else every second, every third… The loop ends: a single label touches no other.
    step = 1
    while not _stand_apart(spans[first % step :: step]):
        step += 1
    return [label if (place - first) % step == 0 else "" for place, label in enumerate(labels)]


def _stand_apart(spans: Sequence[tuple[float, float]]) -> bool:
    """Whether no two of some spans overlap; a span is its left and its right end, in pixels."""
    in_order = sorted(spans)
    return all(span[1] <= next_span[0] for span, next_span in pairwise(in_order))


def _measure_line(line: str, font: Any) -> float:
    """Return how many pixels wide a line is in the font that matplotlib has."""
    width: float = text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]
    return width


def _write_in_full(formatter: Any, axis: Axis) -> Formatter:
    """Return a formatter without "1e6" at the axis's end, unless a power was asked for."""
    if read_power_limits(formatter) != tuple(mpl.rcParams["axes.formatter.limits"]):
        return formatter  # type: ignore[no-any-return]
    full = ScalarFormatter(useOffset=False)
    full.set_powerlimits(POWERS_IN_FULL)
    full.set_axis(axis)
    return full


def _write_number(text: str) -> str:
    """Write a label's number in French, with as many decimals: "12000.50" → "12 000,50".

    A label that isn't a plain number, such as a power of ten, stays unchanged.
    """
    # matplotlib has a minus sign of its own, which is no hyphen.
    number = text.replace(MINUS, "-")
    whole, _point, decimals = number.partition(".")
    if not whole.removeprefix("-").isdecimal() or (decimals and not decimals.isdecimal()):
        return text
    return format_number(Decimal(number), len(decimals))


def _translate_names(text: str) -> str:
    """Return the label of a tick with French names of months and days: "Feb 2025" → "févr. 2025".

    matplotlib names them by `strftime`, which writes English as long as no locale is set.
    """

    def translate(word: re.Match[str]) -> str:
        """Return the French name for a word, or the word itself if it names no month or day."""
        return _list_french_by_english().get(word[0], word[0])

    # The words within any label, which no parser knows. Taken: "Feb", "Monday". Not taken: "UTC".
    return re.sub("[A-Z][a-z]+", translate, text)


@cache
def _list_french_by_english() -> Mapping[str, str]:
    """Return the French names of months and days by their English names, in full and shortened.

    {"February": "février", "Feb": "févr.", "Monday": "lundi", …}
    """
    french_by_english: dict[str, str] = {}
    for list_names in (get_month_names, get_day_names):
        for width in ("wide", "abbreviated"):
            french = list_names(width, locale=FRENCH)
            # The keys are numbers of months or days, the same in both languages.
            for number, english in list_names(width, locale="en_US").items():
                french_by_english[english] = french[number]
    return french_by_english
