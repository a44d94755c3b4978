"""Resolve what pyproject.toml asks for into the locks, for every Python and system: `make lock`.

The lock of the tests is the whole, and is resolved first; the other keeps its versions, so that who
works on the project runs what users run. `python scripts/lock.py --upgrade` takes newer versions.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from installing import UV_LOCK, find_uv, read_pip_settings
from set_up import LOCKS, ROOT, find_oldest_python

OPTIONS = (
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--only-binary=:all:",
    "--no-header",
    "--annotation-style=line",
)
PROJECT = ("--group=setup", "--all-extras", "pyproject.toml")


def main() -> int:
    """Run the command line."""
    here = Path(sys.executable)
    with find_uv(here, ROOT, read_pip_settings(here)) as uv:
        if not uv:
            sys.stderr.write("uv is not there, and can't be fetched\n")
            return 1
        oldest_python = ".".join(map(str, find_oldest_python(ROOT / "pyproject.toml")))
        resolve = [uv, "pip", "compile", *OPTIONS, f"--python-version={oldest_python}"]
        upgrade = sys.argv[1:]

        def write(lock: str, *asked: str) -> None:
            subprocess.run([*resolve, *asked, f"--output-file={lock}"], cwd=ROOT, check=True)

        write(LOCKS["test"], "--group=test", *PROJECT, *upgrade)
        # uv keeps the versions of the file that it writes over.
        shutil.copy(ROOT / LOCKS["test"], ROOT / LOCKS["report"])
        write(LOCKS["report"], *PROJECT)
        write(UV_LOCK, "--group=pyproject.toml:uv", *upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
