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
    lacks        [str], the same about the form: with such a line no page of a network is made
    lang         str, the language of the piece, unless French

JupyterLab shows the same piece by the parts `text/html` and `text/plain` of the output.

French typography is applied at this place only, and to plain words only: the author of a sentence
types ordinary spaces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.letters import make_slug, space_singly
from annual_report.machine.pages.language import (
    FRENCH,
    current_language,
    page_word,
    print_words,
    typeset_text,
)

MIME = "application/vnd.annual-report+json"
"""The type of what a cell publishes."""

FOR_THE_AUTHOR = ("lacks", "remarks")
"""The keys of a piece's facts that only its author may read: no page has them."""
START_OF_REMARKS = '<ul class="annual-report-remarks">'
"""The beginning of the list of remarks, which a notebook shows below a piece, as its last HTML."""
NOT_SENTENCES = "svg, table, details, style, h2"
"""A CSS selector of the elements that hold no sentences."""
BLOCKS = "p, li, ul, ol, h1, h2, h3, h4, h5, h6, dt, dd, dl, div, figcaption, blockquote, br"
"""The elements whose words stand apart from those around, though no space of the HTML says so."""
LONGEST_ID = 60
"""The most letters of an id, which is also the name of a CSV file."""

TELEPHONE = 30
"""The number of letters for which the screen of any telephone is wide enough."""
CLASSES_OF_WIDE_TABLES = {"small": 80, "broken": 115}
"""A class of a table's box → the width in letters above which the box has this class.

On paper a "small" table has smaller letters, and a "broken" one may break its words."""


@dataclass(frozen=True)
class Fragment:
    """A piece of a page: what a call of `publish` makes of a table, a figure or a text."""

    html: Markup = field(default=Markup(""))
    """The HTML for the page."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The other keys of the JSON part (see the module's docstring): {"remarks": ["…"]}."""
    notebook_html: Markup = field(default=Markup(""))
    """The HTML that JupyterLab shows below the cell, if it isn't that of the page."""

    def __bool__(self) -> bool:
        return bool(self.html or self.facts)

    def with_remarks(self, remarks: Iterable[str] = (), lacks: Iterable[str] = ()) -> "Fragment":
        """Return the same piece with more lines that the build says to its author.

        `remarks` are about words that the author should look at, such as a person's name; `lacks`
        are about words that are missing, such as a caption. No line is said twice.
        """
        facts = dict(self.facts)
        for kind, lines in {"remarks": remarks, "lacks": lacks}.items():
            all_lines = [*facts.get(kind, ()), *lines]
            if all_lines:
                facts[kind] = [*dict.fromkeys(all_lines)]
        return replace(self, facts=facts)

    @property
    def text(self) -> str:
        """The words of the piece's sentences, without HTML, tables and drawings."""
        return _read_sentences(self.html)

    @property
    def part(self) -> dict[str, Any]:
        """The piece as JSON, from which an export makes the page and its files."""
        part: dict[str, Any] = {}
        if self.html:
            part["html"] = str(self.html)
        if current_language() != FRENCH:
            part["lang"] = current_language()
        return part | dict(self.facts)

    def __str__(self) -> str:
        """Return the words for a terminal: the sentences, or else all words of the piece."""
        words = self.text or _read_all_words(self.notebook_html or self.html)
        return words or page_word("nothing")

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        """Return the piece as the output of a cell, in three MIME types; IPython calls this.

        A terminal shows the plain text, JupyterLab the HTML with the remarks for the author below.
        The third type, `MIME`, is shown nowhere: an export of the notebook reads the piece from it.
        """
        bundle: dict[str, Any] = {"text/plain": str(self)}
        html = str(self.notebook_html or self.html) + _write_remarks(self.facts)
        if html:
            bundle["text/html"] = html
        bundle[MIME] = self.part
        return bundle


def _write_remarks(facts: Mapping[str, Any]) -> str:
    """Return the remarks among the facts of a piece as a list in HTML; "" without remarks."""
    items = []
    for kind in FOR_THE_AUTHOR:
        for line in facts.get(kind, ()):
            items.append(Markup("<li>{}</li>").format(line))
    if not items:
        return ""
    return f"{START_OF_REMARKS}{''.join(items)}</ul>"


