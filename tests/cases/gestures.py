"""Edits that people who know spreadsheets make in a year's sheet, each with the expected outcome.

A gesture changes the sheet 2025 of the fictional network's workbook. Understood gestures change the
tables as meant; refused ones are told in few lines, each with the sheet and the cells; others are
seen later, when the tables are compared with those of the last build.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import PIL.Image
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

Tables = dict[str, list[dict[str, str]]]
Change = Callable[[Any], object]
HEAD = 7
FIRST = 8
LAST = 48
"""The rows of the head, of the first member and of the last."""
MEETINGS = range(3, 14)
"""The columns of the eleven meetings."""
BESIDE = 14
"""The first column beside them."""


@dataclass(frozen=True)
class Gesture:
    """An edit of a year's sheet, and the outcome that is expected."""

    name: str
    do: Change
    comes: str
    """understood, refused or later."""
    want: Callable[[Tables], object] = lambda tables: None
    """The change of the tables, for a gesture that is understood."""
    said: str = ""
    """Words of the problem that is told."""
    computed: Callable[[Tables], object] | None = None
    """The change of the tables once a spreadsheet has saved the file, for one refused before."""


GESTURES: list[Gesture] = []


def understood(
    name: str, want: Callable[[Tables], object] = lambda tables: None, said: str = ""
) -> Callable[[Change], Change]:
    """Note a gesture that is read as meant."""

    def note(do: Change) -> Change:
        GESTURES.append(Gesture(name, do, "understood", want, said))
        return do

    return note


def refused(
    name: str, said: str = "", *, computed: Callable[[Tables], object] | None = None
) -> Callable[[Change], Change]:
    """Note a gesture that is refused."""

    def note(do: Change) -> Change:
        GESTURES.append(Gesture(name, do, "refused", said=said, computed=computed))
        return do

    return note


def later(name: str, said: str) -> Callable[[Change], Change]:
    """Note a gesture that only a comparison shows."""

    def note(do: Change) -> Change:
        GESTURES.append(Gesture(name, do, "later", said=said))
        return do

    return note


# --- What is meant ------------------------------------------------------------------------------


def add_member(tables: Tables, code: str, **states: str) -> None:
    """Add a member of 2025, with states by meetings such as m01."""
    tables["membres"].append({"annee": "2025", "membre": code})
    for meeting, state in states.items():
        set_state(tables, f"2025-{meeting[1:]}", code, state)


def set_state(tables: Tables, meeting: str, code: str, state: str) -> Tables:
    rows = tables["presences"]
    rows[:] = [row for row in rows if (row["rencontre"], row["membre"]) != (meeting, code)]
    if state:
        rows.append({"rencontre": meeting, "membre": code, "etat": state})
    return tables


def add_meeting(tables: Tables, identifier: str, day: str, way: str, **more: str) -> Tables:
    row = {"rencontre": identifier, "annee": "2025", "debut": day, "format": way, **more}
    tables["rencontres"].append(row)
    return tables


def set_meeting(tables: Tables, identifier: str, **values: str) -> Tables:
    (row,) = (row for row in tables["rencontres"] if row["rencontre"] == identifier)
    row.update(values)
    return tables


def drop_meeting(tables: Tables, identifier: str) -> None:
    for name in ("rencontres", "presences"):
        tables[name] = [row for row in tables[name] if row["rencontre"] != identifier]


def drop_member(tables: Tables, code: str) -> None:
    tables["membres"] = [
        row for row in tables["membres"] if (row["annee"], row["membre"]) != ("2025", code)
    ]
    tables["presences"] = [
        row
        for row in tables["presences"]
        if not (row["membre"] == code and row["rencontre"].startswith("2025-"))
    ]


def rename_meetings(tables: Tables, names: Callable[[str], str]) -> None:
    for row in [*tables["rencontres"], *tables["presences"]]:
        if row["rencontre"].startswith("2025-"):
            row["rencontre"] = names(row["rencontre"])


# --- What is done -------------------------------------------------------------------------------


def year(book: Any) -> Any:
    """Return the sheet 2025 with a table that moves along, as in a spreadsheet."""
    sheet = book["2025"]
    sheet.tables.clear()
    return sheet


