"""Bars, calendar and map: ordinary Axes on which an analyst's own lines and words land right."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.dates import date2num
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from annual_report import charts
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.widths import text_width
from annual_report.network.territories.institutions import departments_by_code, find_institution
from annual_report.network.territories.outlines import list_insets, list_outlines
from annual_report.report.charts.labels import find_ends
from annual_report.report.charts.maps.ground import find_marked_place


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def words(ax: Any) -> dict[str, Any]:
    return {text.get_text(): text for text in ax.texts}


def assert_apart(ax: Any) -> None:
    """Check that no text of an Axes stands on another, or leaves the figure, in a usual font."""
    boxes = []
    for text in ax.texts:
        wide = text_width(text.get_text(), 13)
        x, y = ax.transData.transform(text.get_position())
        left = x - wide * {"left": 0, "center": 0.5, "right": 1}[text.get_horizontalalignment()]
        boxes.append((left, left + wide, y))
    assert all(left >= 0 and right <= ax.figure.bbox.width for left, right, _y in boxes)
    for (left, right, y), (other_left, other_right, other_y) in combinations(boxes, 2):
        assert abs(y - other_y) >= 12 or right <= other_left or other_right <= left


# --- Bars -----------------------------------------------------------------------------------

COUNTS = pd.DataFrame(
    {
        "year": [2022, 2023, 2024, 2025],
        "members": pd.array([17, None, 0, 40], dtype="Int64"),
        "arrivals": pd.array([None, None, 3, 4], dtype="Int64"),
    }
)
PARTS = {
    "hybride": charts.Style("here", tint=0.5), "distanciel": charts.Style("here", tint=0.1)
}  # fmt: skip


def test_a_bar_a_year_as_high_as_its_count() -> None:
    ax: Any = charts.bars(COUNTS)
    middles = [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]
    assert middles == pytest.approx([2022, 2023, 2024, 2025])
    assert [bar.get_height() for bar in ax.patches] == [17, 0, 0, 40]


def test_parts_are_taken_from_the_top_of_their_bar() -> None:
    frame = COUNTS.assign(members=[17, 20, 3, 40])
    ax: Any = charts.bars(frame, parts={"arrivals": charts.Style("new", "..")})
    drawn = [(bar.get_x() + 0.25, bar.get_y(), bar.get_height()) for bar in ax.patches]
    assert drawn == [
        (2022, 0, 17), (2023, 0, 20), (2024, 0, 0), (2025, 0, 36), (2024, 0, 3), (2025, 36, 4),
    ]  # fmt: skip
    assert {bar.get_hatch() for bar in ax.patches[4:]} == {".."}


def test_what_is_not_recorded_is_a_question_mark_and_not_zero() -> None:
    ax: Any = charts.bars(COUNTS)
    said = [text.get_text() for text in ax.texts if text.xy != (0, 0)]
    assert said[:4] == ["17", "?", "0", "40"]
    assert "?" in words(charts.bars(COUNTS[1:2]))  # of nothing recorded too


def test_bars_say_what_they_count() -> None:
    assert "Membres" in words(charts.bars(COUNTS))  # from measures/words.yaml
    ax: Any = charts.bars(COUNTS, y="arrivals", labels={"arrivals": "Arrivées"})
    assert "Arrivées" in words(ax)
    assert [each.get_text() for each in ax.get_xticklabels()] == ["2022", "2023", "2024", "2025"]


def test_bars_of_many_years_label_as_many_as_there_is_room_for() -> None:
    frame = pd.DataFrame({"year": range(1990, 2026), "members": 12_345})
    ax: Any = charts.bars(frame)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[:2] == ["1990", "1995"]
    numbers = [text for text in ax.texts if "345" in text.get_text()]
    assert numbers
    every = 36 // len(numbers)  # where there is no room for all
    step = every * ax.get_window_extent().width / 36
    assert all(text_width(text.get_text(), text.get_fontsize()) < 1.1 * step for text in numbers)


@pytest.mark.parametrize("years", [3, 12, 30])
def test_bars_have_numbers_that_can_be_read(years: int) -> None:
    frame = pd.DataFrame({"year": range(1996, 1996 + years), "members": range(100, 100 + years)})
    ax: Any = charts.bars(frame)
    numbers = [text for text in ax.texts if text.get_text().isdecimal()]
    assert f"{99 + years}" in {text.get_text() for text in numbers}
    assert min(text.get_size() for text in numbers) >= 11


# --- Calendar -------------------------------------------------------------------------------


def meetings(*rows: tuple[str | None, str | None, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["start", "end", "format", "town"])


def test_a_calendar_without_any_date_counts_and_names_what_it_knows() -> None:
    frame = meetings(
        (None, None, "présentiel", "Dax"),
        ("2024", None, "distanciel", None),
        (None, None, "distanciel", None),
    )
    ax: Any = charts.calendar(frame, 2024)
    assert "1\u00a0rencontre dans l’année, sans date précise : Dax" in words(ax)
    assert "2\u00a0rencontres dans l’année, sans date précise" in words(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["En présentiel", "À distance"]
    months = [label.get_text() for label in ax.get_xticklabels(minor=True)]
    assert months[0] == "janv."
    assert months[-1] == "déc."


def test_a_calendar_is_drawn_in_dates() -> None:
    frame = meetings(
        ("2024-06-01", None, "distanciel", None), ("2024-02", None, "distanciel", None)
    )
    ax: Any = charts.calendar(frame, 2024)
    (mark,) = (line for line in ax.lines if line.get_marker() == "o")
    assert list(mark.get_xdata()) == [date2num(date(2024, 6, 1))]
    (month,) = ax.patches
    assert month.get_x() == date2num(date(2024, 2, 1))
    assert month.get_width() == 28
    assert month.get_linestyle() not in ("-", "solid")  # its day isn't known
    assert {"févr.", "1er\u00a0juin"} <= words(ax).keys()
    # An analyst's own word on 1 July stands right of the middle of June.
    own = ax.text(date(2024, 7, 1), 0, "ici")
    assert ax.convert_xunits(own.get_unitless_position()[0]) == date2num(date(2024, 7, 1))


def test_a_format_is_filled_in_full_in_part_or_hardly_in_every_drawing() -> None:
    here, paper = to_rgba(page_colours()["here"]), to_rgba(page_colours()["paper"])
    days = {"présentiel": "2024-03-01", "hybride": "2024-06-01", "distanciel": "2024-09-01"}
    ax: Any = charts.calendar(
        meetings(*((day, None, name, None) for name, day in days.items())), 2024
    )
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [to_rgba(each.get_markerfacecolor()) for each in marks] == [here, here, paper]
    assert [each.get_fillstyle() for each in marks] == ["full", "left", "full"]
    said = {"total": "en présentiel", "hybride": "hybrides", "distanciel": "à distance"}
    frame = pd.DataFrame({"year": [2024], "total": 3, "hybride": 1, "distanciel": 1})
    drawn: Any = charts.bars(frame, y="total", parts=PARTS, legend=said)
    strip = drawn.figure.axes[-1]
    assert [each.get_facecolor() for each in strip.patches] == [
        here, (*here[:3], 0.5), (*here[:3], 0.1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hybrid", "far", "written"),
    [
        (2, 4, ["3", "2", "4"]),
        (0, 4, ["3", "4"]),  # nothing of none
        (6, 0, ["3", "6"]),
        (0, 0, []),  # one part alone is the whole
    ],
)
def test_each_part_of_a_bar_has_its_number(hybrid: int, far: int, written: list[str]) -> None:
    whole = 3 + hybrid + far
    frame = pd.DataFrame({"year": [2025], "total": whole, "hybride": hybrid, "distanciel": far})
    ax: Any = charts.bars(frame, y="total", parts=PARTS)
    said = [text.get_text() for text in ax.texts if text.get_text().isdecimal()]
    assert said == [str(whole), *written]


def test_numbers_of_low_parts_stand_beside_them_apart_or_not_at_all() -> None:
    frame = pd.DataFrame({"year": range(2020, 2024), "total": 100, "hybride": 1, "distanciel": 98})
    ax: Any = charts.bars(frame, y="total", parts=PARTS)
    low = [text for text in ax.texts if text.get_text() == "1"]
    assert len(low) == 8
    assert all(text.get_horizontalalignment() == "left" for text in low)
    heights = [ax.transData.transform(text.xy)[1] for text in low[:2]]
    assert heights[1] - heights[0] >= 11.9
    many = pd.concat([frame] * 6).assign(year=range(2000, 2024))
    ax = charts.bars(many, y="total", parts=PARTS)
    assert not [text for text in ax.texts if text.get_text() in ("1", "98")]


def test_a_meeting_over_the_years_edge_stays_in_the_calendar() -> None:
    frame = meetings(("2024-12-18", "2025-01-15", "présentiel", "Dax"))
    ax: Any = charts.calendar(frame, 2024)
    (bar,) = ax.patches
    assert bar.get_x() < date2num(date(2024, 12, 18))
    assert bar.get_x() + bar.get_width() < date2num(date(2025, 1, 10))
    assert "Dax, 18\u00a0décembre 2024 au 15\u00a0janvier 2025" in words(ax)


def test_labels_on_two_levels_stand_above_their_marks() -> None:
    days = ["2025-01-16", "2025-02-11", "2025-04-08"]
    ax: Any = charts.calendar(meetings(*((day, None, "distanciel", None) for day in days)), 2025)
    assert {text.get_horizontalalignment() for text in ax.texts} == {"center"}


def test_labels_of_a_crowded_calendar_never_overlap_nor_leave_it() -> None:
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 9, 25)]
    ax: Any = charts.calendar(meetings(*((day, None, "distanciel", None) for day in days)), 2024)
    assert len(ax.texts) >= 12
    assert_apart(ax)


@pytest.mark.parametrize("town", [None, "Clermont-Ferrand"])
def test_no_date_is_cut_at_the_edge_in_a_wide_font(town: str | None) -> None:
    for day in range(1, 32):
        ax: Any = charts.calendar(meetings((f"2024-12-{day:02}", None, "présentiel", town)), 2024)
        (label,) = ax.texts
        label.set_fontfamily("DejaVu Sans")
        assert label.get_window_extent().x1 <= ax.figure.bbox.x1, label.get_text()
        plt.close(ax.figure)


# --- Map ------------------------------------------------------------------------------------

MEMBERS = pd.DataFrame({"code": ["40", "93", "80"], "status": ["resté", "arrivé", "parti"]})
SEVENTEEN = [
    "11", "16", "19", "31", "32", "33", "35", "40", "44", "47", "49", "54", "63", "64", "73", "80",
    "93",
]  # fmt: skip


def test_a_map_is_in_the_kilometres_of_the_outlines() -> None:
    ax: Any = charts.map(
        MEMBERS, status="status", places=pd.DataFrame({"code": ["40"], "town": ["Dax"]})
    )
    dot = next(line for line in ax.lines if line.get_marker() == "o")
    assert tuple(dot.get_xydata()[0]) == find_institution("40088").point  # of Dax itself
    assert "Dax" in words(ax)
    assert ax.get_aspect() == 1


def test_a_member_whose_status_is_not_known_is_a_member() -> None:
    frame = pd.DataFrame({"code": ["33"], "status": pd.array([None], dtype="string")})
    ax: Any = charts.map(frame, status="status")
    plain: Any = charts.map(frame)
    for each in (ax, plain):
        faces = {patch.get_facecolor() for patch in each.patches}
        assert to_rgba(page_colours()["here"]) in faces


def test_who_is_drawn_twice_is_named_where_there_is_room() -> None:
    ax: Any = charts.map(MEMBERS, names=["93"])
    frame = list_insets()[0].frame
    for x in (dots(ax)[0][0], words(ax)["93"].get_position()[0]):
        assert frame[0] <= x <= frame[2]
    assert {"Seine-", "Saint-Denis"} <= {*words(ax)}


def test_a_place_named_by_its_inset_is_not_named_twice() -> None:
    ax: Any = charts.map(pd.DataFrame({"code": ["976"]}), names=True)
    assert [text.get_text() for text in ax.texts].count("Mayotte") == 1


def test_a_region_of_which_a_part_stands_in_an_inset_too_is_named_on_its_land() -> None:
    ax: Any = charts.map(pd.DataFrame({"code": ["11R"]}), names=True)
    shapes = [each for each in list_outlines() if each.code in ("77", "78", "91", "95")]
    points = np.vstack([np.array(ring) for shape in shapes for ring in shape.rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    assert words(ax)["Île-de-France"].get_position() == pytest.approx(
        ((west + east) / 2, (south + north) / 2)
    )


@pytest.mark.parametrize(
    "codes",
    [[], ["75"], pytest.param(list(departments_by_code()), marks=pytest.mark.slow)],
    ids=["none", "one", "all"],
)
def test_any_number_of_members_can_be_drawn(codes: list[str]) -> None:
    ax: Any = charts.map(pd.DataFrame({"code": codes}), names=True)
    assert {inset.name for inset in list_insets()} <= words(ax).keys()


@pytest.mark.parametrize("width", [340, 365, 380])
def test_the_names_of_insets_stand_apart_within_the_map(width: int) -> None:
    ax: Any = charts.map(MEMBERS, width=width)
    below = sorted(
        (ax.transData.transform(text.get_position())[0], text_width(text.get_text(), 13))
        for text in ax.texts
        if text.get_text() in {inset.name for inset in list_insets()[1:]}
    )
    ends = [(x - wide / 2, x + wide / 2) for x, wide in below]
    assert len(ends) == 5
    assert all(left[1] <= right[0] + 2 for left, right in pairwise(ends))
    assert ends[0][0] >= -0.1
    assert ends[-1][1] <= width + 0.1


def test_a_style_can_be_given_to_any_status() -> None:
    frame = pd.DataFrame({"code": ["33"], "status": ["pilote"]})
    ax: Any = charts.map(frame, status="status", styles={"pilote": charts.Style("accent")})
    assert to_rgba(page_colours()["accent"]) in {patch.get_facecolor() for patch in ax.patches}


@pytest.mark.parametrize("draw", ["bars", "grid", "calendar", "map"])
def test_a_chart_leaves_its_frame_as_it_was(draw: str) -> None:
    frames = {
        "bars": COUNTS,
        "grid": pd.DataFrame({"name": ["a"], "year": [2025], "state": ["présent"]}),
        "calendar": meetings(("2024-06-01", None, "distanciel", None)),
        "map": MEMBERS,
    }
    before = frames[draw].copy()
    getattr(charts, draw)(frames[draw], *([2024] if draw == "calendar" else []))
    pd.testing.assert_frame_equal(frames[draw], before)


def test_codes_stand_in_their_territories_or_beside_them() -> None:
    codes = ["44", "90", "2A", "972"]
    ax: Any = charts.map(pd.DataFrame({"code": codes}))
    written = words(ax)
    assert set(codes) <= written.keys()
    assert all(len(written[code].get_text()) == len(code) for code in codes)
    (inside,) = (each for each in list_outlines() if each.code == "44")
    assert written["44"].get_position() == pytest.approx(inside.point, abs=10)
    (small,) = (each for each in list_outlines() if each.code == "90")
    assert written["90"].get_position() != pytest.approx(small.point)


def test_a_map_shows_the_numbers_that_everybody_knows() -> None:
    """Not those of the official list: 75C, 972R, 20R; two institutions of 974 have it once."""
    towns = pd.DataFrame({"code": ["75"], "town": ["Paris"]})
    codes = ["75C", "972R", "20R", "974", "04R", "69M"]
    ax: Any = charts.map(pd.DataFrame({"code": codes}), places=towns)
    written = [text.get_text() for text in ax.texts]
    assert {"75 Paris", "972", "Corse", "974", "69"} <= set(written)
    assert written.count("974") == 1
    assert not ({"75", *codes} - {"974"}) & set(written)


def test_a_legend_draws_each_sign_below_what_is_drawn_as_large_as_without_it() -> None:
    said: dict[Any, str] = {"resté": "membres", "arrivé": "arrivées", "parti": "départs"}
    said["lieux"] = "rencontres"
    towns = pd.DataFrame({"code": ["40"], "town": ["Dax"]})
    plain: Any = charts.map(MEMBERS, status="status", places=towns)
    ax: Any = charts.map(MEMBERS, status="status", places=towns, legend=said)
    strip = ax.figure.axes[-1]
    assert [text.get_text() for text in strip.texts] == list(said.values())
    assert [each.get_hatch() for each in strip.patches] == [None, "..", "//"]
    assert {None, "..", "//"} <= {each.get_hatch() for each in ax.patches}
    assert [each.get_markerfacecolor() for each in strip.lines] == [page_colours()["accent"]]
    assert ax.get_window_extent().size == pytest.approx(plain.get_window_extent().size, rel=0.01)
    assert strip.get_window_extent().y1 <= ax.get_window_extent().y0 + 0.01


@pytest.mark.parametrize("everywhere", [True, False])
def test_no_name_stands_on_a_member_and_no_line_crosses_one(everywhere: bool) -> None:
    towns = pd.DataFrame({"code": ["40", "31"], "town": ["Dax", "Toulouse"]})
    members = pd.DataFrame({"code": SEVENTEEN})
    ax: Any = charts.map(members, names=everywhere or SEVENTEEN, places=towns)
    rings = {each: find_marked_place(each).rings for each in SEVENTEEN}  # type: ignore[union-attr]

    def on(points: Any) -> set[str]:
        found = np.asarray(points)
        return {each for each, its in rings.items()
                if any(ring.contains_points(found).any() for ring in its)}  # fmt: skip

    wanted = {*towns["town"], *(departments_by_code()[code].name for code in SEVENTEEN)}
    names = [text for text in ax.texts if text.get_label() in wanted]
    # A long name stands in two lines.
    assert {text.get_label() for text in names} == wanted
    assert_apart(ax)
    for text in names:
        box = text.get_window_extent().transformed(ax.transData.inverted())
        x, y = np.linspace(box.x0, box.x1, 60), np.linspace(box.y0 + 6, box.y1 - 6, 30)
        assert not on(np.dstack(np.meshgrid(x, y)).reshape(-1, 2)), text.get_text()
    dark, light, edges = leaders(ax)
    assert len(dark) == len(edges) > 0  # each has an edge of paper, to be seen on land
    for line in dark:
        assert not on(np.linspace(line[0], line[1], 30)[2:-2])
    for line in light:  # on its own member alone, from its dot on
        assert len(on(np.linspace(line[0], line[1], 30))) == 1
        assert any(np.allclose(line[0], dot) for dot in dots(ax))
    for one, other in combinations(dark, 2):
        assert not Path(one).intersects_path(Path(other))


def leaders(ax: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the lines to names: dark ones, those on a colour, and the edges of the dark ones."""
    drawn = [line for line in ax.lines if len(line.get_xdata()) == 2]
    is_dark = [line.get_color() == page_colours()["ink"] for line in drawn]
    is_wide = [line.get_linewidth() > 2 for line in drawn]
    kinds = [*zip(drawn, is_dark, is_wide, strict=True)]
    dark = [line.get_xydata() for line, of_ink, _wide in kinds if of_ink]
    light = [line.get_xydata() for line, of_ink, wide in kinds if not of_ink and not wide]
    return dark, light, [line.get_xydata() for line, _ink, wide in kinds if wide]


