"""Small pictures of each kind of page, compared with those that are kept.

    make generated        renews them, after a look

Letters differ between machines, so what is compared is coarse: each picture is brought down to a
grid of a few pixels and blurred. It doesn't see a comma; it sees a chapter that is missing, a map
that lost its colour, a dark page that is white.
"""

import io
import os
from pathlib import Path

import pypdfium2
import pytest
from browser import take_picture
from PIL import Image, ImageChops, ImageFilter
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page

KEPT = Path(__file__).parent / "pictures"
RENEW = bool(os.environ.get("RENEW_PICTURES"))
KINDS = ("annual", "year_data", "trends", "index", "error")
MODES = {"light": (1280, "light"), "dark": (1280, "dark"), "telephone": (375, "light")}
WIDTH = {"light": 220, "dark": 220, "telephone": 96}
TALLEST = 1500
HEIGHT = "height"
"""Where a kept picture says how tall the page was before it was cropped."""
CELL = 8
"""Pixels of a kept picture that one pixel of the comparison stands for."""
TOLERANCES = {"screen": (7.0, 26.0), "print": (3.2, 9.0)}
"""Tolerances out of 255: of the whole picture, and of its worst horizontal band. Six sheets side by
side are mostly white, whatever is printed."""


@pytest.fixture
def files(example_build: Path, error_page: Path) -> dict[str, Path]:
    """Give a page of each kind, made of data that don't change."""
    return {
        "annual": example_build / "2025.html",
        "year_data": example_build / "2025-donnees.html",
        "trends": example_build / "tendances.html",
        "index": example_build / "index.html",
        "error": error_page,
    }


def picture(tab: Page, file: Path, mode: str) -> Image.Image:
    width, scheme = MODES[mode]
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tab.goto(file.as_uri())
    taken = Image.open(io.BytesIO(take_picture(tab))).convert("RGB")
    return small(taken, WIDTH[mode])


def paper(tab: Page, file: Path, folder: Path) -> Image.Image:
    """Print a page, and put the first six sheets side by side."""
    tab.goto(file.as_uri())
    tab.pdf(path=folder / "page.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(folder / "page.pdf") as printed:
        sheets = [
            printed[number].render(scale=20 / 72).to_pil().convert("RGB")
            for number in range(min(6, len(printed)))
        ]
    width, height = sheets[0].size
    joined = Image.new("RGB", (width * 3, height * 2), "white")
    for place, sheet in enumerate(sheets):
        joined.paste(sheet, (width * (place % 3), height * (place // 3)))
    return small(joined, 360)


def small(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
    return scaled.quantize(8, dither=Image.Dither.NONE)


def coarse(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    few = (max(1, size[0] // CELL), max(1, size[1] // CELL))
    plain = picture.convert("RGB").resize(few, Image.Resampling.BOX)
    return plain.filter(ImageFilter.GaussianBlur(1.5))


def compare(name: str, now: Image.Image) -> None:
    """Compare a picture with the kept one, or keep it."""
    file = KEPT / f"{name}.png"
    tall = now.height
    now = now.crop((0, 0, now.width, min(tall, TALLEST)))
    if RENEW:
        KEPT.mkdir(exist_ok=True)
        whole = PngInfo()
        whole.add_text(HEIGHT, str(tall))
        now.save(file, optimize=True, pnginfo=whole)
        assert file.stat().st_size < 45_000
        return
    with Image.open(file) as kept:
        kept.load()
    taller = tall / int(kept.info[HEIGHT])
    assert 0.92 < taller < 1.09, f"{name}: {taller:.0%} as tall as the kept picture; make generated"
    difference = ImageChops.difference(coarse(now, kept.size), coarse(kept, kept.size))
    values = list(difference.convert("L").tobytes())
    across = difference.width
    bands = [sum(values[at : at + across]) / across for at in range(0, len(values), across)]
    mean, worst = sum(bands) / len(bands), max(bands)
    of_all, of_a_band = TOLERANCES["print" if name.endswith("-print") else "screen"]
    assert mean < of_all, f"{name}: {mean:.1f} away in the mean; make generated"
    assert worst < of_a_band, f"{name}: {worst:.1f} away in a band; make generated"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_looks_as_it_did(kind: str, mode: str, files: dict[str, Path], tab: Page) -> None:
    compare(f"{kind}-{mode}", picture(tab, files[kind], mode))


@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_it_looks_as_it_did(
    kind: str, files: dict[str, Path], tab: Page, tmp_path: Path
) -> None:
    compare(f"{kind}-print", paper(tab, files[kind], tmp_path))
