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


def list_modules() -> dict[str, Path]:
    """Return the files of the package's modules by their names: "annual_report.base.errors".

    The package itself is left out: it imports nothing until a name is asked for.
    """
    modules = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    del modules[PACKAGE.name]
    return modules


def list_imports(path: Path, modules: Collection[str]) -> Iterator[str]:
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


def list_imports_by_module() -> dict[str, set[str]]:
    """Return the other modules of the package that each of its modules imports."""
    modules = list_modules()
    return {name: set(list_imports(path, modules)) - {name} for name, path in modules.items()}


def find_rank(module: str) -> int:
    """Return the place of a module's room in `ROOMS`: "annual_report.base.errors" → 0."""
    return ROOMS.index(module.split(".")[1])


def test_a_room_imports_only_those_above_it() -> None:
    downwards = []
    for module, imports in list_imports_by_module().items():
        for imported in imports:
            if find_rank(imported) > find_rank(module):
                downwards.append(f"{module} imports {imported}")

    assert downwards == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = list_imports_by_module()

    # An order in which each module stands after all that it imports; CycleError names a circle.
    order = list(TopologicalSorter(imports).static_order())

    assert len(order) == len(imports)


def test_no_two_files_have_one_name() -> None:
    times = Counter(path.name for path in PACKAGE.rglob("*.py") if not path.name.startswith("__"))
    repeated = [name for name, count in times.items() if count > 1]

    assert repeated == []


@pytest.mark.slow
def test_to_publish_and_to_export_no_file_of_the_reference_is_read() -> None:
    """A fresh Python publishes a table, and notes by a hook each file that it opens meanwhile."""
    code = (
        "import sys, pandas as pd\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and read.append(str(args[0])))\n"
        "import annual_report.machine.pages.export.exporter\n"
        "from annual_report.machine.pages.publishing import make_fragment\n"
        "make_fragment(pd.DataFrame({'a': [1]}), 'Un')\n"
        "print(*[name for name in read if '/data/reference/' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "", "files of the reference that were read"


@pytest.mark.slow
def test_to_check_a_network_neither_pandas_nor_matplotlib_is_loaded() -> None:
    """They take more than a second to load, and `check` is typed often."""
    code = (
        "import sys\n"
        "from annual_report.commands.command_line import main\n"
        "status = main(['check', '--data', 'data/reseau-exemple'])\n"
        "print(*{'pandas', 'matplotlib'} & {*sys.modules}, file=sys.stderr)\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "", "packages that were loaded"
