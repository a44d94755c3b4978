"""A piece of a page: its HTML for readers and for a notebook, and its facts.

A cell's output is in the page if, and only if, it has a part of this type (`MIME`), whose JSON has

    html         str, what the page gets
    chapter      {number, id, title}: a chapter begins here
    page         what the page is: title, description, footer, links …
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
from annual_report.base.project import __version__
from annual_report.machine.pages.language import FRENCH, current_language, page_word, typeset_text

MIME = "application/vnd.annual-report+json"
"""The type of what a cell publishes."""

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

    def __html__(self) -> Markup:
        return self.html

    def __bool__(self) -> bool:
        return bool(self.html or self.facts)

    def with_remarks(self, remarks: Iterable[str], lacks: Iterable[str] = ()) -> "Fragment":
        """Return the same piece, with what the build is to tell whoever makes the page."""
        told = {"remarks": [*self.facts.get("remarks", ()), *remarks], "lacks": [*lacks]}
        facts = {key: [*dict.fromkeys(lines)] for key, lines in told.items() if lines}
        return replace(self, facts={**self.facts, **facts})

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
        shown = str(self.shown or self.html)
        rich = {"text/html": shown} if shown else {}
        return {"text/plain": str(self), **rich, MIME: self.part}


NOTHING = Fragment()
"""A piece that isn't there: the page says nothing, and lacks nothing."""


def _read_words(markup: str) -> str:
    """Return the words of some HTML, with a space wherever there are several."""
    return SPACES.sub(" ", html.unescape(TAG.sub("", markup))).strip(" ")


def print_words(text: object) -> Markup:
    """Print plain words: French spaces and apostrophes, escaped; markup stays as it is."""
    plain = isinstance(text, str) and not isinstance(text, Markup)
    return escape(typeset_text(str(text)) if plain else text)


def fill_template(template: str, /, **values: object) -> Fragment:
    """Fill the `{named}` places of HTML with words, markup or other fragments."""
    return Fragment(
        Markup(template).format(**{name: print_words(it) for name, it in values.items()})
    )


def make_paragraph(*sentences: str | None, kind: str = "") -> Fragment:
    """Make a single paragraph of the sentences; None is left out, and none at all is nothing."""
    printed = [print_words(sentence) for sentence in sentences if sentence]
    return Fragment(_wrap("p", Markup(" ").join(printed), kind)) if printed else NOTHING


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
    headed = _fill_unless_empty("<h3>{}</h3>\n", title)
    return Fragment(headed + Markup(html)) if html else NOTHING


def make_heading(number: int | None, title: str, id: str | None = None) -> Fragment:  # noqa: A002
    """Open a chapter: the page gets its heading, its numeral and a line in its contents.

    `id` is its address in the page, made from the title's words unless it is given. In a notebook
    it is no heading: the notebook has its own, in Markdown.
    """
    title = typeset_text(title)
    words = f"{number}. {title}" if number else title
    shown = _fill_unless_empty("<p><strong>{}</strong></p>", words)
    # Its number follows those of the chapters that a page has; its place stays.
    chapter = {"number": number, "place": number, "id": id or make_id(title), "title": title}
    return Fragment(facts={"chapter": chapter}, shown=shown)


def make_cover(
    title: str,
    lede: str = "",
    /,
    *,
    subtitle: str = "",
    eyebrow: str = "",
    figures: object = "",
    **page: Any,
) -> Fragment:
    """Open a page: its title in one or two lines, one sentence, and perhaps key figures.

    `page` holds what else the template and the build are told: title (of the document),
    description, footer, fictional, banners, year, publisher, address (where the network publishes
    its pages), links (each with href, label and rel), style (the network's own), made_of (hashes
    by the words of the page that say of what: "data", "phrases").
    """
    html = Markup(
        '<div class="cover{kind}"><div class="wide">\n{eyebrow}'
        "<h1>{title}{subtitle}</h1>\n{lede}{figures}\n</div></div>"
    ).format(
        kind=" two-lines" if subtitle else "",
        eyebrow=_fill_unless_empty('<p class="eyebrow">{}</p>\n', eyebrow),
        title=print_words(title),
        # An ordinary space at the end of its line would be lost to the outline of a PDF.
        subtitle=_fill_unless_empty("\u00a0<span>{}</span>", subtitle),
        lede=_fill_unless_empty('<p class="lede">{}</p>\n', lede),
        figures=figures,
    )
    whole = " ".join(part for part in (title, subtitle) if part)
    told = {"title": whole, "description": lede or whole, "footer": f"annual-report {__version__}"}
    # All words of the page's frame are set as French; a style sheet has none.
    facts = {
        name: typeset_text(it) if isinstance(it, str) and name != "style" else it
        for name, it in (told | page).items()
    }
    shown = Markup("<p><strong>{}</strong></p>\n<p>{}</p>{}")
    return Fragment(
        html, {"page": facts}, shown=shown.format(print_words(whole), print_words(lede), figures)
    )


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


def _fill_unless_empty(template: str, text: str) -> Markup:
    """Put words into HTML; there is none without words."""
    return Markup(template).format(print_words(text)) if text else Markup("")


def _wrap(tag: str, content: object, kind: str = "") -> Markup:
    given = Markup(' class="{}"').format(kind) if kind else ""
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), given, print_words(content))
