"""From any matplotlib figure to the page's SVG: small, named, at home in both modes."""

import re
from io import StringIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import matplotlib.patheffects
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from annual_report.base.errors import PageError
from annual_report.base.project import ROOT
from annual_report.machine.pages.checks.cleaning import clean_html
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.pages.svg.from_figure import draw_figure
from annual_report.network import measures
from annual_report.network.network import open_network

RUN = re.compile(r"M(-?[\d.]+)[ -][\d.]+l([\d.]+) 0")
"""A horizontal line of a path, with its start and length: "M10 30l20 0", not "M10 30l0 20"."""
SVG = "{http://www.w3.org/2000/svg}"


def publish_figure(figure: Any) -> Element:
    """Return the tree of a figure's SVG as a page has it."""
    return ElementTree.fromstring(draw_figure(figure, "fig", "Un titre.", "Une description.").svg)


def make_axes_in_pixels(width: float = 100, height: float = 50) -> tuple[Figure, Any]:
    """Return a figure of so many pixels whose Axes count them from the lower left corner."""
    figure = plt.figure(figsize=(width / 72, height / 72))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    return figure, ax


def find_texts(root: Element) -> dict[str, Element]:
    """Return the texts of a drawing by their words."""
    return {str(text.text): text for text in root.iter(f"{SVG}text")}


def read_inherited(root: Element, element: Element, name: str) -> str:
    """Return an attribute of an element, or of the groups that it stands in."""
    parents = {child: parent for parent in root.iter() for child in parent}
    around: Element | None = element
    while around is not None:
        if name in around.attrib:
            return around.attrib[name]
        around = parents.get(around)
    return ""


def read_colour(root: Element, element: Element, name: str = "fill") -> str:
    """Return the name in the palette of an element's colour, or else that colour itself."""
    classes = read_inherited(root, element, "class").split()
    named = [given[2:] for given in classes if given.startswith(f"{name[0]}-")]
    return (named or [read_inherited(root, element, name)])[0]


def list_paths(root: Element, stroke: str) -> list[Element]:
    """Return the paths whose stroke has a colour, by its name in the palette or its code."""
    paths = []
    for path in root.iter(f"{SVG}path"):
        if read_colour(root, path, "stroke") == stroke:
            paths.append(path)
    return paths


# --- The drawing as a part of a page ----------------------------------------------------------


def test_a_drawing_is_a_named_image_in_the_palettes_classes() -> None:
    figure, ax = make_axes_in_pixels()
    ax.plot([10, 90], [20, 20], color=page_colours()["ink"], lw=2, solid_capstyle="butt")

    assert draw_figure(figure, "fig", "Un trait.", "De gauche à droite.").svg == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" '
        'preserveAspectRatio="xMinYMin" style="--wide:100px" '
        'stroke-linejoin="round" role="img" aria-label="De gauche à droite.">'
        '<g clip-path="url(#fig-1)" fill="none" stroke="#1b2440" stroke-width="2" class="s-ink">'
        '<path d="M10 30l80 0" /></g>'
        '<defs><clipPath id="fig-1"><rect x="0" y="0" width="100" height="50" /></clipPath></defs>'
        "</svg>"
    )


def test_the_same_figure_gives_the_same_bytes_and_is_left_as_it_was() -> None:
    figure, ax = plt.subplots()
    ax.imshow([[1, 2]])
    ax.text(0, 0, "mot", path_effects=[mpl.patheffects.withStroke(linewidth=3)], gid="mien")
    before = [figure.dpi, ax.patch.get_visible(), len(ax.get_children()), ax.texts[0].get_gid()]

    assert draw_figure(figure, "a", "t", "d").svg == draw_figure(figure, "a", "t", "d").svg

    after = [figure.dpi, ax.patch.get_visible(), len(ax.get_children()), ax.texts[0].get_gid()]
    assert after == before
    assert ax.texts[0].get_path_effects()
    assert ax.images[0].get_visible()


