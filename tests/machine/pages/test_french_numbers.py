"""The numbers of an analyst's own figure: French when it is published, and as they were before."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.textpath import TextPath
from matplotlib.ticker import FormatStrFormatter, Formatter, FuncFormatter

from annual_report.machine.pages.look.style import style
from annual_report.machine.pages.svg.french_numbers import list_bar_labels
from annual_report.machine.pages.svg.from_figure import draw_figure

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DAYS = pd.to_datetime(["2024-01-05", "2024-03-01", "2024-06-01"])
MONTHS = pd.period_range("2024-01", periods=3, freq="M")


@pytest.fixture(autouse=True)
def _in_the_project_s_style() -> Iterator[None]:
    with style():
        yield


def publish_drawing(ax: Any) -> ElementTree.Element:
    """Return the tree of a figure's SVG, as the figure is published."""
    drawing = draw_figure(ax.figure, "fig", "Un titre.", "Une description.")
    return ElementTree.fromstring(drawing.svg)


def list_texts(ax: Axes) -> list[str]:
    """Return the texts of a published figure, in their order, with ordinary spaces."""
    texts = []
    for text in publish_drawing(ax).itertext():
        if text.strip():
            texts.append(text.replace("\u00a0", " "))
    return texts


def draw_bars(*values: float) -> Any:
    """Draw a bar for each of two values."""
    _figure, ax = plt.subplots()
    return pd.Series(values, index=["Gers", "Landes"]).plot.bar(ax=ax)


def draw_line(x: Any, y: Any) -> Any:
    _figure, ax = plt.subplots()
    ax.plot(x, y)
    return ax


def draw_heat_map() -> Any:
    """Draw a heat map of values from 1.5 to 4, whose scale has numbers."""
    figure, ax = plt.subplots()
    figure.colorbar(ax.pcolormesh([[1.5, 2], [3, 4]]))
    return ax


def draw_named_days() -> Any:
    ax = draw_line(DAYS, [1, 2, 4])
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%A %d %B"))
    return ax


# A drawing, and some of the texts that its axes then have.
FRENCH: dict[str, tuple[Callable[[], Axes], set[str]]] = {
    "decimals, and a minus": (lambda: draw_bars(0.25, -0.5), {f"{MINUS}0,5", "0,0", "0,2"}),
    "thousands": (lambda: draw_bars(5_000, 9_000), {"0", f"2{THIN}000"}),
    "hundreds of thousands": (lambda: draw_bars(360_630, 900_000), {f"200{THIN}000"}),
    # In full where matplotlib writes a power, or a difference.
    "millions": (lambda: draw_bars(1_400_000, 700_000), {f"1{THIN}400{THIN}000"}),
    "billions": (lambda: draw_bars(4e9, 1e9), {f"2{THIN}500{THIN}000{THIN}000"}),
    "large numbers that hardly differ": (
        lambda: draw_line([0, 1], [12_792_742, 12_792_752]),
        {f"12{THIN}792{THIN}742", f"12{THIN}792{THIN}752"},
    ),
    "very small numbers": (lambda: draw_line([0, 1], [0, 0.000_002]), {"0,00000150"}),
    # Numbers that nobody could read in full keep matplotlib's power of ten.
    "numbers of 300 figures": (lambda: draw_line([1e300, 2e300], [1e-25, 2e-25]), {"1,2", "1e300"}),
    "the scale of a heat map": (draw_heat_map, {"1,5", "4,0"}),
    "months of pandas": (
        lambda: pd.Series([1, 2, 4], index=MONTHS).plot(),
        {"janv.", "févr.", "mars"},
    ),
    "days of matplotlib": (lambda: draw_line(DAYS, [1, 2, 4]), {"02/2024", "06/2024"}),
    "days by their names": (draw_named_days, {"mercredi 01 mai"}),
}


@pytest.mark.parametrize(("draw", "french"), FRENCH.values(), ids=FRENCH)
def test_numbers_and_dates_of_axes_are_french(draw: Callable[[], Axes], french: set[str]) -> None:
    texts = list_texts(draw())

    assert french - set(texts) == set()


def test_years_are_no_thousands_and_have_no_fractions() -> None:
    ax = pd.Series([1, 5, 8], index=[2023, 2024, 2025]).plot()

    texts = list_texts(ax)

    # Neither "2 023" nor, as matplotlib has it between two years, "2023,5".
    assert texts[:3] == ["2023", "2024", "2025"]
    assert [text for text in texts if text.startswith("2023,")] == []


# The values of two bars, and their labels.
LABELS = {
    "a decimal, and a whole number": ((152.1, 40), ["152,1", "40"]),
    "a decimal of thousands": ((5000.4, 4999.6), [f"5{THIN}000,4", f"4{THIN}999,6"]),
    "three decimals, and a minus": ((0.125, -3.5), ["0,125", f"{MINUS}3,5"]),
    "a small number beside millions": ((1.5, 2_250_000), ["1,5", f"2{THIN}250{THIN}000"]),
    # matplotlib writes 1.23457e+06 on both: nothing tells which bar a label is of.
    "millions alike in six digits": ((1_234_567, 1_234_568), [f"1{THIN}234{THIN}570"] * 2),
}


