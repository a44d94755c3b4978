"""The published parts of a notebook: for the page, for the files beside the page, for remarks.

Input: an executed notebook. Output: a `PublishedPage`, with the parts in the order of their cells,
and the notebook reduced to the published outputs, for it is given out beside its page.

An output is published if it has a part of the type `MIME` (see `pages.fragment`); a Markdown cell
is published if it has the tag `publish`. All other outputs are the analyst's: they stay in the
notebook, and the build names their cells. A notebook without such tags or calls is published whole
(see `shown`).
"""

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

HEAVIEST_FOR_MAIL = 2_000_000
"""The bytes above which a page is remarked as too heavy for a mail; that of a year has 70,000."""


@dataclass(frozen=True)
class PublishedPage:
    """The notebook to publish, and the parts of the page, each with the `cell` that made it.

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
        weights = [len(part.get("html", "")) for part in self.parts]
        if sum(weights) > HEAVIEST_FOR_MAIL:
            heaviest = self.parts[weights.index(max(weights))]["cell"]
            remark = _(
                "the page weighs {whole} MB, {part} of them here: publish fewer points or rows",
                whole=format_number(sum(weights) / 1e6, 1),
                part=format_number(max(weights) / 1e6, 1),
            )
            lacks.append(say_of_cell(heaviest, remark))
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


def read_published(
    notebook: NotebookNode,
    name: str = "notebook",
    folder: str = "",
    options: ExportOptions = NOTHING_ASKED,
) -> PublishedPage:
    """Return the published parts of an executed notebook, whose pictures lie in a folder.

    Raise PageError for a cell that was not run, failed, or publishes a part that no page can have.
    """
    # The caller's notebook stays as it is.
    given = deepcopy(notebook)
    settle_notebook(given)
    check_executed(given, f"{name}.html", allow_errors=options.allow_errors)
    outputs = [output for cell in given.cells for output in cell.get("outputs", ())]
    parts = [output.data[MIME] for output in outputs if MIME in output.get("data", {})]
    is_tagged = any(PUBLISHED in list_tags(cell) for cell in given.cells)
    called = find_language_call(given)
    # The author published nothing: the notebook is published whole.
    if not (parts or is_tagged or puts_by_calls(given)):
        options = complete_options(options, given.metadata, called)
        shown = read_shown(given, folder, options)
        own = shown.own_language
        return PublishedPage(name, given, shown.parts, shown.language, own, True, options)
    veil_parameters(given)
    # A part says the language in which the kernel published it, which goes before the metadata.
    asked = {"lang": called or given.metadata.get("lang") or options.language}
    language = read_language(parts[0] if parts else asked)
    # The chapters that a network leaves out are named by the part of its cover.
    omitted = set[str]()
    for part in parts:
        omitted.update(part.get("page", {}).get("omitted", ()))
    with use_language(language):
        made = _take_parts(given, folder, omitted)
    own = choose_own_language(language)
    return PublishedPage(name, given, made, language, own, False, options)


def _take_parts(notebook: NotebookNode, folder: str, omitted: set[str]) -> list[dict[str, Any]]:
    """Return the parts of the page with their cells, and reduce the notebook to these parts.

    `omitted` are the ids of the chapters that the network leaves out: neither the page nor the
    notebook gets them.
    """
    line = _("something that it shows stays in the notebook; publish(…) puts it into the page")
    # Whether the chapter that the loop has reached is left out.
    is_omitted = False
    taken: list[dict[str, Any]] = []
    for cell in notebook.cells:
        tags = list_tags(cell)
        parts: list[dict[str, Any]] = []
        kept: list[NotebookNode] = []
        is_hidden = not (TAGS_WITHOUT_CELL | TAGS_WITHOUT_OUTPUT).isdisjoint(tags)
        outputs = cell.get("outputs", ())
        if is_hidden:
            outputs = ()
        for output in outputs:
            part = output.get("data", {}).get(MIME)
            # The heading of a chapter decides for all outputs below it, up to the next chapter.
            if part and "chapter" in part:
                is_omitted = part["chapter"]["id"] in omitted
            # An output that wasn't published is left out, with a remark to the author.
            if part is None:
                parts.append({"remarks": [line]})
            elif not is_omitted:
                parts.append(part)
                output.data = NotebookNode(without_remarks(output.data))
                kept.append(output)
        if cell.cell_type == "code":
            cell.outputs = kept
        # Words between the cells of a chapter that is left out are left out too.
        if PUBLISHED in tags and (is_omitted or is_hidden):
            cell.metadata["tags"] = [tag for tag in tags if tag != PUBLISHED]
        elif PUBLISHED in tags and cell.cell_type == "markdown":
            try:
                text = make_text_fragment(cell.source, folder, cell.get("attachments"))
            except PublishError as error:
                raise PageError(say_of_cell(cell, error)) from error
            parts.append(text.part)
        # A cell without parts counts too: its tags may begin two columns in the page.
        for part in parts or [{}]:
            taken.append(part | {"cell": cell})
    return taken
