"""A piece of a page: the HTML for readers and for a notebook, and facts for the build.

A cell's output is in the page if, and only if, the output has a part of this type (`MIME`). The
part is a JSON object with some of these keys:

    html         str, the HTML for the page
    chapter      {number, id, title}: a chapter begins
    page         a page opens: title (of the document), description, footer; heading, subtitle,
                 eyebrow, lede, figures (HTML) of the cover; banners, year, publisher, address (of
                 publication), links (each with href, label and rel), style (the network's), omitted
                 (ids of the chapters that are left out), made_of (hashes, by the page's words for
                 them)
    key_figures  {reseau, annee, fictif, chiffres}
    remarks      [str], lines of the build for the author of the page
    lacks        [str], the same about the form: a network's page is refused for such a line
    lang         str, the language of the piece, unless French

JupyterLab shows the same piece by the parts `text/html` and `text/plain` of the output.

French typography is applied at this place only, and to plain words only: the author of a sentence
types ordinary spaces.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from annual_report.base.letters import make_slug
from annual_report.machine.pages.language import (
    FRENCH,
    current_language,
    page_word,
    print_words,
    typeset_text,
)

MIME = "application/vnd.annual-report+json"
"""The type of what a cell publishes."""

TOLD = ("lacks", "remarks")
"""The keys of a piece's facts that only its author may read: no page has them."""
REMARKS = '<ul class="annual-report-remarks">'
"""The beginning of the remarks below a piece in its cell, which are the last that it shows."""
DRAWN = re.compile(r"<(svg|table|details|style|h2)\b.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|dt|dd|dl|div|figcaption|blockquote)\b[^>]*>|<br ?/?>")
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[ \n\t]+")
LONGEST_SLUG = 60
"""Letters of an id, which is the name of a file to take away too."""

TELEPHONE = 30
"""The letters that surely stand side by side on a telephone."""
ON_PAPER = {"small": 80, "broken": 115}
"""The letters beyond which a table may have no room on a wide screen and has smaller ones on paper,
and beyond which it may break its words there."""


@dataclass(frozen=True)
class Fragment:
    """A piece of a page; `shown` is the HTML in a notebook, if different from the page's."""

    html: Markup = field(default=Markup(""))
    facts: Mapping[str, Any] = field(default_factory=dict)
    shown: Markup = field(default=Markup(""))

    def __bool__(self) -> bool:
        return bool(self.html or self.facts)

    def with_remarks(self, remarks: Iterable[str] = (), lacks: Iterable[str] = ()) -> "Fragment":
        """Return the same piece with more remarks of the build for the author."""
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
        """The JSON part of the output, for the page and the files of the page."""
        lang = current_language()
        part = {"html": str(self.html), "lang": lang if lang != FRENCH else ""}
        return {name: value for name, value in part.items() if value} | dict(self.facts)

    def __str__(self) -> str:
        """Return the words for a terminal: the sentences, or else all words of the piece."""
        return (
            self.text or _read_words(TAG.sub(" ", self.shown or self.html)) or page_word("nothing")
        )

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        shown = str(self.shown or self.html) + _list_remarks(self.facts)
        rich = {"text/html": shown} if shown else {}
        return {"text/plain": str(self), **rich, MIME: self.part}


def _list_remarks(facts: Mapping[str, Any]) -> str:
    """Return the remarks on a piece as HTML, which the notebook shows below the piece."""
    items = [Markup("<li>{}</li>").format(line) for kind in TOLD for line in facts.get(kind, ())]
    return f"{REMARKS}{''.join(items)}</ul>" if items else ""


def without_remarks(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of an output without the remarks for the author."""
    parts = dict(output)
    if "text/html" in parts:
        parts["text/html"] = parts["text/html"].partition(REMARKS)[0]
    parts[MIME] = {name: fact for name, fact in parts[MIME].items() if name not in TOLD}
    return parts


NOTHING = Fragment()
"""The empty piece, of a phrase or text that has nothing to say this year."""


def _read_words(markup: str) -> str:
    """Return the words of some HTML, with a space wherever there are several."""
    return SPACES.sub(" ", html.unescape(TAG.sub("", markup))).strip(" ")


def make_paragraph(words: str | None, kind: str = "") -> Fragment:
    """Make a paragraph of some words; without words, an empty piece."""
    return Fragment(_wrap("p", words, kind)) if words else NOTHING


def make_list(items: Iterable[object], kind: str = "") -> Fragment:
    """Make a list of words, markup or fragments; without items, an empty piece."""
    lines = [_wrap("li", item) for item in items]
    return Fragment(_wrap("ul", Markup("\n").join(lines), kind)) if lines else NOTHING


def prose(html: str | None, title: str = "") -> Fragment:
    """Show a text of the year, clean HTML already, under a title; without text, an empty piece.

    >>> from annual_report import prose
    >>> print(prose("<p>Le groupe s’est réuni à Auch.</p>", "Deux jours dans le Gers"))
    Deux jours dans le Gers Le groupe s’est réuni à Auch.
    """
    headed = Markup("<h3>{}</h3>\n").format(print_words(title)) if title else Markup()
    return Fragment(headed + Markup(html)) if html else NOTHING


def make_heading(number: int | None, title: str, id: str | None = None) -> Fragment:  # noqa: A002
    """Open a chapter: a heading with a numeral in the page, and a line in the contents.

    `id` is the address in the page, by default made from the words of the title. In a notebook the
    title is bold and no heading: the notebook has a heading in Markdown.
    """
    title = typeset_text(title)
    words = f"{number}. {title}" if number else title
    shown = Markup("<p><strong>{}</strong></p>").format(words)
    chapter = {"number": number, "id": id or make_id(title), "title": title}
    return Fragment(facts={"chapter": chapter}, shown=shown)


def make_scroller(content: Markup, name: str, kind: str, tag: str = "div") -> Markup:
    """Put content that may be wider than a telephone into a box that scrolls, by keyboard too.

    `name` is the name of the box for a screen reader, `kind` the class, and `tag` the element:
    "span" within a paragraph.
    """
    return Markup('<{0} class="{1}" role="group" tabindex="0" aria-label="{2}">{3}</{0}>').format(
        tag, kind, name, content
    )


def box_table(table: Markup, letters: int, name: str, *, is_list: bool = False) -> Markup:
    """Put a table of a known width, in letters, into a box that scrolls, unless it surely fits."""
    if letters <= TELEPHONE and not is_list:
        return table
    kinds = ["scroll"]
    if is_list:
        kinds.append("entries")
    kinds += [kind for kind, most in ON_PAPER.items() if letters > most]
    return make_scroller(table, name, " ".join(kinds))


def make_id(text: str) -> str:
    """Make a name of words that an address, an id and a file can have."""
    return make_slug(text.lower())[:LONGEST_SLUG].strip("-")


def _wrap(tag: str, content: object, kind: str = "") -> Markup:
    given = Markup(' class="{}"').format(kind) if kind else ""
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), given, print_words(content))
