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
SAY = f"""html = f"<p>{{said}}</p>"
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html}}}}, raw=True)"""
"""A cell that publishes what stands in `said`."""


WHERE = """from annual_report import open_network
met = open_network(data).rencontres
said = ", ".join(met.loc[met["annee"] == year, "ville"].dropna())"""
"""A cell that says where the members met in a year."""


def write_small_pages(folder: Path) -> Path:
    """Write notebooks that make the pages of a year, each in a moment: they say where it met."""
    parameters = f"year: int = 2025\n{DATA}"
    for notebook, of in (("annual", ""), ("year_data", "-donnees")):
        pages = {"name": f"{{year}}{of}", "each": "year"}
        write_notebook(folder, notebook, WHERE, SAY, pages=pages, parameters=parameters)
    return folder


@cache
def read_small_pages() -> Mapping[str, Notebook]:
    """Return these notebooks as a build reads them, in a folder that lasts as long as the tests."""
    return read_notebooks([write_small_pages(Path(_lasting.name))])


_lasting = TemporaryDirectory()


def write_notebook(
    folder: Path, name: str, *cells: str, pages: object = None, parameters: str = DATA
) -> Path:
    """Write a notebook that publishes a cover, then runs some cells; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    code = [nbformat.v4.new_code_cell(each) for each in (parameters, COVER, *cells)]
    code[0].metadata["tags"] = ["parameters"]
    found = nbformat.v4.new_notebook(cells=code)
    found.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "P"}
    if pages is not None:
        found.metadata["annual_report"] = {"pages": pages}
    nbformat.write(found, folder / f"{name}.ipynb")
    return folder