def put(**cells: object) -> Change:
    """Type into cells of the year."""

    def change(book: Any) -> None:
        for place, value in cells.items():
            year(book)[place] = value

    return change


def find_row(sheet: Any, words: str) -> int:
    return next(row for row in range(FIRST, LAST + 1) if words in str(sheet.cell(row, 1).value))


def copy_year(book: Any, title: str) -> Any:
    sheet = book.copy_worksheet(year(book))
    sheet.title = title
    return sheet


def clear(sheet: Any, rows: range | tuple[int, ...], columns: range = MEETINGS) -> None:
    for row in rows:
        for column in columns:
            sheet.cell(row, column).value = None


def set_day(place: str, day: datetime, shown: str) -> Change:
    """Have a cell hold a real day, shown in some way."""

    def change(book: Any) -> None:
        cell = year(book)[place]
        cell.value = day
        cell.number_format = shown

    return change


# --- Members --------------------------------------------------------------------------------------


@understood("a member below the last", lambda t: add_member(t, "40", m01="présent"))
def _(book: Any) -> None:
    sheet = year(book)
    sheet.cell(LAST + 1, 1, "Landes")
    sheet.cell(LAST + 1, 3, "x")


@understood("a member in a row put in", lambda t: add_member(t, "40", m02="absent"))
def _(book: Any) -> None:
    sheet = year(book)
    sheet.insert_rows(12)
    sheet.cell(12, 1, "40")
    sheet.cell(12, 4, "abs.")


understood("a member's row taken out", lambda t: drop_member(t, "03"))(
    lambda book: year(book).delete_rows(FIRST)
)


@understood("rows sorted together, downwards")
def _(book: Any) -> None:
    sheet = year(book)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(FIRST, LAST, 1, 13)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[0]), reverse=True), FIRST):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


@later("the members' column sorted alone", "was the column of the members sorted alone?")
def _(book: Any) -> None:
    sheet = year(book)
    names = sorted((sheet.cell(row, 1).value for row in range(FIRST, LAST + 1)), reverse=True)
    for row, name in enumerate(names, FIRST):
        sheet.cell(row, 1).value = name


@refused("the whole sheet sorted, with what is above")
def _(book: Any) -> None:
    sheet = year(book)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(1, LAST, 1, 13)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[0])), 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


refused("a member twice", "is there twice")(put(A49="Allier"))
refused("a member misspelt", "nearest: Allier")(put(A8="Alier"))
refused("a member's name cleared", "attendance without a member")(put(A8=None))
understood("Somme as a member, with numbers", lambda t: add_member(t, "80", m01="présent"))(
    put(A49="Somme", C49=1)
)
understood("a member by its code alone", lambda t: None)(put(A8="03"))
understood("a member in capitals")(put(A8="ALLIER"))
understood("a member with its kind")(put(A8="Conseil départemental de l’Allier"))
refused("two members in a cell", "is not a French département")(put(A8="Allier et Cantal"))
refused("a member of another kind", "")(put(A49="Nantes Métropole"))
understood(
    "a member that has left, with a state before",
    lambda t: set_state(t, "2025-01", "62", "présent"),
)(lambda book: year(book).cell(find_row(book["2025"], "Pas-de-Calais"), 3, "présent"))
understood(
    "parti typed beside a member",
    lambda t: next(
        row for row in t["membres"] if (row["annee"], row["membre"]) == ("2025", "03")
    ).update(etat="parti"),
)(put(B8="Parti"))
refused("an unknown state of a member", "is not one of the choices")(put(B8="suspendu"))


@understood("an empty row between members")
def _(book: Any) -> None:
    year(book).insert_rows(20)


understood("an empty row before Membre")(lambda book: year(book).insert_rows(HEAD))
refused("a member put in above Membre", "above the row “Membre”")(
    lambda book: (year(book).insert_rows(HEAD), put(A7="40", C7="présent")(book))
)
understood(
    "a member à compléter",
    lambda t: t["membres"].append({"annee": "2025", "membre": "à compléter"}),
)(put(A49="à compléter"))

# --- Meetings -------------------------------------------------------------------------------------


