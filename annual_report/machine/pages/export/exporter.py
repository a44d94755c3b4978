"""From an executed notebook to a page, by an exporter of nbconvert.

The exporter is registered as `annual_report`, so that JupyterLab's *File > Save and Export*,
`jupyter nbconvert --to annual_report` and the build make the same page, and refuse the same
notebooks. The template `page.html.j2` lays the page out: the cover, then the chapters with the
pieces of their cells.
"""

# Before nbconvert, which imports nbformat.
import annual_report.machine.pages.without_grammars  # noqa: F401

# isort: split
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2
from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Enum, List, TraitError, TraitType, Unicode

from annual_report.base.addresses import join_web_address
from annual_report.base.errors import PageError, ReportError
from annual_report.base.messages import _
from annual_report.base.program import say_program
from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.checks.cleaning import clean_html
from annual_report.machine.pages.checks.page_rules import check_page, check_parts
from annual_report.machine.pages.checks.secrecy import check_files, veil_keys
from annual_report.machine.pages.export.about import gather_about
from annual_report.machine.pages.export.executed import (
    check_sources,
    is_of_network,
    name_cell,
)
from annual_report.machine.pages.export.options import (
    CHOICES,
    HELP,
    NOTHING_ASKED,
    ExportOptions,
    make_options,
)
from annual_report.machine.pages.export.paper import choose_setting
from annual_report.machine.pages.export.published import PublishedPage, read_published
from annual_report.machine.pages.language import FRENCH, template_words, use_language
from annual_report.machine.pages.look.palette import write_own_style

# The style sheets are ours: no string in them has such signs. tinycss2 would take 0.03 s for
# each page, and write other bytes. Taken: "/* note */".
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Taken: the spaces of "a { b: c; }". Not taken: those of "margin: 0 1px" between two values.
SPACES = re.compile(r"\s*(?:;\s*(?=\}))?([{};,>])\s*|(?<=:)\s+")


def _make_trait(name: str) -> TraitType[Any, Any]:
    """Return the trait of an option, with a help, for nbconvert's configuration."""
    default = NOTHING_ASKED._asdict()[name]
    words = _(HELP[name])
    trait: TraitType[Any, Any]
    if name in CHOICES:
        trait = Enum(CHOICES[name], None, allow_none=True, help=words)
    elif isinstance(default, bool):
        trait = Bool(default, help=words)
    else:
        trait = Unicode(default, help=words)
    return trait.tag(config=True)


