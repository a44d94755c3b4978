"""The grid: panels that fit, marks that stand in their columns, unlike one another."""

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from annual_report import charts
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.pages.svg import to_svg
from annual_report.report.charts.grid_layout import GUTTER, LONG, NARROW, WIDER, WIDTH, lay_out_grid
from annual_report.report.charts.marks import Mark, Shape

LABEL = "04 Alpes-de-Haute-Provence"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


@given(rows=st.integers(1, 101), years=st.integers(1, 30), width=st.sampled_from([WIDTH, WIDER]))
def test_all_rows_have_a_place_and_all_panels_fit(rows: int, years: int, width: int) -> None:
    layout = lay_out_grid([LABEL] * rows, [str(1996 + n) for n in range(years)], width=width)
    assert (layout.panels - 1) * layout.rows < rows <= layout.panels * layout.rows
    inside = layout.label + years * layout.column
    assert inside <= layout.width
    assert layout.panels * layout.width + (layout.panels - 1) * GUTTER <= max(width, inside)
    assert layout.column >= 7


def test_names_too_long_for_a_narrow_drawing_make_it_wider() -> None:
    long = "Association des habitants du quartier"
    rows = [f"{long} {n}" for n in range(3)]
    frame = pd.DataFrame({"name": rows, "year": 2025, "state": "membre"})
    drawn: Any = charts.grid(frame, width=200)
    assert drawn.figure.get_size_inches()[0] * 72 > 200
    assert drawn.get_position().width > 0


def test_one_panel_alone_is_as_wide_as_a_telephone_where_its_columns_have_room() -> None:
    for years, width in [(10, NARROW), (13, WIDTH), (18, 660)]:
        heads = [str(2000 + n) for n in range(years)]
        layout = lay_out_grid([LABEL] * 40, heads, ["10"], width=660)
        assert layout.panels == 1
        assert layout.width <= width <= max(layout.width + 20, NARROW)


def test_a_long_list_gets_more_room() -> None:
    names, widths = [f"{n:03}" for n in range(LONG + 1)], []
    for rows in (names[:LONG], names):
        drawn: Any = charts.grid(pd.DataFrame({"name": rows, "year": 2025, "state": "membre"}))
        widths.append(np.ravel(drawn)[0].get_figure(root=True).get_size_inches()[0] * 72)
    assert 0 < widths[0] <= WIDTH < widths[1] <= WIDER


def tidy(cells: dict[tuple[str, Any], str]) -> pd.DataFrame:
    rows = [(name, column, state) for (name, column), state in cells.items()]
    return pd.DataFrame(rows, columns=["name", "year", "state"])


def one_row(*states: str | None) -> pd.DataFrame:
    """Return a row of years from 2020 on; a year without a state has no row."""
    cells = {("a", 2020 + n): state for n, state in enumerate(states) if state}
    return tidy(cells)


def drawn(ax: Any) -> BeautifulSoup:
    figure = (ax.flat[0] if isinstance(ax, np.ndarray) else ax).figure
    return BeautifulSoup(to_svg(figure, "grille", "Titre.", "Description."), "html.parser")


def test_years_stand_at_their_value_and_names_in_order_of_appearance() -> None:
    ax: Any = charts.grid(tidy({("b", 2023): "membre", ("a", 2020): "membre"}))
    marks = {(float(x), float(y)) for line in ax.lines for x, y in line.get_xydata()}
    assert marks == {(2023.0, 0.0), (2020.0, 1.0)}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    # All years from the first to the last have a column, recorded or not.
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2020", "2021", "2022", "2023"]


def test_words_stand_in_order_of_appearance() -> None:
    ax: Any = charts.grid(tidy({("a", "2. mai"): "présent", ("a", "1. mars"): "absent"}))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2. mai", "1. mars"]


def test_shapes_differ_by_more_than_colour() -> None:
    shapes: tuple[Shape, ...] = ("square", "frame", "ring", "slash", "cross", "dash", "dot")
    seen = set()
    for shape in shapes:
        soup = drawn(charts.grid(one_row("x"), marks={"x": Mark(shape)}))
        paths = [(path["d"], path.get("stroke-width")) for path in soup("path")]
        seen.add(str(paths))
    assert len(seen) == len(shapes)


