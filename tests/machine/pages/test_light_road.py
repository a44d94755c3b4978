"""An export loads little: neither pandas nor matplotlib, nor grammars; and few libraries do."""

import os
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest
from light_wheel import NAME, make_light_wheel
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.project import ROOT

CORPUS = ROOT / "tests" / "corpus" / "notebooks"
TEN = (
    "altair",
    "duckdb",
    "exercices",
    "great-tables",
    "hidden",
    "lecture",
    "matplotlib",
    "pandas",
    "rich",
    "sympy",
)
HEAVY = {"pandas", "numpy", "matplotlib", "PIL", "networkx", "papermill", "openpyxl", "pypdfium2"}
"""Libraries of a network's pages, of a run, of paper: a page of any notebook needs none of them."""
EXPORT = """
import sys
from pathlib import Path
from annual_report.machine.pages.export.exporter import ReportExporter
for name in sys.argv[1:]:
    html, _resources = ReportExporter().from_filename(name)
print(*sorted({name.partition('.')[0] for name in sys.modules}))
"""


def list_loaded(*names: str) -> set[str]:
    """Return the modules that a process has loaded in the end, which has exported notebooks."""
    files = [str(CORPUS / f"{name}.ipynb") for name in names]
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_an_export_loads_no_library_that_its_page_does_not_need() -> None:
    loaded = list_loaded("exercices", "great-tables", "sympy")
    assert "nbconvert" in loaded
    assert loaded & HEAVY == set()
    # Plain Python is parsed without IPython; grammars of addresses are no notebook's.
    assert loaded & {"IPython", "rfc3987_syntax", "lark"} == set()


def test_a_magic_of_ipython_is_read_by_ipython() -> None:
    loaded = list_loaded("matplotlib")
    assert "IPython" in loaded
    assert loaded & HEAVY == set()


def test_the_grammars_can_be_imported_afterwards() -> None:
    code = (
        "import sys, annual_report.machine.pages.without_grammars\n"
        "assert 'nbformat' in sys.modules and 'rfc3987_syntax' not in sys.modules\n"
        "validating = __import__('jsonschema')\n"
        "assert validating.Draft7Validator({'type': 'integer'}).is_valid(3)\n"
        "sys.modules.get('rfc3987_syntax', 'absent') == 'absent' or sys.exit('it is hidden still')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


# --- A wheel of these two rooms alone ---------------------------------------------------------


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the light wheel, and what it asks for, in an environment of its own."""
    folder = tmp_path_factory.mktemp("light")
    wheel = make_light_wheel(folder)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    # The versions are those of the lock, so that both make the same page.
    pinned = re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / "requirements.txt").read_text(), re.M)
    (folder / "pinned.txt").write_text("\n".join(pinned))
    install = ["install", "--quiet", "--constraint", str(folder / "pinned.txt"), str(wheel)]
    subprocess.run([python, "-m", "pip", *install], check=True)
    return python


def export(python: str | Path, exporter: str, folder: Path, names: Sequence[str]) -> None:
    """Export notebooks with nbconvert's own command into a folder, without anything of here."""
    command = [python, "-m", "nbconvert", "--to", exporter, "--output-dir", folder]
    command += [CORPUS / f"{name}.ipynb" for name in names]
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder.parent, env=known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def read_words(page: Path) -> list[str]:
    """Return the words of a page, with the alternatives of its pictures, but for its program's."""
    tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
    for node in tree.css("style, footer"):
        node.decompose()
    assert tree.body
    alternatives = [node.attributes.get("alt") or "" for node in tree.css("img")]
    return [*tree.body.text(separator=" ").split(), *alternatives]


@pytest.mark.deep
def test_two_rooms_alone_make_the_same_pages_with_few_libraries(
    light: Path, tmp_path: Path
) -> None:
    export(light, NAME, tmp_path / "light", TEN)
    export(sys.executable, "annual_report", tmp_path / "whole", TEN)
    for name in TEN:
        words = read_words(tmp_path / "light" / f"{name}.html")
        assert len(words) > 20, name
        assert words == read_words(tmp_path / "whole" / f"{name}.html"), name
    command = [light, "-m", "pip", "list", "--format", "freeze"]
    listed = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    packages = {line.partition("==")[0] for line in listed.stdout.splitlines()}

    assert packages & HEAVY == set()
    assert len(packages) <= 60, sorted(packages)
