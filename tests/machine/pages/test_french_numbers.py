"""The numbers of an analyst's own figure: French when it is published, and as they were before."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.textpath import TextPath
from matplotlib.ticker import FormatStrFormatter, Formatter, FuncFormatter

from annual_report.machine.pages.look.style import style
from annual_report.machine.pages.svg.french_numbers import list_bar_labels
from annual_report.machine.pages.svg.from_figure import draw_figure

THIN, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.fixture(autouse=True)
def styled() -> Iterator[None]:
    with style():
        yield


def written(drawn: Any) -> list[str]:
    """Return the texts of a published drawing, in their order, with ordinary spaces."""
    svg = draw_figure(drawn.get_figure(), "fig", "Un titre.", "Une description.").svg
    texts = ElementTree.fromstring(svg).itertext()
    return [text.replace("\u00a0", " ") for text in texts if text.strip()]


def bars(*values: float) -> Any:
    _figure, ax = plt.subplots()
    return pd.Series(values, index=["Gers", "Landes"]).plot.bar(ax=ax)


def line(x: Any, y: Any) -> Any:
    _figure, ax = plt.subplots()
    ax.plot(x, y)
    return ax


def heat_map() -> Any:
    figure, ax = plt.subplots()
    figure.colorbar(ax.pcolormesh([[1.5, 2], [3, 4]]))
    return ax


def named_days() -> Any:
    ax = line(DAYS, [1, 2, 4])
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%A %d %B"))
    return ax


DAYS = pd.to_datetime(["2024-01-05", "2024-03-01", "2024-06-01"])
MONTHS = pd.period_range("2024-01", periods=3, freq="M")
WRITTEN: dict[str, tuple[Callable[[], Any], str]] = {
    "a decimal, and a negative number": (lambda: bars(0.25, -0.5), f"{MINUS}0,5 0,0 0,2"),
    "thousands": (lambda: bars(5_000, 9_000), f"0 2{THIN}000"),
    "hundreds of thousands": (lambda: bars(360_630, 900_000), f"200{THIN}000"),
    # In full where matplotlib writes a power, or a difference.
    "millions": (lambda: bars(1_400_000, 700_000), f"200{THIN}000 1{THIN}400{THIN}000"),
    "billions": (lambda: bars(4e9, 1e9), f"2{THIN}500{THIN}000{THIN}000"),
    "what hardly differs": (
        lambda: line([0, 1], [12_792_742, 12_792_752]),
        f"12{THIN}792{THIN}742 12{THIN}792{THIN}752",
    ),
    "what is very small": (lambda: line([0, 1], [0, 0.000_002]), "0,00000150"),
    "what is beyond all measure": (lambda: line([1e300, 2e300], [1e-25, 2e-25]), "1,2 1e300"),
    "the scale of a heat map": (heat_map, "1,5 4,0"),
    "months of pandas": (lambda: pd.Series([1, 2, 4], index=MONTHS).plot(), "janv. févr. mars"),
    "days of matplotlib": (lambda: line(DAYS, [1, 2, 4]), "02/2024 06/2024"),
    "days by their names": (named_days, "mercredi\u00a001\u00a0mai"),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_numbers_and_dates_of_axes_are_french(case: str) -> None:
    draw, expected = WRITTEN[case]
    assert {text.replace("\u00a0", " ") for text in expected.split(" ")} <= {*written(draw())}


def test_years_are_no_thousands_and_have_no_fractions() -> None:
    drawn = pd.Series([1, 5, 8], index=[2023, 2024, 2025]).plot()
    assert written(drawn)[:3] == ["2023", "2024", "2025"]
    assert not [text for text in written(drawn) if text.startswith("2023,")]


@pytest.mark.parametrize(
    ("values", "french"),
    [
        ((152.1, 40), ["152,1", "40"]),
        ((5000.4, 4999.6), [f"5{THIN}000,4", f"4{THIN}999,6"]),
        ((0.125, -3.5), ["0,125", f"{MINUS}3,5"]),
        ((1.5, 2_250_000), ["1,5", f"2{THIN}250{THIN}000"]),
    ],
)
def test_the_label_of_a_bar_has_as_many_decimals_as_matplotlib_gave_it(
    values: tuple[float, ...], french: list[str]
) -> None:
    ax = bars(*values)
    ax.bar_label(ax.containers[0])
    assert [label for _text, label in list_bar_labels(ax)] == french


def test_the_labels_of_bars_are_left_as_they_were_and_a_format_counts() -> None:
    ax = bars(1.5, 360_630)
    (label, _other), _formatted = (
        ax.bar_label(ax.containers[0], **look) for look in ({}, {"fmt": "%.1f km"})
    )
    ax.text(0, 0, "v. 1.5")
    assert {"1,5", "1.5 km", "360630.0 km", "v. 1.5"} <= set(written(ax))
    assert label.get_text() == "1.5"


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda ax: ax.yaxis.set_major_formatter(FormatStrFormatter("%.2f €")), "2000000.00 €"),
        (
            lambda ax: ax.yaxis.set_major_formatter(FuncFormatter(lambda x, _at: f"{x:,.0f}")),
            "2,000,000",
        ),
        (lambda ax: ax.set_yticks([0, 2e6], labels=["rien", "2.0"]), "2.0"),
        (lambda ax: ax.set_xticks([0, 1], labels=["May", "June"]), "May"),
        (lambda ax: ax.ticklabel_format(axis="y", style="sci", scilimits=(3, 3)), "1e3"),
        (lambda ax: ax.ticklabel_format(axis="y", style="plain"), f"2{THIN}000{THIN}000"),
    ],
)
def test_what_an_analyst_formatted_on_purpose_stays(change: Any, kept: str) -> None:
    ax = bars(3e6, 4e6)
    change(ax)
    assert kept in written(ax)


def test_numbers_are_in_full_in_any_other_style_too() -> None:
    with plt.style.context("default"):
        assert f"1{THIN}400{THIN}000" in written(bars(1_400_000, 700_000))


def find_labels(ax: Any) -> list[tuple[str, float]]:
    """Return the labels below the axis of a published drawing, and where each has its middle."""
    svg = ElementTree.fromstring(
        draw_figure(ax.get_figure(), "fig", "Un titre.", "Une description.").svg
    )
    texts = [text for text in svg.iter() if text.tag.endswith("}text")]
    lowest = max(float(text.attrib["y"]) for text in texts)
    below = [text for text in texts if float(text.attrib["y"]) > lowest - 2]
    return [(str(text.text), float(text.attrib["x"])) for text in below]


@pytest.mark.parametrize("wide", [2.5, 4, 8])
@pytest.mark.parametrize("most", [0.9, 900, 1_400_000, 2_500_000_000])
def test_as_many_numbers_stand_on_an_axis_as_have_room(wide: float, most: float) -> None:
    _figure, ax = plt.subplots(figsize=(wide, 3))
    pd.Series([most, most / 2], index=["Gers", "Landes"]).plot.barh(ax=ax)
    labels = find_labels(ax)
    assert labels[0][0] in ("0", "0,0")
    assert len(labels) >= 2
    for (one, x), (other, after) in pairwise(labels):
        widths = [TextPath((0, 0), text, size=13).get_extents().width for text in (one, other)]
        assert after - x > sum(widths) / 2


def test_a_tick_to_which_a_formatter_gives_no_label_has_none() -> None:
    class Halves(Formatter):
        def __call__(self, x: float, pos: int | None = None) -> Any:
            return None if round(x, 9) % 1 else round(x)

    ax = line([0, 1], [0, 1])
    ax.xaxis.set_major_formatter(Halves())
    assert [label for label, _x in find_labels(ax)] == ["0", "1"]
