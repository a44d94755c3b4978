"""The look of the pages for any matplotlib figure: one set of rcParams, made from `palette.css`.

    charts.use_style()  # once, for a whole notebook
    ax = frame.plot.bar()

A dot of a figure is a CSS pixel, and so is a point: text of 13 points has the page's smallest size,
a line of 2 points is two pixels wide, and `open_figure(width, height)` takes pixels.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.figure import Figure

from annual_report.machine.pages.look.palette import page_colours, text_size

DPI = 72
"""Dots an inch of the SVG that matplotlib writes: a dot is a pixel, a point too."""
FONT = "DejaVu Sans"
"""The font that matplotlib brings along and measures texts with; the page has its own."""
CYCLE = ("here", "left", "new", "accent", "soft", "ink")
WIDTH, HEIGHT = 640, 360


@contextmanager
def style() -> Iterator[None]:
    """Give the figures made inside a `with` the page's colours, sizes and fonts."""
    # Not rc_context, which takes back `interactive` too: IPython sets it at the first figure, and
    # shows no figure without it. To set a backend would load it.
    before = dict(mpl.rcParams.copy())
    del before["interactive"], before["backend"]
    use_style()
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def use_style() -> None:
    """Give all figures that are made from now on the page's colours, sizes and fonts.

    >>> import matplotlib.pyplot as plt
    >>> from annual_report import charts
    >>> charts.use_style()
    >>> plt.rcParams["axes.titlelocation"]
    'left'
    """
    # A machine may have a matplotlibrc of its own; a page is the same on all of them.
    plt.style.use(["default", style_settings()])


def open_figure(width: float, height: float) -> Figure:
    """Make an empty pyplot figure of so many CSS pixels, as `plt.figure` does."""
    made: Figure = plt.figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    return made


@cache
def style_settings() -> Mapping[str, Any]:
    """Return the rcParams of the page's style, on top of matplotlib's own defaults."""
    palette = page_colours()
    small, text = text_size(1), text_size(2)
    settings = {
        "figure.figsize": (WIDTH / DPI, HEIGHT / DPI),
        "figure.dpi": DPI,
        "figure.facecolor": palette["paper"],
        "figure.edgecolor": palette["paper"],
        "savefig.facecolor": palette["paper"],
        "font.family": [FONT],
        "font.size": small,
        "text.color": palette["ink"],
        # The page's own ground is behind a drawing, light or dark.
        "axes.facecolor": "none",
        "axes.edgecolor": palette["soft"],
        "axes.labelcolor": palette["soft"],
        "axes.labelsize": small,
        "axes.titlesize": text,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlecolor": palette["ink"],
        "axes.prop_cycle": cycler(color=[palette[name] for name in CYCLE]),
        # No frame, no ticks: a bar or a point says where it stands by its label.
        "axes.spines.left": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.formatter.use_locale": False,
        "date.autoformatter.month": "%m/%Y",
        "date.autoformatter.day": "%d/%m/%Y",
        "date.autoformatter.hour": "%d/%m %H h",
        "grid.color": palette["line"],
        "grid.linewidth": 0.8,
        "xtick.color": palette["soft"],
        "ytick.color": palette["soft"],
        "xtick.labelsize": small,
        "ytick.labelsize": small,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "legend.frameon": False,
        "legend.fontsize": small,
        "legend.columnspacing": 1,
        "legend.handlelength": 1,
        "lines.linewidth": 2,
        "lines.markeredgecolor": "auto",
        "patch.facecolor": palette["here"],
        "patch.edgecolor": palette["paper"],
        "hatch.color": "edge",
        "hatch.linewidth": 1.8,
        # All points that are given are drawn, so that a figure's bytes are those of its data.
        "path.simplify": False,
    }
    return MappingProxyType(settings)
