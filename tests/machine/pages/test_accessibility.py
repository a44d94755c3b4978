"""The pages for everyone: what a reader sees, hears and touches, in every medium.

A page of each kind is opened once, for all tests. `docs/accessibility.md` says which criterion each
of these tests holds.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from looks import (
    CUT,
    EXAMPLE,
    OTHERS,
    REAL,
    SCHEMES,
    SHEET,
    TOGETHER,
    axe,
    measure_letters,
    ratio,
    start_axe,
)
from opened_pages import show_as_usual
from page_text import page_text, parse, words
from playwright.sync_api import Browser, BrowserContext, Page

from annual_report.base.project import ROOT

HAVE_MOST = pytest.mark.parametrize("file", [*EXAMPLE, *OTHERS], indirect=True)
"""A page of each kind: those of the real network are the same with less in them."""
ONE_PAGE = pytest.mark.parametrize("file", EXAMPLE[:1], indirect=True)


@pytest.fixture(scope="module")
def page_folders(real_build: Path, example_build: Path, error_page: Path) -> dict[str, Path]:
    """Where the pages of each network are, and the pages that stand for no notebook."""
    return {
        "real": real_build,
        "example": example_build,
        "error": error_page.parent,
    }


@pytest.fixture(scope="module")
def without_script(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(java_script_enabled=False, offline=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=[*REAL, *EXAMPLE, *OTHERS])
def file(request: pytest.FixtureRequest, page_folders: dict[str, Path]) -> Path:
    network, _slash, name = str(request.param).partition("/")
    return page_folders[network] / name


@pytest.fixture(scope="module")
def opened(file: Path, window: Page) -> Page:
    window.goto(file.as_uri())
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


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@HAVE_MOST
def test_axe_finds_nothing_with_every_rule_on(page: Page) -> None:
    """AAA, best practices and experimental ones too.

    No width changes a colour, and in the dark nothing else changes; who asks for more contrast gets
    the same pairs of colours further apart, which the palette's own test measures.
    """
    start_axe(page)
    widen(page, 768)
    found = axe(page, unfolded=True, rules="all")
    assert found["rules"] > 90
    assert found["violations"] == []
    # On a drawing axe can't tell what lies behind a word: the palette's own test does.
    # The box of what needs no scrolling is hidden, and its content isn't: see `pages.scroller`.
    # The head of a group of rows has its cells below it, and axe looks beside it.
    assert set(found["doubts"]) <= {
        "color-contrast", "color-contrast-enhanced", "hidden-content", "th-has-data-cells"
    }  # fmt: skip
    widen(page, 320)  # letters are smallest there, and rows of words are entries
    assert axe(page, unfolded=False, rules="all but colours")["violations"] == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, unfolded=False, rules="colours")["violations"] == []


def test_without_script_and_network_a_page_asks_for_nothing_and_breaks_none_of_its_rules(
    file: Path, without_script: BrowserContext
) -> None:
    page = without_script.new_page()
    said: list[str] = []
    page.on("request", lambda attempt: said.append(attempt.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri(), wait_until="load")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light", media="print")
    page.wait_for_timeout(50)
    assert said == [file.as_uri()]
    page.close()


def test_every_word_is_shown_once_the_data_are_unfolded(file: Path, page: Page) -> None:
    unfold(page)
    for width in (320, 1280):
        widen(page, width)
        assert page.evaluate(UNSEEN) == [], width
        shown = words(page.locator("body").inner_text())
        assert len(shown) > 0.8 * len(page_text(file))


UNSEEN = """() => {
  const unseen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim()) continue;
    if (parent.closest(".hidden, .skip, style, script, svg title, svg desc")) continue;
    // Where rows are entries, a cell that says nothing isn't there, and a number or a short word
    // says the head of its column; what a row is about and long texts need no head.
    if (parent.closest(".entries .none") && innerWidth < 600) continue;
    if (parent.closest(".entries thead") && innerWidth < 600) {
      const place = parent.closest("th").cellIndex + 1;
      const cells = [...parent.closest("table")
        .querySelectorAll(`tbody tr > :nth-child(${place}):not(.none)`)];
      const says = each => getComputedStyle(each, "::before").content.includes(node.data.trim());
      const tells = each => each.matches("[scope=row]") || each.textContent.length > 18;
      if (cells.every(says) || cells.some(tells)) continue;
    }
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


FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return {
    place: [...document.querySelectorAll("*")].indexOf(at), tag: at.tagName.toLowerCase(),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@HAVE_MOST
def test_the_keyboard_goes_through_in_order_sees_where_it_is_and_gets_out(page: Page) -> None:
    page.reload()  # nothing has been gone to yet
    page.emulate_media(reduced_motion="reduce")  # else a scroll may be under way at each look
    stops = page.locator("a[href], summary, [tabindex='0']:not(svg *)").evaluate_all(
        "each => each.filter(at => at.checkVisibility({visibilityProperty: true})).length"
    )
    page.keyboard.press("Tab")
    places = []
    for _stop in range(stops):
        at = page.evaluate(FOCUSED)
        if at["tag"] == "body":
            break
        assert at["seen"], at
        assert at["outlined"], at
        places.append(at["place"])
        page.keyboard.press("Tab")
    assert len(places) >= stops
    assert places == sorted(set(places))


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    at = page.evaluate("document.activeElement.closest('main, footer, body').tagName")
    stops = page.locator(":is(main, footer) :is(a[href], summary)")
    assert at in (("MAIN", "FOOTER") if stops.count() else ("BODY",))


# WCAG 2.2, 1.4.12, and RGAA 10.12: what any reader may impose.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""


def holds_together(page: Page, width: int) -> None:
    """Check that nothing scrolls sideways, is cut, or stands on something else."""
    widen(page, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(TOGETHER) == []


def test_a_sheet_of_paper_holds_it_in_letters_of_eight_points(file: Path, page: Page) -> None:
    """A browser prints what runs over smaller, cover and all."""
    page.emulate_media(media="print")
    holds_together(page, SHEET)
    sizes = measure_letters(page)
    assert len(sizes) > (18 if "erreur" in file.name else 20)  # which says less
    # The map of a year has the height that its words leave, so that both are one sheet.
    least = {False: 7.95, True: 5.9 if file.name == "2025.html" else 7.95}
    assert [each for each in sizes if each[0] < least[each[2]]] == []


def test_a_reader_may_space_the_text_and_zoom_to_400_percent(page: Page) -> None:
    """A window of 1280 pixels at 400 % has room for 320, one at 200 % for 640 (RGAA 10.4)."""
    for width in (320, 640, 1280):
        holds_together(page, width)
    page.add_style_tag(content=SPACING)
    for width in (320, 390, 1280):
        holds_together(page, width)


CODE = r"\d\d|2[AB]|97\d"


@pytest.mark.parametrize("file", ["real/2025.html", "example/2025.html"], indirect=True)
def test_codes_on_a_map_are_read_on_a_telephone_and_a_year_stays_in_one_line(page: Page) -> None:
    for width in (320, 375, 390):
        widen(page, width)
        letters = measure_letters(page)
        codes = [size for size, said, drawn in letters if drawn and re.fullmatch(CODE, said)]
        assert len(codes) >= 16
        assert all(size >= 0.75 * 10.9 for size in codes), width
    page.add_style_tag(content=":root { --serif: 'DejaVu Serif', serif }")
    lines = "each => each.clientHeight / parseFloat(getComputedStyle(each).fontSize)"
    assert page.locator("h1 span").evaluate(lines) < 1.5


TARGETS = """() => [...document.querySelectorAll("a[href], summary")].filter(each => {
  // A link within a sentence is as high as its line; those of a drawing are as large as what they
  // stand for, and are elsewhere on the page too.
  if (!each.checkVisibility() || each.closest(".skip, svg")) return false;
  const words = at => at.textContent.trim().length;
  const within = each.closest("p, dd, figcaption") && words(each.parentElement) > words(each) + 2;
  return !within && Math.max(...[...each.getClientRects()].map(box => box.height)) < 24;
}).map(each => each.textContent)"""


def test_what_a_finger_touches_is_24_pixels_high(page: Page) -> None:
    for width in (390, 1280):
        widen(page, width)
        assert page.evaluate(TARGETS) == [], width


def test_without_style_the_order_still_makes_sense(page: Page) -> None:
    """RGAA 10.3: taken off, the style takes no word and no order with it."""
    worded = "document.body.innerText.toLowerCase()"
    unfold(page)
    before = page.evaluate(worded)
    page.evaluate("document.querySelectorAll('style').forEach(each => each.remove())")
    after = clean(page.evaluate(worded))  # cells that stand in one line have no space between them
    first = [word for word in before.split() if len(word) > 6][:200]
    assert [word for word in first if word not in after] == []


@ONE_PAGE
def test_motion_is_only_for_those_who_do_not_mind(page: Page) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(behaviour) == "auto"
    moving = """[...document.querySelectorAll('*')].filter(each => {
      const style = getComputedStyle(each);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0


@ONE_PAGE
def test_who_asks_for_more_contrast_gets_it_in_the_page(page: Page) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    usual = page.evaluate(colour)
    page.emulate_media(contrast="more")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert usual != "rgb(255, 255, 255)"


# --- The colours that a system imposes --------------------------------------------------------

LOOK = "(each, name) => each.map(at => getComputedStyle(at)[name])"
UNREAD = """() => {
  // Words in another colour than one that stands out from the canvas behind them: in these modes a
  // browser puts a plate of that colour behind each line of text, whatever the ground.
  const canvas = getComputedStyle(document.body).backgroundColor, found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || parent.closest("svg, style") || !parent.checkVisibility()) continue;
    found.push([getComputedStyle(parent).color, canvas, words]);
  }
  return found;
}"""


def impose(page: Page, scheme: Any) -> str:
    """Impose a system's colours; return that of the canvas."""
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def looks(page: Page, selector: str, name: str) -> list[str]:
    """Return a property of the style of all that a selector finds, each value once."""
    return list(dict.fromkeys(page.locator(selector).evaluate_all(LOOK, name)))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_imposed_colours_words_are_read_and_bands_are_borders(page: Page, scheme: str) -> None:
    canvas = impose(page, scheme)
    for ink, ground, said in page.evaluate(UNREAD):
        assert ratio(ink, ground) >= 7, said
    bands = ".fiction, .cover, .draft, .head"
    assert page.locator(bands).count()
    assert all(ratio(each, canvas) < 1.1 for each in looks(page, bands, "backgroundColor"))
    assert "0px" not in looks(page, bands, "borderBottomWidth")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_drawings_take_the_colours_that_a_system_imposes(page: Page, scheme: str) -> None:
    """Land is an outline; the signs of a grid that are strokes, a cross among them, are seen."""
    canvas = impose(page, scheme)
    for fill in looks(page, "svg text:not(.f-paper, .f-paper > text)", "fill"):
        assert ratio(fill, canvas) >= 7, fill
    for stroke in looks(page, "path:is(.f-land, .s-accent, .s-soft, .s-ink)", "stroke"):
        assert ratio(stroke, canvas) >= 3, stroke
    # The codes on what is full.
    for shape in looks(page, "svg path:is(.f-here, .f-here > path)", "fill"):
        for fill in looks(page, "svg text:is(.f-paper, .f-paper > text)", "fill"):
            assert ratio(fill, shape) >= 7, (fill, shape)


