"""The blocks that a page of any notebook is made of, and how each is written as HTML.

The model is closed: whatever a notebook shows is one of these, and what none of them can hold is
`Missing`, which tells a reader what stood there.

    HeadingBlock  a heading of the page's own
    Prose     words, with the blocks that stand among them
    TableBlock    its rows of heads, its rows, and the cells of each
    Picture   pixels, and their words for who doesn't see them
    DrawingBlock  an SVG, with the words that stand in it
    Code      what somebody typed
    Printed   what a program has written
    Formula   MathML
    Fold      what opens under a few words
    Missing   what only a program shows: what it was, and what can be said of it

A content is a sequence of HTML, of the page's own words and of blocks, in their order. Blocks that
are heard by a name get theirs when all of a page are known (`block_names`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from annual_report.machine.pages.boxes import box_table
from annual_report.machine.pages.fragment import make_scroller
from annual_report.machine.pages.language import page_word, say_own_words

LONGEST_FORMULA = 24
"""The signs of a formula that surely stand side by side on a telephone."""
ROOM_ON_PAPER = 150
"""The letters of a table's line that a sheet surely has room for."""


@dataclass
class OwnWords:
    """Some of the page's own words, in the language that it has them in when it is written."""

    key: str

    @property
    def html(self) -> str:
        """The words, with their language where it isn't the page's."""
        return str(say_own_words(self.key))


@dataclass
class HeadingBlock:
    """A heading that parts the page; its words are plain."""

    level: int
    words: str

    @property
    def html(self) -> str:
        """The heading as it was written, of whatever level."""
        return f"<h{self.level}>{escape(self.words)}</h{self.level}>"


@dataclass
class Prose:
    """Words, with what stands among them."""

    content: "Content"

    @property
    def html(self) -> str:
        """What it holds, in its order."""
        return write_content(self.content)


@dataclass
class Named:
    """A block that is heard by a name: the words that were found for it, the best first."""

    name: str = field(default="", kw_only=True)
    """What it is called in the page, where no two blocks have one name."""
    found: Sequence[str] = field(default=(), kw_only=True)
    """Its caption, its alternative, the title that stands in it."""
    hint: str = field(default="", kw_only=True)
    """The line by which whoever writes would say its name."""
    is_described: bool = field(default=False, kw_only=True)
    """Whether the first of these was written to be read aloud."""


@dataclass
class Cell:
    """A cell of a table; a head says of what the cells of its row or column are."""

    content: "Content"
    is_head: bool = False
    columns: int = 1
    rows: int = 1
    kind: str = ""
    scope: str = ""

    @property
    def words(self) -> str:
        """The words that it says."""
        return read_words(self.content)

    @property
    def html(self) -> str:
        """The cell; a head without words is none, which would be read aloud as one."""
        tag = "th" if self.scope else "td"
        given = {
            "colspan": str(self.columns) if self.columns > 1 else "",
            "rowspan": str(self.rows) if self.rows > 1 else "",
            "class": self.kind,
            "scope": self.scope,
        }
        written = "".join(f' {name}="{value}"' for name, value in given.items() if value)
        return f"<{tag}{written}>{write_content(self.content)}</{tag}>"


Row: TypeAlias = "list[Cell]"


@dataclass
class TableBlock(Named):
    """A table: its rows of heads, then the others; one of no heads only lays out what it holds."""

    heads: list[Row]
    rows: list[Row]
    caption: str = ""
    letters: int = 0
    is_layout: bool = False

    @property
    def html(self) -> str:
        """The table, in a box that scrolls where a telephone may have no room for it."""
        head = "".join(map(_write_row, self.heads))
        body = "".join(map(_write_row, self.rows))
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head = f"<thead>{head}</thead>" if head else ""
        body = f"<tbody>{body}</tbody>" if body else ""
        name = page_word("table_of", name=self.name)
        aloud = (caption and self.caption == self.name and self.caption) or name
        role = 'role="presentation"' if self.is_layout else f'aria-label="{escape(aloud)}"'
        made = Markup(f"<table {role}>{caption}{head}{body}</table>")
        if self.letters <= ROOM_ON_PAPER:
            return str(box_table(made, self.letters, aloud))
        # On paper a table that is wider than a sheet shrinks by itself: else all of the page would.
        box = make_scroller(made, aloud, "scroll small broken tight")
        wide = f'style="--wide:{self.letters}"'
        return str(box).replace("<div ", f"<div {wide} ", 1)


@dataclass
class Picture(Named):
    """A picture that the page holds, by its address."""

    address: str
    stands_alone: bool = True

    @property
    def html(self) -> str:
        """The picture with its words."""
        made = f'<img src="{self.address}" alt="{escape(self.name)}">'
        return f"<figure>{made}</figure>" if self.stands_alone else made


