"""The pages that the tests look at in a browser: each is opened once for all tests of a module.

A module has one window, in which its pages follow each other: a window with a context of its own
costs most of a second of a processor, which is what many tests take.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from looks import OTHERS, PAGES
from playwright.sync_api import Browser, BrowserContext, Page
from waiting import PATIENCE


@pytest.fixture(scope="module")
def page_folders(
    real_build: Path, example_build: Path, error_page: Path, difference_page: Path
) -> dict[str, Path]:
    """Where the pages of each network are, and the pages that stand for no notebook."""
    return {
        "real": real_build,
        "example": example_build,
        "error": error_page.parent,
        "difference": difference_page.parent,
    }


@pytest.fixture(scope="module")
def own_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """Open a context that may run the tests' own scripts in spite of the pages' policy."""
    opened = browser.new_context(bypass_csp=True, offline=True)
    opened.set_default_timeout(PATIENCE * 1000)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def window(own_scripts: BrowserContext) -> Page:
    return own_scripts.new_page()


@pytest.fixture
def tab(window: Page) -> Iterator[Page]:
    """Give the window to a test that opens pages of its own, as a new one is, and empty."""
    yield window
    window.goto("about:blank")
    show_as_usual(window)


@pytest.fixture(scope="module", params=[*PAGES, *OTHERS])
def opened(request: pytest.FixtureRequest, page_folders: dict[str, Path], window: Page) -> Page:
    network, _slash, name = str(request.param).partition("/")
    window.goto((page_folders[network] / name).as_uri())
    window.evaluate(KEEP)
    return window


KEEP = "window.asItWas = document.documentElement.outerHTML"
CHANGED = "window.asItWas !== document.documentElement.outerHTML"


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """Give a page as it is when it has just been opened, whatever the last test did to it."""
    yield opened
    if opened.evaluate(CHANGED):
        opened.reload()
        opened.evaluate(KEEP)
    show_as_usual(opened)
    opened.evaluate("""window.scrollTo({top: 0, behavior: "instant"});
      document.querySelectorAll("*").forEach(each => each.scrollLeft = 0)""")


def show_as_usual(page: Page) -> None:
    """Give a page the media, the mode and the size of a window that was just opened."""
    page.emulate_media(
        media="null",
        color_scheme="light",
        contrast="no-preference",
        forced_colors="none",
        reduced_motion="no-preference",
    )
    page.set_viewport_size({"width": 1280, "height": 720})
