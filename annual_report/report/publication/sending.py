"""The sending of finished years, on paper too, and the changes since a year was sent.

build/NETWORK/.build/sent/2025/     the year's rows of each table, and the text, at the sending
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import _
from annual_report.base.whole_files import change_files, finish_changes, make_folder
from annual_report.machine.making.build import print_pages
from annual_report.machine.making.job import Job, Options, Tell
from annual_report.machine.pages.export.printing import find_browser
from annual_report.machine.run.tasks import FOLDER, Report
from annual_report.network.reading.changes import TableChanges, list_changes, write_table
from annual_report.network.reading.files.network_folder import TEXTS, find_network_folder
from annual_report.network.reading.inspection import Contents, inspect_network
from annual_report.network.reading.tables import Table
from annual_report.report.publication.giving_out import choose_reports, give_out_reports

SENT = Path(FOLDER, "sent")
"""Where a build's folder has what was sent, by year."""
TEXT = "texte.md"


@dataclass(frozen=True)
class Sending:
    """The result of a sending: the folder, the files, and whether a browser printed any."""

    folder: Path
    files: tuple[str, ...]
    is_printed: bool
    sheets: Mapping[str, int]
    """How many sheets of paper each file fills that is printed, by its name."""


@dataclass(frozen=True)
class SentChanges:
    """The changes in a year since it was sent: rows of tables, and lines of the text."""

    year: int
    tables: Sequence[TableChanges]
    lines: tuple[str, ...] = ()
    """Lines of the text, those that are gone with a minus, new ones with a plus."""

    def tell(self) -> Iterator[str]:
        """Say everything that changed, a line each."""
        for table in self.tables:
            yield table.tell()
            yield from (f"  {line}" for line in table.tell_rows())
        if self.lines:
            yield _("the text of {year}:", year=self.year)
            yield from (f"  {line}" for line in self.lines)


def check_sending(job: Job, years: Sequence[int], folder: Path) -> tuple[Contents, list[Report]]:
    """Return the contents of a network, and the reports of some years, or of the last finished.

    Raise ParameterError for a folder of sources, DataError for a network with an error, ReportError
    for a draft year, which is never sent, built or not.
    """
    if job.data is None:
        raise ParameterError(_("only the years of a network are sent"))
    job.check_target(folder)
    inspection = inspect_network(job.data)
    contents = inspection.contents
    if contents is None:
        raise DataError(inspection.errors)
    return contents, choose_reports(job.notebooks(), contents.finished, years)


def send_years(
    job: Job, years: Sequence[int], folder: Path, options: Options, tell: Tell
) -> Sending:
    """Print the built pages of finished years, and copy all files into a folder.

    Pages are not built. Raise ReportError for a page that a build would make first, for a page that
    can't be printed, and for a file of the folder that another program holds: then no file is sent.
    """
    assert job.data is not None
    contents, reports = check_sending(job, years, folder)
    # Somebody may save while a browser prints: what is kept is what the pages say.
    kept: dict[int, dict[str, bytes]] = {}
    for report in reports:
        year = int(str(report.parameters["year"]))
        kept[year] = _write_year(contents, job.data, year)
    names = [report.name for report in reports]
    printing = options._replace(force=False, pdf=find_browser() is not None)
    pages = print_pages(job, names, printing, tell)
    folder.mkdir(parents=True, exist_ok=True)
    files = give_out_reports(pages, folder, job.name, reports)
    for year, tables in kept.items():
        _keep_year(job.out, year, tables)
    is_printed = all(name in pages for report in reports for name in report.on_paper)
    return Sending(folder, tuple(files), is_printed, _count_sheets(folder, files))


def _count_sheets(folder: Path, files: Sequence[str]) -> dict[str, int]:
    """Return how many sheets each PDF among some files has."""
    from pypdfium2 import PdfDocument  # it loads a library of C, and checking needs none

    counts: dict[str, int] = {}
    for name in files:
        if name.endswith(".pdf"):
            with PdfDocument(folder / name) as sheets:
                counts[name] = len(sheets)
    return counts


def _write_year(contents: Contents, data: Path, year: int) -> dict[str, bytes]:
    """Return the files with a year's facts: the tables, and the text."""
    files = {TEXT: _read_text(data, year).encode()}
    for table in _restrict_tables(contents, year).values():
        files[f"{table.name}.csv"] = write_table(table)
    return files


def _keep_year(out: Path, year: int, files: Mapping[str, bytes]) -> None:
    """Store the facts of a year that is sent, to be compared later."""
    place = PurePosixPath(SENT, str(year))
    # Whoever is ended here has not sent the year: what is kept is of the last sending, whole.
    make_folder(out, str(place))
    finish_changes(out / place)
    change_files(out / place, files)


def list_sent_years(out: Path) -> list[int]:
    """Return the years that were sent from a build's folder."""
    folder = out / SENT
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(int(name) for name in names if name.isdecimal())


def find_sent_changes(contents: Contents, data: str | Path, out: Path, year: int) -> SentChanges:
    """Return the changes in a year since it was sent."""
    place = out / SENT / str(year)
    tables = list_changes(_restrict_tables(contents, year), place)
    before = (place / TEXT).read_text(encoding="utf-8") if (place / TEXT).is_file() else ""
    compared = difflib.ndiff(before.splitlines(), _read_text(data, year).splitlines())
    lines = tuple(line for line in compared if line[:2] in ("- ", "+ ") and line[2:].strip())
    return SentChanges(year, tables, lines)


def _restrict_tables(contents: Contents, year: int) -> Mapping[str, Table]:
    """Return the tables with only the rows of a year, or of its meetings; settings are whole."""
    this = str(year)
    meetings = contents.tables["rencontres"].every_row
    held = {row["rencontre"] for row in meetings if row["annee"] == this}
    restricted: dict[str, Table] = {}
    for name, table in contents.tables.items():
        rows = table.every_row
        columns = {field["name"] for field in table.fields}
        if "annee" in columns:
            rows = [row for row in rows if row["annee"] == this]
        elif "rencontre" in columns:
            rows = [row for row in rows if row["rencontre"] in held]
        restricted[name] = replace(table, every_row=rows)
    return restricted


def _read_text(data: str | Path, year: int) -> str:
    """Return the text of a year as typed; "" for a year without a text."""
    file = find_network_folder(data) / TEXTS / f"{year}.md"
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
