"""From a workbook to the rows of the tables that its sheets show.

A sheet is a table's by its title; attendance also comes as grids, one a year, which are read once
the meetings are known that the workbook itself adds. A column of somebody's own (comments, a
computed one) and a sheet of other things are left out, and said.

The cells of a sheet are brought into the shape of its table, with what is refused of each, and are
then read as any table is: the same defect is refused the same way through every door. What is said
of them names rows and columns as the sheet has them.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annual_report.base.errors import CellError, DataError, UnreadableError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.headings import (
    explain_no_column,
    find_columns,
    fold_title,
    index_titles,
    join_column_names,
    list_required,
)
from annual_report.network.reading.problems import (
    Place,
    Problem,
    Understanding,
    explain_unread,
)
from annual_report.network.reading.sheets import Grid, Position, Sheet
from annual_report.network.reading.tables import Table, read_table
from annual_report.network.reading.workbooks import read_workbook
from annual_report.network.writing.drawing import GUIDE_SHEET, LISTS_SHEET
from annual_report.network.writing.merging import NUMBER, STATE, Row, Typed, make_model
from annual_report.network.writing.origin import (
    GRID,
    ORIGIN_SHEET,
    Origin,
    identify_network,
    read_origin,
)
from annual_report.network.writing.proposal import NetworkData, raise_errors
from annual_report.network.writing.workbook import says_something, write_choice, write_day

Resource = Mapping[str, Any]
Where = Mapping[int, tuple[int, str]]
"""Of the rows of a table that was a grid: the row of the sheet, and the title of the cell."""


@dataclass
class Book:
    """What a workbook says: rows by table, what it held of them, and what is to be said of it."""

    file: str
    network: NetworkData
    sheets: Mapping[str, Sheet]
    origin: Origin
    typed: dict[str, list[Typed]] = field(default_factory=dict)
    held: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    understandings: list[Understanding] = field(default_factory=list)

    def remark(self, what: str, value: str | None = None, sheet: str | None = None) -> None:
        """Note what is worth a look."""
        place = Place(self.file, sheet=sheet)
        self.problems.append(Problem(place, what, value, severity="remark"))


def open_book(path: Path, network: NetworkData) -> Book:
    """Open a workbook; raise DataError for what is none, or another network's."""
    if not path.exists():
        raise DataError([Problem(Place(str(path)), _("there is no such file here"))])
    try:
        sheets = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None
    # Rows of another network would be merged by keys that mean something else there.
    origin = read_origin(sheets.get(ORIGIN_SHEET))
    if origin.network not in ("", identify_network(network.descriptor)):
        what = _("is the workbook of another network, {title}: add --data and its folder",
                 title=origin.title)  # fmt: skip
        raise DataError([Problem(Place(path.name), what, expected=network.title)])
    own = {fold_spelling(each) for each in (GUIDE_SHEET, LISTS_SHEET, ORIGIN_SHEET)}
    left = {name: each for name, each in sheets.items()
            if fold_spelling(name) not in own and any(map(any, each.rows))}  # fmt: skip
    return Book(path.name, network, left, origin)


def read_book(book: Book) -> None:
    """Read all sheets of a workbook; raise DataError if one has an error."""
    network, origin = book.network, book.origin
    tables = network.resources
    # A sheet has its table's title where it was written here, its name where Grist exported it.
    called = {
        fold_spelling(key): name for name, each in tables.items() for key in (name, each["title"])
    }
    grid = re.compile(rf"{re.escape(fold_spelling(tables['presences']['title']))} \d{{4}}")
    parts: list[str] = []
    grids: dict[str, Sheet] = {}
    for name, sheet in book.sheets.items():
        # A sheet is a table by its title or name, a year's grid of attendance, or its author's own.
        if table := called.get(fold_spelling(name)):
            parts.append(table)
            _read_rows(book, name, sheet, tables[table])
        elif grid.fullmatch(fold_spelling(name)):
            grids[name] = sheet
        else:
            _leave_out(book, name, sheet, tables)
    # Grids come last: their columns may be meetings that were typed in this very workbook.
    known = {row["rencontre"] for row in network.tables["rencontres"].every_row}
    known |= {each.row["rencontre"] for each in book.typed.get("rencontres", ())}
    shown = [_read_grid(book, name, sheet, known - {""}) for name, sheet in grids.items()]
    raise_errors(book.problems)
    # What the workbook held when it was written, so that merging knows what was changed in it.
    in_grids = {meeting for meetings in shown for meeting in meetings}
    for part in [*parts, *([GRID] if grids else [])]:
        table = part.partition("/")[0]
        book.held.setdefault(table, []).extend(
            {column: row.get(column, "") for column in network.models[table].titles}
            for row in origin.parts.get(part, ())
            if part != GRID or row["rencontre"] in in_grids  # a column taken out says nothing
        )
    # Tables, and columns of grids, that were taken out of the workbook.
    absent = [str(each["title"]) for name, each in tables.items() if name not in book.typed]
    if grids:
        absent += sorted({row["rencontre"] for row in origin.parts.get(GRID, ())} - in_grids)
    if absent and book.typed:
        what = _("has no place in this workbook: what the data hold stays as it is")
        book.remark(what, ", ".join(absent))


