"""What all tests share: the language of messages, the reports of both networks, a browser."""

import os
from collections.abc import Iterator

import pytest
from browser import ADVICE, find_browser
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# Messages are compared in their source language, whatever the machine speaks; tests of the French
# catalogue ask for it by name.
os.environ["LANGUAGE"] = "en"

settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")

UNSEEN = "no browser"
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a Chromium; without one the tests are skipped, loudly, and fail in CI.

    It lives as long as a module: while it does, its thread can't run another event loop.
    """
    path = find_browser()
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)(UNSEEN)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if root else []
        )
        yield started
        started.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it where nobody can miss it if the pages were not looked at."""
    skipped = terminalreporter.stats.get("skipped", [])
    unseen = [report for report in skipped if UNSEEN in str(report.longrepr)]
    if unseen:
        terminalreporter.section("THE PAGES WERE NOT CHECKED IN A BROWSER", red=True, bold=True)
        terminalreporter.line(f"{len(unseen)} tests need one: {ADVICE}.")
