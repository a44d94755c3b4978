"""A network's tables as one workbook to fill in: a sheet for each table, in French, with its lists.

Attendance has a grid for each recorded year, its members down and its meetings across; where its
author added a column to it, it is a sheet of rows like any other. `reading.book` reads it all
back. What the sheets hold is decided here; `drawing` draws it.
"""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.project import COMMAND
from annual_report.network.reading.book import AFTER_ID, LISTS_SHEET
from annual_report.network.reading.rules import is_member
from annual_report.network.reading.schema import (
    NETWORK,
    REQUIRED,
    Field,
    list_settings,
    read_shared_tables,
)
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.reading.values.date_cells import write_day
from annual_report.network.reading.values.vocabulary import ATTENDANCE, NO, YES
from annual_report.network.territories.institutions import (
    departments_by_code,
    find_institution,
    institutions_by_code,
    sort_codes,
)
from annual_report.network.territories.kinds import ANY, kinds_by_name
from annual_report.network.writing.drawing import (
    Cell,
    Choices,
    SheetColumn,
    add_help,
    draw_guide,
    draw_sheet,
    save_book,
)

Row = Mapping[str, str]
Tables = Mapping[str, Table]
GUIDE = Path(__file__).with_name("guide.txt")
"""How a workbook is filled in, a paragraph a line."""
FREE_LISTS = frozenset({"genre", "theme", "format", "ville"})
"""Columns that suggest what was written before, and take anything else."""
MOST_CHOICES = 2000
"""A longer list of institutions is of no use to choose from."""
SPARE_MEETINGS = 3
"""Columns of a grid without a meeting: its identifier is typed at their head."""
HOW = "Une présence se note : présent (ou x), absent, excusé, non invité. Vide : non renseigné."
STATES = Choices("Présence", ATTENDANCE)
SPARE = "Une rencontre de plus : tapez ici l’identifiant qu’elle a dans la feuille Rencontres."


def write_workbook(tables: Tables, title: str) -> bytes:
    """Return a network's tables as a workbook."""
    book = Workbook()
    guide = GUIDE.read_text("utf-8").format(title=title, command=COMMAND, how=HOW).splitlines()
    descriptions = {name: read_shared_tables()[name]["description"] for name in tables}
    about = [f"{table.title} : {descriptions[name]}" for name, table in tables.items()]
    draw_guide(book.active, [*guide, *about])
    for table in tables.values():
        draw_table(book, tables, table)
    # The lists were begun by the first column that has one.
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return save_book(book)


def draw_table(book: Workbook, tables: Tables, table: Table) -> None:
    """Draw a table, a row a fact; attendance as a grid a year."""
    dated = [*tables["membres"].every_row, *tables["rencontres"].every_row]
    years = sorted({row["annee"] for row in dated if row["annee"].isdecimal()}, reverse=True)
    has_own_columns = len(table.fields) > len(read_shared_tables()[table.name]["schema"]["fields"])
    if table.name == NETWORK:
        _draw_settings(book, tables, table)
    elif table.name == "presences" and years and not has_own_columns:
        # The last year first: it is the one that is filled in.
        for year in years:
            draw_grid(book, tables, year)
    else:
        columns = [SheetColumn(_write_title(field), field.get("description", ""),
                          _find_choices(field, tables, table), field.get("kind") != "year")
                   for field in table.fields]  # fmt: skip
        rows = [[write_value(row.get(field["name"], ""), field) for field in table.fields]
                for row in table.every_row]  # fmt: skip
        draw_sheet(book, table.title, columns, rows)


