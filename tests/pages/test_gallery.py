"""Forty figures of the kinds that the galleries of matplotlib and seaborn show, light and dark.

Each is published as it is drawn; then every stroke, area and text of the drawing is looked at as it
is painted: what was seen on a light page must be seen on a dark one, and words be read on both.
"""

import base64
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.colors import LogNorm, to_hex
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from PIL import Image

from annual_report.pages.look.palette import contrast
from annual_report.pages.svg import to_svg
from annual_report.pages.svg.colours import Tone, kept, mixed, palette

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
FIGURES: dict[str, Callable[[], Any]] = {}


def figure(draw: Callable[[], Any]) -> Callable[[], Any]:
    """Note a figure of the gallery: its function returns an artist, or a grid of seaborn's."""
    FIGURES[draw.__name__] = draw
    return draw


# --- Bars, lines and areas --------------------------------------------------------------------


@figure
def bars_with_labels() -> Any:
    ax = plt.subplot()
    for side, colour in ((-0.2, "tab:blue"), (0.2, "0.7")):
        drawn = ax.bar(np.arange(4) + side, [3, 5.5, 2, 4], 0.4, color=colour, label=colour)
        ax.bar_label(drawn, padding=3)
    return ax.legend(title="Couleur")


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
def broken_bars() -> Any:
    ax = plt.subplot()
    ax.broken_barh([(1, 3), (6, 2)], (0, 1), facecolors=("tab:orange", "tab:green"))
    ax.broken_barh([(2, 5)], (2, 1), facecolors="0.3")
    return ax.annotate("arrêt", (6, 0.5), (8, 2), arrowprops={"facecolor": "black", "shrink": 0.05})


@figure
def error_bars() -> Any:
    return plt.errorbar([1, 2, 3], [2, 4, 3], yerr=[0.3, 0.5, 0.2], fmt="o", ecolor="k", capsize=4)[
        0
    ]


@figure
def steps_and_stairs() -> Any:
    plt.step(X, np.round(3 * np.sin(X)), color="dimgrey")
    return plt.stairs([2, 4, 3], [0, 3, 6, 9], fill=True, color="0.85")


@figure
def four_greys() -> Any:
    ax = plt.subplot()
    for level, grey in enumerate(("0.2", "0.45", "0.6", "0.75")):
        ax.plot(X, np.sin(X) + level, color=grey, label=grey)
    ax.axhline(2, color="k", ls="--", lw=0.8)
    return ax.legend()


@figure
def area_between() -> Any:
    ax = plt.subplot()
    ax.fill_between(X, np.sin(X) - 0.5, np.sin(X) + 0.5, alpha=0.3)
    ax.axvspan(2, 4, color="0.9")
    ax.text(2.1, 1.2, "été")
    return ax.plot(X, np.sin(X), "k")[0]


@figure
def stacked_areas() -> Any:
    return plt.stackplot(X, [X, 10 - X, 2 + np.sin(X)], labels=["a", "b", "c"])[0]


@figure
def twin_axes() -> Any:
    ax = plt.subplot()
    ax.plot(X, X**2, "tab:red")
    ax.set_ylabel("carrés", color="tab:red")
    other = ax.twinx()
    other.set_ylabel("cubes", color="darkblue")
    return other.plot(X, X**3, "darkblue")[0]


@figure
def logarithmic_axes() -> Any:
    plt.loglog(X[1:], X[1:] ** 3, "m-.")
    plt.grid(which="both")
    return plt.title("$y = x^3$, une puissance")


@figure
def formulas() -> Any:
    ax = plt.subplot()
    ax.axvspan(0, 0.5, color="khaki")
    ax.set_xlim(0, 1)
    ax.text(0.02, 0.5, r"$-3\alpha \leq \sum_{i=1}^n \sqrt{x_i}$", size=18)
    return ax.text(0.55, 0.2, r"$\frac{\partial f}{\partial x} = 2{,}5$", size=18, color="grey")


