"""The grid: panels that fit, marks that stand in their columns, unlike one another."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from annual_report.page.grid import WIDTH, draw_grid, grid_layout
from annual_report.page.marks import Mark, Shape
from annual_report.page.palette import colours
from annual_report.page.svg import to_svg

LABEL = "04 Alpes-de-Haute-Provence"


@given(rows=st.integers(1, 101), years=st.integers(1, 30), width=st.sampled_from([440, WIDTH]))
def test_all_rows_have_a_place_and_all_panels_fit(rows: int, years: int, width: int) -> None:
    layout = grid_layout([LABEL] * rows, [str(1996 + n) for n in range(years)], width=width)
    places = {layout.place(row) for row in range(rows)}
    assert len(places) == rows
    assert {panel for panel, _rank in places} == set(range(layout.panels))
    assert [layout.place(row) for row in range(layout.rows)] == [
        (0, rank) for rank in range(layout.rows)
    ]
    last = (layout.panels - 1) * layout.pitch + layout.label + years * layout.column
    assert last <= width
    assert layout.column >= 7


@pytest.mark.parametrize(
    ("rows", "years", "panels"), [(1, 1, 1), (17, 2, 3), (101, 30, 2), (101, 1, 3), (40, 30, 1)]
)
def test_how_many_panels(rows: int, years: int, panels: int) -> None:
    layout = grid_layout([LABEL] * rows, [str(1996 + n) for n in range(years)])
    assert layout.panels == panels


def paths(cells: dict[Mark, list[tuple[int, int]]]) -> list[tuple[str, str, str | None]]:
    """Return the marks' paths: class, shape and dashes; the row's hairline comes before them."""
    drawing = draw_grid(["a"], [str(year) for year in range(2020, 2026)], cells)
    soup = BeautifulSoup(to_svg(drawing, "grille", "Titre.", "Description."), "html.parser")
    dashes = [
        str(p["stroke-dasharray"]) if "stroke-dasharray" in p.attrs else None for p in soup("path")
    ]
    found = [(" ".join(p["class"]), str(p["d"])) for p in soup("path")]
    return [(*path, dash) for path, dash in zip(found, dashes, strict=True)][1:]


def test_a_run_of_years_is_one_dashed_line() -> None:
    ((_kind, drawn, dashes),) = paths({Mark("square"): [(0, 0), (0, 1), (0, 2), (0, 4)]})
    # Columns are 34 wide and squares 13: 13 of ink, 21 of gap; 2 * 34 + 13 = 81 for three years.
    assert dashes == "13,21"
    # The second run begins where the fifth column's square does: 4 * 34 - 81 = 55 further on.
    assert drawn.endswith(" 81 0m55 0 13 0")


def test_shapes_differ_by_more_than_colour() -> None:
    shapes: tuple[Shape, ...] = ("square", "frame", "ring", "slash", "dash", "dot")
    drawn = set()
    for shape in shapes:
        svg = to_svg(draw_grid(["a"], ["2020"], {Mark(shape): [(0, 0)]}), "g", "T.", "D.")
        lines = BeautifulSoup(svg, "html.parser")("path")
        drawn.add(str([(line["d"], line.get("stroke-width")) for line in lines]))
    assert len(drawn) == len(shapes)


def test_marks_take_their_colour_from_the_palette() -> None:
    kinds = [kind for kind, _d, _dashes in paths({Mark("frame", "accent"): [(0, 0)]})]
    assert kinds == ["s-accent", "s-paper"]


def test_a_year_that_is_not_recorded_is_a_band() -> None:
    drawing = draw_grid(["a"], ["2020", "2021"], {}, unknown=[1])
    svg = to_svg(drawing, "grille", "Titre.", "Description.")
    assert "s-land" in svg
    assert "s-land" not in to_svg(draw_grid(["a"], ["2020"], {}), "g", "T.", "D.")


def test_names_that_look_alike_are_one_group() -> None:
    drawing = draw_grid(["a", "b", "c"], ["2020"], {}, ends=["1/2", "0/2", "2/2"])
    soup = BeautifulSoup(to_svg(drawing, "grille", "Titre.", "Description."), "html.parser")
    groups = [
        (str(group["fill"]), [text.get_text() for text in group("text")]) for group in soup("g")
    ]
    palette = colours()
    assert groups == [
        (palette["ink"], ["a", "b", "c"]),
        (palette["soft"], ["1/2", "0/2", "2/2"]),
    ]
    assert not any("fill" in text.attrs for text in soup.select("g text"))
