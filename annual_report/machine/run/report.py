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
    """Run a report's notebook; return the JSON of the executed notebook, and the failure.

    The failure is a line, "" for a good run. An error of the run itself is such a line too, with ""
    for the notebook: no error is raised.
    """
    snapshot = task.snapshot
    parameters = dict(task.report.parameters)
    package = work_in_folder(snapshot)
    try:
        # Only a network has an address. Its notebook runs in the private folder, with the network's
        # files at their address and the files beside the notebook under their own names; any other
        # notebook runs in the folder where it lies.
        if snapshot.address:
            parameters["data"] = snapshot.address
            for name, content in task.files.items():
                Path(name).write_bytes(content)
        else:
            os.chdir(task.beside)
        # Modules beside a notebook can be imported, as in JupyterLab; folders of them too, if the
        # notebook lies on this machine.
        sys.path += [os.getcwd(), task.beside]
        source = say_language(task.source, task.options.language)
        executed, problem = run_notebook(
            source,
            parameters,
            package.parent,
            allow_errors=task.options.allow_errors,
        )
        return notebook_to_json(executed), problem
    except Exception as error:
        return "", say_error(error)


def take_report(task: Task) -> tuple[str, str]:
    """Return the JSON of a notebook that was run elsewhere, and the failure.

    The failure is a line that names a cell that was not run, or tells an error; "" without one.
    """
    try:
        taken, problem = take_notebook(task.source)
        return notebook_to_json(taken), problem
    except Exception as error:
        return "", say_error(error)


def publish_report(task: Task, executed: str, problem: str = "") -> Made:
    """Return the files of a report: the page and what is published beside the page.

    For the report "2025" these are 2025.html, 2025.md for programs, 2025.ipynb as published, and
    2025.json if the page has key figures; and the whole notebook, for the analyst alone.

    `executed` is the JSON of the executed notebook, "" if the run left none. With a `problem`, the
    line of a failure, a page that tells the problem is returned instead. Raise PageError if a file
    breaks a rule of publication.
    """
    report = task.report
    private: dict[str, bytes] = {}
    if executed:
        private[report.private_notebook] = executed.encode()
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
    files = {report.page: made.html.encode(), **beside, **private}
    return Made(files, kept=remarks)


def print_report(report: Report, html: str) -> Made:
    """Return the printed files of a page: the PDF, and a picture of its first sheet.

    `html` is the page. The one remark (`Made.kept`) tells the number of sheets.
    """
    from annual_report.machine.pages.export.printing import say_sheets, to_pdf, to_picture

    pdf = to_pdf(html)
    name_of_pdf, name_of_picture = report.on_paper
    files = {name_of_pdf: pdf, name_of_picture: to_picture(pdf)}
    return Made(files, kept=(say_sheets(pdf),))


def _make_error_page(task: Task, problem: str, private: Mapping[str, bytes]) -> Made:
    """Return a page that tells an analyst why a report failed, without paths of the machine.

    `private` has the executed notebook by its file name, for the analyst alone; {} if there is
    none.
    """
    # The page may be seen by others; the terminal of the build tells the whole message, but for
    # passwords.
    message = veil_secrets(problem)
    name_of_notebook = next(iter(private), "")
    html = render_template(
        "error.html.j2",
        report=task.report,
        data=task.snapshot.address,
        message=message,
        notebook=name_of_notebook,
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
    # A worker has read the files already: its function hands on the network, so that the notebook
    # needn't read them again.
    if snapshot.packed:
        hand_on_network = pickle.loads(snapshot.packed)
        hand_on_network(package)
    # IPython and Jupyter would write into the home of the person, or fail without a home.
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "run")
    os.chdir(folder)
    return package
