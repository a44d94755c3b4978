"""Rules of publication, checked once on every finished page before anyone can share it.

A page is readable by everyone: language, title, landmarks, headings in order, figures with an
alternative, tables with headers, places that are there. A page that breaks a rule is not written;
the message names the notebook's cell, which the template marks by data-cell. That nothing in it
runs or loads is made sure before (`cleaning`); what no file may say at all is in `secrecy`.
"""

import re
from collections import Counter
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.checks.contrasts import TEXT, low
from annual_report.pages.look.palette import HEXADECIMAL, colours, contrast

HEADINGS = {f"h{level}" for level in range(1, 7)}
LEADS = re.compile(r"#|https?:|mailto:|data:(?:text/csv|application/json)[;,]|(?![a-z+.-]*:)", re.I)
"""How an address begins that opens a page, a mail, or a file that is saved."""
IGNORED = re.compile(r"[\x00-\x20]")
"""What a browser leaves out of an address, at its start or anywhere in the name of its scheme."""


def check_page(html: str, name: str, cells: Mapping[str, str] | None = None) -> None:
    """Raise PageError with all that is wrong with a page, if anything is.

    `cells` says how an analyst knows each cell, by its id; without it the id is named.
    """
    reader = _PageReader(cells or {})
    reader.read(html)
    if wrong := [*reader.wrong, *reader.missing()]:
        lines = (_("{page}: {problem}", page=name, problem=problem) for problem in wrong)
        raise PageError("\n".join(lines))


class _PageReader:
    """Reads a page once and notes what breaks a rule, with the notebook's cell it stands in."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.wrong: list[str] = []
        self._cells = cells
        self._cell = ""  # that of the element at hand
        self._level = 0
        self._references: list[tuple[str, str]] = []
        self._identifiers: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    def read(self, html: str) -> None:
        """Check every element that a browser would make of a page, in the page's order."""
        root = LexborHTMLParser(html).root
        below = [(root, "", False)] if root else []
        while below:
            node, cell, drawn = below.pop()
            tag = (node.tag or "").lower()
            given = {name: value or "" for name, value in node.attributes.items()}
            self._cell = given.get("data-cell", cell)
            if not drawn:  # a drawing has a <title> of its own
                self._seen[tag] += 1
            self._check_element(node, tag, given)
            self._check_places(tag, given)
            if drawn and tag == "text":
                self._check_contrast(given)
            inner = drawn or tag == "svg"
            below += reversed([(child, self._cell, inner) for child in node.iter()])

    def missing(self) -> list[str]:
        """Say what the whole page lacks, once it has been read."""
        found = [
            _("expected one <{tag}>, found {n}", tag=tag, n=self._seen[tag])
            for tag in ("h1", "title", "main")
            if self._seen[tag] != 1
        ]
        if not self._seen["language"]:
            found.append(_("the page doesn’t say its language"))
        if not self._seen["policy"]:
            found.append(_("there is no Content-Security-Policy"))
        return found + [
            self._line(_("nothing has the id “{id}”", id=identifier), cell)
            for identifier, cell in self._references
            if identifier not in self._identifiers
        ]

    def _check_element(self, node: LexborNode, tag: str, given: Mapping[str, str]) -> None:
        if tag in HEADINGS:
            if (level := int(tag[1])) > self._level + 1:
                self._say(_("a heading jumps from level {a} to {b}", a=self._level, b=level))
            self._level = level
        elif tag == "html":
            self._seen["language"] += bool(given.get("lang"))
        elif tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self._seen["policy"] += "default-src 'none'" in given.get("content", "")
        elif tag == "script" and given != {"type": "application/ld+json"}:  # which is data
            self._say(_("<{tag}> is not allowed", tag=tag))
        elif tag == "svg" and "aria-hidden" not in given:
            named = given.get("aria-labelledby") or given.get("aria-label")
            if given.get("role") not in ("img", "group") or not named:
                self._say(_("a figure has no written alternative"))
        elif tag == "img" and not (given.get("src") and given.get("alt", "").strip()):
            self._say(_("a picture has no written alternative"))
        elif tag == "table":
            for part in ("caption", "th"):
                if node.css_first(part) is None:
                    self._say(_("a table has no <{part}>", part=part))
        elif tag == "th" and "scope" not in given:
            self._say(_("a table header has no scope"))

    def _check_places(self, tag: str, given: Mapping[str, str]) -> None:
        """Note where an element is, and whether all that it leads to is there and opens."""
        if identifier := given.get("id"):
            self._identifiers[identifier] += 1
            if self._identifiers[identifier] == 2:
                self._say(
                    _("the id “{id}” is there twice: publish one with another name", id=identifier)
                )
        for name in ("aria-labelledby", "aria-describedby"):
            self._references += [(each, self._cell) for each in given.get(name, "").split()]
        address = IGNORED.sub("", given.get("href", ""))
        if address.startswith("#") and len(address) > 1:
            self._references.append((address[1:], self._cell))
        if tag == "a" and not LEADS.match(address):
            self._say(_("the link {value} would run a script", value=address[:60]))

    def _check_contrast(self, given: Mapping[str, str]) -> None:
        """Check the colour that a drawing gives its words, where it isn't one of the palette's."""
        colour = given.get("fill", "")
        if "f-" in given.get("class", "") or not HEXADECIMAL.fullmatch(colour):
            return
        for ground in (colours(dark=dark)["paper"] for dark in (False, True)):
            if contrast(colour, ground) < TEXT:
                self._say(low(colour, ground, TEXT))

    def _say(self, problem: str) -> None:
        self.wrong.append(self._line(problem, self._cell))

    def _line(self, problem: str, cell: str) -> str:
        named = self._cells.get(cell, cell)
        return _("cell {cell}: {problem}", cell=named, problem=problem) if cell else problem
