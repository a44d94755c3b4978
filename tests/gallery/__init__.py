"""Figures of the kinds that galleries show: matplotlib's, pandas', seaborn's, networkx's.

Each function `draw_…` of a module draws one, into the current figure or one of its own.
"""

import importlib
import pkgutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

SIZE = (4.2, 3.2)
"""Inches of a figure that chooses none: small, so that a sheet of them all is soon compared."""


def list_figures() -> dict[str, Callable[[], None]]:
    """Return what draws each figure, by its name."""
    found: dict[str, Callable[[], None]] = {}
    for module in pkgutil.iter_modules(__path__):
        names = vars(importlib.import_module(f"{__name__}.{module.name}"))
        for name, function in names.items():
            if name.startswith("draw_"):
                found[name.removeprefix("draw_")] = function
    return found


@contextmanager
def drawn(draw: Callable[[], None]) -> Iterator[Figure]:
    """Draw a figure in matplotlib's own style, whatever ran before, and close it afterwards."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams["figure.figsize"] = SIZE
        np.random.seed(28)  # seaborn scatters by this
        # What libraries say of each other's older ways concerns no picture.
        warnings.simplefilter("ignore")
        draw()
        yield plt.gcf()
    plt.close("all")