@figure
def dates_in_a_series() -> Any:
    return pd.Series(RANDOM.normal(size=40), index=DAYS).cumsum().plot()


@figure
def stems_and_events() -> Any:
    upper, lower = plt.subplots(2)[1]
    upper.stem(X[::5], np.sin(X[::5]))
    return lower.eventplot([RANDOM.gamma(4, size=20) for _ in range(3)], colors=["k", "r", "0.5"])[
        0
    ]


@figure
def histograms_through_each_other() -> Any:
    plt.hist(RANDOM.normal(0, 1, 300), alpha=0.5, label="un")
    plt.hist(RANDOM.normal(1, 1, 300), alpha=0.5, label="deux")
    return plt.legend()


# --- Distributions, shares, relations ---------------------------------------------------------


@figure
def boxes_and_violins() -> Any:
    left, right = plt.subplots(1, 2)[1]
    left.boxplot([RANDOM.normal(size=50), RANDOM.normal(1, 2, 50)], patch_artist=True, notch=True)
    return right.violinplot([RANDOM.normal(size=50)], showmedians=True)["bodies"][0]


@figure
def pie() -> Any:
    return plt.pie([3, 2, 1], labels=["un", "deux", "trois"], autopct="%.0f %%", shadow=True)[0][0]


@figure
def ring() -> Any:
    look = {"width": 0.4, "edgecolor": "white"}
    plt.pie([5, 3, 2], colors=["black", "0.5", "whitesmoke"], wedgeprops=look)
    return plt.text(0, 0, "dix", ha="center", va="center", size=20)


@figure
def scatter_with_a_scale() -> Any:
    ax = plt.subplot()
    drawn = ax.scatter(X, np.sin(X), c=X, s=90)
    ax.figure.colorbar(drawn, label="rang")
    return ax


@figure
def bubbles() -> Any:
    drawn = plt.scatter(X[::4], np.cos(X[::4]), s=40 * X[::4], alpha=0.4, c="k", ec="crimson")
    return plt.legend(*drawn.legend_elements("sizes", num=3), title="taille")


@figure
def hexagons() -> Any:
    return plt.hexbin(RANDOM.normal(size=900), RANDOM.normal(size=900), gridsize=14, cmap="Blues")


@figure
def counts_in_two_directions() -> Any:
    return plt.hist2d(RANDOM.normal(size=900), RANDOM.normal(size=900), bins=20, norm=LogNorm())[3]


@figure
def black_contours_on_a_scale() -> Any:
    plt.contourf(X, X, HILLS, levels=8, cmap="RdBu")
    lines = plt.contour(X, X, HILLS, levels=8, colors="k", linewidths=0.8)
    return plt.clabel(lines, fontsize=8)[0]


@figure
def contours_with_a_scale() -> Any:
    lines = plt.contour(X, X, HILLS, levels=8)
    return plt.colorbar(lines).ax


@figure
def image_with_numbers() -> Any:
    ax = plt.subplot()
    values = np.arange(16).reshape(4, 4)
    ax.imshow(values, cmap="Greys")
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, str(value), ha="center", va="center", color="w" if value > 8 else "k")
    return ax


@figure
def mesh_with_a_scale() -> Any:
    return plt.colorbar(plt.pcolormesh(X, X, HILLS, cmap="coolwarm", shading="nearest")).ax


@figure
def triangles() -> Any:
    x, y = RANDOM.random((2, 40))
    plt.tripcolor(x, y, x + y, cmap="PiYG")
    return plt.triplot(x, y, "k-", lw=0.6)[0]


@figure
def arrows() -> Any:
    return plt.quiver(*np.mgrid[0:5, 0:5], np.eye(5), np.ones((5, 5)), color="midnightblue")


@figure
def streams() -> Any:
    x, y = np.meshgrid(X, X)
    drawn = plt.streamplot(X, X, -np.sin(y), np.cos(x), color=x, cmap="autumn", density=0.6)
    return drawn.lines


