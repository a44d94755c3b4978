"""The block of an output of a cell, or the reason why the page has no block.

The markup decides, and not the library: output with a field or a button, or with a hidden part, is
told by the plain text; output that a script fills, or that a browser would load, is told as
missing, with the notebook's words about the output.
"""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.messages import _
from annual_report.machine.pages.blocks.charts import find_chart, tell_chart
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
SCRIPT = "application/javascript"
WIDGET = "application/vnd.jupyter.widget-view+json"
LOADS = "_load."
"""What stands in the type of an output that only loads a library."""
MAKES_SCRIPT = re.compile(r"createElement\(\s*[\"']script[\"']")
"""JavaScript that fetches more: `createElement("script")`, not `createElement("div")`."""
FORMULA = re.compile(r"\s*(?:\$\$?|\\[\[(])?([^$]*?)(?:\$\$?|\\[\])])?\s*")
"""A formula alone, in LaTeX's signs or in none; else it is text that has some."""
DESCRIBED = re.compile(r"^#\|\s*fig-alt:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
"""Quarto's line for what a figure looks like."""
CAPTIONED = re.compile(r"^#\|\s*(?:fig|tbl)-cap:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
"""Quarto's line for what a figure or a table is called."""
TITLE = re.compile(r"(?:(?:title|[xy]label)\s*[=(]|'center':)\s*[\"']([^\"'\n]*\w[^\"'\n]*)[\"']")
"""What gives words to a figure, in a call; and as matplotlib shows its Axes."""
OBJECT = re.compile(r"<[A-Za-z_][\w.]*(?:[ :][^<>]*)?>|\bText\(")
"""An object as Python writes one that has no value; and what pyplot returns of drawn words."""
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+(?=>)")
"""Where an object was in memory: elsewhere in each run."""
REWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)
"""What a bar of progress wrote over, from a line's start on: a long one is gone through once."""
LONGEST_WORDS = 200
"""The signs of a plain text that tells what is missing."""


class Silence(Enum):
    """The reasons why a page has no block of an output, which a reader of Jupyter ignores too."""

    EMPTY = "it shows nothing"
    STANDARD_ERROR = "warnings and bars of progress, which are for whoever runs the notebook"
    PRINTED_BEFORE = "what one cell prints in pieces is one block, where it began"
    OWN_LINE = "the line of an object stands beside its picture"
    START_UP = "a script that a library starts with"
    SCRIPT_OF_ANOTHER = "a script that fills what another output of its cell has told"


@dataclass
class Shown:
    """The result for an output: a block or a reason for none, and remarks."""

    block: Block | Silence
    remarks: list[str] = field(default_factory=list)


def read_outputs(cell: NotebookNode, folder: str) -> list[Shown]:
    """Return the result for each output of a cell, in order."""
    reader = _CellReader(cell, folder)
    return [reader.read(place, output) for place, output in enumerate(cell.outputs)]


class _CellReader:
    """The facts of a cell about each of its outputs: printed, drawn, filled by a script."""

    def __init__(self, cell: NotebookNode, folder: str) -> None:
        self._cell = cell
        self._folder = folder
        streams = [out for out in cell.outputs if out.output_type == "stream"]
        self._printed = "".join(out.text for out in streams if out.name == "stdout")
        self._is_told = False
        """Whether what the cell prints has its block."""
        data = [out.get("data", {}) for out in cell.outputs]
        self._is_drawn = any(not set(PICTURES).isdisjoint(held) for held in data)
        self._scripts = "\n".join(_list_scripts(data))
        pieces = [str(held.get("text/html", "")) for held in data]
        self._filled = _find_filled(pieces, self._scripts)
        self._last_load = self._find_last_load(data)

    def read(self, place: int, output: NotebookNode) -> Shown:
        """Return the result for an output."""
        if output.output_type == "stream":
            return self._read_stream(output)
        if output.output_type == "error":
            return Shown(_fold_printed(f"{output.ename}: {output.evalue}"))
        data = output.data
        if place <= self._last_load and ("text/html" in data or SCRIPT in data):
            return Shown(Silence.START_UP)
        shown = self._read_data(output)
        if isinstance(shown.block, Prose) and not holds_something(shown.block.content):
            shown.block = Silence.START_UP if "script" in str(data) else Silence.EMPTY
        return shown

    def _find_last_load(self, data: Sequence[Mapping[str, Any]]) -> int:
        """Return the place of the last output that starts a library; -1 without such an output."""
        last = -1
        for place, held in enumerate(data):
            if LOADS in " ".join(held) or self._is_sent_to_start(held, has_started=last >= 0):
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

    def _read_stream(self, output: NotebookNode) -> Shown:
        if output.name == "stderr":
            return Shown(Silence.STANDARD_ERROR)
        # What one cell printed in pieces is one text, where it began.
        text = strip_ansi(ADDRESS.sub("", REWRITTEN.sub("", self._printed))).strip("\n")
        if self._is_told:
            return Shown(Silence.PRINTED_BEFORE)
        self._is_told = True
        return Shown(_fold_printed(text) if text.strip() else Silence.EMPTY)

    def _read_data(self, output: NotebookNode) -> Shown:
        """Return the result for an output's types: the type that tells a reader the most."""
        data = output.data
        html = str(data.get("text/html", ""))
        read = read_html(html, self._folder, self._filled)
        blocks = [*walk_blocks(read.content)]
        is_missing = any(isinstance(block, Missing) for block in blocks)
        has_content = any(isinstance(block, TableBlock | Picture) for block in blocks)
        # SymPy shows a picture of its formula beside it.
        if "text/latex" in data and not has_content:
            return self._read_latex(data["text/latex"])
        for kind in PICTURES:
            if kind in data:
                return self._read_picture(kind, output)
        # A chart that its JSON tells needs no program.
        chart = find_chart(data)
        if chart:
            return self._lack(tell_chart(chart), _name_program(data))
        plain = _read_plain(data)
        is_worked_with = find_controls(html)
        is_told = plain and not _is_object(plain)
        hides_all = read.hides and not has_content and not is_missing
        if is_told and (is_worked_with or hides_all):
            return Shown(Printed(plain))
        if is_missing and not has_content:
            return self._read_missing(read, blocks, data)
        if holds_something(read.content):
            return self._call(Shown(make_block(read.content), read.remarks))
        if WIDGET in data:
            return self._lack(_tell_control(plain), WIDGET)
        if "text/markdown" in data:
            return _show(read_markdown(data["text/markdown"], self._folder))
        for kind, value in data.items():
            if kind == "application/json":
                return Shown(Code(json.dumps(value, ensure_ascii=False, indent=2)))
        return self._read_rest(plain, data)

    def _read_rest(self, plain: str, data: Mapping[str, Any]) -> Shown:
        """Return the result for an output that is a program, a plain text, or empty."""
        if SCRIPT in data:
            if self._filled or len(self._cell.outputs) > 1:
                return Shown(Silence.SCRIPT_OF_ANOTHER)
            return self._lack(Missing(what="missing_program"), SCRIPT)
        program = next((kind for kind in data if kind.startswith("application/")), "")
        if program and not plain and "text/html" not in data:
            return self._lack(Missing(what="missing_program"), program)
        if program and "text/html" not in data:
            words = "" if _is_object(plain) else plain
            return self._lack(Missing(what="missing_program", words=words[:LONGEST_WORDS]), program)
        if "<script" in str(data.get("text/html", "")):
            return Shown(Silence.START_UP)
        if not plain or "text/html" in data:
            return Shown(Silence.EMPTY)
        if self._is_drawn and OBJECT.search(plain):
            return Shown(Silence.OWN_LINE)
        return Shown(Printed(plain))

    def _read_latex(self, latex: str) -> Shown:
        alone = FORMULA.fullmatch(latex)
        return _show(read_markdown(f"$${alone[1]}$$" if alone else latex))

    def _read_picture(self, kind: str, output: NotebookNode) -> Shown:
        """Return a picture with the words found for the picture."""
        data = output.data
        cell = self._cell
        try:
            if kind == SVG:
                picture: Picture = read_drawing(data[kind])
            else:
                picture = Picture(address=read_image(kind, data[kind]))
        except ValueError:
            problem = _("a picture can’t be read: {kind}", kind=kind)
            return Shown(Missing(what="missing_picture"), [problem])
        plain = [str(other.get("data", {}).get("text/plain", "")) for other in cell.outputs]
        drawn = dict.fromkeys(TITLE.findall("\n".join([cell.source, *plain])))
        chart = find_chart(data)
        told = [output.metadata.get(kind, {}), output.metadata, cell.metadata]
        written = [str(about["alt"]) for about in told if _has_text(about, "alt")]
        written += DESCRIBED.findall(cell.source)
        written += picture.found
        picture.is_described = bool(written)
        written += CAPTIONED.findall(cell.source)
        written += [chart.title] if chart else []
        written += [", ".join(drawn)] if drawn else []
        picture.found = written
        picture.hint = "#| fig-alt: …"
        return Shown(picture)

    def _read_missing(self, read: Read, blocks: Sequence[Block], data: Mapping[str, Any]) -> Shown:
        """Return the words about an output that a browser would load or a script would fill."""
        block = make_block(read.content)
        if not isinstance(block, Missing):
            # Words around it, as of a button that shows it, are the program's own.
            block = next(block for block in blocks if isinstance(block, Missing))
        plain = _read_plain(data)
        if not (block.words or _is_object(plain)):
            block.words = " ".join(plain.split())[:LONGEST_WORDS]
        return self._lack(block, "HTML")

    def _lack(self, block: Missing, program: str) -> Shown:
        """Return a block about missing content, with the cell's words."""
        source = self._cell.source
        titles = ", ".join(dict.fromkeys(TITLE.findall(source)))
        found = [*block.found, *CAPTIONED.findall(source)]
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
        return Shown(block, [remark])

    def _call(self, shown: Shown) -> Shown:
        """Return an output with a table that has the name from the cell."""
        block = shown.block
        if isinstance(block, TableBlock):
            block.found = [*block.found, *CAPTIONED.findall(self._cell.source)]
        return shown


def _list_scripts(data: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return all scripts of a cell's outputs."""
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
    for node in tree.css("script, style"):
        node.decompose()
    words = tree.body.text().strip() if tree.body else ""
    return not words and any(MAKES_SCRIPT.search(script) for script in scripts)


def _find_filled(pieces: Sequence[str], scripts: str) -> frozenset[str]:
    """Return the ids of the elements that a script names, and fills when it runs."""
    if not scripts:
        return frozenset()
    filled = set[str]()
    for html in pieces:
        for node in LexborHTMLParser(html).css("[id]"):
            name = node.id or ""
            root = node.attributes.get("data-root-id") or name
            if name and (name in scripts or root in scripts) and node.tag != "script":
                filled.add(name)
    return frozenset(filled)


def _read_plain(data: Mapping[str, Any]) -> str:
    plain = ADDRESS.sub("", str(data.get("text/plain", "")))
    return str(strip_ansi(plain)).strip("\n")


def _is_object(plain: str) -> bool:
    """Whether a plain text is Python's line for an object, which tells a reader nothing."""
    text = plain.strip()
    return text.startswith("<") and text.endswith(">") and "\n" not in text


def _tell_control(plain: str) -> Missing:
    """Return the words about a control: the kind, and the label."""
    try:
        tree = ast.parse(plain.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return Missing(what="missing_control", words=" ".join(plain.split())[:LONGEST_WORDS])
    words: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for option in node.keywords:
            value = option.value
            if option.arg == "description" and isinstance(value, ast.Constant) and value.value:
                words.append(str(value.value))
    kind = ""
    match tree.body:
        case ast.Call(ast.Name(kind)):
            pass
    told = f"{', '.join(words)} ({kind})" if words and kind else kind or ", ".join(words)
    return Missing(what="missing_control", words=told, found=[", ".join(words)] if words else [])


def _name_program(data: Mapping[str, Any]) -> str:
    return next((kind for kind in data if kind.startswith("application/")), "HTML")


def _show(read: Read) -> Shown:
    return Shown(make_block(read.content), read.remarks)


def _fold_printed(text: str) -> Fold:
    return Fold("", [Printed(text)], own="printed")


def _has_text(about: Mapping[str, Any], name: str) -> bool:
    return isinstance(about, Mapping) and isinstance(about.get(name), str) and bool(about[name])
