"""A notebook that doesn't say what goes into its page: all that it shows does.

`publish_shown` turns it into one whose cells have the parts of a page (see `fragment`), in their
metadata: its Markdown, of which headings are chapters, and its outputs, as nbconvert would show
them, but for what tags leave out. What isn't in the page, or isn't as one would have it, is named
in the parts' remarks.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from html import escape
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import find_contact, find_names
from annual_report.machine.pages.checks.secrecy import veil_places
from annual_report.machine.pages.checks.wording import remark_name
from annual_report.machine.pages.export.calls import (
    find_drawn_words,
    find_language_call,
    puts_by_calls,
)
from annual_report.machine.pages.export.foreign import list_blocks, settle_block, write_picture
from annual_report.machine.pages.export.notebook_markdown import (
    render_formula,
    render_notebook_markdown,
)
from annual_report.machine.pages.export.outputs import (
    CELL_OUT,
    INPUT_OUT,
    OUTPUT_OUT,
    TAG,
    check_executed,
    list_parts,
    list_tags,
)
from annual_report.machine.pages.fragment import MIME, make_id
from annual_report.machine.pages.fragment import TAG as ELEMENT
from annual_report.machine.pages.language import FRENCH, page_word, read_language, use_language
from annual_report.machine.pages.publishing import say_of_words

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
PROGRAM = re.compile(r"<(?:script|iframe|audio|video|canvas)\b", re.IGNORECASE)
"""What of HTML a browser has to load, or to run."""
SURFACE = re.compile(r"<(?:style|input|button)\b", re.IGNORECASE)
"""What HTML has that is to be worked with, as scikit-learn's: its plain words say it better."""
SCRIPT = re.compile(r"<script\b.*?</script>", re.IGNORECASE | re.DOTALL)
CONTENT = re.compile(r"<(?:table|img|svg|math)\b", re.IGNORECASE)
DESCRIBED = re.compile(r"^#\|\s*fig-alt:\s*(.+?)\s*$", re.MULTILINE)
"""Quarto's line for what a figure looks like."""
OF_AXES = re.compile(r"(?:'center':|xlabel=|ylabel=)\s*'([^']+)'")
"""The words of a figure, as matplotlib shows its Axes."""
DRAWN = re.compile(
    r"<(Axes|Figure|seaborn)|[\[(]*(<matplotlib\.|Text\()|[^<]*<BarContainer|array\(\[+<Axes"
)
"""How what was drawn shows itself beside its picture."""
INSIDE = re.compile(r' href="#([^"]*)"')
"""A link to a place in the page."""
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+(?=>)")
"""Where an object was in memory: elsewhere in each run."""
REWRITTEN = re.compile(r"[^\n]*\r(?!\n)")
"""What a bar of progress wrote over."""


def publish_shown(notebook: NotebookNode, name: str, folder: str = "") -> NotebookNode:
    """Return a notebook whose cells have the parts of its page; itself, if it says what they are.

    `folder` is where its pictures lie. Raise PageError if a cell was not run, or failed.
    """
    tagged = any(list_parts(cell) or TAG in list_tags(cell) for cell in notebook.cells)
    if tagged or puts_by_calls(notebook):
        return notebook
    check_executed(notebook, f"{name}.html")
    given = deepcopy(notebook)
    given.cells = [cell for cell in given.cells if CELL_OUT.isdisjoint(list_tags(cell))]
    asked = find_language_call(notebook)
    language = read_language({"lang": asked} if asked else notebook.metadata)
    with use_language(language):
        page = _Page(given, folder)
        for cell in given.cells:
            cell.metadata[MIME] = page.read_cell(cell)
    # A chapter's place is known when all are: a link to one may stand before it.
    for part in (part for cell in given.cells for part in cell.metadata[MIME]):
        if "html" in part:
            part["html"] = INSIDE.sub(page.find_place, part["html"])
        if language != FRENCH:
            part["lang"] = language
    if page.title and not given.metadata.get("title"):
        given.metadata["title"] = page.title
    return given


