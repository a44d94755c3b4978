"""The maps of whole networks: how much of them is land, and where their names stand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import kinds_of_networks
import numpy as np
import pytest
from conftest import pipeline
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from network_files import split_names
from playwright.sync_api import Page

from annual_report import charts, measures, open_network
from annual_report.network.territories.outlines import list_insets
from annual_report.report.charts.labels import CAPITAL, LETTERS, ON_PAPER, estimate_width
from annual_report.report.charts.members_map import WIDE

FRAMES = {inset.name: Bbox.from_extents(*inset.frame) for inset in list_insets()}
PARIS = "Paris et petite couronne"
OVERSEAS_TOWNS = ["97411", "97416", "97105", "44109", "35238", "75C", "93066"]


def draw_members(folder: Path, name: str) -> Axes:
    """Draw the map of a network's page of 2025."""
    network = open_network(kinds_of_networks.write(folder / name, name), year=2025)
    places = measures.list_meetings(network, 2025).dropna(subset=["departement"])
    return charts.map(
        measures.compare_members(network, 2025),
        status="statut",
        places=places,
        regions=True,
    )


def draw_towns(codes: Sequence[str]) -> Axes:
    return charts.map(measures.list_institutions(codes, ["commune"]))


def list_names(ax: Axes) -> list[Text]:
    """Return the names of dots, which alone have a halo and stand in no territory."""
    return [text for text in ax.texts if text.get_gid() == "class place halo"]


def measure_box(ax: Axes, text: Text) -> Bbox:
    """Return the edges of a name, in letters as large as a sheet has them."""
    scale = WIDE / (ax.get_xlim()[1] - ax.get_xlim()[0])
    lines = text.get_text().split("\n")
    width = max(estimate_width(line, ON_PAPER) for line in lines) / scale
    height = LETTERS * len(lines) / scale
    x, y = text.get_position()
    left = x - {"left": 0, "center": 0.5, "right": 1}[text.get_horizontalalignment()] * width
    bottom = y - {"baseline": 0, "center": height / 2}[text.get_verticalalignment()]
    return Bbox.from_extents(left, bottom, left + width, bottom + height)


def list_drawn_insets(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text() in FRAMES]


@pytest.mark.parametrize("name", ["metropoles", "communes", "melange", "departements"])
def test_no_name_of_a_dot_meets_an_inset(tmp_path: Path, name: str) -> None:
    ax = draw_members(tmp_path, name)
    for inset in list_drawn_insets(ax):
        for text in list_names(ax):
            assert not measure_box(ax, text).overlaps(FRAMES[inset]), (text.get_text(), inset)


def test_no_name_of_a_town_overseas_meets_an_inset() -> None:
    ax = draw_towns(OVERSEAS_TOWNS)
    names = list_names(ax)
    # Saint-Denis is the name of two: one next to Paris, one in La Réunion.
    written = sorted(text.get_text() for text in names)
    assert written == ["Basse-Terre", "Nantes", "Paris", "Rennes", "Saint-Denis", "Saint-Denis"]
    for text in names:
        for inset, frame in FRAMES.items():
            assert not measure_box(ax, text).overlaps(frame), (text.get_text(), inset)


@pytest.mark.parametrize("name", ["metropoles", "communes"])
def test_dots_of_metropole_are_drawn_without_the_insets_of_overseas(
    tmp_path: Path, name: str
) -> None:
    ax = draw_members(tmp_path, name)
    assert set(list_drawn_insets(ax)) <= {PARIS}
    box = ax.get_window_extent()
    assert box.height < 1.07 * box.width


@pytest.mark.parametrize("name", ["departements", "regions", "melange"])
def test_a_map_that_fills_territories_has_all_insets(tmp_path: Path, name: str) -> None:
    assert list_drawn_insets(draw_members(tmp_path, name)) == list(FRAMES)


def test_every_metropole_has_its_name(tmp_path: Path) -> None:
    ax = draw_members(tmp_path, "metropoles")
    names = [text.get_text().replace("\n", " ") for text in list_names(ax)]
    members = split_names(kinds_of_networks.NETWORKS["metropoles"].now)
    assert len(names) == len(members) + 1  # and the town where they met
    assert "Tours Métropole Val de Loire" in names


def list_leads(ax: Axes) -> list[np.ndarray]:
    """Return the ends of the lines that lead from dots to names; each is drawn on paper, twice."""
    ends = [np.asarray(line.get_xydata()) for line in ax.lines if line.get_marker() == "None"]
    return [line for line in ends if len(line) == 2]


@pytest.mark.parametrize("name", ["neighbours", "communes", "many_come"])
def test_no_line_to_a_name_runs_through_another_name_or_number(tmp_path: Path, name: str) -> None:
    ax = draw_members(tmp_path, name)
    leads = list_leads(ax)
    assert leads
    for text in ax.texts:
        box = measure_box(ax, text)
        if "place" not in str(text.get_gid()):
            # A number has room for the letters of a screen alone, and stands on its baseline.
            box = box.shrunk(LETTERS / ON_PAPER, 1)
            box = Bbox.from_extents(box.x0, box.y0, box.x1, box.y0 + 2 * CAPITAL * box.height)
        for start, end in leads:
            # A line ends at its own name, or in the middle of a name above or below the dot.
            if box.padded(1).contains(*end):
                continue
            steps = np.linspace(start, end, 25)
            crossed = [(x, y) for x, y in steps if box.x0 < x < box.x1 and box.y0 < y < box.y1]
            assert not crossed, (text.get_text(), start, end)


