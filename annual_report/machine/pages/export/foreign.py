"""HTML that another library made, as a page has it: tables with heads, pictures inside, no style.

What runs or loads is taken out by `clean_html`, as of each piece of a page; here it gets the form
that every page has.
"""

import base64
import re
from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from typing import NamedTuple

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.french import typeset
from annual_report.base.messages import _
from annual_report.machine.pages.checks.cleaning import PICTURE
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.printed_table import measure_columns
from annual_report.machine.pages.scroller import make_scroller

KEPT = {"href", "src", "alt", "colspan", "rowspan", "start"}
"""The attributes that a foreign element keeps."""
OPENED = re.compile(r"https?:|mailto:|#", re.IGNORECASE)
"""How a link begins that opens something where the page is read."""
NUMBER = re.compile(r"[-+−]?[\d\s.,]*\d[\d\s.,]*(?:e[-+]?\d+)?\s?[%€]?")
NEUTRAL = re.compile(r"(?:nan|<na>|nat|none|-?inf|…|\.\.\.|-)?", re.IGNORECASE)
"""What stands in a column of numbers and is none."""
CUT = re.compile(r"(\d+) rows × (\d+) columns")
"""What pandas writes below a table."""
ELLIPSES = {"...", "…", "⋮"}
UNNAMED = re.compile(r"(Unnamed: \d+)?")
INDENT = re.compile(r"\s+(?=</?(?:t[rhd]|thead|tbody|tfoot|caption)\b)")
HEADING = re.compile("h[1-6]")
SPACES = re.compile(r"\s+")


class Block(NamedTuple):
    """A block of a page: its HTML, or the words of a heading of a level."""

    html: str
    level: int = 0


def settle_html(html: str, name: str) -> tuple[list[Block], list[str]]:
    """Return the blocks of some HTML in the form of a page, with remarks.

    `name` says of what tables and pictures are, until a heading above them does.
    """
    tree = LexborHTMLParser(html)
    remarks = [_("a script isn’t in the page")] if tree.css_first("script") else []
    for node in tree.css("script, style, link, noscript, template"):
        node.decompose()
    # MathML has attributes that say how it is set; `clean_html` knows them.
    for node in tree.css("*:not(math, math *, svg, svg *)"):
        _keep_attributes(node)
    boxed = []
    for node in tree.css("h1, h2, h3, h4, h5, h6, svg:not(svg svg), img, table"):
        if node.tag == "svg":
            words = node.attributes.get("aria-label") or name
            node.replace_with(_parse(write_picture("image/svg+xml", node.html or "", words)))
        elif node.tag == "img":
            remarks += _settle_picture(node, name)
        elif node.tag == "table":
            node.attrs["aria-label"] = page_word("table_of", name=name)
        elif node.parent == tree.body:
            name = _words(node) or name
        else:
            boxed.append(node)
    # Only the page's own headings are any: one within a box is words.
    for heading in boxed:
        heading.replace_with(_parse(f"<p><strong>{heading.inner_html}</strong></p>"))
    for table in tree.css("table"):
        remarks += _settle_table(table)
    blocks = [_make_block(node) for node in tree.body.iter(include_text=True)] if tree.body else []
    return [block for block in blocks if block.html], remarks


def typeset_html(html: str) -> str:
    """Put the spaces and apostrophes of French into the words of some HTML, but for its code."""
    block = LexborHTMLParser(html).body
    if block is None:
        return html
    for node in block.css("*:not(code, pre, math, :is(code, pre, math) *)"):
        for words in [part for part in node.iter(include_text=True) if part.tag == "-text"]:
            words.replace_with(typeset(words.text(deep=False)))
    return block.inner_html or ""


def write_picture(kind: str, data: str, alternative: str) -> str:
    """Return the element of a picture that an output shows, an SVG's as its text."""
    if kind == "image/svg+xml":
        # A browser reads a picture as XML, which asks for a namespace and knows no `&nbsp;`.
        drawing = data[max(0, data.find("<svg")) :].replace("&nbsp;", "\u00a0")
        if "xmlns=" not in drawing.partition(">")[0]:
            drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        data = base64.b64encode(drawing.encode()).decode()
    source = f"data:{kind};base64,{SPACES.sub('', data)}"
    return f'<img src="{source}" alt="{escape(alternative)}">'


def _parse(html: str) -> LexborNode:
    """Return an element's HTML as a node."""
    made = LexborHTMLParser(html, is_fragment=True).root
    assert made is not None
    return made


def _make_block(node: LexborNode) -> Block:
    if HEADING.fullmatch(node.tag or ""):
        return Block(_words(node), int(str(node.tag)[1]))
    return Block(node.html or "")


def _keep_attributes(node: LexborNode) -> None:
    """Take the attributes of a foreign page off an element, and a link that opens nothing."""
    given = node.attributes
    for name in given.keys() - KEPT:
        del node.attrs[name]
    if "href" in given and not OPENED.match((given["href"] or "").strip()):
        del node.attrs["href"]


def _settle_picture(picture: LexborNode, name: str) -> Iterator[str]:
    """Give a picture its words; one that lies elsewhere becomes a link, or words."""
    source, words = picture.attributes.get("src") or "", picture.attributes.get("alt") or ""
    if PICTURE.match(source):
        if not words:
            picture.attrs["alt"] = name
            yield _("a picture is described by “{words}” alone: {line}", words=name,
                    line="![…](image.png)")  # fmt: skip
        return
    # A page loads nothing.
    yield _("a picture isn’t in the page: {source}; put it beside the notebook, or attach it to "
            "its cell", source=source[:80])  # fmt: skip
    is_open = OPENED.match(source) and not source.startswith("#")
    link = f'<a href="{escape(source)}"></a>' if is_open else "<span></span>"
    made = _parse(link)
    made.insert_child(words or name)
    picture.replace_with(made)


