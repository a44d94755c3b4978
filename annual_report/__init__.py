"""Annual reports of a network of French départements, from its data to one HTML file a year.

A notebook imports what it needs from here: `from annual_report import open_network, publish`. All
that there is stands in `front_door.py`, and the docstring of each has an example.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_report.front_door import *  # noqa: F403  # what a check of types and an editor read
else:

    def __getattr__(name: str) -> Any:
        """Open the front door when a notebook asks: the command line starts without pandas."""
        if not name.startswith("_") and hasattr(door := _open_door(), name):
            return getattr(door, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what a notebook may import."""
    return [name for name in vars(_open_door()) if not name.startswith("_")]


def _open_door() -> Any:
    return import_module("annual_report.front_door")
