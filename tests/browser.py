"""The browser that looks at the pages, and its fonts: found, or installed if that can be done.

Any Chromium will do, as for `build --pdf`; `REPORT_BROWSER` names one by its path. `python
tests/browser.py --install` is a step of `make test`, and needs no package of Python.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import debian
import fonts

# Not resolved: a copy of the project that has these tests by a link is tested, not this one.
sys.path.insert(0, str(Path(__file__).absolute().parents[1]))
from annual_report.machine.pages.export.printing import find_browser

if TYPE_CHECKING:  # the step that installs a browser runs before anything else
    from playwright.sync_api import Browser, Page, Playwright

ADVICE = "install Chromium, Chrome or Edge, or name one in REPORT_BROWSER"


def launch(playwright: "Playwright", path: str | None) -> "Browser":
    """Start the browser at `path`; without its sandbox where this account can't have one.

    Root can't, nor can those whose system gives them no namespaces; the pages are our own.
    """
    from playwright.sync_api import Error

    # No graphics card is there to help, and to imitate one takes a sixth of a test's time.
    options = ["--disable-gpu"]
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        try:
            return playwright.chromium.launch(executable_path=path, args=options)
        except Error:
            pass
    return playwright.chromium.launch(executable_path=path, args=[*options, "--no-sandbox"])


def take_picture(page: "Page") -> bytes:
    """Take a picture of a whole page, as PNG.

    A busy Chromium gives one up now and then ("Unable to capture screenshot"): it is asked again.
    """
    from playwright.sync_api import Error

    for _time in range(4):
        try:
            return page.screenshot(full_page=True)
        except Error:
            page.wait_for_timeout(1000)
    return page.screenshot(full_page=True)


def install() -> None:
    """Install a browser and the fonts of the tests, where one of them is missing."""
    packages = []
    if find_browser() is None:
        packages.append("chromium")
    if fonts.list_missing():
        packages.extend(fonts.PACKAGES)
    if packages:
        said = f"Installing {', '.join(packages)}, which the tests of the pages need."
        debian.install(said, *packages)
        fonts.list_missing.cache_clear()


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    if missing := fonts.list_missing():
        said = f"No fonts {', '.join(missing)}: paper will not be tested with these. "
        print(f"{said}To mend it, install {', '.join(fonts.PACKAGES)}.", file=sys.stderr)
    if find_browser() is None:
        sys.exit(f"No browser: the tests will not look at the pages. To mend it, {ADVICE}.")
