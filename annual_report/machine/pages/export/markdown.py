"""The Markdown twin of a page: the same words and tables, and descriptions of the figures.

Input: the HTML of a page. Output: its Markdown, for programs and for readers of plain text.

The twin is made from the finished page, so that both have the same words. Navigation, style and
files to save stay in the page.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = "nav, style, script, summary, .take, .skip, [aria-hidden=true]:not(b)"
AROUND = {
    **{f"h{level}": (f"\n\n{'#' * level} ", "\n\n") for level in range(1, 7)},
    **dict.fromkeys(("p", "figure", "figcaption", "dd"), ("\n\n", "\n\n")),
    **dict.fromkeys(("caption", "dt"), ("\n\n**", "**\n\n")),
    **dict.fromkeys(("strong", "b"), ("**", "** ")),
    **dict.fromkeys(("span", "small", "br"), ("", " ")),
    "blockquote": ("\n\n> ", "\n\n"),
    "em": ("*", "* "),
    "code": ("`", "` "),
}
"""A tag of HTML → the signs of Markdown before and after the words of such an element."""
# The patterns read plain words, when the tree has been walked.
# Taken: the spaces and line breaks of HTML, which mean a single space.
SPACES = re.compile(r"[ \n\t]+")
# Taken: the space of "mot ." and of "mot  mot". Not taken: a no-break space.
STRAY = re.compile(" +(?=[ ,.)\u00a0\u202f\n]|$)")
# Taken: two line breaks or more between blocks, with the spaces around.
BLANK = re.compile(r" *\n[ \n]*\n *")
# Taken: the line breaks within an item or a cell.
LINES = re.compile(r"\n+")
# Taken: "*", "_", "[" and other signs that mean something in Markdown.
SIGNS = re.compile(r"([\\*_`\[\]<>#|])")


def to_markdown(html: str) -> str:
    """Return the Markdown of a page."""
    body = LexborHTMLParser(html).body
    if body is None:
        return "\n"
    # Navigation, files to save, and decoration are for the page alone.
    for node in body.css(LEFT_OUT):
        node.decompose()
    return BLANK.sub("\n\n", _text(body)).strip() + "\n"


def _text(node: LexborNode) -> str:
    """Return the text of a node: the blocks, each between blank lines, or the words."""
    return "".join(map(_piece, node.iter(include_text=True)))


def _words(node: LexborNode) -> str:
    """Return the text of a node without spaces at the ends, and before commas and points."""
    return STRAY.sub("", _text(node)).strip(" \n")


def _piece(node: LexborNode) -> str:
    """Return the Markdown of a node of any kind: its words between the signs of its tag."""
    tag = node.tag or ""
    attributes = node.attributes
    if tag == "-text":
        return _plain(SPACES.sub(" ", node.text(deep=False)))
    if tag == "table":
        return "\n\n" + "\n".join(_rows(node)) + "\n\n"
    if tag in ("ul", "ol"):
        return "\n\n" + "\n".join(_items(node)) + "\n\n"
    # The printed text of a program keeps its lines.
    if tag == "pre":
        return f"\n\n```\n{node.text().strip()}\n```\n\n"
    # Of a drawing or a picture only the description can be told.
    if tag == "svg":
        return f"\n\n*Figure : {_plain(attributes.get('aria-label'))}*\n\n"
    if tag == "img":
        return f"*Image : {_plain(attributes.get('alt'))}*"
    # A link within the page, or a link that saves a file, is dead in the twin: the words stay.
    address = attributes.get("href") or ""
    if tag == "a" and not address.startswith(("#", "data:")):
        return f"[{_words(node)}]({attributes.get('href')})"
    if tag not in AROUND:
        return _text(node)
    before, after = AROUND[tag]
    words = _words(node)
    # An empty element would leave signs without words; a line break has no words, and stays.
    if not words and tag != "br":
        return ""
    return f"{before}{words}{after}"


def _items(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a list."""
    for number, item in enumerate(node.iter(), start=1):
        mark = "-"
        if node.tag == "ol":
            mark = f"{number}."
        # The further lines of an item are indented.
        words = LINES.sub("\n  ", _words(item))
        yield f"{mark} {words}"


def _rows(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a table, the caption first."""
    yield from map(_piece, node.css("caption"))
    for number, row in enumerate(node.css("tr")):
        cells = [LINES.sub(" ", _words(cell)) for cell in row.iter()]
        yield f"| {' | '.join(cells)} |"
        # The first row is the head: a line of dashes parts the head from the rows.
        if number == 0:
            dashes = ["---"] * len(cells)
            yield f"| {' | '.join(dashes)} |"


def _plain(text: str | None) -> str:
    """Return words with the signs escaped that mean something in Markdown."""
    return SIGNS.sub(r"\\\1", text or "")
