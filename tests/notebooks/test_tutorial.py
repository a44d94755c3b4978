"""The tutorial runs as it is read."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cells import export
from kinds_of_networks import write
from making import build_pages
from nbclient import NotebookClient
from nbformat import NotebookNode
from network_files import network
from own_notebooks import write_notebook

from annual_report import measures
from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

TUTORIAL = ROOT / "docs" / "tutoriel" / "votre-propre-question.ipynb"


@pytest.fixture(scope="module")
def tutorial() -> NotebookNode:
    """Run the tutorial where it stands, as JupyterLab does."""
    notebook = nbformat.read(TUTORIAL, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(TUTORIAL.parent)}}).execute()
    return notebook


def test_it_makes_a_page_that_may_be_given_out(tutorial: NotebookNode) -> None:
    page = export(tutorial, "votre-propre-question")
    assert "<h1>Votre propre question</h1>" in page
    assert "<caption>Les cinq régions les plus peuplées du réseau en 2025</caption>" in page
    assert page.count("<figure ") == 2
    assert "<strong>où</strong>" in page  # the Markdown cell with its tag
    assert "Ce carnet apprend" not in page


def test_it_says_a_phrase_and_reads_a_file_of_its_own_network(tutorial: NotebookNode) -> None:
    page = " ".join(export(tutorial).replace("\u00a0", " ").split())
    sentence = "Première région par ses habitants : Île-de-France, avec quatre membres et 24 % des"

    assert f"{sentence} habitants du réseau en 2025." in page
    # 1 200 000 € for the 933 455 inhabitants of the Finistère; nobody knows the Nord's.
    assert re.search(r">Finistère<.{0,60}>1.200.000<.{0,40}>1,29<", page)
    assert re.search(r">Nord<.{0,60}>non renseigné<", page)


def test_its_ten_lines_make_a_page_for_each_member(tutorial: NotebookNode, tmp_path: Path) -> None:
    code = {cell.id: cell.source for cell in tutorial.cells if cell.cell_type == "code"}
    assert len(code["page-du-membre"].splitlines()) <= 10

    folder = write_notebook(
        tmp_path / "notebooks",
        "membre",
        "year = 2025",
        code["reseau"],
        code["page-du-membre"],
        pages={"name": "membres/{membre}", "each": "membres.membre"},
        parameters='membre: str = "29"\ndata: str = ""',
    )
    built = build_pages(write(tmp_path / "reseau", "regions"), tmp_path / "pages", folder)
    assert built.good, built.failures

    made = {path.stem: path.read_text("utf-8") for path in tmp_path.glob("pages/membres/*.html")}
    assert len(made) == 6
    assert all("Ses présences, année par année" in page for page in made.values())


def read_code_of_the_readme() -> str:
    """Return the README's example in Python, without its network and the call that publishes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(
        r"```python\n.*?(members = .*?)publish\(.*?```", readme, flags=re.DOTALL
    )
    return str(example)


def read_code_of_the_tutorial() -> str:
    """Return the cell of the tutorial that counts by région."""
    cells = nbformat.read(TUTORIAL, as_version=4).cells
    (cell,) = (cell.source for cell in cells if "by_region = " in cell.source)
    return str(cell)


@pytest.mark.parametrize("read_code", [read_code_of_the_readme, read_code_of_the_tutorial])
def test_a_member_without_a_region_is_counted_where_code_by_region_is_taught(
    read_code: Callable[[], str],
) -> None:
    """An association has neither région nor inhabitants: it counts, and is no 0."""
    small = network(
        {2025: "Loire-Atlantique, Maine-et-Loire, Anciela"}, kinds=("département", "organisation")
    )
    values: dict[str, Any] = {
        "measures": measures,
        "network": small,
        "year": 2025,
        "members": measures.list_members(small, 2025),
    }
    exec(read_code(), values)
    regions = values["regions"]
    counted = regions.filter(like="mem").sum().item()  # "membres" in one, "members" in the other

    assert counted == 3
    # 1,487,000 in Loire-Atlantique and 834,000 in Maine-et-Loire, as the Insee counted in 2023.
    assert regions["population"].dropna().tolist() == [2_321_346]
    assert regions.loc[regions.index.isna(), "population"].isna().all()
