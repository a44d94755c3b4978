"""The check of a finished page: the rules that only the whole page can break.

A page has a single title, headings in order, unique ids, and links whose targets exist. A page that
breaks a rule is not written; the message names the notebook's cell, from the attribute data-cell of
the template. The form of a table or a figure is checked at the making; `cleaning` makes sure that
no piece runs or loads; `check_parts` looks at the whole page a last time.
"""

from collections.abc import Iterator, Mapping
from string import ascii_lowercase, digits

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.errors import PageError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.cleaning import TAGS, is_download

TAGS_OF_TEMPLATES = frozenset(
    {"html", "head", "meta", "style", "body", "header", "nav", "main", "section", "footer"}
)
"""The elements that only the template of a page may write, beside those of `cleaning.TAGS`."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The beginning of the Content-Security-Policy by which a page loads and runs nothing."""
WIDTH_PROPERTY = "--wide"
"""The only property of CSS in a `style` attribute: how wide a drawing is."""
SIGNS_OF_SCHEMES = frozenset(ascii_lowercase + digits + "+.-")
"""The characters of a scheme: "https" is one, and the words before ":" in "2025.html#a:b" none."""
SCHEMES = frozenset({"http", "https", "mailto"})
"""The schemes of links: a page or a mail is opened, and no script is run."""
DROP_IGNORED = dict.fromkeys(range(0x21))
"""The table for `str.translate` that drops the characters which browsers ignore in an address."""


def check_page(html: str, name: str, cells: Mapping[str, str]) -> None:
    """Raise PageError with all broken rules of a page, a line for each.

    `name` is the page's file name, for the lines; `cells` has, by the id of a cell of the notebook,
    the words by which an analyst knows the cell: "[3] publish(table)".
    """
    lines = []
    for node, problem in _find_wrong(LexborHTMLParser(html)):
        cell = _find_cell(node)
        if cell:
            problem = _("cell {cell}: {problem}", cell=cells.get(cell, cell), problem=problem)
        lines.append(_("{page}: {problem}", page=name, problem=problem))
    if lines:
        raise PageError("\n".join(dict.fromkeys(lines)))


def check_parts(html: str) -> None:
    """Raise PageError for an element or attribute that no page may have, whoever put it there.

    This is the last look, with a browser's parser: at an element that runs, loads, leads away or
    asks for input, at a style beyond the template's, at a second policy.
    """
    page = LexborHTMLParser(html)
    unexpected = [*dict.fromkeys(_find_unexpected_parts(page))]
    if unexpected:
        raise PageError(_("a page may not hold {parts}", parts=", ".join(unexpected)))


def _find_unexpected_parts(page: LexborHTMLParser) -> Iterator[str]:
    """Yield the name of each element and attribute that no page may have: "iframe", "onclick"."""
    head = page.head
    root = page.root
    # A browser's parser adds both where they are missing.
    assert head is not None
    assert root is not None
    styles = page.css("style")
    for style in styles:
        if style.parent != head:
            yield "style"
    # The template's own sheet, and behind it that of a network.
    if ["data-own" in style.attributes for style in styles] not in ([False], [False, True]):
        yield "style"
    # One policy: a second one, or a redirection by http-equiv, comes from elsewhere.
    policies = page.css("meta[http-equiv]")
    names = [policy.attributes["http-equiv"] for policy in policies]
    contents = [policy.attributes.get("content") or "" for policy in policies]
    if names != ["Content-Security-Policy"] or not contents[0].startswith(POLICY):
        yield "meta http-equiv"
    for node in root.traverse():
        if node.tag not in TAGS and node.tag not in TAGS_OF_TEMPLATES:
            yield str(node.tag)
        for name, value in node.attributes.items():
            if name.startswith("on"):
                yield name
            elif name == "style" and not _sets_width_alone(value or ""):
                yield f"style={shorten(value or '')}"


def _sets_width_alone(css: str) -> bool:
    """Whether the `style` of an element sets the width of a drawing and nothing else.

    True for "--wide:640px", False for "position:fixed" and for "".
    """
    declarations = tinycss2.parse_blocks_contents(css, skip_whitespace=True)
    names = [node.name if node.type == "declaration" else "" for node in declarations]
    return names == [WIDTH_PROPERTY]


def _find_cell(node: LexborNode | None) -> str:
    """Return the id of the notebook's cell that an element comes from; "" for the template."""
    # The template marks the box around each piece of a cell.
    while node is not None:
        cell = node.attributes.get("data-cell")
        if cell:
            return cell
        node = node.parent
    return ""


def _find_wrong(page: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Yield a message for each broken rule of a page, with the element that breaks the rule."""
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
    # Each id once, and an element for each id that a link or a name for screen readers refers to.
    ids = set[str | None]()
    for node in page.css("[id]:not([id=''])"):
        if node.id in ids:
            yield node, _("the id “{id}” is there twice: publish one with another name", id=node.id)
        ids.add(node.id)
    for node in page.css("a[href], [aria-labelledby]"):
        address = (node.attributes.get("href") or "").translate(DROP_IGNORED)
        if _may_run(address):
            yield node, _("the link {value} would run a script", value=address[:60])
        referred = (node.attributes.get("aria-labelledby") or "").split()
        # "#" alone is the top of the page.
        if address.startswith("#") and address != "#":
            referred.append(address[1:])
        for name in referred:
            if name not in ids:
                yield node, _("nothing has the id “{id}”", id=name)


def _may_run(address: str) -> bool:
    """Whether a link's address may run a script: by its scheme, or as a page within the address.

    True for "javascript:alert(1)" and "data:text/html,…"; False for "2024.html", "#membres",
    "https://exemple.fr", "mailto:…" and a table to save ("data:text/csv,…").
    """
    scheme, colon, _rest = address.lower().partition(":")
    if not colon or not SIGNS_OF_SCHEMES.issuperset(scheme):
        return False
    return scheme not in SCHEMES and not is_download(address)
