"""The ground of a map: what of the country it shows, and where a town is."""

import pytest
from matplotlib.path import Path

from annual_report.report.charts.ground import (
    Shape,
    Window,
    choose_window,
    find_town,
    list_shapes,
    show_france,
)

NANTES = (261.9, 773.9)
RENNES = (257.0, 872.0)
MENTON = (962.0, 381.0)
PARIS = (557.0, 944.3)
SAINT_DENIS = (558.5, 952.0)
GUADELOUPE = (113.0, 106.0)


def find_shape(code: str) -> Shape:
    return next(shape for shape in list_shapes() if shape.code == code)


def name_insets(window: Window) -> list[str]:
    return [inset.name for inset in window.insets]


def test_dots_that_lie_close_are_shown_on_a_square_part_of_the_country() -> None:
    window = choose_window([NANTES, RENNES])
    assert window.is_part
    assert window.holds(NANTES)
    assert window.holds(RENNES)
    assert window.right - window.left == pytest.approx(window.top - window.bottom)


def test_dots_of_metropole_are_shown_on_it_alone_without_an_inset() -> None:
    window = choose_window([NANTES, MENTON, PARIS])
    assert name_insets(window) == []
    assert {shape.inset for shape in window.list_shapes()} == {None}

    # All of the land is seen, and little more: a map without the foot is larger in the same room.
    land = Path.make_compound_path(*(shape.path for shape in window.list_shapes())).get_extents()
    assert window.holds((land.x0, land.y0))
    assert window.holds((land.x1, land.y1))
    assert land.height / (window.top - window.bottom) > 0.95


def test_the_inset_of_paris_is_there_for_two_dots_a_member_and_a_town_too() -> None:
    paris = "Paris et petite couronne"
    assert name_insets(choose_window([NANTES, MENTON, PARIS, SAINT_DENIS])) == [paris]
    assert name_insets(choose_window([NANTES, MENTON, PARIS], [SAINT_DENIS])) == [paris]
    assert name_insets(choose_window([NANTES, MENTON, PARIS], [PARIS])) == []


def test_a_dot_overseas_has_all_of_france_shown() -> None:
    window = choose_window([NANTES, GUADELOUPE])
    assert name_insets(window) == ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    assert window.holds(GUADELOUPE)
    assert name_insets(show_france()) == ["Paris et petite couronne", *name_insets(window)]


def test_a_town_is_where_it_is_or_in_the_middle_of_its_departement() -> None:
    assert find_town("44", "Nantes") == NANTES
    assert find_town("44", "") == find_shape("44").point
    assert find_town("44", "Nulle-Part") == find_shape("44").point
    assert find_town("2C", "Nantes") is None
