"""A notebook that doesn't say what goes into its page: all that it shows does.

`read_shown` returns the parts of a page (see `fragment`) that its cells make: its Markdown, of
which headings are chapters, and its outputs, as nbconvert would show them, but for what tags leave
out. What isn't in the page, or isn't as one would have it, is named in the parts' remarks.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any

from markupsafe import Markup
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.secrecy import veil_places, veil_secrets
from annual_report.machine.pages.checks.wording import find_contact, remark_names
from annual_report.machine.pages.export.executed import CELL_OUT, INPUT_OUT, OUTPUT_OUT, list_tags
from annual_report.machine.pages.export.foreign import HEADING, read_html, read_image, read_markdown
from annual_report.machine.pages.fragment import NOTHING, TAG, Fragment, make_id
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.publishing import say_of_words

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
PROGRAM = re.compile(r"<(?:script|iframe|audio|video|canvas)\b", re.IGNORECASE)
"""What of HTML a browser has to load, or to run."""
SURFACE = re.compile(r"<(?:style|input|button)\b", re.IGNORECASE)
"""What HTML has that is to be worked with, as scikit-learn's: its plain words say it better."""
CONTENT = re.compile(r"<(?:table|ul|ol|dl|img|math)\b")
"""What is seen of HTML without any program."""
FORMULA = re.compile(r"\s*(?:\$\$?|\\[\[(])?([^$]*?)(?:\$\$?|\\[\])])?\s*")
"""A formula alone, in LaTeX's signs or in none; else it is text that has some."""
DESCRIBED = re.compile(r"^#\|\s*fig-alt:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
"""Quarto's line for what a figure looks like."""
TITLE = re.compile(r"(?:(?:title|[xy]label)\s*[=(]|'center':)\s*[\"']([^\"'\n]*\w[^\"'\n]*)[\"']")
"""What gives words to a figure, in a call; and as matplotlib shows its Axes."""
DRAWN = re.compile(r"<(Axes|Figure|seaborn|matplotlib|BarContainer)|^Text\(")
"""How what was drawn shows itself beside its picture."""
INSIDE = re.compile(r' href="#([^"]*)"')
"""A link to a place in the page."""
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+(?=>)")
"""Where an object was in memory: elsewhere in each run."""
REWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)
"""What a bar of progress wrote over, from a line's start on: a long one is gone through once."""


def read_shown(notebook: NotebookNode, folder: str) -> list[dict[str, Any]]:
    """Return the parts of a notebook's page, each with its cell; pictures lie in a folder.

    The notebook loses what its tags leave out and the places that it names, and gets its title.
    """
    notebook.cells = [cell for cell in notebook.cells if CELL_OUT.isdisjoint(list_tags(cell))]
    reader = _Reader(folder, with_code=bool(notebook.metadata.get("code")))
    read = [reader.read_cell(cell) for cell in notebook.cells]
    page = _Layout("".join(piece.html for pieces in read for piece in pieces))
    parts = [
        part | {"cell": cell}
        for cell, pieces in zip(notebook.cells, read, strict=True)
        for piece in pieces
        for part in page.place(piece)
    ]
    # A chapter's place is known when all are: a link to one may stand before it.
    for part in parts:
        part["html"] = INSIDE.sub(page.find_place, part.get("html", ""))
    if page.title and not notebook.metadata.get("title"):
        notebook.metadata["title"] = page.title
    return parts