@understood(
    "a column put in, with the head of a spreadsheet",
    lambda t: add_meeting(t, "2025-R12", "2025-03-20", "distanciel"),
)
def _(book: Any) -> None:
    year(book).insert_cols(6)
    put(F1="20 mars", F2="visio", F7="Colonne1")(book)


@understood(
    "a column put in, without head",
    lambda t: (
        add_meeting(t, "2025-R12", "2025-03-20", "distanciel"),
        set_state(t, "2025-R12", "03", "présent"),
    ),
)
def _(book: Any) -> None:
    year(book).insert_cols(6)
    put(F1="20/03", F2="à distance", F8="oui")(book)


understood(
    "a column beside the last",
    lambda t: add_meeting(
        t, "2025-12", "2025-12-18", "présentiel", ville="Nancy", departement="54"
    ),
)(put(N1="jeudi 18 décembre", N2="en présentiel", N4="Nancy", N7="12"))
understood("a meeting's column taken out", lambda t: drop_meeting(t, "2025-03"))(
    lambda book: year(book).delete_cols(5)
)


@understood("a meeting's column moved to the end")
def _(book: Any) -> None:
    sheet = year(book)
    for row in range(1, LAST + 1):
        sheet.cell(row, BESIDE).value = sheet.cell(row, 5).value
        sheet.cell(row, 5).value = None


understood("an empty column between meetings")(lambda book: year(book).insert_cols(6))
understood("two meetings of one day", lambda t: set_meeting(t, "2025-02", debut="2025-01-16"))(
    put(D1="16/01/2025")
)
refused("two heads of one name", "is there twice")(put(D7="01"))


@understood(
    "heads as numbers",
    lambda t: rename_meetings(t, lambda name: name.replace("-0", "-")),
)
def _(book: Any) -> None:
    for number, column in enumerate(MEETINGS, 1):
        cell = year(book).cell(HEAD, column)
        cell.value = number
        cell.number_format = "General"


refused("a format cleared", "C2: is empty")(put(C2=None))
refused("a date cleared", "C1: is empty")(put(C1=None))
refused("attendance without date and format", "neither a date nor a format")(put(N7="12", N8="x"))
refused("a date without a format", "N2: is empty")(put(N1="18 décembre"))
understood(
    "a meeting of which only year and format are known",
    lambda t: add_meeting(t, "2025-R12", "2025", "hybride"),
)(put(N1="2025", N2="hybride"))
understood(
    "a meeting à compléter",
    lambda t: add_meeting(t, "2025-R12", "à compléter", "distanciel"),
)(put(N1="à compléter", N2="distanciel"))
refused("an unknown format", "is not one of the choices")(put(C2="au bureau"))
understood(
    "usual words for formats",
    lambda t: (
        set_meeting(t, "2025-01", format="distanciel"),
        set_meeting(t, "2025-02", format="hybride"),
    ),
)(put(C2="Visioconférence", D2="mixte"))
understood("an identifier in full at its head")(put(C7="2025-01"))

# --- Days -----------------------------------------------------------------------------------------

understood("16-janv, which Excel takes for this year's")(
    set_day("C1", datetime(2026, 1, 16), "d-mmm")
)
understood("a real day")(set_day("C1", datetime(2025, 1, 16), "dd/mm/yyyy"))
refused("a real day of another year", "C1: “2027-01-16” is outside the year")(
    set_day("C1", datetime(2027, 1, 16), "dd/mm/yyyy")
)
understood(
    "a real day of the next January, with its year",
    lambda t: set_meeting(t, "2025-01", debut="2026-01-16"),
    "C1",
)(set_day("C1", datetime(2026, 1, 16), "dd/mm/yyyy"))
understood("a real day shown as janv-25", lambda t: set_meeting(t, "2025-01", debut="2025-01"))(
    set_day("C1", datetime(2025, 1, 1), "mmm-yy")
)
understood(
    "days in words",
    lambda t: (
        set_meeting(t, "2025-07", debut="2025-06-19", fin="2025-06-20"),
        set_meeting(t, "2025-05", debut="2025-05"),
        set_meeting(t, "2025-02", debut="2025-début"),
        set_meeting(t, "2025-08", debut="2025-09-30", fin="2025-10-01"),
    ),
)(put(I1="19-20 juin", C1="16/01/25", G1="mai", D1="début", J1="du 30 septembre au 1er octobre"))
refused("an end before its start", "I1: “13 et 12 juin” ends before it begins")(
    put(I1="13 et 12 juin")
)
for usual in ("16.01.2025", "16-01", "16-01-25", "2025-01-16", "16 janvier\n2025", "16 janv."):
    understood(f"a day written {usual!r}")(put(C1=usual))
