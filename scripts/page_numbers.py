"""The faults of a page that an exporter made of a notebook, counted alike for all exporters.

Some are found in the notebook and the HTML: lost words, empty chapters, pictures and tables without
a name or with the same name. The others are found by a browser without a network: the faults that
axe-core lists, the width on a telephone, letters that paper shrinks, requests for files.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import axe_playwright_python
from nbconvert.filters import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from playwright.sync_api import Page, Request
from pypdfium2 import PdfDocument
from selectolax.lexbor import LexborHTMLParser, LexborNode

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Text for people is split here, which no parser knows. Taken: "mots", "1.5", "3,2". Not taken: "_".
WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
"""A word or a number, with the signs that stand within it."""
UNREAD = "script, style, noscript, template"
"""A CSS selector of the elements whose text no reader sees."""
CONTROLS = "input, button, select, textarea"
"""A CSS selector of the elements that a reader would type into or press."""
OUTSIDE = frozenset({"head", "nav", "header", "footer", "script", "style", "noscript", "template"})
"""Elements that are no part of what a chapter says."""
SHOWN = frozenset({"img", "svg", "math", "table", "canvas", "video", "audio", "iframe"})
"""Elements that show something without a word."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TELEPHONE = 390
SHEET = 794
"""Pixels of the width of an A4 sheet."""
MARK = "MMMMMMMMMM"
"""Letters by which one sees on paper how large all others are."""
LEAST_SCALE = 0.99


# --- Words ----------------------------------------------------------------------------------


class _WithoutFormulas(IPythonRenderer):
    """Markdown as nbconvert's own page has it, but for formulas, whose signs are no words."""

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre>{escape(code)}</pre>"  # colours would part its words

    def inline_math(self, body: str) -> str:
        return "" if body == body.strip() else body

    def block_math(self, body: str) -> str:
        return ""

    def latex_environment(self, name: str, body: str) -> str:
        return ""


def list_words(html: str) -> list[str]:
    """Return the words of some HTML that are there to be read, in their order."""
    tree = LexborHTMLParser(html)
    for node in tree.css(UNREAD):
        node.decompose()
    text = tree.root.text(separator=" ") if tree.root else ""
    return WORD.findall(text.replace("\u202f", " "))


def list_shown_words(notebook: NotebookNode) -> Iterator[tuple[str, list[str]]]:
    """Yield the words that a notebook shows: of Markdown, tables, drawings and prints."""
    for cell in notebook.cells:
        tags = {tag.replace("_", "-") for tag in cell.metadata.get("tags", ())}
        if "remove-cell" in tags or "hide-cell" in tags:
            continue
        if cell.cell_type == "markdown":
            renderer = _WithoutFormulas(
                escape=False, exclude_anchor_links=True, attachments=cell.get("attachments", {})
            )
            # A cell may begin with what a parser takes for a part of the head.
            html = MarkdownWithMath(renderer=renderer).render(cell.source)
            yield "Markdown", list_words(f"<body>{html}")
        if tags & {"remove-output", "hide-output"}:
            continue
        for output in cell.get("outputs", ()):
            yield from _list_words_of_output(output)


