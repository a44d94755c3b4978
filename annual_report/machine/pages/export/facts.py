"""What a page says, as data: the file NAME.json beside it.

    reseau, annee, fictif, titre    what the page is of
    chiffres    [{nom, libelle, valeur, annee_precedente, evolution, minimum, unite, decimales,
                  definition}]
    membres     [str]
    chapitres   [{id, numero, titre, phrases, tableaux}], in the page's order
    tableaux    [{legende, cles, colonnes: [{nom, libelle, unite, decimales}], lignes}]

The values of a table are typed, and null where nothing is recorded; the first `cles` columns say
what a row is about. What stands before the first chapter has "" for id and title.
"""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from annual_report.base.french import write_number
from annual_report.base.messages import _
from annual_report.machine.pages.export.outputs import list_published, name_cell

HEAVY = 2_000_000
"""Bytes of a page that one thinks twice about before sending it: a year has 0.2 MB."""
PAGE = {"network": "reseau", "year": "annee", "fictional": "fictif", "title": "titre"}
BEFORE = {"number": None, "id": "", "title": ""}


def gather_facts(notebook: NotebookNode) -> dict[str, Any]:
    """Gather what the cells of an executed notebook publish, as data."""
    found: dict[str, Any] = {}
    chapters = [_chapter(BEFORE)]
    for part in (part for _cell, parts in list_published(notebook) for part in parts):
        # A cover says what the page is of, and who its members are; its words are in no chapter.
        if "page" in part:
            page = part["page"]
            found = {said: page[name] for name, said in PAGE.items() if name in page} | found
            found |= {"membres": part["members"]} if "members" in part else {}
            continue
        if "chapter" in part:
            chapters.append(_chapter(part["chapter"]))
        else:
            chapters[-1]["phrases"] += part.get("sentences", ())
        chapters[-1]["tableaux"] += [part["table"]] if "table" in part else []
        found |= part.get("key_figures", {})
    # Most pages begin with a chapter.
    if chapters[0] == _chapter(BEFORE):
        del chapters[0]
    return found | {"chapitres": chapters}


def gather_remarks(notebook: NotebookNode) -> tuple[str, ...]:
    """Return what the cells of an executed notebook tell whoever makes the page."""
    # What each piece remarked as it was made, and what only the whole page can tell: its weight.
    cells = list_published(notebook)
    told = [said for _cell, parts in cells for part in parts for said in part.get("remarks", ())]
    weights = [sum(len(part.get("html", "").encode()) for part in parts) for _cell, parts in cells]
    if sum(weights) > HEAVY:
        said = _(
            "the page weighs {whole} MB, {part} of them by cell {cell}: publish fewer points or "
            "rows",
            whole=write_number(sum(weights) / 1e6, 1),
            part=write_number(max(weights) / 1e6, 1),
            cell=name_cell(cells[weights.index(max(weights))][0]),
        )
        told.append(said)
    return tuple(told)


def _chapter(about: Mapping[str, Any]) -> dict[str, Any]:
    named = {"id": about["id"], "numero": about["number"], "titre": about["title"]}
    return named | {"phrases": [], "tableaux": []}
