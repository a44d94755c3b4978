"""The size of letters in which a year's page is printed, chosen by the words of the page alone.

A year shall fill one sheet of paper, or two. `sheet.css` has a few "settings", each with a size of
letters and columns, and this module takes the largest in which the words have room. Their height is
computed as a typesetter does, lines of so many letters, and no browser is asked: so the bytes of a
page are the same on every machine, with any fonts. Tests (`test_paper.py`) measure the same page in
a browser, and check the letters in a line and the heights that are reserved for uncounted parts.
"""

import textwrap
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

ONE_SHEET = 312.0
FIRST_OF_TWO = 282.0
SECOND_OF_TWO = 284.0
"""The computed heights, in millimetres, at which a single sheet, or each of two, is full.

They were measured: the largest computed heights of pages that fitted on their sheets in a browser,
in every serif font. They are a little more than the height of the paper, because the computation
gives a little more than a browser needs."""
WIDTH = 182.0
"""The width of the words on a sheet, in millimetres, as all widths and heights here."""
GAP = 8
"""The millimetres between two columns, and above some chapters."""
POINT = 25.4 / 72
"""A point, the measure of letters, in millimetres."""
LETTER = 0.475
"""The mean width of a letter, as a share of the size of letters, in the widest serif font (P052).

The empty ends of lines are counted in, and the size is that which `font-size-adjust` sets."""
SANS_LETTER = 0.5
"""The mean width of a letter in a font without serifs, for notes and names."""
SMALLEST = 8.0
"""The smallest letters that paper has, in points."""
MAP = 66.0
"""The least height of the map and of the gap between it and the words, in millimetres."""
UNPRINTED = "details, nav, svg, .hidden, .skip, .numeral, .take"
"""The elements that a sheet doesn't show, or whose room is counted apart."""


@dataclass(frozen=True)
class Setting:
    """A setting of `sheet.css`: sheets, letters, and the height of a line, in sizes of letters.

    `name` is the class of the page's body; `sheets` is None for as many as the words need.
    """

    name: str
    sheets: int | None
    size: float
    leading: float


SETTINGS = (
    Setting("brief", 1, 10.2, 1.36),
    Setting("full", 1, 9.2, 1.32),
    Setting("double", 2, 10.0, 1.4),
    Setting("long", None, 8.4, 1.3),
)
"""From the fewest words to the most: the last goes on for as many sheets as it must."""


@dataclass(frozen=True)
class BlockKind:
    """How blocks such as headings are set: size of letters, height of a line, room around.

    `size` and `leading` are in relation to the setting, None for its own; `around` in millimetres.
    """

    size: float = 1.0
    leading: float | None = None
    around: float = 1.7
    is_sans: bool = False


HEADING = BlockKind(1.5, 1.15, 1.5)
KINDS_OF_TAGS = {
    "h2": HEADING,
    "h3": BlockKind(0.94, 1.4, 2.4, is_sans=True),
    "li": BlockKind(around=1.4),
    "figcaption": BlockKind(0.83, 1.28, 1.5, is_sans=True),
    "p": BlockKind(),
}
NOTE = BlockKind(0.83, 1.28, 1.5, is_sans=True)
"""Any block of the class "note"."""


def choose_setting(html: str) -> str:
    """Return the classes of a year's page: the first setting with room for it, and "drawn" or not.

    A page is "drawn" if its first chapter has a map.
    """
    page = LexborHTMLParser(html)
    first = page.css_first(".place-1")
    is_drawn = first is not None and first.css_first("svg") is not None
    for node in page.css(UNPRINTED):
        node.decompose()
    for setting in SETTINGS:
        if setting.sheets is None or _Paper(page, setting, is_drawn=is_drawn).holds():
            break
    return f"{setting.name} drawn" if is_drawn else setting.name


def find_setting(html: str) -> Setting | None:
    """Return the setting of a page; None for a page that isn't a year's."""
    body = LexborHTMLParser(html).body
    names = (body.attributes.get("class") or "").split() if body is not None else []
    return next((setting for setting in SETTINGS if setting.name in names), None)