@pytest.mark.parametrize(("values", "french"), LABELS.values(), ids=LABELS)
def test_the_label_of_a_bar_has_as_many_decimals_as_matplotlib_gave_it(
    values: tuple[float, ...], french: list[str]
) -> None:
    ax = draw_bars(*values)
    ax.bar_label(ax.containers[0])

    labels = [label for _text, label in list_bar_labels(ax)]

    assert labels == french


def test_labels_of_bars_are_french_unless_an_analyst_formatted_or_typed_them() -> None:
    ax = draw_bars(1.5, 360_630)
    ax.bar_label(ax.containers[0])
    ax.bar_label(ax.containers[0], fmt="%.1f km")
    ax.text(0, 0, "v. 1.5")

    texts = set(list_texts(ax))

    assert {"1,5", f"360{THIN}630"} <= texts
    assert {"1.5 km", "360630.0 km", "v. 1.5"} <= texts


def test_the_analyst_s_own_figure_keeps_its_labels_when_it_is_published() -> None:
    ax = draw_bars(1.5, 360_630)
    label, _other = ax.bar_label(ax.containers[0])

    list_texts(ax)

    assert label.get_text() == "1.5"


# What an analyst sets on an axis of numbers from 0 to 4,000,000, and a text that it then has.
FORMATTED: dict[str, tuple[Callable[[Axes], object], str]] = {
    "a pattern": (
        lambda ax: ax.yaxis.set_major_formatter(FormatStrFormatter("%.2f €")),
        "2000000.00 €",
    ),
    "a function": (
        lambda ax: ax.yaxis.set_major_formatter(FuncFormatter(lambda x, _at: f"{x:,.0f}")),
        "2,000,000",
    ),
    "labels like numbers": (lambda ax: ax.set_yticks([0, 2e6], labels=["rien", "2.0"]), "2.0"),
    "labels like months": (lambda ax: ax.set_xticks([0, 1], labels=["May", "June"]), "May"),
    "a power of ten": (
        lambda ax: ax.ticklabel_format(axis="y", style="sci", scilimits=(3, 3)),
        "1e3",
    ),
    "numbers in full": (
        lambda ax: ax.ticklabel_format(axis="y", style="plain"),
        f"2{THIN}000{THIN}000",
    ),
}


@pytest.mark.parametrize(("set_format", "kept"), FORMATTED.values(), ids=FORMATTED)
def test_a_format_that_an_analyst_chose_stays(
    set_format: Callable[[Axes], object], kept: str
) -> None:
    ax = draw_bars(3e6, 4e6)
    set_format(ax)

    assert kept in list_texts(ax)


def test_numbers_are_in_full_in_any_other_style_too() -> None:
    with plt.style.context("default"):
        texts = list_texts(draw_bars(1_400_000, 700_000))

    assert f"1{THIN}400{THIN}000" in texts


def find_labels_below(ax: Axes) -> list[tuple[str, float]]:
    """Return the labels below the axis of a published drawing, and where each has its middle."""
    texts = [text for text in publish_drawing(ax).iter() if text.tag.endswith("}text")]
    lowest = max(float(text.attrib["y"]) for text in texts)
    below = [text for text in texts if float(text.attrib["y"]) > lowest - 2]
    return [(str(text.text), float(text.attrib["x"])) for text in below]


def measure_width(label: str) -> float:
    """Return how wide a label is in the size of the project's style."""
    return float(TextPath((0, 0), label, size=13).get_extents().width)


@pytest.mark.parametrize("inches", [2.5, 4, 8])
@pytest.mark.parametrize("largest", [0.9, 900, 1_400_000, 2_500_000_000])
def test_as_many_numbers_stand_on_an_axis_as_have_room(inches: float, largest: float) -> None:
    _figure, ax = plt.subplots(figsize=(inches, 3))
    pd.Series([largest, largest / 2], index=["Gers", "Landes"]).plot.barh(ax=ax)

    labels = find_labels_below(ax)

    assert labels[0][0] in ("0", "0,0")
    assert len(labels) >= 2
    # From middle to middle there is more room than for half of each label.
    for (label, middle), (next_label, next_middle) in pairwise(labels):
        halves = (measure_width(label) + measure_width(next_label)) / 2
        assert next_middle - middle > halves


class WholeNumbersOnly(Formatter):
    """A formatter of an analyst that gives no label to a fraction."""

    def __call__(self, x: float, pos: int | None = None) -> Any:
        """Return 0 for 0.0, and no label for 0.2."""
        return None if round(x, 9) % 1 else round(x)


def test_a_tick_to_which_a_formatter_gives_no_label_has_none() -> None:
    ax = draw_line([0, 1], [0, 1])
    ax.xaxis.set_major_formatter(WholeNumbersOnly())

    labels = [label for label, _middle in find_labels_below(ax)]

    # matplotlib has ticks at 0.2, 0.4 … too.
    assert labels == ["0", "1"]


# numpy warns of a unit that matplotlib, which draws the bars, doesn't name.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_label_of_a_bar_that_is_a_duration_stays_as_it_is() -> None:
    ax = pd.Series(pd.to_timedelta([1, 2], unit="h")).plot.bar(ax=plt.figure().subplots())
    (bars,) = ax.containers
    assert isinstance(bars, BarContainer)
    ax.bar_label(bars)

    assert list(list_bar_labels(ax)) == []