@figure
def rose() -> Any:
    ax = plt.subplot(projection="polar")
    ax.bar(
        np.linspace(0, 5.5, 8), RANDOM.random(8), 0.6, color=plt.cm.viridis(np.linspace(0, 1, 8))
    )
    return ax


@figure
def surface() -> Any:
    ax = plt.subplot(projection="3d")
    x, y = np.meshgrid(X[::4], X[::4])
    return ax.plot_surface(x, y, np.sin(x) * np.cos(y), cmap="viridis")


@figure
def table_under_bars() -> Any:
    plt.bar([0, 1], [2, 3], color=["teal", "tan"])
    plt.xticks([])
    return plt.table(
        [["2", "3"]], rowLabels=["n"], colLabels=["Gers", "Landes"], rowColours=["tan"]
    )


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
def inset() -> Any:
    ax = plt.subplot()
    ax.plot(X, np.sin(5 * X))
    small = ax.inset_axes((0.6, 0.6, 0.35, 0.35))
    small.plot(X[:10], np.sin(5 * X[:10]), "k")
    return ax.indicate_inset_zoom(small, edgecolor="black")


@figure
def dark_ground() -> Any:
    with plt.style.context("dark_background"):
        ax = plt.subplots()[1]
        ax.plot(X, np.sin(X), "w", X, np.cos(X), "y")
        ax.set_title("Une nuit")
        return ax.legend(["blanc", "jaune"])


@figure
def grey_ground() -> Any:
    with plt.style.context("ggplot"):
        ax = plt.subplots()[1]
        ax.scatter(X, X**2, ec="w")
        return ax.set_title("Un fond gris")


# --- seaborn, pandas, networkx ----------------------------------------------------------------


@figure
def heat_map_of_seaborn() -> Any:
    frame = pd.DataFrame(RANDOM.integers(0, 99, (5, 6)), index=list("abcde"))
    return sns.heatmap(frame, annot=True, linewidths=0.5)


@figure
def grid_of_seaborn() -> Any:
    with sns.axes_style("darkgrid"):
        return sns.relplot(TIPS, x="note", y="part", hue="jour", col="repas", height=3)


@figure
def swarm_on_boxes() -> Any:
    ax = sns.boxplot(TIPS, x="jour", y="note", fill=False, color="0.4")
    return sns.swarmplot(TIPS, x="jour", y="note", hue="repas", size=3, ax=ax)


@figure
def densities() -> Any:
    return sns.kdeplot(TIPS, x="note", hue="jour", fill=True, palette="crest", alpha=0.5)


@figure
def regression() -> Any:
    return sns.regplot(TIPS, x="note", y="part", marker="x", color=".3", line_kws={"color": "r"})


@figure
def joint_distribution() -> Any:
    return sns.jointplot(TIPS, x="note", y="part", kind="hex", color="#4CB391", height=4)


@figure
def bars_of_pandas() -> Any:
    return (
        TIPS.groupby(["jour", "repas"])["note"].mean().unstack().plot.bar(rot=0, colormap="copper")
    )


@figure
def scatter_matrix_of_pandas() -> Any:
    return pd.plotting.scatter_matrix(TIPS[["note", "part"]], diagonal="hist", color="k")[0, 0]


@figure
def network_of_networkx() -> Any:
    names = ["Valjean", "Javert", "Cosette", "Marius", "Fantine", "Gavroche"]
    graph = nx.Graph(combinations(names, 2))
    look = {"node_color": range(len(graph)), "edge_color": "0.6", "node_size": 900}
    nx.draw_networkx(graph, nx.circular_layout(names), cmap="magma", **look)
    return plt.gca()


# --- What is looked at ------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"
TEXT, GRAPHICS, ROUNDED = 4.5, 3.0, 0.1
COUNTS = {"m": 1, "l": 1, "q": 2, "c": 3}
CODES = {"l": Path.LINETO, "q": Path.CURVE3, "c": Path.CURVE4}


