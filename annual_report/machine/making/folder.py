"""The job for folders of notebooks that belong to no network: `build --notebooks F --out G`.

In go the folders; out comes a `Job`, the order that the build carries out for networks too. Such a
notebook runs in its own folder and has a page even without a declaration in the metadata; the list
of pages names the pages by their titles.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from annual_report.base.letters import make_slug
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import ONCE, Notebook, Pages, read_notebooks
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot

# Taken: "## Results ##", of which "Results" is the title. Not taken: "#tag".
HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?)[ #]*$", re.MULTILINE)
"""A heading of Markdown.

A parser of Markdown would be loaded at each build for the titles of a list alone.
"""


def make_folder_job(folders: Sequence[Path], out: Path, *, runs: bool = True) -> Job:
    """Return the job that makes the pages of the notebooks in some folders, in the folder `out`.

    The notebooks are read later, when a build calls the job's functions. Without `runs` the
    notebooks were run already, in JupyterLab say, and their pages show the outputs of that run.
    """
    # Messages and the title of the list call the job by its first folder.
    name = folders[0].resolve().name
    return Job(
        name=name,
        out=out,
        warm="annual_report.machine.run.warm",
        notebooks=partial(_read_folders, folders, runs=runs),
        # No data travel to the workers: without an address notebooks run in their own folders.
        snapshot=partial(Snapshot, name, address="", files={}),
        list_pages=f"{__name__}:list_titles",
        runs=runs,
    )


def _read_folders(folders: Sequence[Path], *, runs: bool) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name, each with a declaration of pages.

    A notebook without a declaration has a single page, named after the notebook's file.
    """
    notebooks = read_notebooks(folders)
    for name, notebook in notebooks.items():
        # A notebook that was run already holds the outputs of one run: of several declared pages
        # it can make only that one.
        if notebook.pages and (runs or notebook.pages.each == ONCE):
            continue
        title = _find_title(notebook)
        if not title:
            from annual_report.machine.pages.export.about import name_by_file  # which loads Babel

            title = name_by_file(name)
        page = Pages(make_slug(name), ONCE, title, pdf=True, listed=(ONCE,))
        notebooks[name] = notebook._replace(pages=page)
    return notebooks


def _find_title(notebook: Notebook) -> str:
    """Return the title of a notebook from the metadata or the first heading; "" without a title."""
    content = json.loads(notebook.source)
    title = content["metadata"].get("title")
    if isinstance(title, str) and title:
        return title
    for cell in content.get("cells", []):
        if cell["cell_type"] == "markdown":
            heading = HEADING.search("".join(cell["source"]))
            if heading:
                return heading[1]
    return ""


def list_titles(
    snapshot: Snapshot, reports: Sequence[Report], state: Mapping[str, Sequence[str]]
) -> Made:
    """Return the files of the list of pages: HTML for people, Markdown for programs.

    `state` has the names of reports by their state: failed, absent, unbuilt. The build calls this
    function by name, in a process of its own, since templates are slow to load.
    """
    from annual_report.machine.pages.checks.secrecy import check_files
    from annual_report.machine.pages.export.exporter import render_template

    name = snapshot.name
    there = [report for report in reports if report.name not in state["absent"]]
    html = render_template("list.html.j2", name=name, pages=there, **state)
    lines = [f"- [{report.title or report.name}]({report.name}.md)" for report in there]
    plain = "\n".join([f"# {name}", "", *lines, ""])
    files = {INDEX.page: html.encode(), PLAIN_INDEX: plain.encode()}
    check_files(files)
    return Made(files)
