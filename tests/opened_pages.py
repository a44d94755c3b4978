"""The pages that the tests look at in a browser: each is opened once for all tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from looks import OTHERS, PAGES
from playwright.sync_api import Browser, BrowserContext, Page


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
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=[*PAGES, *OTHERS])
def opened(
    request: pytest.FixtureRequest, page_folders: dict[str, Path], own_scripts: BrowserContext
) -> Iterator[Page]:
    network, _slash, name = str(request.param).partition("/")
    page = own_scripts.new_page()
    page.goto((page_folders[network] / name).as_uri())
    page.evaluate(KEEP)
    yield page
    page.close()


KEEP = "window.asItWas = document.documentElement.outerHTML"
CHANGED = "window.asItWas !== document.documentElement.outerHTML"


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """Give a page as it is when it has just been opened, whatever the last test did to it."""
    yield opened
    if opened.evaluate(CHANGED):
        opened.reload()
        opened.evaluate(KEEP)
    opened.emulate_media(
        media="screen",
        color_scheme="light",
        contrast="no-preference",
        forced_colors="none",
        reduced_motion="no-preference",
    )
    opened.set_viewport_size({"width": 1280, "height": 720})
    opened.evaluate("""window.scrollTo({top: 0, behavior: "instant"});
      document.querySelectorAll("*").forEach(each => each.scrollLeft = 0)""")
