"""What a notebook's cells show: what was published, in the page's order, and what stays.

An output is published if it has a part of the type `MIME` (see `pages.fragment`); so is a
Markdown cell that has the tag `publish`. All else is the analyst's own: it stays in the notebook,
and `name_unpublished` names its cell.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from annual_report.base.errors import PageError, PublishError
from annual_report.base.french import write_number
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.machine.pages.checks.wording import check_source
from annual_report.machine.pages.fragment import MIME
from annual_report.machine.pages.language import read_language, use_language
from annual_report.machine.pages.publishing import make_text_fragment

TAG = "publish"
"""The tag of a Markdown cell that goes into the page."""
CELL_OUT = {"notebook", "remove-cell", "hide-cell"}
INPUT_OUT, OUTPUT_OUT = {"remove-input", "hide-input"}, {"remove-output", "hide-output"}
"""The tags of a cell of which something stays in the notebook: ours, and those of Jupyter Book."""
MAY_FAIL, NOT_RUN = "raises-exception", "skip-execution"
"""nbclient's tags for a cell whose error does not end the run, and for one that isn't run."""
PARAMETERS = {"parameters", "injected-parameters"}
"""papermill's tags of the cell of parameters, and of the one that it puts in."""
LONGEST = 80
HEAVY = 2_000_000
"""Bytes of a page that one thinks twice about before sending it: a year has 0.2 MB."""


def find_language(notebook: NotebookNode) -> str:
    """Return the language of a page: that of its first piece, or what the metadata say."""
    # The metadata alone don't tell in which language a kernel published.
    parts = [part for cell in notebook.cells for part in list_parts(cell)]
    return read_language(parts[0] if parts else notebook.metadata)


def list_published(notebook: NotebookNode) -> list[tuple[NotebookNode, list[Mapping[str, Any]]]]:
    """Return each cell with the parts that it puts into the page, as `take_published` left them."""
    with use_language(find_language(notebook)):
        return [(cell, list(_parts(cell))) for cell in notebook.cells]


