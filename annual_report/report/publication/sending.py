"""The sending of finished years: copies of their pages for mails, and a record of the facts then.

A year is sent once its data are complete: its pages are printed, and copied into a folder under
names that say whose they are (`giving_out.py`). The facts of that day are kept beside the built
pages, so that `check` can list what changed in the data since then:

    build/NETWORK/.build/sent/2025/     the rows of each table that the year's page tells, and the
                                        text, at the sending
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
from annual_report.network.reading.rows import Table
from annual_report.report.publication.giving_out import choose_reports, give_out_reports

SENT = Path(FOLDER, "sent")
"""The place, in a build's folder, of the facts of the years that were sent, a folder a year."""
ANNOUNCED = "prévu"
"""The state of a subject that the page of the year before tells as coming."""
TEXT_FILE = "texte.md"
"""The name of the text of a year among these facts; no table has that name."""


@dataclass(frozen=True)
class Sending:
    """The result of a sending, which the command and the web page tell the user."""

    folder: Path
    """The folder into which the copies went."""
    files: tuple[str, ...]
    """The names of the copies in the folder."""
    is_printed: bool
    """Whether a browser printed all PDF files; without a browser the pages are sent alone."""
    sheets: Mapping[str, int]
    """Name of a PDF → the number of sheets of paper that it fills."""


@dataclass(frozen=True)
class SentChanges:
    """The changes in a year since it was sent: rows of tables, and lines of the text."""

    year: int
    tables: Sequence[TableChanges]
    lines: tuple[str, ...] = ()
    """The changed lines of the text: "- " before a line that is gone, "+ " before a new line."""

    def tell(self) -> Iterator[str]:
        """Yield the lines for the user: of each changed table its rows, then the text's lines."""
        for table in self.tables:
            yield table.tell()
            for row in table.tell_rows():
                yield f"  {row}"
        if self.lines:
            yield _("the text of {year}:", year=self.year)
            for line in self.lines:
                yield f"  {line}"


def check_sending(job: Job, years: Sequence[int], folder: Path) -> tuple[Contents, list[Report]]:
    """Return the contents of a network, and the reports to send, as two values.

    The reports are those of the `years` asked for, else of the last finished year. Raise
    ParameterError for a job without a network and for a target `folder` with sources in it,
    DataError for a network with an error, ReportError for a draft, which is never sent.
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
    """Print the built pages of finished years, copy all files into a folder, and say what was sent.

    The years are those asked for, else the last finished year; their pages must be built already.
    `tell` is called with each event of the printing. Raise ReportError for a page that a build
    would make first, for a page that can't be printed, and for a file of the folder that another
    program holds: then no file is sent.
    """
    contents, reports = check_sending(job, years, folder)
    # `check_sending` refuses a job without a network.
    assert job.data is not None
    # The facts are read before printing: somebody may save a table while a browser prints, and
    # the record must hold the facts that the pages tell.
    records: dict[int, dict[str, bytes]] = {}
    for report in reports:
        year = int(str(report.parameters["year"]))
        records[year] = _write_record(contents, job.data, year)
    names = [report.name for report in reports]
    # Without a browser the pages are sent alone, as HTML.
    printing = options._replace(force=False, pdf=find_browser() is not None)
    files = print_pages(job, names, printing, tell)
    folder.mkdir(parents=True, exist_ok=True)
    copies = give_out_reports(files, folder, job.name, reports)
    for year, record in records.items():
        _store_record(job.out, year, record)
    names_on_paper = [name for report in reports for name in report.on_paper]
    is_printed = all(name in files for name in names_on_paper)
    return Sending(folder, tuple(copies), is_printed, _count_sheets(folder, copies))


def _count_sheets(folder: Path, files: Sequence[str]) -> dict[str, int]:
    """Return the number of sheets of each PDF among some files: {"reseau-2025.pdf": 2}.

    `files` are the names of files in the folder; those that are no PDF are passed over.
    """
    # Imported here: a library in C is loaded, and `check` needs only the first half of the module.
    from pypdfium2 import PdfDocument

    counts: dict[str, int] = {}
    for name in files:
        if name.endswith(".pdf"):
            with PdfDocument(folder / name) as sheets:
                counts[name] = len(sheets)
    return counts


def _write_record(contents: Contents, data: Path, year: int) -> dict[str, bytes]:
    """Return the files of the record of a year that is sent: its rows of each table, its text.

    {"texte.md": b"…", "membres.csv": b"annee,membre,…", …}. `contents` are those of the network in
    the folder `data`.
    """
    files = {TEXT_FILE: _read_text(data, year).encode()}
    for table in _restrict_tables(contents, year).values():
        files[f"{table.name}.csv"] = write_table(table)
    return files


def _store_record(out: Path, year: int, files: Mapping[str, bytes]) -> None:
    """Store the record of a year that is sent in the build's folder `out`, to be compared later.

    `files` are name → content. They replace the record of the sending before.
    """
    place = PurePosixPath(SENT, str(year))
    make_folder(out, str(place))
    # All files are replaced or no file is: a command that is ended here leaves the record of the
    # sending before, whole.
    finish_changes(out / place)
    change_files(out / place, files)


def list_sent_years(out: Path) -> list[int]:
    """Return the years that were sent from the build's folder `out`, in order: [2024, 2025]."""
    folder = out / SENT
    if not folder.is_dir():
        return []
    years = []
    for path in folder.iterdir():
        # A file manager may have put files of its own there.
        if path.name.isdecimal():
            years.append(int(path.name))
    return sorted(years)


