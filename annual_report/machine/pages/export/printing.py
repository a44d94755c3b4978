"""From a finished page to a PDF and to a picture, by the browser that the machine has.

Any Edge, Chrome or Chromium prints a page as its own print styles have it: tagged, with its title,
language, outline and the alternatives of its figures. It is given a profile of its own and reaches
nothing. `REPORT_BROWSER` names one that is somewhere else.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from annual_report.base.errors import PageError, ParameterError
from annual_report.base.messages import _

NAMES = (
    "msedge", "microsoft-edge", "microsoft-edge-stable", "google-chrome", "google-chrome-stable",
    "chrome", "chromium", "chromium-browser",
)  # fmt: skip
PLACES = (
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    *(
        f"{os.environ.get(folder, '')}/{program}"
        for program in ("Microsoft/Edge/Application/msedge.exe",
                        "Google/Chrome/Application/chrome.exe")
        for folder in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")
    ),
)  # fmt: skip
QUIET = (
    "--headless", "--disable-gpu", "--hide-scrollbars", "--mute-audio", "--no-first-run",
    "--no-default-browser-check", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
PDF = ("--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf")
RELATIVE = re.compile(r'<a (?:[^>]* )?href="(?!#|[a-z][a-z0-9+.-]*:)[^>]*>', re.IGNORECASE)
"""A link to a page beside this one, which no paper has beside it; a network's address is whole."""
TITLE = re.compile(r"(<h1>[^<]*?) <span>")
"""Where a title breaks: a space at the end of a line would be lost to the outline."""
SECONDS = 60
WIDTH, HEIGHT = 794, 1123
"""An A4 sheet, in CSS pixels."""
PIXELS = 1200
"""Width of a picture: what those who post one ask for, and a telephone still reads."""
MEDIA = re.compile(r"@media[^{]*")
FIRST_SHEET = f"""<style>
html {{ height: {HEIGHT}px; overflow: hidden; columns: {WIDTH}px; column-fill: auto }}
html {{ column-gap: 0 }}
</style></head>"""
"""A window that has a page's sheets side by side, as columns, and shows the first."""
UNPRINTED = re.compile(r"<(svg|details|style|nav)\b.*?</\1>|<[^>]*>", re.DOTALL)
"""What paper has no words of: folds, drawings and the tags themselves."""
COUNT, PLACE = re.compile(rb"/Type /Pages\s+/Count (\d+)"), re.compile(rb"/Dest \[(\d+) 0 R")
HEADING = re.compile(r"<h[1-6]\b")
"""In a PDF: its number of sheets, and the one on which a heading of its outline stands."""


def find_browser() -> str | None:
    """Return the path of a browser, None where there is none."""
    if named := os.environ.get("REPORT_BROWSER"):
        return shutil.which(named)
    # Names first: on Linux they are on the PATH; elsewhere browsers stand in places of their own.
    paths = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next((path for path in paths if path), None)


def require_browser() -> str:
    """Return the path of a browser; raise ParameterError, in one line, where there is none."""
    if path := find_browser():
        return path
    raise ParameterError(
        _(
            "--pdf prints with a browser, and none was found: install Edge, Chrome or Chromium, or "
            "name one in REPORT_BROWSER"
        )
    )


def to_pdf(html: str) -> bytes:
    """Return the PDF of a page; raise PageError if the browser makes none."""
    return _print_by_browser(html, "--print-to-pdf", *PDF)


def say_sheets(html: str, pdf: bytes) -> str:
    """Say how many sheets a page fills, and how many of its words stand after the first one."""
    count = max(map(int, COUNT.findall(pdf)))
    if count == 1:
        return _("printed: one sheet")
    # The outline has a page's headings in its order; sheets are numbered in theirs.
    places = [int(place) for place in PLACE.findall(pdf)]
    after = HEADING.split(html)[1 + places.count(min(places)) :]
    words = len(UNPRINTED.sub(" ", " ".join(f"<h2{part}" for part in after)).split())
    return _("printed: {count} sheets, {words} words after the first", count=count, words=words)


def to_picture(html: str) -> bytes:
    """Return the first sheet of a page as a PNG picture, to post where a page can't be.

    It has 256 colours, which is a third of the weight, and nothing beside its pixels.
    """
    from PIL import Image

    size = (f"--window-size={WIDTH},{HEIGHT}", f"--force-device-scale-factor={PIXELS / WIDTH}")
    # A browser has no picture of a sheet: on the screen it is given the rules of paper alone.
    printed = MEDIA.sub(
        lambda rule: rule[0].replace("screen", "speech").replace("print", "all"), html
    )
    alone = printed.replace("</head>", FIRST_SHEET, 1)
    png = io.BytesIO(_print_by_browser(alone, "--screenshot", *size))
    stream = io.BytesIO()
    # No dithering: a flat colour stays flat, and weighs less.
    with Image.open(png) as drawn:
        few = drawn.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _print_by_browser(html: str, option: str, *options: str) -> bytes:
    """Have the browser make a file of a page; raise PageError if it doesn't."""
    browser = require_browser()
    # A browser may still write to its profile when it has ended.
    with tempfile.TemporaryDirectory(prefix="ar-print-", ignore_cleanup_errors=True) as folder:
        # A picture is made only in a file that is called so; a PDF in any.
        page, made = Path(folder, "page.html"), Path(folder, "made.png")
        # Links to pages that no paper has beside it are words; a title keeps its parts together.
        paper = TITLE.sub("\\1\u00a0<span>", RELATIVE.sub("<a>", html))
        page.write_text(paper, encoding="utf-8")
        # Root can't have a sandbox.
        is_root = sys.platform != "win32" and os.geteuid() == 0
        given = [*QUIET, *options, *["--no-sandbox"] * is_root, f"--user-data-dir={folder}/profile"]
        nowhere = subprocess.DEVNULL
        try:
            subprocess.run(
                [browser, *given, f"{option}={made}", page.as_uri()], cwd=folder, timeout=SECONDS,
                stdin=nowhere, stdout=nowhere, stderr=nowhere, check=True,
            )  # fmt: skip
            return made.read_bytes()
        # It failed, hung, or ended well and wrote nothing.
        except (OSError, subprocess.SubprocessError):
            name = Path(browser).name
            raise PageError(_("{browser} could not print the page", browser=name)) from None