def draw_grid(book: Workbook, tables: Tables, year: str, position: int | None = None) -> Worksheet:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    meetings = [row for row in tables["rencontres"].every_row if row["annee"] == year]
    names = [row["rencontre"] for row in meetings]
    noted = {(row["membre"], row["rencontre"]): row["etat"]
             for row in tables["presences"].every_row if row["etat"]}  # fmt: skip
    members = [row["membre"] for row in tables["membres"].every_row
               if row["annee"] == year and is_member(row)]  # fmt: skip
    # Who was noted and is no member any more has a line: without it the note would be gone.
    members += sorted({code for code, meeting in noted if meeting in names} - {*members})
    columns = [
        SheetColumn("Membre *", "Un membre de l’année.", _list_members(tables)),
        *(SheetColumn(_write_heading(row), HOW, STATES) for row in meetings),
        *[SheetColumn("", SPARE, STATES)] * SPARE_MEETINGS,
    ]
    spare = [None] * SPARE_MEETINGS
    rows = [[find_institution(code).in_a_list, *(noted.get((code, name)) for name in names), *spare]
            for code in members]  # fmt: skip
    return draw_sheet(book, f"{tables['presences'].title} {year}", columns, rows, position)


def _write_heading(meeting: Row) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    parts = (write_day(meeting.get("debut", "")), meeting.get("ville", ""))
    rest = " ".join(part for part in parts if part and not is_placeholder(part))
    return f"{meeting['rencontre']} {AFTER_ID} {rest}" if rest else meeting["rencontre"]


def _draw_settings(book: Workbook, tables: Tables, table: Table) -> None:
    """Draw what a network says of itself, with an empty cell for what it doesn't say."""
    rows: list[tuple[str, Cell]] = []
    helps = []
    for name, setting in list_settings().items():
        sentence = f"{setting['description']} Exemple : {setting['example']}"
        choices = _find_choices({"title": name, **setting}, tables, table)
        values = [row["valeur"] for row in table.every_row if row["reglage"] == name]
        rows += [(name, value or None) for value in values or [""]]
        helps += [SheetColumn(name, sentence, choices)] * (len(values) or 1)
    setting, value = table.fields[:2]
    columns = [
        SheetColumn(_write_title(setting), setting["description"]),
        SheetColumn(_write_title(value)),
    ]
    sheet = draw_sheet(book, table.title, columns, rows)
    for row, column in enumerate(helps, start=2):
        add_help(sheet, f"B{row}", column)


def _write_title(field: Field) -> str:
    """Return a column's title, with a mark where every row needs it."""
    return f"{field['title']} *" if field[REQUIRED] else str(field["title"])


def write_value(value: str, field: Field) -> Cell:
    """Return what a cell shows: a year as a number, or the text by which people know a value."""
    if field.get("kind") == "year" and value.isdecimal():
        return int(value)
    if field.get("kind") == "partial-date":
        return write_day(value) or None
    if field.get("kind") in ("member", "department"):
        return find_institution(value).in_a_list or None
    return value or None


def _find_choices(field: Field, tables: Tables, table: Table) -> Choices | None:
    """Return the list of a column or a setting, None if anything may stand there."""
    values = field.get("constraints", {}).get("enum", ())
    if field.get("kind") == "member":
        return _list_members(tables)
    if field.get("kind") == "department":
        departments = departments_by_code().values()
        return Choices("Départements", tuple(place.in_a_list for place in departments))
    if field.get("kind") == "member-kind":
        values = [kind for kind in kinds_by_name() if kind != ANY]
    elif field["type"] == "boolean":
        values = (YES, NO)
    elif field["name"] in FREE_LISTS and not values:
        values = sorted({row[field["name"]] for row in table.rows} - {""})
    return Choices(f"{table.title} : {field['title']}", tuple(values)) if values else None


def _list_members(tables: Tables) -> Choices:
    """List the institutions of the network's kinds, or those it has where they are too many."""
    settings = [row for row in tables[NETWORK].every_row if not row.blanks]
    kinds = read_settings(settings).genres
    codes = [code for kind in kinds for code in institutions_by_code(kind)]
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for row in tables["membres"].rows]
    return Choices("Membres", tuple(find_institution(code).in_a_list for code in sort_codes(codes)))
