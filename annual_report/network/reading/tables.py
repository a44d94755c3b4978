"""A network's tables, from their files or the sheets of its workbook → rows of canonical text.

They are read in stages, each for all of them: their sheets, their headings, their rows as they are
typed, what the distinct cells of these say, and then what the rows say. Through the last two goes
first what a network says of itself: its kinds of member decide how members are read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partialmethod
from itertools import zip_longest
from pathlib import Path

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _, list_some
from annual_report.network.reading.book import open_book, open_files
from annual_report.network.reading.files.network_folder import find_book, list_named_tables
from annual_report.network.reading.files.sheets import PLAIN, Form
from annual_report.network.reading.headings import Heading, join_column_names, read_headings
from annual_report.network.reading.problems import Cell, Place, Problem, Severity, name_column
from annual_report.network.reading.schema import (
    GENRES,
    NETWORK,
    REQUIRED,
    SETTINGS,
    SHOWN,
    YEARLY,
    Field,
    Resource,
    describe_tables,
    list_settings,
)
from annual_report.network.reading.values.cells import ReadCell, refuse_cell, understand_cells
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.kinds import DEFAULT
from annual_report.network.territories.spelling import fold_name

TOWNS_NAMED = 6
"""Towns of one name that are named to choose from."""


class Row(dict[str, str]):
    """A row's canonical text by column, "" for an empty cell, and where it stands.

    In a workbook each of its `cells` has its own place there. It has too what was `typed`, what the
    workbook itself has `refused`, and the names of its `blanks`, the cells still to fill in.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        place: Place,
        typed: Mapping[str, str] | None = None,
        refused: Mapping[str, CellError] | None = None,
        blanks: Iterable[str] = (),
        cells: Mapping[str, Cell] | None = None,
    ) -> None:
        super().__init__(values)
        self.place = place
        self.typed = typed or {}
        self.refused = refused or {}
        self.blanks = {*blanks}
        self.cells = cells or {}

    def say(self, values: Mapping[str, str], blanks: Iterable[str] = ()) -> "Row":
        """Return the same row with what it says."""
        return Row(values, self.place, self.typed, blanks=blanks, cells=self.cells)


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was understood."""

    name: str
    fields: Sequence[Field]
    """What its columns are, those of somebody's own last."""
    place: Place
    """Where it stands: its file, and in a workbook its sheet."""
    rows: Sequence[Row] = ()
    """The rows that say what they must, in the order of the file."""
    every_row: Sequence[Row] = ()
    """All rows, those still to fill in among them, with the words that say so."""
    problems: Sequence[Problem] = ()
    form: Form = PLAIN
    columns: Sequence[str] = ()
    """The columns that the file has, in its order, "" for one without a title."""
    title: str = ""
    """What it is called in sentences, and its sheet."""
    key: Sequence[str] = ()
    """The columns by which its rows are told apart."""

    def locate(self, row: Row, column: str) -> Place:
        """Return where a cell of a row stands."""
        if column in row.cells:
            return replace(row.place, rows=(), cells=(row.cells[column],))
        if row.place.cells:
            return row.place
        shown = next(field[SHOWN] for field in self.fields if field["name"] == column)
        return replace(row.place, column=shown)

    def remark(
        self,
        row: Row,
        column: str,
        what: str,
        expected: str | None = None,
        nearest: str | None = None,
        *,
        severity: Severity = "remark",
    ) -> Problem:
        """Say something of a cell, as it was typed."""
        typed = row.typed.get(column) or row.get(column) or None
        return Problem(self.locate(row, column), what, typed, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")


def read_tables(folder: Path, *, earlier: bool = False) -> dict[str, Table]:
    """Read every table of a network, from its files or from its workbook.

    Raise DataError for a folder that can't be a network. The workbook may be of an `earlier` form
    where somebody turns it into one of today's.
    """
    path, named = find_book(folder), list_named_tables(folder)
    resources = describe_tables(by_title=path is not None)
    if path:
        sheets = open_book(path, resources, earlier=earlier)
    else:
        sheets = open_files(folder, named, resources)
    headings = read_headings(sheets, resources)
    tables = {name: _take_rows(resource, headings[name], path)
              for name, resource in resources.items()}  # fmt: skip
    kinds: Sequence[str] = ()
    for names in ({NETWORK}, resources.keys() - {NETWORK}):
        cells = {name: [*_list_cells(tables[name], kinds)] for name in names}
        read = {name: understand_cells(cells[name]) for name in names}
        tables |= {name: _read_rows(tables[name], read[name]) for name in names}
        kinds = [row["valeur"] for row in tables[NETWORK].rows if row["reglage"] == GENRES]
    return {**tables, "rencontres": _complete_meetings(tables["rencontres"])}


def _take_rows(resource: Resource, headings: Sequence[Heading], path: Path | None) -> Table:
    """Return a table with its rows as they are typed, and all that is said of its sheets."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    rows: list[Row] = []
    problems: list[Problem] = []
    for heading in headings:
        fields |= {field["name"]: field for field in heading.fields}
        problems += [*heading.sheet.problems, *heading.problems, *_add_rows(rows, heading)]
    headed = [heading for heading in headings if heading.sheet.lines]
    place = Place(resource["path"])
    if path:
        # The rows of a year stand in its own sheet.
        place = Place(path.name, sheet=None if resource["name"] in YEARLY else resource["title"])
    return Table(
        resource["name"],
        [*fields.values()],
        headed[0].sheet.place if len(headed) == 1 else place,
        every_row=rows,
        problems=problems,
        form=headed[0].sheet.form if headed else PLAIN,
        columns=headed[0].names if headed else (),
        title=resource["title"],
        key=resource["schema"]["primaryKey"],
    )


def _add_rows(rows: list[Row], heading: Heading) -> Iterator[Problem]:
    """Add the rows of a sheet that hold something, and say what stands in no column."""
    kept = {field["name"] for field in heading.fields}
    sheet = heading.sheet
    for line in sheet.lines[heading.start + 1 :] if kept else ():
        typed: dict[str, str] = {}
        refused: dict[str, CellError] = {}
        cells: dict[str, Cell] = {}
        for at, (name, cell) in enumerate(zip_longest(heading.names, line.cells, fillvalue="")):
            if name in kept:
                typed[name] = cell
                if at in line.refused:
                    refused[name] = line.refused[at]
                if line.places:
                    cells[name] = line.places[at]
                elif sheet.place.sheet is not None:
                    cells[name] = (line.number, at + 1)
            elif not name and (text := clean_text(cell)):
                fault = _("is in a column without a title")
                place = sheet.locate(line, at)
                if not place.cells:
                    place = replace(place, column=name_column(at + 1))
                yield Problem(place, fault, text, join_column_names(heading.fields))
        if refused or any(map(clean_text, typed.values())):
            place = replace(sheet.place, rows=(line.number,))
            if line.places:
                place = replace(sheet.place, cells=(line.places[0],))
            rows.append(Row({}, place, typed, refused, cells=cells))


def _list_cells(table: Table, kinds: Sequence[str]) -> Iterator[tuple[str, Field]]:
    """Yield the cells of a table's rows, each with what it is; members are of some kinds."""
    fields = [{**field, GENRES: kinds or [DEFAULT]} for field in table.fields]
    for row in table.every_row:
        setting = fold_spelling(clean_text(row.typed.get("reglage", "")))
        for field in fields:
            # What the value of a setting may be, the setting says.
            yield row.typed.get(field["name"], ""), field.get(SETTINGS, {}).get(setting, field)


def _read_rows(table: Table, read: Iterable[ReadCell]) -> Table:
    """Return a table with what its rows say, of cells that were `read`, and what is wrong there."""
    needed = {*table.key, *(field["name"] for field in table.fields if field[REQUIRED])}
    whole, every, problems = [], [], [*table.problems]
    first: dict[tuple[str, ...], tuple[Row, str]] = {}
    names, rest = [field["name"] for field in table.fields], iter(read)
    several = {name for name, setting in list_settings().items() if setting.get("several")}
    for row in table.every_row:
        cells = dict(zip(names, rest, strict=False))
        # What the workbook itself refuses is as good as empty.
        cells |= {name: refuse_cell(row.typed[name], error) for name, error in row.refused.items()}
        told = [replace(problem, place=table.locate(row, name))
                for name, cell in cells.items() for problem in cell.problems]  # fmt: skip
        values = {name: cell.value for name, cell in cells.items()}
        blanks = {name: cell.blank for name, cell in cells.items() if cell.blank}
        if blanks:
            told.append(_say_blanks(table, row, values, blanks))
        every.append(row.say(values | blanks, blanks))
        # A row without its key is no row yet, and a setting that says nothing is none.
        if not (blanks.keys() & needed or (table.name == NETWORK and not values["valeur"])):
            whole.append(row.say(values))
            if all(problem.severity != "error" for problem in told):
                # A setting of one value is told apart by its name alone.
                is_single = table.name == NETWORK and values["reglage"] not in several
                key = table.key[:1] if is_single else table.key
                typed = (clean_text(row.typed.get(name, "")) or values[name] for name in key)
                text = ", ".join(filter(None, typed))
                folded = tuple(fold_identifier(values[name]) for name in key)
                other, written = first.setdefault(folded, (row, text))
                if other is not row:
                    place = other.place.within
                    expected = _("one row only; {place} has it too", place=place)
                    if written != text:
                        expected = _("one row only; {place} has it too, as “{other}”", place=place,
                                     other=written)  # fmt: skip
                    told.append(Problem(row.place, _("is there twice"), text, expected))
        problems += told
    if table.name == NETWORK:  # the order of settings says nothing
        order = [*list_settings()]
        whole = [row for row in whole if row["reglage"]]
        whole.sort(key=lambda row: order.index(row["reglage"]))
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=whole, every_row=every, problems=problems)


