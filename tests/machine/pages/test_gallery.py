"""Figures of the kinds that the galleries of matplotlib and seaborn show, in all modes.

Each is published as it is drawn. A browser then shows them all, and its pictures are looked at:
what is seen in the light is seen in the dark, and words are read in any colours asked for.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import combinations
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import seaborn as sns  # type: ignore[import-untyped]
from browser import take_picture
from matplotlib.patheffects import withStroke
from PIL import Image
from playwright.sync_api import Browser, Page

from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.svg import to_svg

RANDOM = np.random.default_rng(28)
DAYS = pd.date_range("2025-01-06", periods=40, freq="W")
X = np.linspace(0, 10, 60)
HILLS = np.sin(X / 2)[:, None] * np.cos(X / 3)[None, :]
TIPS = pd.DataFrame(
    {
        "jour": np.tile(["lundi", "mardi", "jeudi"], 30),
        "repas": np.repeat(["midi", "soir"], 45),
        "note": RANDOM.normal(20, 6, 90),
        "part": RANDOM.normal(3, 1, 90),
    }
)
FIGURES: dict[str, Callable[[], Any]] = {
    "bars_of_pandas": lambda: (
        TIPS.groupby(["jour", "repas"])["note"].mean().unstack().plot.bar(rot=0, colormap="copper")
    ),
}
"""How each is drawn; those of more than one expression are below."""


def figure(draw: Callable[[], Any]) -> Callable[[], Any]:
    """Note a figure of the gallery: its function returns an artist, or a grid of seaborn's."""
    FIGURES[draw.__name__] = draw
    return draw


# --- Bars, lines and areas --------------------------------------------------------------------


@figure
def bars_labelled_inside() -> Any:
    ax = plt.subplot()
    for start, colour in enumerate(("navy", "gold", "black", "white", "crimson")):
        drawn = ax.barh(["a", "b"], [3, 2], left=[3 * start, 2 * start], color=colour, ec="k")
        ax.bar_label(drawn, label_type="center")
    return ax


@figure
def bars_with_hatches() -> Any:
    ax = plt.subplot()
    for place, hatch in enumerate(("/", "\\", "x", "o", "..", "*", "-|")):
        ax.bar(place, 3 + place, color="lightsteelblue", ec="k", hatch=hatch)
    return ax


@figure
def formulas() -> Any:
    ax = plt.subplot()
    ax.axvspan(0, 0.5, color="khaki")
    ax.set_xlim(0, 1)
    ax.text(0.02, 0.5, r"$-3\alpha \leq \sum_{i=1}^n \sqrt{x_i}$", size=18)
    return ax.text(0.55, 0.2, r"$\frac{\partial f}{\partial x} = 2{,}5$", size=18, color="grey")


# --- Distributions, shares, relations ---------------------------------------------------------


@figure
def boxes_and_violins() -> Any:
    left, right = plt.subplots(1, 2)[1]
    left.boxplot([RANDOM.normal(size=50), RANDOM.normal(1, 2, 50)], patch_artist=True, notch=True)
    return right.violinplot([RANDOM.normal(size=50)], showmedians=True)["bodies"][0]


@figure
def black_contours_on_a_scale() -> Any:
    plt.contourf(X, X, HILLS, levels=8, cmap="RdBu")
    lines = plt.contour(X, X, HILLS, levels=8, colors="k", linewidths=0.8)
    return plt.clabel(lines, fontsize=8)[0]


@figure
def image_with_numbers() -> Any:
    ax = plt.subplot()
    values = np.arange(16).reshape(4, 4)
    ax.imshow(values, cmap="Greys")
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, str(value), ha="center", va="center", color="w" if value > 8 else "k")
    return ax


