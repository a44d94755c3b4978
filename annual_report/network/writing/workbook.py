"""A network's tables as one workbook to fill in: a sheet for each table, in French, with its lists.

Attendance has a grid for each recorded year, its members down and its meetings across; where its
author added a column to it, it is a sheet of rows like any other. `reading.book` reads it all
back. What the sheets hold is decided here; `drawing` draws it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annual_report.base.project import COMMAND
from annual_report.network.reading.book import AFTER_ID
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
    Help,
    SheetColumn,
    SheetToFill,
    draw_workbook,
)

Row = Mapping[str, str]
Tables = Mapping[str, Table]
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
    sheets = [*_make_sheets(tables)]
    return draw_workbook(_write_guide(title, sheets), sheets)


def _make_sheets(tables: Tables) -> Iterator[SheetToFill]:
    common = {field["name"] for field in read_shared_tables()["presences"]["schema"]["fields"]}
    rows = (row for name in ("membres", "rencontres") for row in tables[name].every_row)
    years = sorted({row["annee"] for row in rows if row["annee"].isdecimal()}, reverse=True)
    for name, table in tables.items():
        if name == NETWORK:
            yield _make_settings_sheet(tables, table)
        elif name == "presences" and years and {field["name"] for field in table.fields} == common:
            # The last year first: it is the one that is filled in.
            yield from (make_grid(tables, year) for year in years)
        else:
            yield _make_table_sheet(tables, table)


def make_grid(tables: Tables, year: str) -> SheetToFill:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    meetings = [row for row in tables["rencontres"].every_row if row["annee"] == year]
    names = [row["rencontre"] for row in meetings]
    noted = {(row["membre"], row["rencontre"]): row["etat"]
             for row in tables["presences"].every_row if row["etat"]}  # fmt: skip
    members = [row["membre"] for row in tables["membres"].every_row
               if row["annee"] == year and is_member(row)]  # fmt: skip
    # Who was noted and is no member any more has a line: without it the note would be gone.
    members += sorted({code for code, meeting in noted if meeting in names} - {*members})
    columns = (
        SheetColumn(Help("Membre *", "Un membre de l’année.", _list_members(tables))),
        *(SheetColumn(Help(_write_heading(row), HOW, STATES)) for row in meetings),
        *[SheetColumn(Help("", SPARE, STATES))] * SPARE_MEETINGS,
    )
    cells = tuple(
        (
            _write_member(code),
            *(noted.get((code, name)) for name in names),
            *[None] * SPARE_MEETINGS,
        )
        for code in members
    )
    about = f"Les membres de {year} en lignes, ses rencontres en colonnes. {HOW}"
    return SheetToFill(f"{tables['presences'].title} {year}", about, columns, cells)


def _write_heading(meeting: Row) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    parts = (write_day(meeting.get("debut", "")), meeting.get("ville", ""))
    rest = " ".join(part for part in parts if part and not is_placeholder(part))
    return f"{meeting['rencontre']} {AFTER_ID} {rest}" if rest else meeting["rencontre"]


def _make_table_sheet(tables: Tables, table: Table) -> SheetToFill:
    """Draw a table, a row a fact."""
    columns = []
    for field in table.fields:
        choices = _find_choices(field, tables, table)
        shown = Help(_write_title(field), field.get("description", ""), choices)
        columns.append(SheetColumn(shown, field.get("kind") != "year"))
    rows = [tuple(write_value(row.get(field["name"], ""), field) for field in table.fields)
            for row in table.every_row]  # fmt: skip
    about = read_shared_tables()[table.name]["description"]
    return SheetToFill(table.title, about, tuple(columns), tuple(rows))


def _make_settings_sheet(tables: Tables, table: Table) -> SheetToFill:
    """Draw what a network says of itself, with an empty cell for what it doesn't say."""
    helps, rows = [], []
    for name, setting in list_settings().items():
        choices = _find_choices({"title": name, **setting}, tables, table)
        sentence = f"{setting['description']} Exemple : {setting['example']}"
        written = [row["valeur"] for row in table.every_row if row["reglage"] == name]
        for value in written or [""]:
            helps.append(Help(name, sentence, choices))
            rows.append((name, value or None))
    titles = [Help(_write_title(field), field["description"]) for field in table.fields[:2]]
    columns = (SheetColumn(titles[0]), SheetColumn(titles[1], by_row=tuple(helps)))
    about = read_shared_tables()[NETWORK]["description"]
    return SheetToFill(table.title, about, columns, tuple(rows))


