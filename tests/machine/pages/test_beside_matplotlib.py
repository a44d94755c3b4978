"""The pictures of a gallery, as a page has them and as matplotlib's own SVG shows them.

A browser takes a picture of each sheet of figures, with their words hidden, so that no font
decides; words are compared apart, by where they stand. An ordinary run compares a figure in three,
`--deep` all. How alike each figure must be is in `gallery/likeness.csv`: as alike as it was, less
half a hundredth. What keeps one from 1 is said there, where it is more than the rounding of a tenth
of a pixel.
"""

import csv
import math
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import gallery
import matplotlib as mpl
import numpy as np
import pytest
from browser import take_picture
from gallery import drawn, list_figures
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import QuadMesh, TriMesh
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font_names
from matplotlib.textpath import text_to_path
from picture_likeness import measure_likeness
from PIL import Image
from playwright.sync_api import Browser

from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.language import use_language
from annual_report.machine.pages.svg.from_figure import draw_figure

pytestmark = pytest.mark.slow

DPI = 72
AROUND = 20
"""Pixels around each figure: what reaches beyond its edge is compared as well."""
PART = 3
"""An ordinary run compares one figure in so many, some of each module of the gallery."""
WIDE = 1900
"""Pixels of the width of a sheet."""
LOOK = """
:root { --paper: #fff; --ink: #000; --line: #b0b0b0 }
body { background: #fff; margin: 0 }
body > div { position: absolute; overflow: hidden }
svg { position: absolute; overflow: visible }
text { visibility: hidden }
"""
"""The colours of matplotlib for those of the palette, which are others by intent."""
SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
BOUNDS = Path(gallery.__file__).with_name("likeness.csv")


class Pair(NamedTuple):
    """A figure as a page has it, and as matplotlib's SVG; its size in pixels."""

    ours: Element
    theirs: Element
    width: int
    height: int


class MatplotlibRenderer(RendererSVG):
    """matplotlib's own, with words as text and formulas drawn, as a page has them."""

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Write words, and draw the signs of a formula."""
        with mpl.rc_context({"svg.fonttype": "path" if ismath else "none"}):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)


def draw_as_matplotlib_does(figure: Figure, name: str) -> Element:
    written = StringIO()
    figure.dpi = DPI
    inches = figure.get_size_inches()
    with mpl.rc_context({"svg.hashsalt": name}):
        own = MatplotlibRenderer(*(inches * DPI), written, image_dpi=2 * DPI)
        renderer = MixedModeRenderer(figure, *inches, 2 * DPI, own)
        figure.draw(renderer)
        renderer.finalize()
    return ElementTree.fromstring(written.getvalue())


def draw_pair(name: str) -> Pair:
    with drawn(list_figures()[name]) as figure, use_language("en"):
        # Browsers show hairlines between the cells of a mesh; matplotlib's answer is an image.
        for mesh in figure.findobj(lambda part: isinstance(part, QuadMesh | TriMesh)):
            mesh.set_rasterized(True)
        # Layouts and tables settle when they are first drawn.
        figure.draw_without_rendering()
        ours = draw_figure(figure, name.replace("_", "-"), "t", "d").svg
        theirs = draw_as_matplotlib_does(figure, name)
        width, height = figure.get_size_inches() * DPI
    return Pair(ElementTree.fromstring(ours), theirs, int(width), int(height))


@pytest.fixture(scope="module")
def pairs(pytestconfig: pytest.Config) -> dict[str, Pair]:
    """Draw figures both ways."""
    names = [*list_figures()]
    if not pytestconfig.option.deep:
        names = names[::PART]
    return {name: draw_pair(name) for name in names}


@pytest.fixture(scope="module")
def bounds() -> dict[str, float]:
    """Read how alike each figure must be."""
    with BOUNDS.open(encoding="utf-8", newline="") as stream:
        return {row["figure"]: float(row["likeness"]) for row in csv.DictReader(stream)}


Boxes = dict[str, tuple[int, int, int, int]]


def lay_out(pairs: dict[str, Pair]) -> Boxes:
    """Return where each figure stands on a sheet: left, top, width, height."""
    boxes: Boxes = {}
    left = top = row = 0
    for name, pair in pairs.items():
        width = pair.width + 2 * AROUND
        height = pair.height + 2 * AROUND
        if left + width > WIDE:
            left = 0
            top += row
            row = 0
        boxes[name] = (left, top, width, height)
        left += width
        row = max(row, height)
    return boxes


def place_drawing(drawing: Element, box: tuple[int, int, int, int]) -> str:
    """Return the HTML of a drawing in its box, a pixel for a pixel."""
    left, top, width, height = box
    x, y, wide, high = map(float, drawing.get("viewBox", "").split())
    drawing.set("style", f"left:{AROUND + x}px;top:{AROUND + y}px;width:{wide}px;height:{high}px")
    place = f"left:{left}px;top:{top}px;width:{width}px;height:{height}px"
    return f'<div style="{place}">{ElementTree.tostring(drawing, "unicode", method="html")}</div>'


def take_sheet(browser: Browser, drawings: dict[str, Element], boxes: Boxes, css: str) -> Any:
    """Return the picture of all drawings on a sheet, in grey."""
    placed = [place_drawing(drawing, boxes[name]) for name, drawing in drawings.items()]
    height = max(top + high for _left, top, _wide, high in boxes.values())
    with browser.new_page(viewport={"width": WIDE, "height": height}) as page:
        page.set_content(f"<!doctype html><style>{css}{LOOK}</style><body>{''.join(placed)}")
        picture = Image.open(BytesIO(take_picture(page)))
    return np.asarray(picture.convert("L"), dtype=float)


def test_each_figure_looks_as_matplotlib_draws_it(
    browser: Browser, pairs: dict[str, Pair], bounds: dict[str, float]
) -> None:
    assert bounds.keys() == list_figures().keys()
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    boxes = lay_out(pairs)
    sheets = ("palette.css", "drawings.css")
    css = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in sheets)
    ours = take_sheet(browser, {name: pair.ours for name, pair in pairs.items()}, boxes, css)
    theirs = take_sheet(browser, {name: pair.theirs for name, pair in pairs.items()}, boxes, "")
    likeness: dict[str, float] = {}
    for name, (left, top, width, height) in boxes.items():
        cut = np.s_[top : top + height, left : left + width]
        likeness[name] = measure_likeness(ours[cut], theirs[cut])
    below = {name: found for name, found in likeness.items() if found < bounds[name]}
    assert not below
    assert np.median([*likeness.values()]) > 0.99


class Word(NamedTuple):
    """A line of text, where it begins in matplotlib's own font, and how it is turned."""

    text: str
    x: float
    y: float
    angle: float


