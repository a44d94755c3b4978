"""The published parts of a notebook: for the page, for the files beside the page, for remarks.

Input: an executed notebook. Output: a `PublishedPage`, with the parts in the order of their cells,
and the notebook reduced to the published outputs, for it is given out beside its page.

An output is published if it has a part of the type `MIME` (see `pages.fragment`); a Markdown cell
is published if it has the tag `publish`. All other outputs are the analyst's: they stay in the
notebook, and the build names their cells. A notebook without such tags or calls is published whole
(see `shown`).
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from annual_report.base.errors import PageError, PublishError
from annual_report.base.french import format_number
from annual_report.base.messages import _
from annual_report.machine.pages.export.executed import (
    PUBLISHED,
    TAGS_WITHOUT_CELL,
    TAGS_WITHOUT_OUTPUT,
    check_executed,
    find_language_call,
    list_tags,
    puts_by_calls,
    say_of_cell,
    veil_parameters,
)
from annual_report.machine.pages.export.options import (
    NOTHING_ASKED,
    ExportOptions,
    complete_options,
)
from annual_report.machine.pages.export.settling import settle_notebook
from annual_report.machine.pages.export.shown import read_shown
from annual_report.machine.pages.fragment import MIME, without_remarks
from annual_report.machine.pages.language import (
    choose_own_language,
    read_language,
    use_language,
)
from annual_report.machine.pages.written import make_text_fragment

MEGABYTE = 1_000_000
HEAVIEST_FOR_MAIL = 2_000_000
"""The bytes above which a page is remarked as too heavy for a mail; that of a year has 70,000."""


@dataclass(frozen=True)
class PublishedPage:
    """The notebook to publish, and the parts of the page, each with the `cell` that made it.

    A part is a mapping, as `pages.fragment` describes: {"html": "<p>…", "cell": …}, {"chapter": …}.
    `is_shown` is True for a notebook that calls no `publish`, and is published whole. `language` is
    the language of the page, `own_language` that of its fixed words, such as "Tableau".
    """

    name: str
    notebook: NotebookNode
    parts: list[dict[str, Any]]
    language: str
    own_language: str
    is_shown: bool
    options: ExportOptions = NOTHING_ASKED

    @property
    def key_figures(self) -> dict[str, Any]:
        """The key figures that a cell publishes; {} without any."""
        for part in self.parts:
            if "key_figures" in part:
                figures: dict[str, Any] = part["key_figures"]
                return figures
        return {}

    @property
    def lacks(self) -> list[str]:
        """The remarks on the form of a page: with any of them no page of a network is made."""
        # First the remarks of each part, then that on the weight of the whole page.
        lacks = self._gather("lacks")
        whole = sum(map(_weigh, self.parts))
        if whole > HEAVIEST_FOR_MAIL:
            heaviest = max(self.parts, key=_weigh)
            remark = _(
                "the page weighs {whole} MB, {part} of them here: publish fewer points or rows",
                whole=format_number(whole / MEGABYTE, 1),
                part=format_number(_weigh(heaviest) / MEGABYTE, 1),
            )
            lacks.append(say_of_cell(heaviest["cell"], remark))
        return lacks

    @property
    def remarks(self) -> list[str]:
        """The remarks of the cells for the author of the page."""
        return [*self.lacks, *self._gather("remarks")]

    def _gather(self, kind: str) -> list[str]:
        """Return the remarks of a kind, "lacks" or "remarks", each with its cell, each once."""
        lines: list[str] = []
        for part in self.parts:
            for line in part.get(kind, ()):
                lines.append(say_of_cell(part["cell"], line))
        # Two pieces of a cell may have the same remark.
        return [*dict.fromkeys(lines)]


def _weigh(part: dict[str, Any]) -> int:
    """Return how many characters of HTML a part has: nearly its bytes."""
    return len(part.get("html", ""))


def read_published(
    notebook: NotebookNode,
    name: str = "notebook",
    folder: str = "",
    options: ExportOptions = NOTHING_ASKED,
) -> PublishedPage:
    """Return the published parts of an executed notebook, whose pictures lie in a folder.

    `name` is that of the page, without suffix. Raise PageError for a cell that was not run, failed,
    or publishes a part that no page can have.
    """
    # The caller's notebook stays as it is.
    own_notebook = deepcopy(notebook)
    settle_notebook(own_notebook)
    check_executed(own_notebook, f"{name}.html", allow_errors=options.allow_errors)
    if _publishes_parts(own_notebook):
        return _read_chosen_parts(own_notebook, name, folder, options)
    # The author published nothing: the notebook is published whole.
    metadata = own_notebook.metadata
    options = complete_options(options, metadata, find_language_call(own_notebook))
    shown = read_shown(own_notebook, folder, options)
    return PublishedPage(
        name=name,
        notebook=own_notebook,
        parts=shown.parts,
        language=shown.language,
        own_language=shown.own_language,
        is_shown=True,
        options=options,
    )


def _publishes_parts(notebook: NotebookNode) -> bool:
    """Whether a notebook's author chose parts for the page, by calls of `publish` or by tags."""
    for cell in notebook.cells:
        if PUBLISHED in list_tags(cell):
            return True
        for output in cell.get("outputs", ()):
            if _find_part(output) is not None:
                return True
    # A call may have put nothing out, as that of an empty phrase.
    return puts_by_calls(notebook)


