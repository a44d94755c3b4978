"""Bars, calendar and map: ordinary Axes on which an analyst's own lines and words land right."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.dates import date2num

from annual_report import charts
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.widths import text_width


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


FORTY = [
    "03", "04", "05", "07", "09", "12", "14", "18", "20R", "21", "22", "23", "25", "26", "29", "34",
    "37", "38", "41", "45", "50", "53", "54", "56", "59", "60", "64", "66", "73", "75C", "79", "81",
    "87", "92", "94", "95", "971", "972R", "974", "976R",
]  # fmt: skip


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