def dots(ax: Any) -> list[Any]:
    return [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]


@pytest.mark.parametrize("hatched", [True, False])
def test_a_line_to_a_name_ends_in_a_dot_of_its_colour_in_its_territory(hatched: bool) -> None:
    members = pd.DataFrame({"code": SEVENTEEN, "status": "parti" if hatched else "resté"})
    ax: Any = charts.map(members, status="status", names=True)
    dark, light, _edges = leaders(ax)
    starts = dark if hatched else light
    assert starts
    assert [not light, len(dots(ax)) == len(starts)] == [hatched, True]
    for dot in dots(ax):
        assert any(np.allclose(line[0], dot) for line in starts)
    own = page_colours()["ink" if hatched else "paper"]
    assert {line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"} == {own}


FORTY = [
    "03", "04", "05", "07", "09", "12", "14", "18", "20R", "21", "22", "23", "25", "26", "29", "34",
    "37", "38", "41", "45", "50", "53", "54", "56", "59", "60", "64", "66", "73", "75C", "79", "81",
    "87", "92", "94", "95", "971", "972R", "974", "976R",
]  # fmt: skip


@pytest.mark.parametrize("width", [340, 365, 380])
@pytest.mark.parametrize(
    ("members", "names"),
    [(SEVENTEEN, True), ([each for each in SEVENTEEN if each != "80"], True), (FORTY, False)],
)
def test_a_line_ends_well_inside_its_territory(members: list[str], names: bool, width: int) -> None:
    ax: Any = charts.map(pd.DataFrame({"code": members}), names=names, width=width)
    places = [find_marked_place(each) for each in members]
    assert dots(ax)
    scale = width / 1000
    for x, y in dots(ax):
        own = [
            ring for place in places if place for ring in place.rings if ring.contains_point((x, y))
        ]
        assert own, (x, y)
        edge = np.vstack([ring.interpolated(20).vertices for ring in own])
        assert scale * np.hypot(*(edge - (x, y)).T).min() > 1.5, (x, y)


def test_a_number_stands_where_its_territory_has_room_around_it() -> None:
    ax: Any = charts.map(pd.DataFrame({"code": FORTY}), width=340)
    for code in ("73", "04", "12"):
        x, y = words(ax)[code].get_position()
        place: Any = find_marked_place(code)
        # as large as on paper, and free around
        assert place.holds(np.array([(x, y)]), 19 / 0.34, 11 / 0.34, 6).all(), code


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((150, 109), (130, 105)),  # from its side, at the middle of its height
        ((50, 80), (100, 105)),
        ((112, 160), (112, 110)),  # from above or below, off its corners
        ((129, 60), (125, 100)),
    ],
)
def test_a_line_meets_a_text_off_its_corners(start: Any, end: Any) -> None:
    found = find_ends(np.array([[100.0, 100, 130, 110]]), np.array([start], float))
    assert found.tolist() == [[*end]]


