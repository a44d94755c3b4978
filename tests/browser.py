"""The browser that looks at the pages: found if there is one, installed if that can be done.

Any Chromium will do. `REPORT_BROWSER` names one by its path; otherwise the usual names and places
are tried. `python tests/browser.py --install` is a step of `make test`.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:  # the step that installs a browser runs before anything else
    from playwright.sync_api import Browser, Playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
ADVICE = "install Chromium, Chrome or Edge, or name one in REPORT_BROWSER"


def find_browser() -> str | None:
    """Return the path of a browser, None where there is none."""
    if named := os.environ.get("REPORT_BROWSER"):
        return named if Path(named).is_file() else shutil.which(named)
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *there) if path), None)


def launch(playwright: "Playwright", path: str | None) -> "Browser":
    """Start the browser at `path`; without its sandbox where this account can't have one.

    Root can't, nor can those whose system gives them no namespaces; the pages are our own.
    """
    from playwright.sync_api import Error

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        try:
            return playwright.chromium.launch(executable_path=path)
        except Error:
            pass
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


if __name__ == "__main__":
    if find_browser() is None and "--install" in sys.argv:
        said = "Installing Chromium, which the tests of the pages need."
        debian.install(said, "chromium", "fonts-liberation")
    if find_browser() is None:
        sys.exit(f"No browser: the tests will not look at the pages. To mend it, {ADVICE}.")
