"""The copies of built pages that a network sends: a year's report, as a page and on paper.

The files of a build's folder are copied into another folder, under names that tell the network and
the year to whoever finds such a file in a mail:

    departements-participatifs-2025.html  .pdf  .png

In the build's folder a page links to the pages beside it. A copy in a mail has no pages beside it:
its links lead to the network's site, if the settings name its address (`adresse`); without an
address the links are taken out of the copy.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annual_report.base.errors import ReportError, say_reason
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.base.whole_files import change_files, finish_changes
from annual_report.machine.making.pages import Notebook, list_reports
from annual_report.machine.pages.export.links import drop_links_beside
from annual_report.machine.run.tasks import Report

AS_MADE = '<meta name="made-of-form" content="made">'
AS_SENT = '<meta name="made-of-form" content="sent">'
"""The form of a page, in its head: as it was made, or without links to the files beside it."""


def choose_reports(
    notebooks: Mapping[str, Notebook], finished: Sequence[int], asked: Sequence[int]
) -> list[Report]:
    """Return the reports to send: of the years `asked` for, else of the last finished year.

    A report is sent if its notebook asks for a PDF. `finished` are the years without a blank still
    to fill in. Raise ReportError for any other year, and for a network without a finished year.
    """
    wrong = [str(year) for year in asked if year not in finished]
    if wrong:
        line = _("{years}: only finished years are given out", years=", ".join(wrong))
        raise ReportError(line)
    if not finished:
        line = _("no year is finished yet: nothing is given out; build alone says what is lacking")
        raise ReportError(line)
    every = list_reports(notebooks, {"year": tuple(asked or finished[-1:])})
    return [report for report in every if report.each == "year" and report.pdf]


def name_sent_files(network: str, report: Report) -> list[str]:
    """Return the names of the copies of a report: the page first, then the files for paper.

    "Réseau des villes" and the report 2025 → ["reseau-des-villes-2025.html",
    "reseau-des-villes-2025.pdf", "reseau-des-villes-2025.png"].
    """
    page = Path(f"{make_slug(network)}-{report.page}")
    names = [page.name]
    for printed in report.on_paper:
        names.append(page.with_suffix(Path(printed).suffix).name)
    return names


def give_out_reports(
    files: Mapping[str, bytes], folder: Path, network: str, reports: Sequence[Report]
) -> list[str]:
    """Write copies of the files of some reports into a folder, and return the names of the copies.

    `files` has the content of pages, PDF files and pictures by their names in the build's folder;
    `network` is the name that the copies begin with. All files are put in place, or no file is: a
    page is never sent with a PDF of an earlier state. Raise ReportError for a file that another
    program holds, as a reader of PDF does on Windows.
    """
    new: dict[str, bytes] = {}
    gone: list[str] = []
    for report in reports:
        page, *copies = name_sent_files(network, report)
        new[page] = to_sent_form(files[report.page].decode()).encode()
        for printed, copy in zip(report.on_paper, copies, strict=True):
            if printed in files:
                new[copy] = files[printed]
            else:
                # Nothing was printed now: a PDF of an earlier sending would tell another state.
                gone.append(copy)
    # A sending that was ended half-way is brought to its end first.
    finish_changes(folder)
    try:
        change_files(folder, new, gone)
    except PermissionError as error:
        line = _(
            "{file}: {reason}; if it is open in another program, close it there, then send again: "
            "nothing was replaced",
            file=error.filename,
            reason=say_reason(error),
        )
        raise ReportError(line) from None
    return [*new]


def to_sent_form(html: str) -> str:
    """Return the HTML of a page as it is sent, alone, without the files beside it.

    Links to these files become plain words, and the head says so, which `verify` reads.
    """
    alone = drop_links_beside(html)
    if alone == html:
        return html
    return alone.replace(AS_MADE, AS_SENT)
