"""The pages' look for any matplotlib figure: rcParams of `palette.css` and `figures.mplstyle`.

    charts.use_style()  # once, for a whole notebook
    ax = frame.plot.bar()

A dot of a figure is a CSS pixel, and so is a point: text of 13 points has the page's smallest size,
a line of 2 points is two pixels wide.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler

from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.look.palette import page_colours, text_size

DPI = 72
"""Dots an inch of the SVG that matplotlib writes: a dot is a pixel, a point too."""
FILE = TEMPLATES / "figures.mplstyle"
"""The settings of matplotlib that don't depend on the palette."""
POWERS_IN_FULL = (-7, 15)
"""The powers of ten between which numbers are written in full, and not as "1e16"."""
COLOURS_OF_SERIES = ("here", "left", "new", "accent", "soft", "ink")
"""The names of the palette's colours for the lines or bars of a figure, in their order."""
WIDTH, HEIGHT = 640, 360
"""The pixels of a figure whose size the author doesn't set."""


@contextmanager
def style() -> Iterator[None]:
    """Give the figures made inside a `with` the page's colours, sizes and fonts."""
    # matplotlib's `rc_context` would also restore `interactive`, which IPython sets at the first
    # figure, and without which it shows none. Restoring the backend would load that backend.
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
    # "default" goes first: a machine may have its own settings (matplotlibrc), and a page must be
    # the same on every machine.
    plt.style.use(["default", _style_settings()])


@cache
def _style_settings() -> Mapping[str, Any]:
    """Return the rcParams of the page's style, on top of matplotlib's own defaults."""
    palette = page_colours()
    colours = {
        "figure.facecolor": "paper",
        "text.color": "ink",
        "axes.edgecolor": "soft",
        "axes.labelcolor": "soft",
        "axes.titlecolor": "ink",
        "grid.color": "line",
        "xtick.color": "soft",
        "ytick.color": "soft",
        "patch.facecolor": "here",
    }
    settings = {
        **mpl.rc_params_from_file(FILE, use_default_template=False),
        **{name: palette[colour] for name, colour in colours.items()},
        "figure.figsize": (WIDTH / DPI, HEIGHT / DPI),
        "figure.dpi": DPI,
        "font.size": text_size(1),
        "axes.titlesize": text_size(2),
        "axes.formatter.limits": POWERS_IN_FULL,
        "axes.prop_cycle": cycler(color=[palette[name] for name in COLOURS_OF_SERIES]),
    }
    return MappingProxyType(settings)
