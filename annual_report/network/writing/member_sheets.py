"""A small workbook for each member: what the network knows of it, and what only it can say.

    Présences 2026     the year's meetings, a row each, to say who came
    Dispositifs        the member's schemes
    Ressources 2026    what it produced or shared
    Temps forts        what it remembers of the year, in its own words

They are the network's tables without the column that says whose, or of which year. `collect` writes
them; `gathering` takes back those that were filled in.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_report.base.dates import PartialDate
from annual_report.base.errors import ParameterError
from annual_report.base.french.lists import join_items
from annual_report.base.french.periods import date_range
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.values.vocabulary import is_member
from annual_report.network.territories.institutions import find_institution, is_known
from annual_report.network.writing.drawing import SheetColumn, SheetToFill, Workbook, draw_workbook
from annual_report.network.writing.merging import NUMBER, STATE, Row
from annual_report.network.writing.origin import Parts, make_origin_rows
from annual_report.network.writing.proposal import NetworkData, open_data
from annual_report.network.writing.workbook import (
    HOW,
    STATES,
    SUFFIX,
    list_codes,
    make_table_sheet,
    says_something,
    write_attendance,
)

HIGHLIGHTS = "Temps forts"
"""The chapter of a year's text that members tell, and their sheet of it, which is no table."""
OF_HIGHLIGHTS = [
    {"name": "titre", "type": "string", "title": "Titre", "description": "Quelques mots."},
    {"name": "recit", "type": "string", "title": "Récit",
     "description": "Quelques phrases : où, quand, et ce qui en reste."},
]  # fmt: skip
TABLES = {
    "presences": ("membre", "Présences {year}", "Une ligne par rencontre : dites si vous y étiez."),
    "dispositifs": ("membre", "Dispositifs", "Vos dispositifs de participation, un par ligne."),
    "ressources": ("annee", "Ressources {year}", "Ce que vous avez produit ou partagé."),
    HIGHLIGHTS: ("", HIGHLIGHTS, "Un temps fort de votre année, s’il y en a un."),
}
"""The sheets: the column that each goes without, its title and its help."""
SHOWN_BESIDE = ("Date", "Format", "Ville", "Titre")
"""What the sheet of attendance shows of a meeting; nobody types there."""


def say_given(table: str, member: str, year: str) -> dict[str, str]:
    """Return what a member's sheet says of each row of a table without a column for it."""
    said = {"membre": member, "annee": year}
    return {column: value for column, value in said.items() if column == TABLES[table][0]}


def describe_tables(network: NetworkData, year: str) -> dict[str, dict[str, Any]]:
    """Describe the tables that a member's sheet has, as it has them."""
    known = {**network.resources, HIGHLIGHTS: {"name": HIGHLIGHTS, "schema": {}}}
    found = {}
    for name, (without, title, about) in TABLES.items():
        schema = known[name]["schema"]
        fields = [e for e in schema.get("fields", OF_HIGHLIGHTS) if e["name"] != without]
        if name == "presences":  # one cell says the state, or how many came
            fields = [e for e in fields if e["name"] in ("rencontre", STATE, NUMBER)]
            fields = [{**e, "title": "Présence"} if e["name"] == STATE else e for e in fields]
        key = [each for each in schema.get("primaryKey", ()) if each != without]
        schema = {**schema, "fields": fields, "primaryKey": key}
        words = {"title": title.format(year=year), "description": about}
        found[name] = {**known[name], **words, "schema": schema}
    return found


def write_member_sheets(folder: str | Path, year: int, target: Path) -> list[str]:
    """Write a sheet for each member of a year into a folder; return what was done, line by line.

    A file that is there already is left as it is: somebody may have filled it in.
    """
    network = open_data(folder)
    members = list_codes(network, str(year))
    if not members:
        raise ParameterError(_("{year} has no members: prepare it first, with new", year=year))
    target.mkdir(parents=True, exist_ok=True)
    meetings = network.tables["rencontres"]
    here = sum(row["annee"] == str(year) for row in meetings.every_row)
    ready = [row for row in meetings.rows if row["annee"] == str(year)]
    said = []
    if not ready or len(ready) < here:  # nobody could say who came to the others
        line = _("meetings of {year} in the sheets: {ready}; still to fill in: {left}", year=year,
                 ready=len(ready), left=here - len(ready))  # fmt: skip
        said.append(line)
    for code in members:
        # A name that any mail program keeps: of accents it makes what it likes.
        name = make_slug(find_institution(code).name)
        file = target / f"{year}-{f'{code}-{name}' if is_known(code) else name}{SUFFIX}"
        if file.exists():
            said.append(_("{file}: is already there", file=file.name))
            continue
        draw_workbook(_member_workbook(network, code, str(year), ready), file)
        said.append(_("{file}: written", file=file.name))
    return said


def _member_workbook(
    network: NetworkData, code: str, year: str, meetings: Sequence[Row]
) -> Workbook:
    """Return what a member's workbook shows."""
    tables, ids = describe_tables(network, year), {row["rencontre"] for row in meetings}
    came, schemes = (
        [row for row in network.tables[name].rows if row["membre"] == code]
        for name in ("presences", "dispositifs")
    )
    came = [row for row in came if row["rencontre"] in ids and says_something(row)]
    # The resources of a year are nobody's in particular: none is held, so none is taken away.
    parts: Parts = dict.fromkeys(tables, ()) | {"presences": came, "dispositifs": schemes}
    sheets = (
        _attendance_sheet(tables["presences"], meetings, came),
        *(make_table_sheet(network, tables[name], parts[name]) for name in [*tables][1:]),
    )
    rows = (row for row in network.tables["membres"].rows if is_member(row))
    years = sorted({row["annee"] for row in rows if row["membre"] == code})
    guide = (
        f"{find_institution(code).label}, {year}",
        f"Ce que {read_settings(network.descriptor).the_network} sait de vous, à compléter et à "
        f"corriger. Membre en {join_items(years)}.",
        "Laissez vide ce que vous ne savez pas : « vide » veut dire « non renseigné ».",
        HOW,
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Quand c’est fait, enregistrez et renvoyez ce fichier, sous n’importe quel nom.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    )
    return Workbook(guide, sheets, make_origin_rows(network.descriptor, parts, code, year))


def _attendance_sheet(
    resource: Mapping[str, Any], meetings: Sequence[Row], came: Sequence[Row]
) -> SheetToFill:
    """Draw the meetings of a year, and whether the member was there."""
    noted = {row["rencontre"]: write_attendance(row) for row in came}
    columns = (
        SheetColumn("Rencontre", "Ne changez pas cet identifiant."),
        *map(SheetColumn, SHOWN_BESIDE),
        SheetColumn("Présence", HOW, STATES),
    )
    rows = tuple(
        (
            row["rencontre"],
            _when(row),
            *(row[name] or None for name in ("format", "ville", "titre")),
            noted.get(row["rencontre"]),
        )
        for row in meetings
    )
    return SheetToFill(resource["title"], resource["description"], columns, rows)


def _when(meeting: Row) -> str | None:
    """Write when a meeting was as people do: members read it, nobody changes it."""
    if not meeting["debut"]:
        return None
    end = PartialDate.parse(meeting["fin"]) if meeting["fin"] else None
    return date_range(PartialDate.parse(meeting["debut"]), end)
