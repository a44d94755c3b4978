"""What `build` would refuse of the data, by the very rules of publication, at its file and line.

A place on a machine or something like a password may stand in a text or in a cell: no page would be
made of it, and whoever checks the data wants to know before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annual_report.pages.checks.own_style import find_low_contrasts, find_wrong_style
from annual_report.pages.checks.secrecy import find_secrets
from annual_report.reading.files.package_files import STYLE, TEXTS, find_package
from annual_report.reading.package import Package
from annual_report.reading.problems import Place, Problem, at_rows
from annual_report.reading.tables import Table
from annual_report.reading.values.cells import kind_of

OPEN = frozenset({"string", "subject", "town", "url", "identifier", "member"})
"""The kinds of cells in which anything may stand."""


def refused(package: Package, tables: Iterable[Table], folder: str | Path) -> list[Problem]:
    """Return an error for each thing in a network's texts and tables that no page may say."""
    path = find_package(folder)
    wrong = find_wrong_style(package.style) or find_low_contrasts(package.style)
    style = [Problem(Place(STYLE), what) for what in wrong]
    return [*style, *_of_texts(package, path), *_of_tables(tables)]


def _of_texts(package: Package, path: Path) -> Iterator[Problem]:
    for year, text in package.texts.items():
        file = f"{TEXTS}/{year}.md"
        prose = [text.objectives, text.meetings, text.outlook]
        prose += [part for each in text.highlights for part in (each.title, each.html)]
        lines = (path / file).read_text(encoding="utf-8", errors="replace").splitlines()
        for what in dict.fromkeys(find_secrets("\n".join(filter(None, prose)))):
            rows = [
                row for row, line in enumerate(lines, start=1) if what in set(find_secrets(line))
            ]
            yield Problem(Place(file, rows[0] if rows else None), what)


def _of_tables(tables: Iterable[Table]) -> Iterator[Problem]:
    for table in tables:
        for field in table.fields:
            if kind_of(field) not in OPEN:
                continue
            rows: dict[str, list[int]] = {}
            for row, cell in table.text[field["name"]].items():
                rows.setdefault(str(cell), []).append(int(str(row)))
            for words, numbers in rows.items():
                here = at_rows(replace(table.place, column=field["name"]), numbers)
                yield from (Problem(here, what) for what in find_secrets(words))
