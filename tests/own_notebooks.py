"""Notebooks as an analyst adds them: written by tests, with pages of their own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from annual_report.machine.making.pages import Notebook, read_notebooks

DATA = 'data: str = "data/departements-participatifs"'
MIME = "application/vnd.annual-report+json"
COVER = f"""from IPython.display import display
page = {{"title": "Ma question", "description": "Une question.", "fictional": False, "footer": "."}}
display({{"text/plain": "", "{MIME}": {{"page": page}}}}, raw=True)
html = "<h2 id='un'>Un</h2>"
chapter = {{"number": None, "id": "un", "title": "Un"}}
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html, "chapter": chapter}}}},
        raw=True)"""
PUBLISH_SENTENCE = f"""html = f"<p>{{sentence}}</p>"
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html}}}}, raw=True)"""
"""A cell that publishes what stands in `sentence`."""


FIND_TOWNS = """from annual_report import open_network
met = open_network(data).rencontres
sentence = ", ".join(met.loc[met["annee"] == year, "ville"].dropna())"""
"""A cell that says where the members met in a year."""


def write_small_pages(folder: Path) -> Path:
    """Write notebooks that make the pages of a year, each in a moment: they say where it met."""
    parameters = f"year: int = 2025\n{DATA}"
    cells = (FIND_TOWNS, PUBLISH_SENTENCE)
    for notebook, name in (("annual", "{year}"), ("year_data", "{year}-donnees")):
        pages = {"name": name, "each": "year"}
        write_notebook(folder, notebook, *cells, pages=pages, parameters=parameters)
    return folder


@cache
def read_small_pages() -> Mapping[str, Notebook]:
    """Return these notebooks as a build reads them, in a folder that lasts as long as the tests."""
    return read_notebooks([write_small_pages(Path(_lasting.name))])


_lasting = TemporaryDirectory()


def write_notebook(
    folder: Path, name: str, *cells: str, pages: object = None, parameters: str = DATA
) -> Path:
    """Write a notebook that publishes a cover, then runs some cells; return its folder.

    `pages` is what its metadata declare of pages: {"name": "{year}", "each": "year"}. {} declares
    a page with the notebook's name, None no page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    code_cells = [nbformat.v4.new_code_cell(code) for code in (parameters, COVER, *cells)]
    code_cells[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=code_cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "P"}
    if pages is not None:
        notebook.metadata["annual_report"] = {"pages": pages}
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder
