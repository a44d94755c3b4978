"""Labels beside points: where they go, and that they never overlap or leave the drawing."""

from hypothesis import given
from hypothesis import strategies as st

from annual_report.charts.labels import Box, Label, Spot, place_labels, text_width

BOUNDS = Box(0, 0, 400, 300)
SIZE = 10.0
"""A letter is then 6.2 pixels wide, and a line of text 12 pixels high."""


def box_of(label: Label) -> Box:
    width = text_width(label.text, SIZE)
    left = label.x - {"left": 0, "right": width, "center": width / 2}[label.align]
    return Box(left, label.y - 6, left + width, label.y + 6)


def test_a_label_goes_to_the_right_of_its_point() -> None:
    assert place_labels([("Dax", 100, 100)], SIZE, BOUNDS) == (
        Label("Dax", 109, 100, "left", (100, 100)),
    )


def test_at_the_right_edge_it_goes_to_the_left() -> None:
    # "Dax" is 18.6 wide: at 109 + 291 it would end at 409.6.
    (label,) = place_labels([("Dax", 391, 100)], SIZE, BOUNDS)
    assert (label.x, label.align) == (382, "right")


def test_an_obstacle_on_both_sides_sends_it_above() -> None:
    obstacles = [Box(105, 95, 140, 105), Box(60, 95, 95, 105)]
    (label,) = place_labels([("Dax", 100, 100)], SIZE, BOUNDS, obstacles)
    assert (label.x, label.y, label.align) == (100, 114, "center")


def test_what_finds_no_room_is_dropped_and_the_first_matters_most() -> None:
    points = [("Dax", 100, 100), ("Dax", 100, 100)]
    small = Box(90, 90, 130, 110)
    assert len(place_labels(points, SIZE, small)) == 1


def test_a_cost_sends_a_label_to_the_cheapest_place_however_far() -> None:
    near, far = Spot("left", 9, 0), Spot("left", 60, 0)

    def cost(box: Box, _point: tuple[str, float, float]) -> float:
        return 0 if box.left > 150 else 100  # the sea begins at 150

    (label,) = place_labels([("Dax", 100, 100)], SIZE, BOUNDS, spots=[near, far], cost=cost)
    assert label.x == 160
    (label,) = place_labels([("Dax", 100, 100)], SIZE, BOUNDS, spots=[near, far])
    assert label.x == 109


def test_a_name_of_many_wide_letters_needs_more_room() -> None:
    spots = [Spot("left", 5, 0)]
    for name, placed in (("Saône", 2), ("Somme", 1)):
        points = [(name, 10, 100), ("Eure", 54, 100)]
        assert len(place_labels(points, SIZE, BOUNDS, spots=spots)) == placed


coordinate = st.integers(0, 400)
points = st.lists(
    st.tuples(st.text("abcdefgh", min_size=1, max_size=14), coordinate, coordinate), max_size=14
)


@given(points)
def test_labels_never_overlap_nor_leave_the_drawing(points: list[tuple[str, int, int]]) -> None:
    boxes = [box_of(label) for label in place_labels(points, SIZE, BOUNDS)]
    assert all(box.within(BOUNDS) for box in boxes)
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
