"""Notebooks as an analyst adds them: written by tests, with pages of their own."""

from pathlib import Path

import nbformat

DATA = 'data: str = "data/departements-participatifs"'
MIME = "application/vnd.annual-report+json"
COVER = f"""from IPython.display import display
html = "<div class='cover'><div class='wide'><h1>Ma question</h1></div></div>"
page = {{"title": "Ma question", "description": "Une question.", "fictional": False, "footer": "."}}
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html, "page": page}}}}, raw=True)
html = "<h2 id='un'>Un</h2>"
chapter = {{"number": None, "id": "un", "title": "Un"}}
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html, "chapter": chapter}}}},
        raw=True)"""
SAY = f"""html = f"<p>{{said}}</p>"
display({{"text/html": html, "text/plain": "", "{MIME}": {{"html": html}}}}, raw=True)"""
"""A cell that publishes what stands in `said`."""


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
