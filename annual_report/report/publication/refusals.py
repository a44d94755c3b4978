"""The parts of the data that `build` would refuse by the rules of publication, with file and line.

A place on a machine or a password may stand in a text or in a cell: a page with such words would be
refused, and `check` tells so before.
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
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.cells import find_cell_kind
from annual_report.report.publication.contrast import find_low_contrasts

OPEN = frozenset({"string", "subject", "town", "url", "identifier", "member"})
"""The kinds of cells in which anything may stand."""


def list_refusals(contents: Contents, folder: str | Path) -> Iterator[Problem]:
    """Yield an error for each part of a network's style, texts and tables that no page may have.

    Phrases of the network that leave out words or facts are remarked.
    """
    wrong = find_wrong_style(contents.style)
    faults = (wrong,) if wrong else find_low_contrasts(contents.style)
    yield from (Problem(Place(STYLE), fault) for fault in faults)
    path = find_network_folder(folder)
    yield from _refuse_texts(contents, path)
    yield from _refuse_cells(contents.tables.values())
    yield from _refuse_phrases(contents.phrases, path)


def _refuse_texts(contents: Contents, path: Path) -> Iterator[Problem]:
    """Yield the forbidden words in the texts of years, with their lines."""
    for year in contents.texts:
        file = f"{TEXTS}/{year}.md"
        lines = (path / file).read_text(encoding="utf-8", errors="replace").splitlines()
        for row, line in enumerate(lines, start=1):
            yield from (Problem(Place(file, (row,)), secret) for secret in find_secrets(line))


def _refuse_cells(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield the forbidden words in the cells of free text."""
    find = cache(find_secrets)  # a column has few distinct cells
    for table in tables:
        names = [field["name"] for field in table.fields if find_cell_kind(field) in OPEN]
        for row, name in product(table.rows, names):
            for secret in find(row[name]):
                yield Problem(table.locate(row, name), secret)


def _refuse_phrases(own: Mapping[str, str], path: Path) -> Iterator[Problem]:
    """Yield the faults of a network's phrases, the facts they leave out, and unused phrases."""
    if not own:
        return  # most networks have none, and the engine of phrases takes a while to come in
    from annual_report.network.phrases.filling import check_phrase

    told = [file.stem for file in (NOTEBOOKS / PHRASES).glob("*.md")]
    for name, source in own.items():
        # A notebook of the network's own may tell any.
        if name not in told and not (path / OWN_NOTEBOOKS).is_dir():
            line, near = _("is a phrase that no page tells"), find_nearest(name, told)
            place = Place(f"{PHRASES}/{name}.md")
            yield Problem(place, line, None, None, near, severity="remark")
        for row, fault in check_phrase(name, source):
            place = Place(f"{PHRASES}/{name}.md", (row,) if row else ())
            yield Problem(place, fault, severity="error" if row else "remark")