def _parts(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    yield from list_parts(cell)
    if cell.cell_type == "markdown" and TAG in list_tags(cell):
        try:
            attached = cell.get("attachments")
            yield make_text_fragment(cell.source, attachments=attached).part
        except PublishError as error:
            raise PageError(_say_of_cell(cell, error)) from error


def list_parts(cell: NotebookNode) -> list[dict[str, Any]]:
    """Return the parts that a cell puts into the page: of its outputs, or as `shown` found them."""
    if MIME in cell.metadata:
        return list(cell.metadata[MIME])
    return [output.data[MIME] for output in filter(_is_published, cell.get("outputs", ()))]


def _is_published(output: NotebookNode) -> bool:
    return MIME in output.get("data", {})


def _stays(cell: NotebookNode) -> bool:
    """Whether a cell is tagged as one that shows nothing in the page."""
    return not (CELL_OUT | OUTPUT_OUT).isdisjoint(list_tags(cell))


def is_shown(notebook: NotebookNode) -> bool:
    """Whether a notebook is published as it is (see `shown`)."""
    return any(MIME in cell.metadata for cell in notebook.cells)


def name_unpublished(notebook: NotebookNode) -> tuple[str, ...]:
    """Say of which cells something that they show stays in the notebook."""
    if is_shown(notebook):
        return ()
    line = _("something that it shows stays in the notebook; publish(…) puts it into the page")
    return tuple(
        _say_of_cell(cell, line)
        for cell in notebook.cells
        if not _stays(cell) and not all(map(_is_published, cell.get("outputs", ())))
    )


def take_published(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook that is given out: the published outputs, and no other.

    What a network leaves out of its pages, the chapters that the cover names as `omitted`, is not
    in it. Where a chapter is missing, for that reason or because its notebook found nothing to say,
    the numbers of the others follow each other. One that is published as it is, is given out so.
    """
    if is_shown(notebook):
        return deepcopy(notebook)
    given = deepcopy(notebook)
    parts = [part for cell in given.cells for part in list_parts(cell)]
    omitted = {name for part in parts for name in part.get("page", {}).get("omitted", ())}
    leaving, number = False, 0
    for cell in given.cells:
        published = [] if _stays(cell) else [*filter(_is_published, cell.get("outputs", ()))]
        # What is only shown stays behind.
        if "outputs" in cell:
            cell.outputs = []
        for output in published:
            part = output.data[MIME]
            # A chapter's heading decides of all that follows it, up to the next one.
            if chapter := part.get("chapter"):
                leaving = chapter["id"] in omitted
                if chapter["number"] and not leaving:
                    number += 1
                    chapter["number"] = number
            if not leaving:
                cell.outputs.append(output)
        # Words between the cells of a chapter that is left out are left out too.
        if (leaving or _stays(cell)) and TAG in list_tags(cell):
            cell.metadata["tags"] = [tag for tag in list_tags(cell) if tag != TAG]
    return given


def gather_remarks(notebook: NotebookNode) -> tuple[str, ...]:
    """Gather what the cells of an executed notebook tell whoever makes the page."""
    return (*gather_lacks(notebook), *_gather(list_published(notebook), "remarks"))


def gather_lacks(notebook: NotebookNode) -> tuple[str, ...]:
    """Gather the remarks on the form of a page, for which a page of a network is refused."""
    # What each piece remarked as it was made, and what only the whole page can tell: its weight.
    cells = list_published(notebook)
    lacks = [*_gather(cells, "lacks")]
    weights = [sum(len(part.get("html", "").encode()) for part in parts) for _cell, parts in cells]
    if sum(weights) > HEAVY:
        remark = _(
            "the page weighs {whole} MB, {part} of them by cell {cell}: publish fewer points or "
            "rows",
            whole=write_number(sum(weights) / 1e6, 1),
            part=write_number(max(weights) / 1e6, 1),
            cell=name_cell(cells[weights.index(max(weights))][0]),
        )
        lacks.append(remark)
    return tuple(lacks)


def _gather(
    cells: Iterable[tuple[NotebookNode, list[Mapping[str, Any]]]], kind: str
) -> Iterator[str]:
    for cell, parts in cells:
        lines = dict.fromkeys(line for part in parts for line in part.get(kind, ()))
        yield from (_say_of_cell(cell, line) for line in lines)


def gather_key_figures(notebook: NotebookNode) -> dict[str, Any]:
    """Gather the key figures that the cells of an executed notebook publish; {} if none does."""
    parts = (part for _cell, parts in list_published(notebook) for part in parts)
    return next((part["key_figures"] for part in parts if "key_figures" in part), {})


def hash_notebook(notebook: NotebookNode) -> str:
    """Return a short hash of a notebook's own cells, whatever they have shown.

    Its parameters are none of them: typed or put in by papermill, they give the same page.
    """
    own = [
        (cell.cell_type, cell.source, list_tags(cell))
        for cell in notebook.cells
        if PARAMETERS.isdisjoint(list_tags(cell))
    ]
    return hash_bytes(json.dumps(own).encode())[:12]


def check_executed(notebook: NotebookNode, name: str) -> None:
    """Raise PageError for a notebook of which a cell was not run, or failed."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if code and not any(cell.execution_count or NOT_RUN in list_tags(cell) for cell in code):
        line = f"jupyter nbconvert --execute --to annual_report {Path(name).stem}.ipynb"
        raise PageError(_("{page}: the notebook was not run: {line}", page=name, line=line))
    # A cell that is skipped or may fail says so by nbclient's own tags.
    for cell in (cell for cell in code if NOT_RUN not in list_tags(cell)):
        problem = ""
        if cell.execution_count is None:
            problem = _("it was not run: run the whole notebook, to its end")
        failed = [output for output in cell.outputs if output.output_type == "error"]
        if failed and MAY_FAIL not in list_tags(cell):
            error = f"{failed[0].ename}: {failed[0].evalue}"
            problem = _("it failed, {error}: correct it, and run the whole notebook again",
                        error=error)  # fmt: skip
        if problem:
            raise PageError(_("{page}: {problem}", page=name, problem=_say_of_cell(cell, problem)))


def check_sources(notebook: NotebookNode) -> tuple[str, ...]:
    """Return remarks on what the cells' own words hold: the notebook is given out with its page.

    Raise PageError if it is something that may not be.
    """
    remarks: list[str] = []
    for cell in notebook.cells:
        is_code = cell.cell_type == "code"
        # The words of a page that is as its notebook are looked at as they are put into it.
        if is_shown(notebook) and not is_code:
            continue
        try:
            remarks += [
                _say_of_cell(cell, line) for line in check_source(cell.source, code=is_code)
            ]
        except PublishError as error:
            problem = _say_of_cell(cell, _("its source {problem}", problem=error))
            if not is_shown(notebook):
                raise PageError(problem) from error
            remarks.append(problem)
    return tuple(remarks)


def _say_of_cell(cell: NotebookNode, problem: object) -> str:
    """Say something of a cell."""
    return _("cell {cell}: {problem}", cell=name_cell(cell), problem=problem)


def name_cell(cell: NotebookNode) -> str:
    """Return how an analyst knows a cell: by the line that its last statement begins with."""
    lines = cell.source.strip().splitlines() or [""]
    # A statement goes on where a line is indented, or closes or quotes something.
    begun = [line for line in lines if line[:1] not in (*" \t)]}#\"'",)]
    line = begun[-1] if begun and cell.cell_type == "code" else lines[0]
    return str(line).strip()[:LONGEST]


def give_ids(notebook: dict[str, Any]) -> None:
    """Give the cells of an older notebook, which have none, ids by their places.

    Pages name their cells by them: those that libraries give are others each time.
    """
    for number, cell in enumerate(notebook["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")


def list_tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell, with hyphens: some write them with underscores."""
    return [tag.replace("_", "-") for tag in cell.metadata.get("tags", ())]
