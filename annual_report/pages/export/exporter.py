"""From an executed notebook to its page; the only module that knows nbconvert.

The exporter is registered as `annual_report`, so that JupyterLab's *File > Save and Export*,
`jupyter nbconvert --to annual_report` and the build make the same page, and refuse the same.
"""

import hashlib
from contextlib import suppress
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, FunctionLoader
from jinja2.sandbox import SandboxedEnvironment
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool

from annual_report.pages.checks.rules import check_page
from annual_report.pages.checks.secrecy import check_files, veiled
from annual_report.pages.export.facts import remarks
from annual_report.pages.export.layout import laid_out
from annual_report.pages.export.omissions import without_omitted
from annual_report.pages.export.outputs import check_executed, kept, known_as
from annual_report.pages.export.sharing import absolute, linked_data
from annual_report.pages.fragment import FINGERPRINT
from annual_report.program import made_by
from annual_report.project import TEMPLATES

FOLDER = TEMPLATES
EXECUTE = "nbconvert.preprocessors.ExecutePreprocessor"


@lru_cache
def template(name: str) -> str | None:
    """Return the text of one of the project's templates or style sheets, None if there is none.

    Each is read once: a process that was forked after `load_templates` goes by what its server
    read, whatever has been edited since.
    """
    path = FOLDER / name
    plain = path.parent == FOLDER and path.is_file()
    return path.read_text(encoding="utf-8") if plain else None


class ReportExporter(TemplateExporter):
    """Exporter of the project's template: it checks what it has made, or makes nothing.

    It is not nbconvert's HTMLExporter, which would parse the finished page once more to mend what
    this template has no need of, and costs as much again as the export.
    """

    export_from_notebook = "Annual report"
    output_mimetype = "text/html"
    names_kept = Bool(True, help="Whether to log what stays in the notebook; a build says it.").tag(
        config=True
    )

    def _default_preprocessors_default(self) -> list[Any]:
        """Do without nbconvert's own preprocessors but the one that `--execute` asks for."""
        return [EXECUTE]

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_extension_default(self) -> str:
        return ".html.j2"

    def _template_name_default(self) -> str:
        return "report"

    def _template_file_default(self) -> str:
        return "page.html.j2"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        """Return the page of an executed notebook; raise PageError if it may not be given out."""
        html, resources = super().from_notebook_node(nb, resources, **options)
        about = resources["page"].about
        if about.get("address"):
            html = absolute(html, about["address"], resources["metadata"]["name"])
        fingerprint = hashlib.sha256(html.encode()).hexdigest()[:16]
        html = html.replace(FINGERPRINT, f'<code class="fingerprint">{fingerprint}</code>')
        name = _page_name(resources)
        cells = {cell.id: known_as(cell) for cell in nb.cells if "id" in cell}
        check_page(html, name, cells)
        check_files({name: html.encode()})
        for said in (*remarks(nb), *kept(nb)) if self.names_kept else ():
            self.log.warning(veiled(str(said)))
        return html, resources

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Execute the notebook if that is asked for, and lay out what it publishes."""
        if any(getattr(each, "enabled", True) for each in self._preprocessors):
            nb, resources = super()._preprocess(nb, resources)
        check_executed(nb, _page_name(resources))
        name = resources["metadata"]["name"]
        nb = without_omitted(nb)
        resources["page"] = laid_out(nb, name)
        resources["linked_data"] = linked_data(resources["page"].about, name)
        return nb, resources

    def _create_environment(self) -> Environment:
        """Let the templates say with which program the page is made, and do nothing else.

        What they fill in comes from a notebook that somebody may have received.
        """
        made: Environment = super()._create_environment()
        sandbox = SandboxedEnvironment(loader=made.loader, extensions=list(made.extensions))
        sandbox.filters.update(made.filters)
        sandbox.globals["made_by"] = made_by
        return sandbox

    def _extra_loaders_default(self) -> list[BaseLoader]:
        return [FunctionLoader(template)]

    @property
    def template_paths(self) -> list[str]:
        """Look into the project's templates alone: a page is made of nothing else."""
        return [str(FOLDER), str(FOLDER.parent)]


def _page_name(resources: Any) -> str:
    return f"{resources['metadata']['name']}.html"


@lru_cache
def _exporter() -> ReportExporter:
    """Return the exporter, made once in a process: making it costs more than using it."""
    return ReportExporter(default_preprocessors=[], names_kept=False)


def to_html(notebook: NotebookNode, name: str = "notebook", *, picture: bool = False) -> str:
    """Return the page of an executed notebook; raise PageError if it may not be given out.

    `picture` says whether a picture of the year's poster is made too, which the page then names.
    """
    told = {"metadata": {"name": name}, "picture": picture}
    html, _resources = _exporter().from_notebook_node(notebook, told)
    return html


def render(template: str, **values: Any) -> str:
    """Return a page that isn't a notebook, from one of the project's templates."""
    return _environment().get_template(template).render(**values)


def load_templates() -> None:
    """Read all templates, and compile those of the list of pages, as each network's would again."""
    for path in FOLDER.iterdir():
        with suppress(UnicodeDecodeError):  # the pages that use it will say so
            template(path.name)
    sheets = ("palette.css", "colours.css", "style.css")
    for name in ("index.html.j2", "layout.html.j2", "notices.html.j2", *sheets):
        _environment().get_template(name)


@lru_cache
def _environment() -> Environment:
    made = Environment(loader=FunctionLoader(template), autoescape=True, trim_blocks=True)
    made.globals["made_by"] = made_by
    return made
