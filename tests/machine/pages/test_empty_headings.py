"""Headings below which the page of a notebook from elsewhere would have nothing."""

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from annual_report.machine.pages.export.exporter import to_html
from annual_report.machine.pages.export.published import PublishedPage, read_published


def read_cells(*cells: NotebookNode) -> PublishedPage:
    title = nbformat.v4.new_markdown_cell("# Un carnet")
    words = nbformat.v4.new_markdown_cell("## Ensuite\n\nDes mots.")
    notebook = nbformat.v4.new_notebook(cells=[title, *cells, words], metadata={"lang": "fr"})
    return read_published(notebook)


def list_headings(page: PublishedPage) -> list[str]:
    return [heading.text for heading in BeautifulSoup(to_html(page), "html.parser")("h2")]


def test_a_heading_above_code_that_shows_nothing_is_left_out_with_a_remark() -> None:
    heading = nbformat.v4.new_markdown_cell("## Préparation")
    code = nbformat.v4.new_code_cell("villes = 3", execution_count=1)
    page = read_cells(heading, code)

    assert list_headings(page) == ["Ensuite"]
    assert "Préparation" not in to_html(page)
    [remark] = page.remarks
    assert "“Préparation” heads code that shows nothing, and is left out with it" in remark


def test_a_heading_above_nothing_becomes_bold_words() -> None:
    page = read_cells(nbformat.v4.new_markdown_cell("## Merci"))

    assert list_headings(page) == ["Ensuite"]
    assert "<strong>Merci</strong>" in to_html(page)
    assert page.remarks == []


def test_a_cell_of_words_below_a_heading_is_no_code() -> None:
    # An HTML comment is what a page doesn't show, and no code cell either.
    comment = nbformat.v4.new_markdown_cell("<!-- à compléter -->")
    page = read_cells(nbformat.v4.new_markdown_cell("## Merci"), comment)

    assert "<strong>Merci</strong>" in to_html(page)
    assert page.remarks == []
