"""The files of an executed notebook: its own file is the one that nbformat would write."""

from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from annual_report.publish.exporter import to_ipynb, to_json

ODD = {
    "text/plain": "one\ntwo\r\n\u2028three\x1b[0m “é” 😀",
    "text/html": ["already", "cut"],
    "image/svg+xml": "<svg>\n</svg>",
    "image/png": "aGVsbG8=\n",
    "application/json": {"b": [1, 2.5, None, True, {}], "a": "not\ncut", "é": []},
    "application/vnd.x+json": [],
}


def odd_notebook() -> NotebookNode:
    v4 = nbformat.v4
    code = v4.new_code_cell("a = 1\n\nb\n", metadata={"tags": ["x"], "trusted": True}, id="code")
    code.outputs = [
        v4.new_output("display_data", ODD, metadata={"text/html": {"wide": 0.1}}),
        v4.new_output("execute_result", {"text/plain": ""}, execution_count=3),
        v4.new_output("stream", name="stderr", text="a\nb"),
        v4.new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE\x1b[0m"]),
    ]
    text = v4.new_markdown_cell("# T\n![](attachment:i.png)", id="text")
    text.attachments = {"i.png": {"image/png": "aGVsbG8=", "text/plain": "a\nb"}}
    cells = [text, code, v4.new_raw_cell("", id="raw"), v4.new_code_cell("", id="empty")]
    return v4.new_notebook(cells=cells, metadata={"orig_nbformat": 3, "z": {"y": 1}, "a": []})


def test_a_notebook_is_written_as_nbformat_writes_it() -> None:
    notebook = odd_notebook()
    assert to_ipynb(deepcopy(notebook)).decode() == nbformat.v4.writes(notebook)


def test_the_notebooks_of_a_build_stay_as_nbformat_reads_and_writes_them(
    real_build: Path, example_build: Path
) -> None:
    files = [path for each in (real_build, example_build) for path in each.rglob("*.ipynb")]
    assert len(files) > 60
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert nbformat.v4.writes(nbformat.reads(text, as_version=4)) == text


def test_figures_keep_their_order_and_their_digits() -> None:
    written = to_json({"b": 1, "a": [2 / 3, None, 14.0]})
    assert written.decode() == (
        '{\n  "b": 1,\n  "a": [\n    0.6666666666666666,\n    null,\n    14.0\n  ]\n}'
    )
