"""Counts year by year: one row of bars a measure, each bar under its number."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from annual_report.charts.legend import add_legend, make_swatch
from annual_report.charts.styles import Style, make_fill
from annual_report.french import number
from annual_report.measures import words
from annual_report.pages.look.palette import colours, text_size
from annual_report.pages.look.style import measure_axes, style, subplots

WIDTH, EDGE = 380, 4
"""The width of the drawing, which a telephone shows whole, and the paper at its sides."""
BAND, ALONE, FOOT = 84, 168, 30
"""Heights: a row of bars with the numbers above them, one that is alone, and the years."""
HEADROOM, HEADROOM_ALONE = 1.62, 1.31
"""How far the scale goes beyond the highest bar: its number stands there, and what is counted."""
WIDEST, THICKNESS = 128, 0.5
"""The most room for a bar, in pixels, and the share of it that the bar takes."""
YEAR, HALF = 44, 16
"""Room that the label of a year needs, and half of what its letters take: they stay inside."""
APART = 0.18
"""Which share of a row parts it from the label of the next one."""
LETTER, SMALLEST = 0.7, 11
"""The width of a digit, in sizes of it, and the least size of a number above a bar: where there is
no room for it, only every second or third bar has its number, the last one always."""


def bars(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    y: str | Sequence[str] = "members",
    parts: Mapping[str, Style] | None = None,
    legend: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes | npt.NDArray[Any]:
    """Draw a bar a row, under its number; what isn't recorded (NA) is a question mark.

    `x` names the column of the years, `y` that of the counts. Of several columns each has Axes of
    its own, on one common scale, and an array of Axes is returned. `labels` say what they are
    called instead of `measures/words.yaml`. `parts` are columns of what stands on top of a bar that
    is alone, from below, each hatched, pale or hollow: what is left of the bar is full. `legend`
    says below the bars what those columns are, and what is left.
    """
    names = [y] if isinstance(y, str) else list(y)
    said = [_label(name, labels) for name in names]
    with style():
        if ax is not None:
            if len(names) > 1:
                raise ValueError("several columns need several Axes: leave `ax` out")
            axes = np.array([ax])
        else:
            axes = _axes(len(names), len(frame))
        most = max((frame[name].max() for name in names if frame[name].notna().any()), default=0)
        for each, name, label in zip(axes, names, said, strict=True):
            _draw(each, frame[x], frame[name])
            _part(each, frame, parts or {})
            alone = len(axes) == 1 and ax is None
            each.set_ylim(0, (HEADROOM_ALONE if alone else HEADROOM) * (most or 1))
            if len(axes) > 1 or label:
                _name(each, label)
        _tick(axes[-1], frame[x])
        for each in axes[:-1]:
            each.xaxis.set_visible(False)
        if legend:
            fills = {names[0]: make_fill(Style("here"))}
            fills |= {name: _make_fill_of_part(look) for name, look in (parts or {}).items()}
            entries = [([make_swatch(fills[name])], said) for name, said in legend.items()]
            add_legend(axes[0].figure, entries)
    return axes[0] if isinstance(y, str) else axes


def _axes(rows: int, bars: int) -> npt.NDArray[Any]:
    height = (rows * BAND if rows > 1 else ALONE) + FOOT
    edge = max(EDGE, (HALF * bars - WIDTH / 2) / max(bars - 1, 1))  # half a bar is room as well
    _figure, axes = subplots(
        WIDTH,
        height,
        rows,
        sharex=True,
        sharey=True,
        squeeze=False,
        gridspec_kw={
            "left": edge / WIDTH,
            "right": (edge + min(WIDTH - 2 * edge, max(bars, 1) * WIDEST)) / WIDTH,
            "bottom": FOOT / height,
            "top": 1,
            "hspace": APART,
        },
    )
    return np.asarray(axes[:, 0])


def _label(name: str, labels: Mapping[str, str] | None) -> str:
    if labels and name in labels:
        return labels[name]
    known = words.find_column(name)
    return known.label if known else name


def _draw(ax: Axes, x: "pd.Series[Any]", values: "pd.Series[Any]") -> None:
    """Draw the bars and write each number, or "?", above its place."""
    ink = colours()
    counts = values.astype("Float64").to_numpy(float, na_value=np.nan)
    drawn = ax.bar(list(x), np.nan_to_num(counts), THICKNESS, color=ink["here"])
    texts = [
        "?" if np.isnan(each) else number(each, int(each != round(each)))
        for each in counts.tolist()
    ]
    room = measure_axes(ax)[0] / max(len(x), 1)
    longest = max(map(len, texts), default=1)
    every = max(1, math.ceil(LETTER * SMALLEST * longest / max(room - 2, 1)))
    for place in range((len(texts) - 1) % every, len(texts), every):  # the last one always
        is_some = counts[place] > 0
        ax.annotate(
            texts[place],
            (drawn[place].get_center()[0], drawn[place].get_height()),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="baseline",
            size=min(text_size(1), (room * every - 2) / len(texts[place]) / LETTER),
            color=ink["ink" if is_some else "soft"],
            weight="bold" if is_some else "normal",
        )
    ax.spines[["left"]].set_visible(False)
    ax.spines["bottom"].set_color(ink["line"])
    places = _places(ax, x)
    ax.set_xlim(min(places, default=0) - 0.5, max(places, default=0) + 0.5)
    ax.yaxis.set_visible(False)
    ax.tick_params(bottom=False)


def _part(ax: Axes, frame: pd.DataFrame, parts: Mapping[str, Style]) -> None:
    """Take the parts of each bar from its top, and stack them there."""
    amounts = {name: frame[name].fillna(0).to_numpy(float) for name in parts}
    bars = list(ax.patches)
    heights = np.array([bar.get_height() for bar in bars])  # type: ignore[attr-defined]
    below = heights - sum(amounts.values())
    for bar, height in zip(bars, below, strict=True):
        bar.set_height(height)  # type: ignore[attr-defined]
    for name, look in parts.items():
        at = [bar.get_x() + THICKNESS / 2 for bar in bars]  # type: ignore[attr-defined]
        some = amounts[name] > 0
        ax.bar(np.array(at)[some], amounts[name][some], THICKNESS, bottom=below[some],
               **_make_fill_of_part(look))  # fmt: skip
        below = below + amounts[name]


def _make_fill_of_part(look: Style) -> dict[str, Any]:
    """Return the properties of a part: one without a hatch or a tint is hollow."""
    hollow = {} if look.pale or look.hatch else {"facecolor": "none"}
    return make_fill(look) | {"edgecolor": colours()[look.colour], "linewidth": 1.2} | hollow


def _places(ax: Axes, x: "pd.Series[Any]") -> list[float]:
    """Return where the bars stand: at their numbers, or one after the other if they are words."""
    return list(ax.convert_xunits(list(x)))  # type: ignore[no-untyped-call]


def _name(ax: Axes, label: str) -> None:
    """Write what is counted above the bars, at the figure's left edge."""
    ax.annotate(
        label,
        (0, 1),
        xycoords=blended_transform_factory(ax.figure.transFigure, ax.transAxes),
        xytext=(0, -text_size(1)),
        textcoords="offset points",
        va="baseline",
        color=colours()["soft"],
    )


def _tick(ax: Axes, x: "pd.Series[Any]") -> None:
    """Label as many years as there is room for."""
    room = measure_axes(ax)[0] / max(len(x), 1)
    every = max(1, -(-YEAR // int(max(room, 1))))
    ax.set_xticks(_places(ax, x)[::every], [str(each) for each in x][::every])
