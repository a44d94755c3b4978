"""What spares work in nbformat, jsonschema and nbconvert changes nothing of what they say."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from unittest import mock

import nbformat
import pytest
from nbformat import NotebookNode, validator

from annual_report.lean import CHECKERS
from annual_report.publish.exporter import ReportExporter
from annual_report.run.output_check import PARTS, PartValidator, compile_checks
from annual_report.sentences.fragment import MIME

RIGHT: dict[str, dict[str, Any]] = {
    "execute_result": {"data": {"text/plain": ["a"]}, "metadata": {}, "execution_count": 1},
    "display_data": {"data": {"application/json": {"a": 1}}, "metadata": {"text/plain": {}}},
    "stream": {"name": "stdout", "text": "a"},
    "error": {"ename": "E", "evalue": "e", "traceback": ["E: e"]},
}
WRONG = [
    ("execute_result", {"data": {"text/plain": 3}}),
    ("execute_result", {"execution_count": "one"}),
    ("display_data", {"data": {"image/png": {}}}),
    ("display_data", {"more": 1}),
    ("stream", {"text": None}),
    ("error", {"traceback": "E: e"}),
]


@pytest.fixture(autouse=True)
def no_validator_yet() -> Iterator[None]:
    with mock.patch.dict(validator.validators, clear=True):
        yield


@pytest.mark.parametrize("kind", [kind for kind in PARTS if kind != "code_cell"])
def test_a_right_output_is_taken(kind: str) -> None:
    compile_checks()
    assert nbformat.v4.new_output(kind, **RIGHT[kind]).output_type == kind


@pytest.mark.parametrize(("kind", "change"), WRONG)
def test_a_wrong_output_is_refused_in_the_same_words(kind: str, change: dict[str, Any]) -> None:
    def refusal() -> str:
        with pytest.raises(validator.NotebookValidationError) as caught:
            nbformat.v4.new_output(kind, **{**RIGHT[kind], **change})
        return str(caught.value)

    interpreted = refusal()
    compile_checks()
    assert refusal() == interpreted


@pytest.mark.parametrize(
    "change", [{"source": 3}, {"metadata": {"tags": "x"}}, {"outputs": [{"output_type": "x"}]}]
)
def test_a_wrong_cell_is_refused_in_the_same_words(change: dict[str, Any]) -> None:
    def refusal() -> str:
        with pytest.raises(validator.NotebookValidationError) as caught:
            nbformat.v4.new_code_cell(id="a", **change)
        return str(caught.value)

    interpreted = refusal()
    compile_checks()
    assert refusal() == interpreted
    assert nbformat.v4.new_code_cell("a", id="a").source == "a"


def test_a_whole_notebook_is_refused_in_the_same_words() -> None:
    cell = nbformat.v4.new_code_cell("a", id="a")
    cell.metadata = 3

    def refusal() -> str:
        with pytest.raises(validator.NotebookValidationError) as caught:
            nbformat.validate(nbformat.v4.new_notebook() | {"cells": [cell]})
        return str(caught.value)

    interpreted = refusal()
    compile_checks()
    assert refusal() == interpreted


def test_nbformat_asks_the_compiled_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def note(self: PartValidator, data: Any, schema: Any = None) -> list[Any]:
        asked.append(schema)
        return []

    monkeypatch.setattr(PartValidator, "iter_errors", note)
    compile_checks()
    nbformat.v4.new_output("stream", text="a")
    assert asked == [{"$ref": "#/definitions/stream"}]


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


def test_a_library_that_is_put_off_is_imported_when_it_is_used() -> None:
    code = (
        "import sys; from annual_report.lean import defer"
        "\nfor name in ('wave', 'json'): defer(name)"
        "\nimport wave as early; import json"
        "\nassert 'chunk' not in vars(early) and type(json) is type(sys)"
        "\nassert early.open is early.open; import wave; from wave import open"
        "\nassert wave is not early and early.open is wave.open is open"
        "\ndefer('xml'); import xml.dom; assert xml.dom.Node"
        "\ndefer('absent_library'); import absent_library"
        "\ntry: absent_library.x"
        "\nexcept ModuleNotFoundError as error: assert error.name == 'absent_library'"
    )
    subprocess.run([sys.executable, "-c", f"import json; {code}"], check=True)


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
