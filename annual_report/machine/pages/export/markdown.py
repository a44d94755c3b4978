"""A page in Markdown: the same words and tables, and descriptions of the figures.

Input: the HTML of a page. Output: its Markdown, for programs and for readers of plain text; a build
writes it beside the page: 2025.md beside 2025.html.

The Markdown is made from the finished page, so that both have the same words. Navigation, style and
files to save are left out.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = "nav, style, script, summary, .take, .skip, [aria-hidden=true]:not(b)"
"""A CSS selector of the elements left out: navigation, files to save, decoration."""
SIGNS_AROUND = {
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
# Taken: the spaces and line breaks of HTML, which mean a single space. Not taken: no-break spaces.
SPACES = re.compile(r"[ \n\t]+")
# Taken: the space of "mot ." and of "mot  mot". Not taken: a no-break space.
STRAY_SPACE = re.compile(" +(?=[ ,.)\u00a0\u202f\n]|$)")
# Taken: two line breaks or more between blocks, with the spaces around. Not taken: one of a list.
BLANK_LINES = re.compile(r" *\n[ \n]*\n *")
ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\*_`[]<>#|"})
"""Each sign that means something in Markdown → the same behind a backslash."""


def to_markdown(html: str) -> str:
    """Return the Markdown of a page."""
    body = LexborHTMLParser(html).body
    if body is None:
        return "\n"
    # Navigation, files to save, and decoration are for the page alone.
    for node in body.css(LEFT_OUT):
        node.decompose()
    return BLANK_LINES.sub("\n\n", _write_children(body)).strip() + "\n"


def _write_children(node: LexborNode) -> str:
    """Return the Markdown of all that is within a node."""
    return "".join(map(_write_node, node.iter(include_text=True)))


def _write_words(node: LexborNode) -> str:
    """Return the Markdown within a node, without spaces at its ends and before punctuation."""
    return STRAY_SPACE.sub("", _write_children(node)).strip(" \n")


def _write_node(node: LexborNode) -> str:
    """Return the Markdown of a node of any kind: its words between the signs of its tag.

    "<em>trois</em>" → "*trois* ", "<h2>Membres</h2>" → a line "## Membres" between blank lines
    """
    tag = node.tag or ""
    attributes = node.attributes
    if tag == "-text":
        return _escape(SPACES.sub(" ", node.text(deep=False)))
    if tag == "table":
        return "\n\n" + "\n".join(_write_rows(node)) + "\n\n"
    if tag in ("ul", "ol"):
        return "\n\n" + "\n".join(_write_items(node)) + "\n\n"
    # The printed text of a program keeps its lines.
    if tag == "pre":
        return f"\n\n```\n{node.text().strip()}\n```\n\n"
    # Of a drawing or a picture only the description can be told.
    if tag == "svg":
        return f"\n\n*Figure : {_escape(attributes.get('aria-label'))}*\n\n"
    if tag == "img":
        return f"*Image : {_escape(attributes.get('alt'))}*"
    # A link to a place of the page, or a link that saves a file, leads nowhere in Markdown: only
    # its words stay.
    address = attributes.get("href") or ""
    if tag == "a" and not address.startswith(("#", "data:")):
        return f"[{_write_words(node)}]({attributes.get('href')})"
    if tag not in SIGNS_AROUND:
        return _write_children(node)
    before, after = SIGNS_AROUND[tag]
    words = _write_words(node)
    # An empty element would leave signs without words, "****"; a line break has none in any case.
    if not words and tag != "br":
        return ""
    return f"{before}{words}{after}"


def _write_items(node: LexborNode) -> Iterator[str]:
    """Yield the items of a list, each as its lines: "- Auch", "1. Nantes"."""
    for number, item in enumerate(node.iter(), start=1):
        mark = "-"
        if node.tag == "ol":
            mark = f"{number}."
        # The further lines of an item are indented.
        words = "\n  ".join(_split_lines(_write_words(item)))
        yield f"{mark} {words}"


def _write_rows(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a table, the caption first: "| Ville | Membres |"."""
    yield from map(_write_node, node.css("caption"))
    for number, row in enumerate(node.css("tr")):
        cells = [" ".join(_split_lines(_write_words(cell))) for cell in row.iter()]
        yield f"| {' | '.join(cells)} |"
        # The first row is the head: a line of dashes parts the head from the rows.
        if number == 0:
            dashes = ["---"] * len(cells)
            yield f"| {' | '.join(dashes)} |"


def _split_lines(words: str) -> list[str]:
    """Return the lines of some Markdown that aren't empty: a cell has no paragraphs."""
    return [line for line in words.split("\n") if line]


def _escape(text: str | None) -> str:
    """Return words with a backslash before the signs that mean something in Markdown."""
    return (text or "").translate(ESCAPED)
