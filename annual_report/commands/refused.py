"""What `build` would refuse of the data, by the very rules of publication, at its file and line.

A place on a machine or something like a password may stand in a text or in a cell: no page would be
made of it, and whoever checks the data wants to know before.
"""

from collections.abc import Iterator
from pathlib import Path

from annual_report.network import Network
from annual_report.pages.checks.own_style import wrong_with
from annual_report.pages.checks.secrecy import found
from annual_report.reading.files.package_files import STYLE, TEXTS, find_package
from annual_report.reading.problems import Place, Problem


def refused(network: Network, folder: str | Path) -> list[Problem]:
    """Return an error for each thing in a network's texts and tables that no page may say."""
    path = find_package(folder)
    style = [Problem(Place(STYLE), what) for what in wrong_with(network.style)]
    return [*style, *_of_texts(network, path), *_of_tables(network)]


def _of_texts(network: Network, path: Path) -> Iterator[Problem]:
    for year, text in network.textes.items():
        file = f"{TEXTS}/{year}.md"
        prose = [text.objectives, text.outlook]
        prose += [part for each in text.highlights for part in (each.title, each.html)]
        lines = (path / file).read_text(encoding="utf-8", errors="replace").splitlines()
        for what in dict.fromkeys(found("\n".join(filter(None, prose)))):
            rows = [row for row, line in enumerate(lines, start=1) if what in set(found(line))]
            yield Problem(Place(file, rows[0] if rows else None), what)


def _of_tables(network: Network) -> Iterator[Problem]:
    for name in ("membres", "rencontres", "sujets", "presences", "ressources", "dispositifs"):
        frame = getattr(network, name)
        for column in frame.select_dtypes("string"):
            for row, value in frame[column].dropna().items():
                for what in found(str(value)):
                    yield Problem(Place(f"{name}.csv", int(row) + 2, column), what)
