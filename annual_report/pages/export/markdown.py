"""The Markdown twin of a page: the same words, tables and figures, for whoever reads no HTML.

It is made of the finished page, so that it says the same: headings, paragraphs, lists, tables with
their captions, of a picture what one sees in it, and of a figure its finding, what it shows in
words, and its data. The navigation, the style and the files to take away stay in the page.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = {"nav", "style", "script", "svg", "summary"}
HIDDEN_CLASSES = {"take", "skip"}
MARKED = {"strong": "**", "b": "**", "em": "*", "code": "`"}
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
BEFORE = {"blockquote": "> ", **{f"h{n}": "#" * n + " " for n in range(1, 7)}}
SPACES = re.compile(r"[ \n\t]+")
STRAY = re.compile(" (?=[,.)\u00a0\u202f])")
SIGNS = re.compile(r"([\\*_`\[\]<>#|])")


def to_markdown(html: str) -> str:
    """Return the Markdown of a page."""
    body = LexborHTMLParser(html).body
    blocks = [] if body is None else list(_blocks(body))
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _blocks(node: LexborNode) -> Iterator[str]:
    """Yield the blocks of a node, in the page's order."""
    for child in node.iter():
        tag = child.tag or ""
        if tag in LEFT_OUT or _is_left_out(child):
            continue
        if tag in BLOCKS:
            words = _inline(child)
            yield f"{BEFORE.get(tag, '')}{words}" if words else ""
        elif tag in ("ul", "ol"):
            yield "\n".join(_items(child))
        elif tag == "dl":
            yield "\n".join(_terms(child))
        elif tag == "table":
            yield _table(child)
        elif tag == "figure":
            yield from _figure(child)
        else:
            yield from _blocks(child)


def _is_left_out(node: LexborNode) -> bool:
    classes = set((node.attributes.get("class") or "").split())
    return bool(classes & HIDDEN_CLASSES) or node.attributes.get("aria-hidden") == "true"


def _items(node: LexborNode) -> Iterator[str]:
    for number, item in enumerate(node.iter(), start=1):
        sign = f"{number}." if node.tag == "ol" else "-"
        inner = [each for each in item.iter() if each.tag in ("ul", "ol")]
        yield f"{sign} {_inline(item)}"
        for each in inner:
            yield from (f"  {line}" for line in _items(each))


def _terms(node: LexborNode) -> Iterator[str]:
    """Write terms and what they stand for as a list."""
    term = ""
    for child in node.iter():
        if child.tag == "dt":
            term = _inline(child)
            continue
        items = [_inline(item) for item in child.css("li")]
        yield f"- **{term}** : {' ; '.join(items) if items else _inline(child)}"


def _table(node: LexborNode) -> str:
    """Write a table with its caption above; its first row has the heads."""
    caption = node.css_first("caption")
    rows = [[_inline(cell) for cell in row.iter()] for row in node.css("tr")]
    if not rows:
        return ""
    lines = [_row(rows[0]), _row(["---"] * len(rows[0])), *map(_row, rows[1:])]
    title = f"**{_inline(caption)}**\n\n" if caption is not None else ""
    return title + "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(node: LexborNode) -> Iterator[str]:
    """Say what a figure shows: its caption, what those hear who don't see it, its data."""
    drawing, caption = node.css_first("svg"), node.css_first("figcaption")
    if caption is not None:
        yield _inline(caption)
    if drawing is not None:
        yield f"*Figure : {_plain(drawing.attributes.get('aria-label') or '')}*"
    yield from (_table(table) for table in node.css("table"))


def _inline(node: LexborNode) -> str:
    """Return the words of a node in one line, with what is strong, and where links lead."""
    return STRAY.sub("", SPACES.sub(" ", "".join(_pieces(node)))).strip(" ")


def _pieces(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield _plain(child.text(deep=False))
        elif tag in LEFT_OUT or tag in ("ul", "ol") or _is_left_out(child):
            continue
        elif tag == "br":
            yield " "
        elif tag == "a" and not (child.attributes.get("href") or "").startswith(("#", "data:")):
            yield f"[{_inline(child)}]({child.attributes.get('href')})"
        elif tag == "img":
            yield f"*Image : {_plain(child.attributes.get('alt') or '')}*"
        elif tag in MARKED and (words := _inline(child)):
            yield f"{MARKED[tag]}{words}{MARKED[tag]} "
        else:
            yield from _pieces(child)
            yield " " if tag in ("span", "small", "li") else ""


def _plain(text: str) -> str:
    """Return words that Markdown takes for nothing else."""
    return SIGNS.sub(r"\\\1", text)
