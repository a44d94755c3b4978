"""All institutions of a kind by size: how members are marked, and where the two names stand.

The peers of a network are all institutions of its members' kind, the largest first; a row has the
rank (`rang`), the `population`, and whether it is a member (`du_reseau`).
"""

from dataclasses import dataclass
from pathlib import Path

import kinds_of_networks
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, StepPatch
from network_files import network

from annual_report import charts, measures
from annual_report.base.errors import PublishError
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.svg.from_figure import draw_figure
from annual_report.network.network import Network, open_network
from annual_report.report.charts.labels import PAPER_LETTER_PIXELS, estimate_width
from annual_report.report.charts.ranks import MOST_BARS
from annual_report.report.publication.contrast import measure_contrast


def list_peers(of: Network) -> pd.DataFrame:
    """Return all institutions of the kind of a network's members in 2025."""
    return measures.list_peers(measures.list_members(of, 2025))


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


@dataclass
class Box:
    """The edges of a name, in pixels."""

    left: float
    bottom: float
    right: float
    top: float


def find_names(ax: Axes) -> list[Box]:
    """Return where the names of a chart are, in letters as large as a sheet has them."""
    boxes = []
    for text in ax.texts:
        x, bottom = ax.transData.transform(text.get_position())
        width = estimate_width(text.get_text(), PAPER_LETTER_PIXELS)
        left = x
        if text.get_horizontalalignment() == "right":
            left = x - width
        boxes.append(Box(left, bottom, left + width, bottom + PAPER_LETTER_PIXELS))
    return boxes


@pytest.mark.parametrize("name", ["departements", "metropoles", "regions"])
def test_each_of_a_kind_is_a_bar_with_its_name_and_members_are_filled(
    tmp_path: Path, name: str
) -> None:
    peers = list_peers(open_network(kinds_of_networks.write(tmp_path / name, name)))

    ax = charts.by_size(peers)

    bars = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            bars[str(patch.get_gid()).removeprefix("title ")] = patch
    heights = [bars[name].get_height() for name in peers["nom"]]
    assert heights == peers["population"].tolist()
    assert len(bars) == len(peers) <= MOST_BARS
    # All members have one colour, and no other bar has it.
    members = set(peers.loc[peers["du_reseau"], "nom"])
    fills_of_members = {bars[name].get_facecolor() for name in members}
    fills_of_others = {bars[name].get_facecolor() for name in bars.keys() - members}
    assert len(fills_of_members) == 1
    assert fills_of_members.isdisjoint(fills_of_others)


def test_thousands_are_a_line_with_a_dot_for_each_member(tmp_path: Path) -> None:
    peers = list_peers(open_network(kinds_of_networks.write(tmp_path / "communes", "communes")))

    ax = charts.by_size(peers)

    line = np.asarray(ax.lines[0].get_xydata())
    dots = np.asarray(ax.lines[1].get_xydata())
    # The line has some of the 35,000 communes, from the largest on.
    assert len(line) < 400
    assert line[0].tolist() == [1, peers["population"].iloc[0]]
    members = peers[peers["du_reseau"]]
    assert dots.tolist() == members[["rang", "population"]].to_numpy(float).tolist()
    assert [text.get_text() for text in ax.texts] == ["Paris", "Le Poët-Laval"]
    assert len(draw_figure(figure_of(ax), "tailles", "t", "d").svg) < 6_000


# Members whose first and last name have little room: at either edge, near each other, below
# the top of the tallest bar.
NARROW = [
    "Nord, Seine-Saint-Denis",
    "Seine-Saint-Denis, Gironde",
    "Creuse, Lozère",
    "Nord, Pas-de-Calais",
    "Martinique, Guyane",
    "Lozère",
    "Gers, Territoire de Belfort, Ariège, Hautes-Alpes, Lozère",
    "Alpes-Maritimes, Nord, Bouches-du-Rhône, Ville de Paris",
]


@pytest.mark.parametrize("names", NARROW)
def test_the_largest_and_the_smallest_member_are_named(names: str) -> None:
    peers = list_peers(network({2025: names}))

    ax = charts.by_size(peers)

    # The peers go from the largest to the smallest; a member alone is named once.
    members = peers.loc[peers["du_reseau"], "nom"]
    expected = list(dict.fromkeys([members.iloc[0], members.iloc[-1]]))
    assert [text.get_text() for text in ax.texts] == expected


@pytest.mark.parametrize("names", NARROW)
def test_names_stand_above_all_bars_and_inside_the_figure(names: str) -> None:
    peers = list_peers(network({2025: names}))

    ax = charts.by_size(peers)

    figure = figure_of(ax).bbox
    # The middle of the upper end of each bar, in pixels.
    bar_ends = ax.transData.transform(peers[["rang", "population"]].to_numpy(float))
    found = find_names(ax)
    assert found
    for name in found:
        assert figure.x0 <= name.left
        # matplotlib lays letters out to whole pixels.
        assert name.right <= figure.x1 + 1
        assert name.top <= figure.y1
        is_below = (bar_ends[:, 0] >= name.left) & (bar_ends[:, 0] <= name.right)
        assert (bar_ends[is_below, 1] <= name.bottom).all()


@pytest.mark.parametrize("names", [names for names in NARROW if "," in names])
def test_the_two_names_do_not_stand_on_each_other(names: str) -> None:
    ax = charts.by_size(list_peers(network({2025: names})))

    name, other = find_names(ax)
    is_beside = name.right <= other.left or other.right <= name.left
    # Pixels are floats.
    is_above = name.bottom >= other.top - 0.01 or other.bottom >= name.top - 0.01
    assert is_beside or is_above, (name, other)


def test_a_table_without_a_column_is_refused() -> None:
    frame = pd.DataFrame({"nom": ["A"], "habitants": [1], "du_reseau": [True]})

    with pytest.raises(PublishError, match="by_size: the table has no column “population”"):
        charts.by_size(frame)


def test_a_line_along_the_tops_of_all_bars_is_seen_on_the_paper() -> None:
    peers = list_peers(open_network("data/departements-participatifs"))

    ax = charts.by_size(peers)

    (line,) = [patch for patch in ax.patches if isinstance(patch, StepPatch)]
    populations = peers["population"].dropna().sort_values(ascending=False)
    assert line.get_data()[0].tolist() == populations.tolist()
    # The bars of others are pale; a line of a drawing needs a contrast of 3 (WCAG 1.4.11).
    colours = page_colours()
    assert to_hex(line.get_edgecolor()) == colours["soft"]
    assert measure_contrast(colours["soft"], colours["paper"]) >= 3