def test_ids_of_two_figures_in_a_page_differ_and_all_that_is_referred_to_is_there() -> None:
    written = []
    for name in ("une", "autre"):
        _figure, ax = plt.subplots()
        ax.plot([0, 1, 2], [0, 5, 0])
        ax.scatter([1, 2], [1, 2], ec="k")
        ax.bar([1], [1], hatch="/")
        ax.set_ylim(0, 1)  # the line is cut off
        written.append(draw_figure(ax.figure, name, "t", "d").svg)
    ids = [set(re.findall(r' id="([^"]+)"', drawing)) for drawing in written]

    assert not ids[0] & ids[1]
    for drawing, names in zip(written, ids, strict=True):
        assert "clip-path" in drawing
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= names
        assert set(re.findall(r'href="#([^"]+)"', drawing)) <= names


def test_a_mark_in_several_colours_is_drawn_once_and_stands_at_its_places() -> None:
    figure, ax = make_axes_in_pixels()
    ax.scatter([10, 20, 30], [10, 20, 40], c=["#22507f", "red", "red"], s=25)
    marks = [*publish_figure(figure).iter(f"{SVG}use")]

    assert [mark.get("x") for mark in marks] == ["10", "20", "30"]
    assert len({mark.get("href") for mark in marks}) == 1


def test_years_that_nobody_recorded_are_not_crossed() -> None:
    figures = measures.count_figures(open_network(ROOT / "data" / "reseau-exemple"))
    rates = figures["part_presence"].astype(float)
    is_known = rates.notna()

    assert not is_known.all()

    (line,) = rates.plot().get_lines()
    root = publish_figure(line.figure)
    (path,) = (
        path for path in root.iter(f"{SVG}path") if read_colour(root, path, "stroke") == "#1f77b4"
    )
    assert path.get("d", "").count("M") == 2
    assert "l" not in path.get("d", "")


def test_a_line_of_no_length_with_round_ends_is_a_dot() -> None:
    figure, ax = make_axes_in_pixels()
    ax.plot([10, 10], [20, 20], lw=8, solid_capstyle="round")
    (path,) = publish_figure(figure).iter(f"{SVG}path")

    assert path.get("d") == "M10 30l0 0"


def test_a_ground_of_axes_hides_what_is_below_it() -> None:
    """The ground of the figure is the page; that of an inset hides the curve behind it."""
    _figure, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    ax.inset_axes((0.3, 0.3, 0.4, 0.4))
    root = publish_figure(ax.figure)
    grounds = [path for path in root.iter(f"{SVG}path") if read_colour(root, path) == "paper"]

    assert len(grounds) == 2
    assert root.get("class") is None


@pytest.mark.parametrize("finding", ["La photo du réseau", "L’image du réseau", "Url(x)"])
def test_what_a_figure_is_called_takes_no_clip_from_it(finding: str) -> None:
    figure, ax = make_axes_in_pixels()
    ax.plot([0, 200], [0, 200])
    piece = make_fragment(figure, finding=finding, alternative="Une ligne.")

    assert "clip-path" in clean_html(str(piece.html))


def clean_paint(paint: str) -> str:
    """Return an SVG whose path has a paint, without all that no page may have."""
    return str(clean_html(f'<svg><path d="M0 0" fill="{paint}"></path></svg>'))


@pytest.mark.parametrize("paint", ["url(#l-image-1)", "url('#a')", "rgb(1, 2, 3)", "var(--ink)"])
def test_a_colour_and_a_paint_of_the_page_itself_are_kept(paint: str) -> None:
    assert "fill" in clean_paint(paint)


@pytest.mark.parametrize(
    "paint",
    [
        "url(a.svg#b)",
        "url( 'http://x.fr/a')",
        "image-set('a.png' 1x)",
        "-webkit-image-set(url(a))",
        "cross-fade(url(a), red)",
        "src('a')",
        r"u\72l(a)",  # "url" for a browser
        "red, url (a)",
    ],
)
def test_a_paint_that_a_browser_might_fetch_is_in_no_page(paint: str) -> None:
    assert "fill" not in clean_paint(paint)


# --- Texts ------------------------------------------------------------------------------------