def _leave_out(book: Book, name: str, sheet: Sheet, tables: Mapping[str, Resource]) -> None:
    """Remark a sheet of other things; refuse one that has the columns of a table."""
    for each in tables.values():
        fields = each["schema"]["fields"]
        needed = list_required(fields)
        if len(needed) > 1 and needed <= {*find_columns(sheet.rows, fields)[1]}:
            what = _("has the titles of a table, and is not called as one")
            expected = ", ".join(str(table["title"]) for table in tables.values())
            book.problems.append(Problem(Place(book.file, sheet=name), what, expected=expected))
            return
    book.remark(_("is not a table of the network: not read"), sheet=name)


# --- From a sheet to the shape of its table -------------------------------------------------------


def _read_grid(book: Book, name: str, sheet: Sheet, known: set[str]) -> set[str]:
    """Read each cell of a grid that says something as a row of its table; return its meetings."""
    place, resource = Place(book.file, sheet=name), book.network.resources["presences"]
    members = [each for each in resource["schema"]["fields"] if each["name"] == "membre"]
    start, columns = find_columns(sheet.rows, members)
    if "membre" not in columns:
        what = _("is a missing column")
        book.problems.append(Problem(place, what, str(members[0]["title"])))
        return set()
    member, labels = columns.index("membre"), [*map(clean_text, sheet.rows[start])]
    meetings = {}
    for at, label in enumerate(labels):
        # A heading begins with its identifier; one that is an identifier as a whole is that one.
        if found := known & {label, label.partition(":")[0].strip()}:
            meetings[at] = max(found)
    rows: Grid = [["rencontre", "membre", STATE]]
    where: dict[int, tuple[int, str]] = {}
    refused: dict[Position, CellError] = {}
    for number, cells in enumerate(sheet.rows[start + 1 :], start=start + 1):
        for at, cell in enumerate(cells):
            # An empty cell, and the member's name, say nothing.
            if at == member or not (clean_text(cell) or (number, at) in sheet.refused):
                continue
            label = labels[at] if at < len(labels) else ""
            # A note beside the grid is refused rather than lost.
            if at not in meetings:
                what = _("is in a column that names no known meeting")
                here, wanted = replace(place, row=number + 1), _("an identifier of rencontres.csv")
                near = find_nearest(label, [*known]) if label else None
                book.problems.append(Problem(here, what, label or clean_text(cell), wanted, near))
                continue
            for column, source in enumerate((member, at), start=1):
                if (number, source) in sheet.refused:
                    refused[len(rows), column] = sheet.refused[number, source]
            rows.append([meetings[at], cells[member] if member < len(cells) else "", cell])
            where[len(rows)] = number + 1, label
    for row, what in sheet.remarks:
        book.problems.append(Problem(replace(place, row=row), what, severity="remark"))
    _read_shaped(book, place, Sheet(rows, refused), resource, where)
    return {*meetings.values()}


