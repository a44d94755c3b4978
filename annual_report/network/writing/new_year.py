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

from annual_report.base.errors import ParameterError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.network.reading.changes import write_table
from annual_report.network.reading.files.archive import pack_workbook, unpack_workbook
from annual_report.network.reading.files.network_folder import TEXTS, find_book
from annual_report.network.reading.problems import Place
from annual_report.network.reading.rules import is_member
from annual_report.network.reading.schema import YEARLY
from annual_report.network.reading.tables import Row, Table
from annual_report.network.reading.values.date_cells import YEARS
from annual_report.network.reading.year_sheets.year_parts import find_year
from annual_report.network.writing.drawing import (
    Rows,
    Tables,
    Value,
    list_cells,
    write_rows,
)
from annual_report.network.writing.whole_folder import read_whole_network, replace_files
from annual_report.network.writing.workbook import draw_table, list_losses, save_book
from annual_report.network.writing.year_drawing import draw_year

Added = Mapping[str, Rows]
"""The rows that a year begins with, by the name of their table."""
BLANK = "à compléter"
QUESTIONS = Path(__file__).with_name("questions.md")
"""The questions that the text of a year answers."""


def prepare_year(folder: str | Path, year: int) -> list[str]:
    """Prepare `year` in the network of a folder; return the steps done, a sentence each.

    Raise DataError, and write no file, without a network, for a network with an error, or while a
    file is open elsewhere.
    """
    path, contents = read_whole_network(folder)
    added = plan_year(year, contents.tables)
    tables = add_planned_rows(contents.tables, added)
    done = []
    for name, rows in added.items():
        done.append(_("{table}: rows for {year}: {count}", table=name, year=year, count=len(rows)))
    # The workbook, or else the files of the tables that get rows.
    files: dict[Path, bytes] = {}
    losses: list[str] = []
    book = find_book(path)
    if added and book:
        parts = unpack_workbook(book.read_bytes())
        losses = list_losses(parts)
        files[book] = _add_to_book(pack_workbook(parts), tables, added, str(year))
    else:
        for name, rows in added.items():
            file = path / tables[name].place.file
            files[file] = _add_to_file(file, tables[name], rows)
    text = path / TEXTS / f"{year}.md"
    if not text.exists():
        files[text] = write_questions(year, contents.settings.the_network).encode()
        done.append(_("{file}: the questions to answer", file=f"{TEXTS}/{year}.md"))
    if not files:
        raise ParameterError(_("{year} is already prepared: nothing was written", year=year))
    *_steps, place = replace_files(path, files)
    # The last step names the copy, which has the lost parts.
    if losses and book:
        line = _("{file}: is written without {losses}", file=book.name, losses=", ".join(losses))
        done += [line, place]
    return done


def read_year(text: str) -> int:
    """Read a year to prepare; raise ParameterError for any other text."""
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
    """Return the rows that a year begins with: as many meetings as the year before, all blank.

    A table that has rows of the year gets no rows; of subjects, some may have been announced.
    `members` are the codes of a first year's members; without codes the members of the year before
    are listed again. Raise ParameterError for a year that leaves a gap, for no member could be
    carried over.
    """
    _refuse_gap(year, tables)
    this = str(year)
    before = str(year - 1)
    members = members or _list_carried_over(tables, before)
    meetings = sum(row["annee"] == before for row in tables["rencontres"].rows) or 1
    planned = {
        "membres": [{"annee": this, "membre": code} for code in members or [BLANK]],
        "rencontres": _plan_meetings(year, meetings),
        "sujets": [
            {"annee": this, "sujet": BLANK, "etat": "traité"},
            {"annee": str(year + 1), "sujet": BLANK, "etat": "prévu"},
        ],
    }
    missing = {}
    for name, rows in planned.items():
        new = [row for row in rows if not _is_recorded(row, tables[name])]
        if new:
            missing[name] = new
    return missing


def _refuse_gap(year: int, tables: Tables) -> None:
    """Raise ParameterError for a year that doesn't follow the years of a network."""
    years = [int(row["annee"]) for row in tables["membres"].every_row if row["annee"].isdecimal()]
    first = min(years, default=year)
    last = max(years, default=year)
    if not first <= read_year(str(year)) <= last + 1:
        line = _(
            "{year} does not follow the years of this network, {first} to {last}; nearest: "
            "{nearest}",
            year=year,
            first=first,
            last=last,
            nearest=last + 1,
        )
        raise ParameterError(line)


def _list_carried_over(tables: Tables, year: str) -> list[str]:
    """Return the members of a year, without departures."""
    rows = [row for row in tables["membres"].rows if row["annee"] == year]
    return [row["membre"] for row in rows if is_member(row)]


def _plan_meetings(year: int, count: int) -> list[dict[str, str]]:
    """Return blank meetings of a year."""
    # R01, if there is an R10: identifiers are sorted as words.
    digits = len(str(count))
    blanks = dict.fromkeys(("debut", "format", "ville"), BLANK)
    meetings = []
    for number in range(1, count + 1):
        identifier = f"{year}-R{number:0{digits}}"
        meetings.append({"rencontre": identifier, "annee": str(year), **blanks})
    return meetings


def _is_recorded(planned: Mapping[str, str], table: Table) -> bool:
    """Whether a table has a row of the planned year; of subjects, a row in the same state."""
    wanted = {name: planned[name] for name in ("annee", "etat") if name in planned}
    return any(wanted.items() <= row.items() for row in table.every_row)


def add_planned_rows(tables: Tables, added: Added) -> dict[str, Table]:
    """Return tables with the rows that a year begins with."""
    longer = {}
    for name, table in tables.items():
        rows = [Row(row, Place("")) for row in added.get(name, ())]
        longer[name] = replace(table, every_row=(*table.every_row, *rows))
    return longer


def write_questions(year: int, the_network: str) -> str:
    """Return the questions of a year's text."""
    text = QUESTIONS.read_text("utf-8")
    return text.format(year=year, next_year=year + 1, the_network=the_network)


def _add_to_file(file: Path, table: Table, rows: Rows) -> bytes:
    """Return a table's file with more rows below, in the form of the file."""
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
    # "utf-8-sig" would write a second mark in the middle of the file.
    return content + stream.getvalue().encode(form.encoding.removesuffix("-sig"))


def _add_to_book(content: bytes, tables: Tables, added: Added, year: str) -> bytes:
    """Return a workbook with a sheet for the year, and the rows `added` to the other `tables`."""
    book = load_workbook(io.BytesIO(content), rich_text=True)
    if year not in book.sheetnames:
        sheet = draw_year(book, tables, year)
        # Before the other years: the last year is filled in.
        earlier = [at for at, title in enumerate(book.sheetnames) if find_year(title)]
        book.move_sheet(sheet, min(earlier) - book.index(sheet))
    for name, rows in added.items():
        table = tables[name]
        if name in YEARLY:
            continue
        if table.place.sheet not in book.sheetnames:
            draw_table(book, tables, table)
            continue
        # Below the last filled row: the rows of a workbook may go on empty for long.
        sheet = book[table.place.sheet]
        last = 0
        for number, row in enumerate(sheet.values, start=1):
            if any(row):
                last = number
        write_rows(sheet, last + 1, _list_cells_in_order(table, rows))
    return save_book(book)


def _list_cells_in_order(table: Table, rows: Rows) -> list[list[Value]]:
    """Return the cells of rows in the order of their sheet's columns."""
    fields = {field["name"]: field for field in table.fields}
    columns = [fields.get(name, {"name": name}) for name in table.columns or fields]
    return list_cells(columns, rows)
