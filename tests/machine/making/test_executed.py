"""A folder of notebooks that were run already: their pages, list, PDF, picture; nothing is run."""

import shutil
from base64 import b64decode
from pathlib import Path

import nbformat
import pytest
from conftest import pipeline
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from plain_notebooks import PIXELS

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow
CORPUS = ROOT / "tests" / "corpus" / "notebooks"


def make_notebook(title: str, *cells: NotebookNode) -> NotebookNode:
    """Return a notebook with a title, whose cells were run, each with the outputs that it has."""
    metadata = {"lang": "en", "papermill": {"input_path": "/home/claire/loans.ipynb"}}
    return new_notebook(cells=[new_markdown_cell(f"# {title}"), *cells], metadata=metadata)


def make_cell(source: str, shown: str, count: int | None = 1) -> NotebookNode:
    output = new_output("execute_result", {"text/plain": shown}, execution_count=count)
    return new_code_cell(source, outputs=[output], execution_count=count)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Write three notebooks that were run: two of this file, whose order is their names', one of R.

    Whoever ran the first one again would leave a file, and show another number.
    """
    folder = tmp_path / "notebooks"
    folder.mkdir()
    again = make_cell("open('ran', 'w').close()\n1 + 1", "42 loans")
    nbformat.write(make_notebook("Loans", again), folder / "b.ipynb")
    # The notebook's own words say which picture lies beside it.
    picture = new_markdown_cell("![The library](library.png)")
    nbformat.write(make_notebook("Libraries", picture), folder / "a.ipynb")
    in_r = make_notebook("In R", make_cell("library(ggplot2); 2 -> x", "[1] 7"))
    in_r.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(in_r, folder / "c.ipynb")
    shutil.copy(CORPUS / "great-tables.ipynb", folder / "d.ipynb")
    write_picture(folder / "library.png")
    return tmp_path


def write_picture(path: Path, more: bytes = b"") -> None:
    path.write_bytes(b64decode(PIXELS) + more)


def build(here: Path, *more: str, status: int = 0) -> list[str]:
    """Build the folder as it was run; return the pages that were made."""
    done = pipeline(
        "build", "--notebooks", "notebooks", "--out", "pages", "--executed", *more, cwd=here
    )
    assert done.returncode == status, done.stdout + done.stderr
    made = [line for line in done.stdout.splitlines() if line.endswith(": built")]
    return sorted(line.removesuffix(": built") for line in made)


def read_page(here: Path, name: str) -> str:
    return (here / "pages" / name).read_text(encoding="utf-8")


def test_pages_are_made_of_what_was_run_and_nothing_is_run(here: Path) -> None:
    assert build(here, "--pdf") == ["a.html", "b.html", "c.html", "d.html"]
    assert "42 loans" in read_page(here, "b.html")
    assert not list(here.rglob("ran"))
    assert "[1] 7" in read_page(here, "c.html")
    assert "data:image/png" in read_page(here, "a.html")
    for name in "abcd":
        assert (here / "pages" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert (here / "pages" / f"{name}.png").read_bytes().startswith(b"\x89PNG")

    # The list is in the order of the files' names, by the titles of the pages.
    listed = read_page(here, "index.html")
    links = ('a.html">Libraries', 'b.html">Loans', 'c.html">In R', 'd.html">')
    places = [listed.index(link) for link in links]
    assert places == sorted(places)


def test_the_list_has_the_language_of_the_pages_and_is_french_where_some_are(here: Path) -> None:
    build(here)
    listed = read_page(here, "index.html")

    assert '<html lang="en">' in listed
    assert "All pages" in listed
    assert "Les pages" not in listed

    french = new_markdown_cell("# Les prêts\n\nCe que les usagers ont pris dans la bibliothèque.")
    nbformat.write(new_notebook(cells=[french]), here / "notebooks" / "e.ipynb")
    build(here)
    listed = read_page(here, "index.html")
    assert '<html lang="fr">' in listed
    assert "Les pages" in listed


def test_the_index_of_notebooks_without_a_language_has_that_of_the_option(here: Path) -> None:
    for notebook in (here / "notebooks").glob("*.ipynb"):
        notebook.unlink()
    bare = new_notebook(cells=[make_cell("1 + 1", "2")])
    nbformat.write(bare, here / "notebooks" / "e.ipynb")
    build(here, "--language", "en")

    assert '<html lang="en">' in read_page(here, "index.html")

    build(here, "--language", "fr")
    assert '<html lang="fr">' in read_page(here, "index.html")


def test_the_notebook_beside_its_page_has_its_kernel_and_no_place_of_its_run(here: Path) -> None:
    """The notebooks of `here` were run in the home of a user claire, one of them by R."""
    build(here)
    given = nbformat.reads(read_page(here, "c.ipynb"), as_version=4)

    assert given.metadata.kernelspec.language == "R"
    assert given.cells[1].execution_count == 1
    for kept in (here / "pages").rglob("*.ipynb"):
        assert "claire" not in kept.read_text(encoding="utf-8"), kept


def test_a_page_is_made_again_where_its_notebook_its_picture_or_an_option_changed(
    here: Path,
) -> None:
    everything = build(here)
    assert build(here) == []

    folder = here / "notebooks"
    # No page of what was run can change with a table beside it.
    (folder / "loans.csv").write_text("loans\n3\n", encoding="utf-8")
    assert build(here) == []

    notebook = make_notebook("Loans", make_cell("1 + 1", "43 loans"))
    nbformat.write(notebook, folder / "b.ipynb")
    assert build(here) == ["b.html"]
    assert "43 loans" in read_page(here, "b.html")

    write_picture(folder / "library.png", more=b"\0")
    assert build(here) == everything
    assert build(here, "--code", "shown") == everything
    assert "1 + 1" in read_page(here, "b.html")


def test_a_notebook_that_was_not_run_is_refused_and_the_others_are_made(here: Path) -> None:
    never = make_notebook("Never", new_code_cell("1 + 1"))
    nbformat.write(never, here / "notebooks" / "e.ipynb")

    assert build(here, status=1) == ["a.html", "b.html", "c.html", "d.html"]

    reason = read_page(here, "e.erreur.html")
    assert "cell 1 + 1: it was not run: run the notebook and save it, or build it" in reason
    assert 'href="e.erreur.html"' in read_page(here, "index.html")


def test_an_error_inside_is_refused_or_shown(here: Path) -> None:
    error = new_output("error", ename="ZeroDivisionError", evalue="division by zero")
    failed = make_notebook("Failed", new_code_cell("1 / 0", outputs=[error], execution_count=1))
    nbformat.write(failed, here / "notebooks" / "e.ipynb")
    build(here, status=1)

    assert "it failed, ZeroDivisionError: division by zero" in read_page(here, "e.erreur.html")

    build(here, "--allow-errors")
    assert "ZeroDivisionError: division by zero" in read_page(here, "e.html")
    assert not (here / "pages" / "e.erreur.html").exists()


def test_a_page_for_each_value_is_one_page_of_the_value_that_was_run(here: Path) -> None:
    notebook = make_notebook("Loans of 2025", make_cell("year", "2025"))
    pages = {"name": "{year}", "each": [2024, 2025], "title": "Loans of {year}"}
    notebook.metadata["annual_report"] = {"pages": pages}
    nbformat.write(notebook, here / "notebooks" / "b.ipynb")

    assert "b.html" in build(here)
    assert 'b.html">Loans of 2025<' in read_page(here, "index.html")


def test_a_build_that_runs_goes_on_after_an_error_where_errors_are_allowed(tmp_path: Path) -> None:
    cells = [new_markdown_cell("# Loans"), new_code_cell("1 / 0"), new_code_cell("40 + 2")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "loans.ipynb")
    asked = ("build", "--notebooks", ".", "--out", "pages", "--language", "en")

    assert pipeline(*asked, cwd=tmp_path).returncode == 1

    done = pipeline(*asked, "--allow-errors", cwd=tmp_path)
    assert done.returncode == 0, done.stdout

    page = (tmp_path / "pages" / "loans.html").read_text(encoding="utf-8")
    for part in ("ZeroDivisionError: division by zero", "42", '<html lang="en">'):
        assert part in page


def test_a_language_from_outside_is_that_of_what_a_kernel_publishes(tmp_path: Path) -> None:
    source = "from annual_report import publish\nimport pandas as pd\n"
    source += "publish(pd.DataFrame({'loans': [12792.5]}), 'Loans')"
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), tmp_path / "loans.ipynb")
    pipeline("build", "--notebooks", ".", "--out", "pages", "--language", "en", cwd=tmp_path)
    page = (tmp_path / "pages" / "loans.html").read_text(encoding="utf-8")

    assert '<html lang="en">' in page
    assert "12,792.5" in page
