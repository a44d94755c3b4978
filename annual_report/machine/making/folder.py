"""The job for folders of notebooks that belong to no network: `build --notebooks F --out G`.

In go the folders; out comes a `Job`, the order that the build carries out for networks too. Such a
notebook runs in its own folder and has a page even without a declaration in the metadata; the list
of pages names the pages by their titles.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from annual_report.base.letters import make_slug
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import ONCE, Notebook, Pages, read_notebooks
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot

# Taken: "## Results ##", of which "Results" is the title. Not taken: "#tag".
HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?)[ #]*$", re.MULTILINE)
"""A heading of Markdown.

A parser of Markdown would be loaded at each build for the titles of a list alone.
"""


def make_folder_job(
    folders: Sequence[Path], out: Path, *, runs: bool = True, language: str = ""
) -> Job:
    """Return the job that makes the pages of the notebooks in some folders, in the folder `out`.

    The notebooks are read later, when a build calls the job's functions. Without `runs` the
    notebooks were run already, in JupyterLab say, and their pages show the outputs of that run.
    `language`, a code such as "en", is that of the notebooks that name none; "" if nobody has said.
    """
    # Messages and the title of the list call the job by its first folder.
    name = folders[0].resolve().name
    return Job(
        name=name,
        out=out,
        warm="annual_report.machine.run.warm",
        notebooks=partial(_read_folders, folders, runs=runs, language=language),
        # No data travel to the workers: without an address notebooks run in their own folders.
        snapshot=partial(Snapshot, name, address="", files={}),
        list_pages=f"{__name__}:list_titles",
        runs=runs,
    )


def _read_folders(folders: Sequence[Path], *, runs: bool, language: str) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name, each with a declaration of pages.

    A notebook without a declaration gets one of a single page. `language` is that of notebooks that
    name none. Without `runs` the notebooks were run already.
    """
    notebooks = read_notebooks(folders)
    for name, notebook in notebooks.items():
        content = json.loads(notebook.source)
        pages = notebook.pages
        if pages is None:
            pages = _declare_single_page(name, content)
        elif not runs and pages.each != ONCE:
            # A notebook that was run already holds the outputs of one run: of several declared
            # pages it can make only that one.
            pages = _declare_single_page(name, content)
        own_language = _find_own_language(content, language)
        notebooks[name] = notebook._replace(pages=pages._replace(language=own_language))
    return notebooks


def _declare_single_page(name: str, content: Mapping[str, Any]) -> Pages:
    """Return the declaration of a notebook's single page, which is named after the notebook's file.

    `name` is the file's name without its ending, `content` the notebook's JSON as it was parsed.
    """
    title = _find_title(content)
    if not title:
        # Imported here: it loads Babel, for the few notebooks without any heading.
        from annual_report.machine.pages.export.about import name_by_file

        title = name_by_file(name)
    return Pages(make_slug(name), ONCE, title, pdf=True, listed=(ONCE,))


def _find_title(content: Mapping[str, Any]) -> str:
    """Return the title of a notebook from the metadata or the first heading; "" without a title.

    A Markdown cell "# Results" → "Results". `content` is the notebook's JSON as it was parsed.
    """
    title = content["metadata"].get("title")
    if isinstance(title, str) and title:
        return title
    for text in _list_markdown(content):
        heading = HEADING.search(text)
        if heading:
            return heading[1]
    return ""


def _find_own_language(content: Mapping[str, Any], asked: str) -> str:
    """Return the language of the fixed words of a notebook's page: "fr" or "en".

    The metadata decide ("de-DE" has English words), then the language `asked` for on the command
    line, then a guess from the notebook's Markdown; "" where none of these tells a language.
    """
    # Imported here: a network's build loads this module too, and needs neither of the two.
    from annual_report.machine.pages.guessing import find_likeliest
    from annual_report.machine.pages.language import choose_own_language, is_language

    metadata = content["metadata"]
    for named in (metadata.get("lang"), metadata.get("language"), asked):
        if isinstance(named, str) and is_language(named):
            return choose_own_language(named)
    likeliest = find_likeliest("\n".join(_list_markdown(content)))
    return choose_own_language(likeliest) if likeliest else ""


def _list_markdown(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the text of each Markdown cell of a notebook."""
    for cell in content.get("cells", []):
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])


def list_titles(
    snapshot: Snapshot, reports: Sequence[Report], state: Mapping[str, Sequence[str]]
) -> Made:
    """Return the files of the list of pages: HTML for people, Markdown for programs.

    `state` has the names of reports by their state: {"failed": ["2023"], "absent": ["2023"],
    "unbuilt": []}. Reports that are absent have no page, and so no link. The build calls this
    function by name, in a process of its own, since templates are slow to load.
    """
    from annual_report.machine.pages.checks.secrecy import check_files
    from annual_report.machine.pages.export.exporter import render_template
    from annual_report.machine.pages.language import FRENCH, template_words

    name = snapshot.name
    there = [report for report in reports if report.name not in state["absent"]]
    # The list is in English if pages are and none is in French, as its links are.
    languages = {report.language for report in reports if report.language}
    language = FRENCH
    if len(languages) == 1:
        language = languages.pop()
    html = render_template(
        "list.html.j2",
        name=name,
        pages=there,
        lang=language,
        words=template_words(language),
        **state,
    )
    lines = [f"- [{report.title or report.name}]({report.name}.md)" for report in there]
    plain = "\n".join([f"# {name}", "", *lines, ""])
    files = {INDEX.page: html.encode(), PLAIN_INDEX: plain.encode()}
    check_files(files)
    return Made(files)