def _list_words_of_output(output: NotebookNode) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of an output with their kind: "prints", "tables" or "drawings"."""
    if output.output_type == "stream" and output.name == "stdout":
        # Of a bar of progress a terminal shows what stands behind the last return of a line.
        lines = output.text.replace("\r\n", "\n").split("\n")
        seen = "\n".join(line.rpartition("\r")[2] for line in lines)
        yield "prints", WORD.findall(strip_ansi(seen))
        return
    data = output.get("data", {})
    html = LexborHTMLParser(str(data.get("text/html", "")))
    if html.css_first("table") and not html.css_first(CONTROLS):
        words: list[str] = []
        for cell in html.css("td, th"):
            text = cell.text(separator=" ")
            # A cell that holds a table is read in its cells; what stands there while a script
            # loads is none of a table's words.
            if not cell.css_first("table") and "Loading" not in text:
                words += WORD.findall(text)
        yield "tables", words
    elif "image/svg+xml" in data:
        drawing = LexborHTMLParser(data["image/svg+xml"])
        yield "drawings", [word for node in drawing.css("text") for word in list_words(node.text())]


class Words(NamedTuple):
    """The number of words that a notebook shows, by kind, and of those that the page has lost."""

    shown: Counter[str]
    lost: Counter[str]


def count_words(notebook: NotebookNode, html: str) -> Words:
    """Count the words that a notebook shows, and those that stand more often there than in a page.

    What is lost of several kinds is counted for each.
    """
    there = Counter(list_words(html))
    words: dict[str, Counter[str]] = {}
    for kind, listed in list_shown_words(notebook):
        words.setdefault(kind, Counter()).update(listed)
    shown = Counter({kind: counted.total() for kind, counted in words.items()})
    lost = Counter({kind: (counted - there).total() for kind, counted in words.items()})
    return Words(shown, lost)


# --- Chapters and names -----------------------------------------------------------------------


def find_empty_chapters(html: str) -> list[str]:
    """Return the headings of empty chapters: no word and no picture up to the next heading."""
    body = LexborHTMLParser(html).body
    empty: list[str] = []
    opened: list[tuple[int, str]] = []
    """The headings below which nothing has been found yet, each with its rank."""
    for piece in _walk(body) if body else ():
        if piece is None:
            opened.clear()
            continue
        rank = HEADINGS[str(piece.tag)]
        while opened and opened[-1][0] >= rank:
            empty.append(opened.pop()[1])
        opened.append((rank, " ".join(piece.text().split())))
    return [*empty, *(words for _rank, words in opened)]


def _walk(node: LexborNode) -> Iterator[LexborNode | None]:
    """Yield the headings in a node, and None for each other element that has words or a picture."""
    for child in node.iter(include_text=True):
        tag = str(child.tag)
        if tag in HEADINGS:
            yield child
        elif tag in SHOWN or (tag == "-text" and child.text().strip()):
            yield None
        elif tag not in OUTSIDE:
            yield from _walk(child)


def find_equal_names(html: str) -> list[str]:
    """Return the names of pictures and tables that occur twice in a page, and empty names.

    They are as many as the pictures and tables that a screen reader can't find by name.
    """
    tree = LexborHTMLParser(html)
    names: list[str] = []
    for node in tree.css("body img, body table:not([role=presentation])"):
        caption = node.css_first("caption")
        told = node.attributes.get("alt") or node.attributes.get("aria-label") or ""
        if not told and caption:
            told = caption.text()
        names.append(" ".join(told.split()))
    count = Counter(names)
    return [name for name in names if not name or count[name] > 1]


def find_language(html: str) -> str:
    """Return the language that a page declares."""
    root = LexborHTMLParser(html).css_first("html")
    return (root.attributes.get("lang") or "") if root else ""


# --- In a browser -----------------------------------------------------------------------------


class Look(NamedTuple):
    """The faults that a browser without a network finds in a page."""

    violations: list[str]
    """What axe-core finds of WCAG 2.2 A and AA: a rule, and the element that breaks it."""
    width: int
    """The pixels that it takes on a telephone of 390."""
    scale: float
    """How large its letters are on paper: less than 1 where something is wider than a sheet."""
    sheets: int
    hosts: list[str]
    scripts: int

    @property
    def is_wide(self) -> bool:
        """Whether a reader has to scroll sideways on a telephone."""
        return self.width > TELEPHONE

    @property
    def is_shrunk(self) -> bool:
        """Whether the printed letters are smaller than the page's style asks for."""
        return self.scale < LEAST_SCALE


RUN_AXE = """async () => {
  document.querySelectorAll("details").forEach(each => each.open = true);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.target}`));
}"""
ADD_MARK = """mark => {
  const added = document.createElement("div");
  added.textContent = mark;
  added.style = "all: initial; position: absolute; top: 0; left: 0; font: 20px monospace";
  document.body.prepend(added);
  return added.getBoundingClientRect().width;
}"""


def look_at_page(page: Page, file: Path) -> Look:
    """Open a page and return what a browser finds of it; `page` may run scripts of ours."""
    hosts: set[str] = set()

    def note(request: Request) -> None:
        if host := urlsplit(request.url).hostname:
            hosts.add(host)

    page.on("request", note)
    page.emulate_media(media="null")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(file.as_uri())
    page.evaluate(AXE)
    violations: list[str] = page.evaluate(RUN_AXE)
    scripts = page.locator("script:not([type='application/json'])").count()
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    width: int = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1123})
    letters = page.evaluate(ADD_MARK, MARK)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.remove_listener("request", note)
    scale, sheets = _measure_paper(printed, letters)
    return Look(violations, width, scale, sheets, sorted(hosts), scripts)


def _measure_paper(pdf: bytes, letters: float) -> tuple[float, int]:
    """Return how large the mark is on paper that is some pixels wide, and how many sheets are."""
    with PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        start, _count = text.search(MARK).get_next()
        left = text.get_charbox(start, loose=True)[0]
        right = text.get_charbox(start + len(MARK) - 1, loose=True)[2]
        return (right - left) / (letters * 0.75), len(document)


CONTEXT: dict[str, Any] = {"bypass_csp": True, "offline": True}
"""How a browser is opened so that axe-core runs in a page that allows no script."""