@figure
def words_and_arrows() -> Any:
    ax = plt.subplot()
    ax.plot(X, np.sin(X))
    ax.annotate("haut", (1.6, 1), (4, 0.8), bbox={"boxstyle": "round", "fc": "wheat"},
                arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=.3"})  # fmt: skip
    ax.text(8, 0, "pâle", alpha=0.4, size=16)
    ax.text(2, -0.8, "clair", color="lightgrey")
    return ax.text(
        6, -1, "bordé", color="w", path_effects=[withStroke(linewidth=3, foreground="k")]
    )


@figure
def dark_ground() -> Any:
    with plt.style.context("dark_background"):
        ax = plt.subplots()[1]
        ax.plot(X, np.sin(X), "w", X, np.cos(X), "y")
        ax.set_title("Une nuit")
        return ax.legend(["blanc", "jaune"])


# --- seaborn, pandas, networkx ----------------------------------------------------------------


@figure
def grid_of_seaborn() -> Any:
    with sns.axes_style("darkgrid"):
        return sns.relplot(TIPS, x="note", y="part", hue="jour", col="repas", height=3)


@figure
def network_of_networkx() -> Any:
    names = ["Valjean", "Javert", "Cosette", "Marius", "Fantine", "Gavroche"]
    graph = nx.Graph(combinations(names, 2))
    look = {"node_color": range(len(graph)), "edge_color": "0.6", "node_size": 900}
    nx.draw_networkx(graph, nx.circular_layout(names), cmap="magma", **look)
    return plt.gca()


# --- What is looked at ------------------------------------------------------------------------

PALE = 1.15
"""What hardly differs from the page in the light may be as pale in the dark: a grid, a legend."""


@pytest.fixture(scope="module")
def drawings() -> dict[str, str]:
    """Return all figures as they are published."""
    published = {}
    for name, draw in FIGURES.items():
        with mpl.rc_context():
            mpl.rcdefaults()  # whatever a notebook that ran in this process has left
            drawn = draw()
            drawing = getattr(drawn, "figure", None) or drawn.get_figure()
            published[name] = to_svg(drawing, name, "Un titre.", "d")
        plt.close("all")
    return published


@pytest.fixture
def page(browser: Browser, drawings: dict[str, str]) -> Iterator[Page]:
    """Show all figures under each other, as wide as they were drawn."""
    css = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8")
        for name in ("palette.css", "style.css", "drawings.css")
    )
    shown = "".join(f'<div class="drawing">{drawing}</div>' for drawing in drawings.values())
    look = "body { background: var(--paper) } .drawing { width: 460px; margin: 8px; float: left }"
    with browser.new_page(viewport={"width": 1920, "height": 1000}) as page:
        page.set_content(f"<!doctype html><style>{css}{look}</style><body>{shown}")
        yield page


def take_pixels(page: Page, scheme: Literal["light", "dark"]) -> Any:
    """Return the points of the page in a mode, without its words: rows, columns and colours."""
    page.emulate_media(color_scheme=scheme)
    page.add_style_tag(content="text { visibility: hidden }")
    return np.asarray(Image.open(BytesIO(take_picture(page))).convert("RGB"))


def measure_contrasts(points: Any, paper: Any) -> Any:
    """Return the WCAG contrasts of an array of colours with one of them."""
    lights = []
    for colours in (points, paper):
        shares = np.asarray(colours) / 255
        linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        lights.append(linear @ [0.2126, 0.7152, 0.0722] + 0.05)
    return np.maximum(*lights) / np.minimum(*lights)


@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")
def test_what_is_seen_in_the_light_is_seen_in_the_dark(page: Page) -> None:
    """A sheet of paper is the same; of any other drawing, no more than a few points are lost."""
    boxes = page.locator(".drawing > svg").evaluate_all(
        """drawings => drawings.map(at => {
        const {left, top, right, bottom} = at.getBoundingClientRect();
        return [at.classList.contains("sheet-of-paper"), left, top, right, bottom] })"""
    )
    light, dark = take_pixels(page, "light"), take_pixels(page, "dark")
    for name, (is_sheet, *box) in zip(FIGURES, boxes, strict=True):
        left, top, right, bottom = map(round, box)
        cut = np.s_[top + 1 : bottom - 1, left + 1 : right - 1]
        if is_sheet:
            assert np.median(abs(light[cut].astype(int) - dark[cut])) <= 10, name
            continue
        seen = measure_contrasts(light[cut], light[2, 2]) > 1.5
        lost = measure_contrasts(dark[cut], dark[2, 2]) < PALE
        assert (seen & lost).mean() < 0.001, name