for vague in ("T1 2025", "1er trimestre", "semaine 3", "reportée", "16 janvier ?", "?", "NC"):
    refused(f"a day written {vague!r}", f"C1: “{vague}” is not a date")(put(C1=vague))
refused("a day with its hour", "C1: “2025-01-16 14:30:00” is not a date")(
    set_day("C1", datetime(2025, 1, 16, 14, 30), "dd/mm/yyyy hh:mm")
)
refused("a meeting that was called off", "C2: “annulée” is not one of the choices")(
    put(C2="annulée")
)
refused("fin juin", "I1: “fin juin” is not a date")(put(I1="fin juin"))
refused("12 juin matin", "I1: “12 juin matin” is not a date")(put(I1="12 juin matin"))
understood("three days", lambda t: set_meeting(t, "2025-07", debut="2025-06-19", fin="2025-06-21"))(
    put(I1="19, 20 et 21 juin")
)
refused("three days that don't follow", "days that don’t follow")(put(I1="5, 12 et 19 juin"))
refused("the wrong day of the week", "the wrong day of the week")(put(C1="lundi 16 janvier"))
understood("the right day of the week")(put(C1="jeudi 16 janvier"))
understood(
    "a January of the next year, written",
    lambda t: set_meeting(t, "2025-11", debut="2026-01-15"),
    "M1",
)(put(M1="15 janvier 2026"))
refused("a March of the next year", "M1")(put(M1="15 mars 2026"))
understood(
    "an end in the next year",
    lambda t: set_meeting(t, "2025-11", debut="2025-12-30", fin="2026-01-02"),
)(put(M1="30 décembre au 2 janvier 2026"))
refused("31 juin", "is not a day of the calendar")(put(I1="31 juin"))
understood(
    "days with slashes", lambda t: set_meeting(t, "2025-07", debut="2025-06-19", fin="2025-06-20")
)(put(I1="19/06 au 20/06"))
understood("a day as ISO has it")(put(C1="2025-01-16"))
refused("a day with an hour", "C1")(put(C1=datetime(2025, 1, 16, 14, 30)))
refused("two alternatives", "is not a date")(put(C1="16 ou 17 janvier"))

# --- Towns and hosts ------------------------------------------------------------------------------

refused("Saint-Denis alone", "Saint-Denis (93)")(put(E4="Saint-Denis", E5=None))
understood(
    "Saint-Denis, at the Seine-Saint-Denis",
    lambda t: set_meeting(t, "2025-03", ville="Saint-Denis", departement="93", hote="93"),
)(put(E4="Saint-Denis", E5="93"))
understood(
    "Saint-Denis (974)",
    lambda t: set_meeting(t, "2025-03", ville="Saint-Denis", departement="974"),
)(put(E4="Saint-Denis (974)"))
refused("Nantes (Cité des congrès)", "E4: “Cité des congrès” is not a French département")(
    put(E4="Nantes (Cité des congrès)")
)
understood(
    "Bruxelles", lambda t: set_meeting(t, "2025-03", ville="Bruxelles", departement=""), "E4"
)(put(E4="Bruxelles"))
refused("Nancy (44)", "E4")(put(E4="Nancy (44)"))
understood("Nancy (Meurthe-et-Moselle)")(put(E4="Nancy (Meurthe-et-Moselle)"))
refused("a format as a town", "is a format")(put(C4="visio"))
understood("a host that is no member", lambda t: set_meeting(t, "2025-03", hote="40"))(
    put(E5="Landes")
)
refused("a host that nobody knows", "E5: “Tartempion” is not a French département")(
    put(E5="Tartempion")
)
refused("a person as a host", "E5")(put(E5="Mme Dupont"))

# --- States ---------------------------------------------------------------------------------------