def test_two_towns_whose_dots_touch_have_a_name_each_and_none_can_be_taken_for_the_other(
    tmp_path: Path,
) -> None:
    """Foix and Pamiers are 17 km apart, six pixels, among the numbers of six members."""
    ax = draw_members(tmp_path, "neighbours")
    names = {text.get_text(): text for text in list_names(ax)}
    assert names.keys() == {"Brest", "Foix", "Pamiers"}
    dots = [
        tuple(np.asarray(line.get_xydata())[0]) for line in ax.lines if line.get_marker() == "o"
    ]
    south, north = sorted(dots, key=lambda dot: dot[1])[:2]
    box = measure_box(ax, names["Pamiers"])
    led = [line for line in list_leads(ax) if tuple(line[0]) == north]
    assert led, "a line says whose the farther name is"
    assert all(box.x0 - 1 <= line[1][0] <= box.x1 + 1 for line in led)
    assert measure_box(ax, names["Foix"]).y1 < south[1]


def test_a_name_that_neighbours_crowd_out_has_a_long_line(tmp_path: Path) -> None:
    """Mende has six places near its dot at first, and its neighbours take all of them."""
    ax = draw_members(tmp_path, "many_come")
    names = {text.get_text(): text for text in list_names(ax)}
    assert "Mende" in names
    box = measure_box(ax, names["Mende"]).padded(1)
    assert any(box.contains(*end) for _start, end in list_leads(ax)), "a line leads to the name"


def test_towns_next_to_paris_are_in_its_inset_with_their_names_outside(tmp_path: Path) -> None:
    ax = draw_members(tmp_path, "communes")
    inset = FRAMES[PARIS]
    points = [np.asarray(line.get_xydata()) for line in ax.lines if line.get_marker() == "o"]
    assert sum(inset.contains(x, y) for x, y in np.concatenate(points)) == 2
    left_of_it = [text for text in list_names(ax) if text.get_text() in ("Paris", "Saint-Denis")]
    assert len(left_of_it) == 2
    assert all(measure_box(ax, text).x1 < inset.x0 for text in left_of_it)


def test_a_legend_explains_no_status_that_is_nowhere_on_the_map(tmp_path: Path) -> None:
    """Ten associations have joined the mixture, and a map has no place for them."""
    ax = draw_members(tmp_path, "melange")
    ax.explain_signs({"resté": "restés", "arrivé": "arrivés"})  # type: ignore[attr-defined]
    assert [text.get_text() for text in ax.figure.axes[-1].texts] == ["restés"]


@pytest.mark.parametrize(("name", "is_said"), [("a_thousand_members", True), ("communes", False)])
def test_a_legend_says_where_the_names_are_that_a_map_has_no_room_for(
    tmp_path: Path, name: str, is_said: bool
) -> None:
    ax = draw_members(tmp_path, name)
    ax.explain_signs({"resté": "restés", "sans_nom": "sans nom"})  # type: ignore[attr-defined]
    words = [text.get_text() for text in ax.figure.axes[-1].texts]
    assert ("sans nom" in words) == is_said


@pytest.mark.parametrize(("name", "is_said"), [("many_come", True), ("neighbours", False)])
def test_a_legend_says_where_the_names_of_towns_are_that_a_map_has_no_room_for(
    tmp_path: Path, name: str, is_said: bool
) -> None:
    ax = draw_members(tmp_path, name)
    ax.explain_signs({"lieux": "lieux", "lieux_sans_nom": "sans nom"})  # type: ignore[attr-defined]
    words = [text.get_text() for text in ax.figure.axes[-1].texts]
    assert ("sans nom" in words) == is_said


MEASURE = """() => {
    const drawing = document.querySelector("#carte svg");
    const scale = drawing.getScreenCTM().a;
    const letters = [...drawing.querySelectorAll("text")].map(
        text => parseFloat(getComputedStyle(text).fontSize) * scale);
    const column = drawing.parentElement.clientWidth;
    return [drawing.viewBox.baseVal.width * scale / column, Math.min(...letters)];
}"""
"""The share of its column that a map has, and the pixels of its smallest letters."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "share", "letters"), [("metropoles", 0.6, 8.7), ("communes", 0.8, 11)]
)
def test_a_map_takes_the_room_of_its_column_in_letters_that_are_read(
    tmp_path: Path, tab: Page, name: str, share: float, letters: float
) -> None:
    """On a sheet, whose words leave the map some height; on a screen it has the whole column."""
    folder = kinds_of_networks.write(tmp_path / name, name)
    assert pipeline("build", "2025", "--data", folder, "--out", tmp_path / "pages").returncode == 0
    tab.goto((tmp_path / "pages" / "2025.html").as_uri())
    on_screen: Any = tab.evaluate(MEASURE)
    assert on_screen[0] == pytest.approx(1, abs=0.01)
    assert on_screen[1] >= 11
    tab.set_viewport_size({"width": 794, "height": 1123})
    tab.emulate_media(media="print")
    on_paper: Any = tab.evaluate(MEASURE)
    assert on_paper[0] >= share
    assert on_paper[1] >= letters
