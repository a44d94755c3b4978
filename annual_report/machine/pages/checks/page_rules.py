"""The check of a finished page: the rules that only the whole page can break.

A page has a single title, headings in order, unique ids, and links whose targets exist. A page that
breaks a rule is not written; the message names the notebook's cell, from the attribute data-cell of
the template. The form of a table or a figure is checked at the making; `cleaning` makes sure that
no piece runs or loads; `check_parts` looks at the whole page a last time.
"""

from collections.abc import Iterator, Mapping
from string import ascii_lowercase, digits
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.errors import PageError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.cleaning import TAGS, is_download
from annual_report.machine.pages.checks.css import parse_declarations

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
LONGEST_QUOTE = 60
"""The most letters of an address that a message quotes."""
DROP_IGNORED = dict.fromkeys(range(0x21))
"""The table for `str.translate` that drops the characters which browsers ignore in an address."""


def check_page(html: str, name: str, cells: Mapping[str, str]) -> None:
    """Raise PageError with all broken rules of a page, a line for each.

    `name` is the page's file name, for the lines; `cells` has, by the id of a cell of the notebook,
    the words by which an analyst knows the cell: "[3] publish(table)".
    """
    lines = []
    for node, problem in _find_broken_rules(LexborHTMLParser(html)):
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
    root = page.root
    # A browser's parser adds the element `html` where it is missing.
    assert root is not None
    yield from _find_unexpected_sheets(page)
    if not _has_policy_alone(page):
        yield "meta http-equiv"
    for node in root.traverse():
        if node.tag not in TAGS and node.tag not in TAGS_OF_TEMPLATES:
            yield str(node.tag)
        for name, value in node.attributes.items():
            if name.startswith("on"):
                yield name
            elif name == "style" and not _sets_width_alone(value or ""):
                yield f"style={shorten(value or '')}"


def _find_unexpected_sheets(page: LexborHTMLParser) -> Iterator[str]:
    """Yield "style" for style sheets outside the head, and again for others than the template's.

    The template writes its own sheet, and behind it that of a network, which is marked `data-own`.
    """
    styles = page.css("style")
    for style in styles:
        if style.parent != page.head:
            yield "style"
    are_of_network = ["data-own" in style.attributes for style in styles]
    if are_of_network not in ([False], [False, True]):
        yield "style"


def _has_policy_alone(page: LexborHTMLParser) -> bool:
    """Whether the only `meta` with http-equiv in a page is the template's policy.

    A second policy, or a redirection by http-equiv, comes from elsewhere.
    """
    metas = page.css("meta[http-equiv]")
    if len(metas) != 1:
        return False
    about = metas[0].attributes
    content = about.get("content") or ""
    return about["http-equiv"] == "Content-Security-Policy" and content.startswith(POLICY)


def _sets_width_alone(css: str) -> bool:
    """Whether the `style` of an element sets the width of a drawing and nothing else.

    True for "--wide:640px", False for "position:fixed" and for "".
    """
    nodes = parse_declarations(css)
    names = [node.name if node.type == "declaration" else "" for node in nodes]
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


class _BrokenRule(NamedTuple):
    """An element of a page that breaks a rule, and the message about the rule."""

    node: LexborNode
    problem: str


def _find_broken_rules(page: LexborHTMLParser) -> Iterator[_BrokenRule]:
    """Yield each broken rule of a page: on its title, its headings, its ids, its links."""
    # Each cell that opens a page brings a title.
    titles = page.css("h1")
    if len(titles) > 1:
        problem = _("a page has one title, and its cells give it {n}", n=len(titles))
        yield _BrokenRule(titles[0], problem)
    yield from _find_jumps_of_headings(page)
    yield from _find_repeated_ids(page)
    yield from _find_wrong_links(page)


def _find_jumps_of_headings(page: LexborHTMLParser) -> Iterator[_BrokenRule]:
    """Yield the headings that skip a level, as an h4 below an h2 does."""
    before = 0
    for node in page.css("h1, h2, h3, h4, h5, h6"):
        level = int(str(node.tag).removeprefix("h"))
        if level > before + 1:
            problem = _(
                "a heading jumps from level {a} to {b}: chapter(…) opens level 2, # level 3",
                a=before,
                b=level,
            )
            yield _BrokenRule(node, problem)
        before = level


def _find_repeated_ids(page: LexborHTMLParser) -> Iterator[_BrokenRule]:
    """Yield the elements whose id another element before them has."""
    known = set[str | None]()
    for node in page.css("[id]:not([id=''])"):
        if node.id in known:
            problem = _("the id “{id}” is there twice: publish one with another name", id=node.id)
            yield _BrokenRule(node, problem)
        known.add(node.id)


def _find_wrong_links(page: LexborHTMLParser) -> Iterator[_BrokenRule]:
    """Yield the links that run a script, and the elements that refer to an id that isn't there.

    A link refers to an id by "#membres", a part of the page to its heading by `aria-labelledby`.
    """
    ids = {node.id for node in page.css("[id]:not([id=''])")}
    for node in page.css("a[href], [aria-labelledby]"):
        address = (node.attributes.get("href") or "").translate(DROP_IGNORED)
        if _may_run(address):
            problem = _("the link {value} would run a script", value=address[:LONGEST_QUOTE])
            yield _BrokenRule(node, problem)
        referred = (node.attributes.get("aria-labelledby") or "").split()
        # "#" alone is the top of the page.
        if address.startswith("#") and address != "#":
            referred.append(address.removeprefix("#"))
        for name in referred:
            if name not in ids:
                yield _BrokenRule(node, _("nothing has the id “{id}”", id=name))


def _may_run(address: str) -> bool:
    """Whether a link's address may run a script: by its scheme, or as a page within the address.

    True for "javascript:alert(1)" and "data:text/html,…"; False for "2024.html", "#membres",
    "https://exemple.fr", "mailto:…" and a table to save ("data:text/csv,…").
    """
    scheme, colon, _rest = address.lower().partition(":")
    if not colon or not SIGNS_OF_SCHEMES.issuperset(scheme):
        return False
    return scheme not in SCHEMES and not is_download(address)