def find_sent_changes(contents: Contents, data: str | Path, out: Path, year: int) -> SentChanges:
    """Return the changes in a year's rows and text since that year was sent.

    `contents` are today's, of the network in the folder `data`; the record of the day of the
    sending is kept in the build's folder `out`.
    """
    place = out / SENT / str(year)
    tables = list_changes(_restrict_tables(contents, year), place)
    sent_text = ""
    # Without the file of the record, all lines of the text are new.
    if (place / TEXT_FILE).is_file():
        sent_text = (place / TEXT_FILE).read_text(encoding="utf-8")
    text = _read_text(data, year)
    changed_lines = []
    for line in difflib.ndiff(sent_text.splitlines(), text.splitlines()):
        # `ndiff` puts "- " before a line that is gone, and "+ " before a new line. Other lines are
        # the same in both texts ("  "), or point at the letters that differ ("? ").
        is_changed = line.startswith(("- ", "+ "))
        is_empty = not line[2:].strip()
        if is_changed and not is_empty:
            changed_lines.append(line)
    return SentChanges(year, tables, tuple(changed_lines))


def _restrict_tables(contents: Contents, year: int) -> Mapping[str, Table]:
    """Return name → table of a network, each with the rows alone that a year's page tells.

    The rows on who came to a meeting have no year, and go with the meeting. A table without years
    and meetings, `reseau`, stays whole.
    """
    meetings_of_year = set()
    for meeting in contents.tables["rencontres"].every_row:
        if meeting["annee"] == str(year):
            meetings_of_year.add(meeting["rencontre"])
    restricted: dict[str, Table] = {}
    for name, table in contents.tables.items():
        rows = table.every_row
        columns = {field["name"] for field in table.fields}
        if "annee" in columns:
            rows = [row for row in rows if _is_told(name, row, year)]
        elif "rencontre" in columns:
            rows = [row for row in rows if row["rencontre"] in meetings_of_year]
        restricted[name] = replace(table, every_row=rows)
    return restricted


def _is_told(table: str, row: Mapping[str, str], year: int) -> bool:
    """Whether the page of a year tells a row of a table.

    `table` is the name of the table, one with years; `row` is column → text of the cell.
    """
    year_of_row = row["annee"]
    if year_of_row == str(year):
        return True
    # The page compares the members with those of the year before.
    if table == "membres":
        return year_of_row == str(year - 1)
    # The page names the subjects that are announced for the next year.
    if table == "sujets":
        return year_of_row == str(year + 1) and row["etat"] == ANNOUNCED
    return False


def _read_text(data: str | Path, year: int) -> str:
    """Return the text of a year as typed; "" for a year without a text."""
    file = find_network_folder(data) / TEXTS / f"{year}.md"
    if not file.is_file():
        return ""
    return file.read_text(encoding="utf-8", errors="replace")