def test_words_of_a_figure_are_typeset_as_those_of_the_page() -> None:
    figure, ax = make_axes_in_pixels()
    ax.text(10, 10, "L'an 1 : 5 %")

    assert "L’an 1\u00a0: 5\u00a0%" in find_texts(publish_figure(figure))


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("aligned", ["baseline", "bottom", "center", "center_baseline", "top"])
def test_a_text_stands_where_matplotlib_would_lay_it_out(aligned: str, rotation: float) -> None:
    figure, ax = make_axes_in_pixels()
    look = {"size": 13, "va": aligned, "rotation": rotation, "rotation_mode": "anchor"}
    ax.text(20, 30, "lp", **look)
    text = find_texts(publish_figure(figure))["lp"]
    with mpl.rc_context({"svg.fonttype": "none"}):
        out = StringIO()
        figure.savefig(out, format="svg", dpi=72)
    (theirs,) = ElementTree.fromstring(out.getvalue()).iter(f"{SVG}text")

    for name in ("x", "y"):
        assert float(text.attrib[name]) == pytest.approx(float(theirs.attrib[name]), abs=0.4)


@pytest.mark.parametrize(
    ("rotation", "aligned", "anchor"),
    [(90, "top", "end"), (90, "bottom", ""), (270, "top", ""), (90, "center", "middle")],
)
def test_a_turned_text_stands_by_the_end_at_which_it_is_aligned(
    rotation: float, aligned: str, anchor: str
) -> None:
    """A tick's label must end under its tick, however wide the reader's letters are."""
    figure, ax = make_axes_in_pixels(200, 60)
    ax.text(100, 30, "Nouvelle", size=10, rotation=rotation, va=aligned, ha="center")
    root = publish_figure(figure)
    (text,) = root.iter(f"{SVG}text")

    assert read_inherited(root, text, "text-anchor") == anchor
    assert float(text.attrib["y"]) == pytest.approx(30, abs=0.2)


@pytest.mark.parametrize(
    ("aligned", "anchor"), [("left", ""), ("center", "middle"), ("right", "end")]
)
def test_lines_of_a_text_are_aligned_by_what_they_have_in_common(aligned: str, anchor: str) -> None:
    figure, ax = make_axes_in_pixels(200)
    ax.text(100, 20, "une\nlongue ligne", ha=aligned, bbox={"facecolor": "none"})
    root = publish_figure(figure)
    lines = list(root.iter(f"{SVG}text"))

    assert [line.text for line in lines] == ["une", "longue ligne"]
    assert [read_inherited(root, line, "text-anchor") for line in lines] == [anchor] * 2
    assert [float(line.attrib["x"]) for line in lines] == pytest.approx([100] * 2, abs=0.2)


def test_a_word_of_a_table_stands_in_the_middle_of_its_cell() -> None:
    figure, ax = make_axes_in_pixels()
    ax.table([["mot"]], cellLoc="center", loc="center")
    root = publish_figure(figure)

    assert read_inherited(root, find_texts(root)["mot"], "text-anchor") == "middle"


def test_labels_that_would_be_cut_off_have_room() -> None:
    """As the names under pandas's bars, which matplotlib lets leave the figure."""
    ax: Any = pd.Series(
        [1, 2], index=["Auvergne-Rhône-Alpes", "Provence-Alpes-Côte d’Azur"]
    ).plot.bar()
    root = publish_figure(ax.figure)
    _x, top, _width, height = map(float, root.get("viewBox", "").split())

    assert height > ax.figure.get_size_inches()[1] * 72

    label = find_texts(root)["Provence-Alpes-Côte d’Azur"]
    assert read_inherited(root, label, "text-anchor") == "end"

    length = len(str(label.text)) * 10 * 0.5
    assert float(label.attrib["y"]) + length <= top + height


def test_a_line_that_nothing_cuts_off_is_drawn_beyond_the_figure() -> None:
    """As in a legend below; a text that its axes cut off is cut off."""
    figure, ax = make_axes_in_pixels()
    ax.plot([10, 30], [-20, -20], clip_on=False)
    ax.text(90, 20, "coupé", clip_on=True)
    root = publish_figure(figure)

    assert next(root.iter(f"{SVG}path")).get("d") == "M10 70l20 0"
    assert read_inherited(root, find_texts(root)["coupé"], "clip-path")


def test_what_is_far_off_is_refused_with_what_to_do() -> None:
    figure, ax = make_axes_in_pixels()
    ax.text(5000, 20, "perdu")

    with pytest.raises(PageError, match="has something far outside it: place it inside"):
        publish_figure(figure)


