"""The pages in the colours that a system imposes, and for who asks for more contrast."""

import re

import pytest
from looks import OTHERS, PAGES, SCHEMES, axe, ratio, sheet, start_axe
from playwright.sync_api import Page

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


def test_in_imposed_colours_every_word_is_read(page: Page) -> None:
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        for ink, canvas, words in page.evaluate(UNREAD):
            assert ratio(ink, canvas) >= 7, (scheme, words)


def test_in_imposed_colours_land_is_an_outline_and_bands_are_borders(page: Page) -> None:
    """And the signs of a grid that are strokes, a cross among them, are seen."""
    look = "(each, name) => each.map(at => getComputedStyle(at)[name])"
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
        strokes = page.locator("path:is(.f-land, .s-accent, .s-soft, .s-ink)")
        for stroke in strokes.evaluate_all(look, "stroke"):
            assert ratio(stroke, canvas) >= 3, scheme
        bands = page.locator(".fiction, .cover, .draft, .head")
        assert bands.count()
        for ground in bands.evaluate_all(look, "backgroundColor"):
            assert ratio(ground, canvas) < 1.1, scheme
        assert "0px" not in bands.evaluate_all(look, "borderBottomWidth"), scheme


@pytest.mark.parametrize(
    "opened", [each for each in (*PAGES, *OTHERS) if not each.startswith("real")], indirect=True
)
def test_axe_finds_nothing_where_more_contrast_is_asked_for(page: Page) -> None:
    """Nothing but colours and borders changes there; the example has all of them."""
    start_axe(page)
    page.emulate_media(contrast="more")
    assert axe(page, unfolded=False, rules="colours")["violations"] == []


def test_on_paper_no_words_are_smaller_than_eight_points(page: Page) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": sheet(page), "height": 900})
    sizes = page.evaluate(SIZES)
    assert len(sizes) > (18 if page.url.endswith(".erreur.html") else 20)  # which says less
    # A list of more than sixty members has smaller ones, to fit a sheet at all.
    assert [each for each in sizes if each[0] < 7.95] == []


SIZES = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, range = document.createRange();
    if (!node.data.trim() || parent.closest("style, .hidden, .skip") || !parent.checkVisibility())
      continue;
    range.selectNodeContents(node);
    if (range.getBoundingClientRect().width < 1) continue;
    let size = parseFloat(getComputedStyle(parent).fontSize) * 0.75;
    const drawn = parent.closest("text");
    if (drawn) size *= Math.hypot(drawn.getScreenCTM().a, drawn.getScreenCTM().b);
    found.push([size, node.data.trim().slice(0, 40)]);
  }
  return found;
}"""


def test_who_asks_for_more_contrast_gets_it_in_the_page(page: Page) -> None:
    colour = "getComputedStyle(document.querySelector('.sheet') ?? document.body).backgroundColor"
    usual = page.evaluate(colour)
    page.emulate_media(contrast="more")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert usual != "rgb(255, 255, 255)"


def test_a_box_is_a_stop_of_the_keyboard_if_it_scrolls_and_only_then(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = page.locator(".scroll:visible, .drawing:visible, [tabindex='0']")
    wide = page.locator(".scroll:is(.needs-600, .needs-680, .needs-760, .needs-880)").count()
    for width in (320, 390, 560, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        boxes = found.evaluate_all(BOXES)
        assert [told for moves, stop, told in boxes if moves != stop] == [], width
        if width == 560 and wide:  # on a telephone such a table is cards
            assert any(stop for _moves, stop, _told in boxes)


BOXES = """each => each.filter(at => at.checkVisibility()).map(at => {
  const moves = at.scrollWidth > at.clientWidth + 1;
  const seen = getComputedStyle(at).visibility === "visible";
  return [moves, at.tabIndex === 0 && seen, at.textContent.slice(0, 60)];
})"""


def test_what_is_scrolled_to_the_right_still_says_of_what_it_is(page: Page) -> None:
    """The caption and the first column of a table stay in sight."""
    page.set_viewport_size({"width": 560, "height": 900})
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


def test_a_figure_has_one_name_and_its_drawing_one_description(page: Page) -> None:
    """Each is said once: a screen reader repeats a name that a part has of its own."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        session = page.context.new_cdp_session(page)
        tree = session.send("Accessibility.getFullAXTree")["nodes"]
        named = [
            (node["role"]["value"], re.sub(r"\\s+", " ", str(node["name"]["value"])).strip())
            for node in tree
            if not node.get("ignored") and node.get("name", {}).get("value")
        ]
        figures = [name for role, name in named if role == "figure"]
        assert len(figures) == page.locator("figure:visible").count()
        for figure in figures:
            finding = figure.partition(".")[0]
            says = [role for role, name in named if finding in name and role != "StaticText"]
            assert set(says) - {"strong", "InlineTextBox"} == {"figure"}
        drawings = [name for role, name in named if role in ("image", "img")]
        assert len(set(drawings)) == len(drawings)
