"""The block of an output of a code cell, or the reason why a page has no block of the output.

A block is a part of a page, such as a table or a picture (see `model`). Input: a code cell of an
executed notebook, brought into nbformat's form. Output: for each output an `OutputResult`, with
exactly one block, or one reason for none.

The markup of an output decides, and not the library that made it. Output with a field or a button,
or with a hidden part, is shown by its plain text. Output that a script fills, or that a browser
would load, becomes a `Missing` block: the page says that something isn't there, in the words that
the notebook has about it.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.messages import _
from annual_report.machine.pages.blocks.charts import describe_chart, find_chart
from annual_report.machine.pages.blocks.foreign import (
    Read,
    find_controls,
    make_block,
    read_drawing,
    read_html,
    read_image,
)
from annual_report.machine.pages.blocks.model import (
    Block,
    Code,
    Fold,
    Missing,
    Picture,
    Printed,
    Prose,
    TableBlock,
    holds_something,
    walk_blocks,
)
from annual_report.machine.pages.blocks.reading_markdown import read_markdown

SVG = "image/svg+xml"
PICTURES = (SVG, "image/png", "image/jpeg", "image/gif", "image/webp")
"""The MIME types of pictures, the best for a page first: a drawing is sharp at any size."""
SCRIPT = "application/javascript"
WIDGET = "application/vnd.jupyter.widget-view+json"
LOADING = "_load."
"""A part of the MIME types of outputs that only load a library, as HoloViews sends them."""
# JavaScript that fetches more JavaScript: no parser of JavaScript is at hand.
# Taken: `createElement("script")`. Not taken: `createElement("div")`.
MAKES_SCRIPT = re.compile(r"createElement\(\s*[\"']script[\"']")
# A text that is a single formula, in LaTeX's signs or in none; group 1 is the formula.
# Taken: `$x^2$`, `$$x^2$$`, `\\[x^2\\]`, `x^2`. Not taken: `$x$ and $y$`, a text with formulas.
FORMULA = re.compile(r"\s*(?:\$\$?|\\[\[(])?([^$]*?)(?:\$\$?|\\[\])])?\s*")
OPTION = "#|"
"""The beginning of a comment with an option for Quarto: `#| fig-alt: A rising line`."""
ALT_TEXT_OPTIONS = ("fig-alt",)
"""Quarto's option with the alt text of a figure, for readers who can't see."""
CAPTION_OPTIONS = ("fig-cap", "tbl-cap")
"""Quarto's options with the caption of a figure or of a table."""
# The words that code gives to a figure, and that matplotlib's line for its Axes shows. The code may
# have magics, and the line is no code: `ast` reads neither.
# Taken: `set_title("Membres")`, `xlabel='Année'`, `title={'center': 'Membres'`.
# Not taken: `set_title(name)`, `title=""`.
TITLE = re.compile(r"(?:(?:title|[xy]label)\s*[=(]|'center':)\s*[\"']([^\"'\n]*\w[^\"'\n]*)[\"']")
# Python's line for an object without a value, or pyplot's for words that were drawn: no code that
# `ast` could read. Taken: `<Axes: title=…>`, `[<Line2D object>]`, `Text(0.5, 1.0, 'Membres')`.
# Not taken: `3 < 4`, `<!-- note -->`.
OBJECT = re.compile(r"<[A-Za-z_][\w.]*(?:[ :][^<>]*)?>|\bText\(")
# The place in memory of an object, which is another in each run: pages are the same in each.
# Taken: ` at 0x7f3a` of `<Axes at 0x7f3a>`. Not taken: "at 0x10 volts".
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+(?=>)")
LONGEST_WORDS = 200
"""The most signs of a plain text that stands for a missing output: more would be its data."""


class NoBlock(Enum):
    """The reasons why an output has no block: the reader of a page loses nothing by them."""

    EMPTY = "it shows nothing"
    STANDARD_ERROR = "warnings and bars of progress, which are for whoever runs the notebook"
    PRINTED_BEFORE = "the printed pieces of a cell are one block, at the place of the first piece"
    OWN_LINE = "the line of an object stands beside its picture"
    START_UP = "a script that a library starts with"
    SCRIPT_OF_ANOTHER = "a script that fills another output of its cell, which has a block"


