"""The oldest and the newest Python of this machine make the same bytes of the same network."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from annual_report.base.project import ROOT

OLDEST = (3, 11)
LOCKED = ("--require-hashes", "-r", ROOT / "requirements.txt")
pytestmark = [pytest.mark.slow, pytest.mark.deep]


def test_the_oldest_and_the_newest_python_make_the_same_bytes(tmp_path: Path) -> None:
    """Each in a virtual environment of its own from the lock."""
    pythons = oldest_and_newest()
    if len(pythons) < 2:
        pytest.skip("there is one Python alone that will do")
    first, other = (build(python, tmp_path / str(n)) for n, python in enumerate(pythons))

    assert first
    assert first == other


def oldest_and_newest() -> list[str]:
    """Return the oldest and the newest Python of this machine that will do."""
    found: dict[tuple[int, ...], str] = {}
    for folder in map(Path, os.get_exec_path()):
        for path in sorted(folder.glob("python3.*")):
            name = re.fullmatch(r"python3\.(\d+)", path.name)
            version = (3, int(name.group(1))) if name else (0,)
            if version >= OLDEST and version not in found and runs(path):
                found[version] = str(path)
    return [found[version] for version in sorted({min(found), max(found)})] if found else []


def runs(python: Path) -> bool:
    """Whether a Python starts: a command of that name may be a shim that fails."""
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def build(python: str, folder: Path) -> dict[str, bytes]:
    """Set up a Python, build the real network with it, and return what it makes."""
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    own = folder / "venv" / "bin" / "python"
    subprocess.run([own, "-m", "pip", "install", "--quiet", *LOCKED], check=True)
    subprocess.run([own, "pipeline.py", "build", "--out", folder / "out"], cwd=ROOT, check=True)
    return {path.name: path.read_bytes() for path in (folder / "out").glob("*.html")}
