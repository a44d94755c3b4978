"""A kernel's shell in the process gives the notebook that a kernel gives, cell for cell."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from conftest import pipeline
from making import processes
from nbformat import NotebookNode
from own_notebooks import PUBLISH_SENTENCE, write_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from annual_report.base.errors import ParameterError
from annual_report.base.project import ROOT
from annual_report.machine.run.engine import ReportEngine
from annual_report.machine.run.notebook import remove_noise, run_notebook

pytestmark = pytest.mark.slow

SMOOTH = [
    "1 + 1",
    "'silent';",
    "print('one'); print('two')",
    "import sys\nprint('out'); print('err', file=sys.stderr); print('again')",
    "from IPython.display import display, HTML, Markdown\ndisplay(HTML('h')); Markdown('*m*')",
    "handle = display(HTML('first'), display_id='shown')",
    "handle.update(HTML('second'))",
    "class Rich:\n    def _repr_mimebundle_(self, **_):\n"
    "        return {'text/plain': 'x', 'image/svg+xml': '<s/>'}, {'image/svg+xml': {'a': 1}}\n"
    "Rich()",
    "display({'text/plain': 'x', 'image/svg+xml': '<s/>'}, raw=True, metadata={'a': {'alt': 1}})",
    "%%capture kept\nprint('kept')",
    "kept.stdout",
    "%%html\n<i>magic</i>",
    "%%writefile written.txt\ntext",
    "!cat written.txt",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "asyncio.get_running_loop().is_running()",
    "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
    "print('waits'); clear_output(wait=True); print('replaces')",
    "import warnings\nwarnings.simplefilter('ignore')\nx = 3\nx",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt\nplt.rcParams['svg.hashsalt'] = 's'\n"
    "_ = plt.plot([1, 2])\nplt.close()",
    "In[1], Out[1]",
    "get_ipython().__class__.__name__",
    "x?",
    "%matplotlib inline",
    "print(pd.DataFrame([[number * 1111 for number in range(30)]]))",
    "import sys\nsys.stdout.encoding, sys.stdout.isatty()",
    "display({'text/plain': 'x', 'image/png': b'\\x89PNG'}, raw=True)",
    "display({'text/plain': 'x', 'application/json': {'a': (1, 2)}}, raw=True)",
    "display({'application/json': {'a': float('nan')}}, raw=True)",
    "from IPython.display import SVG, JSON, Image, Latex\n"
    "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'), Latex('$x$'), JSON({'a': 1}))",
    "Image(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png', width=20)",
    "fig, ax = plt.subplots(figsize=(1, 1)); ax.plot([1, 2]);",
    "fig",
    "import logging\nlogging.warning('w'); logging.getLogger('x').error('e')",
    "import threading\nt = threading.Thread(target=print, args=['t']); t.start(); t.join()",
    "import matplotlib.font_manager as fonts\nfonts.findfont('No Such Font') and None",
    "%%bash\necho out; echo err >&2",
    "%%javascript\nalert(1)",
]
ODD = """class Odd:
    def __repr__(self):
        return "odd"
    def _repr_html_(self):
        raise RuntimeError("no html")
Odd()"""
FAILING = [
    "1 / 0",
    "def f():\n    return undefined\nf()",
    "for",
    "print('before'); raise ValueError('two\\nlines')",
    "await asyncio.nothing()",
    "raise KeyboardInterrupt",
    "%no_such_magic",
    "try:\n    1 / 0\nexcept ArithmeticError as error:\n    raise ValueError('b') from error",
    "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    "raise SystemExit",
    ODD,
]


def call(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a process of its own."""
    return processes().call(function, *args)


