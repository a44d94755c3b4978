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

WARM = "annual_report.machine.run.warm"
"""The module that processes are forked from."""
HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?)[ #]*$", re.MULTILINE)


def make_folder_job(folders: Sequence[Path], out: Path) -> Job:
    """Return what builds some folders of notebooks, each of which runs in its own folder."""
    name = folders[0].resolve().name
    return Job(
        name=name,
        out=out,
        warm=WARM,
        notebooks=partial(_read_folders, folders),
        snapshot=partial(Snapshot, name, "", {}),
        list_pages=f"{__name__}:list_titles",
    )


def _read_folders(folders: Sequence[Path]) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name; one that declares no page makes one."""
    return {
        name: notebook if notebook.pages else notebook._replace(pages=(_declare_page(notebook),))
        for name, notebook in read_notebooks(folders).items()
    }


def _declare_page(notebook: Notebook) -> Pages:
    """Return the page of a notebook that declares none: named as its file, by its first heading."""
    cells = json.loads(notebook.source).get("cells", [])
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    heading = HEADING.search("\n".join(texts))
    title = heading[1] if heading else notebook.name
    return Pages(make_slug(notebook.name), ONCE, title, listed=(ONCE,))


def list_titles(
    snapshot: Snapshot, reports: Sequence[Report], state: Mapping[str, Sequence[str]]
) -> Made:
    """Make a list of all pages by their titles. Runs in a process of its own."""
    from annual_report.machine.pages.checks.page_rules import check_page
    from annual_report.machine.pages.checks.secrecy import check_files
    from annual_report.machine.pages.export.exporter import render_template

    name = snapshot.name
    there = [report for report in reports if report.name not in state["absent"]]
    html = render_template("list.html.j2", name=name, pages=there, **state)
    check_page(html, INDEX.page)
    lines = [f"- [{report.title or report.name}]({report.name}.md)" for report in there]
    files = {
        INDEX.page: html.encode(),
        PLAIN_INDEX: "\n".join([f"# {name}", "", *lines, ""]).encode(),
    }
    check_files(files)
    return Made(INDEX, files)
