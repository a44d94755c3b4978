"""Counts year by year: one row of bars a measure, each bar under its number."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from annual_report.charts.palette import colours, size
from annual_report.charts.style import pixels, style, subplots
from annual_report.french import number
from annual_report.measures import words

WIDTH, LEFT, RIGHT = 880, 120, 4
BAND, FOOT = 78, 30
"""Heights: a row of bars with the numbers above them, and the years."""
HEADROOM = 1.62
"""How far the scale goes beyond the highest bar: its number stands there."""
WIDEST, THICKNESS = 128, 0.5
"""The most room for a bar, in pixels, and the share of it that the bar takes."""
YEAR = 44
"""Room that the label of a year needs."""


def bars(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    y: str | Sequence[str] = "members",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes | npt.NDArray[Any]:
    """Draw a bar a row, under its number; what isn't recorded (NA) is a question mark.

    `x` names the column of the years, `y` that of the counts. Of several columns each has Axes of
    its own, on one common scale, and an array of Axes is returned. `labels` say what they are
    called instead of `measures/words.yaml`.
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
            each.set_ylim(0, HEADROOM * (most or 1))
            if len(axes) > 1 or label:
                _name(each, label)
        _tick(axes[-1], frame[x])
    return axes[0] if isinstance(y, str) else axes


def _axes(rows: int, bars: int) -> npt.NDArray[Any]:
    height = rows * BAND + FOOT
    _figure, axes = subplots(
        WIDTH,
        height,
        rows,
        sharex=True,
        sharey=True,
        squeeze=False,
        gridspec_kw={
            "left": LEFT / WIDTH,
            "right": (LEFT + min(WIDTH - LEFT - RIGHT, max(bars, 1) * WIDEST)) / WIDTH,
            "bottom": FOOT / height,
            "top": 1,
            "hspace": 0,
        },
    )
    return np.asarray(axes[:, 0])


def _label(name: str, labels: Mapping[str, str] | None) -> str:
    if labels and name in labels:
        return labels[name]
    known = words.column(name)
    return known.label if known else name


def _draw(ax: Axes, x: "pd.Series[Any]", values: "pd.Series[Any]") -> None:
    """Draw the bars and write each number, or "?", above its place."""
    palette = colours()
    counts = values.astype("Float64").to_numpy(float, na_value=np.nan)
    drawn = ax.bar(list(x), np.nan_to_num(counts), THICKNESS, color=palette["here"])
    room = pixels(ax)[0] / max(len(x), 1)
    for bar, value in zip(drawn, counts, strict=True):
        known, text = not np.isnan(value), "?"
        if known:
            text = number(float(value), 0 if value == round(value) else 1)
        ax.annotate(
            text,
            (bar.get_x() + bar.get_width() / 2, bar.get_height()),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="baseline",
            size=min(size(1), (room - 2) / len(text) / 0.7),
            color=palette["ink" if known and value else "soft"],
            weight="bold" if known and value else "normal",
        )
    ax.spines[["left"]].set_visible(False)
    ax.spines["bottom"].set_color(palette["line"])
    ax.set_xlim(*_ends(ax, x))
    ax.yaxis.set_visible(False)
    ax.tick_params(bottom=False)


def _ends(ax: Axes, x: "pd.Series[Any]") -> tuple[float, float]:
    places = _places(ax, x)
    return min(places, default=0) - 0.5, max(places, default=0) + 0.5


def _places(ax: Axes, x: "pd.Series[Any]") -> list[float]:
    """Return where the bars stand: at their numbers, or one after the other if they are words."""
    return list(ax.convert_xunits(list(x)))  # type: ignore[no-untyped-call]


def _name(ax: Axes, label: str) -> None:
    """Write what is counted at the figure's left edge, on the bars' baseline."""
    place = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
    ax.annotate(
        label,
        (0, 0),
        xycoords=place,
        xytext=(0, 4),
        textcoords="offset points",
        va="baseline",
        color=colours()["soft"],
    )


def _tick(ax: Axes, x: "pd.Series[Any]") -> None:
    """Label as many years as there is room for."""
    room = pixels(ax)[0] / max(len(x), 1)
    every = max(1, -(-YEAR // int(max(room, 1))))
    ax.set_xticks(_places(ax, x)[::every], [str(each) for each in x][::every])