# --- What scrolls in itself -------------------------------------------------------------------


def test_a_box_is_a_stop_of_the_keyboard_if_it_scrolls_and_only_then(page: Page) -> None:
    unfold(page)
    found = page.locator(".scroll:visible, .drawing:visible, [tabindex='0']")
    wide = page.locator(".scroll:is(.needs-600, .needs-680, .needs-760, .needs-880)").count()
    for width in (320, 390, 560, 768, 1280):
        widen(page, width)
        boxes = found.evaluate_all(BOXES)
        assert [told for moves, stop, told in boxes if moves != stop] == [], width
        if width == 560 and wide:  # on a telephone its rows may be entries
            assert any(stop for _moves, stop, _told in boxes)


BOXES = """each => each.filter(at => at.checkVisibility()).map(at => {
  const moves = at.scrollWidth > at.clientWidth + 1;
  const seen = getComputedStyle(at).visibility === "visible";
  return [moves, at.tabIndex === 0 && seen, at.textContent.slice(0, 60)];
})"""


def test_what_is_scrolled_to_the_right_still_says_of_what_it_is(page: Page) -> None:
    """The caption and the first column of a table stay in sight."""
    widen(page, 560)
    places = page.locator(".scroll[tabindex]:visible").evaluate_all(SCROLLED)
    for caption, first, box in places:
        assert caption >= box - 1
        assert abs(first - box) <= 1


