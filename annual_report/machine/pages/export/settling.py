"""A notebook of any origin, brought into the form that Jupyter writes ("settled").

Input: the JSON of a notebook. Output: the same notebook, changed in place, in which each later step
finds the types that it expects.

A notebook is JSON, and Jupyter accepts more than the schema: a single tag without a list, a title
that is a number, the text of a picture in pieces. A part of another form is brought into the form
that later steps expect, or is dropped; a wrong part of a published piece is refused. Notes on the
author or the place are removed from pictures, for the notebook is published with the page.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from nbformat import NotebookNode

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.pictures import (
    PICTURE,
    clean_picture,
    clean_picture_address,
    find_picture_kind,
)
from annual_report.machine.pages.fragment import MIME

# Taken: "a1f", "cell-3", as nbformat has ids. Not taken: "", "a b", '"><script>'.
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
CELLS = ("code", "markdown", "raw")
OUTPUTS = ("stream", "display_data", "execute_result", "error")
WORDS = ("title", "description", "date", "lang", "language")
"""The metadata of a notebook that are words for its page."""
# The names of forms: a text, a list of texts, a number, a mapping of anything.
TEXT, TEXTS, NUMBER, ENTRIES = "text", "texts", "number", "entries"
PUBLISHED = {
    "html": TEXT,
    "lang": TEXT,
    "chapter": {"number": NUMBER, "id": TEXT, "title": TEXT},
    "page": {
        "title": TEXT, "called": ENTRIES, "description": TEXT, "footer": TEXT,
        "heading": TEXT, "subtitle": TEXT,
        "eyebrow": TEXT, "lede": TEXT, "figures": TEXT, "apart": TEXT, "style": TEXT,
        "address": TEXT, "picture": TEXT, "network_title": TEXT, "logo": TEXT,
        "omitted": TEXTS, "made_of": ENTRIES,
        "links": [{"href": TEXT, "label": TEXT, "year": NUMBER}],
        "notices": [{"href": TEXT, "label": TEXT}],
        "banners": [{"kind": TEXT, "words": TEXT}],
    },
    "key_figures": ENTRIES,
    "remarks": TEXTS,
    "lacks": TEXTS,
}  # fmt: skip
"""The shape of a part that a cell publishes (see `fragment`): a name → its form.

A received notebook may hold anything there, and templates trust these forms."""
NEEDED = {"chapter": {"id", "title"}}
"""The names that a mapping must have, by the name under which the mapping stands."""


def settle_notebook(notebook: NotebookNode) -> None:
    """Bring a notebook into Jupyter's form; raise PageError for JSON that is no notebook."""
    if not isinstance(notebook.get("cells"), list):
        raise PageError(_("this is no notebook: it has no cells"))
    # Cells have ids since 4.5.
    minor = notebook.get("nbformat_minor")
    notebook.nbformat = 4
    notebook.nbformat_minor = max(minor, 5) if isinstance(minor, int) else 5
    notebook.metadata = _settle_words(_take_mapping(notebook.get("metadata")))
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        if isinstance(cell, Mapping) and cell.get("cell_type") in CELLS:
            cells.append(cell)
    notebook.cells = cells
    known = set[str]()
    for number, cell in enumerate(cells, start=1):
        _settle_cell(cell)
        # Pages name their cells by their ids.
        if not _is_id(cell.get("id")) or cell.id in known:
            cell.id = f"cell-{number}"
        known.add(cell.id)


def _is_id(value: object) -> bool:
    """Whether a value is an id as nbformat has ids of cells."""
    return isinstance(value, str) and bool(ID.fullmatch(value))


def _settle_words(about: NotebookNode) -> NotebookNode:
    """Return metadata whose words are words: a number is written out, other JSON is left out."""
    for name in WORDS:
        if name not in about or isinstance(about[name], str):
            continue
        words = about.pop(name)
        if isinstance(words, int | float):
            about[name] = str(words)
    return about


