"""The Markdown twin of a page: the same words and tables, and what figures show, in its order.

It is made of the finished page, so that it says the same. The navigation, the style and the files
to take away stay in the page.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = "nav, style, script, summary, .take, .skip, .proof, [aria-hidden=true]"
MARKED = {"strong": "**", "b": "**", "em": "*", "code": "`"}
BEFORE = {
    "p": "", "figcaption": "", "blockquote": "> ", **{f"h{n}": "#" * n + " " for n in range(1, 7)}
}  # fmt: skip
SPACES, STRAY = re.compile(r"[ \n\t]+"), re.compile(" (?=[,.)\u00a0\u202f])")
SIGNS = re.compile(r"([\\*_`\[\]<>#|])")


def to_markdown(html: str) -> str:
    """Return the Markdown of a page."""
    body = LexborHTMLParser(html).body
    if body is None:
        return "\n"
    for each in body.css(LEFT_OUT):
        each.decompose()
    return "\n\n".join(block for block in _blocks(body) if block.strip()) + "\n"


def _blocks(node: LexborNode) -> Iterator[str]:
    """Yield the blocks of a node, in the page's order."""
    for child in node.iter():
        tag = child.tag or ""
        if tag in BEFORE:
            words = _inline(child)
            yield f"{BEFORE[tag]}{words}" if words else ""
        elif tag in ("ul", "ol", "dl"):
            yield "\n".join(_items(child))
        elif tag == "table":
            rows = [[_inline(cell) for cell in row.iter()] for row in child.css("tr")]
            if caption := child.css_first("caption"):
                yield f"**{_inline(caption)}**"
            rows[1:1] = [["---"] * len(rows[0])] if rows else []
            yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
        elif tag == "svg":
            yield f"*Figure : {_plain(child.attributes.get('aria-label'))}*"
        else:
            yield from _blocks(child)


def _items(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a list; one of terms has each with what it stands for."""
    term = ""
    for number, item in enumerate(node.iter(), start=1):
        if item.tag == "dt":
            term = f"**{_inline(item)}** : "
            continue
        inner = [each for each in item.iter() if each.tag in ("ul", "ol")]
        if item.tag == "dd":
            said = " ; ".join(map(_inline, item.css("li"))) or _inline(item)
            yield f"- {term}{said}"
            continue
        yield f"{f'{number}.' if node.tag == 'ol' else '-'} {_inline(item)}"
        for each in inner:
            yield from (f"  {line}" for line in _items(each))


def _inline(node: LexborNode) -> str:
    """Return the words of a node in one line, with what is strong, and where links lead."""
    return STRAY.sub("", SPACES.sub(" ", "".join(_pieces(node)))).strip(" ")


def _pieces(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield _plain(child.text(deep=False))
        elif tag in ("ul", "ol", "svg"):
            continue
        elif tag == "a" and not (child.attributes.get("href") or "").startswith(("#", "data:")):
            yield f"[{_inline(child)}]({child.attributes.get('href')})"
        elif tag == "img":
            yield f"*Image : {_plain(child.attributes.get('alt'))}*"
        elif tag in MARKED and (words := _inline(child)):
            yield f"{MARKED[tag]}{words}{MARKED[tag]} "
        else:
            yield from _pieces(child)
            yield " " if tag in ("span", "small", "li", "br") else ""


def _plain(text: str | None) -> str:
    """Return words that Markdown takes for nothing else."""
    return SIGNS.sub(r"\\\1", text or "")
