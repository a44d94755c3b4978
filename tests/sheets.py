"""Pages on paper: printed by the browser of the tests, and how far each sheet is filled."""

from playwright.sync_api import Page
from pypdfium2 import PdfPage

GROUND = 225
"""The darkest tone of grey that is still white paper."""
NUMBER = 0.945
"""The part of a sheet's height above its number."""


def print_page(tab: Page, html: str) -> bytes:
    tab.set_content(html)
    return tab.pdf(prefer_css_page_size=True, print_background=True)


def look_at_sheet(sheet: PdfPage) -> tuple[float, float]:
    """Return where a sheet's words end and its widest white band, in shares of its height."""
    grey = sheet.render(scale=0.5).to_pil().convert("L")
    above = grey.crop((0, 0, grey.width, round(grey.height * NUMBER)))
    marks = above.point(lambda tone: 255 * (tone < GROUND))
    box = marks.getbbox()
    assert box, "an empty sheet"
    widest = 0
    white = 0
    for row in range(box[3]):
        has_marks = marks.crop((0, row, marks.width, row + 1)).getbbox() is not None
        white = 0 if has_marks else white + 1
        widest = max(widest, white)
    return box[3] / grey.height, widest / grey.height