def _settle_cell(cell: NotebookNode) -> None:
    """Bring a cell into Jupyter's form: source, metadata, tags, attachments, outputs."""
    cell.source = _clean_pictures(_join_text(cell.get("source")) or "")
    cell.metadata = _take_mapping(cell.get("metadata"))
    if "tags" in cell.metadata:
        tags = cell.metadata["tags"]
        # Some write a single tag without a list.
        if not isinstance(tags, list):
            tags = [tags]
        cell.metadata["tags"] = [tag for tag in tags if isinstance(tag, str)]
    if "attachments" in cell:
        held = NotebookNode()
        for name, data in _take_mapping(cell.attachments).items():
            if settled := _settle_data(_take_mapping(data)):
                held[name] = settled
        cell.attachments = held
    if cell.cell_type == "code":
        cell.outputs = _settle_outputs(cell.get("outputs"))
        count = cell.get("execution_count")
        # A cell that was run has a number; all else counts as not run.
        cell.execution_count = count if isinstance(count, int) else None


def _settle_outputs(outputs: object) -> list[NotebookNode]:
    """Return the outputs of a cell that Jupyter knows, each in Jupyter's form."""
    settled = []
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, Mapping) and output.get("output_type") in OUTPUTS:
            settled.append(_settle_output(output))
    return settled


def _settle_output(output: NotebookNode) -> NotebookNode:
    """Return an output in Jupyter's form, with pictures without notes."""
    if output.output_type == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        output.update(name=name, text=_join_text(output.get("text")) or "")
    elif output.output_type == "error":
        for name in ("ename", "evalue"):
            output[name] = str(output.get(name, ""))
    else:
        output.data = _settle_data(_take_mapping(output.get("data")))
        output.metadata = _take_mapping(output.get("metadata"))
    return output


def _settle_data(data: NotebookNode) -> NotebookNode:
    """Return the data of an output by types: texts in a single piece, JSON unchanged."""
    settled = NotebookNode()
    for kind, value in data.items():
        if kind == MIME:
            if problem := _find_wrong(value, PUBLISHED):
                raise PageError(_("what a cell publishes has another shape: {part}", part=problem))
            settled[kind] = value
        elif "json" in kind:
            settled[kind] = value
        elif (text := _join_text(value)) is not None:
            settled[kind] = _settle_text(kind, text)
    return settled


def _settle_text(kind: str, text: str) -> str:
    """Return the text of a type, without the notes of pictures."""
    if kind in ("text/html", "text/markdown"):
        return _clean_pictures(text)
    if kind.startswith("image/") and kind != "image/svg+xml":
        # A picture that can't be read is none: the reader is told of the gap.
        with suppress(binascii.Error, ValueError):
            content = base64.b64decode(text)
            found = find_picture_kind(content)
            if found:
                return base64.b64encode(clean_picture(found, content)).decode()
        return ""
    return text


def _clean_pictures(text: str) -> str:
    """Return a text in which the pictures within addresses have no notes."""
    if "data:image" not in text:
        return text
    return PICTURE.sub(_clean_address, text)


def _clean_address(held: re.Match[str]) -> str:
    """Return the address of a picture without notes, "" for a picture that can't be read."""
    return clean_picture_address(held[0]) or ""


def _join_text(value: object) -> str | None:
    """Return a text, which JSON may have in lines; None for other JSON."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def _take_mapping(value: object) -> NotebookNode:
    """Return a mapping of a notebook; an empty mapping for other JSON."""
    if isinstance(value, NotebookNode):
        return value
    return NotebookNode(value) if isinstance(value, Mapping) else NotebookNode()


def _find_wrong(value: Any, shape: Any, place: str = MIME) -> str:
    """Return the name of the first part of a value with a wrong form; "" if all are right.

    `shape` is a form, a mapping of names to shapes, or a list with the shape of all its parts;
    `place` is the name under which the value stands.
    """
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping) or not NEEDED.get(place, set()) <= value.keys():
            return place
        for name in shape:
            wrong = _find_wrong(value[name], shape[name], name) if name in value else ""
            if wrong:
                return wrong
        return ""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        # All parts of a list have the form that stands in the list of the shape.
        for part in value:
            if wrong := _find_wrong(part, shape[0], place):
                return wrong
        return ""
    fits = {
        TEXT: isinstance(value, str),
        NUMBER: isinstance(value, int),
        TEXTS: isinstance(value, list) and all(isinstance(part, str) for part in value),
        ENTRIES: isinstance(value, Mapping),
    }
    # Words that a cell leaves open may be None; templates go through lists and entries.
    is_left_open = value is None and shape in (TEXT, NUMBER) and place not in ("id", "title")
    return "" if is_left_open or fits[shape] else place