def make_notebook(sources: Sequence[str], tags: list[str]) -> NotebookNode:
    cells = [
        nbformat.v4.new_code_cell(source, id=f"c{number}", metadata={"tags": tags})
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run_cells(*sources: str) -> tuple[NotebookNode, str]:
    """Execute a notebook of some cells in a process and a folder of its own."""
    ran: tuple[NotebookNode, str] = call(_run_here, nbformat.writes(make_notebook(sources, [])))
    return ran


def _run_here(source: str) -> tuple[NotebookNode, str]:
    os.chdir(tempfile.mkdtemp())
    return run_notebook(source, {})


def run(source: str, engine: str | None, folder: str) -> str:
    """Run a notebook's JSON to its end or first untagged error; return it as it was left."""
    os.makedirs(f"{folder}/{engine}")
    os.chdir(f"{folder}/{engine}")
    out = "out.ipynb"
    given = Path("given.ipynb")
    given.write_text(source, encoding="utf-8")
    with contextlib.suppress(PapermillExecutionError):
        papermill.execute_notebook(
            given, out, engine_name=engine and "annual_report", progress_bar=False
        )
    left = nbformat.read(out, 4)
    remove_noise(left)
    for cell in left.cells:
        if "outputs" in cell:
            cell.outputs = [*join_streams(cell.outputs)]
    return str(nbformat.writes(left))


def join_streams(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Join what a kernel prints in pieces, output first: between two pipes there is no order."""
    for kind, same in groupby(outputs, lambda output: output.output_type):
        written = list(same)
        for name in ("stdout", "stderr") if kind == "stream" else ():
            if text := "".join(output.text for output in written if output.name == name):
                yield nbformat.v4.new_output(kind, name=name, text=text)
        yield from () if kind == "stream" else written


@pytest.mark.parametrize(
    ("sources", "tags"),
    [
        (SMOOTH, []),
        (FAILING, ["raises-exception"]),
        ([ODD, "2"], []),
        (["1", "1 / 0"], ["skip-execution"]),
    ],
    ids=["smooth", "failing", "stopped", "skipped"],
)
def test_both_engines_leave_the_same_notebook(
    tmp_path: Path, sources: list[str], tags: list[str]
) -> None:
    source = nbformat.writes(make_notebook(sources, tags))
    runs = (call(run, source, engine, str(tmp_path)) for engine in ("fast", None))
    fast, kernel = (nbformat.reads(executed, 4) for executed in runs)
    for ours, theirs in zip(fast.cells, kernel.cells, strict=True):
        # Ours draws a figure as SVG too: a page has it sharp at any size.
        for shown in (output.data for output in ours.get("outputs", ()) if "data" in output):
            if "<Figure" in shown.get("text/plain", ""):
                assert shown.pop("image/svg+xml").endswith("</svg>\n")
        assert ours == theirs
    if sources is SMOOTH:  # or both may have stopped at the same slip
        errors = [output for cell in fast.cells for output in cell.outputs if "ename" in output]
        assert not errors
        assert fast.cells[-1].execution_count == len(SMOOTH)


OURS = "from annual_report.base.errors import PageError, ParameterError\n"
TOLD = {
    "cell [1], line 1, “raise ValueError('small')”: ValueError: small": "raise ValueError('small')",
    "cell [2], line 4, “undefined”: NameError: name 'undefined' is not defined":
        "x = 1 ### # why\n\ny = 2\nundefined",
    "cell [2], line 1, “f()”: ZeroDivisionError: division by zero": "def f():\n    1 / 0 ### f()",
    "cell [1], “raise PageError(”: no caption": f"{OURS}raise PageError(\n    'no caption'\n)",
    "cell [1], line 1, “a b”: SyntaxError: invalid syntax": "a b",
    "cell [1], “y / 0”: ZeroDivisionError: division by zero": "%%capture seen\ny = 2\ny / 0",
    "cell [4], line 1, “1 / n”: ZeroDivisionError: division by zero":
        "n = 1 ### 1 / n ### n = 0 ### 1 / n",
    "no year": f"{OURS}raise ParameterError('no year')",
    # What was made until then would pass for the whole.
    "cell [2], “sys.exit(0)”: SystemExit: 0": "1 ### import sys\nsys.exit(0) ### 2",
    "cell [1], “exit()”: SystemExit": "exit()",
    r"cell [1], line 1, “raise ValueError('a\nb')”: ValueError: a b": r"raise ValueError('a\nb')",
    "cell [1], “%absent”: UsageError: Line magic function `%absent` not found.": "%absent ### 1",
}  # fmt: skip


@pytest.mark.parametrize("told", TOLD)
def test_a_failure_names_its_cell_and_line_in_its_own_words(told: str) -> None:
    assert run_cells(*TOLD[told].split(" ### "))[1] == told


def test_papermill_finds_the_engine_and_it_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    # A magic in the cell of the parameters hides none of them.
    parameters = "%matplotlib inline\nyear: int = 2024"
    notebook = make_notebook([parameters, "year + 1", "1 / (year - 2031)"], [])
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    files = [str(tmp_path / name) for name in ("a.ipynb", "b.ipynb")]

    assert papermill_engines.get_engine("annual_report") is ReportEngine

    call(papermill.execute_notebook, *files, {"year": 2030}, "annual_report")
    executed = nbformat.read(tmp_path / "b.ipynb", 4)
    assert executed.cells[2].outputs[0].data["text/plain"] == "2031"
    assert executed.cells[2].metadata.papermill.status == "completed"
    with pytest.raises(ParameterError, match="unknown parameter “yaer”; expected: year; nearest"):
        call(papermill.execute_notebook, *files, {"yaer": 2030}, "annual_report")

    # papermill's own cell, for the parameters, doesn't count: these are the numbers of *Run All*.
    remove_noise(executed)
    assert [cell.execution_count for cell in executed.cells] == [1, 1, 2, 3]

    left, problem = call(run_notebook, nbformat.writes(notebook), {"year": 2031}, tmp_path)
    assert problem.startswith("cell [3], line 1")
    assert "An Exception was encountered" in left.cells[0].source

    del notebook.cells[0].metadata["tags"]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    with pytest.raises(ParameterError, match="no cell has the tag “parameters”; give it to"):
        call(papermill.execute_notebook, *files, {"year": 2030}, "annual_report")


# papermill loads this engine by its entry point while it is imported itself.
FIRST_IMPORTS = (
    "annual_report.machine.run.engine",
    "annual_report.machine.run.in_process",
    "papermill",
)


@pytest.mark.parametrize("first", FIRST_IMPORTS)
def test_papermill_and_its_engine_can_be_imported_in_any_order(first: str, tmp_path: Path) -> None:
    nbformat.write(make_notebook(["print(6 * 7)"], []), tmp_path / "a.ipynb")
    code = f"""
import {first}
import papermill
papermill.execute_notebook("a.ipynb", "b.ipynb", engine_name="annual_report", kernel_name="any")
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr

    executed = nbformat.read(tmp_path / "b.ipynb", 4)
    assert executed.cells[0].outputs[0].text == "42\n"


def test_who_imports_papermill_for_another_engine_loads_none_of_this_one() -> None:
    code = "import sys, papermill; print('ipykernel.zmqshell' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout == "False\n"


def test_a_warning_names_its_cell_and_what_a_notebook_sets_for_its_figures_stays() -> None:
    size = "matplotlib.rcParams['figure.figsize']"
    ran, _problem = run_cells(
        "import warnings\n\nwarnings.warn('careful')",
        f"import matplotlib\n{size} = (3, 2)",
        f"from annual_report import charts\n{size}",
    )
    told = "cell:3: UserWarning: careful\n  warnings.warn('careful')\n"

    assert [output.text for output in ran.cells[0].outputs] == [told]
    assert ran.cells[2].outputs[0].data["text/plain"] == "[3.0, 2.0]"


SPAWNED = """import os, sys
del os.fork
from annual_report.commands.command_line import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def test_pyplot_is_turned_off_and_on_as_in_a_kernel() -> None:
    ran, _problem = run_cells(
        "import matplotlib.pyplot as plt\nplt.ioff()", "plt.ion();\nplt.plot([1])"
    )
    assert "image/png" in ran.cells[1].outputs[-1].data


def test_what_a_program_writes_that_a_cell_starts_is_its_output() -> None:
    ran, _problem = run_cells("import os\nos.system('echo out; echo err >&2')\nprint('own')")
    written = {output.name: output.text for output in ran.cells[0].outputs}

    assert written == {"stdout": "own\nout\n", "stderr": "err\n"}


def test_where_processes_are_spawned_the_page_is_the_same(tmp_path: Path) -> None:
    """As on a system that can't fork: each process is a Python that is started anew."""
    write_notebook(tmp_path / "n", "page", "sentence = 16", PUBLISH_SENTENCE, pages={})
    build = ["build", "--notebooks", str(tmp_path / "n"), "--jobs", "1", "--out"]

    assert pipeline(*build, tmp_path / "forked").returncode == 0

    command = [sys.executable, "-c", SPAWNED, *build, str(tmp_path / "spawned")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""

    forked, spawned = (tmp_path / way / "page.html" for way in ("forked", "spawned"))
    assert b"<p>16</p>" in forked.read_bytes()
    assert spawned.read_bytes() == forked.read_bytes()


def test_papermill_runs_a_notebook_that_names_no_kernel(tmp_path: Path) -> None:
    folder = write_notebook(tmp_path, "page", "1 + 1")
    source = nbformat.read(folder / "page.ipynb", as_version=4)
    for name in ("kernelspec", "language_info"):
        source.metadata.pop(name, None)
    nbformat.write(source, folder / "page.ipynb")
    words = [str(folder / "page.ipynb"), str(folder / "out.ipynb"), "--engine", "annual_report"]
    command = [sys.executable, "-m", "papermill", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr

    executed = nbformat.read(folder / "out.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].data["text/plain"] == "2"
