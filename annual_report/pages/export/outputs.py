"""What a notebook's cells show: what was published, in the page's order, and what stays.

An output is published if it has a part of the type `MIME` (see `pages.fragment`); so is a
Markdown cell that has the tag `publish`. All else is the analyst's own: it stays in the notebook,
and `kept` names it, with the line that would publish it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from nbformat import NotebookNode

from annual_report.errors import PageError, PublishError
from annual_report.messages import _
from annual_report.pages.checks.wording import check_source, check_words
from annual_report.pages.fragment import MIME
from annual_report.pages.text import text_of

TAG = "publish"
"""The tag of a Markdown cell that goes into the page."""
ANALYSTS = "notebook"
"""The tag of a cell whose outputs stay in the notebook on purpose."""
MAY_FAIL, NOT_RUN = "raises-exception", "skip-execution"
"""nbclient's tags for a cell whose error does not end the run, and for one that isn't run."""
LONGEST = 80

TEXT = 'publish("…")'
TABLE = 'publish({}, caption="…")'
FIGURE = 'publish({}, finding="…", alternative="…")'
DRAWN = re.compile(
    r"<(Axes|Figure|seaborn)|[\[(]*(<matplotlib\.|Text\()|[^<]*<BarContainer|array\(\[+<Axes"
)
"""How what was drawn shows itself beside its picture."""


class Piece(NamedTuple):
    """Something published: the cell it comes from, and what it is made of, as `fragment` says."""

    cell: NotebookNode
    part: Mapping[str, Any]


class Kept(NamedTuple):
    """Something that a cell shows and that stays in the notebook.

    `cell` is how its analyst knows the cell, `what` it shows, `how` the line that would publish it.
    """

    cell: str
    what: str
    how: str

    def __str__(self) -> str:
        return _(
            "cell {cell}: {what} stays in the notebook; to publish it: {how}", **self._asdict()
        )


def published(cell: NotebookNode) -> Iterator[Piece]:
    """Yield what a cell puts into the page."""
    yield from _of_outputs(cell)
    if cell.cell_type == "markdown" and TAG in tags(cell):
        try:
            said = check_words(cell.source)
            made = text_of(cell.source).with_remarks(said)
        except PublishError as error:
            raise PageError(
                _("cell {cell}: {problem}", cell=known_as(cell), problem=error)
            ) from error
        part = {"html": str(made.html), "sentences": list(made.sentences), **made.facts}
        yield Piece(cell, part)


def kept(notebook: NotebookNode) -> tuple[Kept, ...]:
    """Return what stays in the notebook of all that its cells show, each kind once a cell."""
    found = [
        Kept(known_as(cell), *_described(output, cell))
        for cell in notebook.cells
        if ANALYSTS not in tags(cell)
        for output in cell.get("outputs", ())
        if not _is_published(output)
    ]
    # What was drawn shows itself in words too, by the name that the cell has for it.
    pictures = {each.cell for each in found if each.what == _a_figure()}
    named = {each.cell: each.how for each in found if each.what == _drawn()}
    return tuple(
        dict.fromkeys(
            each._replace(how=named.get(each.cell, each.how)) if each.what == _a_figure() else each
            for each in found
            if each.what != _drawn() or each.cell not in pictures
        )
    )


def given_out(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook that is given out: the published outputs, and no other.

    What a network leaves out of its pages, the chapters that the cover names as `omitted`, is not
    in it. Where a chapter is missing, for that reason or because its notebook found nothing to say,
    the numbers of the others follow each other.
    """
    given = deepcopy(notebook)
    given.metadata.pop("widgets", None)  # their state is what they show
    parts = [piece.part for cell in given.cells for piece in _of_outputs(cell)]
    omitted = {name for part in parts for name in part.get("page", {}).get("omitted", ())}
    leaving, number = False, 0
    for cell in given.cells:
        kept = []
        for output in cell.get("outputs", ()):
            part = output.get("data", {}).get(MIME)
            if chapter := (part or {}).get("chapter"):
                leaving = chapter["id"] in omitted
                if chapter["number"] and not leaving:
                    number += 1
                    chapter["number"] = number
                    part["sentences"] = [f"{number}. {chapter['title']}"]
            if part is not None and not leaving:
                kept.append(output)
        if "outputs" in cell:
            cell.outputs = kept
        if leaving and TAG in tags(cell):
            cell.metadata["tags"] = [each for each in tags(cell) if each != TAG]
    return given


