"""The pages for everyone: axe-core with every rule on, the keyboard, zoom, spacing, reading order.

`docs/accessibility.md` says which criterion each of these tests holds.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from looks import CUT, KINDS, OTHERS, PAGES, SCHEMES, TOGETHER, axe, ratio, sheet, start_axe
from page_text import bare_page
from playwright.sync_api import BrowserContext, Page

from annual_report.project import ROOT


def test_axe_finds_nothing_with_every_rule_on(page: Page, request: pytest.FixtureRequest) -> None:
    """AAA, best practices and experimental ones too.

    No width changes a colour, and in the dark nothing else changes. The pages of the real network
    have no colour that those of the fictional one lack.
    """
    coloured = not request.node.callspec.params["opened"].startswith("real")
    start_axe(page)
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 900})
        whole = width == 768
        found = axe(page, unfolded=whole, rules="all" if whole and coloured else "all but colours")
        assert found["rules"] > 90
        assert found["violations"] == [], width
        # On a drawing axe can't tell what lies behind a word: the palette's own test does.
        # The box of what needs no scrolling is hidden, and its content isn't: see `pages.scroller`.
        # The head of a group of rows has its cells below it, and axe looks beside it.
        assert set(found["doubts"]) <= {
            "color-contrast", "color-contrast-enhanced", "hidden-content", "th-has-data-cells"
        }  # fmt: skip
    if coloured:
        page.set_viewport_size({"width": 320, "height": 900})  # letters are smallest there
        page.emulate_media(color_scheme="dark")
        assert axe(page, unfolded=True, rules="colours")["violations"] == []


FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return {
    place: [...document.querySelectorAll("*")].indexOf(at), tag: at.tagName.toLowerCase(),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


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
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(TOGETHER) == []


def test_a_sheet_of_paper_holds_it(page: Page) -> None:
    """A browser prints what runs over smaller, cover and all."""
    page.emulate_media(media="print")
    holds_together(page, sheet(page))


def test_a_reader_may_space_the_text_and_zoom_to_400_percent(page: Page) -> None:
    """A window of 1280 pixels at 400 % has room for 320, one at 200 % for 640 (RGAA 10.4)."""
    for width in (320, 640, 1280):
        holds_together(page, width)
    page.add_style_tag(content=SPACING)
    for width in (320, 390, 1280):
        holds_together(page, width)


TARGETS = """() => [...document.querySelectorAll("a[href], summary")].filter(each => {
  // A link within a sentence is as high as its line; those of a drawing are as large as what they
  // stand for, and are elsewhere on the page too.
  if (!each.checkVisibility() || each.closest(".skip, svg")) return false;
  const words = at => at.textContent.trim().length;
  const within = each.closest("p, dd, figcaption") && words(each.parentElement) > words(each) + 2;
  return !within && Math.max(...[...each.getClientRects()].map(box => box.height)) < 24;
}).map(each => each.textContent)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_finger_touches_is_24_pixels_high(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize(
    "opened", [each for each in (*PAGES, *OTHERS) if "affiche" not in each], indirect=True
)
def test_without_style_the_order_still_makes_sense(page: Page) -> None:
    """RGAA 10.3: taken off, the style takes no word and no order with it."""
    worded = "document.body.innerText.replace(/\\s+/g, ' ').toLowerCase()"
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    before = page.evaluate(worded)
    page.evaluate("document.querySelectorAll('style').forEach(each => each.remove())")
    after = page.evaluate(worded)
    first = [word for word in before.split() if len(word) > 6][:200]
    places = [after.find(word) for word in first]
    assert -1 not in places


def test_motion_is_only_for_those_who_do_not_mind(page: Page) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(behaviour) == "auto"
    moving = """[...document.querySelectorAll('*')].filter(each => {
      const style = getComputedStyle(each);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0


def test_drawings_take_the_colours_that_a_system_imposes(page: Page) -> None:
    seen = "each => [...new Set(each.map(at => getComputedStyle(at).fill))]"
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for fill in page.locator("svg text:not(.f-paper, .f-paper > text)").evaluate_all(seen):
            assert ratio(fill, ground) >= 7, (scheme, fill, ground)
        # the codes on what is full
        for shape in page.locator("svg path:is(.f-here, .f-here > path)").evaluate_all(seen):
            for fill in page.locator("svg text:is(.f-paper, .f-paper > text)").evaluate_all(seen):
                assert ratio(fill, shape) >= 7, (scheme, fill, shape)


def test_the_reading_order_is_the_pages(
    page_folders: dict[str, Path], own_scripts: BrowserContext
) -> None:
    """What a screen reader meets, from the browser's own accessibility tree."""
    file = page_folders["example"] / "2025.html"
    soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    page = own_scripts.new_page()
    page.goto(file.as_uri())
    session = own_scripts.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    page.close()
    told = list(spoken(tree))
    roles = [role for role, _name in told]
    assert told[roles.index("link")] == ("link", "Aller au contenu")
    landmarks = [
        each for each in told if each[0] in ("banner", "navigation", "main", "contentinfo")
    ]
    assert [role for role, _name in landmarks] == [
        "banner", "navigation", "navigation", "main", "contentinfo"
    ]  # fmt: skip
    assert [name for role, name in landmarks if role == "navigation"] == [
        "Autres pages",
        "Sommaire",
    ]
    headings = [clean(tag.get_text(" ")) for tag in soup(re.compile("^h[1-6]$"))]
    assert [clean(name) for role, name in told if role == "heading"] == headings
    assert headings[1].startswith("1.Qui")  # the numeral is said once, with its title
    figures = [clean(name) for role, name in told if role == "figure"]
    assert len(figures) == len(soup("figure"))
    # Each drawing is told right after its figure: its finding, and what it shows.
    for position in (at for at, role in enumerate(roles) if role == "figure"):
        assert any(role in ("img", "image", "group") for role in roles[position : position + 4])


def spoken(tree: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield role and name of what isn't ignored, in the order of the tree."""
    nodes = {node["nodeId"]: node for node in tree}

    def walk(identifier: str) -> Iterator[tuple[str, str]]:
        node = nodes[identifier]
        if not node.get("ignored"):
            yield node["role"]["value"], str(node.get("name", {}).get("value", ""))
        for child in node.get("childIds", ()):
            if child in nodes:
                yield from walk(child)

    yield from walk(tree[0]["nodeId"])


def clean(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_words_of_a_drawing_are_text(page_folders: dict[str, Path]) -> None:
    """RGAA 1.8: words can be searched, enlarged and read aloud; no picture of them is left."""
    for network, names in KINDS.items():
        for name in names:
            text = (page_folders[network] / name).read_text(encoding="utf-8")
            soup = BeautifulSoup(text, "html.parser")
            assert soup("image") == []
            assert "data:image" not in text
            assert all(drawing("text") for drawing in soup("svg"))


def test_no_page_claims_to_conform(page_folders: dict[str, Path]) -> None:
    """A statement of conformity belongs to whoever publishes, after an audit."""
    for network, names in KINDS.items():
        for name in names:
            text = bare_page(page_folders[network] / name).lower()
            assert "rgaa" not in text
            assert "wcag" not in text
            assert "conforme" not in text


def test_the_document_names_only_tests_that_exist() -> None:
    """docs/accessibility.md gives each criterion its test or its written check."""
    told = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    named = re.findall(r"`(test_\w+)`", told)
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in tests] == []
    assert [each for each in CRITERIA if f"| {each} |" not in told] == []


CRITERIA = (
    *(f"1.{n}" for n in (1, 2, 3, 6, 7, 8, 9)),
    *("3.1", "3.2", "3.3", "6.1", "6.2", "9.1", "9.2", "9.3", "9.4"),
    *(f"5.{n}" for n in range(1, 8)),
    *(f"8.{n}" for n in range(1, 10)),
    *(f"10.{n}" for n in range(1, 15)),
    *(f"12.{n}" for n in range(6, 10)),
    *(f"13.{n}" for n in range(1, 13)),
)
