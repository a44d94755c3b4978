"""From a workbook, the network's or a member's, to the rows of the tables that its sheets show.

A column of somebody's own (comments, a computed one) and a sheet of other things are left out, and
said.

The cells of a sheet are brought into the shape of its table, with what is refused of each, and are
then read as any table is: the same defect is refused the same way through every door. What is said
of them names rows and columns as the sheet has them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annual_report.errors import CellError
from annual_report.letters import clean_text, find_nearest
from annual_report.messages import _
from annual_report.reading import headings
from annual_report.reading.headings import (
    column_names,
    column_reason,
    titles,
)
from annual_report.reading.problems import Place, Problem, Understanding, at_rows
from annual_report.reading.sheets import Grid, Position, Sheet
from annual_report.reading.tables import read_table
from annual_report.writing.book_sheets import Book, FoundSheet, find_sheets
from annual_report.writing.merging import NUMBER, STATE, Row, Typed
from annual_report.writing.origin import GRID, Origin
from annual_report.writing.proposal import NetworkData, refuse
from annual_report.writing.workbook import shown_choice, shown_day

OWN_COLUMNS = frozenset(
    {"commentaire", "commentaires", "remarque", "remarques", "observation", "observations", "note",
     "notes", "a verifier", "a faire", "controle", "verification", "n°", "no", "numero", "total",
     "nombre", "nb", "compte", "source", "sources", "statut"}
)  # fmt: skip
"""Titles that people give to columns of their own, folded."""
SHOWN_BESIDE = frozenset({"date", "format", "ville", "titre"})
"""Titles under which a member's sheet shows what a meeting was: nobody types there."""
ATTENDANCE = ("rencontre", "membre", STATE, NUMBER)
"""The columns that a cell of a grid fills in: its state says how many came as well."""


@dataclass
class ReadBook:
    """What a workbook says: rows by table, what it held of them, and what is to be said of it."""

    typed: dict[str, list[Typed]] = field(default_factory=dict)
    held: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    understandings: list[Understanding] = field(default_factory=list)
    others: dict[str, Sheet] = field(default_factory=dict)
    """The sheets that are no table of the network."""
    left_out: bool = False
    """Whether a column or a sheet is in none of the tables."""


@dataclass(frozen=True)
class _Shaped:
    """The cells of a sheet in the shape of its table, and which columns they are from.

    `where` are the row of the sheet that each row comes from, and the titles of its cells.
    """

    sheet: Sheet
    columns: Collection[str]
    where: Sequence[tuple[int, Mapping[str, str]]]


def read_book(book: Book, network: NetworkData) -> ReadBook:
    """Read all sheets of a workbook; raise DataError if one has an error."""
    origin = book.origin or Origin("", "")
    read = ReadBook()
    found, read.others, read.problems = find_sheets(book, network)
    read.left_out = bool(read.others)
    refuse(read.problems)
    for one in found:
        shape = _shape_grid if one.part == GRID else _shape_rows
        _read_shaped(one, shape(one, network, read), network, read)
    for part in {one.part for one in found}:
        shown = {each for one in found if one.part == part for each in one.meetings.values()}
        read.held.setdefault(part[0], []).extend(
            {column: row.get(column, "") for column in network.models[part[0]].titles}
            for row in origin.parts.get(part, ())
            if part != GRID or row["rencontre"] in shown  # a column taken out says nothing
        )
    refuse(read.problems)
    return read


# --- From a sheet to the shape of its table -------------------------------------------------------


def _shape_grid(found: FoundSheet, network: NetworkData, read: ReadBook) -> _Shaped:
    """Make a row of the table of each cell of a grid that says something."""
    sheet, member = found.sheet, found.columns.index("membre")
    labels = [clean_text(cell) for cell in sheet.rows[found.start]]
    others = [each for each in network.models["presences"].titles if each not in ATTENDANCE[:3]]
    rows: Grid = [[*ATTENDANCE[:3], *others]]
    where: list[tuple[int, Mapping[str, str]]] = [(found.start + 1, {})]
    refused: dict[Position, CellError] = {}
    for number, cells in enumerate(sheet.rows[found.start + 1 :], start=found.start + 1):
        for at, cell in enumerate(cells):
            if at == member or not (clean_text(cell) or (number, at) in sheet.refused):
                continue
            label = labels[at] if at < len(labels) else ""
            if at not in found.meetings:
                what = _("is in a column that names no known meeting")
                here = replace(found.place, row=number + 1)
                read.problems.append(Problem(here, what, label or clean_text(cell)))
                continue
            for column, place in enumerate((member, at), start=1):
                if (number, place) in sheet.refused:
                    refused[len(rows), column] = sheet.refused[number, place]
            rows.append([found.meetings[at], cells[member] if member < len(cells) else "", cell])
            where.append((number + 1, {"membre": labels[member], STATE: label, NUMBER: label}))
    return _Shaped(Sheet(rows, refused), ATTENDANCE, where)


