"""Doors in tests: a program that a person has opened in a folder, and a browser that visits it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from network_files import TEXT, NetworkFiles, meeting, treated
from playwright.sync_api import Browser, Frame, Page, expect
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


def visit(browser: Browser, program: Program, **options: Any) -> Page:
    """Visit a door in a window of its own, in which no script may fail."""
    page = browser.new_page(**{"viewport": {"width": 1400, "height": 900}, **options})
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(program.address)
    return page


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


def expect_state(page: Page, words: str) -> None:
    """Wait until the page says that something is so."""
    expect(page.locator("#state .busy")).to_contain_text(words, timeout=PATIENCE * 1000)