def set_states(tables: Tables, states: dict[str, str]) -> None:
    for code, state in states.items():
        set_state(tables, "2025-01", code, state)


understood(
    "x, 1, ✓, oui, excusée",
    lambda t: set_states(
        t, {"03": "présent", "04": "présent", "05": "présent", "07": "présent", "09": "excusé"}
    ),
)(put(C8="x", C9=1, C10="✓", C11="oui", C12="excusée"))
refused("a dash as a state", "C8: “-” can mean")(put(C8="-"))
refused("retard", "C8: “retard” is not a state of attendance")(put(C8="retard"))
understood("a state in capitals", lambda t: set_state(t, "2025-01", "03", "présent"))(
    put(C8="PRESENT")
)
understood("a state cleared", lambda t: set_state(t, "2025-01", "03", ""))(put(C8=None))
understood("a state nobody knows", lambda t: set_state(t, "2025-01", "03", ""))(put(C8="NC"))
understood("a number of persons", lambda t: set_state(t, "2025-01", "03", "présent"))(put(C8=3))
understood("a state with spaces", lambda t: set_state(t, "2025-01", "03", "absent"))(
    put(C8="  absent ")
)
understood("true and false", lambda t: set_states(t, {"03": "présent", "04": "absent"}))(
    put(C8=True, C9=False)
)
refused("a name as a state", "C8: “Mme Dupont”")(put(C8="Mme Dupont"))


@refused("the same wrong state down a column", "C8 to C30")
def _(book: Any) -> None:
    for row in range(8, 31):
        year(book).cell(row, 3).value = "peut-être"


@refused("wrong states that differ", "C8 to C10: “un” (and 2 more)")
def _(book: Any) -> None:
    put(C8="un", C9="deux", C10="trois")(book)


@later("a column of states moved down by a row", "moved by a row")
def _(book: Any) -> None:
    sheet = year(book)
    for row in range(LAST - 1, FIRST, -1):
        sheet.cell(row, 3).value = sheet.cell(row - 1, 3).value


@refused("a state struck out", "C8: “présent” is struck out")
def _(book: Any) -> None:
    cell = year(book)["C8"]
    font = copy.copy(cell.font)
    cell.font = font.__class__(name=font.name, strike=True)


refused("states merged", "C8 to C9: “présent” is merged with others")(
    lambda book: year(book).merge_cells("C8:C9")
)
refused("a title merged over two meetings", "is merged with others")(
    lambda book: year(book).merge_cells("C6:D6")
)
refused(
    "a formula for a state, whose result no spreadsheet has saved",
    "C8: is a formula without a result",
    computed=lambda t: set_state(t, "2025-01", "03", "présent"),
)(put(C8='=IF(1,"x","")'))

# --- Rows above -----------------------------------------------------------------------------------


@understood("rows above that change places")
def _(book: Any) -> None:
    sheet = year(book)
    for column in range(1, BESIDE):
        second = sheet.cell(2, column)
        fourth = sheet.cell(4, column)
        second.value, fourth.value = fourth.value, second.value


understood("the row Genre taken out", lambda t: [
    row.update(genre="") for row in t["rencontres"] if row["annee"] == "2025"
])(lambda book: year(book).delete_rows(3))  # fmt: skip
refused("the row Format taken out", "“Format” is a missing column")(
    lambda book: year(book).delete_rows(2)
)
refused("the row Date taken out", "has no row “Date”")(lambda book: year(book).delete_rows(1))
understood("a row of one's own", lambda t: set_meeting(t, "2025-01", Bureau="salle 3"), "A4")(
    lambda book: (year(book).insert_rows(4), put(A4="Bureau", C4="salle 3")(book))
)
refused("a row of speakers", "A4: “Intervenante” is a column for personal data")(
    lambda book: (year(book).insert_rows(4), put(A4="Intervenante", C4="Mme Dupont")(book))
)
refused("Formatt", "is a row with formats, and is not called Format")(put(A2="Formatt"))
refused("the label Date cleared", "is in a row without a label")(put(A1=None))
refused("the label Ville cleared", "is in a row without a label")(put(A4=None))
refused("two texts above the labels", "C1: “Bureau” is in a row without a label")(
    lambda book: (year(book).insert_rows(1), put(C1="Bureau", E1="salle 3")(book))
)
understood("Commune for Ville")(put(A4="Commune"))
refused("Endroit for Ville", "A4: “Endroit” has towns")(put(A4="Endroit"))
refused("Accueil for Hôte", "A5: “Accueil” has")(put(A5="Accueil"))
refused("Titres for Titre", "A6: “Titres” is not a column")(put(A6="Titres"))
understood("labels in capitals, with a colon")(put(A1="DATE :", A2="FORMAT", A5="Hote"))
understood(
    "a row for the last day",
    lambda t: set_meeting(t, "2025-01", fin="2025-01-17"),
)(lambda book: (year(book).insert_rows(2), put(A2="Fin", C2="17 janvier")(book)))
refused("a row twice", "A4: “Format” is there twice")(
    lambda book: (year(book).insert_rows(4), put(A4="Format", C4="hybride")(book))
)
understood(
    "a row for the département",
    lambda t: None,
)(
    lambda book: (
        year(book).insert_rows(5),
        put(A5="Département", E5="54")(book),
        put(H5="2A", I5="29", K5="75")(book),
    )
)