@dataclass
class Word:
    """A word of a drawing, and where it leads."""

    text: str
    address: str = ""

    @property
    def html(self) -> str:
        """The word, or the link that it is."""
        words = escape(self.text)
        return f'<a href="{escape(self.address)}">{words}</a>' if self.address else words


@dataclass
class DrawingBlock(Picture):
    """A drawing: a browser runs and loads nothing in it; its own words stand below, folded."""

    words: Sequence[Word] = ()

    @property
    def html(self) -> str:
        """The drawing, and what stands in it, to be read, heard and found."""
        picture = super().html
        if not self.words:
            return picture
        if not self.stands_alone:
            told = ", ".join(word.text for word in self.words if word.text not in self.name)
            aloud = f"{self.name}: {told}" if told else self.name
            return f'<img src="{self.address}" alt="{escape(aloud)}">'
        told = " · ".join(word.html for word in self.words)
        return f"{picture}{Fold('', (f'<p>{told}</p>',), own='words_of_drawing').html}"


@dataclass
class Code:
    """What somebody typed."""

    text: str

    @property
    def html(self) -> str:
        """The code with its lines."""
        return f"<pre><code>{escape(self.text)}</code></pre>"


@dataclass
class Printed:
    """What a program has written, with its lines."""

    text: str

    @property
    def html(self) -> str:
        """The text with its lines."""
        return f'<pre class="output">{escape(self.text)}</pre>'


@dataclass
class Formula:
    """A formula as MathML."""

    mathml: str
    stands_alone: bool = False

    @property
    def html(self) -> str:
        """The formula; no browser breaks a long one, which scrolls."""
        made = Markup(self.mathml)
        if len(read_words((self.mathml,))) > LONGEST_FORMULA:
            made = make_scroller(made, page_word("formula"), "scroll", tag="span")
        return f"<p>{made}</p>" if self.stands_alone else str(made)


@dataclass
class Fold(Named):
    """What opens under a few words: those that somebody wrote, or the page's own."""

    summary: str
    content: "Content"
    own: str = ""
    """Which of the page's own words they are."""
    is_open: bool = False

    @property
    def html(self) -> str:
        """The fold; code that is shown stands as it is."""
        held = write_content(self.content)
        if self.is_open:
            return held
        words = say_own_words(self.own) if self.own else self.summary
        return f"<details><summary>{words}</summary>{held}</details>"


@dataclass
class Missing(Named):
    """What only a program shows: a chart, a control, a film, a page in a frame.

    `what` is one of the page's own words for it; `words` is what can be said of it in the
    notebook's, `address` where it is, `table` its data.
    """

    what: str
    words: str = ""
    address: str = ""
    points: int = 0
    """How many points its data have, where they are too many for a table."""
    table: TableBlock | None = None

    @property
    def html(self) -> str:
        """What stood there, in words, and its data."""
        lines = [f"<p>{say_own_words(self.what)}</p>"]
        if self.words:
            lines.append(f"<p>{escape(self.words)}</p>")
        if self.points:
            lines.append(f"<p>{say_own_words('points', count=self.points)}</p>")
        if self.address:
            address = escape(self.address)
            lines.append(f'<p><a href="{address}">{address}</a></p>')
        if self.table:
            lines.append(self.table.html)
        return f'<div class="missing">{"".join(lines)}</div>'


Block: TypeAlias = (
    HeadingBlock
    | Prose
    | TableBlock
    | Picture
    | DrawingBlock
    | Code
    | Printed
    | Formula
    | Fold
    | Missing
)
Piece: TypeAlias = str | OwnWords | Block
Content: TypeAlias = Sequence[Piece]


def write_content(content: Content) -> str:
    """Return the HTML of a content."""
    return "".join(part if isinstance(part, str) else part.html for part in content)


def read_words(content: Content) -> str:
    """Return the words of a content, with one space wherever there are several."""
    html = write_content(content)
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    root = LexborHTMLParser(html).body
    return " ".join(root.text().split()) if root else ""


def walk_blocks(content: Content) -> Iterator[Block]:
    """Yield the blocks of a content, and those within each, in their order."""
    for part in content:
        if isinstance(part, str | OwnWords):
            continue
        yield part
        for inside in list_contents(part):
            yield from walk_blocks(inside)


def list_contents(block: Block) -> Iterable[Content]:
    """Return the contents that stand within a block."""
    if isinstance(block, Prose | Fold):
        return [block.content]
    if isinstance(block, Missing) and block.table:
        return [[block.table]]
    if isinstance(block, TableBlock):
        return [cell.content for row in [*block.heads, *block.rows] for cell in row]
    return []


def holds_something(content: Content) -> bool:
    """Whether a content says or shows anything."""
    return any(walk_blocks(content)) or bool(read_words(content))


def _write_row(row: Row) -> str:
    return f"<tr>{''.join(cell.html for cell in row)}</tr>"
