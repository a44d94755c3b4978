"""From a finished page to a PDF, by a browser of the machine, and to a picture of the first sheet.

Edge, Chrome or Chromium print a page with the page's print styles: tagged, with title, language,
outline and the alternatives of figures. The browser gets a new profile and no network.
`REPORT_BROWSER` names a browser in another place.
"""

import io
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import PageError, ParameterError
from annual_report.base.messages import _
from annual_report.machine.pages.export.links import drop_links_beside

if TYPE_CHECKING:  # who looks for a browser alone needs neither
    from PIL import Image
    from pypdfium2 import PdfPage

NAMES = (
    "msedge", "microsoft-edge", "microsoft-edge-stable", "Microsoft Edge",
    "chrome", "google-chrome", "google-chrome-stable", "Google Chrome",
    "chromium", "chromium-browser", "Chromium",
)  # fmt: skip
"""The names of the programs on Windows, Linux and macOS, the first found is taken."""
PLACES = (
    "/Applications/Microsoft Edge.app/Contents/MacOS",
    "/Applications/Google Chrome.app/Contents/MacOS",
    "/Applications/Chromium.app/Contents/MacOS",
    "%PROGRAMFILES(X86)%/Microsoft/Edge/Application",
    "%PROGRAMFILES%/Microsoft/Edge/Application",
    "%PROGRAMFILES%/Google/Chrome/Application",
)
"""Where browsers stand on macOS and Windows; on Linux they are on the PATH."""
OPTIONS = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
)  # fmt: skip
"""No window, no network (all names of hosts fail), no header; tagged, for readers who can't see."""
MOST_SECONDS = 60
"""The longest time of a print: a browser that hangs must not hang a build."""
WIDTH_OF_SHEET = 1200
"""The pixels of a sheet's width in a picture: usual for posts, and readable on a telephone."""
GAP = 24
"""The pixels between two sheets in a picture."""


def find_browser() -> str | None:
    """Return the path of a browser, that of REPORT_BROWSER if it is set; None without a browser."""
    named = os.environ.get("REPORT_BROWSER")
    if named:
        return shutil.which(named)
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(os.path.expandvars, PLACES)])
    return next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)


def require_browser() -> str:
    """Return the path of a browser; raise ParameterError, in a line, without a browser."""
    if path := find_browser():
        return path
    raise ParameterError(
        _(
            "--pdf prints with a browser, and none was found: install Edge, Chrome or Chromium, or "
            "name one in REPORT_BROWSER"
        )
    )


def to_pdf(html: str) -> bytes:
    """Return the PDF of a page; raise PageError if the browser makes no PDF.

    `paper` has chosen a size of letters by which the page fills its one or two sheets. The fonts of
    this machine may be wider: a page that needs more sheets is printed with smaller letters. The
    page itself, `html`, isn't changed.
    """
    # Imported here: `find_browser` is asked where no parser of HTML is loaded.
    from annual_report.machine.pages.export.paper import find_setting, set_in_next

    pdf = _print_page(html)
    setting = find_setting(html)
    while setting is not None and setting.sheets is not None:
        if count_sheets(pdf) <= setting.sheets:
            break
        html = set_in_next(html)
        pdf = _print_page(html)
        setting = find_setting(html)
    return pdf


def count_sheets(pdf: bytes) -> int:
    """Return how many sheets a PDF has."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as sheets:
        return len(sheets)


def _print_page(html: str) -> bytes:
    """Return the PDF of a page as set; raise PageError if the browser makes no PDF."""
    browser = require_browser()
    # Chromium doesn't start as root with its sandbox.
    is_root = sys.platform != "win32" and os.geteuid() == 0
    options = [*OPTIONS]
    if is_root:
        options.append("--no-sandbox")
    nowhere = subprocess.DEVNULL
    # A browser may still write to its profile when it has ended.
    with tempfile.TemporaryDirectory(prefix="ar-print-", ignore_cleanup_errors=True) as folder:
        page = Path(folder, "page.html")
        pdf = Path(folder, "page.pdf")
        page.write_text(drop_links_beside(html), encoding="utf-8")
        places = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}", page.as_uri()]
        try:
            subprocess.run(
                [browser, *options, *places], cwd=folder, timeout=MOST_SECONDS,
                stdin=nowhere, stdout=nowhere, stderr=nowhere, check=True,
            )  # fmt: skip
            return pdf.read_bytes()
        except (OSError, subprocess.SubprocessError):
            # The browser failed, hung, or ended well and wrote nothing.
            name = Path(browser).name
            raise PageError(_("{browser} could not print the page", browser=name)) from None


def say_sheets(pdf: bytes) -> str:
    """Return a line on a printed page: "printed: 2 sheets, 40 words after the first"."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as sheets:
        _first, *others = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    if not others:
        return _("printed: one sheet")
    count = 1 + len(others)
    words = len(" ".join(others).split())
    return _("printed: {count} sheets, {words} words after the first", count=count, words=words)


def to_picture(pdf: bytes) -> bytes:
    """Return all sheets of a PDF, two in a row, as a PNG picture to post where no page can be.

    The picture has 256 colours, which is a third of the bytes, and no metadata.
    """
    from PIL import Image
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        sheets = [_draw_sheet(sheet) for sheet in document]
    whole = _lay_in_rows(sheets)
    # No dithering: a flat colour stays flat, and weighs less.
    few = whole.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _draw_sheet(sheet: "PdfPage") -> "Image.Image":
    """Return a sheet of a PDF as a picture, `WIDTH_OF_SHEET` pixels wide."""
    # Each line is at least a pixel wide: in a picture of twice the size, which is then halved, fine
    # lines look fine.
    drawn: Image.Image = sheet.render(scale=2 * WIDTH_OF_SHEET / sheet.get_width()).to_pil()
    return drawn.reduce(2)


def _lay_in_rows(sheets: "Sequence[Image.Image]") -> "Image.Image":
    """Return sheets as a single picture, two in a row: a taller picture would be shown small."""
    from PIL import Image

    from annual_report.machine.pages.look.palette import page_colours

    if len(sheets) == 1:
        return sheets[0]
    width = 2 * WIDTH_OF_SHEET + GAP
    step = max(sheet.height for sheet in sheets) + GAP
    rows = math.ceil(len(sheets) / 2)
    ground = page_colours()["line"]
    whole = Image.new("RGB", (width, rows * step - GAP), ground)
    for number, sheet in enumerate(sheets):
        row, column = divmod(number, 2)
        whole.paste(sheet, (column * (WIDTH_OF_SHEET + GAP), row * step))
    return whole
