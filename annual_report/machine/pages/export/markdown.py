"""The Markdown twin of a page: the same words and tables, and descriptions of the figures.

The twin is made from the finished page, so that both have the same words. Navigation, style and
files to save stay in the page.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = "nav, style, script, summary, .take, .skip, .proof, [aria-hidden=true]:not(b)"
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
"""What stands before and after the words of an element."""
SPACES, STRAY = re.compile(r"[ \n\t]+"), re.compile(" +(?=[ ,.)\u00a0\u202f\n]|$)")
BLANK, LINES = re.compile(r" *\n[ \n]*\n *"), re.compile(r"\n+")
SIGNS = re.compile(r"([\\*_`\[\]<>#|])")


def to_markdown(html: str) -> str:
    """Return the Markdown of a page."""
    body = LexborHTMLParser(html).body
    if body is None:
        return "\n"
    # What leads elsewhere, what is saved, and what is only for the eye.
    for node in body.css(LEFT_OUT):
        node.decompose()
    return BLANK.sub("\n\n", _text(body)).strip() + "\n"


def _text(node: LexborNode) -> str:
    """Return the text of a node: the blocks, each between blank lines, or the words."""
    return "".join(map(_piece, node.iter(include_text=True)))


def _words(node: LexborNode) -> str:
    return STRAY.sub("", _text(node)).strip(" \n")


def _piece(node: LexborNode) -> str:
    tag, given = node.tag or "", node.attributes
    if tag == "-text":
        return _plain(SPACES.sub(" ", node.text(deep=False)))
    if tag in ("ul", "ol", "table"):
        lines = _rows(node) if tag == "table" else _items(node)
        return "\n\n" + "\n".join(lines) + "\n\n"
    # What a program has printed keeps its lines.
    if tag == "pre":
        return f"\n\n```\n{node.text().strip()}\n```\n\n"
    # A drawing is what its alternative says of it.
    if tag == "svg":
        return f"\n\n*Figure : {_plain(given.get('aria-label'))}*\n\n"
    if tag == "img":
        return f"*Image : {_plain(given.get('alt'))}*"
    # A link in the page, or one that saves a file, leads nowhere from here: its words stay.
    if tag == "a" and not (given.get("href") or "").startswith(("#", "data:")):
        return f"[{_words(node)}]({given.get('href')})"
    if tag in AROUND:
        words = _words(node)
        return words.join(AROUND[tag]) if words or tag == "br" else ""
    return _text(node)


def _items(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a list."""
    for number, item in enumerate(node.iter(), start=1):
        mark = f"{number}." if node.tag == "ol" else "-"
        yield f"{mark} {LINES.sub(chr(10) + '  ', _words(item))}"


def _rows(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a table, the caption first."""
    yield from map(_piece, node.css("caption"))
    for number, row in enumerate(node.css("tr")):
        cells = [LINES.sub(" ", _words(cell)) for cell in row.iter()]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"| {' | '.join(['---'] * len(cells))} |"


def _plain(text: str | None) -> str:
    """Return words with the signs escaped that mean something in Markdown."""
    return SIGNS.sub(r"\\\1", text or "")
