"""Rules of publication, checked on every finished page before anyone can share it.

A page must load nothing from anywhere, run nothing, and be readable by everyone: language, title,
landmarks, headings in order, figures with an alternative, tables with headers, contrasts. A page
that breaks a rule is not written; the message names the notebook's cell, which the template marks
by data-cell. What no file may say at all is in `secrecy`.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.checks import css_loading, own_style
from annual_report.pages.checks.contrasts import TEXT, low, low_contrasts
from annual_report.pages.checks.css_loading import PRESENTATION
from annual_report.pages.look.palette import HEXADECIMAL, colours, contrast

Attributes = dict[str, str]

LOADING = {
    "src", "srcset", "poster", "background", "data", "action", "formaction", "manifest", "ping",
}  # fmt: skip
"""Attributes that make a browser ask for something; `href` does on some elements only."""
FORBIDDEN = {
    "script", "iframe", "object", "embed", "link", "base", "form", "audio", "video", "img", "image",
    "foreignobject", "template", "noscript",
}  # fmt: skip
"""What runs or loads something, and what a page holds without showing or only to some."""
HEADINGS = {f"h{level}" for level in range(1, 7)}
RUNNING = re.compile(r"(javascript|vbscript|data):(?!text/csv|application/json)", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x20]")
"""What a browser leaves out of an address, at its start or anywhere in the name of its scheme."""
TO_TAKE = re.compile(r"data:(text/csv|application/json)[;,]")
"""What a link may hold, if a browser saves it rather than opens it."""
EMBEDDED = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/=]+$")
"""A picture that a page holds itself: of an SVG in it, browsers run and load nothing."""
DECLARED = re.compile(
    r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*(#[0-9a-f]{6})\b", re.IGNORECASE
)


def check_page(html: str, name: str, cells: Mapping[str, str] | None = None) -> None:
    """Raise PageError with all that is wrong with a page, if anything is.

    `cells` says how an analyst knows each cell, by its id; without it the id is named.
    """
    reader = _PageReader(cells or {})
    reader.read(html)
    wrong = [*reader.wrong, *reader.missing(), *low_contrasts()]
    if wrong:
        lines = (_("{page}: {problem}", page=name, problem=problem) for problem in wrong)
        raise PageError("\n".join(lines))


def _leads_somewhere(name: str) -> bool:
    """Tell whether an attribute may name something elsewhere; most don't."""
    return name in LOADING or name == "style" or name in PRESENTATION or name.endswith("href")


def _is_linked_data(node: LexborNode, tag: str, given: Attributes) -> bool:
    """Tell what describes the page as JSON-LD: a browser neither runs nor loads it."""
    if tag != "script" or given != {"type": "application/ld+json"}:
        return False
    try:
        return isinstance(json.loads(node.text()), dict)
    except ValueError:
        return False


def _loads(tag: str, name: str, value: str) -> bool:
    """Tell whether a browser would fetch something for an attribute that leads somewhere."""
    if name == "style" or name in PRESENTATION:
        return css_loading.loads(value)
    if tag == "image" and name == "href":
        return not EMBEDDED.match(value)
    if name.endswith("href"):
        return tag != "a" and not (tag == "use" and value.startswith("#"))
    return not value.startswith("data:")


