"""Counts year by year: a bar a year, under its number, with the parts that it is made of."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from annual_report.base.french import write_number
from annual_report.base.french.numbers import MINUS
from annual_report.machine.pages.look.palette import page_colours, text_size
from annual_report.machine.pages.look.style import measure_axes, open_figure, style
from annual_report.network.measures import words
from annual_report.report.charts.labels import write_beside
from annual_report.report.charts.legend import add_legend, make_swatch, make_text
from annual_report.report.charts.styles import Style, make_fill

WIDTH, EDGE = 380, 4
"""The width of the drawing, which a telephone shows whole, and the paper at its sides."""
HEIGHT, FOOT = 216, 30
"""Heights of the bars with the numbers above them, and of the years."""
HEADROOM = 1.22
"""How far the scale goes beyond the highest bar: its number stands there, and what is counted."""
WIDEST, THICKNESS = 128, 0.5
"""The most room for a bar, in pixels, and the share of it that the bar takes."""
YEAR, HALF = 44, 16
"""Room that the label of a year needs, and half of what its letters take: they stay inside."""
LETTER, SMALLEST = 0.7, 11
"""The width of a digit, in sizes of it, and the least size of a number above a bar: where there is
no room for it, only every second or third bar has its number, the last one always."""
INSIDE, BESIDE, LINE = 12, 4, 12
"""The height of a part that holds its number, in pixels; from a bar to a number beside it; and
between two numbers there."""

Floats = npt.NDArray[np.float64]


def bars(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "members",
    parts: Mapping[str, Style] | None = None,
    below: str | None = None,
    legend: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar a row, under its number; what isn't recorded (NA) is a question mark.

    `x` names the column of the years, `y` that of the counts; `labels` say what they are called
    instead of `measures/words.yaml`. `parts` are columns of what stands on top of a bar, from
    the first up, each hatched or a tint: what is left of the bar is full. Each part has its number
    where all have room for theirs. `below` is a column of what is taken away, written under the
    years. `legend` says below the bars what those columns are, and what is left.
    """
    parts = parts or {}
    with style():
        ax = ax or _open_axes(len(frame))
        counts = frame[y].astype("Float64").to_numpy(float, na_value=np.nan)
        heights = np.nan_to_num(counts)
        amounts = {name: frame[name].fillna(0).to_numpy(float) for name in parts}
        rest = heights - sum(amounts.values())
        ax.bar(list(frame[x]), rest, THICKNESS, color=page_colours()["here"])
        places = list(ax.convert_xunits(list(frame[x])))  # type: ignore[no-untyped-call]
        top = rest
        for name, look in parts.items():
            some = amounts[name] > 0  # the outline of nothing would be seen
            middle, high, start = np.array(places)[some], amounts[name][some], top[some]
            ax.bar(middle, high, THICKNESS, bottom=start, **_make_fill_of_part(look))
            top = top + amounts[name]
        lost = frame[below].fillna(0).astype(int) if below else [0] * len(frame)
        ax.set_ylim(0, HEADROOM * (float(max(heights, default=0)) or 1))
        ax.set_xlim(min(places, default=0) - 0.5, max(places, default=0) + 0.5)
        _write_numbers(ax, places, counts.tolist())
        if parts:
            gids = [None, *("class halo plate" if look.hatch else None for look in parts.values())]
            _write_parts(ax, places, np.array([rest, *amounts.values()]).T, gids)
        minus = [f"{MINUS}{write_number(each)}" if each else "" for each in lost]
        _write_years(ax, places, [*map(str, frame[x])])
        _write_minus(ax, places, minus)
        _write_measure(ax, _find_label(y, labels))
        if legend:
            signs = {y: make_swatch(make_fill(Style("here")))}
            signs |= {name: make_swatch(_make_fill_of_part(look)) for name, look in parts.items()}
            if below:
                signs[below] = make_text(max(minus, key=len, default=""))
            add_legend(ax, [([signs[name]], said) for name, said in legend.items()])
    return ax


