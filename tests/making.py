"""Making some pages of a network, and its list of pages, without a whole build."""

from collections.abc import Callable
from pathlib import Path

from annual_report.program import program_digest


def make_pages(network: Path, out: Path, wanted: Callable[[str], bool]) -> None:
    """Make the pages whose names are wanted, a member's, and the list of pages, side by side."""
    from annual_report.build.index import make_index
    from annual_report.build.pages import asked, notebooks, reports
    from annual_report.build.snapshot import take_snapshot
    from annual_report.build.workers import shared
    from annual_report.run.look import outline
    from annual_report.run.report import publish, run
    from annual_report.run.tasks import INDEX, Made, Task

    snapshot, known, program = take_snapshot(str(network)), notebooks(), program_digest()
    found = shared().call(outline, snapshot, program, asked(known))
    snapshot = snapshot._replace(network=found.network)
    every = list(reports(known, found.values))
    members = [report for report in every if report.each == "member"][:1]
    for report in [*(each for each in every if wanted(each.name)), *members]:
        notebook = known[report.notebook]
        task = Task(report, snapshot, notebook.source, str(notebook.folder), program)
        made = shared().call(run, task, then=publish)
        assert isinstance(made, Made)
        (out / Path(report.page).name).write_bytes(made.files[report.page])
    index = INDEX._replace(parameters={"state": {}, "reports": ()})
    listed = shared().call(make_index, Task(index, snapshot, "", "", program))
    (out / "index.html").write_bytes(listed.files["index.html"])
