"""The window in which a module's tests look at pages, one after the other.

A window with a context of its own costs most of a second of a processor, which is what many tests
take.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from waiting import PATIENCE


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
