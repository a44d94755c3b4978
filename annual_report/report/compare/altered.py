"""How a page differs from the one that it should be: each sentence, cell, text of a figure, link.

Both are read as a browser reads them, so that line endings, quotation marks and comments count for
nothing. A page is its pieces, in order: texts, and the tags around them. Where texts differ, they
are said; where they don't, the tags are.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from annual_report.base.letters import shorten
from annual_report.base.messages import N_, _
from annual_report.report.compare.alignment import pair_sentences

PIECE = re.compile(r"<[^>]*>|[^<]+")
END = re.compile("</(svg|table|script|style)>")
START = re.compile('<(svg|caption|h[1-3]|script|style)\\b(?:[^>]*aria-label="([^"]*))?')
PLACES = {
    "svg": N_("figure “{name}”"),
    "caption": N_("table “{name}”"),
    "script": "script",
    "style": N_("style sheet"),
}
LONGEST, MOST = 160, 30


def list_alterations(found: str, right: str) -> list[str]:
    """Say in a line each what a page says otherwise than it should, in the order of the page."""
    one, two = _split_page(found), _split_page(right)
    lines = list(dict.fromkeys(_list_differences(one, two)))
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], _("and {count} more", count=more)]


def _split_page(html: str) -> list[str]:
    """Return a page's texts and tags, as a parser writes them."""
    written = re.sub(r"<!--.*?-->", "", LexborHTMLParser(html).html or "", flags=re.DOTALL)
    pieces = (" ".join(each.split()) for each in PIECE.findall(written))
    return [each for each in pieces if each]


def _list_differences(one: Sequence[str], two: Sequence[str]) -> Iterator[str]:
    """Say in a line each how the pieces of a page differ from those that it should have."""
    for kind, i, j, k, n in SequenceMatcher(None, one, two).get_opcodes():
        if kind == "equal":
            continue
        # Words are said; the tags around them where nothing else differs, such as a link.
        was, should = ([e for e in each if e[0] != "<"] for each in (one[i:j], two[k:n]))
        if was == should:
            was, should = [*one[i:j]], [*two[k:n]]
        places = {two[at]: (two, at) for at in range(k, n)} | {
            one[at]: (one, at) for at in range(i, j)
        }
        alike = len(was) == len(should)
        for pair in zip(was, should, strict=True) if alike else pair_sentences(was, should):
            if pair[0] != pair[1]:
                yield _say_difference(_name_place(*places[pair[0] or pair[1]]), *pair)


def _name_place(pieces: Sequence[str], at: int) -> str:
    """Name the table or figure that a piece stands in, or the heading above it; "" for none."""
    # Backwards: what ends before it is reached from its end doesn't hold it.
    ended = set()
    for number in range(min(at, len(pieces) - 1), -1, -1):
        end, start = END.match(pieces[number]), START.match(pieces[number])
        if end and number < at:
            ended.add(end[1])
        elif start and {"caption": "table"}.get(start[1], start[1]) not in ended:
            label = unescape(start[2] or pieces[number + 1])
            return _(PLACES.get(start[1], "{name}"), name=shorten(label, LONGEST))
    return ""


def _say_difference(place: str, was: str, should: str) -> str:
    """Say one thing that differs, shortened around what differs."""
    was, should = unescape(was), unescape(should)
    pairs = enumerate(zip(was, should, strict=False))
    start = next((n for n, (a, b) in pairs if a != b), min(len(was), len(should)))
    start = max(0, start - LONGEST // 2) if max(len(was), len(should)) > LONGEST else 0
    was, should = shorten(was[start:], LONGEST), shorten(should[start:], LONGEST)
    if was and should:
        said = _("“{was}” instead of “{should}”", was=was, should=should)
    elif was:
        said = _("“{was}” is not in what its data make", was=was)
    else:
        said = _("“{should}” is missing", should=should)
    return _("{page}: {problem}", page=place, problem=said) if place else said
