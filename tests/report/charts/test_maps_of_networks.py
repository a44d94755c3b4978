"""The maps of whole networks: how much of them is land, and where their names stand."""

from pathlib import Path

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
from annual_report.report.charts.labels import (
    HALF_CAPITAL_EMS,
    LETTER_PIXELS,
    PAPER_LETTER_PIXELS,
    estimate_width,
)
from annual_report.report.charts.members_map import WIDE

FRAMES = {inset.name: Bbox.from_extents(*inset.frame) for inset in list_insets()}
"""The insets of a map by their titles, and the edges of their frames."""
PARIS = "Paris et petite couronne"


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


def list_names(ax: Axes) -> list[Text]:
    """Return the names of dots, which alone have a halo and stand in no territory."""
    return [text for text in ax.texts if text.get_gid() == "class place halo"]


SHARE_BEFORE = {"left": 0, "center": 0.5, "right": 1}
"""The share of a text's width that stands before its position, by its alignment."""


def measure_box(ax: Axes, text: Text) -> Bbox:
    """Return the edges of a name, in letters as large as a sheet has them."""
    scale = WIDE / (ax.get_xlim()[1] - ax.get_xlim()[0])
    lines = text.get_text().split("\n")
    width = max(estimate_width(line, PAPER_LETTER_PIXELS) for line in lines) / scale
    height = LETTER_PIXELS * len(lines) / scale
    x, y = text.get_position()
    left = x - SHARE_BEFORE[text.get_horizontalalignment()] * width
    bottom = y
    if text.get_verticalalignment() == "center":
        bottom = y - height / 2
    return Bbox.from_extents(left, bottom, left + width, bottom + height)


def list_drawn_insets(ax: Axes) -> list[str]:
    """Return the titles of the insets that a map has."""
    return [text.get_text() for text in ax.texts if text.get_text() in FRAMES]


def list_dots(ax: Axes) -> list[tuple[float, float]]:
    """Return where the dots of a map are."""
    dots = []
    for line in ax.lines:
        if line.get_marker() == "o":
            dots += [(float(x), float(y)) for x, y in np.asarray(line.get_xydata())]
    return dots


# --- Insets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["metropoles", "communes", "melange", "departements"])
def test_no_name_of_a_dot_meets_an_inset(tmp_path: Path, name: str) -> None:
    ax = draw_members(tmp_path, name)

    for inset in list_drawn_insets(ax):
        for text in list_names(ax):
            assert not measure_box(ax, text).overlaps(FRAMES[inset]), (text.get_text(), inset)


def test_no_name_of_a_town_overseas_meets_an_inset() -> None:
    # Two towns of La Réunion, one of Guadeloupe, then Nantes, Rennes, Paris and Saint-Denis.
    towns = ["97411", "97416", "97105", "44109", "35238", "75C", "93066"]

    ax = charts.map(measures.list_institutions(towns, ["commune"]))

    # Saint-Denis is the name of two: one next to Paris, one in La Réunion.
    names = list_names(ax)
    assert sorted(text.get_text() for text in names) == [
        "Basse-Terre",
        "Nantes",
        "Paris",
        "Rennes",
        "Saint-Denis",
        "Saint-Denis",
    ]
    for text in names:
        for inset, frame in FRAMES.items():
            assert not measure_box(ax, text).overlaps(frame), (text.get_text(), inset)


@pytest.mark.parametrize("name", ["metropoles", "communes"])
def test_dots_of_metropole_are_drawn_without_the_insets_of_overseas(
    tmp_path: Path, name: str
) -> None:
    ax = draw_members(tmp_path, name)

    assert set(list_drawn_insets(ax)) <= {PARIS}
    # The insets stand below the country: a map without them is nearly square.
    box = ax.get_window_extent()
    assert box.height < 1.07 * box.width


@pytest.mark.parametrize("name", ["departements", "regions", "melange"])
def test_a_map_that_fills_territories_has_all_insets(tmp_path: Path, name: str) -> None:
    ax = draw_members(tmp_path, name)

    assert list_drawn_insets(ax) == list(FRAMES)


def test_towns_next_to_paris_are_in_its_inset_with_their_names_outside(tmp_path: Path) -> None:
    # Paris and Saint-Denis are the two communes of the network there.
    ax = draw_members(tmp_path, "communes")

    inset = FRAMES[PARIS]
    within = [dot for dot in list_dots(ax) if inset.contains(*dot)]
    assert len(within) == 2
    names = {text.get_text(): text for text in list_names(ax)}
    for name in ("Paris", "Saint-Denis"):
        assert measure_box(ax, names[name]).x1 < inset.x0, name


# --- Names, and the lines that lead to them -------------------------------------------------


def test_every_metropole_has_its_name(tmp_path: Path) -> None:
    ax = draw_members(tmp_path, "metropoles")

    names = [text.get_text().replace("\n", " ") for text in list_names(ax)]
    members = split_names(kinds_of_networks.NETWORKS["metropoles"].now)
    assert len(names) == len(members) + 1  # and the town where they met
    assert "Tours Métropole Val de Loire" in names