def drop_parts(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what was put into its metadata for the page."""
    given = deepcopy(notebook)
    for cell in given.cells:
        cell.metadata.pop(MIME, None)
    return given


class _Page:
    """A page as its cells are read: its title, the chapters so far, and the heading above."""

    def __init__(self, notebook: NotebookNode, folder: str) -> None:
        self._folder, self._is_code = folder, bool(notebook.metadata.get("code"))
        self.title, self._places, self._above = "", {"contenu"}, page_word("figure")
        levels = [level for level, _words, _html in _list_headings(notebook)][1:]
        self._top = min(levels, default=1)
        self._outline: list[int] = []

    def read_cell(self, cell: NotebookNode) -> list[dict[str, Any]]:
        """Return what a cell puts into the page; what of it can't be there is named."""
        # What no page has needs no veil.
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _is_standard_error(output)]
        veiled: list[str] = []
        cell.update(_veil_places(cell, veiled))
        places = shorten(", ".join(dict.fromkeys(veiled)), 120)
        remarks = [_("veiled, as a place on a machine: {places}", places=places)] if veiled else []
        parts: list[dict[str, Any]] = []
        if cell.cell_type == "markdown":
            rendered = render_notebook_markdown(cell.source, self._folder, cell.get("attachments"))
            parts += self._take(*rendered)
        elif cell.cell_type == "code":
            parts += self._read_code(cell)
        for part in parts:
            words = ELEMENT.sub(" ", part.get("html", ""))
            remarks += [contact] if (contact := find_contact(words)) else []
            remarks += map(remark_name, find_names(words))
            remarks += part.pop("remarks", ())
        parts = [part for part in parts if "chapter" in part or part.get("html", "").strip()]
        return [*parts, *([{"remarks": remarks}] if remarks else ())]

    def find_place(self, link: "re.Match[str]") -> str:
        """Return where a link in the page leads; nowhere, if there is no such chapter."""
        place = make_id(link[1])
        return f' href="#{place}"' if place in self._places else ""

    def _read_code(self, cell: NotebookNode) -> Iterator[dict[str, Any]]:
        tags = set(list_tags(cell))
        hidden = INPUT_OUT & tags or cell.get("transient", {}).get("remove_source")
        if self._is_code and not hidden and cell.source.strip():
            yield {"html": _fold("code", cell.source)}
        if OUTPUT_OUT & tags:
            cell.outputs = []
        printed = "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for output in cell.outputs:
            if output.output_type == "error":
                yield {"html": _fold("printed", f"{output.ename}: {output.evalue}")}
            elif "data" in output:
                yield from self._read_output(output, cell)
            # What one cell printed in pieces is one text, where it began.
            elif output.output_type == "stream" and printed:
                text = strip_ansi(ADDRESS.sub("", REWRITTEN.sub("", printed))).strip("\n")
                yield from [{"html": _fold("printed", text)}] if text.strip() else []
                printed = ""

    def _read_output(self, output: NotebookNode, cell: NotebookNode) -> Iterator[dict[str, Any]]:
        """Yield what an output puts into the page, of the types that it has the most telling."""
        data = output.data
        html = str(data.get("text/html", ""))
        plain = ADDRESS.sub("", str(data.get("text/plain", "")))
        picture = next((kind for kind in PICTURES if kind in data), None)
        is_drawn = any(set(PICTURES) & other.get("data", {}).keys() for other in cell.outputs)
        is_static = CONTENT.search(SCRIPT.sub("", html))
        program = next((kind for kind in data if kind.startswith("application/")), "")
        program = program or ("HTML" if PROGRAM.search(html) else "")
        # SymPy shows a picture of its formula beside it.
        if "text/latex" in data and not is_static:
            made, remarks = render_formula(data["text/latex"])
            yield {"html": made, "remarks": remarks}
        elif picture:
            words, remarks = self._describe_figure(output, cell)
            drawn = write_picture(picture, data[picture], words)
            yield {"html": f"<figure>{drawn}</figure>", "remarks": remarks}
        # A widget, a chart that a browser draws: its plain words are of no use to a reader.
        elif program and not is_static:
            yield {"remarks": [_("what needs a program to be shown isn’t in the page: {kind}; a "
                                 "picture or a table of it would be", kind=program)]}  # fmt: skip
        elif "text/markdown" in data:
            yield from self._take(*render_notebook_markdown(data["text/markdown"], self._folder))
        elif html and (is_static or not SURFACE.search(html)):
            yield from self._take(html, [])
        elif plain and not (is_drawn and DRAWN.match(plain)):
            yield {"html": f'<pre class="output">{escape(strip_ansi(plain))}</pre>'}

    def _describe_figure(self, output: NotebookNode, cell: NotebookNode) -> tuple[str, list[str]]:
        """Return the words of a figure; a remark, if nobody wrote them to be read aloud."""
        told = [
            about.get("alt") for about in output.metadata.values() if isinstance(about, Mapping)
        ]
        told += DESCRIBED.findall(cell.source)
        if written := next(filter(None, told), ""):
            return str(written).strip("\"'"), []
        plain = " ".join(str(out.get("data", {}).get("text/plain", "")) for out in cell.outputs)
        drawn = dict.fromkeys([*find_drawn_words(cell.source), *OF_AXES.findall(plain)])
        words = ", ".join(drawn) or self._above
        return words, [say_of_words(words, "#| fig-alt: …")]

    def _take(self, html: str, remarks: list[str]) -> Iterator[dict[str, Any]]:
        """Yield the parts of some HTML: its headings are the title, chapters, and what is below."""
        blocks: list[str] = []
        for level, words, block in list_blocks(html):
            if not level:
                settled, lines = settle_block(block, self._above)
                blocks.append(settled)
                remarks = [*remarks, *lines]
            elif words and not self.title:
                self.title = self._above = words
            elif words and level <= self._top:
                yield {"html": "\n".join(blocks)}
                blocks = []
                yield self._open_chapter(words)
            elif words:
                # A heading stands one level below the last one that is above it.
                self._outline = [above for above in self._outline if above < level] + [level]
                self._above, tag = words, f"h{min(len(self._outline) + 1, 6)}"
                blocks.append(f"<{tag}>{escape(words)}</{tag}>")
        yield {"html": "\n".join(blocks), "remarks": remarks}

    def _open_chapter(self, words: str) -> dict[str, Any]:
        self._above, self._outline = words, [self._top]
        slug = place = make_id(words) or "chapitre"
        title, number = words, 1  # chapters of one name are told apart
        while place in self._places:
            number += 1
            place, title = f"{slug}-{number}", f"{words} ({number})"
        self._places.add(place)
        return {"chapter": {"number": None, "place": None, "id": place, "title": title}}


