"""Annual reports of a network of French départements, from its data to one HTML file a year.

What a notebook imports from here:

    from annual_report import chapter, charts, measures, open_network, publish, sentences
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_report.network import open_network as open_network
    from annual_report.publish import chapter as chapter
    from annual_report.publish import publish as publish

__version__ = "0.1.0"

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder, which holds `data/`, `notebooks/` and `templates/`."""

_HOMES = {"open_network": "annual_report.network", "chapter": "annual_report.publish"}
"""Where the names stand that a notebook imports from here: only when it does are they imported."""


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