@pytest.mark.parametrize("names", [False, True])
def test_a_number_stands_once_in_its_territory_or_before_its_name(names: bool) -> None:
    towns = pd.DataFrame({"code": ["31", "75"], "town": ["Toulouse", "Paris"]})
    ax: Any = charts.map(pd.DataFrame({"code": [*SEVENTEEN, "75", "95"]}), names=names,
                         places=towns)  # fmt: skip
    said = [text.get_text() for text in ax.texts]
    for code in [*SEVENTEEN, "75", "95"]:
        assert sum(each == code or each.startswith(f"{code} ") for each in said) == 1, code
    assert said.count("Paris") == 0
    if names:
        assert {"Gironde", "33", "31 Haute-", "Garonne"} <= set(said)


def test_two_numbers_do_not_run_into_one() -> None:
    ax: Any = charts.map(pd.DataFrame({"code": ["14", "50"]}), width=340)
    left, right = (words(ax)[code].get_window_extent() for code in ("50", "14"))
    assert right.x0 - left.x1 > 4 or abs(right.y0 - left.y0) > left.height


def test_an_inset_frames_the_part_that_it_repeats_where_that_lies() -> None:
    ax: Any = charts.map(pd.DataFrame({"code": ["93"]}))
    large, small = sorted(
        (each for each in ax.patches if isinstance(each, Rectangle)),
        key=lambda each: -each.get_width(),
    )
    for shape in list_outlines():
        if shape.code in ("75", "92", "93", "94"):
            frame = large if shape.inset else small
            (x0, y0), (x1, y1) = frame.get_bbox().get_points()
            assert all(x0 < x < x1 and y0 < y < y1 for ring in shape.rings for x, y in ring)