def check_executed(notebook: NotebookNode, name: str) -> None:
    """Raise PageError for a notebook of which a cell was not run, or failed."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip() or NOT_RUN in tags(cell):
            continue
        failed = any(each.output_type == "error" for each in cell.outputs)
        if failed and MAY_FAIL not in tags(cell):
            problem = _("it failed: correct it, and run the whole notebook again")
        elif cell.execution_count is None:
            problem = _("it was not run: run the whole notebook, to its end")
        else:
            continue
        line = _("cell {cell}: {problem}", cell=known_as(cell), problem=problem)
        raise PageError(_("{page}: {problem}", page=name, problem=line))


def check_sources(notebook: NotebookNode) -> tuple[str, ...]:
    """Return remarks on what the cells' own words hold: the notebook is given out with its page.

    Raise PageError if it is something that may not be.
    """
    said: list[str] = []
    for cell in notebook.cells:
        try:
            found = check_source(cell.source, code=cell.cell_type == "code")
        except PublishError as error:
            raise PageError(
                _("cell {cell}: its source {problem}", cell=known_as(cell), problem=error)
            ) from error
        said += [_("cell {cell}: {problem}", cell=known_as(cell), problem=each) for each in found]
    return tuple(said)


def known_as(cell: NotebookNode) -> str:
    """Return how an analyst knows a cell: by the first line of its last statement."""
    lines = cell.source.strip().splitlines() or [""]
    if cell.cell_type != "code":
        return str(lines[0])[:LONGEST]
    statement = _last_statement(cell.source)
    line = cell.source.splitlines()[statement.lineno - 1] if statement else lines[-1]
    return str(line).strip()[:LONGEST]


def tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", ()))


def _of_outputs(cell: NotebookNode) -> Iterator[Piece]:
    """Yield what a cell has published by its outputs."""
    for output in cell.get("outputs", ()):
        part = output.get("data", {}).get(MIME)
        if part is not None:
            yield Piece(cell, part)


def _is_published(output: Mapping[str, Any]) -> bool:
    return MIME in output.get("data", {})


def _a_figure() -> str:
    return _("a figure")


def _drawn() -> str:
    return _("a drawing")


def _described(output: NotebookNode, cell: NotebookNode) -> tuple[str, str]:
    """Say what an output is, and the line that would publish it."""
    if output.output_type == "stream":
        what = _("what print wrote") if output.name == "stdout" else _("messages and progress")
        return what, TEXT
    if output.output_type == "error":
        return _("an error"), TEXT
    return _shown(output.data, _expression(cell) if "execution_count" in output else "…")


def _shown(data: Mapping[str, Any], value: str) -> tuple[str, str]:
    """Describe a value by the types that it shows itself in; `value` is what the cell calls it."""
    types, html, plain = set(data), str(data.get("text/html", "")), str(data.get("text/plain", ""))
    if any("widget" in each for each in types):
        return _("a widget"), TEXT
    if "<table" in html:
        if 'id="T_' in html:
            return _("a table with a style"), TABLE.format(_part(value, "data"))
        return _("a table"), TABLE.format(value)
    if types & {"image/png", "image/svg+xml", "image/jpeg", "application/pdf"}:
        return _a_figure(), FIGURE.format("plt.gca()" if value == "…" else value)
    if "text/markdown" in types:
        return _("a text"), f"publish({value})"
    if types - {"text/plain"}:
        return _("what {types} shows", types=", ".join(sorted(types - {"text/plain"}))), TEXT
    if DRAWN.match(plain):
        return _drawn(), FIGURE.format(value)
    if re.search(r"(^|\n|, )dtype: \w+$", plain):
        return _("a table"), TABLE.format(value)
    if plain[:1] in "'\"":
        return _("a text"), f"publish({value})"
    return _("a value"), 'publish(f"…")' if value == "…" else f'publish(f"… {{{value}}}")'


def _part(value: str, name: str) -> str:
    return "styler.data" if value == "…" else f"{value}.{name}"


def _expression(cell: NotebookNode) -> str:
    """Return the expression whose value a cell shows, "…" if it is too long to say."""
    statement = _last_statement(cell.source)
    found = ast.get_source_segment(cell.source, statement) if statement else None
    if not isinstance(statement, ast.Expr) or not found or "\n" in found or len(found) > LONGEST:
        return "…"
    return found


def _last_statement(source: str) -> ast.stmt | None:
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic, or a line for the shell
        return None
    return body[-1] if body else None
