"""Private names of other libraries stand in few modules, and work with the installed versions.

A newer version is tried so: `make lock UPGRADE=--upgrade`, `make set-up-test`, then this file and
the tests of charts: `.venv/bin/python -m pytest tests/project/test_private_interfaces.py
tests/machine/pages tests/commands`.
"""

import argparse
import ast
import inspect
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import Affine2D

from annual_report.base.project import PACKAGE, ROOT
from annual_report.commands.french_parser import SENTENCES, Parser
from annual_report.machine.pages.svg.matplotlib_inside import OpenRenderer, read_power_limits

ISOLATED = {
    "annual_report/commands/french_parser.py",
    "annual_report/machine/pages/svg/matplotlib_inside.py",
    "annual_report/machine/pages/without_grammars.py",
}
"""The modules that may use private names: each says so in its first lines."""
DOCUMENTED = {
    "_asdict",  # of named tuples
    "_replace",  # of named tuples
    "_exit",  # of os
    "_repr_mimebundle_",  # IPython's way to ask an object for its looks
    "_fail_with_undefined_error",  # of jinja2.Undefined, for its subclasses
}
"""Names with an underscore that their libraries document for use by others."""


def list_private_uses(source: str) -> Iterator[str]:
    """Yield each use of a private name that the source doesn't define itself, as it is written.

    Writing into Python's table of imported modules counts too.
    """
    tree = ast.parse(source)
    own = set(DOCUMENTED)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            # An attribute that a class gives itself: self._lock = …
            own.update([node.attr] if ast.unparse(node.value) == "self" else [])
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom):
            modules = str(node.module).split(".")
            names = [*modules, *(alias.name for alias in node.names)]
            # `_` of the messages is ours, and means a translation.
            names = [name for name in names if (modules[0], name) != (PACKAGE.name, "_")]
        elif isinstance(node, ast.Import):
            names = [part for alias in node.names for part in alias.name.split(".")]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            if ast.unparse(node.value) == "sys.modules":
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr"):
            names = [str(ast.literal_eval(node.args[1]))] if _is_text(node.args[1]) else []
        for name in names:
            is_private = name.startswith("_") and not name.endswith("__")
            if is_private and name not in own:
                yield ast.unparse(node)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import IPython\nIPython.get_ipython()._last_traceback", id="attribute"),
        pytest.param("from papermill.inspection import _infer_parameters", id="import"),
        pytest.param("from os import path\ngetattr(path, '_instance', None)", id="getattr"),
        pytest.param("import argparse\nargparse._ = str", id="assignment"),
        pytest.param("import sys\nsys.modules['pandas'] = None", id="table of modules"),
    ],
)
def test_a_private_name_of_a_library_is_found_however_it_is_used(source: str) -> None:
    assert len(list(list_private_uses(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import sys\nsys.modules['pandas']", id="table of modules that is read"),
        pytest.param(
            "class Lock:\n"
            "  def __init__(self):\n"
            "    self._held = True\n"
            "  def free(other):\n"
            "    other._held = False",
            id="attribute of a class of the source",
        ),
        pytest.param("import argparse\nargparse.__file__", id="documented by Python"),
    ],
)
def test_a_name_of_our_own_is_no_private_name_of_a_library(source: str) -> None:
    assert list(list_private_uses(source)) == []


def test_private_names_of_libraries_stand_in_the_modules_that_say_so() -> None:
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "scripts").glob("*.py"), ROOT / "pipeline.py"]
    uses: dict[str, list[str]] = {}
    for file in files:
        private = list(list_private_uses(file.read_text(encoding="utf-8")))
        if private:
            uses[file.relative_to(ROOT).as_posix()] = private
    elsewhere = {file: private for file, private in uses.items() if file not in ISOLATED}

    assert elsewhere == {}
    assert uses.keys() == ISOLATED, "a module that uses no private name any more leaves the list"


def test_argparse_still_says_the_sentences_that_are_translated() -> None:
    source = Path(inspect.getfile(argparse)).read_text(encoding="utf-8")
    strings = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)

    missing = {sentence for sentence in SENTENCES if sentence not in strings}
    # Python 3.11 and 3.12 know no nearest choice.
    of_newer_pythons = {sentence for sentence in SENTENCES if "maybe you meant" in sentence}
    assert missing - of_newer_pythons == set()


def test_argparse_says_its_sentences_in_french(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    parser = Parser(prog="essai")
    parser.add_argument("--jobs", type=int)

    with pytest.raises(SystemExit):
        parser.parse_args(["--jobs"])  # the number is missing

    refusal = capsys.readouterr().err.replace("\u00a0", " ")
    assert "une valeur est attendue" in refusal


def draw_axes() -> Axes:
    """Return the axes of a figure that holds nothing yet."""
    axes: Axes = Figure(figsize=(2, 1), dpi=72).add_subplot()
    return axes


def test_matplotlib_asks_the_renderer_for_the_data_of_each_path() -> None:
    """A subclass of `OpenRenderer` writes the "d" of every <path> by its own `write_path_data`."""

    class RendererOfDots(OpenRenderer):
        def write_path_data(self, *_path: object) -> str:
            return "M0 0"

    written = StringIO()
    draw_axes().figure.draw(RendererOfDots(144, 72, written))

    svg = written.getvalue()
    paths = svg.count(' d="')
    assert paths > 0
    assert svg.count(' d="M0 0"') == paths


def test_a_renderer_gives_the_style_of_a_shape() -> None:
    renderer = OpenRenderer(144, 72, StringIO())
    shape = renderer.new_gc()
    red = (1.0, 0.0, 0.0)

    assert renderer.list_style(shape, red)["fill"] == "#ff0000"


def test_a_renderer_clips_a_shape_that_has_a_clip_and_no_other() -> None:
    renderer = OpenRenderer(144, 72, StringIO())
    shape = renderer.new_gc()
    assert renderer.list_clip(shape) == {}

    shape.set_clip_rectangle(draw_axes().bbox)
    assert list(renderer.list_clip(shape)) == ["clip-path"]


def test_heights_are_measured_from_the_top_as_matplotlib_does() -> None:
    """Matplotlib counts heights from the bottom of a figure, SVG from its top."""
    height = 72
    renderer = OpenRenderer(144, height, StringIO())
    moved = Affine2D().translate(3, 4)
    by_matplotlib = RendererSVG._make_flip_transform(renderer, moved)

    # The point (10, 20), moved to (13, 24), is 72 - 24 = 48 below the top.
    assert renderer.measure_from_top(moved).transform((10, 20)).tolist() == [13, 48]
    assert by_matplotlib.transform((10, 20)).tolist() == [13, 48]


def test_the_limits_of_a_formatter_are_matplotlib_s_or_those_that_it_was_given() -> None:
    """Beyond these powers of ten, a formatter of an axis writes its numbers as powers."""
    formatter = ScalarFormatter()
    assert read_power_limits(formatter) == tuple(mpl.rcParams["axes.formatter.limits"])

    formatter.set_powerlimits((-2, 3))
    assert read_power_limits(formatter) == (-2, 3)
