"""Names on a map: none on another, and no two lines to names that cross if that can be helped."""

import numpy as np
import pandas as pd
import pytest

from annual_report import charts
from annual_report.charts.label_search import Candidates, arrange_labels
from annual_report.charts.maps.arrangement import arrange_names

WIDTH, HEIGHT = 40, 10


def choice(point: tuple[float, float], *places: tuple[float, float, float]) -> Candidates:
    """Give a name the places (price, x, y) of its left lower corner, led to from a point."""
    boxes = [(x, y, x + WIDTH, y + HEIGHT) for _price, x, y in places]
    lines = [(*point, x, y + HEIGHT / 2) for _price, x, y in places]
    prices = np.array([price for price, _x, _y in places], float)
    return Candidates(prices, *(np.array(each, float).reshape(-1, 4) for each in (boxes, lines)))


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        # Each takes its cheapest place.
        ([choice((0, 0), (9, 20, 0), (3, 20, 30)), choice((0, 90), (1, 20, 90))], [1, 0]),
        # The upper one would rather be named below, the lower one above: their lines would cross.
        ([choice((0, 60), (10, 50, 0), (40, 50, 60)),
          choice((0, 0), (10, 50, 60), (40, 50, 0))], [1, 1]),
        # Who came first makes room for one that has no other place.
        ([choice((0, 0), (1, 20, 0), (30, 20, 40)), choice((0, 5), (1, 20, 0))], [1, 0]),
        # What has no room isn't named.
        ([choice((0, 0), (1, 20, 0)), choice((0, 5), (1, 20, 0))], [0, None]),
        ([choice((0, 0)), choice((0, 5), (1, 20, 0))], [None, 0]),
        ([], []),
    ],
)  # fmt: skip
def test_names_take_the_places_that_are_best_together(
    names: list[Candidates], taken: list[int | None]
) -> None:
    assert arrange_labels(names) == taken


def test_names_that_fit_a_map_are_not_placed_again() -> None:
    members = pd.DataFrame({"code": ["244400404"], "name": ["Nantes Métropole"]})
    assert charts.names_fit(members)
    before = arrange_names.cache_info().hits
    charts.map(members, names=True)
    assert arrange_names.cache_info().hits == before + 1
