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
ROW_GAP = 4
"""The millimetres between two parts that stand one above the other."""
LEFT_COLUMN = (WIDTH - GAP) * 7 / 13
RIGHT_COLUMN = (WIDTH - GAP) * 6 / 13
"""The widths of the columns of a single sheet, as `7fr 6fr` of `sheet.css` divides them."""
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
    """Return the classes for the body of a year's page: "brief drawn", "full", "double drawn".

    The first word is the setting with the largest letters that has room for all words of the page;
    "drawn" is added if the first chapter has a map. `html` is the page before it has the classes.
    """
    page = LexborHTMLParser(html)
    first_chapter = page.css_first(".place-1")
    is_drawn = first_chapter is not None and first_chapter.css_first("svg") is not None
    for node in page.css(UNPRINTED):
        node.decompose()
    # The settings go from large letters to small; the last takes as many sheets as it needs.
    for setting in SETTINGS:
        if setting.sheets is None or _Paper(page, setting, is_drawn=is_drawn).holds():
            break
    return f"{setting.name} drawn" if is_drawn else setting.name


def find_setting(html: str) -> Setting | None:
    """Return the setting that a class of a page's body names; None for a page that isn't a year's.

    '<body class="year full drawn">…' → the setting "full"
    """
    body = LexborHTMLParser(html).body
    if body is None:
        return None
    classes = (body.attributes.get("class") or "").split()
    for setting in SETTINGS:
        if setting.name in classes:
            return setting
    return None


def set_in_next(html: str) -> str:
    """Return the HTML of a page in the next setting, which has smaller letters.

    '<body class="year brief drawn">…' → '<body class="year full drawn">…'. A page in the last
    setting, or one that isn't a year's, comes back unchanged.
    """
    setting = find_setting(html)
    if setting is None or setting is SETTINGS[-1]:
        return html
    following = SETTINGS[SETTINGS.index(setting) + 1]
    # As the template writes it, with the setting right behind "year".
    start = '<body class="year '
    return html.replace(f"{start}{setting.name}", f"{start}{following.name}", 1)


