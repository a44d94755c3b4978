"""A notebook that doesn't say what goes into its page: all that it shows does.

`read_shown` returns the parts of a page (see `fragment`) that its cells make: its Markdown, of
which headings are chapters, and its outputs, as nbconvert would show them, but for what tags leave
out. What isn't in the page, or isn't as one would have it, is named in the parts' remarks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.secrecy import veil_places, veil_secrets
from annual_report.machine.pages.checks.wording import find_contact, remark_names
from annual_report.machine.pages.export.calls import find_drawn_words
from annual_report.machine.pages.export.executed import CELL_OUT, INPUT_OUT, OUTPUT_OUT, list_tags
from annual_report.machine.pages.export.foreign import Block, settle_html, write_picture
from annual_report.machine.pages.export.notebook_markdown import read_formula, read_markdown
from annual_report.machine.pages.fragment import TAG, make_id
from annual_report.machine.pages.language import page_word
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


def read_shown(
    notebook: NotebookNode, folder: str
) -> list[tuple[NotebookNode, list[dict[str, Any]]]]:
    """Return a notebook's cells with their parts of the page; pictures lie in a folder.

    The notebook loses what its tags leave out and the places that it names, and gets its title.
    """
    notebook.cells = [cell for cell in notebook.cells if CELL_OUT.isdisjoint(list_tags(cell))]
    reader = _Reader(folder, with_code=bool(notebook.metadata.get("code")))
    read = [reader.read_cell(cell) for cell in notebook.cells]
    page = _Layout(block.level for pieces in read for piece in pieces for block in piece)
    cells = [
        (cell, [part for piece in pieces for part in page.place(piece) if any(part.values())])
        for cell, pieces in zip(notebook.cells, read, strict=True)
    ]
    # A chapter's place is known when all are: a link to one may stand before it.
    for part in (part for _cell, parts in cells for part in parts if "html" in part):
        part["html"] = INSIDE.sub(page.find_place, part["html"])
    if page.title and not notebook.metadata.get("title"):
        notebook.metadata["title"] = page.title
    return cells


class _Reader:
    """What cells show, read in their order: each knows the heading above it."""

    def __init__(self, folder: str, *, with_code: bool) -> None:
        self._folder, self._with_code = folder, with_code
        self._above = page_word("figure")

    def read_cell(self, cell: NotebookNode) -> list[list[Block]]:
        """Return what a cell puts into the page, and remarks on what of it isn't as it was."""
        # What no page has needs no veil: what a tag leaves out, and standard error.
        is_out = not OUTPUT_OUT.isdisjoint(list_tags(cell))
        if cell.cell_type == "code":
            cell.outputs = [
                output for output in cell.outputs if not is_out and output.get("name") != "stderr"
            ]
        veiled: list[str] = []
        cell.update(_veil_places(cell, veiled))
        pieces: list[list[Block]] = []
        if cell.cell_type == "markdown":
            pieces = [self._read_markdown(cell.source, cell.get("attachments"))]
        elif cell.cell_type == "code":
            pieces = [*self._read_code(cell)]
        words = TAG.sub(" ", "\n".join(block.html for piece in pieces for block in piece))
        places = shorten(", ".join(dict.fromkeys(map(veil_secrets, veiled))), 120)
        remarks = [_("veiled, as a place on a machine: {places}", places=places)] if veiled else []
        remarks += [contact] if (contact := find_contact(words)) else []
        return [*pieces, [Block(remark=remark) for remark in (*remarks, *remark_names(words))]]

    def _read_code(self, cell: NotebookNode) -> Iterator[list[Block]]:
        # nbconvert's own preprocessor says so otherwise than by a tag.
        is_hidden = INPUT_OUT & {*list_tags(cell), *cell.get("transient", ())}
        if self._with_code and not is_hidden and cell.source.strip():
            yield [_fold("code", cell.source)]
        printed = "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for output in cell.outputs:
            if output.output_type == "error":
                yield [_fold("printed", f"{output.ename}: {output.evalue}")]
            elif "data" in output:
                yield self._read_output(output, cell)
            # What one cell printed in pieces is one text, where it began.
            elif output.output_type == "stream":
                text = strip_ansi(ADDRESS.sub("", REWRITTEN.sub("", printed))).strip("\n")
                yield [_fold("printed", text)] if text.strip() else []
                printed = ""

    def _read_output(self, output: NotebookNode, cell: NotebookNode) -> list[Block]:
        """Return what an output puts into the page, of the types that it has the most telling."""
        data = output.data
        html = str(data.get("text/html", ""))
        plain = ADDRESS.sub("", str(data.get("text/plain", "")))
        is_drawn = any(set(PICTURES) & other.get("data", {}).keys() for other in cell.outputs)
        is_static = CONTENT.search(SCRIPT.sub("", html))
        program = next((kind for kind in data if kind.startswith("application/")), "")
        program = program or ("HTML" if PROGRAM.search(html) else "")
        # SymPy shows a picture of its formula beside it.
        if "text/latex" in data and not is_static:
            return read_formula(data["text/latex"])
        if picture := next((kind for kind in PICTURES if kind in data), None):
            words, remark = self._describe_figure(output, cell)
            drawn = write_picture(picture, data[picture], words)
            return [Block(f"<figure>{drawn}</figure>", remark=remark)]
        # A widget, a chart that a browser draws: its plain words are of no use to a reader.
        if program and not is_static:
            remark = _(
                "what needs a program to be shown isn’t in the page: {kind}; a picture or a table "
                "of it would be",
                kind=program,
            )
            return [Block(remark=remark)]
        if "text/markdown" in data:
            return self._read_markdown(data["text/markdown"])
        if html and (is_static or not SURFACE.search(html)):
            return self._look_for_heading(settle_html(html, self._above))
        if plain and not (is_drawn and DRAWN.match(plain)):
            return [Block(f'<pre class="output">{escape(strip_ansi(plain))}</pre>')]
        return []

    def _describe_figure(self, output: NotebookNode, cell: NotebookNode) -> tuple[str, str]:
        """Return the words of a figure; a remark, if nobody wrote them to be read aloud."""
        written = [
            about.get("alt") for about in output.metadata.values() if isinstance(about, Mapping)
        ]
        written += DESCRIBED.findall(cell.source)
        if words := next(filter(None, written), ""):
            return str(words).strip("\"'"), ""
        plain = " ".join(str(out.get("data", {}).get("text/plain", "")) for out in cell.outputs)
        drawn = dict.fromkeys([*find_drawn_words(cell.source), *OF_AXES.findall(plain)])
        words = ", ".join(drawn) or self._above
        return words, say_of_words(words, "#| fig-alt: …")

    def _read_markdown(
        self, text: str, attachments: Mapping[str, Any] | None = None
    ) -> list[Block]:
        return self._look_for_heading(read_markdown(text, self._above, self._folder, attachments))

    def _look_for_heading(self, blocks: list[Block]) -> list[Block]:
        self._above = next((it.html for it in reversed(blocks) if it.level), self._above)
        return blocks


class _Layout:
    """A page as it is laid out: its title, and the chapters so far.

    The first heading is the title; the highest of all others are those of the chapters.
    """

    def __init__(self, levels: Iterable[int]) -> None:
        self._top = min([*filter(None, levels)][1:], default=1)
        self.title, self._places = "", {"contenu"}
        self._outline: list[int] = []

    def place(self, blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
        """Yield the parts that some blocks are."""
        texts: list[str] = []
        for html, level, _remark in blocks:
            if not level:
                texts.append(html)
            elif not self.title:
                self.title = html
            elif level <= self._top:
                yield {"html": "\n".join(texts).strip()}
                texts = []
                yield self._open_chapter(html)
            else:
                # A heading stands one level below the last one that is above it.
                self._outline = [above for above in self._outline if above < level] + [level]
                tag = f"h{min(len(self._outline) + 1, 6)}"
                texts.append(f"<{tag}>{escape(html)}</{tag}>")
        yield {"html": "\n".join(texts).strip()}
        yield {"remarks": [block.remark for block in blocks if block.remark]}

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


def _fold(word: str, text: str) -> Block:
    return Block(
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
