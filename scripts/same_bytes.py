"""Build the same network with several Pythons, and hold their pages to the same bytes.

    python scripts/same_bytes.py [python3.11 python3.15]

Without names the oldest and the newest are taken that this machine has and the project can do with.
Each gets a virtual environment of its own from the lock, in a temporary folder.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from installing import install
from set_up import LOCKS, oldest, python_of, runs
from stress import pages

from annual_report.project import ROOT


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pythons", nargs="*", metavar="PYTHON")
    pythons = parser.parse_args().pythons or oldest_and_newest()
    print("Pythons:", *pythons, flush=True)
    with tempfile.TemporaryDirectory() as name:
        builds = [build(python, Path(name) / str(n)) for n, python in enumerate(pythons)]
    first, *others = builds
    different = sorted(
        {name for other in others for name in first.keys() | other.keys()
         if first.get(name) != other.get(name)}
    )  # fmt: skip
    print(f"{len(first)} files, {len(different)} differ: {', '.join(different) or 'none'}")
    return 1 if different or not first else 0


def oldest_and_newest() -> list[str]:
    """Return the oldest and the newest Python of this machine that will do."""
    found: dict[tuple[int, ...], str] = {}
    for folder in map(Path, os.get_exec_path()):
        for path in sorted(folder.glob("python3.*")):
            name = re.fullmatch(r"python3\.(\d+)", path.name)
            version = (3, int(name.group(1))) if name else (0,)
            if version >= oldest(ROOT / "pyproject.toml") and version not in found and runs(path):
                found[version] = str(path)
    return [found[version] for version in sorted({min(found), max(found)})] if found else []


def build(python: str, folder: Path) -> dict[str, bytes]:
    """Set up a Python, build the real network with it, and return the pages."""
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    own = python_of(folder / "venv")
    if not install(own, ROOT, ROOT / LOCKS["report"]):
        sys.exit(f"{python}: the lock can't be installed")
    subprocess.run([own, "pipeline.py", "build", "--out", folder / "out"], cwd=ROOT, check=True)
    return pages(folder / "out")


if __name__ == "__main__":
    sys.exit(main())