class _Paper:
    """The heights of a page's parts in a setting, in millimetres, computed from the words.

    The chapters are found by their place in a year's page: 1 who takes part, 2 subjects, 3
    meetings, 4 highlights, 5 outlook. The numbers are the lengths of `sheet.css`, where each part
    is laid out. `without` is a CSS selector of blocks that aren't measured with the others around.
    """

    def __init__(self, page: LexborHTMLParser, setting: Setting, *, is_drawn: bool) -> None:
        self._page = page
        self._setting = setting
        self._is_drawn = is_drawn

    def holds(self) -> bool:
        """Whether the page fits on the sheets of the setting, one or two."""
        if self._setting.sheets == 1:
            return self._measure_one_sheet() <= ONE_SHEET
        first, second = self._measure_two_sheets()
        return first <= FIRST_OF_TWO and second <= SECOND_OF_TWO

    def _measure_one_sheet(self) -> float:
        """Return the height in mm that all parts of the page need on a single sheet."""
        if not self._is_drawn:
            middle = self._measure_middle_without_map()
        elif self._setting.name == "brief":
            middle = self._measure_middle_of_brief()
        else:
            middle = self._measure_middle_of_full()
        # The band of the highlights has room above and within it, the outlook above and below.
        highlights = ROW_GAP + self._measure_beside(4) + GAP
        outlook = ROW_GAP + self._measure_beside(5) + ROW_GAP
        return self._measure_cover() + middle + highlights + outlook + self._measure_end()

    def _measure_middle_without_map(self) -> float:
        """Return the height in mm of chapters 1 to 3 of a page without a map, on one sheet.

        Chapter 1 stands across the sheet; below it chapters 2 and 3 side by side, each on half.
        """
        half = (WIDTH - GAP) / 2
        first = self._measure_chapter(1, WIDTH)
        subjects = self._measure_chapter(2, half)
        meetings = self._measure_chapter(3, half)
        return first + ROW_GAP + max(subjects, meetings)

    def _measure_middle_of_brief(self) -> float:
        """Return the height in mm of chapters 1 to 3 of a page with a map and few words.

        On the left the text of chapter 1 stands above the map; on the right are the subjects, the
        meetings, and the list of names. The meetings begin below the text and the subjects.
        """
        text = self._measure_text_of_first(LEFT_COLUMN)
        subjects = self._measure_chapter(2, RIGHT_COLUMN)
        meetings = self._measure_chapter(3, RIGHT_COLUMN)
        caption = self._measure_parts(".place-1 figcaption", LEFT_COLUMN)
        left = text + MAP + caption
        right = max(text, subjects) + meetings + GAP + self._measure_names(RIGHT_COLUMN)
        return max(left, right)

    def _measure_middle_of_full(self) -> float:
        """Return the height in mm of chapters 1 to 3 of a page with a map and more words.

        Chapter 1, with map and names, fills the left column; subjects and meetings the right one.
        """
        left = self._measure_chapter(1, LEFT_COLUMN) + MAP
        subjects = self._measure_chapter(2, RIGHT_COLUMN)
        meetings = self._measure_chapter(3, RIGHT_COLUMN)
        return max(left, subjects + ROW_GAP + meetings)

    def _measure_two_sheets(self) -> tuple[float, float]:
        """Return the heights in mm that the words need on the first of two sheets and the second.

        The first sheet has the cover and chapter 1, the second the meetings and all that follows.
        The subjects stand on the second sheet, or on the first where no map takes its room.
        """
        column = (WIDTH - GAP) / 2
        # The text of chapter 1 is set in two columns, below a heading across the sheet.
        heading = HEADING.size * 5
        text = self._measure_text_of_first(column)
        participants = text / 2 + heading + self._measure_names(WIDTH) + GAP
        if self._is_drawn:
            participants += MAP + self._measure_parts(".place-1 figcaption", WIDTH)
        # Two columns are level but for a block that isn't divided, of 6 mm at most.
        subjects = self._measure_chapter(2, column) / 2 + 6
        meetings = self._measure_dates(column)
        first = self._measure_cover() + participants
        second = meetings + self._measure_beside(4) + GAP + self._measure_beside(5)
        # Four gaps of 3 mm part the five rows of the sheet.
        second += self._measure_end() + 12
        if self._is_drawn:
            return first, second + subjects
        return first + subjects, second

    def _measure_cover(self) -> float:
        """Return the height in mm of the cover: title, introducing sentence, figures, notices."""
        # The sentence stands beside the large title, in a column of 112 mm, in letters of 17 points
        # whose lines are 7.3 mm high. Title and sentence share a row, as high as the taller one.
        title_height = 22.0
        lines = 0
        sentence = self._page.css_first(".lede")
        if sentence is not None:
            lines = _count_lines(sentence.text(), 112, 17, LETTER)
        sentence_height = 7.3 * lines + 2
        # Above this row is the line of the network's name, below it the band of key figures.
        around = 37
        # Each notice, that the data are invented or a draft, is a line across the page.
        notices = self._page.css(".fiction, .draft")
        return around + max(title_height, sentence_height) + 10 * len(notices)

    def _measure_end(self) -> float:
        """Return the height in mm of the page's last lines: its sources, and the foot."""
        # The room above and below.
        height = 8.0
        # Letters of 8 points in lines of 4 mm.
        for part in (".sources", ".foot"):
            node = self._page.css_first(part)
            if node is not None:
                height += 4 * _count_lines(node.text(separator=" "), WIDTH, 8, SANS_LETTER)
        logo = self._page.css_first(".foot img")
        if logo is not None:
            height += 12
        return height

    def _measure_beside(self, place: int) -> float:
        """Return the height in mm of a chapter whose heading stands beside its words; 0 without it.

        `place` is the chapter's number in the page: 4 for the highlights, 5 for the outlook.
        """
        node = self._page.css_first(f".place-{place}")
        if node is None:
            return 0.0
        # The heading has a column of 54 mm, of which its numeral takes 8; a gap of 7 mm follows.
        heading = self._measure_parts(f".place-{place} h2", 54 - 8)
        return max(heading, self._measure_node(node, WIDTH - 54 - 7, without="h2"))

    def _measure_dates(self, width: float) -> float:
        """Return the height in mm of the chapter of meetings, whose list of dates has two columns.

        `width` is that of a column, in mm. The chapter is the third of a summary, `.place-3`.
        """
        dates = self._page.css(".place-3 .dated li")
        height = sum(self._measure_block(date, KINDS_OF_TAGS["li"], width) for date in dates)
        # The rest of the chapter, without its dates, is as wide as the sheet.
        rest = self._measure_chapter(3, WIDTH, without=".dated")
        return height / 2 + ROW_GAP + rest

    def _measure_text_of_first(self, width: float) -> float:
        """Return the height in mm of chapter 1 without the map's caption, and without the names."""
        return self._measure_chapter(1, width, without=".names, figcaption, h3")

    def _measure_names(self, width: float) -> float:
        """Return the height in mm of the list of names in chapter 1, with the headings above.

        `width` is the room in mm for its columns: five on two sheets; on one sheet as many as are
        at least 24 mm wide, and four at most.
        """
        gap = 3
        columns = 5
        if self._setting.sheets == 1:
            columns = min(4, int((width + gap) / (24 + gap)))
        column = (width + gap) / columns - gap
        size = max(SMALLEST, 0.83 * self._setting.size)
        height = 0.0
        for node in self._page.css(".place-1 .names li"):
            lines = _count_lines(node.text(), column, size, SANS_LETTER)
            # A line is 1.25 times as high as its letters; 0.2 mm part two names.
            height += lines * size * 1.25 * POINT + 0.2
        headings = self._measure_parts(".place-1 h3", width)
        return height / columns + headings + ROW_GAP

    def _measure_chapter(self, place: int, width: float, without: str = "") -> float:
        """Return the height in mm of a chapter in a column of a width; 0 without the chapter.

        `place` is the chapter's number in the page. `without` is a CSS selector of blocks that
        don't count; by default all count, the list of names as the columns that it has.
        """
        node = self._page.css_first(f".place-{place}")
        if node is None:
            return 0.0
        if without:
            return self._measure_node(node, width, without=without)
        height = self._measure_node(node, width, without=".names")
        if node.css_first(".names") is not None:
            height += self._measure_names(width)
        return height

    def _measure_parts(self, selector: str, width: float) -> float:
        """Return the height in mm of all blocks of the page that a CSS selector finds."""
        height = 0.0
        for node in self._page.css(selector):
            kind = KINDS_OF_TAGS.get(node.tag or "", KINDS_OF_TAGS["p"])
            height += self._measure_block(node, kind, width)
        return height

    def _measure_node(self, node: LexborNode, width: float, *, without: str) -> float:
        """Return the height in mm of the blocks in a node: headings, paragraphs, items of lists.

        Blocks that the CSS selector `without` finds, and those within them, don't count.
        """
        left_out = set[int]()
        for found in node.css(without):
            left_out.add(found.mem_id)
            left_out |= {inner.mem_id for inner in found.css("li, p")}
        height = 0.0
        for block in node.css(", ".join(KINDS_OF_TAGS)):
            if block.mem_id in left_out:
                continue
            # An item of a list may hold paragraphs or a list, whose blocks are measured themselves.
            # Its own label ("Mars") stands beside them or above, in no line of its own or in one:
            # 0.6 of the letters' size lies between both.
            if _holds_blocks(block):
                height += self._setting.size * POINT * 0.6
                continue
            kind = KINDS_OF_TAGS[block.tag or "p"]
            if "note" in (block.attributes.get("class") or ""):
                kind = NOTE
            height += self._measure_block(block, kind, width)
        return height

    def _measure_block(self, node: LexborNode, kind: BlockKind, width: float) -> float:
        """Return the height in mm of a block of words: its lines, and the room around them.

        `kind` is how such blocks are set, headings larger than paragraphs; `width` is the column's.
        """
        size = max(SMALLEST, kind.size * self._setting.size)
        letter = SANS_LETTER if kind.is_sans else LETTER
        text = node.text()
        # On paper the address of a link is printed behind its words.
        for link in node.css('a[href^="http"]'):
            text += f" ({link.attributes['href']})"
        lines = _count_lines(text, width, size, letter)
        line_height = size * (kind.leading or self._setting.leading) * POINT
        return lines * line_height + kind.around


def _holds_blocks(block: LexborNode) -> bool:
    """Whether a block has paragraphs or items of lists within it."""
    count = len(block.css("p, li"))
    # `css` finds the block itself too.
    if block.tag in ("p", "li"):
        count -= 1
    return count > 0


def _count_lines(text: str, width: float, size: float, letter: float) -> int:
    """Return how many lines a text takes in a column, by the mean width of a letter.

    `width` is the column's, in millimetres; `size` is that of the letters, in points; `letter` is
    the width of a letter as a share of `size`: of 10 points and 0.475, some 1.7 mm.
    """
    letters_in_line = int(width / (size * POINT * letter))
    # `wrap` refuses a width of 0; no column of a page has fewer than 8 letters in a line.
    return len(textwrap.wrap(" ".join(text.split()), max(letters_in_line, 8)))
