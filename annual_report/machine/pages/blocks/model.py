"""The blocks of a page of any notebook, and the HTML of each block.

A block is a part of a page that a reader sees or hears as a whole: a table, a picture, a line of
code. Input: values that the readers of outputs fill in. Output: the property `html` of each block.
The model is closed: every output becomes a block of this list, and an output that no page can hold
becomes `Missing`, which tells a reader of the missing content.

    HeadingBlock  a heading of the page
    Prose         words, with the blocks among the words
    TableBlock    rows of heads, rows, and the cells of each
    Picture       pixels, and words for readers who can't see
    DrawingBlock  an SVG, with the words within
    Code          typed code
    Printed       the printed text of a program
    Formula       MathML
    Fold          a part that unfolds under a few words
    Missing       an output that only a program shows: the kind, and words about the content

A content is a sequence of HTML, of fixed words of the page such as "Code" (`OwnWords`, in the
language of the page), and of blocks, in their order. Blocks with names for a screen reader get
these when all blocks of a page are known (`block_names`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from annual_report.machine.pages.fragment import box_table, make_scroller
from annual_report.machine.pages.language import page_word, say_own_words

LONGEST_FORMULA = 24
"""The most signs of a formula that surely stand in one line on a telephone."""
ROOM_ON_PAPER = 150
"""The letters in a row of a table that a sheet of paper surely has room for."""


@dataclass
class OwnWords:
    """Fixed words of the page, as "Code", in the language that the page has for such words."""

    key: str
    """The key of the words among those of all languages (`pages.language`)."""

    @property
    def html(self) -> str:
        """The words, with a `lang` if the page has another language."""
        return str(say_own_words(self.key))


@dataclass
class HeadingBlock:
    """A heading that parts the page, in plain words."""

    level: int
    words: str

    @property
    def html(self) -> str:
        """The heading, with the level that the author gave to it: `<h3>Bilan</h3>`."""
        return f"<h{self.level}>{escape(self.words)}</h{self.level}>"


@dataclass
class Prose:
    """Words in HTML, with the blocks among them, such as a table between two paragraphs."""

    content: "Content"

    @property
    def html(self) -> str:
        """The content, in order."""
        return write_content(self.content)


@dataclass
class Named:
    """A block with a name for a screen reader; `block_names` chooses it from possible names."""

    name: str = field(default="", kw_only=True)
    """The name of the block in the page, where no two blocks have the same name."""
    found: Sequence[str] = field(default=(), kw_only=True)
    """The possible names, the best first: an alt text, a caption, a title within the block."""
    hint: str = field(default="", kw_only=True)
    """The line by which an author would describe the block, for a remark."""
    is_described: bool = field(default=False, kw_only=True)
    """Whether the first possible name was written to be read aloud."""


@dataclass
class Cell:
    """A cell of a table; a head names the cells of a row or a column."""

    content: "Content"
    is_head: bool = False
    columns: int = 1
    rows: int = 1
    kind: str = ""
    """The class of the cell: "number" or "long"."""
    scope: str = ""
    """For a head, the cells that it names, as HTML says it: "col", "rowgroup"."""

    @property
    def words(self) -> str:
        """The words of the cell."""
        return read_words(self.content)

    @property
    def html(self) -> str:
        """The cell; a head without words becomes an ordinary cell, for it would be read aloud."""
        tag = "th" if self.scope else "td"
        attributes = {
            "colspan": str(self.columns) if self.columns > 1 else "",
            "rowspan": str(self.rows) if self.rows > 1 else "",
            "class": self.kind,
            "scope": self.scope,
        }
        written = ""
        for name, value in attributes.items():
            if value:
                written += f' {name}="{value}"'
        return f"<{tag}{written}>{write_content(self.content)}</{tag}>"


Row: TypeAlias = "list[Cell]"


@dataclass
class TableBlock(Named):
    """A table: rows of heads, then other rows; a table without heads only lays out content."""

    heads: list[Row]
    rows: list[Row]
    caption: str = ""
    letters: int = 0
    """The letters of a row side by side, by which a page knows where it has no room."""
    is_layout: bool = False
    """Whether the table has no heads, and a screen reader reads the cells as ordinary words."""

    @property
    def html(self) -> str:
        """The table, in a box that scrolls where a telephone may be too narrow."""
        head = "".join(map(_write_row, self.heads))
        body = "".join(map(_write_row, self.rows))
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head = f"<thead>{head}</thead>" if head else ""
        body = f"<tbody>{body}</tbody>" if body else ""
        # The name is the caption. Where an earlier table has the same caption, the name has a
        # number too, "Membres (2)", and the caption stays as the author wrote it.
        if self.caption and self.caption == self.name:
            spoken_name = self.caption
        else:
            spoken_name = page_word("table_of", name=self.name)
        if self.is_layout:
            role = 'role="presentation"'
        else:
            role = f'aria-label="{escape(spoken_name)}"'
        table = Markup(f"<table {role}>{caption}{head}{body}</table>")
        if self.letters <= ROOM_ON_PAPER:
            return str(box_table(table, self.letters, spoken_name))
        # On paper a browser makes a page smaller that is too wide. Here the wide table alone gets
        # smaller, by its number of letters.
        box = make_scroller(table, spoken_name, "scroll small broken tight")
        wide = f'style="--wide:{self.letters}"'
        return str(box).replace("<div ", f"<div {wide} ", 1)


@dataclass
class Picture(Named):
    """A picture that the page holds, as a `data:` address."""

    address: str
    stands_alone: bool = True
    """Whether the picture is a figure, with its own lines of the page, and not among words."""

    @property
    def html(self) -> str:
        """The picture with words."""
        made = f'<img src="{self.address}" alt="{escape(self.name)}">'
        return f"<figure>{made}</figure>" if self.stands_alone else made


@dataclass
class Word:
    """A text in a drawing, such as a label, and the address of the link around it, or ""."""

    text: str
    address: str = ""

    @property
    def html(self) -> str:
        """The word, with a link if there is an address."""
        words = escape(self.text)
        return f'<a href="{escape(self.address)}">{words}</a>' if self.address else words


@dataclass
class DrawingBlock(Picture):
    """A drawing, in which a browser runs and loads nothing; the words stand below, folded."""

    words: Sequence[Word] = ()

    @property
    def html(self) -> str:
        """The drawing, and the words within, to be read, heard and found."""
        picture = super().html
        if not self.words:
            return picture
        if not self.stands_alone:
            # Among words nothing can unfold: the alternative has the drawing's words.
            unsaid = [word.text for word in self.words if word.text not in self.name]
            alternative = self.name
            if unsaid:
                alternative = f"{self.name}: {', '.join(unsaid)}"
            return f'<img src="{self.address}" alt="{escape(alternative)}">'
        drawn_words = " · ".join(word.html for word in self.words)
        fold = Fold("", (f"<p>{drawn_words}</p>",), own="words_of_drawing")
        return f"{picture}{fold.html}"


@dataclass
class Code:
    """Typed code."""

    text: str

    @property
    def html(self) -> str:
        """The code with its lines."""
        return f"<pre><code>{escape(self.text)}</code></pre>"


@dataclass
class Printed:
    """The printed text of a program, in lines."""

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
    """A part that unfolds under a few words: the author's words, or fixed words of the page."""

    summary: str
    content: "Content"
    own: str = ""
    """The key of the page's fixed words for the summary; "" for the author's."""
    is_open: bool = False

    @property
    def html(self) -> str:
        """The part to unfold; code that is shown stands without a fold."""
        inside = write_content(self.content)
        if self.is_open:
            return inside
        words = say_own_words(self.own) if self.own else self.summary
        # On paper nothing unfolds: all parts are printed open there, but for code, which is for the
        # screen, and for the words of a drawing, which the drawing shows.
        is_printed = self.own not in ("code", "words_of_drawing")
        attributes = ' class="unfolds"' if is_printed else ""
        return f"<details{attributes}><summary>{words}</summary>{inside}</details>"


