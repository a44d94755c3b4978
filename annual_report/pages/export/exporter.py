"""From an executed notebook to its page; the only module that knows nbconvert.

The exporter is registered as `annual_report`, so that JupyterLab's *File > Save and Export*,
`jupyter nbconvert --to annual_report` and the build make the same page, and refuse the same. Its
template lays the page out: the cover, then the chapters with what their cells published.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.checks.cleaning import clean
from annual_report.pages.checks.own_style import find_wrong_style
from annual_report.pages.checks.rules import check_page
from annual_report.pages.checks.secrecy import check_files, veil_secrets
from annual_report.pages.export.carried import put_in
from annual_report.pages.export.facts import gather_remarks
from annual_report.pages.export.outputs import (
    check_executed,
    known_as,
    list_published,
    name_unpublished,
    take_published,
)
from annual_report.pages.fragment import FINGERPRINT, fingerprint, front
from annual_report.pages.language import (
    FRENCH,
    language_of,
    run_in,
    speaking,
    template_words,
)
from annual_report.program import say_program
from annual_report.project import TEMPLATES

EXECUTE = "nbconvert.preprocessors.ExecutePreprocessor"
TOLD = ("title", "description", "author")
"""What the metadata of a notebook without a cover may say of its page."""
RELATIVE = re.compile(r'(<a\b[^>]*?\bhref=")(?!#|[a-z][a-z0-9+.-]*:)([^"]+)"', re.IGNORECASE)
"""A link to another page of the same build; one to a place in the page, or elsewhere, is not."""
LAYOUTS = ("report", "poster")
"""The templates that a cover may ask for."""


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
        name, about = resources["metadata"]["name"], resources["about"]
        if about.get("address"):  # the links to other pages lead to where these are published
            here = f"{about['address']}/{name}.html"
            html = RELATIVE.sub(lambda found: f'{found[1]}{urljoin(here, found[2])}"', html)
        html = FINGERPRINT.sub(fingerprint(hashlib.sha256(html.encode()).hexdigest()[:16]), html)
        check_page(html, f"{name}.html", {cell.id: known_as(cell) for cell in nb.cells})
        check_files({f"{name}.html": html.encode()})
        if carried := resources.get("carried"):
            html = put_in(html, carried, resources["lang"])
        for said in (*gather_remarks(nb), *name_unpublished(nb)) if self.names_kept else ():
            self.log.warning(veil_secrets(said))
        return html, resources

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Execute the notebook if that is asked for, and take from it what it publishes."""
        language = language_of(nb.metadata)
        if any(getattr(each, "enabled", True) for each in self._preprocessors):
            run_in(language)
            nb, resources = super()._preprocess(nb, resources)
        name = resources["metadata"]["name"]
        check_executed(nb, f"{name}.html")
        nb = take_published(nb)
        resources |= {"lang": language, "words": template_words(language)}
        resources["published"] = list_published(nb)
        parts = [part for _cell, parts in resources["published"] for part in parts]
        if not any(part.keys() & {"html", "chapter", "page"} for part in parts):
            raise PageError(
                _(
                    "{page}: nothing is published, in any of its {count} cells: publish(…) puts a "
                    "table, a figure or a text into the page",
                    page=f"{name}.html",
                    count=len(nb.cells),
                )
            )
        with speaking(language):
            resources["about"] = _about(nb, name, parts)
        return nb, resources

    def _create_environment(self) -> Environment:
        """Fill in the project's templates alone: a page is made of nothing else."""
        return _environment()

    @property
    def template_paths(self) -> list[str]:
        """Look nowhere else for where they lie, either."""
        return [str(TEMPLATES), str(TEMPLATES.parent)]


def _about(notebook: NotebookNode, name: str, parts: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the page is: what its covers say, or else its notebook's own first heading.

    Raise PageError where its layout or its style is none that a page may have: they come from a
    notebook, and could lead to a file.
    """
    covers = [part["page"] for part in parts if "page" in part]
    told = {key: notebook.metadata[key] for key in TOLD if notebook.metadata.get(key)}
    about = {} if covers else front(_title(notebook) or name).facts["page"] | told
    for each in covers:
        about |= each
    if about.setdefault("layout", LAYOUTS[0]) not in LAYOUTS:
        raise PageError(_("a page is laid out as one of {names}", names=", ".join(LAYOUTS)))
    if wrong := find_wrong_style(str(about.get("style") or "")):
        raise PageError("\n".join(f"style.css: {each}" for each in wrong))
    return about


def _title(notebook: NotebookNode) -> str:
    """Return a notebook's own title, which is the first heading of its Markdown; "" without one."""
    for cell in notebook.cells:
        line = cell.source.lstrip().partition("\n")[0]
        if cell.cell_type == "markdown" and line.startswith("# "):
            return str(line[2:].strip())
    return ""


@lru_cache
def _exporter() -> ReportExporter:
    """Return the exporter, made once in a process: making it costs more than using it."""
    return ReportExporter(default_preprocessors=[], names_kept=False)


def to_html(
    notebook: NotebookNode, name: str = "notebook", *, picture: bool = False, carried: str = ""
) -> str:
    """Return the page of an executed notebook; raise PageError if it may not be given out.

    `picture` says whether a picture of the year's poster is made too, which the page then names.
    What it is made of may be `carried` with it, in base64.
    """
    told = {"metadata": {"name": name}, "picture": picture, "carried": carried}
    html, _resources = _exporter().from_notebook_node(notebook, told)
    return html


def render(template: str, **values: Any) -> str:
    """Return a page that isn't a notebook, from one of the project's templates."""
    return _environment().get_template(template).render(**values)


def load_templates() -> None:
    """Read and compile all templates, as each process that is forked from this one would again."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@lru_cache
def _environment() -> Environment:
    """Return where templates are filled in: all is escaped that isn't cleaned, in a sandbox.

    What they fill in may come from a notebook that somebody has received. Each is read once: a
    process that was forked goes by what its server read, whatever has been edited since.
    """
    made = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, auto_reload=False
    )
    made.globals |= {"made_by": say_program, "words": template_words(FRENCH)}
    made.filters["clean"] = lambda html: Markup(clean(str(html)))
    return made
