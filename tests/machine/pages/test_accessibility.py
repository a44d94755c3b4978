"""The pages for everyone: what a reader sees, hears and touches, in every medium.

`docs/accessibility.md` says what these hold.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import under_each_set_of_fonts
from looks import SCHEMES, SHEET, axe, list_misplaced, measure_letters, ratio, start_axe
from page_text import page_text, parse, words
from playwright.sync_api import Browser, Page

from annual_report.base.project import ROOT

PAGES = ("2025", "2025-donnees", "tendances", "index", "error")
"""A page of each kind, of the network that has most to show."""


@pytest.fixture(params=PAGES)
def file(request: pytest.FixtureRequest, example_build: Path, error_page: Path) -> Path:
    return error_page if request.param == "error" else example_build / f"{request.param}.html"


@pytest.fixture
def page(file: Path, tab: Page) -> Page:
    """Open a page in the window that all tests share."""
    tab.goto(file.as_uri())
    return tab


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(at => at.open = true)")


def test_axe_finds_nothing_with_every_rule_on(page: Page) -> None:
    """AAA, best practices and experimental ones too.

    No width changes a colour, and in the dark nothing else changes; who asks for more contrast gets
    the same pairs of colours further apart, which the palette's own test measures.
    """
    start_axe(page)
    widen(page, 768)
    report = axe(page, unfolded=True, rules="all")

    assert report["rules"] > 90
    assert report["violations"] == []
    # On a drawing axe can't tell what lies behind a word: the palette's own test does.
    assert set(report["doubts"]) <= {"color-contrast", "color-contrast-enhanced"}

    widen(page, 320)  # letters are smallest there, and rows of words are entries
    assert axe(page, unfolded=False, rules="all but colours")["violations"] == []

    page.emulate_media(color_scheme="dark")
    assert axe(page, unfolded=False, rules="colours")["violations"] == []


def test_without_script_and_network_a_page_asks_for_nothing_and_breaks_none_of_its_rules(
    file: Path, browser: Browser
) -> None:
    heard: list[str] = []
    with browser.new_page(java_script_enabled=False, offline=True) as page:
        page.on("request", lambda attempt: heard.append(attempt.url))
        page.on("console", lambda message: heard.append(message.text))
        page.goto(file.as_uri(), wait_until="load")
        page.emulate_media(color_scheme="dark")
        page.emulate_media(color_scheme="light", media="print")
        page.wait_for_timeout(50)

    assert heard == [file.as_uri()]


def test_every_word_is_shown_once_the_data_are_unfolded_and_without_style_in_its_order(
    file: Path, page: Page
) -> None:
    unfold(page)
    for width in (320, 1280):
        widen(page, width)
        assert page.evaluate(UNSEEN) == [], width
    shown = words(page.locator("body").inner_text())

    assert len(shown) > 0.8 * len(page_text(file))

    # RGAA 10.3: taken off, the style takes no word and no order with it.
    page.evaluate("document.querySelectorAll('style').forEach(style => style.remove())")
    plain = clean(words(page.locator("body").inner_text())).lower()
    longest = [word.lower() for word in shown.split() if len(word) > 6][:200]
    assert [word for word in longest if word not in plain] == []


def clean(text: str) -> str:
    """Return a text without spaces: cells that stand in one line have none between them."""
    return re.sub(r"\s+", "", text)


UNSEEN = """() => {
  const unseen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim()) continue;
    if (parent.closest(".hidden, .skip, style, svg title, svg desc")) continue;
    // Where rows are entries, each cell says the head of its column, or that it has none.
    if (innerWidth < 600 && parent.closest(".entries .none, .entries thead")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (getComputedStyle(parent).visibility !== "visible" || !box.width || box.right <= 0)
      unseen.push(node.data.trim());
  }
  return unseen;
}"""


FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const {outlineStyle, outlineWidth} = getComputedStyle(at);
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0;
  return [[...document.querySelectorAll("*")].indexOf(at),
          seen && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}"""


def test_the_keyboard_goes_through_in_order_sees_where_it_is_and_gets_out(page: Page) -> None:
    stops = page.locator("a[href], summary, [tabindex='0']:not(svg *)").evaluate_all(
        "stops => stops.filter(at => at.checkVisibility({visibilityProperty: true})).length"
    )
    places = []
    for _stop in range(stops):
        page.keyboard.press("Tab")
        place, is_seen = page.evaluate(FOCUSED)
        assert is_seen, page.evaluate("document.activeElement.outerHTML")
        places.append(place)

    assert places == sorted(set(places))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.tagName") == "MAIN"


SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
"""What any reader may impose: WCAG 2.2, 1.4.12, and RGAA 10.12."""


