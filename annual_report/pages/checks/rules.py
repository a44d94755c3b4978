"""The one check of a finished page: what anyone may expect of it, by its source.

A page has one title, one first heading, a language, a policy, headings in order, figures with an
alternative, tables with heads, places that are there, and links that open a page. One that breaks
a rule is not written; the message names the notebook's cell, which the template marks by data-cell.
That no piece of it runs or loads is made sure before (`cleaning`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.errors import PageError
from annual_report.messages import _

HEADINGS = {f"h{level}" for level in range(1, 7)}
LEADS = re.compile(r"#|https?:|mailto:|data:(?:text/csv|application/json)[;,]|(?![a-z+.-]*:)", re.I)
"""How an address begins that opens a page, a mail, or a file that is saved."""
IGNORED = re.compile(r"[\x00-\x20]")
"""What a browser leaves out of an address."""


def check_page(html: str, name: str, cells: Mapping[str, str] | None = None) -> None:
    """Raise PageError with all that is wrong with a page, if anything is.

    `cells` says how an analyst knows each cell, by its id; without it the id is named.
    """
    known = cells or {}
    lines = dict.fromkeys(
        _("cell {cell}: {problem}", cell=known.get(cell, cell), problem=problem)
        if cell
        else problem
        for cell, problem in _wrong(html)
    )
    if lines:
        raise PageError("\n".join(_("{page}: {problem}", page=name, problem=x) for x in lines))


def _wrong(html: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a page, each with the id of its cell, or ""."""
    seen: Counter[str] = Counter()
    there: Counter[str] = Counter()
    wanted: list[tuple[str, str]] = []
    level = 0
    for node, tag, given, cell in _elements(html):
        seen[tag] += 1
        if tag in HEADINGS:
            if int(tag[1]) > level + 1:
                yield cell, _("a heading jumps from level {a} to {b}", a=level, b=int(tag[1]))
            level = int(tag[1])
        seen["language"] += tag == "html" and bool(given.get("lang"))
        if given.get("http-equiv", "").lower() == "content-security-policy":
            seen["policy"] += "default-src 'none'" in given.get("content", "")
        for problem in _wrong_with(node, tag, given):
            yield cell, problem
        if identifier := given.get("id"):
            there[identifier] += 1
            if there[identifier] == 2:
                said = _("the id “{id}” is there twice: publish one with another name",
                         id=identifier)  # fmt: skip
                yield cell, said
        names = f"{given.get('aria-labelledby', '')} {given.get('aria-describedby', '')}".split()
        address = IGNORED.sub("", given.get("href", ""))
        wanted += [(cell, each) for each in names]
        wanted += [(cell, address[1:])] if address.startswith("#") and len(address) > 1 else []
    for tag in ("h1", "title", "main"):
        if seen[tag] != 1:
            yield "", _("expected one <{tag}>, found {n}", tag=tag, n=seen[tag])
    if not seen["language"]:
        yield "", _("the page doesn’t say its language")
    if not seen["policy"]:
        yield "", _("there is no Content-Security-Policy")
    for cell, identifier in wanted:
        if identifier not in there:
            yield cell, _("nothing has the id “{id}”", id=identifier)


def _elements(html: str) -> Iterator[tuple[LexborNode, str, dict[str, str], str]]:
    """Yield each element that a browser would make of a page, with its cell, in their order.

    What is in a drawing, which has a <title> of its own, has "" for its tag, but links and scripts.
    """
    root = LexborHTMLParser(html).root
    below = [(root, "", False)] if root else []
    while below:
        node, cell, drawn = below.pop()
        tag = (node.tag or "").lower()
        given = {name: value or "" for name, value in node.attributes.items()}
        cell = given.get("data-cell", cell)
        yield node, "" if drawn and tag not in ("a", "script") else tag, given, cell
        inner = drawn or tag == "svg"
        below += reversed([(child, cell, inner) for child in node.iter()])


def _wrong_with(node: LexborNode, tag: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with an element by itself."""
    if tag == "script":
        yield _("<{tag}> is not allowed", tag=tag)
    elif tag == "a" and not LEADS.match(IGNORED.sub("", given.get("href", ""))):
        yield _("the link {value} would run a script", value=given["href"][:60])
    elif tag == "svg" and "aria-hidden" not in given:
        named = given.get("aria-labelledby") or given.get("aria-label")
        if given.get("role") not in ("img", "group") or not named:
            yield _("a figure has no written alternative")
    elif tag == "img" and not (given.get("src") and given.get("alt", "").strip()):
        yield _("a picture has no written alternative")
    elif tag == "table":
        for part in ("caption", "th"):
            if node.css_first(part) is None:
                yield _("a table has no <{part}>", part=part)
    elif tag == "th" and "scope" not in given:
        yield _("a table header has no scope")
