"""The numbers and dates of axes and bars in French, where nobody formatted them otherwise.

matplotlib writes "0.5", "1e6" at the end of an axis, and "Feb": it knows French only where the
machine has it, which few servers do.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from babel.dates import get_day_names, get_month_names
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Ticker
from matplotlib.container import BarContainer
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter
from matplotlib.text import Text
from matplotlib.ticker import Formatter, ScalarFormatter

from annual_report.base.french.numbers import MINUS, write_number
from annual_report.base.french.typography import FRENCH

YEARS = (1500, 2500)
"""Ticks that all lie between these are taken for years, which have no thousands and no halves."""
POWERS = (-7, 15)
"""The powers of ten beyond which nobody reads so many zeros: matplotlib sets them apart."""


def list_bar_labels(ax: Axes) -> Iterator[tuple[Text, str]]:
    """Find the labels that `ax.bar_label(bars)` gave without a format, each with its French."""
    bars = [container for container in ax.containers if isinstance(container, BarContainer)]
    values = [value for bar in bars for value in np.asarray(bar.datavalues, float).ravel()]
    as_written = {f"{value:g}": value for value in values if np.isfinite(value)}
    for text in ax.texts:
        if (value := as_written.get(text.get_text())) is not None:
            # matplotlib writes six digits, and a power of ten from a million on
            yield text, _write_number(text.get_text() if abs(value) < 1e6 else f"{value:.0f}")


def find_french_ticks(axis: Axis) -> Iterator[tuple[Ticker, Formatter]]:
    """Find what writes the ticks of an axis, each with what writes the same in French.

    What was formatted on purpose stays as it is, but for names of months and days: no format asks
    for English.
    """
    for ticker in (axis.major, axis.minor):
        formatter: Any = ticker.formatter
        dates = isinstance(formatter, AutoDateFormatter | ConciseDateFormatter | DateFormatter)
        if dates or type(formatter).__module__.startswith("pandas.plotting."):
            yield ticker, _FrenchDates(formatter)
        # `ticklabel_format(style="sci", scilimits=…)` leaves no other mark.
        elif type(formatter) is ScalarFormatter and not formatter.offset:
            limits = formatter._powerlimits  # type: ignore[attr-defined]
            if limits == mpl.rcParams["axes.formatter.limits"]:
                yield ticker, _FrenchNumbers(axis)


class _FrenchNumbers(ScalarFormatter):
    """Ticks with decimal commas and thin spaces, in full."""

    def __init__(self, axis: Axis) -> None:
        super().__init__(useOffset=False)
        self.set_powerlimits(POWERS)
        self.set_axis(axis)

    def format_ticks(self, values: Any) -> list[str]:
        """Write all ticks with as many decimals as matplotlib gives them."""
        if len(values) and YEARS[0] <= min(values) and max(values) <= YEARS[1]:
            return [f"{tick:.0f}" if tick == round(tick) else "" for tick in values]
        return [_write_number(text) for text in super().format_ticks(values)]


class _FrenchDates(Formatter):
    """Ticks as another formatter writes them, with French names of months and days."""

    def __init__(self, formatter: Formatter) -> None:
        self.formatter = formatter

    def format_ticks(self, values: Any) -> list[str]:
        """Write all ticks: a formatter may say the year at one of them only."""
        return [_translate(text) for text in self.formatter.format_ticks(values)]

    def get_offset(self) -> str:
        """Return what stands once at the end of the axis."""
        return _translate(self.formatter.get_offset())


def _write_number(text: str) -> str:
    """Write a number with the decimals that matplotlib gave it."""
    number = Decimal(text.replace(MINUS, "-"))
    return write_number(number, max(0, -int(number.as_tuple().exponent)))


@cache
def _names() -> Mapping[str, str]:
    """Return the French names of months and days, by those that `strftime` writes."""
    return {
        english: names_of(width, locale=FRENCH)[key]
        for names_of in (get_month_names, get_day_names)
        for width in ("wide", "abbreviated")
        for key, english in names_of(width, locale="en_US").items()
    }


def _translate(text: str) -> str:
    return re.sub("[A-Z][a-z]+", lambda word: _names().get(word[0], word[0]), text)
