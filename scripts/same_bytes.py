"""Build the same network with several Pythons, and hold their pages to the same bytes.

    python scripts/same_bytes.py python3.11 python3.13

Each Python gets a virtual environment of its own from the lock, in a temporary folder.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from stress import pages

from annual_report import ROOT


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        builds = {python: build(python, Path(name) / python) for python in options.pythons}
    first, *others = builds.values()
    different = sorted(
        {name for other in others for name in first.keys() | other.keys()
         if first.get(name) != other.get(name)}
    )  # fmt: skip
    print(f"{len(first)} files, {len(different)} differ: {', '.join(different) or 'none'}")
    return 1 if different else 0


def build(python: str, folder: Path) -> dict[str, bytes]:
    """Set up a Python, build the real network with it, and return the pages."""
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    own = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = ["-m", "pip", "install", "--quiet", "--requirement", str(ROOT / "requirements.txt")]
    subprocess.run([own, *pip], check=True)
    subprocess.run([own, "pipeline.py", "build", "--out", folder / "out"], cwd=ROOT, check=True)
    return pages(folder / "out")


if __name__ == "__main__":
    sys.exit(main())
