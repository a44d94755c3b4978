"""A notebook of any origin, brought into the form that nbformat's schema describes ("settled").

Input: the JSON of a notebook. Output: the same notebook, changed in place, in which each later step
finds the types that it expects.

A notebook is JSON, and Jupyter opens more than the schema allows: a single tag without a list, a
title that is a number, the base64 of a picture in pieces. A part of another form is converted, or
is dropped: an export must not fail for metadata that no page shows. A wrong part of a piece that
`publish` has put out is refused instead. Notes on the author or the place are removed from
pictures, for the notebook is published with the page.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from contextlib import suppress
from string import ascii_letters, digits
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

SIGNS_OF_IDS = frozenset(ascii_letters + digits + "-_")
"""The characters that nbformat's schema allows in the id of a cell."""
LONGEST_ID = 64
"""The most characters of such an id."""
CELL_TYPES = ("code", "markdown", "raw")
"""nbformat's values of `cell_type`."""
OUTPUT_TYPES = ("stream", "display_data", "execute_result", "error")
"""nbformat's values of `output_type`."""
METADATA_OF_WORDS = ("title", "description", "date", "lang", "language")
"""The metadata of a notebook that are words for its page."""
# The JSON types in PUBLISHED: a text, a list of texts, a number, an object of anything.
TEXT, TEXTS, NUMBER, ENTRIES = "text", "texts", "number", "entries"
PUBLISHED = {
    "html": TEXT,
    "lang": TEXT,
    "chapter": {"number": NUMBER, "id": TEXT, "title": TEXT},
    "page": {
        "title": TEXT, "called": ENTRIES, "description": TEXT, "footer": TEXT,
        "heading": TEXT, "subtitle": TEXT,
        "eyebrow": TEXT, "lede": TEXT, "figures": TEXT, "running_header": TEXT, "style": TEXT,
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
"""The shape of a piece that `publish` puts into a cell's output (see `fragment`): name → type.

A notebook from elsewhere may hold anything there, and the templates rely on these types."""
NEVER_OPEN = {"html", "id", "title"}
"""The texts of a piece that can't be None: its HTML, and the place and title of its chapter."""
REQUIRED_NAMES = {"chapter": {"id", "title"}}
"""The name of a mapping in a piece → the names that this mapping must have."""


def settle_notebook(notebook: NotebookNode) -> None:
    """Bring a notebook into nbformat's form, in place; raise PageError if it has no cells."""
    if not isinstance(notebook.get("cells"), list):
        raise PageError(_("this is no notebook: it has no cells"))
    # Cells have ids since 4.5.
    minor = notebook.get("nbformat_minor")
    notebook.nbformat = 4
    notebook.nbformat_minor = max(minor, 5) if isinstance(minor, int) else 5
    notebook.metadata = _settle_words(_take_mapping(notebook.get("metadata")))
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        if isinstance(cell, Mapping) and cell.get("cell_type") in CELL_TYPES:
            cells.append(cell)
    notebook.cells = cells
    for cell in cells:
        _settle_cell(cell)
    # Pages name their cells by their ids: each has one of its own.
    known = set[str]()
    for number, cell in enumerate(cells, start=1):
        if not _is_id(cell.get("id")) or cell.id in known:
            cell.id = f"cell-{number}"
        known.add(cell.id)


def _is_id(value: object) -> bool:
    """Whether a value is an id of a cell by nbformat's schema, as "a1f" or "cell-3".

    False for "", "a b", and for an id that would end its attribute in a page: '"><script>'.
    """
    if not isinstance(value, str):
        return False
    return 0 < len(value) <= LONGEST_ID and SIGNS_OF_IDS.issuperset(value)


def _settle_words(metadata: NotebookNode) -> NotebookNode:
    """Return metadata in which title, date and the like are texts, since a page prints them.

    {"title": 2025, "lang": ["fr"]} → {"title": "2025"}
    """
    settled = NotebookNode(metadata)
    for name in METADATA_OF_WORDS:
        if name not in settled or isinstance(settled[name], str):
            continue
        words = settled.pop(name)
        if isinstance(words, int | float):
            settled[name] = str(words)
    return settled


def _settle_cell(cell: NotebookNode) -> None:
    """Bring a cell into nbformat's form, in place: source, metadata, tags, attachments, outputs."""
    cell.source = _clean_pictures(_join_text(cell.get("source")) or "")
    cell.metadata = _take_mapping(cell.get("metadata"))
    if "tags" in cell.metadata:
        cell.metadata["tags"] = _settle_tags(cell.metadata["tags"])
    if "attachments" in cell:
        cell.attachments = _settle_attachments(_take_mapping(cell.attachments))
    if cell.cell_type == "code":
        cell.outputs = _settle_outputs(cell.get("outputs"))
        count = cell.get("execution_count")
        # Only a whole number says that the cell was run.
        cell.execution_count = count if isinstance(count, int) else None


def _settle_tags(tags: object) -> list[str]:
    """Return the tags of a cell as a list of texts: "publish" → ["publish"], ["a", 3] → ["a"]."""
    # Some write a single tag without a list.
    listed = tags if isinstance(tags, list) else [tags]
    return [tag for tag in listed if isinstance(tag, str)]


def _settle_attachments(attachments: NotebookNode) -> NotebookNode:
    """Return the pictures that a Markdown cell holds, without those that can't be read.

    {"carte.png": {"image/png": "iVBOR…"}}: the name in the Markdown → the data by MIME type.
    """
    settled = NotebookNode()
    for name, given in attachments.items():
        data = _settle_data(_take_mapping(given))
        if data:
            settled[name] = data
    return settled


def _settle_outputs(outputs: object) -> list[NotebookNode]:
    """Return a cell's outputs of the types that nbformat knows, each brought into its form."""
    if not isinstance(outputs, list):
        return []
    settled: list[NotebookNode] = []
    for output in outputs:
        if isinstance(output, Mapping) and output.get("output_type") in OUTPUT_TYPES:
            _settle_output(output)
            settled.append(output)
    return settled


def _settle_output(output: NotebookNode) -> None:
    """Bring an output into nbformat's form, in place; pictures lose notes on author and place."""
    if output.output_type == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        output.update(name=name, text=_join_text(output.get("text")) or "")
    elif output.output_type == "error":
        for name in ("ename", "evalue"):
            output[name] = str(output.get(name, ""))
    else:
        output.data = _settle_data(_take_mapping(output.get("data")))
        output.metadata = _take_mapping(output.get("metadata"))


def _settle_data(data: NotebookNode) -> NotebookNode:
    """Return the data of an output by MIME type: texts in a single piece, JSON unchanged.

    {"text/plain": ["Ain, ", "Var"], "text/html": 3} → {"text/plain": "Ain, Var"}

    Raise PageError for a piece of `publish` that the templates couldn't lay out.
    """
    settled = NotebookNode()
    for kind, value in data.items():
        if kind == MIME:
            wrong = _find_wrong_part(value, PUBLISHED)
            if wrong:
                raise PageError(_("what a cell publishes has another shape: {part}", part=wrong))
            settled[kind] = value
        elif "json" in kind:
            settled[kind] = value
        else:
            text = _join_text(value)
            if text is not None:
                settled[kind] = _settle_text(kind, text)
    return settled


def _settle_text(kind: str, text: str) -> str:
    """Return the text of a MIME type, its pictures without notes on author and place.

    `kind` is the type: "text/html", or "image/png" for a picture, whose text is base64. A picture
    that can't be read becomes "": the page will say that a picture is missing.
    """
    if kind in ("text/html", "text/markdown"):
        return _clean_pictures(text)
    # A drawing is text, and is cleaned when its block is made.
    if not kind.startswith("image/") or kind == "image/svg+xml":
        return text
    with suppress(binascii.Error, ValueError):
        content = base64.b64decode(text)
        found = find_picture_kind(content)
        if found:
            return base64.b64encode(clean_picture(found, content)).decode()
    return ""


def _clean_pictures(text: str) -> str:
    """Return HTML or Markdown whose pictures, at `data:` addresses, have no notes on the author."""
    if "data:image" not in text:
        return text
    return PICTURE.sub(_clean_address, text)


def _clean_address(held: re.Match[str]) -> str:
    """Return the `data:` address of a picture without notes, "" for one that can't be read."""
    return clean_picture_address(held[0]) or ""


def _join_text(value: object) -> str | None:
    """Return a text, which nbformat may keep as a list of its lines; None for other JSON."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def _take_mapping(value: object) -> NotebookNode:
    """Return the `metadata` or `data` of a cell as a mapping; an empty mapping for other JSON.

    A cell with `"metadata": null` says nothing about itself, and is as good as a cell with `{}`:
    Jupyter opens both, and so an export does.
    """
    if isinstance(value, NotebookNode):
        return value
    return NotebookNode(value) if isinstance(value, Mapping) else NotebookNode()


def _find_wrong_part(value: Any, shape: Any, place: str = MIME) -> str:
    """Return the name of the first part of a value with a wrong type; "" if all are right.

    _find_wrong_part({"html": 3}, {"html": TEXT}) → "html"

    `shape` is a type (`TEXT`, `NUMBER`…), a mapping of name → shape, or a list of a single shape,
    which each part of the value must have. `place` is the name under which the value stands.
    """
    if isinstance(shape, Mapping):
        return _find_wrong_entry(value, shape, place)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        [shape_of_each] = shape
        for part in value:
            wrong = _find_wrong_part(part, shape_of_each, place)
            if wrong:
                return wrong
        return ""
    return "" if _has_type(value, shape, place) else place


def _find_wrong_entry(value: Any, shapes: Mapping[str, Any], place: str) -> str:
    """Return the name of the first entry of a mapping with a wrong type; "" if all are right.

    `shapes` are those of the entries by name. Another value than a mapping, or a mapping without a
    name that it must have, is itself wrong: the result is `place`, its own name.
    """
    if not isinstance(value, Mapping):
        return place
    required = REQUIRED_NAMES.get(place, set())
    if not required <= value.keys():
        return place
    for name, shape in shapes.items():
        if name in value:
            wrong = _find_wrong_part(value[name], shape, name)
            if wrong:
                return wrong
    return ""


def _has_type(value: Any, kind: str, place: str) -> bool:
    """Whether a value has a type: `TEXT`, `TEXTS`, `NUMBER` or `ENTRIES`; `place` is its name."""
    # A text or a number that is left open may be None. Lists and mappings can't be None: the
    # templates loop over them.
    if value is None:
        return kind in (TEXT, NUMBER) and place not in NEVER_OPEN
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    types = {TEXT: str, NUMBER: int, ENTRIES: Mapping}
    return isinstance(value, types[kind])
