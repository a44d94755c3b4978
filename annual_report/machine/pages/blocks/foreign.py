"""HTML of any origin, read into blocks by a walk over the tree.

Input: the HTML of an output, or of Markdown. Output: a content (see `model`), pieces
of clean HTML with blocks among them, and remarks for the author about changed or missing parts.

Elements that run, load or are hidden are left out. Tables, pictures, drawings, formulas, folds and
elements that only a program shows become blocks, at any depth. Other elements keep their tags,
without attributes of look. `clean_html` checks the result once more, as every part of a page.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote, urlsplit

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from annual_report.base.messages import _
from annual_report.machine.pages.blocks.foreign_tables import read_table
from annual_report.machine.pages.blocks.model import (
    Block,
    Code,
    Content,
    DrawingBlock,
    Fold,
    Formula,
    HeadingBlock,
    Missing,
    OwnWords,
    Picture,
    Piece,
    Printed,
    Prose,
    TableBlock,
    Word,
    holds_something,
    read_words,
)
from annual_report.machine.pages.checks.css import parse_declarations, parse_sheet
from annual_report.machine.pages.checks.pictures import (
    clean_picture_address,
    read_picture_beside,
    write_picture_address,
)

KEPT_ATTRIBUTES = ("href", "start")
"""The attributes that an ordinary element keeps: a link's address, the first number of a list."""
VOID_ELEMENTS = frozenset({"br", "hr", "wbr"})
"""HTML's elements without a closing tag."""
INVISIBLE = frozenset({"script", "style", "link", "noscript", "template", "head", "meta", "title"})
"""Elements that a browser doesn't show."""
CONTROLS = "input:not([type=hidden]), button, select, textarea"
"""A CSS selector of fields and buttons: they need a running program, which a page doesn't have."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MISSING_WORDS = {
    "iframe": "missing_frame",
    "object": "missing_frame",
    "embed": "missing_frame",
    "frame": "missing_frame",
    "video": "missing_film",
    "audio": "missing_sound",
    "canvas": "missing_program",
}
"""Elements whose content a browser loads or a script draws → the key of the page's words for it."""
UNDRAWN = frozenset({"defs", "symbol", "style", "title", "desc", "metadata", "-text", "-comment"})
"""Children of an SVG that draw nothing; selectolax calls texts and comments "-text", "-comment"."""
SCHEMES_FOR_ANYONE = ("http", "https", "mailto")
"""The schemes of links that work on any machine on which the page is read."""
HIDING = (("display", "none"), ("visibility", "hidden"), ("width", "0"), ("width", "0px"))
"""Declarations of CSS, as (name, value), that hide an element."""
BREAKS = ("page-break-after", "page-break-before", "break-after", "break-before")
"""The declarations by which authors begin a new sheet of paper."""
LONGEST_ADDRESS = 80
"""The most signs of an address that a remark shows: the data of a picture may be one address."""


@dataclass
class Read:
    """The result of reading some HTML or Markdown: the content, and remarks for the author.

    The remarks tell of changed or missing parts.
    """

    content: list[Piece]
    remarks: list[str] = field(default_factory=list)
    hides: bool = False
    """Whether a part of the HTML is hidden by its own style."""


def read_html(html: str, folder: str = "", filled: frozenset[str] = frozenset()) -> Read:
    """Return the content of some HTML, with remarks.

    `folder` is the notebook's, in which pictures lie. `filled` are the ids of elements that a
    script fills when it runs: each becomes a `Missing` block, for the page has no scripts.
    """
    tree = LexborHTMLParser(html)
    walk = _Walk(folder, filled, _find_hidden(tree))
    content = walk.read_children(tree.body) if tree.body else []
    if tree.css_first("script"):
        walk.remarks.insert(0, _("a script isn’t in the page"))
    # The same remark about ten pictures is said once.
    remarks = [*dict.fromkeys(walk.remarks)]
    return Read(_join(content), remarks, walk.hides)


def read_image(kind: str, data: str) -> str:
    """Return the `data:` address that holds a picture of an output.

    `kind` is its MIME type; `data` is base64, or the text of an SVG. Raise ValueError for data that
    are no picture.
    """
    content = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
    return write_picture_address(content)


def read_drawing(source: str) -> DrawingBlock:
    """Return the block of an SVG, with the words in it; raise ValueError if it is no drawing.

    The drawing stands in the page as a picture, so that its styles and scripts touch nothing else.
    Words in a picture can't be read aloud or searched: they are listed beside it.
    """
    address = read_image("image/svg+xml", source)
    # An XML declaration and a doctype before the drawing would confuse a parser of HTML.
    svg = LexborHTMLParser(source[max(0, source.find("<svg")) :]).css_first("svg")
    if svg is None:
        raise ValueError("no drawing")
    words = _list_drawn_words(svg)
    label = svg.attributes.get("aria-label") or ""
    title = next((_words(node) for node in svg.iter() if node.tag == "title"), "")
    found = [name for name in (label, title) if name.strip()]
    return DrawingBlock(address=address, words=words, found=found, is_described=bool(found))


