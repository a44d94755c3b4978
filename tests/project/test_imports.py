"""A folder imports only folders that stand above it, lazy imports counted; nothing in a circle."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from annual_report.project import PACKAGE

MACHINE = ("pages", "run", "build", "preview", "compare")
"""The folders that know no network: what they import is below none of those after them."""
NETWORK = (
    "territories", "reading", "phrases", "network", "writing", "measures", "charts",
    "proof", "publication", "commands", "parameters", "network_pages",
)  # fmt: skip
"""What is about a network: members, meetings, geography, and French of institutions."""


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Return the modules of the package that a file imports, wherever in it that is done."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    package = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            base = ".".join(filter(None, (above, node.module))) if node.level else node.module or ""
            yield base
            yield from (f"{base}.{each.name}" for each in node.names)


def files() -> dict[str, Path]:
    """Return the file of each module below the package itself, which is lazy, by its name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    del found[PACKAGE.name]
    return found


def reached(start: str, modules: dict[str, Path]) -> dict[str, list[str]]:
    """Return all modules that are imported from some on, each with the way that leads there."""
    ways = {name: [name] for name in modules if name == start or name.startswith(f"{start}.")}
    left = list(ways)
    while left:
        name = left.pop()
        for each in imported(modules[name]):
            for part in (each, *_around(each)):
                if part in modules and part not in ways:
                    ways[part] = [*ways[name], part]
                    left.append(part)
    return ways


def _around(name: str) -> Iterator[str]:
    """Yield the packages that a module is in, but for the whole: each is imported with it."""
    while name.count(".") > 1:
        name = name.rpartition(".")[0]
        yield name


@pytest.mark.parametrize("folder", MACHINE)
def test_the_machine_reaches_no_module_of_the_network(folder: str) -> None:
    ways = reached(f"annual_report.{folder}", files())
    wrong = [" > ".join(way) for name, way in ways.items() if name.split(".")[1] in NETWORK]
    assert wrong == []


def test_to_publish_and_to_export_no_file_of_the_reference_is_read() -> None:
    code = (
        "import sys, pandas as pd\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and read.append(str(args[0])))\n"
        "import annual_report.pages.export.exporter\n"
        "from annual_report.pages import make_fragment\n"
        "make_fragment(pd.DataFrame({'a': [1]}), 'Un')\n"
        "sys.exit(any('/data/reference/' in each for each in read))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
