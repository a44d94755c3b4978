"""Labels beside points: where they go, and that they never overlap or leave the drawing."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annual_report.report.charts.label_search import Candidates, find_overlaps
from annual_report.report.charts.labels import Box, Label, Spot, place_labels

BOUNDS = Box(0, 0, 400, 300)
"""A letter is 8 pixels wide, and a line of text 16 pixels high."""
BESIDE = Spot("left", 9, 0), Spot("right", -9, 0), Spot("center", 0, 14), Spot("center", 0, -14)


def free(_number: int, boxes: Any, _lines: Any) -> Any:
    return np.zeros(len(boxes))


def placed(*points: tuple[str, float, float], spots: Any = BESIDE, **options: Any) -> list[Any]:
    return place_labels(points, spots, BOUNDS, **{"price": free, **options})


def test_a_label_goes_to_the_right_of_its_point() -> None:
    assert placed(("Dax", 100, 100)) == [Label("Dax", 109, 100, "left", (100, 100))]


def test_at_the_right_edge_it_goes_to_the_left() -> None:
    # "Dax" is 24 wide: at 391 + 9 it would leave the bounds.
    (label,) = placed(("Dax", 391, 100))
    assert (label.x, label.align) == (382, "right")


def test_an_obstacle_on_both_sides_sends_it_above() -> None:
    obstacles = [Box(105, 95, 140, 105), Box(60, 95, 95, 105)]
    (label,) = placed(("Dax", 100, 100), taken=obstacles)
    assert (label.x, label.y, label.align) == (100, 114, "center")


def test_a_price_sends_a_label_to_the_cheapest_place_however_far() -> None:
    spots = Spot("left", 9, 0), Spot("left", 60, 0)

    def price(_number: int, boxes: Any, _lines: Any) -> Any:
        return np.where(boxes[:, 0] > 150, 0, 100)  # the sea begins at 150

    (label,) = placed(("Dax", 100, 100), spots=spots, price=price)
    assert label.x == 160
    (label,) = placed(("Dax", 100, 100), spots=spots)
    assert label.x == 109


def test_a_name_of_many_wide_letters_needs_more_room() -> None:
    for name, found in (("Saône", 2), ("Somme", 1)):
        labels = placed((name, 10, 100), ("Eure", 65, 100), spots=[Spot("left", 5, 0)])
        assert sum(label is not None for label in labels) == found


coordinate = st.integers(0, 400)
points = st.lists(
    st.tuples(st.text("abcdefgh", min_size=1, max_size=14), coordinate, coordinate), max_size=14
)


@given(points)
def test_labels_never_overlap_nor_leave_the_drawing(points: list[tuple[str, int, int]]) -> None:
    found = [label.box for label in placed(*points) if label]
    boxes = np.array([(each.left, each.bottom, each.right, each.top) for each in found])
    boxes = boxes.reshape(-1, 4)
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= (BOUNDS.right, BOUNDS.top)).all()
    assert find_overlaps(boxes, boxes).sum() == len(boxes)


# --- All together -------------------------------------------------------------------------


def choice(point: tuple[float, float], *places: tuple[float, float, float]) -> Candidates:
    """Give a name the places (price, x, y) of its left lower corner, led to from a point."""
    boxes = [(x, y, x + 40, y + 10) for _price, x, y in places]
    lines = [(*point, x, y + 5) for _price, x, y in places]
    prices = np.array([price for price, _x, _y in places], float)
    return Candidates(prices, *(np.array(each, float).reshape(-1, 4) for each in (boxes, lines)))