class Painted(NamedTuple):
    """An area of a drawing: its outline, and its colour or the points of its image."""

    shape: Path
    tone: Tone
    opacity: float = 1.0
    points: Any = None


def outline(d: str, dx: float = 0.0, dy: float = 0.0) -> Path:
    """Read a path as the drawings have it: relative, with the commands m, l, q, c and z."""
    here = start = np.array([dx, dy])
    points, codes = [], []
    for letter, said in re.findall(r"([mlqcz])([^mlqcz]*)", d):
        if letter == "z":
            points.append(start)
            codes.append(Path.CLOSEPOLY)
            here = start
            continue
        steps = np.array(re.findall(r"-?(?:\d+\.?\d*|\.\d+)", said), float).reshape(-1, 2)
        for place in range(0, len(steps), COUNTS[letter]):
            group = here + steps[place : place + COUNTS[letter]]
            is_first = letter == "m" and not place
            start = group[-1] if is_first else start
            points += list(group)
            codes += [Path.MOVETO if is_first else CODES.get(letter, Path.LINETO)] * len(group)
            here = group[-1]
    return Path(points, codes)


def colour(element: Element, parents: dict[Element, Element], name: str) -> Tone | None:
    """Return what a browser fills or strokes an element with, in both modes."""
    while element is not None:
        for each in element.get("class", "").split():
            if each[:2] == f"{name[0]}-" and each[2:] in palette():
                return palette()[each[2:]]
        if two := re.search(rf"{name}:light-dark\((#\w+),(#\w+)\)", element.get("style", "")):
            return Tone(two[1], two[2])
        if name in element.attrib:
            found = element.attrib[name]
            return kept(found) if found.startswith("#") else None
        element = parents.get(element)  # type: ignore[assignment]
    return None


def inherited(element: Element, parents: dict[Element, Element], name: str) -> str:
    """Return an attribute of an element, or of the group that it stands in."""
    return element.get(name) or parents[element].get(name) or ""


def below(painted: list[Painted], points: Any) -> list[Tone]:
    """Return what is seen at some points of a drawing, so far as it is painted."""
    found = []
    for point in np.atleast_2d(points):
        seen: Tone = palette()["paper"]
        for each in painted:
            if not each.shape.contains_point(point):
                continue
            if each.points is None:
                seen = each.tone.over(seen, each.opacity)
                continue
            corner = np.asarray(each.shape.vertices)[0]
            column, row = (2 * (point - corner)).astype(int)
            rows, columns = each.points.shape[:2]
            red, green, blue, alpha = (
                each.points[min(row, rows - 1), min(column, columns - 1)] / 255
            )
            seen = kept(to_hex((red, green, blue))) if alpha > 0.5 else seen
        found.append(seen)
    return found


def lost(root: Element) -> Iterator[str]:
    """Say what of a drawing is seen in the light and lost in the dark, or can't be read at all."""
    parents = {child: parent for parent in root.iter() for child in parent}
    marks = {each.get("id"): each for each in root.iter(f"{SVG}path") if each.get("id")}
    painted: list[Painted] = []
    cased: set[str] = set()
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        if parents.get(element) is not None and parents[element].tag != f"{SVG}defs":
            if tag in ("path", "use"):
                drawn = marks[element.attrib["href"][1:]] if tag == "use" else element
                at = float(element.get("x", 0)), float(element.get("y", 0))
                shape = outline(drawn.attrib["d"], *at)
                if "light-dark(transparent" in inherited(element, parents, "style"):
                    cased.add(str(shape.to_polygons()))
                    continue
                yield from lost_shape(element, shape, parents, painted, cased)
            elif tag == "image":
                encoded = element.attrib["href"].partition(",")[2]
                points = np.asarray(Image.open(BytesIO(base64.b64decode(encoded))).convert("RGBA"))
                x, y = float(element.attrib["x"]), float(element.attrib["y"])
                size = float(element.attrib["width"]), float(element.attrib["height"])
                box = Path.unit_rectangle().transformed(mpl.transforms.Affine2D().scale(*size))
                box = box.transformed(mpl.transforms.Affine2D().translate(x, y))
                painted.append(Painted(box, kept("#000000"), points=points))
            elif tag == "text":
                yield from lost_text(element, parents, painted)


