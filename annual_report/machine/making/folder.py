"""Notebooks and no network: a folder of them is built as a network's pages are, with a list."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from annual_report.base.letters import make_slug
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import ONCE, Notebook, Pages, read_notebooks
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot

HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?)[ #]*$", re.MULTILINE)
"""A heading of Markdown: "## Results ##" gives "Results", "#tag" nothing.

A parser of Markdown would be loaded at each build for the titles of a list alone.
"""


def make_folder_job(folders: Sequence[Path], out: Path, *, runs: bool = True) -> Job:
    """Return the job that builds some folders of notebooks; each notebook runs in its folder.

    Without `runs` the notebooks were run already, and their outputs are used.
    """
    name = folders[0].resolve().name
    return Job(
        name=name,
        out=out,
        warm="annual_report.machine.run.warm",
        notebooks=partial(_read_folders, folders, runs=runs),
        snapshot=partial(Snapshot, name, "", {}),
        list_pages=f"{__name__}:list_titles",
        runs=runs,
    )


def _read_folders(folders: Sequence[Path], *, runs: bool) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name.

    A notebook without declared pages makes a page of the file's name; a notebook that was run
    already makes the page of the value in its outputs.
    """
    notebooks = read_notebooks(folders)
    for name, notebook in notebooks.items():
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
    """Return a list of all pages by title, for a separate process."""
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
