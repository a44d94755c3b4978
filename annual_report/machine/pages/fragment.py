"""A piece of a page: its HTML for readers and for a notebook, and its facts.

A cell's output is in the page if, and only if, it has a part of this type (`MIME`), whose JSON has

    html         str, what the page gets
    chapter      {number, id, title}: a chapter begins here
    page         a page opens here: title (of the document), description, footer; heading,
                 subtitle, eyebrow, lede, figures (HTML) of its cover; banners, year, publisher,
                 address (where it is published), links (each with href, label and rel), style
                 (the network's own), omitted (ids of the chapters that are left out), made_of
                 (hashes by the words of the page that say of what)
    key_figures  {reseau, annee, fictif, chiffres}
    remarks      [str], what the build tells whoever makes the page
    lacks        [str], the same of its form: a network's page is refused for it
    lang         str, the language that the piece is in, if it isn't French

each where there is something to say. Beside it stand `text/html` and `text/plain`, which is how
JupyterLab shows the same piece.

French typography is applied here, once, and on plain words only: whoever writes a sentence uses
ordinary spaces.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup, escape

from annual_report.base.letters import make_slug
from annual_report.machine.pages.language import FRENCH, current_language, page_word, typeset_text

MIME = "application/vnd.annual-report+json"
"""The type of what a cell publishes."""

TOLD = ("lacks", "remarks")
"""The facts that are told to the author, and to nobody else."""
REMARKS = '<ul class="annual-report-remarks">'
"""The beginning of the remarks below a piece in its cell, which are the last that it shows."""
DRAWN = re.compile(r"<(svg|table|details|style|h2)\b.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|dt|dd|dl|div|figcaption|blockquote)\b[^>]*>|<br ?/?>")
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[ \n\t]+")
LONGEST_SLUG = 60
"""Letters of an id, which is the name of a file to take away too."""


@dataclass(frozen=True)
class Fragment:
    """A piece of a page; `shown` is its HTML in a notebook, where that is another one."""

    html: Markup = field(default=Markup(""))
    facts: Mapping[str, Any] = field(default_factory=dict)
    shown: Markup = field(default=Markup(""))

    def __bool__(self) -> bool:
        return bool(self.html or self.facts)

    def with_remarks(self, remarks: Iterable[str] = (), lacks: Iterable[str] = ()) -> "Fragment":
        """Return the same piece, with what the build is to tell whoever makes the page."""
        facts = dict(self.facts)
        for kind, lines in {"remarks": remarks, "lacks": lacks}.items():
            if told := [*dict.fromkeys([*facts.get(kind, ()), *lines])]:
                facts[kind] = told
        return replace(self, facts=facts)

    @property
    def text(self) -> str:
        """The words alone, as they are printed, but for tables and drawings."""
        return _read_words(BLOCK.sub(" ", DRAWN.sub("", self.html)))

    @property
    def part(self) -> dict[str, Any]:
        """What the page and the files beside it get."""
        lang = current_language()
        part = {"html": str(self.html), "lang": lang if lang != FRENCH else ""}
        return {name: value for name, value in part.items() if value} | dict(self.facts)

    def __str__(self) -> str:
        """Return what a terminal shows: the sentences, or else all words of the piece."""
        return (
            self.text or _read_words(TAG.sub(" ", self.shown or self.html)) or page_word("nothing")
        )

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        shown = str(self.shown or self.html) + _list_remarks(self.facts)
        rich = {"text/html": shown} if shown else {}
        return {"text/plain": str(self), **rich, MIME: self.part}


def _list_remarks(facts: Mapping[str, Any]) -> str:
    """Return the remarks on a piece, as the cell that made it shows them below."""
    items = [Markup("<li>{}</li>").format(line) for kind in TOLD for line in facts.get(kind, ())]
    return f"{REMARKS}{''.join(items)}</ul>" if items else ""


def without_remarks(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of an output without what only the author is told."""
    parts = dict(output)
    if "text/html" in parts:
        parts["text/html"] = parts["text/html"].partition(REMARKS)[0]
    parts[MIME] = {name: fact for name, fact in parts[MIME].items() if name not in TOLD}
    return parts


NOTHING = Fragment()
"""A piece that isn't there: the page says nothing, and lacks nothing."""


def _read_words(markup: str) -> str:
    """Return the words of some HTML, with a space wherever there are several."""
    return SPACES.sub(" ", html.unescape(TAG.sub("", markup))).strip(" ")


def print_words(text: object) -> Markup:
    """Print plain words: French spaces and apostrophes, escaped; markup stays as it is."""
    plain = isinstance(text, str) and not isinstance(text, Markup)
    return escape(typeset_text(str(text)) if plain else text)


def make_paragraph(words: str | None, kind: str = "") -> Fragment:
    """Make a paragraph of some words; none at all are nothing."""
    return Fragment(_wrap("p", words, kind)) if words else NOTHING


def make_list(items: Iterable[object], kind: str = "") -> Fragment:
    """Make a list of words, markup or fragments; no items at all are nothing."""
    lines = [_wrap("li", item) for item in items]
    return Fragment(_wrap("ul", Markup("\n").join(lines), kind)) if lines else NOTHING


def prose(html: str | None, title: str = "") -> Fragment:
    """Show a text of the year, clean HTML already, under its title; nothing without one.

    >>> from annual_report import prose
    >>> print(prose("<p>Le groupe s’est réuni à Auch.</p>", "Deux jours dans le Gers"))
    Deux jours dans le Gers Le groupe s’est réuni à Auch.
    """
    headed = Markup("<h3>{}</h3>\n").format(print_words(title)) if title else Markup()
    return Fragment(headed + Markup(html)) if html else NOTHING


def make_heading(number: int | None, title: str, id: str | None = None) -> Fragment:  # noqa: A002
    """Open a chapter: the page gets its heading, its numeral and a line in its contents.

    `id` is its address in the page, made from the title's words unless it is given. In a notebook
    it is no heading: the notebook has its own, in Markdown.
    """
    title = typeset_text(title)
    words = f"{number}. {title}" if number else title
    shown = Markup("<p><strong>{}</strong></p>").format(words)
    chapter = {"number": number, "id": id or make_id(title), "title": title}
    return Fragment(facts={"chapter": chapter}, shown=shown)


def make_scroller(content: Markup, name: str, kind: str, tag: str = "div") -> Markup:
    """Put what may be wider than a telephone into a box that scrolls by itself, by keyboard too.

    `name` is what a screen reader calls the box, `kind` its class, and `tag` its element: "span"
    where it stands in a paragraph.
    """
    return Markup('<{0} class="{1}" role="group" tabindex="0" aria-label="{2}">{3}</{0}>').format(
        tag, kind, name, content
    )


def make_id(text: str) -> str:
    """Make a name of words that an address, an id and a file can have."""
    return make_slug(text.lower())[:LONGEST_SLUG].strip("-")


def _wrap(tag: str, content: object, kind: str = "") -> Markup:
    given = Markup(' class="{}"').format(kind) if kind else ""
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), given, print_words(content))
