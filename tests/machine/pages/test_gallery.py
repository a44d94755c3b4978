"""Some figures of the gallery, in light and dark.

Each is published as it is drawn. A browser then shows them all, and its pictures are looked at:
what is seen in the light is seen in the dark, and words are read in any colours asked for.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

import numpy as np
import pytest
from browser import take_picture
from gallery import drawn, list_figures
from PIL import Image
from playwright.sync_api import Browser, Page

from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.svg.from_figure import draw_figure

FIGURES = (
    "hatched_bars",
    "boxes",
    "violins",
    "words_and_arrows",
    "words_of_all_looks",
    "an_inset",
    "axes_on_axes",
    "a_legend_outside",
    "on_a_dark_ground",
)
PALE = 1.15
"""What hardly differs from the page in the light may be as pale in the dark: a grid, a legend."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Show all figures as they are published, as wide as they were drawn."""
    drawings = []
    for name in FIGURES:
        with drawn(list_figures()[name]) as figure:
            drawings.append(draw_figure(figure, name, "Un titre.", "d").svg)
    sheets = ("palette.css", "style.css", "drawings.css")
    css = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in sheets)
    shown = "".join(f'<div class="drawing">{drawing}</div>' for drawing in drawings)
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
