"""What the project is: its version, and where its own files are.

In a clone `notebooks/`, `templates/`, `data/reference/` and `docs/forge/` lie beside the package;
an installed package has them in `shipped`. Neither is where one works: that is the folder one is
in.
"""

from pathlib import Path

__version__ = "0.2.0"

PACKAGE = Path(__file__).resolve().parents[1]
SHIPPED = PACKAGE / "shipped"
INSTALLED = SHIPPED.is_dir()
"""Whether this is an installed package, and no clone is around it."""
ROOT = PACKAGE.parent
"""The folder that the package lies in: the clone, or where Python keeps what is installed."""
RESOURCES = SHIPPED if INSTALLED else ROOT
NOTEBOOKS = RESOURCES / "notebooks"
TEMPLATES = RESOURCES / "templates" / "report"
REFERENCE = RESOURCES / "data" / "reference"
FORGES = RESOURCES / "docs" / "forge"
COMMAND = "annual-report" if INSTALLED else "python pipeline.py"
"""How commands are typed."""
