"""A room imports only rooms that stand above it, lazy imports counted; nothing in a circle."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from annual_report.base.project import PACKAGE

ROOMS = ("base", "machine", "network", "report", "front_door", "door", "commands", "__main__")
"""Each room imports those before it: the machine knows no network."""


def files() -> dict[str, Path]:
    """Return the file of name module below the package itself, which is lazy, by its name."""
    modules = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    del modules[PACKAGE.name]
    return modules


def imported(path: Path, modules: Collection[str]) -> Iterator[str]:
    """Yield the modules that a file imports of those `modules`, wherever in it that is done."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules else str(node.module) for name in inside]
        elif isinstance(node, ast.Constant):  # "module:function", by which a process is told
            names = [str(node.value).partition(":")[0]]
        yield from (name for name in names if name in modules)


def test_a_room_imports_only_those_above_it_and_no_module_in_a_circle() -> None:
    modules = files()
    graph = {name: {*imported(path, modules)} - {name} for name, path in modules.items()}
    rank = {name: ROOMS.index(name.split(".")[1]) for name in graph}
    wrong = [f"{a} > {b}" for a, inside in graph.items() for b in inside if rank[b] > rank[a]]

    assert wrong == []
    assert list(TopologicalSorter(graph).static_order())  # CycleError names a circle


def test_no_two_files_have_one_name() -> None:
    names = Counter(path.name for path in PACKAGE.rglob("*.py") if not path.name.startswith("__"))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.slow
def test_to_publish_and_to_export_no_file_of_the_reference_is_read() -> None:
    code = (
        "import sys, pandas as pd\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and read.append(str(args[0])))\n"
        "import annual_report.machine.pages.export.exporter\n"
        "from annual_report.machine.pages.publishing import make_fragment\n"
        "make_fragment(pd.DataFrame({'a': [1]}), 'Un')\n"
        "sys.exit(any('/data/reference/' in name for name in read))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_to_check_a_network_neither_pandas_nor_matplotlib_is_loaded() -> None:
    code = (
        "import sys\n"
        "from annual_report.commands.command_line import main\n"
        "status = main(['check', '--data', 'data/reseau-exemple'])\n"
        "sys.exit(status or ' '.join({'pandas', 'matplotlib'} & {*sys.modules}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert done.returncode == 0, done.stderr
