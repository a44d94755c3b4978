"""The pages in a real browser, as a careful reader opens them: no JavaScript, no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from page_text import page_text, words
from playwright.sync_api import Browser, BrowserContext, Page, Request

PAGES = [
    "2024.html",
    "2025.html",
    "2025-affiche.html",
    "index.html",
    "departements/44.html",
]


@dataclass
class Reader:
    """An open page, and every request that it attempted beside its own file."""

    page: Page
    file: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def without_script(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(java_script_enabled=False, offline=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=PAGES)
def reader(
    request: pytest.FixtureRequest, real_build: Path, without_script: BrowserContext
) -> Iterator[Reader]:
    file = real_build / request.param
    page = without_script.new_page()
    opened = Reader(page, file)

    def noted(attempt: Request) -> None:
        if attempt.url != file.as_uri():
            opened.requests.append(attempt.url)

    page.on("request", noted)
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.route(re.compile("^(?!file:)"), lambda route: route.abort())
    page.goto(file.as_uri(), wait_until="load")
    yield opened
    page.close()


def test_it_asks_for_nothing(reader: Reader) -> None:
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_timeout(50)
    reader.page.emulate_media(color_scheme="light", media="print")
    reader.page.wait_for_timeout(50)
    reader.page.emulate_media(media="screen")
    assert reader.requests == []


def test_it_breaks_none_of_its_own_rules(reader: Reader) -> None:
    assert reader.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_is_shown(reader: Reader, width: int) -> None:
    """Every word has a place on the page once the data under the figures are unfolded."""
    reader.page.set_viewport_size({"width": width, "height": 900})
    folded = reader.page.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()  # a browser unfolds it without any script
    assert reader.page.evaluate(UNSEEN) == []
    shown = words(reader.page.locator("body").inner_text())
    assert len(shown) > 0.8 * len(page_text(reader.file))


UNSEEN = """() => {
  const unseen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim()) continue;
    if (parent.closest(".hidden, .skip, style, script, svg title, svg desc")) continue;
    // Of a figure that isn't on a telephone, what follows says the same.
    if (parent.closest("figure.broad") && innerWidth < 600) continue;
    // Where a table's rows are cards, each cell says the head of its column; a code and the name
    // after it head the card themselves.
    const said = [...(parent.closest("thead")?.closest("table").querySelectorAll("td, th") ?? [])]
      .filter(cell => cell.dataset.label === node.data.trim());
    const heads = each => [each, each.previousElementSibling].some(
      cell => cell?.dataset.label === "Code");
    const before = each => getComputedStyle(each, "::before").content !== "none";
    if (said.some(cell => before(cell) || heads(cell))) continue;
    const style = getComputedStyle(parent);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const gone = style.visibility !== "visible" || Number(style.opacity) === 0
      || box.width === 0 || box.height === 0 || box.right <= 0;
    if (gone) unseen.push(node.data.trim());
  }
  return unseen;
}"""