@dataclass
class OutputResult:
    """The result of reading an output: its block or the reason for none, and remarks.

    Remarks are lines for the author about changed or missing content.
    """

    block: Block | NoBlock
    remarks: list[str] = field(default_factory=list)


def read_outputs(cell: NotebookNode, folder: str) -> list[OutputResult]:
    """Return a result for each output of a code cell, in order.

    `folder` is the notebook's, where the pictures lie that its HTML names.
    """
    reader = _CellReader(cell, folder)
    return [reader.read(place, output) for place, output in enumerate(cell.outputs)]


class _CellReader:
    """A reader of a cell's outputs, with the facts that need all outputs of the cell.

    Such facts are the whole printed text, whether a picture was drawn, and which elements a script
    of the cell fills.
    """

    def __init__(self, cell: NotebookNode, folder: str) -> None:
        self._cell = cell
        self._folder = folder
        streams = [out for out in cell.outputs if out.output_type == "stream"]
        self._printed = "".join(out.text for out in streams if out.name == "stdout")
        self._has_printed_block = False
        """Whether the printed text of the cell already has its block."""
        data = [out.get("data", {}) for out in cell.outputs]
        self._is_drawn = any(not set(PICTURES).isdisjoint(held) for held in data)
        self._scripts = "\n".join(_list_scripts(data))
        pieces = [str(held.get("text/html", "")) for held in data]
        self._filled = _find_filled(pieces, self._scripts)
        self._last_load = self._find_last_load(data)

    def read(self, place: int, output: NotebookNode) -> OutputResult:
        """Return the result for an output, which has a place among those of the cell."""
        if output.output_type == "stream":
            return self._read_stream(output)
        if output.output_type == "error":
            return OutputResult(_fold_printed(f"{output.ename}: {output.evalue}"))
        data = output.data
        # A library that starts sends logos and scripts first: no value of the notebook.
        if place <= self._last_load and ("text/html" in data or SCRIPT in data):
            return OutputResult(NoBlock.START_UP)
        result = self._read_data(output)
        # The tags that held a script, or nothing, stay as a block without content.
        if isinstance(result.block, Prose) and not holds_something(result.block.content):
            if "script" in str(data):
                result.block = NoBlock.START_UP
            else:
                result.block = NoBlock.EMPTY
        return result

    def _find_last_load(self, data: Sequence[Mapping[str, Any]]) -> int:
        """Return the place of the last output that starts a library; -1 without such an output."""
        last = -1
        for place, held in enumerate(data):
            if LOADING in " ".join(held) or self._is_sent_to_start(held, has_started=last >= 0):
                last = place
        return last

    def _is_sent_to_start(self, held: Mapping[str, Any], *, has_started: bool) -> bool:
        """Whether a library itself sent an output to start with: no value of the notebook.

        IPython gives a plain text to each value that a cell shows; HTML without a plain text comes
        from a library. Such HTML starts the library if a script fetches another script, or if it
        stands after such a start and no script fills it, as a logo.
        """
        html = str(held.get("text/html", ""))
        if not html or "text/plain" in held or find_chart(held):
            return False
        if has_started:
            return _fetches_script(html) or not _find_filled([html], self._scripts)
        return _fetches_script(html)

    def _read_stream(self, output: NotebookNode) -> OutputResult:
        """Return all printed text of the cell at the first output that was printed."""
        if output.name == "stderr":
            return OutputResult(NoBlock.STANDARD_ERROR)
        if self._has_printed_block:
            return OutputResult(NoBlock.PRINTED_BEFORE)
        self._has_printed_block = True
        last_state = _drop_overwritten(self._printed)
        text = strip_ansi(ADDRESS.sub("", last_state)).strip("\n")
        if not text.strip():
            return OutputResult(NoBlock.EMPTY)
        return OutputResult(_fold_printed(text))

    def _read_data(self, output: NotebookNode) -> OutputResult:
        """Return the result for an output in several MIME types: the best that a page can hold.

        The order of the questions is the order of preference: a formula, a picture, a chart's data,
        the plain text of a control, HTML, Markdown, JSON, and all that is left.
        """
        data = output.data
        html = str(data.get("text/html", ""))
        read = read_html(html, self._folder, self._filled)
        blocks = [*walk_blocks(read.content)]
        is_missing = any(isinstance(block, Missing) for block in blocks)
        has_content = any(isinstance(block, TableBlock | Picture) for block in blocks)
        # Before pictures: SymPy sends a picture of its formula as well. After tables: pandas sends
        # LaTeX of a table as well, for those who print.
        if "text/latex" in data and not has_content:
            return _read_latex(data["text/latex"])
        for kind in PICTURES:
            if kind in data:
                return self._read_picture(kind, output)
        chart = find_chart(data)
        if chart:
            return self._describe_missing(describe_chart(chart), _find_program(data) or "HTML")
        # A control shows its state, and a part that is hidden opens, by a script: in a page the
        # plain text says the same.
        plain = _read_plain(data)
        has_plain_words = plain and not _is_object(plain)
        hides_all = read.hides and not has_content and not is_missing
        if has_plain_words and (find_controls(html) or hides_all):
            return OutputResult(Printed(plain))
        if is_missing and not has_content:
            return self._read_missing(read, blocks, data)
        if holds_something(read.content):
            return self._name_table(OutputResult(make_block(read.content), read.remarks))
        if WIDGET in data:
            return self._describe_missing(_describe_control(plain), WIDGET)
        if "text/markdown" in data:
            return _make_result(read_markdown(data["text/markdown"], self._folder))
        if "application/json" in data:
            text = json.dumps(data["application/json"], ensure_ascii=False, indent=2)
            return OutputResult(Code(text))
        return self._read_rest(plain, data)

    def _read_rest(self, plain: str, data: Mapping[str, Any]) -> OutputResult:
        """Return the result for an output that has neither picture, nor table, nor formatted words.

        Such an output is a program, which no page runs, or `plain` text, or nothing to be seen.
        """
        if SCRIPT in data:
            # Beside other outputs a script works on these, which have their own blocks.
            if self._filled or len(self._cell.outputs) > 1:
                return OutputResult(NoBlock.SCRIPT_OF_ANOTHER)
            return self._describe_missing(Missing(key="missing_program"), SCRIPT)
        program = _find_program(data)
        if program and "text/html" not in data:
            words = "" if _is_object(plain) else plain[:LONGEST_WORDS]
            return self._describe_missing(Missing(key="missing_program", words=words), program)
        # A library loads its program by an output of its own, before it shows anything.
        if "<script" in str(data.get("text/html", "")):
            return OutputResult(NoBlock.START_UP)
        # HTML without content was chosen by its library in the place of the plain text.
        if not plain or "text/html" in data:
            return OutputResult(NoBlock.EMPTY)
        # The line "<Axes: title=…>" of a cell that also shows the picture.
        if self._is_drawn and OBJECT.search(plain):
            return OutputResult(NoBlock.OWN_LINE)
        return OutputResult(Printed(plain))

    def _read_picture(self, kind: str, output: NotebookNode) -> OutputResult:
        """Return the picture of a MIME type, with all words that may name it, the best first."""
        data = output.data
        try:
            if kind == SVG:
                picture: Picture = read_drawing(data[kind])
            else:
                picture = Picture(address=read_image(kind, data[kind]))
        except ValueError:
            problem = _("a picture can’t be read: {kind}", kind=kind)
            return OutputResult(Missing(key="missing_picture"), [problem])
        # First the words that were written to be read aloud.
        described = [*self._list_alt_texts(kind, output), *picture.found]
        picture.is_described = bool(described)
        # Then captions and titles, which say what the picture is and not what it shows.
        titles = _list_options(self._cell.source, CAPTION_OPTIONS)
        chart = find_chart(data)
        if chart:
            titles.append(chart.title)
        drawn_words = ", ".join(self._list_drawn_words())
        if drawn_words:
            titles.append(drawn_words)
        picture.found = described + titles
        picture.hint = "#| fig-alt: …"
        return OutputResult(picture)

    def _list_alt_texts(self, kind: str, output: NotebookNode) -> list[str]:
        """Return the alt texts that an author wrote for a picture of the MIME type `kind`.

        The text that is written nearest to the picture goes first.
        """
        metadata = [
            # `display(figure, metadata={"image/png": {"alt": "…"}})`: for the picture alone.
            output.metadata.get(kind, {}),
            # `display(figure, metadata={"alt": "…"})`: for the output in all its types.
            output.metadata,
            # The metadata of the cell, which JupyterLab shows beside it.
            self._cell.metadata,
        ]
        alt_texts = [str(values["alt"]) for values in metadata if _has_text(values, "alt")]
        # Last a comment in the code of the cell: "#| fig-alt: …".
        return alt_texts + _list_options(self._cell.source, ALT_TEXT_OPTIONS)

    def _list_drawn_words(self) -> list[str]:
        """Return the titles of a figure's axes, from the code and from plain texts, each once."""
        texts = [self._cell.source]
        for output in self._cell.outputs:
            texts.append(str(output.get("data", {}).get("text/plain", "")))
        return [*dict.fromkeys(TITLE.findall("\n".join(texts)))]

    def _read_missing(
        self, read: Read, blocks: Sequence[Block], data: Mapping[str, Any]
    ) -> OutputResult:
        """Return the block of HTML that a browser would load or that a script would fill.

        `blocks` are all blocks of the HTML that was read, at any depth.
        """
        block = make_block(read.content)
        if not isinstance(block, Missing):
            # The words around the missing part are the program's, such as those of a button.
            block = next(block for block in blocks if isinstance(block, Missing))
        plain = _read_plain(data)
        if not (block.words or _is_object(plain)):
            block.words = " ".join(plain.split())[:LONGEST_WORDS]
        return self._describe_missing(block, "HTML")

    def _describe_missing(self, block: Missing, program: str) -> OutputResult:
        """Return the block of a missing output with a title from the cell, and a remark.

        `program` is the MIME type that a page can't show, for the remark to the author.
        """
        source = self._cell.source
        found = [*block.found, *_list_options(source, CAPTION_OPTIONS)]
        titles = ", ".join(dict.fromkeys(TITLE.findall(source)))
        if titles and not found:
            found.append(titles)
        block.found = found
        if found and found[0] not in block.words:
            block.words = ". ".join(filter(None, [found[0], block.words]))
        remark = _(
            "what needs a program to be shown isn’t in the page: {kind}; a picture or a table "
            "of it would be",
            kind=program,
        )
        return OutputResult(block, [remark])

    def _name_table(self, result: OutputResult) -> OutputResult:
        """Return a result; if it is a table, the caption in the cell's code may be its name."""
        block = result.block
        if isinstance(block, TableBlock):
            block.found = [*block.found, *_list_options(self._cell.source, CAPTION_OPTIONS)]
        return result