def _list_headings(notebook: NotebookNode) -> Iterator[tuple[int, str, str]]:
    """Yield the headings of a notebook's Markdown, in its cells and in what these show."""
    for cell in notebook.cells:
        texts = [cell.source] if cell.cell_type == "markdown" else []
        texts += [out.get("data", {}).get("text/markdown", "") for out in cell.get("outputs", ())]
        for text in filter(None, texts):
            blocks = list_blocks(render_notebook_markdown(text, "", cell.get("attachments"))[0])
            yield from (block for block in blocks if block[0] and block[1])


def _is_standard_error(output: NotebookNode) -> bool:
    return bool(output.output_type == "stream" and output.name == "stderr")


def _fold(word: str, text: str) -> str:
    return (
        f'<details><summary>{page_word(word)}</summary><pre class="output">'
        f"{escape(text)}</pre></details>"
    )


def _veil_places(value: Any, veiled: list[str]) -> Any:
    """Return a value in whose texts no place of a machine is named; note those that were."""
    if isinstance(value, str):
        text, places = veil_places(value)
        veiled += places
        return text
    if isinstance(value, list):
        return [_veil_places(part, veiled) for part in value]
    if isinstance(value, Mapping):
        return NotebookNode({key: _veil_places(part, veiled) for key, part in value.items()})
    return value