class ReportExporter(Exporter):
    """The exporter of nbconvert and JupyterLab; the log names the parts that the page lacks."""

    export_from_notebook = "Annual report"
    output_mimetype = "text/html"
    # Of nbconvert's own only those that `--execute` and a configuration of tags ask for.
    default_preprocessors = List(
        [
            "nbconvert.preprocessors.TagRemovePreprocessor",
            "nbconvert.preprocessors.ExecutePreprocessor",
        ]
    ).tag(config=True)

    language = _make_trait("language")
    code = _make_trait("code")
    contents = _make_trait("contents")
    style = _make_trait("style")
    allow_errors = _make_trait("allow_errors")
    veil = _make_trait("veil")
    strict = _make_trait("strict")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except TraitError as error:
            _end_application(str(error))
            raise

    def _gather_options(self) -> ExportOptions:
        """Return the options of this export; raise ParameterError for a value that can't be."""
        asked: dict[str, Any] = {}
        for name, default in NOTHING_ASKED._asdict().items():
            # A choice that nobody made is None to traitlets.
            asked[name] = default if getattr(self, name) is None else getattr(self, name)
        return make_options(asked)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        """Return the page of a notebook; raise PageError for a forbidden notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **options)
        try:
            about = resources["metadata"]
            # nbconvert says "" where it was started beside the notebook.
            folder = str(Path(about["path"])) if "path" in about else ""
            made = make_page(nb, about["name"], folder, options=self._gather_options())
        except ReportError as error:
            # A command ends here with the message; code that called the exporter gets the error.
            _end_application(str(error))
            raise
        # A remark may name places on the machine, for whoever exports; passwords are veiled.
        for remark in made.remarks:
            self.log.warning(veil_keys(remark))
        return made.html, resources


def _end_application(reason: str) -> None:
    """End the command of nbconvert with a reason in a line; in a server or a notebook, do nothing.

    The command would print the stack of calls above the reason.
    """
    from nbconvert.nbconvertapp import NbConvertApp  # which itself imports this module
    from traitlets.config import Application

    # A server is the application of its process, too, and must not end for a page.
    if Application.initialized() and isinstance(Application.instance(), NbConvertApp):
        sys.exit(reason)


class MadePage(NamedTuple):
    """A page that may be published, with its sources, and the remarks for the author."""

    html: str
    published: PublishedPage
    remarks: tuple[str, ...]


def make_page(
    notebook: NotebookNode,
    name: str,
    folder: str = "",
    *,
    options: ExportOptions = NOTHING_ASKED,
) -> MadePage:
    """Make the page of an executed notebook, whose pictures lie in a folder.

    All roads come through this function: JupyterLab's menu, nbconvert, a build. Raise PageError for
    a page that may not be published. For a faulty form, raise PageError too if `strict`, or if the
    page is a network's, which is published under the network's name.
    """
    published = read_published(notebook, name, folder, options)
    # Before the page is made: a message about the source of a cell names the cell.
    sources = check_sources(published.notebook, is_shown=published.is_shown)
    html = to_html(published)
    remarks = (*published.remarks, *sources)
    # A notebook without `publish` was put into the page whole, and all remarks are about its form.
    lacks = remarks if published.is_shown else tuple(published.lacks)
    if lacks and (options.strict or is_of_network(published.notebook)):
        raise PageError("\n".join(lacks))
    return MadePage(html, published, remarks)


def to_html(published: PublishedPage) -> str:
    """Return the page of a notebook; raise PageError for a page that may not be published."""
    language = published.language
    own = published.own_language
    with use_language(language, own):
        about = gather_about(published)
    name = f"{about['name']}.html"
    html = render_template(
        "page.html.j2",
        about=about,
        published=published.parts,
        lang=language,
        words=template_words(own),
        own=own if own != language.partition("-")[0] else "",
        contents=published.options.contents,
        name=about["name"],
        # A page that is sent alone has no other beside it: its links lead to where these are
        # published.
        here=f"{about['address']}/{name}" if about.get("address") else "",
    )
    check_page(html, name, {cell.id: name_cell(cell) for cell in published.notebook.cells})
    check_files({name: html.encode()}, are_shown=published.is_shown)
    return html


def render_template(template: str, **values: Any) -> str:
    """Return a page from a template of the project.

    Raise PageError for a part that no page may have, such as a script: whatever the template was
    given, this is the last look.
    """
    html = template_environment().get_template(template).render(**values)
    check_parts(html)
    return html


@pass_context
def _clean(context: Context, html: object) -> Markup:
    """Return the HTML of a piece, reduced to what runs nothing: the templates' filter `clean`."""
    return Markup(clean_html(str(html), context.get("here", "")))


@pass_context
def _lead(context: Context, address: str) -> str:
    """Return the address of a template's own link, whole if the page's address is known."""
    here = context.get("here", "")
    return join_web_address(here, address) if here else address


def _write_css_text(text: object) -> Markup:
    """Return words as a string of CSS, for `content:` on paper: 'Membres' → '"Membres"'.

    No character of the words can end the string, or the style element around it.
    """
    # The sign "<" is written as its number: the sheet stands in HTML.
    words = Markup(text).unescape() if isinstance(text, Markup) else str(text)
    written = str(tinycss2.serializer.serialize_string_value(words))
    return Markup(f'"{written.replace("<", chr(92) + "3c ")}"')


@lru_cache
def template_environment() -> Environment:
    """Return jinja2's environment of the templates: a sandbox that escapes all uncleaned text.

    Values may come from a notebook that somebody has received. All templates are compiled at once:
    a forked process uses the templates that the server read, even if a file has changed since.
    """
    made = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, auto_reload=False
    )
    made.globals |= {"made_by": say_program, "words": template_words(FRENCH)}
    made.filters |= {
        "clean": _clean,
        "lead": _lead,
        "css_text": _write_css_text,
        "own_style": lambda css: Markup(write_own_style(css)),
        # No reader of a page needs the comments and spaces of its style.
        "compact_css": lambda css: SPACES.sub(r"\1", COMMENT.sub("", css)).strip(),
        "paper_setting": choose_setting,
    }
    for name in made.list_templates():
        made.get_template(name)
    return made