def find_controls(html: str) -> bool:
    """Whether some HTML has controls: a field, a box to tick or a button."""
    return LexborHTMLParser(html).css_first(CONTROLS) is not None


@dataclass
class _Walk:
    """A walk over the tree of some HTML, and the remarks that it gathers."""

    folder: str
    """The folder of the pictures; "" if there is none."""
    filled: frozenset[str]
    """The ids of the elements that a script would fill."""
    hidden: frozenset[int]
    """The nodes that a style sheet hides, by selectolax's `mem_id`."""
    remarks: list[str] = field(default_factory=list)
    hides: bool = False

    def read_children(self, node: LexborNode, *, inside: str = "") -> list[Piece]:
        """Return the content of an element: HTML and blocks, in their order.

        `inside` is the tag of the outermost element around the content, "" at the top of the HTML.
        """
        content: list[Piece] = []
        for child in node.iter(include_text=True):
            content += self.read(child, inside=inside)
        return content

    def read(self, node: LexborNode, *, inside: str = "") -> Iterator[Piece]:
        """Yield the content of a node: words, a block, or an element with its content.

        The order of the questions matters: hidden parts are left out before they are read, and an
        element that a script fills is missing whatever its tag is. `inside` is the tag of the
        outermost element around, "" at the top.
        """
        tag = str(node.tag)
        if tag == "-text":
            yield escape(node.text(deep=False), quote=False)
        elif tag.startswith("-") or tag in INVISIBLE:
            # selectolax calls a comment "-comment".
            return
        elif self._is_hidden(node):
            self.hides = True
        elif tag in MISSING_WORDS:
            yield _read_missing(node, MISSING_WORDS[tag])
        elif (node.id or "") in self.filled and not node.css_first("tr + tr"):
            # A script would fill this element. But a table that has two rows already is complete,
            # and is read below: its script only sorts it.
            yield Missing(key="missing_program", words=_words(node))
        elif tag in HEADINGS:
            yield from self._read_heading(node, inside)
        elif tag == "table":
            yield self._read_table(node)
        elif tag == "img":
            yield from self._read_picture(node, inside)
        elif tag == "svg":
            yield from self._read_drawing(node)
        elif tag == "math":
            yield Formula(node.html or "")
        elif tag == "details":
            yield self._read_fold(node)
        elif tag == "pre":
            yield self._read_lines(node)
        elif tag == "input":
            yield from _read_tick(node)
        elif tag == "a":
            yield from self._read_link(node)
        elif _breaks_page(node):
            yield '<div class="break"></div>'
            yield from self.read_children(node, inside=inside or tag)
        else:
            yield from self._read_element(node, tag, inside)

    def _read_element(self, node: LexborNode, tag: str, inside: str) -> Iterator[Piece]:
        """Yield the tags of an element, such as `p` or `em`, around its content.

        `inside` is the outermost element that the content stands in, "" at the top of the output.
        """
        attributes = ""
        for name in KEPT_ATTRIBUTES:
            value = node.attributes.get(name)
            if value:
                attributes += f' {name}="{escape(value)}"'
        # An element that a script would draw, such as "x-card", has a hyphen in its name. It loses
        # its tags and keeps its words.
        is_known = tag.isalnum()
        if is_known:
            yield f"<{tag}{attributes}>"
        if tag in VOID_ELEMENTS:
            return
        yield from self.read_children(node, inside=inside or tag)
        if is_known:
            yield f"</{tag}>"

    def _is_hidden(self, node: LexborNode) -> bool:
        """Whether an element is hidden by a style sheet, an attribute, or its own style."""
        if node.mem_id in self.hidden or "hidden" in node.attributes:
            return True
        style = node.attributes.get("style") or ""
        return bool(style) and _hides(parse_declarations(style))

    def _read_heading(self, node: LexborNode, inside: str) -> Iterator[Piece]:
        """Yield a heading of the page; a heading within a box becomes strong words.

        A heading begins a chapter of the page: the title in a card or in a cell begins none.
        """
        if not inside:
            if words := _words(node):
                yield HeadingBlock(int(str(node.tag)[1]), words)
            return
        yield "<p><strong>"
        yield from self.read_children(node, inside="strong")
        yield "</strong></p>"

    def _read_table(self, node: LexborNode) -> TableBlock:
        """Return the block of a table; remarks on the table become remarks of the walk."""
        table, remarks = read_table(node, lambda cell: self.read_children(cell, inside="table"))
        self.remarks += remarks
        return table

    def _read_picture(self, node: LexborNode, inside: str) -> Iterator[Piece]:
        """Yield a picture that the page can hold; a picture of another site becomes a link."""
        source = node.attributes.get("src") or ""
        words = (node.attributes.get("alt") or "").strip()
        held = None
        if self.folder and source and not _is_elsewhere(source):
            held = read_picture_beside(self.folder, unquote(source))
        # The picture may be in the address itself: "data:image/png;base64,…".
        held = held or clean_picture_address(source)
        if held:
            picture = Picture(address=held, stands_alone=False)
            if words:
                # The author's alt text is the name of the picture, and of a link around it.
                picture.found = [words]
                picture.is_described = True
            else:
                picture.hint = "![…](image.png)"
            yield picture
            return
        # A page loads nothing from elsewhere: the picture's words stand there, as a link to it.
        self.remarks.append(
            _(
                "a picture isn’t in the page: {source}; put it beside the notebook, or attach it "
                "to its cell",
                source=source[:LONGEST_ADDRESS],
            )
        )
        shown = escape(words or source[:LONGEST_ADDRESS])
        # HTML allows no link within a link.
        is_link = inside != "a" and _opens(source)
        yield f'<a href="{escape(source)}">{shown}</a>' if is_link else shown

    def _read_drawing(self, node: LexborNode) -> Iterator[Block]:
        """Yield a drawing within HTML, unless the drawing is empty or can't be read."""
        if all(str(child.tag) in UNDRAWN for child in node.iter(include_text=True)):
            return
        try:
            drawing = read_drawing(node.html or "")
        except ValueError:
            return
        drawing.stands_alone = False
        yield drawing

    def _read_fold(self, node: LexborNode) -> Block:
        """Return the block of a part that unfolds, with the content read like any content."""
        summary = ""
        content: list[Piece] = []
        for child in node.iter(include_text=True):
            # Browsers show the first summary; a further one is content.
            if child.tag == "summary" and not summary:
                summary = escape(_words(child))
            else:
                content += self.read(child, inside="details")
        content = _join(content)
        if not summary:
            return Fold("", content, own="more")
        return Fold(summary, content, found=[read_words((summary,))])

    def _read_lines(self, node: LexborNode) -> Block:
        """Return the block of a `pre`: code if it holds a `code` alone, else printed lines."""
        text = node.text()
        children = [child for child in node.iter(include_text=True) if child.text().strip()]
        if len(children) == 1 and children[0].tag == "code":
            return Code(text)
        return Printed(text)

    def _read_link(self, node: LexborNode) -> Iterator[Piece]:
        """Yield a link with its content, or the content alone, where no reader could open the link.

        A link leads to the web or to a mail ("https:", "mailto:"), or to a place of the page
        itself ("#sources"). Any other address is a file of the author's machine: a remark says so.
        """
        address = (node.attributes.get("href") or "").strip()
        content = self.read_children(node, inside="a")
        # A link without words, such as `<a id="top"></a>`, can be neither seen nor heard.
        if not holds_something(content):
            return
        is_in_page = address.startswith("#")
        if address and not is_in_page and not _opens(address):
            self.remarks.append(
                _(
                    "a link leads to a file that isn’t in the page: {address}",
                    address=address[:LONGEST_ADDRESS],
                )
            )
            yield from content
            return
        # Without an address, as in `<a name="top">Début</a>`, browsers show plain words.
        attribute = ""
        if address:
            attribute = f' href="{escape(address)}"'
        yield f"<a{attribute}>"
        yield from content
        yield "</a>"