def test_a_text_with_an_outline_of_its_own_keeps_its_letters() -> None:
    figure, ax = make_axes_in_pixels()
    ax.text(10, 20, "mot", path_effects=[mpl.patheffects.withStroke(linewidth=3, foreground="w")])
    root = publish_figure(figure)

    assert read_inherited(root, find_texts(root)["mot"], "class") == "halo f-ink"


@pytest.mark.parametrize("fonts", ["dejavusans", "cm"])
def test_a_formula_is_drawn_as_matplotlib_draws_it(fonts: str) -> None:
    """With the fonts of "cm", the signs of −3α≤Σ are others in any font that a page may have."""
    with mpl.rc_context({"mathtext.fontset": fonts}):
        figure, ax = make_axes_in_pixels()
        ax.text(10, 20, r"$-3\alpha\leq\Sigma$", size=10)
        root = publish_figure(figure)
    assert not find_texts(root)

    (formula,) = (group for group in root.iter(f"{SVG}g") if group.get("transform"))
    assert formula.get("class") == "f-ink"
    assert len(formula.findall(f"{SVG}use")) == 5


# --- Colours ----------------------------------------------------------------------------------


def test_what_nobody_gave_a_colour_follows_the_readers_mode() -> None:
    """Matplotlib's own defaults: black, white, its cycle, its grid and the frame of its legend."""
    _figure, ax = plt.subplots()
    ax.grid()
    ax.plot([0, 1], [0, 1], label="a")
    ax.axhline(0.5, color="black")
    ax.legend()
    root = publish_figure(ax.figure)

    assert root.get("class") is None

    strokes = {read_colour(root, part, "stroke") for part in root.iter() if part.tag != f"{SVG}svg"}
    assert strokes - {""} == {"line", "ink", "#1f77b4"}
    assert read_colour(root, find_texts(root)["a"]) == "ink"


@pytest.mark.parametrize(
    "look",
    [
        lambda ax: ax.plot([0, 1], color="0.6"),
        lambda ax: ax.scatter([0, 1], [0, 1], c=[0, 1], cmap="viridis"),
        lambda ax: ax.imshow([[0, 1]]),
        lambda ax: ax.bar([1], [1], color="navy"),
        lambda ax: ax.set_facecolor("0.9"),
    ],
)
def test_a_figure_in_colours_of_its_own_is_a_sheet_of_paper(look: Any) -> None:
    """Nobody can know what of a grey, a scale, an image or a ground would be lost in the dark."""
    _figure, ax = plt.subplots()
    look(ax)
    ax.set_title("Un titre")
    root = publish_figure(ax.figure)

    assert root.get("class") == "sheet-of-paper"
    assert not [part for part in root.iter() if part is not root and part.get("class")]
    assert read_colour(root, find_texts(root)["Un titre"]) == "#000000"


def test_what_is_half_seen_through_is_so_with_its_edge() -> None:
    figure, ax = make_axes_in_pixels()
    ax.add_patch(Rectangle((10, 0), 20, 20, fc="black", ec="black", alpha=0.5))
    (shape,) = publish_figure(figure).findall(f"{SVG}g")

    assert shape.get("opacity") == "0.5"


def test_an_image_that_is_too_heavy_is_refused_with_its_weight() -> None:
    figure, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(np.random.default_rng(1).random((400, 400)))

    with pytest.raises(PageError, match=r"weighs \d+ kB as a drawing.*: draw fewer marks"):
        publish_figure(figure)


@pytest.mark.parametrize(("hatch", "most"), [("//", 17), (".", 7), ("x", 18), ("*", 40)])
def test_a_hatch_is_lines_that_are_cut_off_at_its_shape(hatch: str, most: int) -> None:
    figure, ax = make_axes_in_pixels()
    left = page_colours()["left"]
    ax.add_patch(Rectangle((10, 0), 40, 70, fill=False, edgecolor=left, hatch=hatch))
    root = publish_figure(figure)

    assert not list(root.iter(f"{SVG}pattern"))

    edge, signs = (
        path for path in root.iter(f"{SVG}path") if read_colour(root, path, "stroke") == "left"
    )
    assert read_inherited(root, edge, "fill") == "none"
    assert 3 < str(signs.get("d")).count("M") <= most

    clips = {clip.get("id"): clip for clip in root.iter(f"{SVG}clipPath")}
    around = read_inherited(root, signs, "clip-path")
    (shape,) = clips[around[5:-1]]
    assert shape.get("d") == "M10 50l40 0 0-70-40 0z"