def _complete_meetings(table: Table) -> Table:
    """Return the meetings with what their rows leave unsaid: a year, and a town's département.

    Of a meeting without a day at least its year is known. Where several départements have a town,
    the host settles it; where it doesn't, the département is asked for.
    """
    towns = list_towns({fold_name(row["ville"]) for row in table.every_row if row["ville"]})
    problems = [*table.problems]
    for row in (*table.rows, *table.every_row):
        if not row["debut"] and not row["fin"] and row["annee"]:
            row["debut"] = row["annee"]
        town = row["ville"]
        if not town or row["departement"] or "ville" in row.blanks:
            continue
        codes = [*towns.get(fold_name(town), {})]
        if row["hote"] and "hote" not in row.blanks:
            of_host = [code for code in codes if code in find_institution(row["hote"]).departments]
            codes = of_host if len(of_host) == 1 else codes
        if len(codes) == 1:
            row["departement"] = codes[0]
    for row in table.rows:
        codes = [*towns.get(fold_name(row["ville"]), {})] if row["ville"] else []
        if len(codes) > 1 and not row["departement"]:
            named = [f"{row['ville']} ({code})" for code in codes]
            fault = _("is the name of towns of several départements")
            problems.append(table.refuse(row, "ville", fault, list_some(named, TOWNS_NAMED)))
    return replace(table, problems=problems)


def _say_blanks(
    table: Table, row: Row, values: Mapping[str, str], blanks: Mapping[str, str]
) -> Problem:
    """Say what of a row is still to fill in: in a workbook, the cells."""
    if row.cells:
        cells = tuple(row.cells[name] for name in blanks)
        place = replace(row.place, rows=(), cells=cells)
        return Problem(place, _("still to fill in"), severity="todo")
    titles = ", ".join(field["title"] for field in table.fields if field["name"] in blanks)
    fault = _("still to fill in: {columns}", columns=titles)
    words = ", ".join(filter(None, values.values()))
    return Problem(row.place, fault, words, severity="todo")


@cache
def fold_identifier(name: str) -> str:
    """Return a name without what a spreadsheet or a hand adds: "2025-1" is "2025-01", "2025_1"."""
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(name))
    return re.sub(r"[\W_]+", "-", text)
