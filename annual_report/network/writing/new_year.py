"""Preparing a year: known facts are carried over, and every other fact is a blank or a question.

The members of the year before are listed again; meetings, subjects and prose are blanks that say
"à compléter", which `check` lists as a to-do and no report counts. Existing facts are never
written over: a year keeps them.

A workbook may have more than the tables. Comments, pictures and formatted tables stay. Parts that
openpyxl can't write again, such as drawings, pivot tables and the results of formulas, stay in the
copy of the workbook alone: a line names the loss, and the place of the copy.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.errors import ParameterError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.network.reading.changes import write_table
from annual_report.network.reading.files.archive import pack_workbook, unpack_workbook
from annual_report.network.reading.files.network_folder import TEXTS, find_book
from annual_report.network.reading.problems import Place
from annual_report.network.reading.rows import Row, Table
from annual_report.network.reading.rules import is_member
from annual_report.network.reading.schema import YEARLY
from annual_report.network.reading.values.date_cells import YEARS
from annual_report.network.reading.year_sheets.year_sheet import find_year
from annual_report.network.writing.drawing import (
    Rows,
    Tables,
    Value,
    list_cells,
    write_rows,
)
from annual_report.network.writing.whole_folder import read_whole_network, replace_files
from annual_report.network.writing.workbook import draw_table, save_book, tell_losses
from annual_report.network.writing.year_drawing import draw_year

Added = Mapping[str, Rows]
"""Table's name → the rows that are added for a new year."""
BLANK = "à compléter"
"""The text of a cell to fill in: `check` lists such a cell as a to-do, and no report counts it."""
QUESTIONS = Path(__file__).with_name("questions.md")
"""The questions that the text of a year answers."""


def prepare_year(folder: str | Path, year: int) -> list[str]:
    """Write the blanks and questions of `year` into a network's folder; return the steps done.

    The steps are sentences for the person who gave the command. The rows go into the network's
    workbook, or into the files of the tables. Raise DataError, and write no file, without a
    network, for a network with an error, or while a file is open elsewhere; raise ParameterError
    for a year that is prepared already, or that leaves a gap.
    """
    path, contents = read_whole_network(folder)
    # The rows that the year lacks.
    added = plan_year(year, contents.tables)
    files, losses = _add_rows(path, contents.tables, added, year)
    done: list[str] = []
    for name, rows in added.items():
        step = _("{table}: rows for {year}: {count}", table=name, year=year, count=len(rows))
        done.append(step)
    # The questions of the year's text; a text that somebody has begun stays.
    text = path / TEXTS / f"{year}.md"
    if not text.exists():
        files[text] = write_questions(year, contents.settings.network_word.the).encode()
        done.append(_("{file}: the questions to answer", file=f"{TEXTS}/{year}.md"))
    if not files:
        raise ParameterError(_("{year} is already prepared: nothing was written", year=year))
    # Of the steps of writing only the last is told, and only if a copy has what the workbook lost:
    # it names the folder of that copy.
    *_steps, place = replace_files(path, files)
    if losses:
        done += [*losses, place]
    return done


def _add_rows(
    folder: Path, tables: Tables, added: Added, year: int
) -> tuple[dict[Path, bytes], list[str]]:
    """Return the files of a network with more rows, path → content, and what a workbook loses.

    `tables` are the tables without the `added` rows. A loss is told in a sentence, "reseau.xlsx: is
    written without its drawings and charts as they were"; [] without any. No file is written here.
    """
    longer = add_planned_rows(tables, added)
    book = find_book(folder)
    files: dict[Path, bytes] = {}
    if added and book:
        parts = unpack_workbook(book.read_bytes())
        files[book] = _add_to_book(pack_workbook(parts), longer, added, str(year))
        return files, tell_losses(book.name, parts)
    # A network of CSV files: each table has a file.
    for name, rows in added.items():
        file = folder / longer[name].place.file
        files[file] = _add_to_file(file, longer[name], rows)
    return files, []


