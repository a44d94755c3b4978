"""The steps of making a report, each for a clean process: run, publish, print.

In goes a `Task`, or the executed notebook that the step before gave; out come files by name. A
notebook may change anything in its process, so the rules of publication are applied elsewhere.
"""

import json
import os
import pickle
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat

from annual_report.base.errors import say_error
from annual_report.base.project import COMMAND
from annual_report.machine.pages.checks.secrecy import check_files, veil_keys, veil_secrets
from annual_report.machine.pages.export.exporter import make_page, render_template
from annual_report.machine.pages.export.markdown import to_markdown
from annual_report.machine.run.notebook import (
    notebook_to_json,
    run_notebook,
    say_language,
    take_notebook,
)
from annual_report.machine.run.tasks import Made, Report, Snapshot, Task


def run_report(task: Task) -> tuple[str, str]:
    """Run a report's notebook; return the JSON of the executed notebook, and the failure or "".

    The failure is a line of text: no error is raised.
    """
    snapshot = task.snapshot
    parameters = dict(task.report.parameters)
    package = work_in_folder(snapshot)
    try:
        # A network's notebook runs in a private folder, with the network's files at their address
        # and the files beside the notebook under their own names; any other runs where it lies.
        if snapshot.address:
            parameters["data"] = snapshot.address
            for name, content in task.files.items():
                Path(name).write_bytes(content)
        else:
            os.chdir(task.beside)
        # Modules beside a notebook can be imported, as in JupyterLab; folders of them too, if the
        # notebook lies on this machine.
        sys.path += [os.getcwd(), task.beside]
        executed, problem = run_notebook(
            say_language(task.source, task.options.language),
            parameters,
            package.parent,
            allow_errors=task.options.allow_errors,
        )
        return notebook_to_json(executed), problem
    except Exception as error:
        return "", say_error(error)


def take_report(task: Task) -> tuple[str, str]:
    """Return the JSON of a notebook that was run elsewhere, and the failure in a line, or ""."""
    try:
        taken, problem = take_notebook(task.source)
        return notebook_to_json(taken), problem
    except Exception as error:
        return "", say_error(error)


def publish_report(task: Task, executed: str, problem: str = "") -> Made:
    """Return the files of a report from the executed notebook, or a page with the problem.

    Raise PageError if a file breaks a rule of publication.
    """
    report = task.report
    private = {report.private_notebook: executed.encode()} if executed else {}
    if problem:
        return _make_error_page(task, problem, private)
    notebook = nbformat.v4.reads(executed)
    made = make_page(notebook, report.name, task.beside, options=task.options)
    published = made.published
    # A remark may quote a path of the machine, which its author may see; passwords are replaced.
    remarks = tuple(veil_keys(line) for line in made.remarks)
    beside = {
        f"{report.name}.md": to_markdown(made.html).encode(),
        f"{report.name}.ipynb": notebook_to_json(published.notebook).encode(),
    }
    if published.key_figures:
        written = json.dumps(published.key_figures, ensure_ascii=False, indent=2) + "\n"
        beside[f"{report.name}.json"] = written.encode()
    # The page itself was checked as it was exported.
    check_files(beside, are_shown=published.is_shown)
    return Made({report.page: made.html.encode(), **beside, **private}, remarks)


def print_report(report: Report, html: str) -> Made:
    """Return the printed files of a page, the PDF and a picture, and a line with the sheets."""
    from annual_report.machine.pages.export.printing import say_sheets, to_pdf, to_picture

    pdf = to_pdf(html)
    files = dict(zip(report.on_paper, (pdf, to_picture(pdf)), strict=True))
    return Made(files, (say_sheets(pdf),))


def _make_error_page(task: Task, problem: str, private: Mapping[str, bytes]) -> Made:
    """Return a page that tells an analyst why a report failed, without paths of the machine.

    The page may be seen by others; the terminal of the build tells the whole message. `private` has
    the executed notebook by its file name, for the analyst alone.
    """
    message = veil_secrets(problem)
    html = render_template(
        "error.html.j2",
        report=task.report,
        data=task.snapshot.address,
        message=message,
        notebook=next(iter(private), ""),
        command=COMMAND,
    )
    files = {task.report.error_page: html.encode(), **private}
    return Made(files, error=veil_keys(problem))


def work_in_folder(snapshot: Snapshot) -> Path:
    """Write a network's files into a new temporary folder, which becomes the working folder.

    Return the folder of the network, which lies at its address in the working folder:
    /tmp/ar-1/data/reseau. So no two processes use the same files, and the machines of a cluster
    need to share only the code. The folder is removed with this process.
    """
    folder = Path(tempfile.mkdtemp(prefix="ar-"))
    package = folder / snapshot.address
    for name, content in snapshot.files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if snapshot.packed:
        pickle.loads(snapshot.packed)(package)
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "run")
    os.chdir(folder)
    return package
