"""Resolve what pyproject.toml asks for into the locks, for every Python and system: `make lock`.

The lock of the tests is the whole, and is resolved first; each other keeps its versions, so that
all can be installed together. `python scripts/lock.py --upgrade` takes newer versions.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from installing import UV_LOCK, find_uv, pip_settings
from set_up import LOCKS, ROOT, oldest

OPTIONS = (
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--only-binary=:all:",
    "--no-header",
    "--annotation-style=line",
)
ASKED = {
    "test": ("--group=setup", "--group=test", "--all-extras"),
    "report": ("--group=setup",),
    "reference": ("--group=setup", "--group=reference"),
}
"""What is resolved beside the project's own dependencies; the other uses are its extras."""


def main() -> int:
    """Run the command line."""
    here = Path(sys.executable)
    whole = ROOT / LOCKS["test"]
    with find_uv(here, ROOT, pip_settings(here)) as uv:
        if not uv:
            sys.stderr.write("uv is not there, and can't be fetched\n")
            return 1
        compile_ = [uv, "pip", "compile", *OPTIONS]
        compile_.append("--python-version=" + ".".join(map(str, oldest(ROOT / "pyproject.toml"))))
        for use in ("test", *(use for use in LOCKS if use != "test")):
            file = ROOT / LOCKS[use]
            if use != "test":
                shutil.copy(whole, file)  # uv keeps the versions of the file that it writes
            asked = ASKED.get(use, ("--group=setup", f"--extra={use}"))
            upgrade = sys.argv[1:] if use == "test" else []
            command = [*compile_, *asked, *upgrade, f"--output-file={file.name}", "pyproject.toml"]
            subprocess.run(command, cwd=ROOT, check=True)
        own = [*compile_, "--group=pyproject.toml:uv", *sys.argv[1:], f"--output-file={UV_LOCK}"]
        subprocess.run(own, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
