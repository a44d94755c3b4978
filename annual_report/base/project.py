"""The project's version, and the places of the project's own files.

In a clone `notebooks/`, `templates/`, `data/reference/` and `docs/forge/` lie beside the package;
an installed package has them in `shipped`. People work in neither of the two, but in the folder
that they are in.
"""

from pathlib import Path

__version__ = "0.2.0"

PACKAGE = Path(__file__).resolve().parents[1]
SHIPPED = PACKAGE / "shipped"
INSTALLED = SHIPPED.is_dir()
"""Whether this is an installed package, and no clone is around it."""
ROOT = PACKAGE.parent
"""The folder that the package lies in: the clone, or where Python keeps what is installed."""
if INSTALLED:
    RESOURCES = SHIPPED
    COMMAND = "annual-report"
else:
    RESOURCES = ROOT
    COMMAND = "python pipeline.py"
NOTEBOOKS = RESOURCES / "notebooks"
TEMPLATES = RESOURCES / "templates" / "report"
REFERENCE = RESOURCES / "data" / "reference"
FORGES = RESOURCES / "docs" / "forge"