understood(
    "a row of one's own with yes and no",
    lambda t: (
        set_meeting(t, "2025-01", **{"Compte rendu": "oui"}),
        set_meeting(t, "2025-02", **{"Compte rendu": "non"}),
    ),
    "A4",
)(lambda book: (year(book).insert_rows(4), put(A4="Compte rendu", C4="oui", D4="non")(book)))
refused("a row of the prefect's presence", "A4: “Préfète” is a row with attendance")(
    lambda book: (year(book).insert_rows(4), put(A4="Préfète", C4="présente")(book))
)
understood("a row with the sheet's year")(
    lambda book: (year(book).insert_rows(2), put(A2="Année", C2=2025, D2="2025")(book))
)
refused("a row with another year", "C2: “2024” is another year than the sheet’s")(
    lambda book: (year(book).insert_rows(2), put(A2="Année", C2=2024, D2=2025)(book))
)

# --- Heads ----------------------------------------------------------------------------------------

refused("Suivi for État", "is not called État")(put(B7="Suivi"))
understood("Collectivités for Membre")(put(A7="Collectivités"))
refused("the head Membre cleared", "has no row “Membre”")(put(A7=None))
refused("two columns État", "N7: “État” is there twice")(put(N7="État", N8="parti"))
refused("a head of the year before", "C7: “2024-01” is the identifier of a meeting of another")(
    put(C7="2024-01")
)
understood(
    "a head of words", lambda t: rename_meetings(t, lambda name: name.replace("-01", "-AG"))
)(put(C7="AG"))
understood("Statut for État")(put(B7="Statut"))


@understood("a column of numbers put in on the left")
def _(book: Any) -> None:
    sheet = year(book)
    sheet.insert_cols(1)
    sheet.cell(HEAD, 1, "N°")
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, 1, row - HEAD)


# --- Totals, notes and columns of one's own -------------------------------------------------------


@understood("a total right below", said="A49: “Total présents” is a total")
def _(book: Any) -> None:
    sheet = year(book)
    sheet.cell(LAST + 1, 1, "Total présents")
    for column in MEETINGS:
        sheet.cell(LAST + 1, column, 20 + column)


@understood("a total further down, without label", said="C51")
def _(book: Any) -> None:
    for column in MEETINGS:
        year(book).cell(LAST + 3, column, 20 + column)


@understood("formulas of totals, whose results a spreadsheet gives", said="A50")
def _(book: Any) -> None:
    sheet = year(book)
    sheet.cell(LAST + 2, 1, "Présents")
    for column in MEETINGS:
        letter = get_column_letter(column)
        cell = sheet.cell(LAST + 2, column, f'=COUNTIF({letter}8:{letter}48,"présent")')
        cell.number_format = "General"


@understood("a column of totals on the right", said="N7")
def _(book: Any) -> None:
    sheet = year(book)
    sheet.cell(HEAD, BESIDE, "Total")
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, BESIDE, row % 9)


def note_member(tables: Tables, title: str, code: str, text: str) -> Tables:
    (row,) = (row for row in tables["membres"] if (row["annee"], row["membre"]) == ("2025", code))
    row[title] = text
    return tables