def read_year(text: str) -> int:
    """Return the year that a person typed; raise ParameterError for any other text."""
    digits = clean_text(text)
    if digits.isdecimal() and int(digits) in YEARS:
        return int(digits)
    line = _(
        "“{value}” is not a year; expected: from {low} to {high}",
        value=digits,
        low=YEARS[0],
        high=YEARS[-1],
    )
    raise ParameterError(line)


def plan_year(
    year: int, tables: Tables, members: Sequence[str] = ()
) -> dict[str, list[dict[str, str]]]:
    """Return table's name → the rows that a new year begins with, without those that exist.

    {"membres": [{"annee": "2026", "membre": "44"}, …], "rencontres": …, "sujets": …}: the members,
    as many blank meetings as in the year before, a blank subject of the year, and a blank subject
    announced for the year after.

    `members` are the codes of a first year's members; without codes the members of the year before
    are listed again. Raise ParameterError for a year that leaves a gap behind the last one: it has
    no year before from which members could be taken.
    """
    _refuse_gap(year, tables)
    this_year = str(year)
    year_before = str(year - 1)
    listed = []
    # Where no member is known, a single row waits for a name.
    for code in members or _list_staying_members(tables, year_before) or [BLANK]:
        listed.append({"annee": this_year, "membre": code})
    # A network without earlier meetings gets a blank meeting to fill in.
    meetings_before = [row for row in tables["rencontres"].rows if row["annee"] == year_before]
    subject = {"annee": this_year, "sujet": BLANK, "etat": "traité"}
    announced = {"annee": str(year + 1), "sujet": BLANK, "etat": "prévu"}
    planned = {
        "membres": listed,
        "rencontres": _plan_meetings(year, len(meetings_before) or 1),
        "sujets": [subject, announced],
    }
    # A table that has rows of the year gets no more: a command given twice adds no row.
    missing: dict[str, list[dict[str, str]]] = {}
    for name, rows in planned.items():
        for row in rows:
            if not _is_recorded(row, tables[name]):
                missing.setdefault(name, []).append(row)
    return missing


def _refuse_gap(year: int, tables: Tables) -> None:
    """Raise ParameterError unless a year is among a network's years, or the next after the last."""
    # Refuses a number that is no year, such as 20255.
    read_year(str(year))
    years = []
    for row in tables["membres"].every_row:
        # A cell may say "à compléter".
        if row["annee"].isdecimal():
            years.append(int(row["annee"]))
    # A network without members may begin with any year.
    first = min(years, default=year)
    last = max(years, default=year)
    if not first <= year <= last + 1:
        line = _(
            "{year} does not follow the years of this network, {first} to {last}; nearest: "
            "{nearest}",
            year=year,
            first=first,
            last=last,
            nearest=last + 1,
        )
        raise ParameterError(line)


def _list_staying_members(tables: Tables, year: str) -> list[str]:
    """Return the codes of a year's members, without those noted as "parti" (gone)."""
    rows = [row for row in tables["membres"].rows if row["annee"] == year]
    return [row["membre"] for row in rows if is_member(row)]


def _plan_meetings(year: int, count: int) -> list[dict[str, str]]:
    """Return `count` rows of meetings, in which the start, the format and the town are blanks.

    {"rencontre": "2026-R1", "annee": "2026", "debut": "à compléter", …}.
    """
    # All numbers have as many digits as the last one, since identifiers are sorted as words: R10
    # would stand before R2, and stands behind R02.
    digits = len(str(count))
    meetings = []
    for number in range(1, count + 1):
        padded = str(number).zfill(digits)
        meeting = {"rencontre": f"{year}-R{padded}", "annee": str(year)}
        for name in ("debut", "format", "ville"):
            meeting[name] = BLANK
        meetings.append(meeting)
    return meetings


