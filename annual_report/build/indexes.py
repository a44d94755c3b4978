"""The lists of all pages of networks, made after the pages, of the state that these are in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annual_report.build.events import Event, Tell
from annual_report.build.fingerprint import program_digest
from annual_report.build.job import Job
from annual_report.build.tasks import INDEX, Failed, Made, State
from annual_report.errors import told
from annual_report.run.executor import LazyExecutor

if TYPE_CHECKING:
    from concurrent.futures import Future


def renew_indexes(jobs: Sequence[Job], at_once: int, executor: LazyExecutor, tell: Tell) -> None:
    """Make the lists that are out of date, in as many processes as may run at once.

    One that fails is told, and noted as a failure of its job.
    """
    states = [(job, job.state()) for job in jobs]
    due = [(job, state) for job, state in states if job.index_is_due(state)]
    amount = min(at_once, len(due))
    shares = [due[first::amount] for first in range(amount)]
    asked = [[(job.snapshot, state) for job, state in share] for share in shares]
    program = program_digest()
    futures = [executor.submit("make_indexes", each, program) for each in asked]
    for share, future in zip(shares, futures, strict=True):
        for (job, state), answer in zip(share, _answers(future, len(share)), strict=True):
            if said := _put(job, state, answer):
                job.failures[INDEX.name] = said
                tell(Event("failed", job.name, INDEX.page, said))


def _answers(future: "Future[Any]", amount: int) -> "Sequence[Made | Failed]":
    """Return some lists, or what went wrong for all of them."""
    try:
        answers: Sequence[Made | Failed] = future.result()
    except Exception as error:  # whatever it is, the reports must be delivered
        answers = [Failed(INDEX, told(error))] * amount
    return answers


def _put(job: Job, state: State, answer: Made | Failed) -> str:
    """Put a list in place; return what is wrong with it, "" if nothing."""
    if isinstance(answer, Failed):
        return answer.message
    try:
        job.place_index(answer.files[INDEX.page], state)
    except OSError as error:
        return told(error)
    return ""