class _Reader:
    """What cells show, read in their order: each knows the heading above it."""

    def __init__(self, folder: str, *, with_code: bool) -> None:
        self._folder, self._with_code = folder, with_code
        self._above = page_word("figure")

    def read_cell(self, cell: NotebookNode) -> list[Fragment]:
        """Return what a cell puts into the page, and remarks on what of it isn't as it was."""
        # What no page has needs no veil: what a tag leaves out, and standard error.
        is_out = not OUTPUT_OUT.isdisjoint(list_tags(cell))
        if cell.cell_type == "code":
            cell.outputs = [
                output for output in cell.outputs if not is_out and output.get("name") != "stderr"
            ]
        veiled: list[str] = []
        cell.update(_veil_places(cell, veiled))
        pieces: list[Fragment] = []
        if cell.cell_type == "markdown":
            pieces = [self._read_markdown(cell.source, cell.get("attachments"))]
        elif cell.cell_type == "code":
            pieces = [*self._read_code(cell)]
        words = TAG.sub(" ", "\n".join(piece.html for piece in pieces))
        places = shorten(", ".join(dict.fromkeys(map(veil_secrets, veiled))), 120)
        remarks = [_("veiled, as a place on a machine: {places}", places=places)] if veiled else []
        remarks += [contact] if (contact := find_contact(words)) else []
        return [*pieces, NOTHING.with_remarks([*remarks, *remark_names(words)])]

    def _read_code(self, cell: NotebookNode) -> Iterator[Fragment]:
        # nbconvert's own preprocessor says so otherwise than by a tag.
        is_hidden = INPUT_OUT & {*list_tags(cell), *cell.get("transient", ())}
        if self._with_code and not is_hidden and cell.source.strip():
            yield _fold("code", cell.source)
        printed = "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for output in cell.outputs:
            if output.output_type == "error":
                yield _fold("printed", f"{output.ename}: {output.evalue}")
            elif "data" in output:
                yield self._read_output(output, cell)
            # What one cell printed in pieces is one text, where it began.
            elif output.output_type == "stream":
                text = strip_ansi(ADDRESS.sub("", REWRITTEN.sub("", printed))).strip("\n")
                yield _fold("printed", text) if text.strip() else NOTHING
                printed = ""

    def _read_output(self, output: NotebookNode, cell: NotebookNode) -> Fragment:
        """Return what an output puts into the page, of the types that it has the most telling."""
        data = output.data
        html = str(data.get("text/html", ""))
        made = read_html(html, self._above, self._folder)
        is_static = CONTENT.search(made.html)
        # SymPy shows a picture of its formula beside it.
        if "text/latex" in data and not is_static:
            latex = data["text/latex"]
            alone = FORMULA.fullmatch(latex)
            return self._read_markdown(f"$${alone[1]}$$" if alone else latex)
        if picture := next((kind for kind in PICTURES if kind in data), None):
            return self._read_picture(picture, output, cell)
        # A table or a drawing needs no program, whatever stands beside it.
        if is_static:
            return self._note_heading(made)
        # A widget, a chart that a browser draws: its plain words are of no use to a reader.
        program = next((kind for kind in data if kind.startswith("application/")), "")
        if program := program or ("HTML" if PROGRAM.search(html) else ""):
            remark = _(
                "what needs a program to be shown isn’t in the page: {kind}; a picture or a table "
                "of it would be",
                kind=program,
            )
            return NOTHING.with_remarks(lacks=[remark])
        if "text/markdown" in data:
            return self._read_markdown(data["text/markdown"])
        if html and not SURFACE.search(html):
            return self._note_heading(made)
        plain = ADDRESS.sub("", str(data.get("text/plain", "")))
        is_drawn = any(set(PICTURES) & other.get("data", {}).keys() for other in cell.outputs)
        if plain and not (is_drawn and DRAWN.search(plain)):
            return Fragment(Markup(f'<pre class="output">{escape(strip_ansi(plain))}</pre>'))
        return NOTHING

    def _read_picture(self, kind: str, output: NotebookNode, cell: NotebookNode) -> Fragment:
        """Return a picture with its words; remark it, if nobody wrote them to be read aloud."""
        written = [output.metadata.get(kind, {}).get("alt"), *DESCRIBED.findall(cell.source)]
        words, lacks = next(filter(None, written), ""), list[str]()
        if not words:
            plain = [str(other.get("data", {}).get("text/plain", "")) for other in cell.outputs]
            drawn = dict.fromkeys(TITLE.findall("\n".join([cell.source, *plain])))
            words = ", ".join(drawn) or self._above
            lacks = [say_of_words(words, "#| fig-alt: …")]
        try:
            picture = read_image(kind, output.data[kind], words)
        except ValueError:
            return NOTHING.with_remarks(lacks=[_("a picture can’t be read: {kind}", kind=kind)])
        return Fragment(Markup(f"<figure>{picture}</figure>")).with_remarks(lacks=lacks)

    def _read_markdown(self, text: str, attachments: Mapping[str, Any] | None = None) -> Fragment:
        return self._note_heading(read_markdown(text, self._above, self._folder, attachments))

    def _note_heading(self, piece: Fragment) -> Fragment:
        for _level, words in HEADING.findall(piece.html):
            self._above = unescape(words)
        return piece


class _Layout:
    """A page as it is laid out: its title, and the chapters so far.

    The first heading is the title; the highest of all others are those of the chapters.
    """

    def __init__(self, html: str) -> None:
        levels = [int(level) for level, _words in HEADING.findall(html)]
        self._top = min(levels[1:], default=1)
        self.title, self._places = "", {"contenu"}
        self._outline: list[int] = []

    def place(self, piece: Fragment) -> Iterator[dict[str, Any]]:
        """Yield the parts that a piece is: its chapters, and what stands in each."""
        text, *rest = HEADING.split(piece.html)
        for level, words, below in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            if not self.title:
                self.title = unescape(words)
            elif int(level) <= self._top:
                yield {"html": text.strip()}
                text = ""
                yield self._open_chapter(unescape(words))
            else:
                # A heading stands one level below the last one that is above it.
                self._outline = [above for above in self._outline if above < int(level)]
                self._outline.append(int(level))
                tag = f"h{min(len(self._outline) + 1, 6)}"
                text += f"<{tag}>{words}</{tag}>"
            text += below
        yield {"html": text.strip()}
        yield dict(piece.facts)

    def find_place(self, link: "re.Match[str]") -> str:
        """Return where a link in the page leads; nowhere, if there is no such chapter."""
        place = make_id(link[1])
        return f' href="#{place}"' if place in self._places else ""

    def _open_chapter(self, words: str) -> dict[str, Any]:
        self._outline = [self._top]
        slug = place = make_id(words) or "chapitre"
        title, number = words, 1  # chapters of one name are told apart
        while place in self._places:
            number += 1
            place, title = f"{slug}-{number}", f"{words} ({number})"
        self._places.add(place)
        return {"chapter": {"id": place, "title": title}}


def _fold(word: str, text: str) -> Fragment:
    html = '<details><summary>{}</summary><pre class="output">{}</pre></details>'
    return Fragment(Markup(html).format(page_word(word), text))


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
