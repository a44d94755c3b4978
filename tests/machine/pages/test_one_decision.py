"""One decision for all roads: an exporter of nbconvert and a build give a notebook one answer."""

import logging
from collections.abc import Callable

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from cells import notebook_of
from nbformat import NotebookNode

from annual_report.base.errors import PageError
from annual_report.machine.pages.export.exporter import ReportExporter, make_page
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.run.notebook import notebook_to_json
from annual_report.machine.run.report import publish_report
from annual_report.machine.run.tasks import Report, Snapshot, Task

PAGES = {"annual_report": {"pages": {"name": "villes", "title": "Les villes"}}}


def without_caption() -> NotebookNode:
    """Return a notebook that publishes a table without words."""
    return notebook_of(make_fragment(pd.DataFrame({"Ville": ["Dax"]})), source="publish(f)")


def without_words() -> NotebookNode:
    """Return a notebook that publishes a figure without words."""
    _figure, ax = plt.subplots()
    ax.plot([1, 2])
    return notebook_of(make_fragment(ax), source="publish(ax)")


def heavy() -> NotebookNode:
    """Return a notebook that publishes a table of more than two megabytes, in few long cells."""
    frame = pd.DataFrame({"a": ["Un mot. " * 10_000] * 30, "b": np.arange(30) / 7})
    return notebook_of(make_fragment(frame, caption="Des nombres"), source="publish(f)")


def with_a_place() -> NotebookNode:
    """Return a notebook whose source names a place on a machine."""
    piece = make_fragment("Un mot.")
    return notebook_of(piece, source="f = read('/home/claire/villes.csv')\npublish('Un mot.')")


def with_a_name() -> NotebookNode:
    """Return a notebook whose source names a person."""
    return notebook_of(make_fragment("Un mot."), source="publish('Un mot.')  # à Mme Dupont")


def hand_to_network(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook as one of a network's pages: declared, and handed the network."""
    cell = nbformat.v4.new_code_cell('data: str = "data/villes"', execution_count=1)
    cell.metadata["tags"] = ["parameters"]
    notebook.cells.insert(0, cell)
    notebook.metadata.update(PAGES)
    return notebook


def ask_exporter(notebook: NotebookNode, caplog: pytest.LogCaptureFixture) -> tuple[str, list[str]]:
    """Return what nbconvert's exporter refuses, and what it remarks."""
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        try:
            ReportExporter().from_notebook_node(notebook, {"metadata": {"name": "villes"}})
        except PageError as error:
            return str(error), []
    return "", [record.getMessage() for record in caplog.records]


def ask_build(notebook: NotebookNode, address: str) -> tuple[str, list[str]]:
    """Return what a build refuses, and what it remarks."""
    report = Report("villes", "villes.ipynb", {})
    try:
        made = publish_report(
            Task(report, Snapshot("villes", address, {}), "", ""), notebook_to_json(notebook)
        )
    except PageError as error:
        return str(error), []
    return "", list(made.kept)


@pytest.mark.parametrize("make", [without_caption, without_words, heavy, with_a_place, with_a_name])
def test_all_roads_give_one_answer(
    make: Callable[[], NotebookNode], caplog: pytest.LogCaptureFixture
) -> None:
    own = make()
    refused, remarked = ask_exporter(own, caplog)

    assert refused or remarked
    assert ask_build(own, "") == (refused, remarked)

    of_network = hand_to_network(make())
    answer = ask_exporter(of_network, caplog)
    assert ask_build(of_network, "data/villes") == answer

    # What a page of one's own is remarked for in its form, a network's is refused for.
    if make in (without_caption, without_words, heavy):
        assert remarked
        assert answer[0]


@pytest.mark.parametrize(
    "place", ["/home/claire/villes", r"C:\\Users\\Claire\\villes", "data/villes"]
)
def test_the_folder_that_papermill_was_given_is_veiled_and_one_that_was_typed_refused(
    place: str, caplog: pytest.LogCaptureFixture
) -> None:
    notebook = hand_to_network(notebook_of(make_fragment("Un mot."), source="publish('Un mot.')"))
    typed = notebook.cells[0]
    injected = nbformat.v4.new_code_cell(f'# Parameters\ndata = "{place}"', execution_count=2)
    injected.metadata["tags"] = ["injected-parameters"]
    notebook.cells.insert(1, injected)

    assert ask_exporter(notebook, caplog) == ask_build(notebook, "data/villes") == ("", [])

    given = make_page(notebook, "villes").published.notebook
    assert "Claire" not in notebook_to_json(given)
    assert place in notebook.cells[1].source  # the analyst's own notebook stays as it is

    typed.source = f'data: str = "{place}"'
    refused, _remarked = ask_exporter(notebook, caplog)
    assert ("is a place on a machine" in refused) == (place != "data/villes")


def test_a_remark_is_shown_below_its_cell_and_not_given_out() -> None:
    notebook = without_caption()
    below = notebook.cells[0].outputs[0].data["text/html"]

    assert below.count("<li>a table has no caption but") == 1

    given = make_page(notebook, "villes").published.notebook
    assert "no caption" not in notebook_to_json(given)
    assert "Dax" in given.cells[0].outputs[0].data["text/html"]