def _find_part(output: NotebookNode) -> dict[str, Any] | None:
    """Return the part of a page that `publish` put into an output: {"html": "<p>…", …}.

    None for an output that wasn't published, such as a printed line.
    """
    part: dict[str, Any] | None = output.get("data", {}).get(MIME)
    return part


def _read_chosen_parts(
    notebook: NotebookNode, name: str, folder: str, options: ExportOptions
) -> PublishedPage:
    """Return the parts that a notebook's author chose, and reduce the notebook to them, in place.

    `folder` is the notebook's, in which its pictures lie.
    """
    veil_parameters(notebook)
    parts: list[dict[str, Any]] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            part = _find_part(output)
            if part is not None:
                parts.append(part)
    if parts:
        # A part says the language in which the kernel published it.
        language = read_language(parts[0])
    else:
        called = find_language_call(notebook)
        language = read_language(
            {"lang": called or notebook.metadata.get("lang") or options.language}
        )
    # The chapters that a network leaves out are named by the part of its cover.
    omitted = set[str]()
    for part in parts:
        omitted.update(part.get("page", {}).get("omitted", ()))
    cells = _choose_outputs(notebook, omitted)
    with use_language(language):
        made = _make_parts(cells, folder)
    _reduce_notebook(cells)
    return PublishedPage(
        name=name,
        notebook=notebook,
        parts=made,
        language=language,
        own_language=choose_own_language(language),
        is_shown=False,
        options=options,
    )


@dataclass(frozen=True)
class _ChosenCell:
    """A cell of a notebook, and the outputs that neither a tag nor the network leaves out.

    `is_left_out` says whether the words of the cell, if it is Markdown, are left out too.
    """

    cell: NotebookNode
    outputs: list[NotebookNode]
    is_left_out: bool


def _choose_outputs(notebook: NotebookNode, omitted: set[str]) -> list[_ChosenCell]:
    """Return all cells of a notebook, each with the outputs that may go into the page.

    `omitted` are the ids of the chapters that the network leaves out. An output that wasn't
    published is among the outputs: the author is told of it.
    """
    # Whether the chapter that the loop has reached is left out.
    is_omitted = False
    chosen: list[_ChosenCell] = []
    for cell in notebook.cells:
        is_hidden = not (TAGS_WITHOUT_CELL | TAGS_WITHOUT_OUTPUT).isdisjoint(list_tags(cell))
        outputs: list[NotebookNode] = []
        shown = () if is_hidden else cell.get("outputs", ())
        for output in shown:
            part = _find_part(output)
            # The heading of a chapter decides for all outputs below it, up to the next chapter.
            if part and "chapter" in part:
                is_omitted = part["chapter"]["id"] in omitted
            if part is None or not is_omitted:
                outputs.append(output)
        # Words between the cells of a chapter that is left out are left out too.
        chosen.append(_ChosenCell(cell, outputs, is_left_out=is_omitted or is_hidden))
    return chosen


def _make_parts(cells: Sequence[_ChosenCell], folder: str) -> list[dict[str, Any]]:
    """Return the parts of the page, each with its cell: [{"html": "<p>…", "cell": …}, …].

    For an output that wasn't published there is a part without HTML, with a remark to the author.
    """
    remark = _("something that it shows stays in the notebook; publish(…) puts it into the page")
    made: list[dict[str, Any]] = []
    for chosen in cells:
        cell = chosen.cell
        parts: list[dict[str, Any]] = []
        for output in chosen.outputs:
            part = _find_part(output)
            parts.append({"remarks": [remark]} if part is None else part)
        is_text = cell.cell_type == "markdown" and PUBLISHED in list_tags(cell)
        if is_text and not chosen.is_left_out:
            try:
                text = make_text_fragment(cell.source, folder, cell.get("attachments"))
            except PublishError as error:
                raise PageError(say_of_cell(cell, error)) from error
            parts.append(text.part)
        # A cell without parts counts too: its tags may begin two columns in the page.
        for part in parts or [{}]:
            made.append(part | {"cell": cell})
    return made


def _reduce_notebook(cells: Sequence[_ChosenCell]) -> None:
    """Take everything out of the cells, in place, that the page doesn't show.

    Outputs that weren't published go, and the remarks for the author within the others; words that
    are left out lose the tag `publish`.
    """
    for chosen in cells:
        cell = chosen.cell
        published = [output for output in chosen.outputs if _find_part(output) is not None]
        for output in published:
            output.data = NotebookNode(without_remarks(output.data))
        if cell.cell_type == "code":
            cell.outputs = published
        tags = list_tags(cell)
        if PUBLISHED in tags and chosen.is_left_out:
            cell.metadata["tags"] = [tag for tag in tags if tag != PUBLISHED]
