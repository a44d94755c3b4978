"""All of a kind by size: how members are marked, and where the two names stand."""

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
from annual_report.report.charts.labels import ON_PAPER, estimate_width
from annual_report.report.charts.ranks import MOST_BARS
from annual_report.report.publication.contrast import measure_contrast


def draw(of: Network) -> tuple[Axes, pd.DataFrame]:
    """Draw the members of 2025 among all of their kind; return the peers too."""
    peers = measures.list_peers(measures.list_members(of, 2025))
    return charts.by_size(peers), peers


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def list_bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def measure_names(ax: Axes) -> list[tuple[float, float, float, float]]:
    """Return the edges of the names in pixels: left, bottom, right, top."""
    boxes = []
    for text in ax.texts:
        x, bottom = ax.transData.transform(text.get_position())
        wide = estimate_width(text.get_text(), ON_PAPER)
        left = x - wide if text.get_horizontalalignment() == "right" else x
        boxes.append((left, bottom, left + wide, bottom + ON_PAPER))
    return boxes


@pytest.mark.parametrize("name", ["departements", "metropoles", "regions"])
def test_each_of_a_kind_is_a_bar_with_its_name_and_members_are_filled(
    tmp_path: Path, name: str
) -> None:
    ax, peers = draw(open_network(kinds_of_networks.write(tmp_path / name, name)))
    bars = list_bars(ax)
    assert len(bars) == len(peers) <= MOST_BARS
    titles = {str(bar.get_gid()).removeprefix("title "): bar for bar in bars}
    assert titles.keys() == set(peers["nom"])
    inside = set(peers.loc[peers["du_reseau"], "nom"])
    fills = {name: bar.get_facecolor() for name, bar in titles.items()}
    assert len({fills[name] for name in inside}) == 1
    assert {fills[name] for name in inside} & {
        fills[name] for name in fills.keys() - inside
    } == set()
    heights = [titles[name].get_height() for name in peers["nom"]]
    assert heights == peers["population"].tolist()


def test_thousands_are_a_line_with_a_dot_for_each_member(tmp_path: Path) -> None:
    ax, peers = draw(open_network(kinds_of_networks.write(tmp_path / "communes", "communes")))
    line, dots = (np.asarray(drawn.get_xydata()) for drawn in ax.lines[:2])
    assert len(line) < 400
    assert line[0].tolist() == [1, peers["population"].iloc[0]]
    ours = peers[peers["du_reseau"]]
    assert dots.tolist() == ours[["rang", "population"]].to_numpy(float).tolist()
    assert [text.get_text() for text in ax.texts] == ["Paris", "Le Poët-Laval"]
    assert len(draw_figure(figure_of(ax), "tailles", "t", "d").svg) < 6_000


@pytest.mark.parametrize(
    "names",
    [
        "Nord, Seine-Saint-Denis",
        "Seine-Saint-Denis, Gironde",
        "Creuse, Lozère",
        "Nord, Pas-de-Calais",
        "Martinique, Guyane",
        "Lozère",
        "Gers, Territoire de Belfort, Ariège, Hautes-Alpes, Lozère",
        "Alpes-Maritimes, Nord, Bouches-du-Rhône, Ville de Paris",
    ],
)
def test_the_names_stand_on_no_bar_on_no_other_and_inside(names: str) -> None:
    ax, peers = draw(network({2025: names}))
    boxes = measure_names(ax)
    ours = peers.loc[peers["du_reseau"], "nom"]
    assert [text.get_text() for text in ax.texts] == [*dict.fromkeys(ours.iloc[[0, -1]])]
    frame = figure_of(ax).bbox
    tops = ax.transData.transform(peers[["rang", "population"]].to_numpy(float))
    for left, bottom, right, top in boxes:
        assert frame.x0 <= left
        assert right <= frame.x1 + 1
        assert top <= frame.y1
        below = tops[(tops[:, 0] >= left) & (tops[:, 0] <= right)]
        assert (below[:, 1] <= bottom).all()
    if len(boxes) == 2:
        (left, bottom, right, top), (other_left, other_bottom, other_right, other_top) = boxes
        is_beside = right <= other_left or other_right <= left
        # Pixels are floats.
        assert is_beside or top <= other_bottom + 0.01 or other_top <= bottom + 0.01


def test_a_table_without_a_column_is_refused_with_the_nearest() -> None:
    frame = pd.DataFrame({"nom": ["A"], "habitants": [1], "du_reseau": [True]})
    with pytest.raises(
        PublishError, match=r"charts\.by_size: the table has no column “population”"
    ):
        charts.by_size(frame)


def test_a_line_along_the_tops_of_all_bars_is_seen_on_the_paper() -> None:
    ax, peers = draw(open_network("data/departements-participatifs"))
    (line,) = [patch for patch in ax.patches if isinstance(patch, StepPatch)]
    tops = np.sort(peers["population"].dropna().to_numpy(dtype=float))[::-1]
    assert np.array_equal(line.get_data()[0], tops)
    colours = page_colours()
    assert to_hex(line.get_edgecolor()) == colours["soft"]
    assert measure_contrast(colours["soft"], colours["paper"]) >= 3
