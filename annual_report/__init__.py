"""Annual reports of a network of French départements, from its data to one HTML file a year."""

from pathlib import Path

__version__ = "0.1.0"

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder, which holds `data/`, `notebooks/` and `templates/`."""