SCROLLED = """each => each.filter(at => at.scrollWidth > at.clientWidth + 20).map(at => {
  at.scrollLeft = 1000;
  const left = (found) => at.querySelector(found).getBoundingClientRect().left;
  const first = "tbody tr > :first-child:not([colspan]), tbody [colspan] > *";
  return [left("caption"), left(first), at.getBoundingClientRect().left];
})"""


# --- What is heard ----------------------------------------------------------------------------


def hear(page: Page) -> list[tuple[str, str]]:
    """Return role and name of what isn't ignored, in the order of the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = {each["nodeId"]: each for each in session.send("Accessibility.getFullAXTree")["nodes"]}

    def walk(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not node.get("ignored"):
            yield node["role"]["value"], str(node.get("name", {}).get("value", ""))
        for child in node.get("childIds", ()):
            yield from walk(nodes[child]) if child in nodes else ()

    return list(walk(next(iter(nodes.values()))))


def clean(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("file", ["example/2025.html"], indirect=True)
def test_the_reading_order_is_the_pages(file: Path, page: Page) -> None:
    soup, told = parse(file), hear(page)
    roles = [role for role, _name in told]
    assert told[roles.index("link")] == ("link", "Aller au contenu")
    wanted = ("banner", "navigation", "main", "contentinfo")
    landmarks = [(role, name) for role, name in told if role in wanted]
    assert [role for role, _name in landmarks] == [
        "banner", "navigation", "navigation", "main", "contentinfo"
    ]  # fmt: skip
    ways = [name for role, name in landmarks if role == "navigation"]
    assert ways == ["Autres pages", "Sommaire"]
    headings = [clean(tag.get_text(" ")) for tag in soup(re.compile("^h[1-6]$"))]
    assert [clean(name) for role, name in told if role == "heading"] == headings
    assert headings[1].startswith("1.Qui")  # the numeral is said once, with its title
    # Each drawing is told right after its figure: its finding, and what it shows.
    for position in (at for at, role in enumerate(roles) if role == "figure"):
        assert any(role in ("img", "image", "group") for role in roles[position : position + 4])


def test_a_figure_has_one_name_and_its_drawing_one_description(page: Page) -> None:
    """Each is said once: a screen reader repeats a name that a part has of its own."""
    for width in (390, 1280):
        widen(page, width)
        named = [(role, words(name)) for role, name in hear(page) if name]
        figures = [name for role, name in named if role == "figure"]
        assert len(figures) == page.locator("figure:visible").count()
        for figure in figures:
            finding = figure.partition(".")[0]
            says = [role for role, name in named if finding in name and role != "StaticText"]
            assert set(says) - {"strong", "InlineTextBox"} == {"figure"}
        drawings = [name for role, name in named if role in ("image", "img")]
        assert len(set(drawings)) == len(drawings)


def test_the_words_of_a_drawing_are_text(file: Path) -> None:
    """RGAA 1.8: words can be searched, enlarged and read aloud; no picture of them is left."""
    text = file.read_text(encoding="utf-8")
    soup = BeautifulSoup(text, "html.parser")
    assert soup("image") == []
    assert "data:image" not in text
    assert all(drawing("text") for drawing in soup("svg"))


# --- The document of the criteria -------------------------------------------------------------

CRITERIA = (
    *(f"1.{n}" for n in (1, 2, 3, 6, 7, 8, 9)),
    *("3.1", "3.2", "3.3", "6.1", "6.2", "9.1", "9.2", "9.3", "9.4"),
    *(f"5.{n}" for n in range(1, 8)),
    *(f"8.{n}" for n in range(1, 10)),
    *(f"10.{n}" for n in range(1, 15)),
    *(f"12.{n}" for n in range(6, 10)),
    *(f"13.{n}" for n in range(1, 13)),
)


def test_the_document_has_each_criterion_and_names_only_tests_that_exist() -> None:
    """docs/accessibility.md gives each its test or its written check."""
    told = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    files = (ROOT / "tests").rglob("test_*.py")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = re.findall(r"`(test_\w+)`", told)
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in tests] == []
    assert [each for each in CRITERIA if f"| {each} |" not in told] == []
