"""A notebook of any origin, brought into the form that Jupyter writes.

A notebook is JSON, and Jupyter accepts more than the schema: a single tag without a list, a title
that is a number, the text of a picture in pieces. A part of another form is brought into the form
that later steps expect, or is dropped; a wrong part of a published piece is refused. Notes on the
author or the place are removed from pictures, for the notebook is published with the page.
"""

import base64
import binascii
import re
from collections.abc import Mapping
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

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
CELLS = ("code", "markdown", "raw")
OUTPUTS = ("stream", "display_data", "execute_result", "error")
WORDS = ("title", "description", "date", "lang", "language")
"""What the metadata of a notebook may say of its page, in words."""
TEXT, TEXTS, NUMBER, ENTRIES = "text", "texts", "number", "entries"
PUBLISHED = {
    "html": TEXT,
    "lang": TEXT,
    "chapter": {"number": NUMBER, "id": TEXT, "title": TEXT},
    "page": {
        "title": TEXT, "description": TEXT, "footer": TEXT, "heading": TEXT, "subtitle": TEXT,
        "eyebrow": TEXT, "lede": TEXT, "figures": TEXT, "apart": TEXT, "kind": TEXT, "style": TEXT,
        "address": TEXT, "picture": TEXT, "network_title": TEXT, "publisher": TEXT, "logo": TEXT,
        "year": NUMBER, "omitted": TEXTS, "made_of": ENTRIES,
        "links": [{"href": TEXT, "label": TEXT, "rel": TEXT}],
        "notices": [{"href": TEXT, "label": TEXT}],
        "banners": [{"kind": TEXT, "words": TEXT}],
    },
    "key_figures": ENTRIES,
    "remarks": TEXTS,
    "lacks": TEXTS,
}  # fmt: skip
"""The shape of what a cell publishes (see `fragment`), of what a page is laid out by."""
NEEDED = {"chapter": {"id", "title"}, "page": {"title"}}
"""What no such part does without."""


def settle_notebook(notebook: NotebookNode) -> None:
    """Bring a notebook into Jupyter's form; raise PageError for JSON that is no notebook."""
    if not isinstance(notebook.get("cells"), list):
        raise PageError(_("this is no notebook: it has no cells"))
    # Cells have ids since then.
    minor = notebook.get("nbformat_minor")
    notebook.update(nbformat=4, nbformat_minor=max(minor, 5) if isinstance(minor, int) else 5)
    about = _take_mapping(notebook.get("metadata"))
    for name in WORDS:
        if name in about and not isinstance(about[name], str):
            words = about.pop(name)
            if isinstance(words, int | float):
                about[name] = str(words)
    notebook.metadata = about
    cells = [cell for cell in notebook.cells if isinstance(cell, Mapping)]
    notebook.cells = [cell for cell in cells if cell.get("cell_type") in CELLS]
    known = set[str]()
    for number, cell in enumerate(notebook.cells, start=1):
        _settle_cell(cell)
        # Pages name their cells by their ids.
        if not (isinstance(cell.get("id"), str) and ID.fullmatch(cell.id)) or cell.id in known:
            cell.id = f"cell-{number}"
        known.add(cell.id)


def _settle_cell(cell: NotebookNode) -> None:
    """Bring a cell into Jupyter's form: source, metadata, tags, attachments, outputs."""
    cell.source = _clean_pictures(_join_text(cell.get("source")) or "")
    cell.metadata = _take_mapping(cell.get("metadata"))
    if "tags" in cell.metadata:
        tags = cell.metadata["tags"]
        listed = tags if isinstance(tags, list) else [tags]
        cell.metadata["tags"] = [tag for tag in listed if isinstance(tag, str)]
    if "attachments" in cell:
        held = NotebookNode()
        for name, data in _take_mapping(cell.attachments).items():
            if settled := _settle_data(_take_mapping(data)):
                held[name] = settled
        cell.attachments = held
    if cell.cell_type == "code":
        outputs = cell.get("outputs")
        cell.outputs = [
            _settle_output(output)
            for output in (outputs if isinstance(outputs, list) else ())
            if isinstance(output, Mapping) and output.get("output_type") in OUTPUTS
        ]
        count = cell.get("execution_count")
        cell.execution_count = count if isinstance(count, int) else None


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
        try:
            content = base64.b64decode(text)
            found = find_picture_kind(content)
            return base64.b64encode(clean_picture(found, content)).decode() if found else ""
        except (binascii.Error, ValueError):
            return ""
    return text


def _clean_pictures(text: str) -> str:
    """Return a text in which the pictures within addresses have no notes."""
    if "data:image" not in text:
        return text
    return PICTURE.sub(lambda held: clean_picture_address(held[0]) or "", text)


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
    """Return the first part of a value with a wrong form; "" if all forms are right."""
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping) or not NEEDED.get(place, set()) <= value.keys():
            return place
        wrong = (_find_wrong(value[name], shape[name], name) for name in shape if name in value)
        return next(filter(None, wrong), "")
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        return next(filter(None, (_find_wrong(part, shape[0], place) for part in value)), "")
    fits = {
        TEXT: isinstance(value, str),
        NUMBER: isinstance(value, int),
        TEXTS: isinstance(value, list) and all(isinstance(part, str) for part in value),
        ENTRIES: isinstance(value, Mapping),
    }
    # Words that a cell leaves open may be None; templates go through lists and entries.
    is_left_open = value is None and shape in (TEXT, NUMBER) and place not in ("id", "title")
    return "" if is_left_open or fits[shape] else place
