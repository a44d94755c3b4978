"""What the project is: its version, and where its folders are."""

from pathlib import Path

__version__ = "0.1.0"

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder, which holds `data/`, `notebooks/` and `templates/`."""