def test_a_reader_may_space_the_text_and_zoom_to_400_percent(page: Page) -> None:
    """A window of 1280 pixels at 400 % has room for 320, one at 200 % for 640 (RGAA 10.4)."""
    assert list_misplaced(page, (320, 640, 1280)) == []

    page.add_style_tag(content=SPACING)
    assert list_misplaced(page, (320, 390, 1280), drawings=False) == []


@under_each_set_of_fonts
def test_a_sheet_of_paper_holds_it_in_letters_of_eight_points(file: Path, page: Page) -> None:
    """A browser prints what runs over smaller, cover and all."""
    page.emulate_media(media="print")
    assert list_misplaced(page, (SHEET,), drawings=False) == []

    sizes = measure_letters(page)
    assert len(sizes) > 17

    # The map of a year has the height that its words leave, so that both are one sheet.
    least = {False: 7.95, True: 5.9 if file.name == "2025.html" else 7.95}
    assert [letters for letters in sizes if letters[0] < least[letters[2]]] == []


CODE = r"\d\d|2[AB]|97\d"


def test_a_drawing_is_read_on_a_telephone(page: Page) -> None:
    for width, least in ((320, 9), (390, 10.9)):
        widen(page, width)
        drawn = [size for size, _text, is_drawn in measure_letters(page) if is_drawn]
        assert min(drawn, default=least) >= 0.75 * least, width


@pytest.mark.parametrize("file", ["2025"], indirect=True)
def test_the_codes_of_a_map_stay_large_and_a_year_in_one_line(page: Page) -> None:
    widen(page, 320)
    codes = [size for size, text, _is_drawn in measure_letters(page) if re.fullmatch(CODE, text)]

    assert len(codes) >= 16
    assert min(codes) >= 0.75 * 10.9

    page.add_style_tag(content=":root { --serif: 'DejaVu Serif', serif }")
    lines = "at => at.clientHeight / parseFloat(getComputedStyle(at).fontSize)"
    assert page.locator("h1 span").evaluate(lines) < 1.5


TARGETS = """() => [...document.querySelectorAll("a[href], summary")].filter(at => {
  // A link within a sentence is as high as its line; those of a drawing are as large as what they
  // stand for, and are elsewhere on the page too.
  if (!at.checkVisibility() || at.closest(".skip, svg")) return false;
  const words = node => node.textContent.trim().length;
  const within = at.closest("p, dd, figcaption") && words(at.parentElement) > words(at) + 2;
  return !within && Math.max(...[...at.getClientRects()].map(box => box.height)) < 24;
}).map(at => at.textContent)"""


def test_what_a_finger_touches_is_24_pixels_high(page: Page) -> None:
    for width in (390, 1280):
        widen(page, width)
        assert page.evaluate(TARGETS) == [], width


