"""From an executed notebook to its files: the HTML page, the notebook, the figures as JSON.

It is the only module that knows nbconvert. The exporter is registered as `annual-report`, so
`jupyter nbconvert --to annual-report` makes the same page as the build does.
"""

from contextlib import suppress
from functools import lru_cache
from typing import Any, Literal

import msgspec
from jinja2 import BaseLoader, Environment, FunctionLoader
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient

from annual_report import ROOT
from annual_report.page.html import MIME

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
    return str(html)


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


def to_ipynb(notebook: NotebookNode) -> bytes:
    """Return the file of a notebook, as nbformat writes it.

    nbformat copies a notebook and writes it in Python, which takes thirty times as long; here its
    texts are cut into lines in place, so it is of no use for anything else afterwards.
    """
    lines = strip_transient(split_lines(notebook))
    return to_json(lines, indent=1, order="sorted")


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
