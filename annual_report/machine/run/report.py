"""One report made: its notebook run in one clean process, published in another.

What decides on publication is done where the notebook didn't run, for that may have changed
anything around it.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import nbformat

from annual_report.base.errors import PageError, ReportError, say_error
from annual_report.base.program import require_same_program
from annual_report.base.project import COMMAND
from annual_report.machine.pages.checks.secrecy import check_files, veil_secrets
from annual_report.machine.pages.export.exporter import render_template, to_html
from annual_report.machine.pages.export.markdown import to_markdown
from annual_report.machine.pages.export.outputs import (
    check_sources,
    gather_key_figures,
    gather_lacks,
    gather_remarks,
    is_shown,
    name_unpublished,
    take_published,
)
from annual_report.machine.pages.export.shown import drop_parts, publish_shown
from annual_report.machine.run.notebook import (
    notebook_to_json,
    read_executed,
    run_notebook,
)
from annual_report.machine.run.tasks import Executed, Made, Snapshot, Task, write_files


def run_report(task: Task) -> Executed:
    """Run a report's notebook; say what went wrong. Nothing is raised."""
    snapshot = task.snapshot
    package = work_in_folder(snapshot)
    notebook, error = "", ""
    sys.path.append(task.beside)  # modules beside it can be imported, as in JupyterLab
    try:
        require_same_program(task.program)
        parameters = dict(task.report.parameters)
        # A network lies in a private folder, and its notebook runs there; without one a notebook
        # reads what lies beside it.
        if snapshot.address:
            parameters["data"] = snapshot.address
        else:
            os.chdir(task.beside)
        notebook = notebook_to_json(run_notebook(task.source, parameters, package.parent))
    except Exception as failure:
        error, notebook = say_error(failure), read_executed(package.parent)
    return Executed(notebook, error)


def publish_report(task: Task, executed: Executed) -> Made:
    """Make the files of a report from its notebook; raise ReportError if there can't be any.

    What is given out is checked: raise PageError if it breaks a rule.
    """
    report = task.report
    if executed.error:
        raise ReportError(executed.error)
    executed_notebook = nbformat.v4.reads(executed.notebook)
    notebook = publish_shown(executed_notebook, report.name, task.beside)
    html = to_html(notebook, report.name)
    given = take_published(notebook)
    remarks = (*gather_remarks(given), *check_sources(given))
    # A network's own notebook is held to what its others are: what is published is well said.
    lacks = remarks if is_shown(given) else gather_lacks(given)
    if lacks and (task.strict or task.snapshot.address):
        raise PageError("\n".join(lacks))
    kept = tuple(veil_secrets(str(line)) for line in (*remarks, *name_unpublished(notebook)))
    beside = {
        f"{report.name}.md": to_markdown(html).encode(),
        f"{report.name}.ipynb": notebook_to_json(drop_parts(given)).encode(),
    }
    if figures := gather_key_figures(given):
        written = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
        beside[f"{report.name}.json"] = written.encode()
    check_files(beside)  # the page itself was looked at as it was exported
    files = {report.page: html.encode(), **beside}
    if task.pdf and report.paper:
        from annual_report.machine.pages.export.printing import say_sheets, to_pdf, to_picture

        for name in report.on_paper:
            files[name] = to_picture(html) if name.endswith(".png") else to_pdf(html)
            if name.endswith(".pdf"):
                kept += (say_sheets(html, files[name]),)
    return Made(report, files, executed.notebook.encode(), kept)


def make_error_page(task: Task, message: str, executed: Executed | None = None) -> Made:
    """Make the page that tells an analyst what went wrong, and nothing of the machine."""
    message, executed = veil_secrets(message), executed or Executed()  # it may not have run at all
    html = render_template(
        "error.html.j2",
        name=task.report.name,
        year=task.report.parameters.get("year"),
        data=task.snapshot.address,
        message=message,
        command=COMMAND,
    )
    files, private = {task.report.error_page: html.encode()}, executed.notebook.encode()
    return Made(task.report, files, private, error=message)


def work_in_folder(snapshot: Snapshot) -> Path:
    """Go to a private folder in which the package stands at its address; return the package.

    So two processes can't meet, and a cluster's machines need to share nothing but the code. The
    folder is one of the temporary files, which are removed with this process.
    """
    folder = Path(tempfile.mkdtemp(prefix="ar-"))
    package = folder / snapshot.address
    write_files(package, snapshot.files)
    if snapshot.take and snapshot.packed:
        snapshot.take(snapshot.packed, package)
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "run")
    os.chdir(folder)
    return package