def set_in_next(html: str) -> str:
    """Return the HTML of a page in the next setting, with smaller letters; the last one stays."""
    setting = find_setting(html)
    if setting is None or setting is SETTINGS[-1]:
        return html
    following = SETTINGS[SETTINGS.index(setting) + 1]
    start = '<body class="year '
    return html.replace(f"{start}{setting.name}", f"{start}{following.name}", 1)


class _Paper:
    """The heights of a page's parts in a setting, in millimetres, computed from the words.

    The chapters are found by their place in a year's page: 1 who takes part, 2 subjects, 3
    meetings, 4 highlights, 5 outlook. A selector `but` names blocks of a part that are counted
    apart.
    """

    def __init__(self, page: LexborHTMLParser, setting: Setting, *, is_drawn: bool) -> None:
        self._page = page
        self._setting = setting
        self._is_drawn = is_drawn

    def holds(self) -> bool:
        """Whether the page fits on the sheets of the setting."""
        if self._setting.sheets == 1:
            return self._measure_one_sheet() <= ONE_SHEET
        first, second = self._measure_two_sheets()
        return first <= FIRST_OF_TWO and second <= SECOND_OF_TWO

    def _measure_one_sheet(self) -> float:
        """Return the height that all parts need on a single sheet."""
        # The left column of the sheet has seven parts of the width, the right one six.
        column = (WIDTH - GAP) * 7 / 13
        beside = (WIDTH - GAP) * 6 / 13
        subjects = self._measure_chapter(2, beside)
        meetings = self._measure_chapter(3, beside)
        if not self._is_drawn:
            half = (WIDTH - GAP) / 2
            subjects = self._measure_chapter(2, half)
            meetings = self._measure_chapter(3, half)
            middle = self._measure_chapter(1, WIDTH) + 4 + max(subjects, meetings)
        elif self._setting.name == "brief":
            text = self._measure_chapter(1, column, but=".names, figcaption, h3")
            caption = self._measure_parts(".place-1 figcaption", column)
            right = max(text, subjects) + meetings + GAP + self._measure_names(beside)
            middle = max(text + MAP + caption, right)
        else:
            left = self._measure_chapter(1, column) + MAP
            middle = max(left, subjects + 4 + meetings)
        last = 4 + self._measure_beside(4) + GAP + 4 + self._measure_beside(5) + 4
        return self._measure_cover() + middle + last + self._measure_end()

    def _measure_two_sheets(self) -> tuple[float, float]:
        """Return the heights that the first of two sheets and the second would need."""
        column = (WIDTH - GAP) / 2
        names = self._measure_names(WIDTH)
        text = self._measure_chapter(1, column, but=".names, figcaption, h3")
        first = self._measure_cover() + text / 2 + HEADING.size * 5 + names + GAP
        if self._is_drawn:
            first += MAP + self._measure_parts(".place-1 figcaption", WIDTH)
        # Columns are level but for a block that isn't divided.
        subjects = self._measure_chapter(2, column) / 2 + 6
        meetings = self._measure_dates(column)
        second = meetings + self._measure_beside(4) + GAP + self._measure_beside(5)
        second += self._measure_end() + 12
        if self._is_drawn:
            return first, second + subjects
        return first + subjects, second

    def _measure_cover(self) -> float:
        """Return the height of the cover: title and sentence, figures, a line for notices."""
        words = self._page.css_first(".lede")
        lines = _count_lines(words.text(), 112, 17, LETTER) if words is not None else 0
        banners = self._page.css(".fiction, .draft")
        return 37 + max(22, 7.3 * lines + 2) + 10 * len(banners)

    def _measure_end(self) -> float:
        """Return the height of sources and foot, in small letters."""
        height = 8.0
        for part in (".sources", ".foot"):
            node = self._page.css_first(part)
            if node is not None:
                height += 4 * _count_lines(node.text(separator=" "), WIDTH, 8, SANS_LETTER)
        logo = self._page.css_first(".foot img")
        return height + (12 if logo is not None else 0)

    def _measure_beside(self, place: int) -> float:
        """Return the height of a chapter with the heading at the side, or above two columns."""
        node = self._page.css_first(f".place-{place}")
        if node is None:
            return 0.0
        heading = self._measure_parts(f".place-{place} h2", 46)
        return max(heading, self._measure_node(node, WIDTH - 61, but="h2"))

    def _measure_dates(self, width: float) -> float:
        """Return the height in mm of the chapter of meetings, whose list of dates has two columns.

        `width` is that of a column, in mm. The chapter is the third of a summary, `.place-3`.
        """
        dates = self._page.css(".place-3 .dated li")
        height = sum(self._measure_block(date, KINDS_OF_TAGS["li"], width) for date in dates)
        around_dates = 4
        # The rest of the chapter, without its dates, is as wide as the sheet.
        rest = self._measure_chapter(3, WIDTH, but=".dated")
        return height / 2 + around_dates + rest

    def _measure_names(self, width: float) -> float:
        """Return the height of the list of names, in columns of names, with the heading."""
        if self._setting.sheets == 1:
            columns = min(4, int((width + 3) / 27))
        else:
            columns = 5
        column = (width + 3) / columns - 3
        size = max(SMALLEST, 0.83 * self._setting.size)
        height = 0.0
        for node in self._page.css(".place-1 .names li"):
            lines = _count_lines(node.text(), column, size, SANS_LETTER)
            height += lines * size * 1.25 * POINT + 0.2
        headings = self._measure_parts(".place-1 h3", width)
        return height / columns + headings + 4

    def _measure_chapter(self, place: int, width: float, but: str = "") -> float:
        """Return the height of a chapter in a column, without some of the blocks."""
        node = self._page.css_first(f".place-{place}")
        if node is None:
            return 0.0
        height = self._measure_node(node, width, but=but or ".names")
        if not but and node.css_first(".names") is not None:
            height += self._measure_names(width)
        return height

    def _measure_parts(self, selector: str, width: float) -> float:
        """Return the height of some blocks of the page."""
        height = 0.0
        for node in self._page.css(selector):
            kind = KINDS_OF_TAGS.get(node.tag or "", KINDS_OF_TAGS["p"])
            height += self._measure_block(node, kind, width)
        return height

    def _measure_node(self, node: LexborNode, width: float, *, but: str) -> float:
        """Return the height of the blocks in a node, but for those that a selector finds."""
        left_out = {found.mem_id for found in node.css(but)}
        for found in node.css(but):
            left_out |= {inner.mem_id for inner in found.css("li, p")}
        height = 0.0
        for block in node.css(", ".join(KINDS_OF_TAGS)):
            # The height of an item around paragraphs is that of the paragraphs. `css` finds the
            # block itself too.
            inner = len(block.css("p, li"))
            if block.tag in ("p", "li"):
                inner -= 1
            is_outer = inner > 0
            if block.mem_id in left_out:
                continue
            if is_outer:
                # Its label may stand beside what it holds, or above it.
                height += self._setting.size * POINT * 0.6
                continue
            kind = KINDS_OF_TAGS[block.tag or "p"]
            if "note" in (block.attributes.get("class") or ""):
                kind = NOTE
            height += self._measure_block(block, kind, width)
        return height

    def _measure_block(self, node: LexborNode, kind: BlockKind, width: float) -> float:
        """Return the height of a block of words: the lines, and the room around."""
        size = max(SMALLEST, kind.size * self._setting.size)
        letter = SANS_LETTER if kind.is_sans else LETTER
        text = node.text()
        # On paper a link says where it leads.
        for link in node.css('a[href^="http"]'):
            text += f" ({link.attributes['href']})"
        lines = _count_lines(text, width, size, letter)
        return lines * size * (kind.leading or self._setting.leading) * POINT + kind.around


def _count_lines(text: str, width: float, size: float, letter: float) -> int:
    """Return how many lines a text takes in a column.

    `width` is the column's, in millimetres; `size` is that of the letters, in points; `letter` is
    the width of a letter in sizes of letters.
    """
    letters = int(width / (size * POINT * letter))
    return len(textwrap.wrap(" ".join(text.split()), max(letters, 8)))