def without_remarks(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return a cell's output (MIME type → data) without the remarks for its author.

    In this form it can be published with the notebook.
    """
    parts = dict(output)
    if "text/html" in parts:
        parts["text/html"] = parts["text/html"].partition(START_OF_REMARKS)[0]
    parts[MIME] = {name: fact for name, fact in parts[MIME].items() if name not in FOR_THE_AUTHOR}
    return parts


NOTHING = Fragment()
"""The empty piece, of a phrase or text that has nothing to say this year."""


def _read_sentences(html: str) -> str:
    """Return the words of some HTML without those of tables and drawings, with single spaces."""
    # Most pieces are plain words: a parser would be slow.
    if "<" not in html:
        return space_singly(Markup(html).unescape())
    tree = LexborHTMLParser(html)
    for node in tree.css(NOT_SENTENCES):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_before(" ")
        node.insert_after(" ")
    return space_singly(tree.body.text()) if tree.body else ""


def _read_all_words(html: str) -> str:
    """Return the words of some HTML, those of each element apart from those around."""
    body = LexborHTMLParser(html).body
    return space_singly(body.text(separator=" ")) if body else ""


def make_paragraph(words: str | None, kind: str = "") -> Fragment:
    """Return a paragraph of some words, of the class `kind`; without words, an empty piece."""
    if not words:
        return NOTHING
    return Fragment(_write_element("p", words, kind))


def make_list(items: Iterable[object], kind: str = "") -> Fragment:
    """Return a list of words or HTML, of the class `kind`; without items, an empty piece."""
    lines = [_write_element("li", item) for item in items]
    if not lines:
        return NOTHING
    return Fragment(_write_element("ul", Markup("\n").join(lines), kind))


def prose(html: str | None, title: str = "") -> Fragment:
    """Return a text of the year as a piece of the page, under a title, for `publish`.

    `html` is a part of `network.text(year)`. Without a text the piece is empty, and isn't shown.

    >>> from annual_report import prose
    >>> print(prose("<p>Le groupe s’est réuni à Auch.</p>", "Deux jours dans le Gers"))
    Deux jours dans le Gers Le groupe s’est réuni à Auch.
    """
    if not html:
        return NOTHING
    heading = Markup("")
    if title:
        heading = Markup("<h3>{}</h3>\n").format(print_words(title))
    return Fragment(heading + Markup(html))


def make_heading(number: int | None, title: str, id: str | None = None) -> Fragment:  # noqa: A002
    """Return the piece that opens a chapter: a heading of the page, and a line of its contents.

    `id` is the address in the page, by default made from the words of the title. In a notebook the
    title is bold and no heading: the notebook has a heading in Markdown.
    """
    title = typeset_text(title)
    words = f"{number}. {title}" if number else title
    bold = Markup("<p><strong>{}</strong></p>").format(words)
    chapter = {"number": number, "id": id or make_id(title), "title": title}
    return Fragment(facts={"chapter": chapter}, notebook_html=bold)


def make_scroller(content: Markup, name: str, kind: str, tag: str = "div") -> Markup:
    """Put content that may be wider than a telephone into a box that scrolls, by keyboard too.

    `name` is the name of the box for a screen reader, `kind` the class, and `tag` the element:
    "span" within a paragraph.
    """
    return Markup('<{0} class="{1}" role="group" tabindex="0" aria-label="{2}">{3}</{0}>').format(
        tag, kind, name, content
    )


def box_table(table: Markup, letters: int, name: str, *, is_list: bool = False) -> Markup:
    """Return a table in a box that scrolls, or the table alone where a telephone is wide enough.

    `letters` is the width of the table in letters, and `name` the name of the box for a screen
    reader. In a list of entries (`is_list`) the cells of a row stand below each other on a
    telephone: the class "entries" of the box does that.
    """
    if letters <= TELEPHONE and not is_list:
        return table
    kinds = ["scroll"]
    if is_list:
        kinds.append("entries")
    kinds += [kind for kind, most in CLASSES_OF_WIDE_TABLES.items() if letters > most]
    return make_scroller(table, name, " ".join(kinds))


def make_id(text: str) -> str:
    """Return the words of a text as a name that an address, an id and a file can have."""
    return make_slug(text.lower())[:LONGEST_ID].strip("-")


def _write_element(tag: str, content: object, kind: str = "") -> Markup:
    """Return an element of HTML with its content, and with the class `kind` if there is one."""
    attribute = Markup("")
    if kind:
        attribute = Markup(' class="{}"').format(kind)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attribute, print_words(content))
