"""The check of a finished page: the rules that only the whole page can break.

A page has a single title, headings in order, unique ids, and links whose targets exist. A page that
breaks a rule is not written; the message names the notebook's cell, from the attribute data-cell of
the template. The form of a table or a figure is checked at the making; `cleaning` makes sure that
no piece runs or loads; `check_parts` looks at the whole page a last time.
"""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.errors import PageError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.cleaning import TAGS

OF_TEMPLATES = frozenset(
    {"html", "head", "meta", "style", "body", "header", "nav", "main", "section", "footer"}
)
"""The elements that a page has of its template alone."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""How the policy begins that forbids a page to load or to run anything."""
OWN_PROPERTY = re.compile(r"\s*--wide:[^;]*;?\s*")
"""All that an element may say of its own look: how wide a drawing is."""
LEADS = re.compile(r"#|https?:|mailto:|data:(?:text/csv|application/json)[;,]|(?![a-z+.-]*:)", re.I)
"""How an address begins that opens a page, a mail, or a file that is saved."""
IGNORED = re.compile(r"[\x00-\x20]")
"""What a browser leaves out of an address."""


def check_page(html: str, name: str, cells: Mapping[str, str]) -> None:
    """Raise PageError with all broken rules of a page.

    `cells` has an analyst's name of each cell, by id.
    """
    lines = dict[str, None]()
    for node, problem in _find_wrong(LexborHTMLParser(html)):
        if cell := _find_cell(node):
            problem = _("cell {cell}: {problem}", cell=cells.get(cell, cell), problem=problem)
        lines[_("{page}: {problem}", page=name, problem=problem)] = None
    if lines:
        raise PageError("\n".join(lines))


def check_parts(html: str) -> None:
    """Raise PageError for an element or attribute that no page may have, whoever put it there.

    This is the last look, with a browser's parser: at an element that runs, loads, leads away or
    asks for input, at a style beyond the template's, at a second policy.
    """
    page = LexborHTMLParser(html)
    foreign = [*dict.fromkeys(_find_foreign(page))]
    if foreign:
        raise PageError(_("a page may not hold {parts}", parts=", ".join(foreign)))


def _find_foreign(page: LexborHTMLParser) -> Iterator[str]:
    """Yield the name of each element and attribute of a page that no page may have."""
    head, root = page.head, page.root
    assert head is not None
    assert root is not None
    styles = page.css("style")
    for style in styles:
        if style.parent != head:
            yield "style"
    # The template's own sheet, and behind it that of a network.
    if ["data-own" in style.attributes for style in styles] not in ([False], [False, True]):
        yield "style"
    policies = page.css("meta[http-equiv]")
    names = [policy.attributes["http-equiv"] for policy in policies]
    told = [policy.attributes.get("content") or "" for policy in policies]
    if names != ["Content-Security-Policy"] or not told[0].startswith(POLICY):
        yield "meta http-equiv"
    for node in root.traverse():
        if node.tag not in TAGS and node.tag not in OF_TEMPLATES:
            yield str(node.tag)
        for name, value in node.attributes.items():
            if name.startswith("on"):
                yield name
            elif name == "style" and not OWN_PROPERTY.fullmatch(value or ""):
                yield f"style={shorten(value or '')}"


def _find_cell(node: LexborNode | None) -> str:
    """Return the id of the notebook's cell that an element comes from; "" for the template."""
    # The template marks the box around each piece.
    while node is not None and not node.attributes.get("data-cell"):
        node = node.parent
    return node.attributes["data-cell"] or "" if node is not None else ""


def _find_wrong(page: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Yield the broken rules of a page, each with the element that breaks the rule."""
    # Each cell that opens a page brings a title.
    titles = page.css("h1")
    if len(titles) > 1:
        yield titles[0], _("a page has one title, and its cells give it {n}", n=len(titles))
    # Headings go down one level at a time.
    before = 0
    for node in page.css("h1, h2, h3, h4, h5, h6"):
        level = int(str(node.tag)[1])
        if level > before + 1:
            line = _(
                "a heading jumps from level {a} to {b}: chapter(…) opens level 2, # level 3",
                a=before,
                b=level,
            )
            yield node, line
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
