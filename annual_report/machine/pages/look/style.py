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
POWERS = (-7, 15)
"""The powers of ten beyond which nobody reads so many zeros: between them numbers are in full."""
CYCLE = ("here", "left", "new", "accent", "soft", "ink")
"""The palette's colours of a figure's lines or bars, in their order."""
WIDTH, HEIGHT = 640, 360
"""The pixels of a figure whose size the author doesn't set."""


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
        "axes.formatter.limits": POWERS,
        "axes.prop_cycle": cycler(color=[palette[name] for name in CYCLE]),
    }
    return MappingProxyType(settings)
