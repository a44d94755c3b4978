"""Prose as a word processor pastes it, brought to what a page can show.

    • one            a list, whatever sign its lines begin with
    #### A title     a line in bold, where a page has no heading of that level
    [x](notes.doc)   refused: a page is one file, and takes no other with it

It works on what Markdown makes of a text, so that every line keeps its number.
"""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.cells import clean, folded

BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢➤✓§–—]|o|[a-z]\))[ \t\u00a0]+")
"""How Word and Writer write a bullet when a list is pasted as plain text."""

ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
HIGHLIGHTS = "temps forts"


def shaped(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a text with its headings and its lists as a page shows them."""
    found: list[Token] = []
    chapter = ""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open":
            if token.level == 0 and token.tag == "h2":
                chapter = folded(clean(tokens[position + 1].content))
            elif not (token.level == 0 and token.tag == "h3" and chapter == HIGHLIGHTS):
                found += _in_bold(tokens[position : position + 3])
                position += 3
                continue
        elif token.type == "paragraph_open" and (items := _items(tokens[position + 1])):
            found += _list(items, token)
            position += 3
            continue
        found.append(token)
        position += 1
    return found


def lost_headings(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Remark headings of a level that no page has, but for those that ask to be a line in bold."""
    chapter = ""
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        if token.level == 0 and token.tag == "h2":
            chapter = folded(clean(tokens[position + 1].content))
        elif token.tag != "h4" and (token.tag, token.level, chapter) != ("h3", 0, HIGHLIGHTS):
            row = token.map[0] + 1 if token.map else None
            said = _("is a heading that no page shows as one")
            yield Problem(Place(file, row), said, token.markup, "####", severity="remark")


def dead_links(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse links that lead nowhere from a page: to a file, or to a place in a page."""
    for token in tokens:
        for child in token.children or []:
            address = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
            if child.type == "link_open" and not ADDRESS.match(address):
                row = token.map[0] + 1 if token.map else None
                what = _("is a link that leads nowhere from a page")
                yield Problem(Place(file, row), what, address or "[…]()", "https://…, mailto:…")


def _in_bold(heading: list[Token]) -> list[Token]:
    opening, inline, _closing = heading
    start, end = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
    inline.children = [start, *(inline.children or []), end]
    start_of, end_of = (Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1))
    for each in (start_of, end_of):
        each.map, each.level, each.block = opening.map, opening.level, True
    return [start_of, inline, end_of]


def _items(inline: Token) -> list[list[Token]]:
    """Split a paragraph at its bullets; nothing if its first line has none."""
    lines: list[list[Token]] = [[]]
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(child)
    if not _has_bullet(lines[0]):
        return []
    items: list[list[Token]] = []
    for line in lines:
        if _has_bullet(line):
            line[0].content = BULLET.sub("", line[0].content)
            items.append(line)
        else:
            items[-1] += [Token("softbreak", "br", 0), *line]
    return items


def _has_bullet(line: list[Token]) -> bool:
    return bool(line) and line[0].type == "text" and BULLET.match(line[0].content) is not None


def _list(items: list[list[Token]], paragraph: Token) -> list[Token]:
    found = [Token("bullet_list_open", "ul", 1)]
    for children in items:
        inline = Token("inline", "", 0, children=children, content="", block=True)
        found += [Token("list_item_open", "li", 1), inline, Token("list_item_close", "li", -1)]
    found.append(Token("bullet_list_close", "ul", -1))
    for each in found:
        each.map, each.level, each.block = paragraph.map, paragraph.level, True
    return found