def list_leads(ax: Axes) -> list[np.ndarray]:
    """Return the lines that lead to names: the dot's end, then the name's. Each is drawn twice."""
    lines = [np.asarray(line.get_xydata()) for line in ax.lines if line.get_marker() == "None"]
    return [line for line in lines if len(line) == 2]


def measure_ink(ax: Axes, text: Text) -> Bbox:
    """Return the edges of a name or of a number, whose letters are those of a screen alone."""
    box = measure_box(ax, text)
    if "place" in str(text.get_gid()):
        return box
    # A number stands on its baseline.
    box = box.shrunk(LETTER_PIXELS / PAPER_LETTER_PIXELS, 1)
    return Bbox.from_extents(box.x0, box.y0, box.x1, box.y0 + 2 * HALF_CAPITAL_EMS * box.height)


@pytest.mark.parametrize("name", ["neighbours", "communes", "many_come"])
def test_no_line_to_a_name_runs_through_another_name_or_number(tmp_path: Path, name: str) -> None:
    ax = draw_members(tmp_path, name)

    leads = list_leads(ax)
    assert leads
    for text in ax.texts:
        box = measure_ink(ax, text)
        for start, end in leads:
            # A line ends at its own name, or in the middle of a name above or below the dot.
            if box.padded(1).contains(*end):
                continue
            for x, y in np.linspace(start, end, 25):
                is_within = box.x0 < x < box.x1 and box.y0 < y < box.y1
                assert not is_within, (text.get_text(), start, end)


def test_of_two_towns_whose_dots_touch_none_has_the_name_of_the_other(tmp_path: Path) -> None:
    # Foix and Pamiers are 17 km apart, six pixels, among the numbers of six members.
    ax = draw_members(tmp_path, "neighbours")

    names = {text.get_text(): measure_box(ax, text) for text in list_names(ax)}
    assert names.keys() == {"Brest", "Foix", "Pamiers"}
    foix, pamiers = sorted(list_dots(ax), key=lambda dot: dot[1])[:2]  # the two southernmost
    # The name of Foix is below its dot; that of Pamiers is farther, and a line leads to it.
    assert names["Foix"].y1 < foix[1]
    leads = [line for line in list_leads(ax) if tuple(line[0]) == pamiers]
    assert leads
    for _start, (end, _y) in leads:
        assert names["Pamiers"].x0 - 1 <= end <= names["Pamiers"].x1 + 1


def test_a_name_that_neighbours_crowd_out_has_a_long_line(tmp_path: Path) -> None:
    # Mende has six places near its dot at first, and its neighbours take all of them.
    ax = draw_members(tmp_path, "many_come")

    names = {text.get_text(): text for text in list_names(ax)}
    around = measure_box(ax, names["Mende"]).padded(1)
    leading = [line for line in list_leads(ax) if around.contains(*line[1])]
    assert leading, "no line leads to the name"


# --- The legend -----------------------------------------------------------------------------


def read_legend(ax: Axes, **words: str) -> list[str]:
    """Return the words of a map's legend, of words by sign."""
    ax.explain_signs(words)  # type: ignore[attr-defined]
    return [text.get_text() for text in ax.figure.axes[-1].texts]


def test_a_legend_explains_no_status_that_is_nowhere_on_the_map(tmp_path: Path) -> None:
    # Ten associations have joined the mixture, and a map has no place for them.
    ax = draw_members(tmp_path, "melange")

    assert read_legend(ax, resté="restés", arrivé="arrivés") == ["restés"]


def test_a_legend_says_where_the_names_are_that_a_map_has_no_room_for(tmp_path: Path) -> None:
    ax = draw_members(tmp_path, "a_thousand_members")

    assert "sans nom" in read_legend(ax, resté="restés", sans_nom="sans nom")


def test_a_legend_says_nothing_of_names_if_a_map_has_all_of_them(tmp_path: Path) -> None:
    ax = draw_members(tmp_path, "communes")

    assert "sans nom" not in read_legend(ax, resté="restés", sans_nom="sans nom")


# --- In a browser ---------------------------------------------------------------------------


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
    ("name", "least_share", "least_letters"),
    [
        # On a sheet: a network whose words leave its map little height, and one of more room.
        pytest.param("metropoles", 0.6, 8.7, id="metropoles"),
        pytest.param("communes", 0.8, 11, id="communes"),
    ],
)
def test_a_map_takes_the_room_of_its_column_in_letters_that_are_read(
    tmp_path: Path, tab: Page, name: str, least_share: float, least_letters: float
) -> None:
    folder = kinds_of_networks.write(tmp_path / name, name)
    assert pipeline("build", "2025", "--data", folder, "--out", tmp_path / "pages").returncode == 0

    # On a screen a map has the whole column.
    tab.goto((tmp_path / "pages" / "2025.html").as_uri())
    share, letters = tab.evaluate(MEASURE)
    assert share == pytest.approx(1, abs=0.01)
    assert letters >= 11

    tab.set_viewport_size({"width": 794, "height": 1123})
    tab.emulate_media(media="print")
    share, letters = tab.evaluate(MEASURE)
    assert share >= least_share
    assert letters >= least_letters