def test_a_map_says_that_insets_have_other_scales_and_shrinks_those_without_a_member() -> None:
    def measure(*codes: str) -> tuple[Any, float]:
        ax: Any = charts.map(pd.DataFrame({"code": codes}))
        land = max(ax.patches, key=lambda patch: len(patch.get_path().vertices)).get_path().vertices
        low = land[(land[:, 0] > 640) & (land[:, 0] < 800) & (land[:, 1] < 170)]
        return ax, float(np.ptp(low[:, 1]))

    without, small = measure("44")
    ax, large = measure("972")
    assert small == pytest.approx(0.55 * large, rel=0.01)
    for each in (without, ax):
        assert "Encarts : échelles différentes" in words(each)


def test_a_place_without_a_town_is_a_dot_without_a_label() -> None:
    places = pd.DataFrame({"code": ["44"], "town": pd.array([pd.NA], dtype="string")})
    ax = charts.map(pd.DataFrame({"code": ["44"]}), places=places)
    said = [text.get_text() for text in ax.texts if text.get_text()]
    assert not {"<NA>", "nan"} & set(said)
    assert said.count("44") == 1  # the code


def read_below(ax: Any) -> dict[float, str]:
    below = [text for text in ax.texts if text.get_text().startswith("−")]
    return {text.xy[0]: text.get_text() for text in below}


def test_what_is_taken_away_stands_under_its_year_and_in_the_legend() -> None:
    frame = pd.DataFrame({"year": [2023, 2024, 2025], "members": [9, 7, 8], "gone": [pd.NA, 2, 0]})
    ax: Any = charts.bars(frame, below="gone", legend={"members": "membres", "gone": "absents"})
    assert read_below(ax) == {2024: "−2"}
    assert [text.get_text() for text in ax.figure.axes[-1].texts] == ["membres", "−2", "absents"]


def test_what_is_taken_away_is_said_of_years_that_have_no_room_for_a_label() -> None:
    frame = pd.DataFrame({"year": range(2006, 2026), "members": 9, "gone": [0, 1] * 10})
    ax: Any = charts.bars(frame, below="gone")
    assert read_below(ax) == dict.fromkeys(range(2007, 2026, 2), "−1")
    assert len(ax.get_xticks()) < 10