@pytest.mark.parametrize("file", ["2025"], indirect=True)
def test_nothing_moves_and_who_asks_for_more_contrast_gets_it(page: Page) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) != "rgb(255, 255, 255)"

    page.emulate_media(contrast="more")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"

    moving = """[...document.querySelectorAll('*')].filter(at => {
      const style = getComputedStyle(at);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0


# --- The colours that a system imposes --------------------------------------------------------

UNREAD = """() => {
  // In these modes a browser puts a plate of the canvas behind each line of text.
  const inks = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && !parent.closest("svg, style") && parent.checkVisibility())
      inks.push(getComputedStyle(parent).color);
  }
  return [...new Set(inks)];
}"""


def list_looks(page: Page, selector: str, name: str) -> list[str]:
    """Return a property of the style of all that a selector matches, each value once."""
    look = "(nodes, name) => nodes.map(at => getComputedStyle(at)[name])"
    return list(dict.fromkeys(page.locator(selector).evaluate_all(look, name)))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_imposed_colours_words_are_read_bands_are_borders_and_land_an_outline(
    page: Page, scheme: Any
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    (canvas,) = list_looks(page, "body", "backgroundColor")

    assert all(ratio(ink, canvas) >= 7 for ink in page.evaluate(UNREAD))

    bands = ".fiction, .cover, .draft"
    grounds = list_looks(page, bands, "backgroundColor")
    assert grounds
    assert all(ratio(ground, canvas) < 1.1 for ground in grounds)
    assert "0px" not in list_looks(page, bands, "borderBottomWidth")
    for ink in list_looks(page, "svg text:not(.f-paper, .f-paper > text)", "fill"):
        assert ratio(ink, canvas) >= 7, ink
    for stroke in list_looks(page, "path:is(.f-land, .s-accent, .s-soft, .s-ink)", "stroke"):
        assert ratio(stroke, canvas) >= 3, stroke
    # The codes on what is full.
    for shape in list_looks(page, "svg path:is(.f-here, .f-here > path)", "fill"):
        for ink in list_looks(page, "svg text:is(.f-paper, .f-paper > text)", "fill"):
            assert ratio(ink, shape) >= 7, (ink, shape)


# --- What scrolls in itself -------------------------------------------------------------------


def test_what_scrolls_is_a_stop_of_the_keyboard_and_shows_an_edge_until_its_end(
    page: Page,
) -> None:
    unfold(page)
    scrolled = 0
    for width in (320, 560, 768, 1280):
        widen(page, width)
        assert page.evaluate(UNMOVED) == [], width
        assert page.evaluate(UNREACHED) == [], width
        scrolled += page.evaluate(SCROLLS)

    assert scrolled or not page.locator("th:nth-child(5)").count()


SCROLLS = """[...document.querySelectorAll(".scroll, .broad")]
  .filter(at => at.scrollWidth > at.clientWidth + 1).length"""
UNMOVED = """[...document.querySelectorAll("div.scroll:not(.small, details *), .broad")]
  .filter(at => at.clientWidth > 900 || (at.matches(".entries") && at.clientWidth < 480))
  .filter(at => getComputedStyle(at).display !== "contents")
  .map(at => at.textContent.slice(0, 60))"""
UNREACHED = """() => [...document.querySelectorAll("body *:not(svg *)")].filter(at => {
  const {overflowX, backgroundAttachment, visibility} = getComputedStyle(at);
  const moves = overflowX === "auto" && at.scrollWidth > at.clientWidth + 1;
  const isStop = at.tabIndex === 0 && visibility === "visible";
  return moves && !(isStop && backgroundAttachment === "local, scroll");
}).map(at => at.textContent.slice(0, 60))"""


def test_what_is_scrolled_to_the_right_still_says_of_what_it_is(page: Page) -> None:
    """The caption and the first column of a table stay in sight."""
    widen(page, 560)
    for caption, first, box in page.locator(".scroll[tabindex]:visible").evaluate_all(SCROLLED):
        assert caption >= box - 1
        assert abs(first - box) <= 1


SCROLLED = """boxes => boxes.filter(at => at.scrollWidth > at.clientWidth + 20).map(at => {
  at.scrollLeft = 1000;
  const left = (selector) => at.querySelector(selector).getBoundingClientRect().left;
  return [left("caption"), left("tbody tr > :first-child"), at.getBoundingClientRect().left];
})"""


# --- What is heard ----------------------------------------------------------------------------


def hear(page: Page) -> list[tuple[str, str]]:
    """Return role and name of what isn't ignored, in the order of the accessibility tree."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}

    def walk(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not node.get("ignored"):
            yield node["role"]["value"], str(node.get("name", {}).get("value", ""))
        for child in node.get("childIds", ()):
            yield from walk(nodes[child]) if child in nodes else ()

    return list(walk(tree[0]))


@pytest.mark.parametrize("file", ["2025"], indirect=True)
def test_the_reading_order_is_the_pages(file: Path, page: Page) -> None:
    soup, told = parse(file), hear(page)
    roles = [role for role, _name in told]

    assert told[roles.index("link")] == ("link", "Aller au contenu")

    landmarks = ("banner", "navigation", "main", "contentinfo")
    assert [(role, name) for role, name in told if role in landmarks] == [
        ("banner", ""),
        ("navigation", "Autres pages"),
        ("navigation", "Sommaire"),
        ("main", ""),
        ("contentinfo", ""),
    ]

    headings = [clean(tag.get_text(" ")) for tag in soup(re.compile("^h[1-6]$"))]
    assert [clean(name) for role, name in told if role == "heading"] == headings
    assert headings[1].startswith("1.Qui")  # the numeral is said once, with its title
    # Each drawing is told right after its figure: its finding, and what it shows.
    for position in (at for at, role in enumerate(roles) if role == "figure"):
        assert any(role in ("img", "image", "group") for role in roles[position : position + 4])


def test_a_figure_has_one_name_and_its_drawing_one_description_and_words_that_are_text(
    file: Path, page: Page
) -> None:
    """A screen reader repeats a name that a part has of its own. No picture of words is left."""
    named = [(role, words(name)) for role, name in hear(page) if name]
    figures = [name for role, name in named if role == "figure"]

    assert len(figures) == page.locator("figure:visible").count()

    for figure in figures:
        finding = figure.partition(".")[0]
        roles = [role for role, name in named if finding in name and role != "StaticText"]
        assert set(roles) - {"strong", "InlineTextBox"} == {"figure"}
    drawings = [name for role, name in named if role in ("image", "img")]
    assert len(set(drawings)) == len(drawings)

    soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    assert soup.select("image, img") == []
    assert all(drawing("text") for drawing in soup("svg"))


def test_the_document_names_only_tests_that_exist() -> None:
    told = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", told)

    assert len(named) > 10
    assert [name for name in named if f"def {name}(" not in tests] == []