@dataclass
class Missing(Named):
    """An output that only a program shows: a chart, a control, a film, a page in a frame.

    The page says in a frame that something isn't there, and all that the notebook has about it.
    """

    key: str
    """The key of the page's fixed words for the kind: "missing_chart", "missing_film"."""
    words: str = ""
    """Words of the notebook about the output."""
    address: str = ""
    """The place of the output in the web."""
    points: int = 0
    """The number of points of a chart with too many of them for a table."""
    table: TableBlock | None = None

    @property
    def html(self) -> str:
        """The kind of the missing output, in words, and the data."""
        lines = [f"<p>{say_own_words(self.key)}</p>"]
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
    """Return the HTML of a content: its pieces of HTML as they are, its blocks written."""
    return "".join(part if isinstance(part, str) else part.html for part in content)


def read_words(content: Content) -> str:
    """Return the words of a content without tags: ["<p>Ils <b>sont</b></p>"] → "Ils sont"."""
    html = write_content(content)
    # Most are plain words, and a parser is slow.
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    root = LexborHTMLParser(html).body
    return " ".join(root.text().split()) if root else ""


def walk_blocks(content: Content) -> Iterator[Block]:
    """Yield the blocks of a content, and the blocks within each, in their order."""
    for part in content:
        if isinstance(part, str | OwnWords):
            continue
        yield part
        for inside in list_contents(part):
            yield from walk_blocks(inside)


def list_contents(block: Block) -> Iterable[Content]:
    """Return the contents within a block: of a table those of its cells, of a formula none."""
    if isinstance(block, Prose | Fold):
        return [block.content]
    if isinstance(block, Missing) and block.table:
        return [[block.table]]
    if isinstance(block, TableBlock):
        return [cell.content for row in [*block.heads, *block.rows] for cell in row]
    return []


def holds_something(content: Content) -> bool:
    """Whether a content has a block or a word: the tags that held a script alone have neither."""
    return any(walk_blocks(content)) or bool(read_words(content))


def _write_row(row: Row) -> str:
    """Return the HTML of a row."""
    return f"<tr>{''.join(cell.html for cell in row)}</tr>"