def _open_axes(bars: int) -> Axes:
    height = HEIGHT + FOOT
    edge = max(EDGE, (HALF * bars - WIDTH / 2) / max(bars - 1, 1))  # half a bar is room as well
    right = edge + min(WIDTH - 2 * edge, max(bars, 1) * WIDEST)
    margins = {"left": edge / WIDTH, "right": right / WIDTH, "bottom": FOOT / height, "top": 1}
    ax: Axes = open_figure(WIDTH, height).subplots(gridspec_kw=margins)
    return ax


def _make_fill_of_part(look: Style) -> dict[str, Any]:
    return make_fill(look) | {"edgecolor": page_colours()[look.colour], "linewidth": 1.2}


def _find_label(name: str, labels: Mapping[str, str] | None) -> str:
    known = words.find_measured_column(name)
    return (labels or {}).get(name, known.label if known else name)


def _write_numbers(ax: Axes, places: Sequence[float], counts: Sequence[float]) -> None:
    """Write each number above its bar, or "?" where its place is."""
    texts = [
        "?" if np.isnan(each) else write_number(each, int(each != round(each))) for each in counts
    ]
    room = measure_axes(ax)[0] / max(len(counts), 1)
    longest = max(map(len, texts), default=1)
    every = max(1, math.ceil(LETTER * SMALLEST * longest / max(room - 2, 1)))
    for at in range((len(texts) - 1) % every, len(texts), every):  # the last one always
        is_some = counts[at] > 0
        point = places[at], counts[at] if is_some else 0
        size = min(text_size(1), (room * every - 2) / len(texts[at]) / LETTER)
        look = {"colour": "ink", "weight": "bold"} if is_some else {}
        write_beside(ax, texts[at], point, (0, 4), ha="center", size=size, **look)


def _write_parts(
    ax: Axes, places: Sequence[float], amounts: Floats, gids: Sequence[str | None]
) -> None:
    """Write the number of each part in it, or beside it where it is low; a row of these a bar.

    Where one of them has no room, none is written: a part without its number would seem an error.
    """
    pixel = measure_axes(ax)[1] / ax.get_ylim()[1]
    room = measure_axes(ax)[0] / max(len(places), 1)
    written = []
    for x, parts in zip(places, amounts.tolist(), strict=True):
        start, last = 0.0, -math.inf
        for above, each in enumerate(parts):
            y, high = (start + each / 2) * pixel, each * pixel
            start += each
            if not each or max(parts) == sum(parts):  # one part alone is the bar's number
                continue
            text = write_number(each, int(each != round(each)))
            is_inside = high >= INSIDE
            wide = THICKNESS * room if is_inside else (1 - THICKNESS) * room - 2 * BESIDE
            if LETTER * text_size(1) * len(text) > wide:
                return
            if not is_inside:
                y = last = max(y, last + LINE)
            colour = "ink" if above or not is_inside else "paper"
            gid = gids[above] if is_inside else None
            written.append((text, x, y / pixel, is_inside, colour, gid))
    for text, x, y, is_inside, colour, gid in written:
        edge, away, align = (0, 0, "center") if is_inside else (THICKNESS / 2, BESIDE, "left")
        look = {"ha": align, "va": "center_baseline", "colour": colour}
        write_beside(ax, text, (x + edge, y), (away, 0), gid=gid, **look)


def _write_years(ax: Axes, places: Sequence[float], years: Sequence[str]) -> None:
    """Label as many years as there is room for, on a line below the bars."""
    room = measure_axes(ax)[0] / max(len(years), 1)
    every = max(1, -(-YEAR // int(max(room, 1))))
    ax.set_xticks(places[::every], years[::every])
    ax.tick_params(bottom=False)
    ax.yaxis.set_visible(False)
    ax.spines[["left"]].set_visible(False)
    ax.spines["bottom"].set_color(page_colours()["line"])


def _write_minus(ax: Axes, places: Sequence[float], minus: Sequence[str]) -> None:
    """Write what is taken away below the line of the years, of each, labelled or not."""
    look: dict[str, Any] = {"ha": "center", "xycoords": ("data", "axes fraction")}
    for place, text in zip(places, minus, strict=True):
        if text:
            write_beside(ax, text, (place, 0), (0, -FOOT), **look)


def _write_measure(ax: Axes, label: str) -> None:
    """Write what is counted above the bars, at the figure's left edge."""
    left_and_top = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
    write_beside(ax, label, (0, 1), (0, -text_size(1)), xycoords=left_and_top)
