"""The roads that CONTRIBUTING describes file by file are those that a cell and a table take."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import nbformat
import pandas as pd
import pytest

from annual_report.base.project import PACKAGE, ROOT
from annual_report.machine.pages.export.exporter import ReportExporter
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.network import open_network

FILE = re.compile(r"^\d+\. `(annual_report/[\w./]+\.py)`", re.MULTILINE)
"""A step of a road: "3. `annual_report/…/tables.py` reads …"."""


def list_steps(road: str) -> list[str]:
    """Return the files of a road that a document describes under a heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _before, heading, after = text.partition(f"\n### {road}\n")
    assert heading, road
    return FILE.findall(re.split(r"^#+ ", after, flags=re.MULTILINE)[0])


def trace_files(action: Callable[[], object], *, before: str = "") -> list[str]:
    """Do an action; return the files of the package whose functions it calls, by first calls.

    With `before`, the name of a function, only the files that are crossed before its first call.
    """
    files: list[str] = []
    called: set[str] = set()

    def note_call(frame: FrameType, event: str, _argument: object) -> None:
        path = Path(frame.f_code.co_filename)
        function = frame.f_code.co_name
        if event != "call" or function == "<module>" or PACKAGE not in path.parents:
            return
        called.add(function)
        file = path.relative_to(ROOT).as_posix()
        if before not in called and file not in files:
            files.append(file)

    # The first time, modules are imported, and tables are read that are known from then on.
    action()
    sys.setprofile(note_call)
    try:
        action()
    finally:
        sys.setprofile(None)
    assert not before or before in called, sorted(called)
    return files


def publish_a_table() -> None:
    """Publish a frame in a notebook of one cell, and export the notebook."""
    fragment = make_fragment(pd.DataFrame({"membres": [7]}), caption="Les membres")
    data = fragment._repr_mimebundle_()
    shown = nbformat.v4.new_output("display_data", data)
    cell = nbformat.v4.new_code_cell("publish(df)", outputs=[shown], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"title": "Essai"})
    ReportExporter().from_notebook_node(notebook)


def test_a_cell_takes_the_road_that_is_described(twin: Path) -> None:
    """CONTRIBUTING lists the files through which a cell of a table goes when a network is read."""
    described = list_steps("The road of a cell of `membres.csv`")

    crossed = trace_files(lambda: open_network(twin))

    assert [file for file in crossed if file in described] == described


def test_a_table_takes_the_road_that_is_described() -> None:
    """CONTRIBUTING lists the files through which a frame goes from a notebook to its page."""
    described = list_steps("The road of `publish(df)`")

    crossed = trace_files(publish_a_table)

    assert [file for file in crossed if file in described] == described


LEAVES = [
    "annual_report/base/french/numbers.py",
    "annual_report/base/french/typography.py",
    "annual_report/base/letters.py",
]
"""Files of which a call is understood by its name: French signs and numbers, a file's name."""


def publish_a_plain_frame() -> None:
    """Publish a frame that nobody described, of words, decimals and whole numbers, with a note."""
    frame = pd.DataFrame({"Ville": ["Auch", "Lille"], "Part": [0.25, 12.5], "Élus": [12, 1500]})
    make_fragment(frame, caption="Les villes", note="Deux villes.")


def test_a_plain_frame_becomes_html_in_three_files() -> None:
    """Whoever reads how a table becomes HTML has three files to read, and leaves of base."""
    # A table is put into its box as soon as all of its HTML is there.
    crossed = trace_files(publish_a_plain_frame, before="box_table")

    assert [file for file in crossed if file not in LEAVES] == [
        "annual_report/machine/pages/publishing.py",
        "annual_report/machine/pages/table.py",
        "annual_report/machine/pages/language.py",
    ]


def test_a_plain_frame_crosses_the_first_five_files_of_the_road_and_leaves_of_base() -> None:
    crossed = trace_files(publish_a_plain_frame)

    first_five = list_steps("The road of `publish(df)`")[:5]
    assert [file for file in crossed if file not in LEAVES] == first_five


GOOD_EXAMPLES = re.findall(
    r"\| `(\w+)` in `([\w./]+)` \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
)
"""The functions and classes that CONTRIBUTING calls good examples: "| `name` in `file` |"."""


@pytest.mark.parametrize(("name", "file"), GOOD_EXAMPLES)
def test_an_example_of_good_code_is_there(name: str, file: str) -> None:
    source = (ROOT / file).read_text(encoding="utf-8")

    assert re.search(rf"^(?:def|class) {name}\b", source, flags=re.MULTILINE)