def _drop_overwritten(printed: str) -> str:
    r"""Return a printed text as a terminal shows it in the end: a bar of progress at 100%.

    " 10%\r 50%\r100%\n" → "100%\n"
    """
    # Windows ends a line by both signs.
    lines = printed.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rpartition("\r")[2] for line in lines)


def _read_latex(latex: str) -> OutputResult:
    """Return the result for an output in LaTeX: a formula on its own line, or a text with formulas.

    "$x^2$" is a formula, "$x$ and $y$" a text.
    """
    alone = FORMULA.fullmatch(latex)
    return _make_result(read_markdown(f"$${alone[1]}$$" if alone else latex))


def _list_options(source: str, names: Sequence[str]) -> list[str]:
    """Return the values of some of Quarto's options in the comments of a cell's code, in order.

    `names` are those of the options. The line `#| fig-cap: "Membres"` gives "Membres".
    """
    values = []
    for line in source.split("\n"):
        if not line.startswith(OPTION):
            continue
        name, _colon, value = line.removeprefix(OPTION).strip().partition(":")
        value = value.strip()
        if value[:1] in ("'", '"'):
            value = value[1:]
        if value[-1:] in ("'", '"'):
            value = value[:-1]
        if name in names and value:
            values.append(value)
    return values


def _list_scripts(data: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the JavaScript of a cell's outputs: of their own type, and within their HTML."""
    scripts = []
    for held in data:
        if SCRIPT in held:
            scripts.append(str(held[SCRIPT]))
        html = str(held.get("text/html", ""))
        if "<script" in html:
            scripts += [script.text() for script in LexborHTMLParser(html).css("script")]
    return scripts


def _fetches_script(html: str) -> bool:
    """Whether some HTML shows no words, and has a script that makes a further script."""
    tree = LexborHTMLParser(html)
    scripts = [script.text() for script in tree.css("script")]
    # The text of a script or a style is no word that is seen.
    for node in tree.css("script, style"):
        node.decompose()
    words = tree.body.text().strip() if tree.body else ""
    return not words and any(MAKES_SCRIPT.search(script) for script in scripts)


def _find_filled(pieces: Sequence[str], scripts: str) -> frozenset[str]:
    """Return the ids of the elements that a cell's scripts name, and fill when they run.

    `pieces` are the HTML of the outputs, `scripts` all JavaScript of the cell in one text.
    """
    if not scripts:
        return frozenset()
    filled = set[str]()
    for html in pieces:
        for node in LexborHTMLParser(html).css("[id]"):
            name = node.id or ""
            # Bokeh names the root of its document in the script, and not the element.
            root = node.attributes.get("data-root-id") or name
            if name and (name in scripts or root in scripts) and node.tag != "script":
                filled.add(name)
    return frozenset(filled)


def _read_plain(data: Mapping[str, Any]) -> str:
    """Return the plain text of an output, without colours and places in memory."""
    plain = ADDRESS.sub("", str(data.get("text/plain", "")))
    return str(strip_ansi(plain)).strip("\n")


def _is_object(plain: str) -> bool:
    """Whether a plain text is Python's line for an object, which tells a reader nothing."""
    text = plain.strip()
    return text.startswith("<") and text.endswith(">") and "\n" not in text


def _describe_control(plain: str) -> Missing:
    """Return the block of a widget of ipywidgets, such as a slider: its labels and its kind.

    "IntSlider(value=3, description='Année')" → Missing(words="Année (IntSlider)")

    A widget is moved by JavaScript and a kernel, which a static page has not: the page says what
    isn't there. `plain` is the widget's plain text, a call in Python.
    """
    try:
        tree = ast.parse(plain.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return Missing(key="missing_control", words=" ".join(plain.split())[:LONGEST_WORDS])
    labels = ", ".join(_list_descriptions(tree))
    kind = ""
    match tree.body:
        case ast.Call(ast.Name(name)):
            kind = name
    missing = Missing(key="missing_control", words=labels or kind)
    if labels and kind:
        missing.words = f"{labels} ({kind})"
    # A name for the block: without it the caption in the cell's code would be taken.
    if labels:
        missing.found = [labels]
    return missing


def _list_descriptions(tree: ast.AST) -> Iterator[str]:
    """Yield the labels of widgets, the values of `description=…`, in the tree of some code.

    "HBox(children=(IntSlider(description='Année'), Text(description='Ville')))" → "Année", "Ville".
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for option in node.keywords:
            value = option.value
            if option.arg == "description" and isinstance(value, ast.Constant) and value.value:
                yield str(value.value)


def _find_program(data: Mapping[str, Any]) -> str:
    """Return the first MIME type of an output that only a program shows; "" without any."""
    for kind in data:
        if kind.startswith("application/"):
            return kind
    return ""


def _make_result(read: Read) -> OutputResult:
    """Return the content of some HTML or Markdown as the result of an output."""
    return OutputResult(make_block(read.content), read.remarks)


def _fold_printed(text: str) -> Fold:
    """Return the block of printed text, folded: few readers want to see how a run went."""
    return Fold("", [Printed(text)], own="printed")


def _has_text(about: Mapping[str, Any], name: str) -> bool:
    """Whether the metadata `about` have a text under a name: JSON may hold any value there."""
    return isinstance(about, Mapping) and isinstance(about.get(name), str) and bool(about[name])
