"""From an executed notebook to its files: the HTML page, the notebook, the figures as JSON.

It is the only module that knows nbconvert. The exporter is registered as `annual-report`, so
`jupyter nbconvert --to annual-report` makes the same page as the build does.
"""

import hashlib
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from typing import Any, Literal

import msgspec
from jinja2 import BaseLoader, Environment, FunctionLoader
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from annual_report import ROOT
from annual_report.page.html import FINGERPRINT, MIME

FOLDER = ROOT / "templates" / "report"


@lru_cache
def template(name: str) -> str | None:
    """Return the text of one of the project's templates or style sheets, None if there is none.

    Each is read once: a process that was forked after `load_templates` goes by what its server
    read, whatever has been edited since.
    """
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


class ReportExporter(TemplateExporter):
    """Exporter of the project's template.

    It is not nbconvert's HTMLExporter, which would parse the finished page once more to mend what
    this template has no need of, and costs as much again as the export.
    """

    export_from_notebook = "Annual report"
    output_mimetype = "text/html"

    def _default_preprocessors_default(self) -> list[Any]:
        """Do without nbconvert's own preprocessors: the template picks what it shows."""
        return []

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_extension_default(self) -> str:
        return ".html.j2"

    def _template_name_default(self) -> str:
        return "report"

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Copy the notebook and check it once more only if there is something to do with it."""
        if not self._preprocessors:
            return nb, resources
        copied: tuple[NotebookNode, Any] = super()._preprocess(nb, resources)
        return copied

    def _extra_loaders_default(self) -> list[BaseLoader]:
        return [FunctionLoader(template)]

    @property
    def template_paths(self) -> list[str]:
        """Look into the project's templates alone: a page is made of nothing else."""
        return [str(FOLDER), str(FOLDER.parent)]


@lru_cache
def _exporter() -> ReportExporter:
    """Return the exporter, made once in a process: making it costs more than using it."""
    return ReportExporter()


def to_html(notebook: NotebookNode) -> str:
    """Return the page of an executed notebook."""
    html, _resources = _exporter().from_notebook_node(notebook)
    digest = hashlib.sha256(str(html).encode()).hexdigest()[:16]
    return str(html).replace(FINGERPRINT, digest)


def render(template: str, **values: Any) -> str:
    """Return a page that isn't a notebook, from one of the project's templates."""
    return _environment().get_template(template).render(**values)


def load_templates() -> None:
    """Read all templates, and compile those of the list of pages, as each network's would again."""
    for path in FOLDER.iterdir():
        with suppress(UnicodeDecodeError):  # the pages that use it will say so
            template(path.name)
    for name in ("contents.html.j2", "layout.html.j2", "palette.css", "style.css"):
        _environment().get_template(name)


@lru_cache
def _environment() -> Environment:
    return Environment(loader=FunctionLoader(template), autoescape=True, trim_blocks=True)


def without_private(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook with its published outputs alone, which is what is given out."""
    given = deepcopy(notebook)
    for cell in given.cells:
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if _is_published(each)]
    return given


def kept(notebook: NotebookNode) -> tuple[str, ...]:
    """Say which cells show something that stays in the notebook."""
    return ()


def _is_published(output: NotebookNode) -> bool:
    data = output.get("data", {})
    return "text/html" in data or MIME in data


def to_json(content: object, indent: int = 2, order: Literal["sorted"] | None = None) -> bytes:
    """Return JSON that people can read, in UTF-8."""
    return msgspec.json.format(msgspec.json.encode(content, order=order), indent=indent)


def facts(notebook: NotebookNode) -> dict[str, Any]:
    """Gather what the cells said of the page: "page", "key_figures"."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found |= output.get("data", {}).get(MIME, {})
    return found
