"""Making some pages of a network, and its list of pages, without a whole build."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from annual_report.program import hash_program
from annual_report.project import ROOT
from annual_report.publication.networks import WARM
from annual_report.run.processes import Processes


@cache
def processes() -> Processes:
    """Return what makes clean processes for tests, with all that pages of networks need."""
    return Processes(WARM)


def copy_project(folder: Path) -> None:
    """Copy the program with all that it reads, and what starts it."""
    for name in ("annual_report", "notebooks", "templates", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pipeline.py", folder)


def make_pages(
    network: Path, out: Path, wanted: Callable[[str], bool], *, member: bool = False
) -> None:
    """Make the pages whose names are wanted, of a member that has one, and the list of pages."""
    from annual_report.build.pages import OF_MEMBERS, asked, notebooks, reports
    from annual_report.build.workers import make_page
    from annual_report.publication.index import make_index
    from annual_report.publication.look import look_at_network
    from annual_report.publication.snapshot import take_snapshot
    from annual_report.run.tasks import INDEX, Made, Task

    snapshot, known, program = take_snapshot(str(network)), notebooks(), hash_program()
    found = processes().call(look_at_network, snapshot, program, asked(known))
    snapshot = snapshot._replace(packed=found.packed, bare=found.bare)
    every = list(reports(known, found.values, found.names))
    members = [report for report in every if member and report.each in OF_MEMBERS][:1]
    for report in [*(each for each in every if wanted(each.name)), *members]:
        notebook = known[report.notebook]
        task = Task(report, snapshot, notebook.source, str(notebook.folder), program)
        made = make_page(processes(), task, snapshot, None)
        assert isinstance(made, Made), made.message
        (out / Path(report.page).name).write_bytes(made.files[report.page])
    index = INDEX._replace(parameters={"state": {}, "reports": ()})
    listed = processes().call(make_index, Task(index, snapshot, "", "", program))
    (out / "index.html").write_bytes(listed.files["index.html"])