def along(points: Any) -> Any:
    """Return a dozen points along a line."""
    places = np.linspace(0, len(points) - 1, 12)
    return np.column_stack([np.interp(places, range(len(points)), axis) for axis in points.T])


def lost_shape(
    element: Element,
    shape: Path,
    parents: dict[Element, Element],
    painted: list[Painted],
    cased: set[str],
) -> Iterator[str]:
    fill, stroke = (colour(element, parents, name) for name in ("fill", "stroke"))
    corners: Any = np.asarray(shape.vertices)[shape.codes != Path.CLOSEPOLY]
    opacity = float(element.get("opacity", 1))
    inside = corners.mean(axis=0) + 0.9 * (corners - corners.mean(axis=0))
    for seen, name, points in ((fill, "fill", inside), (stroke, "stroke", corners)):
        if seen is None or (name == "stroke" and fill is not None):
            continue  # the edge of an area that is seen may be as faint as it likes
        part = opacity * float(inherited(element, parents, f"{name}-opacity") or 1)
        grounds = below(painted, along(points))
        is_panel = name == "fill" and (np.ptp(corners, axis=0) > 200).all() and not painted
        for ground in set(grounds):
            light, dark = (
                contrast(mixed(ground[mode], seen[mode], part), ground[mode]) for mode in (0, 1)
            )
            mostly = grounds.count(ground) > len(grounds) / 2
            least = min(GRAPHICS, light) - (ROUNDED if part == 1 else 3 * ROUNDED)
            if dark < least and mostly and not is_panel:
                if str(shape.to_polygons()) in cased:
                    continue
                yield f"{name} {seen} on {ground}: {light:.1f}, {dark:.1f}"
    if fill is not None:
        painted.append(
            Painted(shape, fill, opacity * float(inherited(element, parents, "fill-opacity") or 1))
        )
    elif inherited(element, parents, "fill").startswith("url"):
        painted.append(Painted(shape, palette()["paper"]))


def lost_text(
    element: Element, parents: dict[Element, Element], painted: list[Painted]
) -> Iterator[str]:
    ink = colour(element, parents, "fill")
    assert ink is not None
    group = parents[element]
    grounds = [palette()["paper"]]
    if "halo" not in group.get("class", ""):
        size = float(group.attrib["font-size"])
        end = {"middle": 0.0, "end": -0.3}.get(element.get("text-anchor", ""), 0.3)
        place = np.array([end * size, -0.35 * size])
        if turned := re.match(r"rotate\((\S+) ", element.get("transform", "")):
            turn = mpl.transforms.Affine2D().rotate_deg(float(turned[1]))
            place = turn.transform(place)
        grounds = below(painted, place + [float(element.attrib[name]) for name in ("x", "y")])
    for ground in grounds:
        for mode in (0, 1):
            if contrast(ink[mode], ground[mode]) < TEXT - ROUNDED:
                yield f"“{element.text}” {ink[mode]} on {ground[mode]}"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")  # seaborn's boxes
@pytest.mark.parametrize("name", FIGURES)
def test_what_is_seen_in_the_light_is_seen_in_the_dark_and_words_are_read(name: str) -> None:
    drawn = FIGURES[name]()
    svg = to_svg(getattr(drawn, "figure", None) or drawn.get_figure(), name, "Un titre.", "d")
    assert list(dict.fromkeys(lost(ElementTree.fromstring(svg)))) == []
