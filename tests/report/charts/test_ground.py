"""The ground of a map: what it shows, and where dots and labels stand on it."""

import numpy as np
import pytest

from annual_report.report.charts.ground import (
    WHOLE,
    Point,
    Shape,
    Window,
    choose_window,
    find_town,
    list_shapes,
    locate_label,
    repeat_in_inset,
    trace_regions,
)

NANTES, RENNES, MENTON = (261.9, 773.9), (257.0, 872.0), (962.0, 381.0)
GUADELOUPE = (113.0, 106.0)


def find_shape(code: str) -> Shape:
    return next(shape for shape in list_shapes() if shape.code == code)


@pytest.mark.parametrize(
    ("points", "is_part"),
    [([NANTES, RENNES], True), ([NANTES, MENTON], False), ([GUADELOUPE], False), ([], False)],
)
def test_dots_that_lie_close_are_shown_on_a_part_of_the_country(
    points: list[Point], is_part: bool
) -> None:
    window = choose_window(points)
    assert window.is_part is is_part
    assert all(window.holds(point) for point in points)
    assert is_part or window == WHOLE


def test_a_window_is_as_wide_as_it_is_high() -> None:
    assert isinstance(window := choose_window([NANTES, RENNES]), Window)
    assert window.right - window.left == pytest.approx(window.top - window.bottom)


def test_a_town_is_where_it_is_or_in_the_middle_of_its_departement() -> None:
    assert find_town("44", "Nantes") == NANTES
    assert find_town("44", "") == find_shape("44").point
    assert find_town("44", "Nulle-Part") == find_shape("44").point
    assert find_town("2C", "Nantes") is None


def test_a_label_stands_where_the_table_says_and_paris_in_its_inset() -> None:
    assert locate_label("44", NANTES) == NANTES
    assert locate_label("90", NANTES) == (936.0, 812.0)
    assert repeat_in_inset(NANTES) == NANTES
    assert repeat_in_inset(find_shape("75").point)[0] > 800


def test_regions_have_borders_between_their_departements_alone() -> None:
    assert find_shape("44").path.contains_point(NANTES)
    edges = np.array(trace_regions().vertices)
    assert len(edges) > 500
    assert len(edges) % 2 == 0
