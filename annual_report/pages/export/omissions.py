"""The chapters that a page hasn't got, and the numbers of those that it has.

A network leaves chapters out of its pages by its setting `chapitres_omis`: what stood between the
heading of such a chapter and the next one is in no page, no JSON and no notebook that is given out.
Where a chapter is missing, for that reason or because its notebook found nothing to say, the
numbers of the others follow each other.
"""

from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from annual_report.pages.fragment import MIME


def without_omitted(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what its page's cover omits, its chapters numbered from 1."""
    parts = [
        part for cell in notebook.cells for part in map(_part, cell.get("outputs", ())) if part
    ]
    omitted = {name for part in parts for name in part.get("page", {}).get("omitted", ())}
    numbers = [part["chapter"]["number"] for part in parts if "chapter" in part]
    numbers = [number for number in numbers if number]
    if not omitted and numbers == list(range(1, len(numbers) + 1)):
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
