"""One report made: its notebook run in one clean process, published in another.

What decides on publication is done where the notebook didn't run, for that may have changed
anything around it.
"""

import errno
import json
import os
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import nbformat

from annual_report.errors import DataError, NotebookError, PageError, ReportError, say_error
from annual_report.messages import _
from annual_report.pages.checks.secrecy import check_files, veil_secrets
from annual_report.pages.export.exporter import render, to_html
from annual_report.pages.export.facts import gather_facts, gather_remarks
from annual_report.pages.export.markdown import to_markdown
from annual_report.pages.export.outputs import check_sources, name_unpublished, take_published
from annual_report.program import require_same_program
from annual_report.project import COMMAND, NOTEBOOKS
from annual_report.run.notebook import CellFailedError, as_left, execute, written
from annual_report.run.reads import asked, note_opened, what_was_read
from annual_report.run.tasks import Executed, Failed, Made, Snapshot, Task, without_page

LARGEST = 2**30
"""Bytes of the largest file that a report may write; its own notebook has a thousandth of that."""
COUNTS = re.compile(r"\bpresences\.(?:csv|tsv|txt|xlsx|xls|ods)\b")


def run(task: Task) -> bytes:
    """Run a report's notebook; say what it read, and what went wrong. Nothing is raised.

    What runs in this process may change anything in it: what comes out are bytes, as JSON.
    """
    package = work_in_folder(task.snapshot)
    notebook, error = "", None
    sys.path.append(task.beside)  # modules beside it can be imported, as in JupyterLab
    opened = note_opened([package, Path(task.beside), NOTEBOOKS])
    try:
        require_same_program(task.program)
        limit_resources(task.memory_limit)
        parameters = dict(task.report.parameters)
        if task.snapshot.address:
            parameters["data"] = task.snapshot.address
        else:
            os.chdir(task.beside)
        notebook = written(execute(task.source, parameters, package.parent))
    except ReportError as failure:
        error = str(failure), _step(failure), getattr(failure, "trace", "")
    except Exception as failure:
        said = say_error(failure)
        if isinstance(failure, MemoryError) or getattr(failure, "errno", None) == errno.ENOMEM:
            said = _("there is not enough memory")
            if task.memory_limit:
                said = _("the report needs more memory than its limit")
        error = said, "", ""
    read = what_was_read(opened, package, task.snapshot.files, task.snapshot.each)
    return Executed(notebook or as_left(package.parent), read, error).to_json()


def publish(task: Task, ran: bytes | ReportError, bare: bytes = b"") -> Made | Failed:
    """Make the files of a report from its notebook, or the page that says why there are none.

    `bare` is the same notebook, run without what is withheld, where something is.
    """
    if isinstance(ran, ReportError):
        return failed(task, say_error(ran))
    try:
        executed = Executed.from_json(ran)
    except ValueError:
        return failed(task, _("the process gave an answer that is none"))
    if executed.error:
        message, step, trace = executed.error
        return failed(task, message, step, executed.notebook, trace)
    try:
        return _made(task, executed, Executed.from_json(bare) if bare else None)
    except Exception as error:  # whatever it is, the other reports must still be delivered
        step = _step(error) if isinstance(error, ReportError) else ""
        return failed(task, say_error(error), step, executed.notebook)


def failed(task: Task, message: str, step: str = "", notebook: str = "", trace: str = "") -> Failed:
    """Make the page that tells an analyst what went wrong, and nothing of the machine."""
    message = veil_secrets(message)
    private = notebook.encode()
    try:
        html = render(
            "error.html.j2",
            name=task.report.name,
            step=step,
            parameters=dict(task.report.parameters),
            data=task.snapshot.address,
            notebook=task.report.notebook if step == _("running the notebook") else "",
            message=message,
            command=COMMAND,
        )
    except Exception:  # the template of this very page, or what it shares with the others
        bare = without_page(task.report, message)
        return bare._replace(private=private, trace=trace)
    return Failed(task.report, message, html.encode(), private, trace)


def _made(task: Task, executed: Executed, bare: Executed | None) -> Made:
    """Export a notebook, and check what is given out. Raise PageError if it breaks a rule."""
    report = task.report
    notebook = nbformat.v4.reads(executed.notebook)
    form, carried = {"picture": task.pdf, **task.form}, ""
    if carry := task.snapshot.carry:
        notebook, carried = carry(task, notebook, executed.read, bare, form)
    html = to_html(notebook, report.name, carried=carried, **form)
    given = take_published(notebook)
    said_of_it = (*gather_remarks(given), *check_sources(given), *_counts_read(given))
    told = tuple(veil_secrets(str(each)) for each in (*said_of_it, *name_unpublished(notebook)))
    said = json.dumps(gather_facts(given), ensure_ascii=False, indent=2) + "\n"
    files = {
        f"{report.name}.md": to_markdown(html).encode(),
        f"{report.name}.json": said.encode(),
        f"{report.name}.ipynb": written(given).encode(),
    }
    check_files(files)  # the page itself was looked at as it was exported
    files = {report.page: html.encode(), **files}
    if task.pdf and report.paper:
        from annual_report.pages.export.printing import to_pdf, to_picture

        for name, suffix in zip(report.on_paper, report.paper, strict=True):
            files[name] = to_picture(html) if suffix == ".png" else to_pdf(html)
    return Made(report, files, executed.read, executed.notebook.encode(), told)


def _counts_read(notebook: nbformat.NotebookNode) -> tuple[str, ...]:
    """Remark a notebook that reads the counts of agents itself, where nothing holds them back."""
    if not any(COUNTS.search(cell.source) for cell in notebook.cells if cell.cell_type == "code"):
        return ()
    return (_("this notebook reads the table of attendance itself: the threshold doesn’t apply"),)


def work_in_folder(snapshot: Snapshot) -> Path:
    """Go to a private folder in which the package stands at its address; return the package.

    So two processes can't meet, and a cluster's machines need to share nothing but the code. It is
    among the temporary files, which whoever made this process removes.
    """
    folder = Path(tempfile.mkdtemp(prefix="ar-"))
    snapshot.lay_out(folder)
    if snapshot.take:
        snapshot.take(snapshot.packed)
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "run")
    os.chdir(folder)
    asked.clear()  # by whoever warmed up what this process was forked from
    return folder / snapshot.address


def limit_resources(memory: int | None) -> None:
    """Limit the size of each file that this process writes, and its memory, in MiB if it is said.

    Where the system can: a cell that fills the disk takes all the other reports with it.
    """
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))


def _step(error: ReportError) -> str:
    match error:
        case DataError() | CellFailedError(name="DataError"):
            return _("reading the data")
        case CellFailedError(name="ParameterError"):
            return ""
        case NotebookError():
            return _("running the notebook")
        case PageError():
            return _("checking the page")
        case _:
            return ""
