"""The corpus, what workbooks say beside their values: merges, sheets, formats, what they hide."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from corpus_case import (
    MEMBRES,
    PRESENCES,
    RENCONTRES,
    SUJETS,
    cell_at,
    filled,
    membres,
    packed,
    presences,
    read,
    refused,
    remarked,
    rencontres,
    rows_of,
)
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("number", "datastyle"),
    )
)  # fmt: skip
YEAR, MONTH, DAY = "<number:year/>", "<number:month/>", "<number:day/>"
STYLES = f"""
<number:date-style style:name="D-jour">{DAY}{MONTH}{YEAR}</number:date-style>
<number:date-style style:name="D-sans-annee">{DAY}{MONTH}</number:date-style>
<number:date-style style:name="D-mois">{MONTH}{YEAR}</number:date-style>
<number:date-style style:name="D-annee">{YEAR}</number:date-style>
<number:number-style style:name="D-nombre"/>
<style:style style:name="raye" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="mots-rayes" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="cachee" style:family="table">
<style:table-properties table:display="false"/></style:style>
""" + "".join(
    f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="D-{name}"/>'
    for name in ("jour", "sans-annee", "mois", "annee", "nombre")
)


def ods_cell(text: str | None, more: str = "") -> str:
    if more:
        return f"<table:table-cell {more}><text:p>{escape(text or '')}</text:p></table:table-cell>"
    if not text:
        return "<table:table-cell/>"
    return (
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p>'
        "</table:table-cell>"
    )


def a_day(value: str, style: str) -> str:
    return f'table:style-name="{style}" office:value-type="date" office:date-value="{value}"'


def ods(
    text: str,
    cells: dict[str, str] | None = None,
    rows: dict[int, str] | None = None,
    sheet: str = "",
    after: str = "",
) -> bytes:
    """Return an `.ods` of a table, some of its cells and rows written otherwise."""
    lines = []
    for number, row in enumerate(rows_of(text), start=1):
        made = [
            (cells or {}).get(f"{'ABCDEFGHIJ'[at]}{number}", ods_cell(value))
            for at, value in enumerate(row)
        ]
        lines.append(
            f"<table:table-row {(rows or {}).get(number, '')}>{''.join(made)}</table:table-row>"
        )
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Feuil1" {sheet}>{"".join(lines)}</table:table>{after}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode()})


def merged(*areas: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return change


def hidden(*rows: int) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change


def filtered(sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:B8"
    hidden(3, 4)(sheet)


def struck(row: int) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for cell in sheet[row]:
            cell.font = Font(strike=True)

    return change


def struck_cell(sheet: Any) -> None:
    sheet["A5"].font = Font(strike=True)


def struck_words(sheet: Any) -> None:
    """Strike out the end of a title, as somebody who has thought better of it."""
    cell = sheet["C2"]
    words, rest = str(cell.value)[:5], str(cell.value)[5:]
    cell.value = CellRichText(words, TextBlock(InlineFont(strike=True), rest))


def shared(content: bytes) -> bytes:
    """Keep a workbook's rich text as Excel does: once, where cells share it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet, strings, types = (
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml",
    )  # fmt: skip
    said = f'<Override PartName="/{strings}" ContentType="{SHARED_STRINGS}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", said.encode())
    struck = rb't="inlineStr"><is>((?:(?!</is>).)*<strike.*?)</is>'
    (text,) = re.findall(struck, parts[sheet])
    parts[strings] = b'<sst xmlns="%s"><si>%s</si></sst>' % (SHEET_MAIN_NS.encode(), text)
    parts[sheet] = re.sub(struck, b't="s"><v>0</v>', parts[sheet])
    return packed(parts)


def hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def another_sheet(
    title: str, text: str, state: str = "visible", own: str = ""
) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        if own:
            sheet.title = own
        other = sheet.parent.create_sheet(title)
        for row in rows_of(text):
            other.append(row)
        other.sheet_state = state

    return change


def hide_the_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("Notes")
    sheet.parent.active = 1
    sheet.sheet_state = "hidden"


def numbers_as_shown(sheet: Any) -> None:
    for row in range(2, 9):
        text = str(sheet[f"B{row}"].value)
        if text.isdigit():
            cell_at(f"B{row}", int(text), "00")(sheet)


OLD = "annee,departement\n2024,75\n2025,75\n"
JUNE = "2025-06-19"
NOTED = (
    '<table:table-cell office:value-type="float" office:value="2025"><office:annotation>'
    "<text:p>à vérifier</text:p></office:annotation><text:p>2025</text:p></table:table-cell>"
)

WORKBOOKS = [
    # --- cells that are shown as one
    read(
        "fusion-annees",
        "les années, chacune une case fusionnée",
        "membres.xlsx",
        filled(MEMBRES, merged("A2:A5", "A6:A8")),
    ),
    read(
        "fusion-rencontre",
        "la rencontre fusionnée sur ses présences",
        "presences.xlsx",
        filled(PRESENCES, merged("A2:A4")),
    ),
    read(
        "fusion-invite",
        "« oui » fusionné sur deux lignes",
        "presences.xlsx",
        filled(PRESENCES, merged("D2:D3")),
    ),
    read(
        "fusion-annee-rencontres",
        "l’année fusionnée sur les rencontres",
        "rencontres.xlsx",
        filled(RENCONTRES, merged("B2:B3", "B4:B5")),
    ),
    read(
        "fusion-annee-sujets",
        "l’année fusionnée sur les sujets",
        "sujets.xlsx",
        filled(SUJETS, merged("A2:A3")),
    ),
    read(
        "fusion-titre-et-annee",
        "un titre fusionné, et l’année aussi",
        "membres.xlsx",
        filled("Membres,\n" + MEMBRES, merged("A1:B1", "A3:A6")),
    ),
    read(
        "fusion-vide",
        "des cases vides fusionnées",
        "rencontres.xlsx",
        filled(RENCONTRES, merged("G3:J3")),
    ),
    refused(
        "fusion-agents",
        "un nombre d’agents fusionné : chacun, ou tous ?",
        "presences.xlsx",
        filled(PRESENCES, merged("C2:C4")),
        3,
        "agents",
        "2",
        sheet="Feuil1",
        several=True,
    ),
    refused(
        "fusion-agents-deux",
        "le même, sur deux lignes",
        "presences.xlsx",
        filled(presences(("44,12", "44,")), merged("C3:C4")),
        4,
        "agents",
        "0",
        sheet="Feuil1",
    ),
    refused(
        "fusion-en-travers",
        "la ville et le département en une case",
        "rencontres.xlsx",
        filled(RENCONTRES, merged("G4:H4")),
        4,
        "departement",
        "Nantes",
        sheet="Feuil1",
    ),
    refused(
        "fusion-bloc",
        "un bloc de deux lignes et deux colonnes",
        "rencontres.xlsx",
        filled(RENCONTRES, merged("G2:H3")),
        2,
        "departement",
        "Bourg-en-Bresse",
        sheet="Feuil1",
        several=True,
    ),
    read(
        "ods-fusion",
        "LibreOffice : l’année fusionnée",
        "membres.ods",
        ods(
            MEMBRES,
            {
                "A2": ods_cell("2024", 'table:number-rows-spanned="4"'),
                **{f"A{row}": "<table:covered-table-cell/>" for row in (3, 4, 5)},
            },
        ),
    ),
    refused(
        "ods-fusion-cachee",
        "LibreOffice : une valeur cachée sous une fusion",
        "membres.ods",
        ods(
            MEMBRES,
            {
                "A2": ods_cell("2024", 'table:number-rows-spanned="4"'),
                "A3": "<table:covered-table-cell><text:p>2025</text:p></table:covered-table-cell>",
            },
        ),
        3,
        "annee",
        "2025",
        sheet="Feuil1",
    ),
    refused(
        "ods-fusion-agents",
        "LibreOffice : un nombre d’agents fusionné",
        "presences.ods",
        ods(
            PRESENCES,
            {
                "C2": ods_cell("2", 'table:number-rows-spanned="2"'),
                "C3": "<table:covered-table-cell/>",
            },
        ),
        3,
        "agents",
        "2",
        sheet="Feuil1",
    ),
    # --- several sheets
    refused(
        "feuilles-ancienne",
        "une ancienne feuille « membres » à côté de la bonne",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("membres", OLD)),
    ),
    refused(
        "feuilles-ancienne-cachee",
        "la même, cachée",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("membres", OLD, "hidden")),
    ),
    refused(
        "feuilles-tres-cachee",
        "la même, très cachée",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("membres", OLD, "veryHidden")),
    ),
    refused(
        "feuilles-copie",
        "« membres » et « membres (2) »",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("membres (2)", MEMBRES, own="membres")),
    ),
    refused(
        "feuilles-par-annee",
        "une feuille pour chaque année",
        "membres.xlsx",
        filled(OLD, another_sheet("2026", MEMBRES, own="2025")),
    ),
    refused(
        "feuilles-sans-table",
        "deux feuilles, et aucune table",
        "membres.xlsx",
        filled("a,b\n1,2\n", another_sheet("Notes", "c\n3\n")),
    ),
    remarked(
        "feuilles-notes",
        "une feuille de notes à côté",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("Notes", "À relire\n")),
        "was not read",
    ),
    remarked(
        "feuilles-nom",
        "« Membres », et une autre table",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("Rencontres", RENCONTRES, own="Membres")),
        "was not read",
    ),
    remarked(
        "feuilles-ancien-format",
        "une ancienne feuille aux autres colonnes",
        "membres.xlsx",
        filled(MEMBRES, another_sheet("2019", "nom du lieu,an\nAin,2019\n")),
        "was not read",
    ),
    remarked(
        "feuille-cachee",
        "la seule feuille remplie est cachée",
        "membres.xlsx",
        filled(MEMBRES, hide_the_sheet),
        "is a hidden sheet, and was read",
    ),
    read(
        "feuilles-vides",
        "trois feuilles, dont deux vides",
        "membres.xlsx",
        filled(
            MEMBRES,
            lambda sheet: [sheet.parent.create_sheet(each) for each in ("Feuil2", "Feuil3")],
        ),
    ),
    remarked(
        "ods-feuille-cachee",
        "LibreOffice : la feuille est cachée",
        "membres.ods",
        ods(MEMBRES, sheet='table:style-name="cachee"'),
        "is a hidden sheet, and was read",
    ),
    refused(
        "ods-ancienne",
        "LibreOffice : une ancienne feuille « membres »",
        "membres.ods",
        ods(
            MEMBRES,
            after='<table:table table:name="membres" table:style-name="cachee"><table:table-row>'
            + ods_cell("annee")
            + ods_cell("departement")
            + "</table:table-row><table:table-row>"
            + ods_cell("2025")
            + ods_cell("75")
            + "</table:table-row></table:table>",
        ),
    ),
    # --- how a number or a day is shown
    read(
        "format-mois",
        "une date affichée « septembre » seul",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C3", datetime(2024, 9, 1), "mmmm")),
    ),
    read(
        "format-mois-annee",
        "une date affichée 09/2024",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C3", datetime(2024, 9, 1), "mm/yyyy")),
    ),
    read(
        "format-mois-francais",
        "une date affichée avec un format français",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C3", datetime(2024, 9, 1), "[$-40C]mmmm\\ yyyy")),
    ),
    read(
        "format-annee",
        "une date affichée 2025",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C5", datetime(2025, 1, 1), "yyyy")),
    ),
    read(
        "format-jour-mois",
        "une date affichée « 19 juin »",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", datetime(2025, 6, 19), "d mmmm")),
    ),
    read(
        "format-jour-semaine",
        "une date affichée « jeudi 19 juin 2025 »",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", datetime(2025, 6, 19), "[$-F800]dddd, mmmm dd, yyyy")),
    ),
    read(
        "format-numero",
        "une date affichée 45827",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", 45827, "General")),
    ),
    read(
        "format-date-seule",
        "une date sans heure",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", date(2025, 6, 19), "dd/mm/yy")),
    ),
    refused(
        "format-mois-jour",
        "un jour affiché comme un mois",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", datetime(2025, 6, 19), "mmm\\-yy")),
        4,
        "debut",
        "2025-06-19",
        "2025-06 or 2025-06-19",
        sheet="Feuil1",
    ),
    refused(
        "format-annee-jour",
        "un jour affiché comme une année",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", datetime(2025, 6, 19), "yyyy")),
        4,
        "debut",
        "2025-06-19",
        "2025 or 2025-06-19",
        sheet="Feuil1",
    ),
    refused(
        "format-heure",
        "un jour et une heure",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C4", datetime(2025, 6, 19, 14, 30), "dd/mm/yyyy hh:mm")),
        4,
        "debut",
        "2025-06-19 14:30:00",
        sheet="Feuil1",
    ),
    refused(
        "format-annee-en-date",
        "l’année 2025 dans une case au format date",
        "membres.xlsx",
        filled(MEMBRES, cell_at("A8", datetime(1905, 7, 17), "dd/mm/yyyy")),
        8,
        "annee",
        "1905-07-17",
        "2025",
        sheet="Feuil1",
    ),
    read(
        "format-codes",
        "des codes en nombres, affichés 01",
        "membres.xlsx",
        filled(MEMBRES, numbers_as_shown),
    ),
    read(
        "format-decimales",
        "un nombre affiché 12,00",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C4", 12, "0.00")),
    ),
    read(
        "format-unite",
        "un nombre affiché « 12 agents »",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C4", 12, '0" agents"')),
    ),
    refused(
        "format-pourcent",
        "12 affiché 1200 %",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C4", 12, "0%")),
        4,
        "agents",
        "12",
        sheet="Feuil1",
    ),
    refused(
        "format-milliers",
        "12 000 affiché 12",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C4", 120, "0,")),
        4,
        "agents",
        "120",
        sheet="Feuil1",
    ),
    refused(
        "format-cache",
        "un nombre que son format cache",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C4", 12, ";;;")),
        4,
        "agents",
        "12",
        sheet="Feuil1",
    ),
    refused(
        "format-arrondi",
        "2,4 affiché 2",
        "presences.xlsx",
        filled(PRESENCES, cell_at("C2", 2.4, "0")),
        2,
        "agents",
        "2.4",
        sheet="Feuil1",
    ),
    read(
        "format-vrai",
        "VRAI, de la case à cocher",
        "presences.xlsx",
        filled(PRESENCES, cell_at("D2", True)),
    ),
    read(
        "ods-jour",
        "LibreOffice : un jour affiché en entier",
        "rencontres.ods",
        ods(RENCONTRES, {"C4": ods_cell("19/06/2025", a_day(JUNE, "jour"))}),
    ),
    read(
        "ods-jour-mois",
        "LibreOffice : un jour affiché « 19 juin »",
        "rencontres.ods",
        ods(RENCONTRES, {"C4": ods_cell("19 juin", a_day(JUNE, "sans-annee"))}),
    ),
    read(
        "ods-jour-numero",
        "LibreOffice : un jour affiché 45827",
        "rencontres.ods",
        ods(RENCONTRES, {"C4": ods_cell("45827", a_day(JUNE, "nombre"))}),
    ),
    read(
        "ods-jour-minuit",
        "LibreOffice : un jour avec minuit",
        "rencontres.ods",
        ods(RENCONTRES, {"C4": ods_cell("19/06/2025", a_day(f"{JUNE}T00:00:00", "jour"))}),
    ),
    read(
        "ods-mois",
        "LibreOffice : un mois",
        "rencontres.ods",
        ods(RENCONTRES, {"C3": ods_cell("09/2024", a_day("2024-09-01", "mois"))}),
    ),
    read(
        "ods-annee",
        "LibreOffice : une année",
        "rencontres.ods",
        ods(RENCONTRES, {"C5": ods_cell("2025", a_day("2025-01-01", "annee"))}),
    ),
    refused(
        "ods-mois-jour",
        "LibreOffice : un jour affiché comme un mois",
        "rencontres.ods",
        ods(RENCONTRES, {"C4": ods_cell("06/2025", a_day(JUNE, "mois"))}),
        4,
        "debut",
        "06/2025",
        "2025-06 or 2025-06-19",
        sheet="Feuil1",
    ),
    refused(
        "ods-pourcent",
        "LibreOffice : 12 affiché 1200 %",
        "presences.ods",
        ods(
            PRESENCES,
            {"C4": ods_cell("1200 %", 'office:value-type="percentage" office:value="12"')},
        ),
        4,
        "agents",
        "1200 %",
        sheet="Feuil1",
    ),
    read(
        "ods-vrai",
        "LibreOffice : VRAI",
        "presences.ods",
        ods(
            PRESENCES,
            {"D2": ods_cell("VRAI", 'office:value-type="boolean" office:boolean-value="true"')},
        ),
    ),
    read(
        "ods-commentaire",
        "LibreOffice : un commentaire sur une case",
        "membres.ods",
        ods(
            MEMBRES,
            {"A8": NOTED},
        ),
    ),
    refused(
        "ods-formule",
        "LibreOffice : une formule sans résultat",
        "membres.ods",
        ods(MEMBRES, {"A8": '<table:table-cell table:formula="of:=[.A7]"/>'}),
    ),
    refused(
        "ods-erreur",
        "LibreOffice : Err:502",
        "rencontres.ods",
        ods(
            RENCONTRES,
            {"G4": ods_cell("Err:502", 'office:value-type="string" office:string-value=""')},
        ),
        4,
        "ville",
        "Err:502",
        sheet="Feuil1",
    ),
    # --- what a spreadsheet hides or strikes out
    remarked(
        "ligne-cachee",
        "une ligne cachée",
        "membres.xlsx",
        filled(MEMBRES, hidden(3)),
        "rows that are hidden or filtered were read",
    ),
    remarked(
        "lignes-filtrees",
        "des lignes filtrées",
        "membres.xlsx",
        filled(MEMBRES, filtered),
        "rows that are hidden or filtered were read",
    ),
    remarked(
        "ligne-rayee",
        "une ligne rayée",
        "membres.xlsx",
        filled(MEMBRES, struck(5)),
        "rows that are struck out were read",
    ),
    remarked(
        "cellule-rayee",
        "une cellule rayée",
        "membres.xlsx",
        filled(MEMBRES, struck_cell),
        "words that are struck out were read",
    ),
    remarked(
        "mots-rayes",
        "des mots rayés dans une cellule",
        "sujets.xlsx",
        filled(SUJETS, struck_words),
        "words that are struck out were read",
    ),
    remarked(
        "mots-rayes-excel",
        "des mots rayés dans une cellule, enregistrés par Excel",
        "sujets.xlsx",
        shared(filled(SUJETS, struck_words)),
        "words that are struck out were read",
    ),
    remarked(
        "colonne-cachee",
        "une colonne cachée",
        "presences.xlsx",
        filled(PRESENCES, hidden_column),
        "columns that are hidden were read",
    ),
    remarked(
        "ods-ligne-filtree",
        "LibreOffice : une ligne filtrée",
        "membres.ods",
        ods(MEMBRES, rows={4: 'table:visibility="filter"'}),
        "rows that are hidden or filtered were read",
    ),
    remarked(
        "ods-ligne-rayee",
        "LibreOffice : une ligne rayée",
        "membres.ods",
        ods(
            MEMBRES,
            {
                f"{column}5": ods_cell(text, 'table:style-name="raye" office:value-type="string"')
                for column, text in (("A", "2024"), ("B", "44"))
            },
        ),
        "rows that are struck out were read",
    ),
    remarked(
        "ods-mots-rayes",
        "LibreOffice : des mots rayés dans une cellule",
        "membres.ods",
        ods(
            MEMBRES,
            {
                "B5": '<table:table-cell office:value-type="string"><text:p>4<text:span '
                'text:style-name="mots-rayes">4</text:span></text:p></table:table-cell>'
            },
        ),
        "words that are struck out were read",
    ),
    # --- not what its name says
    refused("csv-renomme", "un CSV renommé en .xlsx", "membres.xlsx", MEMBRES),
    refused("ods-renomme", "un .ods renommé en .xlsx", "membres.xlsx", ods(MEMBRES)),
    read(
        "trie-classeur",
        "un classeur trié avec son en-tête",
        "rencontres.xlsx",
        filled("".join(sorted(RENCONTRES.splitlines(keepends=True)))),
    ),
    refused(
        "classeur-deforme",
        "un classeur aux lettres déformées",
        "rencontres.xlsx",
        filled(rencontres(("Journée", "JournÃ©e"))),
        2,
        "titre",
        "JournÃ©e d’accueil",
        "Journée d’accueil",
        sheet="Feuil1",
    ),
    refused(
        "classeur-tiret",
        "un classeur, « - » agents",
        "presences.xlsx",
        filled(presences(("44,12", "44,-"))),
        4,
        "agents",
        "-",
        sheet="Feuil1",
    ),
    read(
        "classeur-ancien-nom",
        "un classeur, Loire-Inférieure",
        "membres.xlsx",
        filled(membres(("2025,44", "2025,Loire-Inférieure"))),
    ),
]