def _read_rows(book: Book, name: str, sheet: Sheet, resource: Resource) -> None:
    """Read a sheet of rows without the columns that are its author's own."""
    fields = resource["schema"]["fields"]
    start, columns = find_columns(sheet.rows, fields)
    heading = sheet.rows[start] if columns else []
    own = [at for at, cell in enumerate(heading)
           if clean_text(cell) and not columns[at] and _is_own(cell, columns, fields)]  # fmt: skip
    # What its author added is left out, which is said.
    for at in own:
        book.remark(
            _("is not a column of this table: left out"), clean_text(heading[at]), sheet=name
        )
    # A line of attendance in which nobody noted anything is as it was sent.
    quiet = ("rencontre", "membre") if resource["name"] == "presences" else ()
    telling = [at for at, each in enumerate(columns) if each and each not in quiet]
    rows: Grid = []
    for number, cells in enumerate(sheet.rows):
        kept = ["" if at in own and number >= start else cell for at, cell in enumerate(cells)]
        is_told = any(clean_text(kept[at]) or (number, at) in sheet.refused
                      for at in telling if at < len(kept))  # fmt: skip
        rows.append([] if quiet and number > start and not is_told else kept)
    # A cell that couldn't be read counts where its column does.
    refused = {cell: error for cell, error in sheet.refused.items()
               if cell[0] <= start or cell[1] not in own}  # fmt: skip
    shaped = replace(sheet, rows=rows, refused=refused)
    _read_shaped(book, Place(book.file, sheet=name), shaped, resource)


def _is_own(cell: str, columns: Collection[str], fields: list[Any]) -> bool:
    """Whether a title is of somebody's own column: of no person, and of none that lacks."""
    label, known = fold_title(cell), index_titles(fields)
    meant = known.get(find_nearest(label, [*known]) or "", "")
    return not explain_no_column(label) and (not meant or meant in columns)


# --- From the shape of a table to its rows --------------------------------------------------------


def _read_shaped(
    book: Book,
    place: Place,
    sheet: Sheet,
    resource: Resource,
    where: Where | None = None,
) -> None:
    """Read the rows of a table; say what is said of them at the sheet's own rows and titles."""
    name = resource["name"]
    named = make_model(resource).titles
    is_grid, where = where is not None, where or {}

    def locate(at: Place) -> Place:
        """Return where in the sheet a place of the table is, by the titles that the sheet has."""
        row, label = where.get(at.row or 0, (at.row, ""))
        # A grid has its cells under its meetings, and any other sheet under the titles of columns.
        if not (label and at.column in (STATE, NUMBER)):
            label = named.get(at.column or "", at.column or "")
        return replace(at, row=row, column=label or None)

    table = read_table(sheet, resource, place)
    located = (replace(each, place=locate(each.place)) for each in table.problems)
    problems = tuple(sorted(located, key=lambda each: each.place.row or 0))
    columns = {*table.columns}
    # One cell says the state, or how many came.
    in_one = {NUMBER} if is_grid else set()
    _say_problems(book, place, resource, replace(table, problems=problems), columns | in_one)
    columns |= in_one
    for seen in table.understandings:
        # The ways in which a workbook itself writes a value need no mention.
        ways = (write_choice(seen.read, "department"), write_choice(seen.read, "member"))
        if seen.written not in (*ways, write_day(seen.read)):
            book.understandings.append(replace(seen, place=locate(seen.place)))
    # What was typed, row by row; of attendance, the rows that say something.
    models = book.network.models
    order = models[name].titles if name in models else named
    book.typed.setdefault(name, []).extend(
        Typed(
            {column: row.get(column, "") for column in order},
            columns,
            replace(place, row=where.get(row.number, (row.number, ""))[0]),
        )
        for row in table.every_row
        if name != "presences" or says_something(row)
    )


def _say_problems(
    book: Book, place: Place, resource: Resource, table: Table, columns: Collection[str]
) -> None:
    """Say what is wrong with a table in the words of a sheet, which calls columns by their titles.

    `columns` are those that the sheet has, or doesn't need.
    """
    schema, named = resource["schema"], make_model(resource).titles
    lacking = [each for each in named if table.columns and each not in table.columns]
    for problem in table.problems:
        # A column that lacks is said below.
        if problem.value in lacking and not problem.place.rows_named:
            continue
        # A remedy that names the columns of a file.
        if problem.expected == join_column_names(schema["fields"]):
            value, close = (named.get(e or "", e) for e in (problem.value, problem.nearest))
            expected = ", ".join(named.values())
            problem = replace(problem, value=value, expected=expected, nearest=close)
        book.problems.append(problem)
    # A column by which rows are known can't be left out; any other keeps what it held, and is said.
    needed = {*schema.get("primaryKey", ()), *([STATE] if table.name == "presences" else [])}
    for each in lacking:
        if each in needed:
            book.problems.append(Problem(place, _("is a missing column"), named[each]))
    if kept := [named[each] for each in lacking if each not in {*needed, *columns}]:
        what = _("has no such column: what it held stays as it is")
        book.remark(what, ", ".join(kept), sheet=place.sheet)
