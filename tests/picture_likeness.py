"""How alike two pictures are: the structural similarity of Wang et al. (2004), in numpy."""

from typing import Any

import numpy as np

WINDOW = 8
"""Pixels of the side of the squares that are compared."""
STEADY = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""What keeps the measure steady where there is little light, and little contrast."""


def measure_likeness(one: Any, other: Any) -> float:
    """Return the mean similarity of two pictures in grey, where either has something on it.

    White paper is alike in any two pictures, and would hide what differs.
    """
    mean_of_one = _average(one)
    mean_of_other = _average(other)
    spread_of_one = _average(one * one) - mean_of_one**2
    spread_of_other = _average(other * other) - mean_of_other**2
    shared = _average(one * other) - mean_of_one * mean_of_other
    light = (2 * mean_of_one * mean_of_other + STEADY[0]) / (
        mean_of_one**2 + mean_of_other**2 + STEADY[0]
    )
    structure = (2 * shared + STEADY[1]) / (spread_of_one + spread_of_other + STEADY[1])
    is_drawn = (spread_of_one + spread_of_other > 1) | (abs(mean_of_one - mean_of_other) > 1)
    if not is_drawn.any():
        return 1.0
    return float((light * structure)[is_drawn].mean())


def _average(picture: Any) -> Any:
    """Return the mean of each window of a picture."""
    sums = np.pad(picture, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    windows = sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:]
    windows = windows - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
    return windows / WINDOW**2
