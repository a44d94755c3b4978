"""The words and styles in a network's data that no page may have, with their file and line.

A path of somebody's machine or a password may stand in a text or in a cell: the export makes no
page with such words, and `check` and `build` tell so before, at the place to mend.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

from annual_report.base.letters import find_nearest
from annual_report.base.messages import _
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.checks.secrecy import find_secrets
from annual_report.machine.pages.look.palette import find_wrong_style
from annual_report.network.reading.files.network_folder import (
    OWN_NOTEBOOKS,
    PHRASES,
    STYLE,
    TEXTS,
    find_network_folder,
)
from annual_report.network.reading.inspection import Contents
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.rows import Table
from annual_report.network.reading.values.cells import find_cell_kind
from annual_report.report.publication.contrast import find_low_contrasts

# A number or a date can hold neither a path nor a password: those columns aren't searched.
KINDS_OF_FREE_TEXT = frozenset({"string", "subject", "town", "url", "identifier", "member"})
"""The kinds of cells in which any words may stand."""


def list_unpublishable_parts(contents: Contents, folder: str | Path) -> Iterator[Problem]:
    """Yield an error for each part of a network's style, texts and tables that no page may have.

    A password in a cell, for instance, or a text too pale to be read. Phrases of the network that
    leave out words or facts are remarked. `contents` are those of the network in the folder.
    """
    yield from _check_style(contents.style)
    path = find_network_folder(folder)
    yield from _check_texts(contents, path)
    yield from _check_cells(contents.tables.values())
    yield from _check_phrases(contents.phrases, path)


def _check_style(style: str) -> Iterator[Problem]:
    """Yield the errors of a network's style sheet: a forbidden rule, or else low contrasts.

    `style` is the text of the sheet, "" for a network without one.
    """
    forbidden_rule = find_wrong_style(style)
    # A sheet that can't be read has no colours to compare.
    if forbidden_rule:
        yield Problem(Place(STYLE), forbidden_rule)
        return
    for fault in find_low_contrasts(style):
        yield Problem(Place(STYLE), fault)


def _check_texts(contents: Contents, path: Path) -> Iterator[Problem]:
    """Yield an error for each secret in the texts of years, such as a password, with its line.

    `contents` are those of the network in the folder `path`.
    """
    for year in contents.texts:
        file_name = f"{TEXTS}/{year}.md"
        # The text as typed: its parts in `contents` have lost the numbers of their lines.
        text = (path / file_name).read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            for secret in find_secrets(line):
                yield Problem(Place(file_name, (number,)), secret)


def _check_cells(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield an error for each secret in the cells of free text, such as a password."""
    # A column has few distinct cells: each text is searched once.
    find_secrets_once = cache(find_secrets)
    for table in tables:
        columns = []
        for field in table.fields:
            if find_cell_kind(field) in KINDS_OF_FREE_TEXT:
                columns.append(field["name"])
        for row, column in product(table.rows, columns):
            for secret in find_secrets_once(row[column]):
                yield Problem(table.locate(row, column), secret)


def _check_phrases(own_phrases: Mapping[str, str], path: Path) -> Iterator[Problem]:
    """Yield the faults of a network's phrases, the facts they leave out, and unused phrases.

    `own_phrases` are name → source of the phrases that the network in the folder `path` has
    changed: {"couverture": "# titre : Rapport annuel"}.
    """
    # Most networks change no phrase, and the engine of phrases takes a while to import.
    if not own_phrases:
        return
    from annual_report.network.phrases.filling import check_phrase

    usual_names = [file.stem for file in (NOTEBOOKS / PHRASES).glob("*.md")]
    has_own_notebooks = (path / OWN_NOTEBOOKS).is_dir()
    for name, source in own_phrases.items():
        file_name = f"{PHRASES}/{name}.md"
        # A notebook of the network's own may use a phrase of any name.
        if name not in usual_names and not has_own_notebooks:
            line = _("is a phrase that no page tells")
            nearest = find_nearest(name, usual_names)
            yield Problem(Place(file_name), line, nearest=nearest, severity="remark")
        for number_of_line, fault in check_phrase(name, source):
            # Without a line's number the phrase can be told, and only leaves out a fact.
            if number_of_line:
                yield Problem(Place(file_name, (number_of_line,)), fault)
            else:
                yield Problem(Place(file_name), fault, severity="remark")