def _is_recorded(planned: Mapping[str, str], table: Table) -> bool:
    """Whether a table has a row of the year of a `planned` row, so that this row isn't needed.

    Of subjects the row must have the same state: subjects that were announced for a year don't tell
    which ones were treated.
    """
    for row in table.every_row:
        if row.get("annee") != planned["annee"]:
            continue
        # Only subjects have a planned state: "traité" this year, "prévu" for the year after.
        if "etat" not in planned or row.get("etat") == planned["etat"]:
            return True
    return False


def add_planned_rows(tables: Tables, added: Added) -> dict[str, Table]:
    """Return the `tables` with the `added` rows as their last ones, for the writing of files.

    The rows are added to `every_row`, which is written; `rows` has only rows that were checked.
    """
    longer = {}
    for name, table in tables.items():
        rows = [Row(row, Place("")) for row in added.get(name, ())]
        longer[name] = replace(table, every_row=(*table.every_row, *rows))
    return longer


def write_questions(year: int, the_network: str) -> str:
    """Return the questions that a year's text answers, in Markdown.

    `the_network` is the network's noun with its article, "le groupe": a name in the plural, such as
    "les quatre villes", would not agree with the verbs of the questions.
    """
    text = QUESTIONS.read_text("utf-8")
    return text.format(year=year, next_year=year + 1, the_network=the_network)


def _add_to_file(file: Path, table: Table, rows: Rows) -> bytes:
    """Return the content of a table's CSV file with more rows below, as bytes.

    `table` is the table with these rows. The bytes that are there stay; the new ones have the
    separator, the encoding and the line ends of the file.
    """
    # A network may lack the file of a table: the new file has all rows of the `table`.
    if not file.exists():
        return write_table(table)
    content = file.read_bytes()
    form = table.form
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=form.separator, lineterminator=form.newline)
    # The last row of a file may lack its line end.
    if not content.endswith(b"\n"):
        stream.write(form.newline)
    for row in rows:
        writer.writerow([row.get(name, "") for name in table.columns])
    # "utf-8-sig" would write its mark of the encoding a second time, in the middle of the file.
    return content + stream.getvalue().encode(form.encoding.removesuffix("-sig"))


def _add_to_book(content: bytes, tables: Tables, added: Added, year: str) -> bytes:
    """Return a workbook's content with a sheet for the year, and with rows in the other sheets.

    `tables` are the network's tables with the new rows, `added` the new rows alone. The sheet of
    the year shows the tables of members, meetings and attendance.
    """
    book = load_workbook(io.BytesIO(content), rich_text=True)
    if year not in book.sheetnames:
        sheet = draw_year(book, tables, year)
        # Before the sheets of the other years, of which there is at least one: people fill in the
        # last year.
        first = next(title for title in book.sheetnames if find_year(title))
        book.move_sheet(sheet, book.index(book[first]) - book.index(sheet))
    for name, rows in added.items():
        table = tables[name]
        # Members and meetings are in the sheet of the year.
        if name in YEARLY:
            continue
        # Somebody has removed the sheet: a new one has all rows.
        if table.place.sheet not in book.sheetnames:
            draw_table(book, tables, table)
            continue
        sheet = book[table.place.sheet]
        write_rows(sheet, _find_last_row(sheet) + 1, _list_cells_in_order(table, rows))
    return save_book(book)


def _find_last_row(sheet: Worksheet) -> int:
    """Return the number of the last filled row of a sheet, 0 for an empty sheet.

    The sheet's own `max_row` counts empty rows too, which have a colour or a width.
    """
    last = 0
    for number, row in enumerate(sheet.values, start=1):
        if any(row):
            last = number
    return last


def _list_cells_in_order(table: Table, rows: Rows) -> list[list[Value]]:
    """Return the cells of some rows in the order of the columns of the table's sheet.

    A person may have moved the columns of the sheet, or added some, which stay empty: [2026, None,
    "à compléter", "traité"].
    """
    fields = {field["name"]: field for field in table.fields}
    columns = []
    # A table without a sheet of its own yet has the usual columns.
    for name in table.columns or fields:
        columns.append(fields.get(name, {"name": name}))
    return list_cells(columns, rows)
