"""Names on a map: none on another, and no two lines to names that cross if that can be helped."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from annual_report import charts
from annual_report.charts.label_search import CROSSED, Candidates, arrange_labels, find_overlaps
from annual_report.charts.labels import Label
from annual_report.charts.maps.arrangement import arrange_names

WIDTH, HEIGHT = 40, 10


def choice(point: tuple[float, float], *places: tuple[float, float, float]) -> Candidates:
    """Give a name the places (price, x, y) of its left lower corner, led to from a point."""
    boxes = [(x, y, x + WIDTH, y + HEIGHT) for _price, x, y in places]
    lines = [(*point, x, y + HEIGHT / 2) for _price, x, y in places]
    prices = np.array([price for price, _x, _y in places], float)
    return Candidates(prices, *(np.array(each, float).reshape(-1, 4) for each in (boxes, lines)))


def test_each_takes_its_cheapest_place() -> None:
    assert arrange_labels(
        [choice((0, 0), (9, 20, 0), (3, 20, 30)), choice((0, 90), (1, 20, 90))]
    ) == [
        1,
        0,
    ]


def test_two_lines_do_not_cross() -> None:
    """The upper point would rather be named below, and the lower one above."""
    upper = choice((0, 60), (10, 50, 0), (40, 50, 60))
    lower = choice((0, 0), (10, 50, 60), (40, 50, 0))
    assert CROSSED > 2 * (40 - 10)
    assert arrange_labels([upper, lower]) == [1, 1]


def test_who_came_first_makes_room() -> None:
    """A name that has another place leaves its first to one that has none."""
    assert arrange_labels(
        [choice((0, 0), (1, 20, 0), (30, 20, 40)), choice((0, 5), (1, 20, 0))]
    ) == [1, 0]


def test_what_has_no_room_is_not_named() -> None:
    assert arrange_labels([choice((0, 0), (1, 20, 0)), choice((0, 5), (1, 20, 0))]) == [0, None]
    assert arrange_labels([choice((0, 0)), choice((0, 5), (1, 20, 0))]) == [None, 0]
    assert arrange_labels([]) == []


spot = st.tuples(st.integers(0, 90), st.integers(0, 200), st.integers(0, 90))
names = st.lists(st.builds(choice, st.tuples(st.integers(0, 200), st.integers(0, 90)), spot, spot))


@given(names)
def test_no_name_stands_on_another(choices: list[Candidates]) -> None:
    taken = [each.boxes[at] for each, at in zip(choices, arrange_labels(choices), strict=True)
             if at is not None]  # fmt: skip
    boxes = np.array(taken).reshape(-1, 4)
    assert find_overlaps(boxes, boxes).sum() == len(boxes)


def test_names_that_fit_a_map_are_not_placed_again() -> None:
    members = pd.DataFrame({"code": ["244400404"], "name": ["Nantes Métropole"]})
    assert charts.names_fit(members)
    before = arrange_names.cache_info().hits
    charts.map(members, names=True)
    assert arrange_names.cache_info().hits == before + 1


def test_a_label_knows_its_place() -> None:
    box = Label("Gers", 10, 20, "right", (30, 20)).box(10)
    assert (box.right, box.bottom, box.top) == (10, 14, 26)
