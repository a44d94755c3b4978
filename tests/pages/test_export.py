"""The files of an executed notebook: its own file is the one that nbformat would write."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from annual_report.pages.fragment import MIME
from annual_report.pages.page.exporter import ReportExporter


def test_the_notebooks_of_a_build_stay_as_nbformat_reads_and_writes_them(
    real_build: Path, example_build: Path
) -> None:
    files = [path for each in (real_build, example_build) for path in each.rglob("*.ipynb")]
    assert len(files) > 60
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert nbformat.v4.writes(nbformat.reads(text, as_version=4)) == text


def test_a_preprocessor_that_someone_asks_for_still_runs() -> None:
    def shout(notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        notebook.cells[0].outputs[0].data[MIME]["html"] = "<p>RELU</p>"
        return notebook, resources

    output = nbformat.v4.new_output("display_data", data={MIME: {"html": "<p>lu</p>"}})
    cell = nbformat.v4.new_code_cell("lu", outputs=[output], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    exporter = ReportExporter()
    assert "<p>lu</p>" in exporter.from_notebook_node(notebook)[0]
    exporter.register_preprocessor(shout, enabled=True)
    assert "<p>RELU</p>" in exporter.from_notebook_node(notebook)[0]
