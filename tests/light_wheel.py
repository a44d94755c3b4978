"""A wheel of the exporter alone: `base` and `machine/pages` under another name, with few libraries.

It is made for a test, never beside ours: what is released stays one wheel with all it needs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from annual_report.base.project import PACKAGE, ROOT, TEMPLATES

NAME = "onesheet"
ROOMS = ("base", "machine/pages")
LIBRARIES = (
    "babel",
    "ipython",  # the magics of a cell, as Python
    "latex2mathml",
    "nbconvert",
    "nh3",
    "packaging",
    "pyyaml",
    "selectolax",
    "tinycss2",
)
PROJECT = f"""\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{NAME}"
version = "0"
dependencies = {list(LIBRARIES)}
[project.entry-points."nbconvert.exporters"]
{NAME} = "{NAME}.machine.pages.export.exporter:ReportExporter"
[tool.hatch.build.targets.wheel]
packages = ["{NAME}"]
"""


def make_light_wheel(folder: Path) -> Path:
    """Make the wheel in an empty folder; return its file."""
    package = folder / NAME
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ROOMS:
        shutil.copytree(PACKAGE / room, package / room, ignore=ignored)
    for module in package.rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        module.write_text(source.replace("annual_report", NAME), encoding="utf-8")
    # Neither file imports anything; the package's own opens the front door, which isn't here.
    (package / "__init__.py").touch()
    (package / "machine" / "__init__.py").touch()
    shipped = package / "shipped"
    shutil.copytree(TEMPLATES, shipped / "templates" / "report")
    shutil.copy(ROOT / "requirements.txt", shipped)
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel
