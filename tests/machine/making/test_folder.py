"""A folder of notebooks and no network: built from the command line, kept up to date, listed."""

from pathlib import Path

import nbformat
import pytest
from conftest import pipeline
from own_notebooks import PUBLISH_SENTENCE, write_notebook

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

REGIONS = "code,nom\n01,Ain\n2A,Corse-du-Sud\n2A,Corse-du-Sud\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Write three notebooks beside a table, in a folder where there is no network."""
    folder = tmp_path / "carnets"
    write_notebook(
        folder,
        "annees",
        "sentence = year + 1",
        PUBLISH_SENTENCE,
        parameters="year: int = 2024",
        pages={"name": "{year}", "each": [2024, 2025], "title": "Année {year}"},
    )
    write_notebook(
        folder,
        "regions",
        "import csv\nwith open('regions.csv') as file:\n"
        "    sentence = next(row['nom'] for row in csv.DictReader(file) if row['code'] == code)",
        PUBLISH_SENTENCE,
        parameters='code: str = "01"',
        pages={"name": "regions/{code}", "each": "regions.csv:code", "title": "Région {code}"},
    )
    write_notebook(
        folder,
        "une",
        "import aide\nsentence = aide.MOT",
        PUBLISH_SENTENCE,
        parameters="x: int = 1",
        pages={"name": "une", "title": "Une page"},
    )
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (folder / "aide.py").write_text("MOT = 'bonjour'\n", encoding="utf-8")
    return tmp_path


def built(here: Path, *more: str, status: int = 0) -> list[str]:
    """Build; return what became of the pages, and what else was said, but for how long it took."""
    done = pipeline("build", "--notebooks", "carnets", "--out", "pages", *more, cwd=here)
    assert done.returncode == status
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if not line.startswith("built: ")]


def test_each_value_of_a_list_or_of_a_column_beside_has_its_page(here: Path) -> None:
    lines = built(here)
    assert lines[-1] == "to open: pages/index.html"

    pages = {path.relative_to(here / "pages").as_posix() for path in here.rglob("*.html")}
    assert pages == {
        "2024.html",
        "2025.html",
        "une.html",
        "index.html",
        "regions/01.html",
        "regions/2A.html",
    }

    said_by_page = {"2025": "2026", "regions/2A": "Corse-du-Sud", "une": "bonjour"}
    for name, words in said_by_page.items():
        page = (here / "pages" / f"{name}.html").read_text(encoding="utf-8")
        assert f"<p>{words}</p>" in page, name


def test_a_value_of_a_column_reaches_its_notebook_as_text(here: Path) -> None:
    built(here)
    ran = nbformat.read(here / "pages" / "regions" / "01.ipynb", as_version=4)
    _written, injected, *_others = ran.cells

    assert 'code = "01"' in injected.source, "and not the number 1"


def test_the_list_of_pages_has_each_by_its_title(here: Path) -> None:
    built(here)
    listed = (here / "pages" / "index.html").read_text(encoding="utf-8")
    titles = {"2024": "Année 2024", "regions/2A": "Région 2A", "une": "Une page"}

    for name, title in titles.items():
        assert f'<a href="{name}.html">{title}</a>' in listed


def test_pages_of_what_did_not_change_are_not_made_again(here: Path) -> None:
    built(here)
    again = pipeline("build", "--notebooks", "carnets", "--out", "pages", cwd=here)

    assert "built: 0, up to date: 5, failed: 0" in again.stdout  # two years, two regions, one more


def test_a_column_that_is_not_there_is_said_with_those_that_are(here: Path) -> None:
    pages = {"name": "x/{code}", "each": "regions.csv:insee"}
    write_notebook(here / "carnets", "slip", parameters='code: str = "01"', pages=pages)
    done = pipeline("build", "--notebooks", "carnets", "--out", "pages", cwd=here)

    assert done.returncode == 1
    assert "expected: regions.csv:code, regions.csv:nom" in done.stdout


@pytest.mark.parametrize("network", [[], ["--data", str(ROOT / "data/departements-participatifs")]])
def test_a_folder_without_a_notebook_is_named(here: Path, network: list[str]) -> None:
    (here / "vide").mkdir()
    done = pipeline("build", "--notebooks", "vide", "--out", "pages", *network, cwd=here)

    assert done.returncode != 0
    assert "vide: there is no notebook in this folder" in done.stdout + done.stderr
    assert not list((here / "pages").glob("*.html"))
