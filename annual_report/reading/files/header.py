"""Where the header of a table stands, and which of its columns each title names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annual_report.messages import _
from annual_report.reading.files.delimited import ROWS_BEFORE_DATA
from annual_report.reading.files.sheet import Grid
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.cells import Field, clean, folded, nearest
from annual_report.reading.values.personal import column_reason

LONGEST_TITLE = 120
SIGNS_AFTER_A_TITLE = re.compile(r"\s*[*:]\s*$")
NOTE_AFTER_A_TITLE = re.compile(r"\s*\(([^()]*)\)\s*$")
NOTES = frozenset(
    {"code", "nom", "officiel", "insee", "annee", "aaaa", "mm", "jj", "jour", "mois", "date"}
    | {"nombre", "chiffres", "numero", "texte", "liste", "format", "url", "adresse", "ou", "et"}
    | {"obligatoire", "facultatif", "facultative", "si", "connu", "connue", "oui", "non", "sur"}
    | {"a", "au", "d", "de", "du", "en", "l", "la", "le", "les", "n", "deux", "quatre", "r"}
)
"""The words of a note that only says how to fill a column in. "Agents (prévus)" says more."""
OTHER_TITLES: Mapping[str, tuple[str, ...]] = (
    dict.fromkeys(
        (
            "departement",
            "code departement",
            "code du departement",
            "departement code",
            "code insee",
            "nom du departement",
            "nom departement",
            "departement nom",
            "dept",
            "dpt",
        ),
        ("departement", "membre"),
    )
    | dict.fromkeys(
        ("collectivite", "institution", "code membre", "code du membre", "nom du membre"),
        ("membre",),
    )
    | dict.fromkeys(("codgeo", "libgeo", "insee com", "siren"), ("membre", "departement"))
)
"""Other usual titles of a column: the first of these that the table has."""


def titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    found = {folded(field["name"]): field["name"] for field in fields}
    for field in fields:
        found.setdefault(folded(field.get("title", field["name"])), field["name"])
    names = set(found.values())
    for title, meant in OTHER_TITLES.items():
        if name := next((each for each in meant if each in names), None):
            found.setdefault(title, name)
    return found


def title(cell: str) -> str:
    """Return a title's folded words, without a mark or a note on how to fill the column in."""
    label = clean(cell[:LONGEST_TITLE])
    label = SIGNS_AFTER_A_TITLE.sub("", label) or label
    note = NOTE_AFTER_A_TITLE.search(label)
    if note and set(re.findall(r"[a-z]+", folded(note[1]))) <= NOTES:
        label = label[: note.start()] or label
    return folded(SIGNS_AFTER_A_TITLE.sub("", label) or label)


def header_row(grid: Grid, fields: Sequence[Field]) -> int | None:
    """Return the first of the rows that hold most of the table's titles.

    It is looked for near the top; in the whole sheet, as where a table was sorted together with its
    header, only if a row there has every column that is needed. A single cell that is called as a
    column makes no header of a row of data: then the first row is the one to mend.
    """
    known, needed = titles(fields), required(fields)
    start, named = _most_titles(grid[:ROWS_BEFORE_DATA], known)
    if needed <= named:
        return start
    late, found = _most_titles(grid[ROWS_BEFORE_DATA:], known)
    if late is not None and needed <= found:
        return late + ROWS_BEFORE_DATA
    first = next((at for at, row in enumerate(grid) if any(map(clean, row))), None)
    if start is None and late is None:
        return None
    return start if len(named) > 1 else first


def header_columns(grid: Grid, fields: Sequence[Field]) -> list[str]:
    """Return the column's name under each cell of the header, in the order of the file."""
    known = titles(fields)
    start = header_row(grid, fields)
    return [] if start is None else [known.get(title(cell), "") for cell in grid[start]]


def header_problems(
    header: Sequence[str], columns: Sequence[str], fields: Sequence[Field], at: Place
) -> Iterator[Problem]:
    """Say what is wrong with a header: a column unknown, there twice, or missing."""
    known = titles(fields)
    misspelt = set()
    for position, name in enumerate(columns):
        label = clean(header[position])
        if label and not name:
            if reason := column_reason(title(label)):
                yield Problem(at, reason, label, column_names(fields))
                continue
            close = known.get(nearest(label, list(known)) or "")
            misspelt.add(close)
            what = _("is not a column of this table")
            yield Problem(at, what, label, column_names(fields), close)
        elif name and name in columns[:position]:
            yield Problem(at, _("is there twice"), label, column_names(fields))
    for field in fields:
        name = field["name"]
        if name in required(fields) and name not in columns and name not in misspelt:
            yield Problem(at, _("is a missing column"), name, column_names(fields))


def required(fields: Sequence[Field]) -> set[str]:
    """Return the columns that every row fills in."""
    return {field["name"] for field in fields if field.get("constraints", {}).get("required")}


def column_names(fields: Sequence[dict[str, Any]]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(field["name"] for field in fields)


def _most_titles(rows: Grid, known: Mapping[str, str]) -> tuple[int | None, set[str]]:
    best: int | None = None
    most: set[str] = set()
    for number, row in enumerate(rows):
        named = {
            known[label]
            for cell in row
            if cell and not cell.isdecimal() and (label := title(cell)) in known
        }
        if len(named) > len(most):
            best, most = number, named
    return best, most
