"""The one check of a finished page: what anyone may expect of it, by its source.

A page has one first heading, headings in order, figures with an alternative, tables with heads,
places that are there, and links that open a page. One that breaks a rule is not written; the
message names the notebook's cell, which the template marks by data-cell. That no piece of it runs
or loads is made sure before (`cleaning`); its title, language and policy are the template's.
"""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.errors import PageError
from annual_report.base.messages import _

UNTOLD = (
    "svg:not([aria-hidden], :is([role=img], [role=group]):is([aria-label], [aria-labelledby])), "
    "svg[aria-label='']"
)
UNSEEN = "img:not([src][alt]), img[src=''], img[alt='']"
LEADS = re.compile(r"#|https?:|mailto:|data:(?:text/csv|application/json)[;,]|(?![a-z+.-]*:)", re.I)
"""How an address begins that opens a page, a mail, or a file that is saved."""
IGNORED = re.compile(r"[\x00-\x20]")
"""What a browser leaves out of an address."""


def check_page(html: str, name: str, cells: Mapping[str, str] | None = None) -> None:
    """Raise PageError with all that is wrong with a page, if anything is.

    `cells` says how an analyst knows each cell, by its id; without it the id is named.
    """
    lines = dict[str, None]()
    for node, problem in _find_wrong(LexborHTMLParser(html)):
        if cell := _find_cell(node):
            problem = _(
                "cell {cell}: {problem}", cell=(cells or {}).get(cell, cell), problem=problem
            )
        lines[_("{page}: {problem}", page=name, problem=problem)] = None
    if lines:
        raise PageError("\n".join(lines))


def _find_cell(node: LexborNode | None) -> str:
    """Return the id of the cell that an element comes from, "" if it is the page's own."""
    # The template marks the box around each piece.
    while node is not None and not node.attributes.get("data-cell"):
        node = node.parent
    return node.attributes["data-cell"] or "" if node is not None else ""


def _find_wrong(page: LexborHTMLParser) -> Iterator[tuple[LexborNode | None, str]]:
    """Yield what is wrong with a page, each with its element, or None."""
    # What a selector finds, and may not.
    for selector, problem in {
        "script": _("<{tag}> is not allowed", tag="script"),
        UNTOLD: _("a figure has no written alternative"),
        UNSEEN: _("a picture has no written alternative"),
        "table:not(:has(caption), [aria-label], [role=presentation])": _(
            "a table has no <{part}>", part="caption"
        ),
        "table:not(:has(th), [role=presentation])": _("a table has no <{part}>", part="th"),
        "th:not([scope])": _("a table header has no scope"),
    }.items():
        yield from ((node, problem) for node in page.css(selector))
    # Headings go down one level at a time.
    before = 0
    for node in page.css("h1, h2, h3, h4, h5, h6"):
        level = int(str(node.tag)[1])
        if level > before + 1:
            yield node, _("a heading jumps from level {a} to {b}", a=before, b=level)
        before = level
    # What leads somewhere: each name once, and something under each that is led to.
    there = set[str | None]()
    for node in page.css("[id]:not([id=''])"):
        if node.id in there:
            yield node, _("the id “{id}” is there twice: publish one with another name", id=node.id)
        there.add(node.id)
    for node in page.css("a[href], [aria-labelledby]"):
        address = IGNORED.sub("", node.attributes.get("href") or "")
        if not LEADS.match(address):
            yield node, _("the link {value} would run a script", value=address[:60])
        names = (node.attributes.get("aria-labelledby") or "").split()
        names += [address[1:]] if address.startswith("#") and len(address) > 1 else []
        for missing in [name for name in names if name not in there]:
            yield node, _("nothing has the id “{id}”", id=missing)
    if (count := len(page.css("h1"))) != 1:
        yield None, _("expected one <{tag}>, found {n}", tag="h1", n=count)