def test_rows_of_dots_end_with_their_shape() -> None:
    """A printed page would carry each of the others as well."""
    figure, ax = make_axes_in_pixels()
    ax.add_patch(Rectangle((10, 0), 20, 70, fill=False, hatch="."))
    *_edge, rows = publish_figure(figure).iter(f"{SVG}path")
    ends = [float(x) + float(length) for x, length in RUN.findall(rows.get("d", ""))]

    assert ends
    assert {*ends} == {30}


def test_a_mark_is_cut_off_where_its_axes_end() -> None:
    """A browser would move what cuts a repeated mark off as it moves the mark."""
    figure, ax = make_axes_in_pixels()
    ax.plot([50], [25], "o")
    root = publish_figure(figure)
    (mark,) = root.iter(f"{SVG}use")

    assert "clip-path" not in mark.attrib
    assert read_inherited(root, mark, "clip-path")


def test_a_hatched_shape_is_cut_off_where_its_axes_end() -> None:
    figure, ax = make_axes_in_pixels()
    ax.add_patch(Rectangle((50, 0), 500, 40, fill=False, hatch="//"))
    root = publish_figure(figure)
    _edge, around = root.findall(f"{SVG}g")
    (signs,) = around

    assert around.get("clip-path")
    assert signs.get("clip-path") not in (None, around.get("clip-path"))


@pytest.mark.parametrize("hatch", ["//", ".", "*"])
def test_a_hatch_is_drawn_where_its_shape_is_seen(hatch: str) -> None:
    """Of a bar that goes a million pixels beyond its axes the rest would fill the memory."""
    figure, ax = make_axes_in_pixels()
    ax.add_patch(Rectangle((10, 0), 40, 1_000_000, fill=False, hatch=hatch))
    drawn = [str(path.get("d")) for path in publish_figure(figure).iter(f"{SVG}path")]

    assert 3 < max(path.count("M") for path in drawn) <= 40


@pytest.mark.parametrize("height", [np.nan, 0])
def test_a_hatched_bar_without_a_height_has_no_hatch(height: float) -> None:
    figure, ax = make_axes_in_pixels()
    ax.bar([10], [height], width=5, hatch="//")

    drawn = [str(path.get("d")) for path in publish_figure(figure).iter(f"{SVG}path")]
    # A hatch is a path of several lines, an edge of one at most.
    assert max(path.count("M") for path in drawn) <= 1


def test_a_hatched_shape_of_unknown_points_has_no_hatch() -> None:
    figure, ax = make_axes_in_pixels()
    ax.add_patch(Polygon(np.full((3, 2), np.nan), hatch="//"))

    assert not list(publish_figure(figure).iter(f"{SVG}path"))


def test_a_name_that_a_shape_is_given_is_its_title() -> None:
    figure, ax = make_axes_in_pixels()
    for x, name in ((10, "Gironde"), (40, "Landes")):
        ax.add_patch(Rectangle((x, 0), 20, 20, gid=f"title {name}"))
    root = publish_figure(figure)

    assert [title.text for title in root.iter(f"{SVG}title")] == ["Gironde", "Landes"]


# matplotlib, which measures the text too, has no such letter and warns.
@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_control_character_is_left_out_of_a_drawing() -> None:
    figure, ax = make_axes_in_pixels()
    # XML can't hold it, and a cell that was copied out of another program may.
    ax.text(50, 25, "Lan\x00des\x1b")

    assert "Landes" in find_texts(publish_figure(figure))


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\ufffe"])
def test_signs_that_xml_can_not_hold_are_left_out(sign: str) -> None:
    figure, ax = make_axes_in_pixels()
    # The first is the end of a line within a cell of some programs.
    ax.text(50, 25, f"Lan{sign}des")

    assert "Landes" in find_texts(publish_figure(figure))


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("words", ["👩\u200d🌾", "co\u00adopération"])
def test_signs_that_join_or_part_letters_stay_in_a_drawing(words: str) -> None:
    figure, ax = make_axes_in_pixels()
    ax.text(50, 25, words)

    assert words in find_texts(publish_figure(figure))
