"""What may be wrong with prose: damage as in tables, and what no page shows."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from annual_report.errors import CellError
from annual_report.letters import clean
from annual_report.messages import N_, _
from annual_report.pages.checks.personal import ADDRESS
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.damage import refuse_damage

MOST_LINES = 20
"""A text with more damaged lines is damaged as a whole: nobody reads further."""
LINK = re.compile(r"\]\([^)\s]*")
MARKS = re.compile(r"^\s*(?:(?:[>*+-]|#{1,6}|\d{1,2}[.)])\s+)*")
SHOWN_AS_TEXT = {
    "code_block": "    …",
    "fence": "```",
    "code_inline": "`…`",
    "hr": "---",
}
"""What Markdown has and no page shows, and how it is written."""
TABLE = re.compile(r"^\|.*\||^.*\t.*\n.*\t", re.MULTILINE)
"""Lines of a table: as Markdown has them in some places, or as a word processor pastes them."""
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
SLIPS = (
    (re.compile(r"^ {0,3}#{1,6}[^\s#]"), N_("is no heading without a space after its #"), "## …"),
    (re.compile(r"<-{2,}|<! +-|<!-[^-]"), N_("is no comment"), "<!-- … -->"),
    (re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.I), N_("is still to be written"), None),
)
"""What is typed nearly as Markdown has it, and words that somebody meant to come back to."""
STAR_IN_A_WORD = re.compile(r"\w\*\w")


def damaged_lines(markdown: str, file: str) -> Iterator[Problem]:
    """Refuse lines of which an encoding, a spreadsheet or a program took letters away."""
    found = 0
    for number, line in enumerate(markdown.splitlines(), start=1):
        wrong = _damage(line)
        if wrong is None:
            for slip, said, right in SLIPS:
                if slip.search(ADDRESS.sub("", line)):
                    yield Problem(
                        Place(file, number), _(said), clean(line), right, severity="remark"
                    )
            if STAR_IN_A_WORD.search(ADDRESS.sub("", line)):
                said = _("has a star inside of a word, which starts italics")
                yield Problem(Place(file, number), said, clean(line), "\\*", severity="remark")
            continue
        yield Problem(Place(file, number), wrong.what, clean(line), wrong.expected, wrong.nearest)
        found += 1
        if found == MOST_LINES:
            yield Problem(Place(file), _("has other problems below: mend these first"))
            return


def unshown(token: Token, file: str, *, highlight: bool) -> Iterator[Problem]:
    """Remark what a page shows as plain words, or not at all."""
    row = token.map[0] + 1 if token.map else None
    heading = token.type == "heading_open" and not (
        token.tag == "h4" or (token.tag == "h3" and highlight)
    )
    if heading:
        said = _("is a heading that no page shows as one")
        yield Problem(Place(file, row), said, token.markup, "####", severity="remark")
    if token.type == "inline":
        yield from _raw(token, file, row)
    for each in (token, *(token.children or ())):
        if each.type in SHOWN_AS_TEXT:
            said = _("is not shown in a page")
            yield Problem(Place(file, row), said, SHOWN_AS_TEXT[each.type], severity="remark")


def _raw(token: Token, file: str, row: int | None) -> Iterator[Problem]:
    """Remark what stands in a page as it was typed, signs and all."""
    if TABLE.search(token.content):
        said = _("is a table, which no page shows as one")
        line = clean(token.content.partition("\n")[0])
        yield Problem(Place(file, row), said, line, "- …", severity="remark")
    words = "".join(each.content for each in token.children or () if each.type == "text")
    if tag := TAG.search(words):
        said = _("is shown as it is typed")
        yield Problem(Place(file, row), said, tag[0], "*…*, **…**, - …", severity="remark")


def _damage(line: str) -> CellError | None:
    try:
        refuse_damage(MARKS.sub("", LINK.sub("", line)), coded=False)
    except CellError as error:
        return error
    return None
