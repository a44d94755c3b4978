"""Doors in tests: a program that a person has opened in a folder, and a browser that visits it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from network_files import TEXT, NetworkFiles, meeting, treated
from playwright.sync_api import Browser, Frame, Locator, Page, expect
from waiting import PATIENCE

from annual_report.base.program import hash_bytes
from annual_report.base.project import ROOT

UP_TO_DATE = "La page est à jour"
WIDTHS = (360, 600, 768, 1024, 1440)
"""Widths of windows in pixels, from a telephone to a screen."""
LOOKS: tuple[tuple[Literal["light", "dark"], Literal["active", "none"], int], ...] = (
    ("light", "none", 360),
    ("light", "none", 1440),
    ("dark", "none", 1440),
    ("light", "active", 360),
)
"""The looks of a window for axe: colours of the system, whether it forces its own, the width.

The style of the door has two layouts, of which each width is one: narrow and wide.
"""
LOOKED_AT: set[str] = set()
"""Hashes of the pages that axe has seen in the frame of a door."""


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


class Doors:
    """The doors that a test opens, and the windows in which it visits them.

    The fixture `doors` of `conftest.py` gives it, and closes all of them after the test.
    """

    def __init__(self, start_browser: Callable[[], Browser]) -> None:
        self._start_browser = start_browser
        self._programs: list[Program] = []
        self._pages: list[Page] = []

    def open(self, folder: Path, *words: str, **environment: str) -> Program:
        """Open a door in a folder, as a double-click does; `words` follow on the command line."""
        program = open_program(folder, *words, **environment)
        self._programs.append(program)
        return program

    def visit(self, program: Program) -> Page:
        """Visit a door in a window of its own, in which no script may fail."""
        page = self._start_browser().new_page(viewport={"width": 1400, "height": 900})
        self._pages.append(page)
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(program.address)
        return page

    def open_and_visit(self, folder: Path, *words: str, **environment: str) -> Page:
        """Open a door in a folder, and return a window that shows it."""
        return self.visit(self.open(folder, *words, **environment))

    def close(self) -> None:
        """Close the windows, and end the programs that a test has left running."""
        for page in self._pages:
            if not page.is_closed():
                page.close(run_before_unload=False)
        for program in self._programs:
            program.process.kill()
            program.process.communicate()


def write_small_network(folder: Path, title: str = "Deux rives") -> Path:
    """Write a network of one finished year, whose pages are made in a moment; return its folder."""
    files = NetworkFiles(
        {2025: "Gers, Landes"},
        name=title,
        meetings=[
            meeting("2025-06-19", "présentiel", "Une journée", town="Auch", came="Gers, Landes")
        ],
        subjects=[treated(2025, "Budget participatif")],
        texts={2025: TEXT},
    )
    return files.write(folder)


def look(page: Page) -> None:
    """Hold a page of a door and the page in its frame to axe, and to the width of the window.

    The window changes in the loaded page: it is as wide as telephones, tablets and screens are,
    light, dark, and in the colours that a person's system forces upon all pages.
    """
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for frame in page.frames:
            excess = frame.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert excess <= 0, f"{frame.url} is {excess} pixels wider than a window of {width}"
    new_frames = _list_new_frames(page)
    for scheme, forced, width in LOOKS:
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        page.set_viewport_size({"width": width, "height": 900})
        frames = [page.main_frame]
        # The page in the frame has tests of its own for colours that a system forces.
        if forced == "none":
            frames += new_frames
        for frame in frames:
            faults = list_faults(frame, forced=forced)
            assert faults == [], f"{scheme}, forced {forced}, {width}: {faults}"
        # A button that waits is grey; other colours that tell something have a line beside them.
        if forced == "active":
            grey = page.main_frame.evaluate(FIND_GREY)
            colours = page.main_frame.evaluate(LIST_COLOURS_OF_WAITING)
            assert set(colours) <= {grey}, f"waiting buttons have {colours}, not {grey}"
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size({"width": 1400, "height": 900})


def _list_new_frames(page: Page) -> list[Frame]:
    """Return the frames of a window with a page that axe hasn't seen in a frame before."""
    new: list[Frame] = []
    for frame in page.frames:
        if frame is page.main_frame:
            continue
        seen = hash_bytes(frame.content().encode())
        if seen not in LOOKED_AT:
            LOOKED_AT.add(seen)
            new.append(frame)
    return new


FIND_GREY = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "GrayText";
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""
"""The grey that the system has for a thing that can't be used."""
LIST_COLOURS_OF_WAITING = """() => {
  const waiting = [...document.querySelectorAll("[aria-disabled]")];
  return waiting.map((each) => getComputedStyle(each).color);
}"""
RUN_AXE = """async (forced) => {
  // No timer runs in a frame without scripts: what axe puts off is done next.
  const { setTimeout } = window;
  window.setTimeout = (work, _wait, ...given) => void Promise.resolve().then(() => work(...given));
  const found = await axe.run({
    iframes: false,
    // axe reads the colours of letters before the system's replace them, of backgrounds after.
    rules: { "color-contrast": { enabled: forced === "none" } },
  });
  window.setTimeout = setTimeout;
  return found.violations.map((fault) => [fault.id, fault.nodes[0].html]);
}"""


def list_faults(frame: Frame, forced: str = "none") -> list[list[str]]:
    """Return the rules of axe that a page or a frame breaks, each with the first element.

    With `forced` "active" the system forces its colours, whose contrast is not the page's.
    """
    if not frame.evaluate("'axe' in window"):
        frame.evaluate(Axe().axe_script)
    faults: list[list[str]] = frame.evaluate(RUN_AXE, forced)
    return faults


def expect_words(place: Locator, words: str) -> None:
    """Wait until a part of a page has some words, for as long as the making of pages may take."""
    expect(place).to_contain_text(words, timeout=PATIENCE * 1000)


def expect_state(page: Page, words: str) -> None:
    """Wait until the door says of its year that something is so, such as `UP_TO_DATE`."""
    expect_words(page.locator("#state .busy"), words)


def expect_year(page: Page, words: str) -> None:
    """Wait until the list of years says where a year stands: "2025 terminée"."""
    expect_words(page.locator("#years"), words)


def expect_in_frame(page: Page, words: str) -> None:
    """Wait until the year's page, which the door shows in a frame, has some words."""
    expect_words(page.frame_locator("iframe").locator("body"), words)
