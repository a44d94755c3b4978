"""The chapters that a network leaves out of its pages, by its setting `chapitres_omis`.

What stood between the heading of such a chapter and the next one is in no page, no JSON and no
notebook that is given out; the numbers of the others follow each other.
"""

from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from annual_report.sentences.fragment import MIME


def without_omitted(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what it publishes in chapters that its page's cover omits."""
    parts = [
        part for cell in notebook.cells for part in map(_part, cell.get("outputs", ())) if part
    ]
    omitted = {name for part in parts for name in part.get("page", {}).get("omitted", ())}
    if not omitted:
        return notebook
    kept, leaving, number = deepcopy(notebook), False, 0
    for cell in kept.cells:
        outputs = []
        for output in cell.get("outputs", ()):
            part = _part(output)
            if part and "chapter" in part:
                leaving = part["chapter"]["id"] in omitted
                if part["chapter"]["number"] and not leaving:
                    number += 1
                    _renumber(part, number)
            if not (part and leaving):
                outputs.append(output)
        if "outputs" in cell:
            cell.outputs = outputs
    return kept


def _part(output: NotebookNode) -> Any:
    return output.get("data", {}).get(MIME)


def _renumber(part: Any, number: int) -> None:
    part["chapter"]["number"] = number
    part["sentences"] = [f"{number}. {part['chapter']['title']}"]
