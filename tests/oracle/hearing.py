"""Notebooks of a network, and the list of pages, run to hear the words of each phrase."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
from cells import listen, run_cells

from annual_report.machine.run.tasks import Snapshot
from annual_report.network.network import Network, open_network
from annual_report.report.publication.index import make_index
from oracle.files import Files, read_files
from oracle.registry import Asked, Told
from oracle.tables import Shown

COVERS = {"annual_report": "chiffres", "year_data": "chiffres", "trends": "chiffres_annees"}
"""The phrase of the words under the large figures of each notebook's cover."""


def hear_network(folder: Path, years: Collection[int] = ()) -> Iterator[Told | Shown]:
    """Yield the words and tables of a network's pages, of some years or of all.

    A year in preparation has pages of that year alone.
    """
    whole = open_network(folder)
    files = read_files(folder)
    finished = whole.without_drafts()
    in_order = files.without(files.list_bare_years())
    for year in years or files.years:
        is_finished = year in in_order.years
        network, told_of = (finished, in_order) if is_finished else (whole, files)
        yield from _hear_notebook(network, told_of, "annual_report", year)
        yield from _hear_notebook(network, told_of, "year_data", year)
    if len(in_order.years) > 1:
        yield from _hear_notebook(finished, in_order, "trends", in_order.years[-1])
    yield from _hear_list(whole, in_order)


def _hear_notebook(network: Network, files: Files, page: str, year: int) -> Iterator[Told | Shown]:
    if page == "trends":
        parameters = {}
    else:
        parameters = {"year": year}
    with listen() as heard:
        shown = run_cells(network, page, **parameters)
    yield from _list_told(heard, Asked(files, year, page))
    for fragment in shown:
        yield from _list_tables(fragment.html, Asked(files, year, page))
        if figures := fragment.facts.get("page", {}).get("figures"):
            text = BeautifulSoup(figures, "html.parser").get_text(" ")
            yield Told(files.folder.name, Asked(files, year, page), COVERS[page], "figures", text)


def _list_tables(html: str, asked: Asked) -> Iterator[Shown]:
    """Yield the tables that a piece of a page has under a caption; not those of a figure's data."""
    if "<svg" in html:
        return
    for table in BeautifulSoup(html, "html.parser")("table"):
        heads, *rows = [
            [" ".join(cell.get_text(" ").split()) for cell in row(["td", "th"])]
            for row in table("tr")
        ]
        caption = ""
        if table.caption:
            caption = " ".join(table.caption.get_text(" ").split())
        named = [dict(zip(heads, row, strict=True)) for row in rows]
        yield Shown(asked.files.folder.name, asked, caption, named)


def _hear_list(network: Network, files: Files) -> Iterator[Told]:
    """Yield the words of the list of all pages."""
    index = "annual_report.report.publication.index"
    state: dict[str, list[str]] = {"failed": [], "absent": [], "unbuilt": []}
    with (
        listen() as heard,
        patch(f"{index}.open_network", lambda *_args, **_named: network),
        patch(f"{index}.work_in_folder"),
    ):
        make_index(Snapshot(network.name, "", {}), [], state)
    yield from _list_told(heard, Asked(files, files.years[-1], "index"))


def _list_told(heard: list[tuple[str, Any]], asked: Asked) -> Iterator[Told]:
    """Yield each part of the told phrases, in order."""
    times = Counter[str]()
    for phrase, words in heard:
        asked_then = asked._replace(time=times[phrase])
        times[phrase] += 1
        if isinstance(words, Mapping):
            parts = words
        else:
            parts = {"": words}
        for part, text in _list_parts(parts):
            yield Told(asked.files.folder.name, asked_then, phrase, part, text)


def _list_parts(parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part, text in parts.items():
        if part == "legend":
            yield from ((f"légende.{sign}", words) for sign, words in text.items())
        else:
            yield part, text