def _settle_table(table: LexborNode) -> Iterator[str]:
    """Give a table the form that pages have: heads by scope, numbers aligned.

    One without heads only lays out what it holds, and is said to do no more.
    """
    rows = [cells for row in table.css("tr") if (cells := [*row.iter()])]
    if not any(map(_words, table.css("th"))) or table.css_first("table table"):
        del table.attrs["aria-label"]
        table.attrs["role"] = "presentation"
        for head in table.css("th:not(table table *)"):
            _write_as_cell(head)
        yield _("a table has no headings: it is shown, and read aloud as what stands in rows")
        return
    heads, body = _part_rows(rows)
    # Where a head spans several rows, those below have fewer cells at their beginning: columns are
    # counted from the end, by the rows that have a cell for each.
    above, below = ([row[::-1] for row in part if _is_even(row)] for part in (heads, body))
    columns = [*zip_longest(*above, *below)]
    for column in columns:
        cells = [cell for cell in column[len(above) :] if cell]
        if _are_numbers(cells):
            for cell in filter(None, column):
                cell.attrs["class"] = "number"
        names = [_words(cell) for cell in column[: len(above)] if cell]
        if names and cells and cells[-1].tag == "td" and all(map(UNNAMED.fullmatch, names)):
            yield _("a column of a table has no name: frame.rename(columns=…)")
    yield from _remark_cut(table, heads, body)
    # What heads a column, or a row, says so.
    for part, scope, across in ((heads, "col", "colspan"), (body, "row", "rowspan")):
        for cell in (cell for row in part for cell in row if cell.tag == "th"):
            is_wide = cell.attributes.get(across, "1") != "1"
            cell.attrs["scope"] = f"{scope}group" if is_wide else scope
    if not table.css_first("thead") and (first := table.css_first("tbody")):
        top = table.parser.create_node("thead")
        for row in filter(None, (cells[0].parent for cells in heads)):
            top.insert_child(row, move=True)
        first.insert_before(top, move=True)
    caption = table.css_first("caption")
    aloud = _words(caption) if caption else table.attributes["aria-label"]
    if caption:
        del table.attrs["aria-label"]
    needs = measure_columns([_words(cell) if cell else "" for cell in column] for column in columns)
    # An empty head would be read aloud as one.
    for head in [head for head in table.css("th") if not _words(head)]:
        _write_as_cell(head)
    html = Markup(INDENT.sub("", table.html or ""))
    table.replace_with(_parse(make_scroller(html, needs, aloud or "")))


def _write_as_cell(head: LexborNode) -> None:
    """Make of what a library calls a head a cell like any other."""
    cell = head.parser.create_node("td")
    for name, value in head.attributes.items():
        cell.attrs[name] = value or ""
    cell.inner_html = head.inner_html or ""
    head.replace_with(cell, move=True)


def _part_rows(
    rows: list[list[LexborNode]],
) -> tuple[list[list[LexborNode]], list[list[LexborNode]]]:
    """Part the rows of heads from the others; the names of an index join those of the columns."""
    above = next((n for n, row in enumerate(rows) if any(x.tag == "td" for x in row)), len(rows))
    heads, body = rows[:above], rows[above:]
    # pandas gives the names of an index a row of their own, below the empty corner.
    if len(heads) > 1 and len(heads[-1]) == len(heads[-2]):
        pairs = [*zip(heads[-2], heads[-1], strict=True)]
        if all(not (_words(upper) and _words(lower)) for upper, lower in pairs):
            for upper, lower in pairs:
                upper.inner_html = (upper if _words(upper) else lower).inner_html or ""
            if row := heads.pop()[0].parent:
                row.decompose()
    return heads, body


def _is_even(row: list[LexborNode]) -> bool:
    """Whether no cell of a row stands in several columns."""
    return all(cell.attributes.get("colspan", "1") == "1" for cell in row)


def _are_numbers(cells: list[LexborNode]) -> bool:
    """Whether a column is one of numbers."""
    texts = [_words(cell) for cell in cells]
    return (
        all(cell.tag == "td" for cell in cells)
        and any(map(NUMBER.fullmatch, texts))
        and all(NUMBER.fullmatch(text) or NEUTRAL.fullmatch(text) for text in texts)
    )


def _remark_cut(
    table: LexborNode, heads: list[list[LexborNode]], body: list[list[LexborNode]]
) -> Iterator[str]:
    """Yield a remark on a table that pandas cut."""
    cut = CUT.search(table.parent.text() if table.parent else "")
    shown = [row for row in body if not all(_words(x) in {*ELLIPSES, ""} for x in row)]
    if cut and (len(shown) < len(body) or any(_words(x) in ELLIPSES for x in heads[-1])):
        yield _(
            "a table is cut: {shown} of its {rows} rows are in the page, of {columns} columns; "
            "to have all: {line}",
            line='pd.set_option("display.max_rows", None, "display.max_columns", None)',
            shown=len(shown),
            rows=cut[1],
            columns=cut[2],
        )  # fmt: skip


def _words(node: LexborNode) -> str:
    return SPACES.sub(" ", node.text()).strip()