understood("a column Remarques", lambda t: note_member(t, "Remarques", "04", "à rappeler"), "N7")(
    put(N7="Remarques", N9="à rappeler")
)
understood("a note on the right without a head", said="P12")(put(P12="revoir la liste"))
refused("a note below, in the members' column", "A51")(put(A51="Liste arrêtée au 31 décembre"))
refused("a column of referents", "N7: “Référent” is a column for personal data")(
    put(N7="Référent", N9="vu")
)
understood("a column of counts", said="N7: “Nombre d’agents” is a")(put(N7="Nombre d’agents", N9=4))
understood("a column Budget", lambda t: note_member(t, "Budget", "03", "1200"), "N7")(
    put(N7="Budget", N8=1200)
)
understood("a column Notes", lambda t: note_member(t, "Notes", "03", "vu"), "N7")(
    put(N7="Notes", N8="vu")
)
refused("a column of votes by x", "neither a date nor a format")(put(N7="Vote", N8="x", N9="x"))
understood(
    "a column Groupe of letters, of which some are short for a state",
    lambda t: (note_member(t, "Groupe", "03", "A"), note_member(t, "Groupe", "04", "B")),
    "N7",
)(put(N7="Groupe", N8="A", N9="B"))
understood(
    "a column of days",
    lambda t: note_member(t, "Adhésion", "03", "12/03/2019"),
    "N7: “Adhésion”",
)(put(N7="Adhésion", N8="12/03/2019"))


@understood(
    "a column of régions put in on the left",
    lambda t: note_member(t, "Région", "03", "Auvergne-Rhône-Alpes"),
    "A7: “Région”",
)
def _(book: Any) -> None:
    year(book).insert_cols(1)
    put(A7="Région", A8="Auvergne-Rhône-Alpes")(book)


refused("two columns of one's own of one name", "is there twice")(
    put(N7="Notes", N8="vu", O7="Notes", O9="revu")
)

# --- Sheets ---------------------------------------------------------------------------------------

understood("the sheet called Année 2025")(lambda book: setattr(book["2025"], "title", "Année 2025"))
refused("the sheet called Bilan 2025", "sheet Bilan 2025: has the rows of a year")(
    lambda book: setattr(book["2025"], "title", "Bilan 2025")
)
refused("the sheet called 2025 OK", "nearest: 2025")(
    lambda book: setattr(book["2025"], "title", "2025 OK")
)
refused("a copy called 2025 (2)", "sheet 2025 (2)")(lambda book: copy_year(book, "2025 (2)"))
refused("a copy called Année 2025", "a second sheet of the year")(
    lambda book: copy_year(book, "Année 2025")
)
refused("a copy called 2026, as it is", "sheet 2026, C1")(lambda book: copy_year(book, "2026"))


@refused("a copy called 2026 with new days and the old states", "the same attendance")
def _(book: Any) -> None:
    sheet = copy_year(book, "2026")
    for column in MEETINGS:
        sheet.cell(1, column).value = f"{column} mars"


@refused("a copy called 2026, of days without a year, without states", "the same day")
def _(book: Any) -> None:
    source = year(book)
    for column in MEETINGS:
        words = str(source.cell(1, column).value)
        source.cell(1, column).value = words[:5] if words[2:3] == "/" else words[:-5]
    clear(copy_year(book, "2026"), range(FIRST, LAST + 1))


def add_2026(tables: Tables) -> None:
    rows = [row for row in tables["membres"] if row["annee"] == "2025"]
    tables["membres"] += [{**row, "annee": "2026"} for row in rows]
    add_meeting(tables, "2026-01", "2026-03-05", "distanciel")
    tables["rencontres"][-1]["annee"] = "2026"


@understood("a copy called 2026, emptied", add_2026)
def _(book: Any) -> None:
    sheet = copy_year(book, "2026")
    clear(sheet, (*range(1, HEAD), *range(FIRST, LAST + 1)))
    clear(sheet, (HEAD,), range(4, 14))
    sheet["C1"] = "5 mars"
    sheet["C2"] = "visio"