def _find_hidden(tree: LexborHTMLParser) -> frozenset[int]:
    """Return the nodes that a `style` element of the HTML hides, by selectolax's `mem_id`."""
    hidden = set[int]()
    for sheet in tree.css("style"):
        for rule in parse_sheet(sheet.text()):
            # Rules under a condition, as of print, hide nothing from a reader of a screen.
            if rule.type != "qualified-rule":
                continue
            if not _hides(tinycss2.parse_blocks_contents(rule.content)):
                continue
            selectors = tinycss2.serialize(rule.prelude)
            try:
                hidden |= {node.mem_id for node in tree.css(selectors)}
            except SelectolaxError:
                # A selector that only a browser understands, as of its own scroll bars.
                continue
    return frozenset(hidden)


def _hides(declarations: list[tinycss2.ast.Node]) -> bool:
    """Whether some declarations of CSS hide an element, as `display: none` does."""
    for declaration in declarations:
        if declaration.type != "declaration":
            continue
        value = tinycss2.serialize(declaration.value).strip().lower()
        if (declaration.lower_name, value) in HIDING:
            return True
    return False


def _breaks_page(node: LexborNode) -> bool:
    """Whether the style of an element begins a new sheet of paper."""
    style = node.attributes.get("style") or ""
    # Parsing is slow, and hardly any style speaks of breaks.
    if "break" not in style:
        return False
    for declaration in parse_declarations(style):
        if declaration.type != "declaration" or declaration.lower_name not in BREAKS:
            continue
        if tinycss2.serialize(declaration.value).strip() in ("always", "page"):
            return True
    return False


