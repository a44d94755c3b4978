"""What a build wrote of a page: the page itself, and its facts in the JSON beside it.

`publish.facts` says what the JSON holds. A page without one (the list of pages) has no facts.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annual_report.errors import ReportError
from annual_report.french import NO_BREAK
from annual_report.messages import _
from annual_report.pages.values import print_value

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ0-9«])")
Facts = Mapping[str, Any]


def read_published(folder: Path, page: str) -> tuple[bytes, Facts]:
    """Read a page of a build and its facts; raise ReportError if they can't be read."""
    path = folder / page
    beside = path.with_suffix(".json")
    try:
        return path.read_bytes(), json.loads(beside.read_bytes()) if beside.exists() else {}
    except FileNotFoundError as error:
        raise ReportError(_("{page} is not in {folder}", page=page, folder=folder)) from error
    except ValueError as error:
        raise ReportError(_("{page} can't be read: {why}", page=beside, why=error)) from error


def list_sentences(chapter: Facts) -> list[str]:
    """Return what a chapter says, its title first, sentence by sentence."""
    said = [each for phrase in chapter["phrases"] for each in SENTENCE_END.split(phrase)]
    return [chapter["titre"], *said] if chapter["titre"] else said


def print_rows(table: Facts) -> dict[str, dict[str, str]]:
    """Return a table's cells as they are printed: by what a row is about, then by the heading.

    Of two rows about the same, the second is "(2)".
    """
    columns, found = table["colonnes"], {}
    for values in table["lignes"]:
        cells = [
            str(print_value(value, column["unite"], column["decimales"]))
            for column, value in zip(columns, values, strict=True)
        ]
        name = ", ".join(cells[: table["cles"]])
        if [column["nom"] for column in columns[:2]] == ["code", "name"]:
            name = f"{cells[1]} ({cells[0]})"
        number, single = 2, name
        while name in found:
            name, number = f"{single} ({number})", number + 1
        labels = [column["libelle"] or column["nom"] for column in columns]
        found[name] = dict(zip(labels, cells, strict=True))
    return found


def write_lines(table: Facts) -> list[str]:
    """Return a table's rows in one line each: what is recorded, and the headings that hold.

    A column that answers yes or no for one row is headed in each: "Annoncé pour 2025 : non".
    """
    columns = table["colonnes"]
    cells = list(zip(*table["lignes"], strict=True)) or [()] * len(columns)
    headed = [bool({"oui", "non"} & {*map(str, values)}) for values in cells]
    found = []
    for values in table["lignes"]:
        said = [
            _said(column, value, heads)
            for column, value, heads in zip(columns, values, headed, strict=True)
            if value is not None and value is not False
        ]
        found.append(" · ".join(said))
    return found


def _said(column: Facts, value: Any, headed: bool) -> str:
    if value is True:
        return str(column["libelle"])
    text = str(print_value(value, column["unite"]))
    return f"{column['libelle']}{NO_BREAK}: {text}" if headed else text