@refused("a copy called 2026 whose formats are left", "sheet 2026, C1 to M1: is empty")
def _(book: Any) -> None:
    sheet = copy_year(book, "2026")
    clear(sheet, (1, *range(3, HEAD), *range(FIRST, LAST + 1)))


def drop_year(tables: Tables, year: str) -> None:
    for row in [row for row in tables["rencontres"] if row["annee"] == year]:
        drop_meeting(tables, row["rencontre"])
    tables["membres"] = [row for row in tables["membres"] if row["annee"] != year]


understood("a year's sheet taken out", lambda t: drop_year(t, "2024"))(
    lambda book: book.remove(book["2024"]) if "2024" in book.sheetnames else None
)


def add_years_members(tables: Tables, year: str, *codes: str) -> None:
    tables["membres"] += [{"annee": year, "membre": code} for code in codes]


@understood(
    "a sheet of an old year of which only the members are known",
    lambda t: add_years_members(t, "2023", "03", "40"),
)
def _(book: Any) -> None:
    sheet = book.create_sheet("2023")
    for row in (["Membre"], ["Allier"], ["Landes"]):
        sheet.append(row)


@refused("a sheet of members with meetings across it", "sheet 2023: has no row “Date” above")
def _(book: Any) -> None:
    sheet = book.create_sheet("2023")
    for row in (["Format", "visio"], ["Membre", "01"], ["Allier", "x"]):
        sheet.append(row)


@refused("members across and meetings down", "has no row “Membre”")
def _(book: Any) -> None:
    sheet = year(book)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(1, LAST, 1, 13)]
    sheet.delete_rows(1, LAST)
    for number, row in enumerate(zip(*rows, strict=True), 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


understood("a sheet of one's own", said="sheet Calculs")(
    lambda book: [book.create_sheet("Calculs").append(row)
                  for row in (["Membre", "Nombre"], ["Allier", 4])]
)  # fmt: skip
understood("the sheet hidden", said="sheet 2025: is a hidden sheet")(
    lambda book: setattr(book["2025"], "sheet_state", "hidden")
)
understood("sheets in another order")(lambda book: book.move_sheet("2025", 3))
refused("the sheet Réseau called otherwise", "sheet Le réseau")(
    lambda book: setattr(book["Réseau"], "title", "Le réseau")
)

# --- Looks ----------------------------------------------------------------------------------------


@understood("a comment", said="C8: have comments")
def _(book: Any) -> None:
    year(book)["C8"].comment = Comment("vu avec elle", "moi")


understood("a row hidden by a filter", said="row 12")(
    lambda book: setattr(year(book).row_dimensions[12], "hidden", True)
)


@understood(
    "colours for words",
    lambda t: set_states(t, {"03": "", "04": ""}),
    "C8 to C9: have a colour and no words",
)
def _(book: Any) -> None:
    put(C8=None, C9=None)(book)
    for place in ("C8", "C9"):
        year(book)[place].fill = PatternFill("solid", fgColor="00FF00")


@understood("a link", said="C6: have links")
def _(book: Any) -> None:
    year(book)["C6"].hyperlink = "https://exemple.fr/compte-rendu"


@understood("a picture")
def _(book: Any) -> None:
    file = BytesIO()
    PIL.Image.new("RGB", (9, 9), "navy").save(file, "png")
    year(book).add_image(Image(file), "P3")


@understood("a title above all")
def _(book: Any) -> None:
    year(book).insert_rows(1, 2)
    year(book).cell(1, 1, "Année 2025 du réseau d’exemple")


@understood("a title merged above all")
def _(book: Any) -> None:
    year(book).insert_rows(1)
    year(book)["A1"] = "Rencontres 2025"
    year(book).merge_cells("A1:M1")


@understood("a title merged above the meetings")
def _(book: Any) -> None:
    year(book).insert_rows(1)
    year(book)["C1"] = "Rencontres 2025"
    year(book).merge_cells("C1:M1")


@understood("Membres as a title above all")
def _(book: Any) -> None:
    year(book).insert_rows(1)
    year(book)["A1"] = "Membres"


understood("a column hidden", said="sheet 2025: has hidden columns")(
    lambda book: setattr(year(book).column_dimensions["D"], "hidden", True)
)
