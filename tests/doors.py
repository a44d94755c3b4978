"""Doors in tests: a program that a person has opened in a folder, and a browser that visits it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect
from waiting import PATIENCE

from annual_report.base.project import ROOT

UP_TO_DATE = "La page est à jour"
WIDTHS = (360, 600, 768, 1024, 1440)


@dataclass
class Program:
    """A door that a person has opened in a folder, in French, without its browser."""

    folder: Path
    process: "subprocess.Popen[str]"
    address: str
    said: list[str] = field(default_factory=list)


def open_program(folder: Path, *words: str, **environment: str) -> Program:
    """Open a door in a folder, as a double-click does."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "pipeline.py"), "open", "--no-browser", *words],
        cwd=folder,
        env={**os.environ, "LANGUAGE": "fr", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", line)
    assert address, line
    return Program(folder, process, address.group(), [line])


def visit(browser: Browser, program: Program, **options: Any) -> Page:
    """Visit a door in a window of its own, in which no script may fail."""
    page = browser.new_page(**{"viewport": {"width": 1400, "height": 900}, **options})
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(program.address)
    return page


def look(page: Page) -> None:
    """Hold a page of a door and the page in its frame to axe, and to the width of the window."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for frame in page.frames:
                find_overflow = "document.documentElement.scrollWidth - window.innerWidth"
                assert frame.evaluate(find_overflow) <= 0, (frame.url, width)
                if width in (WIDTHS[0], WIDTHS[-1]):
                    faults = list_faults(frame)
                    assert faults == [], f"{scheme}, {width}: {faults}"
    page.set_viewport_size({"width": 1400, "height": 900})


RUN_AXE = """async () => {
  // No timer runs in a frame without scripts: what axe puts off is done next.
  const { setTimeout } = window;
  window.setTimeout = (work, _wait, ...given) => void Promise.resolve().then(() => work(...given));
  const found = await axe.run({ iframes: false });
  window.setTimeout = setTimeout;
  return found.violations.map((fault) => [fault.id, fault.nodes[0].html]);
}"""


def list_faults(frame: Frame) -> list[list[str]]:
    """Return the rules of axe that a page or a frame breaks, each with the first element."""
    frame.evaluate(Axe().axe_script)
    faults: list[list[str]] = frame.evaluate(RUN_AXE)
    return faults


def expect_state(page: Page, words: str) -> None:
    """Wait until the page says that something is so."""
    expect(page.locator("#state .busy")).to_contain_text(words, timeout=PATIENCE * 1000)