def read_transform(text: Element) -> dict[str, list[float]]:
    """Return the steps of a transform: `translate(1 2) rotate(3)`."""
    steps: dict[str, list[float]] = {}
    for step in text.get("transform", "").split(")")[:-1]:
        name, _bracket, numbers = step.partition("(")
        steps[name.strip()] = [float(number) for number in numbers.split()]
    return steps


def read_style(text: Element) -> dict[str, str]:
    style: dict[str, str] = {}
    for declaration in text.get("style", "").split(";"):
        name, _colon, value = declaration.partition(":")
        style[name.strip()] = value.strip()
    return style


def list_texts(drawing: Element) -> Iterator[tuple[Element, str]]:
    """List the texts of a drawing, each with the end by which it is anchored."""
    parents = {child: parent for parent in drawing.iter() for child in parent}
    for text in drawing.iter():
        if not text.tag.endswith("}text"):
            continue
        look = parents[text].attrib
        # matplotlib draws the letters of a word that has an outline; a page keeps the word.
        if "halo" not in look.get("class", ""):
            yield text, look.get("text-anchor") or read_style(text).get("text-anchor", "start")


def measure_width(text: Element) -> float:
    """Return how wide matplotlib lays a text out, by the look that its SVG gives it."""
    style: dict[str, Any] = {**read_style(text)}
    named = [name.strip(" '") for name in style["font-family"].split(",")]
    font = FontProperties(
        family=[name for name in named if name in get_font_names()],
        size=float(style["font-size"].removesuffix("px")),
        weight=int(style.get("font-weight", 400)),
        style=style.get("font-style", "normal"),
    )
    width: float = text_to_path.get_text_width_height_descent(str(text.text), font, ismath=False)[0]
    return width


def find_start(text: Element, anchor: str, width: float) -> Word:
    """Return where a text of a width begins, whatever end of it is anchored."""
    steps = read_transform(text)
    angle = steps.get("rotate", [0])[0]
    if "translate" in steps:
        x, y = steps["translate"]
    else:
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
    before = SHARES[anchor] * width
    x -= before * math.cos(math.radians(angle))
    y -= before * math.sin(math.radians(angle))
    return Word(text.text or "", x, y, angle % 360)


def test_each_word_stands_where_matplotlib_lays_it_out(pairs: dict[str, Pair]) -> None:
    words = 0
    for name, pair in pairs.items():
        both = zip(list_texts(pair.ours), list_texts(pair.theirs), strict=True)
        for (our_text, our_anchor), (their_text, their_anchor) in both:
            width = measure_width(their_text)
            ours = find_start(our_text, our_anchor, width)
            theirs = find_start(their_text, their_anchor, width)
            assert ours.text == theirs.text, name
            assert ours[1:] == pytest.approx(theirs[1:], abs=0.11), (name, ours.text)
            words += 1
    assert words > 1000 / PART


def test_the_gallery_has_over_a_hundred_figures_of_four_libraries() -> None:
    kinds = {function.__module__ for function in list_figures().values()}
    assert {"gallery.of_pandas", "gallery.of_seaborn", "gallery.of_networkx"} <= kinds
    assert len(list_figures()) > 100
