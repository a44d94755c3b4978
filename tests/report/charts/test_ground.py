"""The ground of a map: what of the country it shows, and where a town is."""

import pytest

from annual_report.report.charts.ground import (
    WHOLE,
    Point,
    Shape,
    choose_window,
    find_town,
    list_shapes,
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
    assert not is_part or window.right - window.left == pytest.approx(window.top - window.bottom)


def test_a_town_is_where_it_is_or_in_the_middle_of_its_departement() -> None:
    assert find_town("44", "Nantes") == NANTES
    assert find_town("44", "") == find_shape("44").point
    assert find_town("44", "Nulle-Part") == find_shape("44").point
    assert find_town("2C", "Nantes") is None
