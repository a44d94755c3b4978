"""What runs in a worker that makes: one report, or lists of pages.

A worker gets bytes and gives bytes back.
"""

import errno
import os
from collections.abc import Sequence

from annual_report.build.snapshot import Snapshot
from annual_report.build.tasks import INDEX, Failed, Made, State, Task, without_page
from annual_report.errors import DataError, NotebookError, PageError, ReportError, told
from annual_report.messages import _
from annual_report.network import open_network
from annual_report.publish.exporter import (
    facts,
    render,
    to_html,
    to_ipynb,
    to_json,
    without_private,
)
from annual_report.publish.rules import check_page
from annual_report.publish.secrecy import check_files, veiled
from annual_report.run.workplace import laid_out, same_program


def make(task: Task) -> Made | Failed:
    """Make one report, or say why it can't be made."""
    report = task.report
    try:
        with same_program(task.program, kernel=task.engine == "kernel"):
            limit_memory(task.memory_limit)
            if task.engine == "kernel":
                keep_quiet()
            return Made(report, _files(task))
    except ReportError as error:
        return failed(task, str(error), _step(error))
    except Exception as error:  # whatever it is, the other reports must still be delivered
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            limited = _("the report needs more memory than its limit")
            return failed(task, limited if task.memory_limit else _("there is not enough memory"))
        return failed(task, told(error))


def failed(task: Task, message: str, step: str = "") -> Failed:
    """Make the page that tells an analyst what went wrong, and nothing of the machine."""
    message = veiled(message)
    try:
        html = render(
            "error.html.j2",
            name=task.report.name,
            step=step,
            parameters=dict(task.report.parameters),
            data=task.snapshot.address,
            message=message,
        )
    except Exception:  # the template of this very page, or what it shares with the others
        return without_page(task.report, message)._replace(step=step)
    return Failed(task.report, message, step, html.encode())


def make_indexes(asked: Sequence[tuple[Snapshot, State]], program: str) -> list[Made | Failed]:
    """Make the lists of pages of some networks; each may fail by itself.

    They have no notebook that could change anything, and the second takes a third of the first.
    """
    made: list[Made | Failed] = []
    with same_program(program):
        for snapshot, state in asked:
            try:
                made.append(Made(INDEX, {INDEX.page: _index(snapshot, state)}))
            except Exception as error:  # whatever it is, the others must still be delivered
                made.append(Failed(INDEX, told(error)))
    return made


def _index(snapshot: Snapshot, state: State) -> bytes:
    """Make the page that lists all others, and says which failed, lack or are out of date."""
    from annual_report.publish.departments_map import departments_map
    from annual_report.sentences import contents

    with laid_out(snapshot):
        network = open_network(snapshot.address)
    absent = frozenset(state.get("absent", ()))
    html = render(
        "index.html.j2",
        title=network.title,
        institution=network.settings.institution,
        sigle=network.settings.sigle,
        fictional=network.settings.fictif,
        years=contents.years_list(network, absent).html,
        departments=contents.departments_index(network, absent).html,
        map=departments_map(network, absent).html,
        trends="" if "tendances" in absent else "tendances.html",
        **state,
    )
    check_page(html, INDEX.page)
    content = html.encode()
    check_files({INDEX.page: content})
    return content


def _files(task: Task) -> dict[str, bytes]:
    from annual_report.run.execution import execute, notebook_source

    report = task.report
    source = notebook_source(report.notebook)
    with laid_out(task.snapshot):
        parameters = {**report.parameters, "data": task.snapshot.address}
        notebook = execute(source, parameters, task.engine)
    html = to_html(notebook, report.name)
    files = {
        report.page: html.encode(),
        f"{report.name}.json": to_json(facts(notebook)) + b"\n",
        f"{report.name}.ipynb": to_ipynb(without_private(notebook)),
    }
    check_files(files)
    if task.pdf and report.pdf:
        from annual_report.build.pdf import to_pdf

        files[report.pdf] = to_pdf(html)
    return files


def limit_memory(limit: int | None) -> None:
    """Limit this process's memory, in MiB, where the system can."""
    if limit is None:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limit * 2**20, limit * 2**20))


def keep_quiet() -> None:
    """Let what a kernel says to the terminal go nowhere: what fails in it is told by the report."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _step(error: ReportError) -> str:
    match error:
        case DataError():
            return _("reading the data")
        case NotebookError():
            return _("running the notebook")
        case PageError():
            return _("checking the page")
        case _:
            return ""
