"""The tutorial runs as it is read."""

import json
import re
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from tables import network

from annual_report import measures
from annual_report.base.project import ROOT
from annual_report.machine.pages.export.exporter import to_html
from annual_report.machine.pages.export.outputs import gather_key_figures, name_unpublished

pytestmark = pytest.mark.slow

TUTORIAL = ROOT / "docs" / "tutoriel" / "votre-propre-question.ipynb"


@pytest.fixture(scope="module")
def tutorial() -> NotebookNode:
    """Run the tutorial where it stands, as JupyterLab does."""
    notebook = nbformat.read(TUTORIAL, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(TUTORIAL.parent)}}).execute()
    return notebook


def test_it_makes_a_page_that_may_be_given_out(tutorial: NotebookNode) -> None:
    page = to_html(tutorial, "votre-propre-question")
    assert "<h1>Votre propre question</h1>" in page
    assert "<caption>Les cinq régions les plus peuplées du réseau en 2025</caption>" in page
    assert page.count("<figure ") == 2
    assert "<strong>où</strong>" in page  # the Markdown cell with its tag
    assert "Ce carnet apprend" not in page


def test_its_own_key_figure_is_in_the_table_and_in_the_facts(tutorial: NotebookNode) -> None:
    (own,) = [
        each
        for each in gather_key_figures(tutorial)["chiffres"]
        if each["nom"] == "membres_par_region"
    ]
    assert own["valeur"] == 40 / 17
    assert own["unite"] == "départements"
    assert "Membres par région" in to_html(tutorial)


def test_what_it_only_looks_at_is_named(tutorial: NotebookNode) -> None:
    lines = "\n".join(name_unpublished(tutorial))
    assert "cell network.sujets.head(): a table stays in the notebook" in lines
    assert 'cell members[members["since"] == year]: a table stays in the notebook' in lines


def test_who_is_in_no_region_is_counted_by_the_readme_and_by_the_tutorial() -> None:
    """An association has neither région nor inhabitants: it counts, and is no 0."""
    found = network({2025: "44 49 Anciela"}, kinds=("département", "organisation"))
    members = measures.list_members(found, 2025)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _before, code, _after = re.split(r"```python\n(.*?)publish\(.*?```", readme, flags=re.DOTALL)
    taught = nbformat.read(TUTORIAL, as_version=4)
    (cell,) = (each["source"] for each in taught.cells if "by_region = " in each["source"])
    for source in (code, cell):
        names: dict[str, Any] = {
            "measures": measures, "network": found, "year": 2025, "members": members
        }  # fmt: skip
        exec(source, names)
        regions = names["regions"]
        assert set(regions["population"].dropna()) == {2_321_346}
        assert regions.loc[regions.index.isna(), "population"].isna().all()
        assert sum(regions.filter(like="mem").sum()) == 3


def test_it_is_linked_from_the_guide() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    for said in ("tutoriel/votre-propre-question.ipynb", "carnet", "JupyterLab",
                 "papermill"):  # fmt: skip
        assert said in guide


def test_the_declaration_that_it_shows_is_json(tutorial: NotebookNode) -> None:
    text = "".join(cell.source for cell in tutorial.cells if "```json" in cell.source)
    declared = text.partition("```json")[2].partition("```")[0]
    assert json.loads("{" + declared + "}")["annual_report"]["pages"]["each"] == "year"
