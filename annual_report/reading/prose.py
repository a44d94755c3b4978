"""Prose as people write and paste it, brought to what a page can show; what is wrong is said.

    • one            a list, whatever sign its lines begin with
    #### A title     a line in bold, where a page has no heading of that level
    [x](notes.doc)   refused: a page is one file, and takes no other with it

It works on what Markdown makes of a text, so that every line keeps its number.
"""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from annual_report.errors import CellError
from annual_report.letters import clean_text, fold_spelling
from annual_report.messages import N_, _
from annual_report.pages.checks.personal import ADDRESS
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.damage import refuse_damage

MOST_LINES = 20
"""A text with more damaged lines is damaged as a whole: nobody reads further."""
HIGHLIGHTS = "temps forts"
LINK = re.compile(r"\]\([^)\s]*")
LEADING_SOMEWHERE = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
MARKS = re.compile(r"^\s*(?:(?:[>*+-]|#{1,6}|\d{1,2}[.)])\s+)*")
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢➤✓§–—]|o|[a-z]\))[ \t\u00a0]+")
"""How Word and Writer write a bullet when a list is pasted as plain text."""
UNSHOWN = {"code_block": "    …", "fence": "```", "code_inline": "`…`", "hr": "---"}
"""What Markdown has and no page shows, and how it is written."""
TABLE = re.compile(r"^\|.*\||^.*\t.*\n.*\t", re.MULTILINE)
"""Lines of a table: as Markdown has them in some places, or as a word processor pastes them."""
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
SLIPS = (
    (re.compile(r"^ {0,3}#{1,6}[^\s#]"), N_("is no heading without a space after its #"), "## …"),
    (re.compile(r"<-{2,}|<! +-|<!-[^-]"), N_("is no comment"), "<!-- … -->"),
    (re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.I), N_("is still to be written"), None),
    (re.compile(r"\w\*\w"), N_("has a star inside of a word, which starts italics"), "\\*"),
)
"""What is typed nearly as Markdown has it, and words that somebody meant to come back to."""


def damaged_lines(markdown: str, file: str) -> Iterator[Problem]:
    """Refuse lines of which an encoding, a spreadsheet or a program took letters away."""
    found = 0
    for number, line in enumerate(markdown.splitlines(), start=1):
        place, words = Place(file, number), ADDRESS.sub("", line)
        try:
            refuse_damage(MARKS.sub("", LINK.sub("", line)), coded=False)
        except CellError as wrong:
            yield Problem(place, wrong.what, clean_text(line), wrong.expected, wrong.nearest)
            found += 1
            if found == MOST_LINES:
                yield Problem(Place(file), _("has other problems below: mend these first"))
                return
            continue
        for slip, said, right in SLIPS:
            if slip.search(words):
                yield Problem(place, _(said), clean_text(line), right, severity="remark")


def shape(tokens: list[Token], file: str) -> tuple[list[Token], list[Problem]]:
    """Return the tokens of a text with its headings and its lists as a page shows them.

    Remark headings of a level that no page has, but for those that ask to be a line in bold.
    """
    found: list[Token] = []
    problems: list[Problem] = []
    chapter = ""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open":
            if token.level == 0 and token.tag == "h2":
                chapter = fold_spelling(clean_text(tokens[position + 1].content))
            elif (token.tag, token.level, chapter) != ("h3", 0, HIGHLIGHTS):
                if token.tag != "h4":
                    said = _("is a heading that no page shows as one")
                    place = Place(file, row_of(token))
                    problems.append(Problem(place, said, token.markup, "####", severity="remark"))
                found += _in_bold(*tokens[position : position + 2])
                position += 3
                continue
        elif token.type == "paragraph_open" and (items := _items(tokens[position + 1])):
            found += _list(items, token)
            position += 3
            continue
        found.append(token)
        position += 1
    return found, problems


def look_through(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse links that lead nowhere, remark what a page shows as plain words, or not at all."""
    for token in tokens:
        place = Place(file, row_of(token))
        if token.type == "inline" and TABLE.search(token.content):
            line = clean_text(token.content.partition("\n")[0])
            said = _("is a table, which no page shows as one")
            yield Problem(place, said, line, "- …", severity="remark")
        children = token.children or []
        words = "".join(each.content for each in children if each.type == "text")
        if tag := TAG.search(words):
            said = _("is shown as it is typed")
            yield Problem(place, said, tag[0], "*…*, **…**, - …", severity="remark")
        for each in (token, *children):
            if each.type in UNSHOWN:
                said = _("is not shown in a page")
                yield Problem(place, said, UNSHOWN[each.type], severity="remark")
            address = str(each.attrs.get("href", ""))
            if each.type == "link_open" and not LEADING_SOMEWHERE.match(address):
                what = _("is a link that leads nowhere from a page")
                yield Problem(place, what, address or "[…]()", "https://…, mailto:…")


def row_of(token: Token) -> int | None:
    """Return the row of its file where a token stands."""
    return token.map[0] + 1 if token.map else None


def _in_bold(opening: Token, inline: Token) -> list[Token]:
    start, end = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
    inline.children = [start, *(inline.children or []), end]
    start, end = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
    return _placed([start, end], opening, [start, inline, end])


def _placed(made: list[Token], like: Token, found: list[Token]) -> list[Token]:
    for each in made:
        each.map, each.level, each.block = like.map, like.level, True
    return found


def _items(inline: Token) -> list[list[Token]]:
    """Split a paragraph at its bullets; nothing if its first line has none."""
    lines: list[list[Token]] = [[]]
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(child)
    items: list[list[Token]] = []
    for line in lines:
        if line and line[0].type == "text" and BULLET.match(line[0].content):
            line[0].content = BULLET.sub("", line[0].content)
            items.append(line)
        elif not items:
            return []
        else:
            items[-1] += [Token("softbreak", "br", 0), *line]
    return items


def _list(items: list[list[Token]], paragraph: Token) -> list[Token]:
    found = [Token("bullet_list_open", "ul", 1)]
    for children in items:
        inline = Token("inline", "", 0, children=children, content="", block=True)
        found += [Token("list_item_open", "li", 1), inline, Token("list_item_close", "li", -1)]
    found.append(Token("bullet_list_close", "ul", -1))
    return _placed(found, paragraph, found)
