"""What a build wrote of a page: the page itself, and its facts in the JSON beside it.

`pages.export.facts` says what the JSON holds. A page without one (the list of pages) has no facts.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annual_report.base.errors import ReportError
from annual_report.base.french import NO_BREAK
from annual_report.base.messages import _
from annual_report.machine.pages.values import NONE, print_value

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ0-9«])")
YES_OR_NO, UNSAID = ("oui", "non"), (str(print_value(None)), NONE)
Facts = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, str]]
"""A table's cells as they are printed, by what a row is about, then by the heading."""


def read_published(folder: Path, page: str) -> tuple[bytes, Facts]:
    """Read a page of a build and its facts; raise ReportError if they can't be read."""
    path = folder / page
    beside = path.with_suffix(".json")
    try:
        return path.read_bytes(), json.loads(beside.read_bytes()) if beside.exists() else {}
    except FileNotFoundError as error:
        raise ReportError(
            _("{page} is not in {folder}: build makes it", page=page, folder=folder)
        ) from error
    except ValueError as error:
        raise ReportError(_("{page} can't be read: {why}", page=beside, why=error)) from error


def list_sentences(chapter: Facts) -> list[str]:
    """Return what a chapter says, its title first, sentence by sentence."""
    said = [each for phrase in chapter["phrases"] for each in SENTENCE_END.split(phrase)]
    return [chapter["titre"], *said] if chapter["titre"] else said


def print_rows(table: Facts) -> dict[str, dict[str, str]]:
    """Return a table's cells; of two rows about the same, the second is called "(2)"."""
    columns, found = table["colonnes"], {}
    labels = [column["libelle"] or column["nom"] for column in columns]
    for values in table["lignes"]:
        cells = [
            str(print_value(value, column["unite"], column["decimales"]))
            for column, value in zip(columns, values, strict=True)
        ]
        name = ", ".join(cells[: table["cles"]])
        # Members are known by their names: a code alone says nothing to a reader.
        if [column["nom"] for column in columns[:2]] == ["code", "name"]:
            name = f"{cells[1]} ({cells[0]})"
        number, single = 2, name
        while name in found:
            name, number = f"{single} ({number})", number + 1
        found[name] = dict(zip(labels, cells, strict=True))
    return found


def say_row(name: str, rows: Rows) -> str:
    """Return a row in one line: what is recorded, and the headings that hold.

    A column that answers yes or no for one row is headed in each: "Annoncé pour 2025 : non".
    """
    headed = {label for row in rows.values() for label in row if row[label] in YES_OR_NO}
    return " · ".join(
        f"{label}{NO_BREAK}: {cell}" if label in headed else cell
        for label, cell in rows[name].items()
        if cell not in UNSAID
    )