def _shape_rows(found: FoundSheet, network: NetworkData, read: ReadBook) -> _Shaped:
    """Take out of a sheet the columns that are its author's own, and add what it needn't say."""
    table, sheet, place, given = found.part[0], found.sheet, found.place, found.given
    fields, named = network.resources[table]["schema"]["fields"], network.models[table].titles

    def remark(what: str, value: str | None = None) -> None:
        read.problems.append(Problem(place, what, value, severity="remark"))

    if not found.is_called:
        title = network.models[table].title
        remark(_("has the titles of {table}: read as such", table=title))
    width = max(map(len, sheet.rows), default=0)
    heading = [*sheet.rows[found.start], *[""] * width][:width]
    labels = {at: headings.title(cell) for at, cell in enumerate(heading) if clean_text(cell)}
    of_attendance = bool(given) and table == "presences"
    beside = SHOWN_BESIDE if of_attendance else ()
    own = [at for at, each in labels.items() if each in beside or _is_own(each, titles(fields))]
    for at in own:
        if labels[at] not in beside:
            read.left_out = True
            remark(_("is not a column of this table: left out"), clean_text(heading[at]))
    there = {*found.columns} - {""}
    absent = [each for each in named if each not in {*there, *given, *headings.required(fields)}]
    if of_attendance and STATE in absent:
        read.problems.append(Problem(place, _("is a missing column"), "Présence"))
    elif absent and not of_attendance:
        missing = ", ".join(named[each] for each in absent)
        remark(_("has no such column: what it held stays as it is"), missing)
    # A meeting that nobody says anything of is as it was sent.
    telling = {at for at, name in enumerate(found.columns)
               if name and not (of_attendance and name != STATE)}  # fmt: skip
    rows: Grid = []
    for number, cells in enumerate(sheet.rows):
        below = number > found.start
        kept = [*cells, *[""] * width][:width]
        kept = ["" if at in own and number >= found.start else kept[at] for at in range(width)]
        is_told = any(clean_text(kept[at]) or (number, at) in sheet.refused for at in telling)
        if of_attendance and below and not is_told:
            kept = [""] * width
        values = [value if below and is_told else "" for value in given.values()]
        rows.append(
            [*kept, *given, *absent]
            if number == found.start
            else [*kept, *values, *[""] * len(absent)]
        )
    refused = {
        cell: error
        for cell, error in sheet.refused.items()
        if cell[0] <= found.start or cell[1] not in own
    }
    pairs = zip(found.columns, heading, strict=False)
    said = {name: clean_text(cell).rstrip(" *:") for name, cell in pairs if name}
    columns = {*there, *given, *([NUMBER] if of_attendance else [])}
    return _Shaped(Sheet(rows, refused), columns, [(n, said) for n in range(1, len(rows) + 1)])


def _is_own(label: str, known: Mapping[str, str]) -> bool:
    """Whether a column is nobody's misspelling: of the author's own, and of no person."""
    if label in known or column_reason(label):
        return False
    usual = label in OWN_COLUMNS or label.startswith(("nb ", "nombre "))
    return usual or not find_nearest(label, list(known))


# --- From the shape of a table to its rows --------------------------------------------------------


def _read_shaped(found: FoundSheet, shaped: _Shaped, network: NetworkData, read: ReadBook) -> None:
    """Read the rows of a table; say what is said of them at the sheet's own rows and titles."""
    name, place = found.part[0], found.place
    resource, named = network.resources[name], network.models[name].titles
    table = read_table(shaped.sheet, resource, place)
    columns = column_names(resource["schema"]["fields"])

    def placed(at: Place) -> list[Place]:
        rows: dict[str | None, dict[int, None]] = {}
        usual = named.get(at.column or "", at.column)
        for row in at.rows_named:
            number, labels = shaped.where[row - 1]
            rows.setdefault(labels.get(at.column or "", usual), {})[number] = None
        here = [at_rows(replace(place, column=each), [*rows[each]]) for each in rows]
        return here or [replace(at, column=usual)]

    for row, what in found.sheet.remarks:
        read.problems.append(Problem(replace(place, row=row), what, severity="remark"))
    for problem in table.problems:
        if problem.expected == columns:  # the columns, as the sheet calls them
            value, close = (
                named.get(each or "", each) for each in (problem.value, problem.nearest)
            )
            expected = ", ".join(named.values())
            problem = replace(problem, value=value, expected=expected, nearest=close)
        read.problems += [replace(problem, place=here) for here in placed(problem.place)]
    for seen in table.understandings:
        # The ways in which a workbook itself writes a value need no mention.
        ways = (shown_choice(seen.read, "department"), shown_choice(seen.read, "member"))
        if seen.written not in (*ways, shown_day(seen.read)):
            read.understandings += [replace(seen, place=here) for here in placed(seen.place)]
    says_nothing = name == "presences" and (found.part == GRID or found.given)
    read.typed.setdefault(name, []).extend(
        Typed(row, shaped.columns, replace(place, row=shaped.where[number - 1][0]))
        for number, row in table.every_row
        if row.get(STATE) or not says_nothing
    )
