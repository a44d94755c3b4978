"""From matplotlib to the page's SVG: small, named, themed, and always the same."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import IdentityTransform

from annual_report.analysis.meetings import Meeting
from annual_report.dates import PartialDate
from annual_report.page.drawing import BASELINES, Drawing, classed, hatched
from annual_report.page.maps import BARE, Mark, Style, draw_map
from annual_report.page.palette import colours
from annual_report.page.svg import to_svg
from annual_report.page.svg_path import short_path
from annual_report.page.timeline import draw_timeline

SVG = "{http://www.w3.org/2000/svg}"


def parse(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_a_drawing_is_a_named_image_in_the_palettes_classes() -> None:
    drawing = Drawing(100, 50)
    line = Line2D([10, 90], [20, 20], color=colours()["ink"], lw=2, solid_capstyle="butt")
    drawing.add_artist(line)
    assert to_svg(drawing, "fig", "Un trait.", "De gauche à droite.") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" role="img" '
        'aria-labelledby="fig-titre fig-description">'
        '<title id="fig-titre">Un trait.</title>'
        '<desc id="fig-description">De gauche à droite.</desc>'
        '<path d="m10 30 80 0" fill="none" stroke="#1b2440" stroke-width="2" class="s-ink" />'
        "</svg>"
    )


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        ("M 0 0 L 10.04 -0.26", "m0 0 10-.3"),
        ("M 1 1 L 2 1 L 2 1.01 L 2 2 z", "m1 1 1 0 0 1z"),  # a step of nothing is left out
        ("M 1 1 L 2 1 z M 5 5 L 6 5 z", "m1 1 1 0zm4 4 1 0z"),  # z goes back to the start
        ("M 1 1 L 2 1 z L 1 5", "m1 1 1 0zl0 4"),
        ("M 0.123 2 C 1 2.345 3 4 5 6", "M 0.1 2 C 1 2.3 3 4 5 6"),  # curves are only rounded
        ("M 1e-05 2 L 10 2", "m0 2 10 0"),
    ],
)
def test_paths_are_relative_and_in_tenths(drawn: str, written: str) -> None:
    assert short_path(drawn) == written


def test_errors_of_rounding_never_add_up() -> None:
    steps = " ".join(f"L {n * 0.14:.2f} 0" for n in range(1, 101))
    numbers = re.findall(r"-?\d*\.?\d+", short_path(f"M 0 0 {steps}"))
    assert sum(map(float, numbers[::2])) == pytest.approx(14)


def test_a_hatch_is_one_tile_for_all_that_have_it() -> None:
    drawing = Drawing(100, 50)
    for x in (0, 50):
        patch = Rectangle((x, 0), 40, 40, fill=False, edgecolor=colours()["left"])
        hatched(patch, "////", "left")
        drawing.add_artist(patch)
    root = parse(to_svg(drawing, "fig", "t", "d"))
    (pattern,) = root.iter(f"{SVG}pattern")
    assert pattern.get("patternTransform") == "rotate(-45)"
    assert [child.get("class") for child in pattern] == ["s-left"]
    fills = [path.get("fill") for path in root.findall(f"{SVG}path")]
    assert fills == [f"url(#{pattern.get('id')})"] * 2
    assert str(pattern.get("id")).startswith("fig-")


def test_an_artist_can_have_a_class_of_the_style_sheet() -> None:
    drawing = Drawing(100, 50)
    text = drawing.text(10, 10, "Dax", size=13, color=colours()["ink"], weight="bold")
    classed(text, "place")
    (found,) = parse(to_svg(drawing, "fig", "t", "d")).iter(f"{SVG}text")
    assert found.get("class") == "f-ink place"
    assert found.get("font-weight") in ("700", "bold")


def test_text_stays_text_and_its_size_is_said_once() -> None:
    drawing = Drawing(100, 50)
    for y in (10, 30):
        drawing.text(10, y, "mai", size=13)
    root = parse(to_svg(drawing, "fig", "t", "d"))
    assert root.get("font-size") == "13"
    assert [text.get("font-size") for text in root.iter(f"{SVG}text")] == [None, None]


def place_of(drawing: Drawing) -> tuple[float, float]:
    (text,) = parse(to_svg(drawing, "fig", "t", "d")).iter(f"{SVG}text")
    return float(text.get("x", "")), float(text.get("y", ""))


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("aligned", BASELINES)
def test_a_text_stands_where_matplotlib_would_lay_it_out(aligned: str, rotation: float) -> None:
    asked: dict[str, Any] = {"size": 13, "va": aligned, "rotation": rotation}
    ours, theirs = Drawing(100, 50), Drawing(100, 50)
    ours.text(20, 30, "mai", **asked)
    asked |= {"transform": IdentityTransform(), "rotation_mode": "anchor"}
    Figure.text(theirs, 20, 30, "mai", **asked)
    assert place_of(ours) == pytest.approx(place_of(theirs), abs=0.3)


def test_no_accent_moves_a_text() -> None:
    places = []
    for said in ("A distance", "À distance", "en ÇÀ (et là)", "ŵ̂", "会议 🎉"):
        drawing = Drawing(200, 50)
        drawing.text(10, 20, said, size=13, va="center")
        places.append(place_of(drawing))
    assert set(places) == {places[0]}


STYLES = {"40": Style("here"), "80": Style("left", "////"), "93": Style("new", "....")}


@pytest.fixture(scope="module")
def a_map() -> str:
    return to_svg(draw_map(STYLES, [Mark("40", "Dax")], [Mark("80", "Somme")]), "carte", "t", "d")


def test_a_map_is_light(a_map: str) -> None:
    assert len(a_map.encode()) < 30_000


def test_the_same_map_gives_the_same_bytes(a_map: str) -> None:
    again = draw_map(STYLES, [Mark("40", "Dax")], [Mark("80", "Somme")])
    assert to_svg(again, "carte", "t", "d") == a_map


def test_ids_of_two_maps_in_a_page_differ(a_map: str) -> None:
    other = to_svg(draw_map(STYLES), "autre", "t", "d")
    ids = [set(re.findall(r' id="([^"]+)"', each)) for each in (a_map, other)]
    assert all(ids)
    assert not ids[0] & ids[1]
    for each, known in zip((a_map, other), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", each)) <= known
        assert set(re.findall(r'href="#([^"]+)"', each)) <= known


def test_every_colour_of_a_map_follows_the_palette(a_map: str) -> None:
    for element in parse(a_map).iter():
        for name, prefix in (("fill", "f-"), ("stroke", "s-")):
            if element.get(name, "none").startswith("#"):
                assert prefix in element.get("class", ""), element.attrib


def test_all_that_a_map_says_stays_inside_it(a_map: str) -> None:
    root = parse(a_map)
    width = float(root.get("viewBox", "").split()[2])
    found = {text.text: text for text in root.iter(f"{SVG}text")}
    assert {"Dax", "Somme", "Paris et petite couronne", "Guadeloupe", "Mayotte"} <= found.keys()
    for words, text in found.items():
        long = len(str(words)) * 13 * 0.56
        start = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0)
        left = float(text.get("x", "")) - long * start
        assert left >= 0, words
        assert left + long <= width, words


def test_a_place_named_by_its_inset_is_not_named_twice() -> None:
    drawn = to_svg(draw_map({"976": BARE}, (), [Mark("976", "Mayotte")]), "carte", "t", "d")
    assert drawn.count(">Mayotte<") == 1


def test_any_number_of_members_can_be_drawn() -> None:
    from annual_report.territories.departments import departments

    for codes in ([], ["75"], list(departments())):
        styles = {code: Style("here") for code in codes}
        marks = [Mark(code, departments()[code].name) for code in codes]
        assert to_svg(draw_map(styles, marks), "carte", "t", "d")


def a_meeting(number: int, start: str | None, form: str = "distanciel") -> Meeting:
    when = PartialDate.parse(start) if start else None
    return Meeting(f"m{number}", form, when, None, None, None, None, None, None)


def said(meetings: list[Meeting]) -> dict[str, ElementTree.Element]:
    drawn = to_svg(draw_timeline(meetings, 2024), "calendrier", "t", "d")
    return {str(text.text): text for text in parse(drawn).iter(f"{SVG}text")}


def test_a_calendar_without_any_date_counts_and_names_what_it_knows() -> None:
    dax = Meeting("m", "présentiel", None, None, None, "Dax", "40", None, None)
    words = said([dax, a_meeting(1, "2024"), a_meeting(2, None)])
    assert "1\u00a0rencontre dans l’année, sans date précise\u00a0: Dax" in words
    assert "2\u00a0rencontres dans l’année, sans date précise" in words
    assert {"En présentiel", "À distance", "janv.", "déc."} <= words.keys()


def test_a_calendar_writes_each_date_as_precisely_as_it_is_known() -> None:
    words = said([a_meeting(1, "2024-02"), a_meeting(2, "2024-06-01")])
    assert {"février", "1er\u00a0juin"} <= words.keys()
    # 1 June is day 152 of 366: 112 + 152 / 366 × 716 = 409.4
    assert float(words["1er\u00a0juin"].get("x", "")) == pytest.approx(409.4, abs=0.1)


def test_labels_of_a_crowded_calendar_never_overlap_nor_leave_it() -> None:
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 9, 25)]
    words = said([a_meeting(number, day) for number, day in enumerate(days)])
    boxes = []
    for label, text in words.items():
        if re.match(r"\d", label):
            wide = len(label) * 13 * 0.62
            start = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0)
            x, y = float(text.get("x", "")) - wide * start, float(text.get("y", ""))
            boxes.append((x, x + wide, y))
    assert len(boxes) >= 12
    assert all(left >= 0 and right <= 840 for left, right, _y in boxes)
    for index, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[index + 1 :]:
            assert abs(y - other_y) > 12 or right <= other_left or other_right <= left
