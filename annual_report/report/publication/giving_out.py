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

    `notebooks` are name → notebook of a network. `finished` are the years without a blank still to
    fill in, in order. Raise ReportError for any other year, and for a network without a finished
    year.
    """
    wrong = [str(year) for year in asked if year not in finished]
    if wrong:
        line = _("{years}: only finished years are given out", years=", ".join(wrong))
        raise ReportError(line)
    if not finished:
        line = _("no year is finished yet: nothing is given out; build alone says what is lacking")
        raise ReportError(line)
    years = tuple(asked) or (finished[-1],)
    reports = list_reports(notebooks, {"year": years})
    # Of the pages of a year, the one that is printed is sent: its notebook asks for a PDF.
    return [report for report in reports if report.each == "year" and report.pdf]


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

    `files` has the content of pages, PDF files and pictures by their names in the build's folder:
    {"2025.html": b"…", "2025.pdf": b"…"}; `network` is the name that the copies begin with. All
    files are put in place, or no file is. Raise ReportError for a file that another program holds,
    as a reader of PDF does on Windows.
    """
    new_files: dict[str, bytes] = {}
    files_to_remove: list[str] = []
    for report in reports:
        page_copy, *paper_copies = name_sent_files(network, report)
        # The page of a mail has no pages beside it.
        new_files[page_copy] = to_sent_form(files[report.page].decode()).encode()
        for printed, copy in zip(report.on_paper, paper_copies, strict=True):
            if printed in files:
                new_files[copy] = files[printed]
            else:
                # Nothing was printed now: a PDF of an earlier sending would tell another state.
                files_to_remove.append(copy)
    # A sending that was ended half-way is brought to its end first.
    finish_changes(folder)
    try:
        change_files(folder, new_files, files_to_remove)
    except PermissionError as error:
        line = _(
            "{file}: {reason}; if it is open in another program, close it there, then send again: "
            "nothing was replaced",
            file=error.filename,
            reason=say_reason(error),
        )
        raise ReportError(line) from None
    return list(new_files)


def to_sent_form(html: str) -> str:
    """Return the HTML of a page as it is sent, alone, without the files beside it.

    <a href="2024.html">Le résumé de 2024</a> → the words alone. A page without such links stays as
    it is.
    """
    without_links = drop_links_beside(html)
    if without_links == html:
        return html
    # The head of the page says so: `verify` compares such a page with a page in the same form.
    return without_links.replace(AS_MADE, AS_SENT)