def _read_missing(node: LexborNode, key: str) -> Missing:
    """Return what stands in a page instead of an element that a browser would load from elsewhere.

    `<iframe src="https://example.org/carte" title="Carte">` → the title "Carte", and the address
    for a link. `key` is that of the page's words for the kind: "missing_frame".
    """
    source = node.attributes.get("src") or node.attributes.get("data") or ""
    # A film may list its files within.
    inner = node.css_first("source[src]")
    if not source and inner:
        source = inner.attributes.get("src") or ""
    title = node.attributes.get("title") or ""
    # A page in a frame, as an attribute, may have a title of its own.
    framed_page = node.attributes.get("srcdoc")
    if framed_page and not title:
        heading = LexborHTMLParser(framed_page).css_first("title, h1")
        title = _words(heading) if heading else ""
    address = source if _opens(source) else ""
    return Missing(key=key, words=title, address=address, found=[title] if title else [])


def _read_tick(node: LexborNode) -> Iterator[Piece]:
    """Yield the sign of a ticked or an empty box, with a word for a screen reader.

    Lists of tasks in Markdown have such boxes; any other field is a control, and yields nothing.
    """
    if node.attributes.get("type") != "checkbox":
        return
    if "checked" in node.attributes:
        sign = "☑"
        word = "ticked"
    else:
        sign = "☐"
        word = "unticked"
    yield f'<span aria-hidden="true">{sign} </span><span class="hidden">'
    yield OwnWords(word)
    yield " </span>"


def _list_drawn_words(svg: LexborNode) -> list[Word]:
    """Return the words of a drawing, in order, each with the address of a link."""
    words: list[Word] = []
    for node in svg.css("title, desc, text, foreignObject"):
        text = _words(node)
        # The title of the whole drawing is its name (`read_drawing`), and isn't listed here.
        is_name = node.tag == "title" and node.parent == svg
        if not text or is_name:
            continue
        address = _find_address(node)
        # The title of a part often says the same as the words in it (Graphviz).
        if words and words[-1].text == text:
            words[-1].address = words[-1].address or address
        else:
            words.append(Word(text, address))
    return words


def _find_address(node: LexborNode) -> str:
    """Return the address of the link around a node of a drawing; "" without a link that opens."""
    above = node.parent
    while above is not None and above.tag not in ("svg", "-document"):
        if above.tag == "a":
            address = above.attributes.get("xlink:href") or above.attributes.get("href") or ""
            return address if _opens(address) else ""
        above = above.parent
    return ""


def _opens(address: str) -> bool:
    """Whether an address opens something on any machine: "https://…" and "mailto:…" do.

    "notes.pdf" doesn't: that file lies beside the notebook, and isn't sent with the page.
    """
    try:
        return urlsplit(address).scheme.lower() in SCHEMES_FOR_ANYONE
    except ValueError:
        # "http://[" is no address at all.
        return False


def _is_elsewhere(address: str) -> bool:
    """Whether an address can't be that of a file in the notebook's folder.

    "https://…", "/home/…" and "#top" can't, "images/carte.png" can.
    """
    if address.startswith(("/", "\\", "#")):
        return True
    try:
        return bool(urlsplit(address).scheme)
    except ValueError:
        return True


def _join(content: list[Piece]) -> list[Piece]:
    """Return a content with neighbouring pieces of HTML joined, without the spaces at the ends.

    ["<p>", "Voici", "</p>", table] → ["<p>Voici</p>", table]: the sentence before a table is one
    piece, from which the table may take its name.
    """
    joined: list[Piece] = []
    for part in content:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip()
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip()
    return [part for part in joined if part != ""]


def make_block(content: Content) -> Block:
    """Return a content as a single block: its only block, or else prose around all."""
    blocks: list[Block] = []
    words: list[str | OwnWords] = []
    for part in content:
        if isinstance(part, str | OwnWords):
            words.append(part)
        else:
            blocks.append(part)
    if len(blocks) == 1 and not read_words(words):
        block = blocks[0]
        # A picture or a formula among words stands in their line; alone it is a figure.
        if isinstance(block, Picture | Formula):
            block.stands_alone = True
        return block
    return Prose(content)


def _words(node: LexborNode) -> str:
    """Return the words of a node, with single spaces."""
    return " ".join(node.text().split())