def test_marks_take_their_colour_from_the_palette() -> None:
    soup = drawn(charts.grid(one_row("x"), marks={"x": Mark("frame", "accent")}))
    assert soup.select("use.f-accent + use.f-paper, use.f-accent + defs + use.f-paper")


def test_a_state_without_a_mark_stays_empty() -> None:
    ax: Any = charts.grid(one_row("membre", "inconnu"))
    assert sum(len(line.get_xdata()) for line in ax.lines) == 1


def test_a_year_that_is_not_recorded_is_a_band() -> None:
    soup = drawn(charts.grid(one_row("membre"), unknown=[2021]))
    assert soup.select("path.f-land")
    assert {"2020", "2021"} <= {text.get_text() for text in soup("text")}
    assert not drawn(charts.grid(one_row("membre"))).select("path.f-land")


def test_ends_stand_behind_their_rows() -> None:
    frame = tidy({(name, 2020): "présent" for name in "abc"})
    soup = drawn(charts.grid(frame, ends=pd.Series({"b": "0/2", "a": "1/2", "c": "2/2"})))
    heights = {text.get_text(): text["y"] for text in soup("text")}
    assert [heights[name] for name in "abc"] == [heights[end] for end in ("1/2", "0/2", "2/2")]


def test_names_that_look_alike_are_one_group() -> None:
    frame = tidy({(name, 2020): "présent" for name in "abc"})
    groups = [
        (str(group["fill"]), [text.get_text() for text in group("text")])
        for group in drawn(charts.grid(frame))("g")
    ]
    assert (page_colours()["ink"], ["a", "b", "c"]) in groups


def test_many_rows_make_several_panels_and_none_is_lost() -> None:
    names = [f"{n:02} Pyrénées-Atlantiques" for n in range(66)]
    axes: Any = charts.grid(
        tidy({(name, year): "membre" for name in names for year in range(2020, 2026)})
    )
    assert isinstance(axes, np.ndarray)
    assert len(axes) == 3
    said = [label.get_text() for ax in axes for label in ax.get_yticklabels()]
    assert said == names
    assert sum(len(line.get_xdata()) for ax in axes for line in ax.lines) == 66 * 6


def test_panels_and_their_legend_are_drawings_of_one_width_below_the_caption() -> None:
    frame = tidy({(f"{n:02} Pyrénées-Atlantiques", 2020): "membre" for n in range(66)})
    axes: Any = charts.grid(frame, legend={"membre": "membre"})
    made = make_fragment(axes, finding="Tous.", alternative="Une grille.", name="grille")
    soup = BeautifulSoup(made.html, "html.parser")
    caption, drawing = soup.select("figure > *")
    assert (caption.name, caption.get_text()) == ("figcaption", "Tous.")
    boxes = [str(svg["viewbox"]).split() for svg in drawing("svg")]
    assert len(boxes) == len(axes) + 1
    assert len({(x, y, width) for x, y, width, _height in boxes}) == 1
    assert [svg.get("aria-label") for svg in drawing("svg")] == ["Une grille.", *[None] * len(axes)]


def test_the_date_of_each_column_is_written() -> None:
    days = {("a", f"{day} septembre"): "présent" for day in range(1, 13)}
    ax: Any = charts.grid(tidy(days), width=180)
    assert [label.get_text() for label in ax.get_xticklabels()] == [day for _name, day in days]


def test_a_grid_can_be_drawn_on_axes_that_are_there() -> None:
    ax: Any = plt.subplots()[1]
    assert charts.grid(one_row("membre", "non membre"), ax=ax) is ax
    faces = [line.get_markerfacecolor() for line in plt.gca().lines]
    assert faces == ["#22507f", "#4d5573", "#fbfaf6"]  # a square; a frame, and its hole of paper


def test_years_that_have_no_room_beside_each_other_stand_upright() -> None:
    frame = pd.DataFrame({"name": "Pyrénées-Orientales", "year": range(2010, 2026)})
    ax: Any = charts.grid(frame.assign(state="membre"), width=400)
    labels = ax.get_xticklabels()
    assert [label.get_text() for label in labels] == [str(year) for year in range(2010, 2026)]
    assert {label.get_rotation() for label in labels} == {90}