def _write_title(field: Field) -> str:
    """Return a column's title, with a mark where every row needs it."""
    return f"{field['title']} *" if field[REQUIRED] else str(field["title"])


def write_value(value: str, field: Field) -> Cell:
    """Return what a cell shows: a year as a number, or the text by which people know a value."""
    if field.get("kind") == "year" and value.isdecimal():
        return int(value)
    if field.get("kind") == "partial-date":
        return write_day(value) or None
    if field.get("kind") == "department" and value in departments_by_code():
        return f"{value} {departments_by_code()[value].name}"
    return (_write_member(value) if field.get("kind") == "member" else value) or None


def _find_choices(field: Field, tables: Tables, table: Table) -> Choices | None:
    """Return the list of a column or a setting, None if anything may stand there."""
    values = field.get("constraints", {}).get("enum", ())
    if field.get("kind") == "member":
        return _list_members(tables)
    if field.get("kind") == "department":
        departments = departments_by_code().items()
        return Choices("Départements", tuple(f"{code} {place.name}" for code, place in departments))
    if field.get("kind") == "member-kind":
        values = [kind for kind in kinds_by_name() if kind != ANY]
    elif field["type"] == "boolean":
        values = (YES, NO)
    elif field["name"] in FREE_LISTS and not values:
        values = sorted({row[field["name"]] for row in table.rows} - {""})
    return Choices(f"{table.title} : {field['title']}", tuple(values)) if values else None


def _list_members(tables: Tables) -> Choices:
    """List the institutions of the network's kinds, or those it has where they are too many."""
    kinds = read_settings(tables[NETWORK].every_row).genres
    codes = [code for kind in kinds for code in institutions_by_code(kind)]
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for row in tables["membres"].rows]
    return Choices("Membres", tuple(map(_write_member, sort_codes(codes))))


def _write_member(code: str) -> str:
    """Write an institution as lists do: "40 Landes", "Ville de Paris"; other text as it is."""
    return find_institution(code).in_a_list


def _write_guide(title: str, sheets: Sequence[SheetToFill]) -> Iterable[str]:
    """Return the first sheet's lines: its title, then a paragraph a line."""
    return [
        f"{title} : classeur à remplir",
        "Ce classeur est le réseau : les pages disent ce que vous y écrivez. Remplissez-le, "
        f"enregistrez-le (en .xlsx), puis tapez {COMMAND} check, qui dit ce qui manque ou ne va "
        f"pas, et {COMMAND} build, qui fait les pages.",
        "Une feuille par table, une ligne par fait. Les colonnes marquées d’un astérisque sont "
        "obligatoires ; laissez vide ce que vous ne savez pas : « vide » veut dire « non "
        "renseigné », jamais zéro.",
        "Les dates se notent aussi précisément qu’elles sont connues : 19/06/2025, juin 2025, "
        "printemps 2025 ou 2025.",
        "Les listes déroulantes proposent les membres, les formats, les genres et les états ; "
        "autre chose peut se taper : un membre par son code ou son nom, par exemple.",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        f"{HOW} Chaque année a sa grille. Pour une rencontre de plus : une ligne dans la feuille "
        "Rencontres, puis son identifiant en tête d’une colonne libre de la grille.",
        "Une colonne ou une feuille à vous est permise : aucune page n’en dit rien. Gardez aux "
        "autres leurs titres : une feuille ou une colonne qui change de nom est refusée.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    ]
