"""Any cell of a shipped notebook can be run again, alone: it shows the same."""

import sys
from typing import Any

import pytest
from cells import sources
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

AGAIN = ("annual_report", "year_data", "trends")


def run_cell(shell: InteractiveShell, code: str) -> list[Any]:
    """Run a cell; return what it shows."""
    with capture_output() as captured:
        result = shell.run_cell(code)
    result.raise_error()
    shown = [output.data for output in captured.outputs]
    return [{kind: data[kind] for kind in sorted(data)} for data in shown]


@pytest.mark.parametrize("network", ["departements-participatifs", "reseau-exemple"])
@pytest.mark.parametrize("name", AGAIN)
def test_each_cell_shows_the_same_when_it_is_run_again(
    name: str, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    # A shell takes the place of the program: what is started later must find it again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    shell = InteractiveShell.instance()
    shell.reset(new_session=False)
    first, *others = sources(name).items()
    run_cell(shell, first[1])
    shell.user_ns["data"] = f"data/{network}"
    shown = {cell: run_cell(shell, code) for cell, code in others}
    again = {cell: run_cell(shell, code) for cell, code in others}

    assert again == shown

    InteractiveShell.clear_instance()
    assert sum(map(bool, shown.values())) > len(others) / 3
