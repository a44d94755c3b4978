"""A cell of a shipped notebook shows the same when somebody runs the cell a second time."""

import sys
from typing import Any

import pytest
from cells import sources
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow


def run_cell(shell: InteractiveShell, code: str) -> list[dict[str, Any]]:
    """Run a cell; return its outputs, as in [{"text/plain": "3"}]."""
    with capture_output() as captured:
        result = shell.run_cell(code)
    result.raise_error()
    return [output.data for output in captured.outputs]


@pytest.mark.parametrize("network", ["departements-participatifs", "reseau-exemple"])
@pytest.mark.parametrize("name", ["annual_report", "year_data", "trends"])
def test_each_cell_shows_the_same_when_it_is_run_again(
    name: str, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    # A shell takes the place of the program: what is started later must find it again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    shell = InteractiveShell.instance()
    shell.reset(new_session=False)
    (_name, parameters), *cells = sources(name).items()
    run_cell(shell, parameters)
    shell.user_ns["data"] = f"data/{network}"

    # All cells are run once before the first of them is run again.
    shown = {cell: run_cell(shell, code) for cell, code in cells}
    for cell, code in cells:
        assert run_cell(shell, code) == shown[cell], cell

    InteractiveShell.clear_instance()
    # Many cells show a table or a page's piece: the lists that were compared aren't all empty.
    showing = [cell for cell in shown if shown[cell]]
    assert len(showing) > len(cells) / 3