class _PageReader:
    """Reads a page once and notes what breaks a rule, with the notebook's cell it stands in."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.wrong: list[str] = []
        self._cells = cells
        self._cell = ""  # that of the element at hand
        self._level = 0
        self._identifiers: set[str] = set()
        self._references: list[tuple[str, str]] = []
        self._seen: Counter[str] = Counter()
        self._policy = False
        self._language = ""

    def read(self, html: str) -> None:
        """Check every element that a browser would make of a page, in the page's order."""
        root = LexborHTMLParser(html).root
        below = [(root, "", False)] if root else []
        while below:
            node, cell, drawn = below.pop()
            tag = (node.tag or "").lower()
            given = {name: value or "" for name, value in node.attributes.items()}
            self._cell = given.get("data-cell", cell)
            self._check_element(node, tag, given, drawn=drawn)
            inner = drawn or tag == "svg"
            below += reversed([(child, self._cell, inner) for child in node.iter()])

    def missing(self) -> list[str]:
        """Say what the whole page lacks, once it has been read."""
        found = []
        for tag in ("h1", "title", "main"):
            if (seen := self._seen[tag]) != 1:
                found.append(_("expected one <{tag}>, found {n}", tag=tag, n=seen))
        if self._language != "fr":
            found.append(_("the language of the page is not French"))
        if not self._policy:
            found.append(_("there is no Content-Security-Policy"))
        found += [
            self._line(_("nothing has the id “{id}”", id=identifier), cell)
            for identifier, cell in self._references
            if identifier not in self._identifiers
        ]
        return found

    def _check_element(self, node: LexborNode, tag: str, given: Attributes, *, drawn: bool) -> None:
        if not drawn:  # a drawing has a <title> of its own
            self._seen[tag] += 1
        if not _is_linked_data(node, tag, given):
            self._check_loading(tag, given)
        self._check_colours(given, words=drawn and tag == "text")
        self._check_identifiers(given)
        if tag in HEADINGS:
            self._check_heading(int(tag[1]))
        elif tag == "html":
            self._language = given.get("lang", "")
        elif tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self._policy = "default-src 'none'" in given.get("content", "")
        elif tag == "style":
            self._check_style(node.text(), own=own_style.MARK in given)
        elif tag == "svg" and "aria-hidden" not in given:
            self._check_drawing(given)
        elif tag == "table":
            for part in ("caption", "th"):
                if node.css_first(part) is None:
                    self._say(_("a table has no <{part}>", part=part))
        elif tag == "th" and "scope" not in given:
            self._say(_("a table header has no scope"))

    def _check_loading(self, tag: str, given: Attributes) -> None:
        if tag == "image" and EMBEDDED.match(given.get("href", "")):
            pass  # it is described as a part of its drawing
        elif tag == "img" and EMBEDDED.match(given.get("src", "")):
            if not given.get("alt", "").strip():
                self._say(_("a picture has no written alternative"))
        elif tag in FORBIDDEN:
            self._say(_("<{tag}> is not allowed", tag=tag))
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self._say(_("the page would send its reader elsewhere"))
        if css_loading.changes_an_address(tag, given):
            self._say(_("<{tag}> would change an address", tag=tag))
        for name, value in given.items():
            if name.startswith("on"):
                self._say(_("the attribute {name} would run a script", name=name))
            elif _leads_somewhere(name):
                self._check_address(tag, name, value, given)

    def _check_address(self, tag: str, name: str, value: str, given: Attributes) -> None:
        """Check an attribute that leads somewhere."""
        if _loads(tag, name, value):
            self._say(_("{name}=“{value}” would be loaded", name=name, value=value[:60]))
        elif tag != "image" and name.endswith("href") and RUNNING.match(IGNORED.sub("", value)):
            self._say(_("the link {value} would run a script", value=value[:60]))
        elif name.endswith("href") and TO_TAKE.match(value) and "download" not in given:
            self._say(_("the link {value} has no download attribute", value=value[:60]))

    def _check_identifiers(self, given: Attributes) -> None:
        identifier = given.get("id")
        if identifier in self._identifiers:
            self._say(
                _("the id “{id}” is there twice: publish one with another name", id=identifier)
            )
        if identifier:
            self._identifiers.add(identifier)
        for name in ("aria-labelledby", "aria-describedby"):
            if name in given:
                self._references += [(each, self._cell) for each in given[name].split()]
        if given.get("href", "").startswith("#") and len(given["href"]) > 1:
            self._references.append((given["href"][1:], self._cell))

    def _check_heading(self, level: int) -> None:
        if level > self._level + 1:
            self._say(_("a heading jumps from level {a} to {b}", a=self._level, b=level))
        self._level = level

    def _check_colours(self, given: Attributes, *, words: bool) -> None:
        """Check colours that a cell gives by itself: the palette's are checked as a whole."""
        if not words and "style" not in given:
            return
        told = {
            name.lower()[:10]: colour for name, colour in DECLARED.findall(given.get("style", ""))
        }
        colour = told.get("color", "")
        if words and "f-" not in given.get("class", ""):
            colour = given.get("fill", "")
        if not HEXADECIMAL.fullmatch(colour):
            return
        for ground in [told["background"]] if "background" in told else _papers():
            if contrast(colour, ground) < TEXT:
                self._say(low(colour, ground, TEXT))

    def _check_style(self, css: str, *, own: bool) -> None:
        """Check a style sheet; one of the network's `own` changes colours that are checked."""
        if own:
            self.wrong += own_style.wrong_with(css)
        elif css_loading.loads(css):
            self._say(_("the style sheet would load something"))

    def _check_drawing(self, given: Attributes) -> None:
        named = given.get("aria-labelledby") or given.get("aria-label")
        if given.get("role") not in ("img", "group") or not named:
            self._say(_("a figure has no written alternative"))

    def _say(self, problem: str) -> None:
        self.wrong.append(self._line(problem, self._cell))

    def _line(self, problem: str, cell: str) -> str:
        named = self._cells.get(cell, cell)
        return _("cell {cell}: {problem}", cell=named, problem=problem) if cell else problem


def _papers() -> list[str]:
    return [colours(dark=dark)["paper"] for dark in (False, True)]
