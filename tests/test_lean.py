"""What spares work in jsonschema and nbconvert changes nothing of what they say."""

import subprocess
import sys
from typing import Any

import nbformat
from nbformat import NotebookNode

from annual_report.lean import CHECKERS
from annual_report.publish.exporter import ReportExporter


def test_jsonschema_does_without_formats_that_others_may_import() -> None:
    code = (
        "import sys; from annual_report.lean import CHECKERS, import_jsonschema"
        "\nimport_jsonschema()"
        "\nassert not set(CHECKERS) & set(sys.modules)"
        "\nimport jsonschema, importlib"
        "\nfor name in CHECKERS: importlib.import_module(name)"
    )
    assert CHECKERS
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_preprocessor_that_someone_asks_for_still_runs() -> None:
    def shout(notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        notebook.cells[0].outputs[0].data["text/html"] = "<p>RELU</p>"
        return notebook, resources

    output = nbformat.v4.new_output("display_data", data={"text/html": "<p>lu</p>"})
    cell = nbformat.v4.new_code_cell("lu", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    exporter = ReportExporter()
    assert "<p>lu</p>" in exporter.from_notebook_node(notebook)[0]
    exporter.register_preprocessor(shout, enabled=True)
    assert "<p>RELU</p>" in exporter.from_notebook_node(notebook)[0]
