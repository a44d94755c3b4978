"""Set up .venv for a use of the project: `make report` calls it, or `python scripts/set_up.py`.

A second call takes the time of a look. A use has its lock, which is complete, has wheels alone and
a hash for each: `installing.py` has them installed. All is done again where the folder has moved,
or for another Python. It needs no package, and any Python can read it, to hear that it is too old.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"report": "requirements.txt", "test": "requirements-test.txt"}
"""The lock of each use: for the pages, JupyterLab and clusters; and for the tests beside."""
FILTER = "filter.notebook.clean"
"""What `.gitattributes` has notebooks go through."""
STATE = "set-up.json"
"""A file of .venv: where it was made, for which Python, and what was installed from."""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("use", nargs="?", default="report", choices=sorted(LOCKS))
    parser.add_argument("--wheelhouse", help="a folder with all the wheels: no network is asked")
    parser.add_argument("--will-do", action="store_true", help="only tell whether this Python will")
    options = parser.parse_args()
    refusal = say_refusal(sys.version_info[:2], find_oldest_python(ROOT / "pyproject.toml"))
    if options.will_do or refusal:
        sys.stderr.write("" if options.will_do else refusal)
        return 1 if refusal else 0
    wheelhouse = Path(options.wheelhouse).resolve() if options.wheelhouse else None
    if wheelhouse and not wheelhouse.is_dir():
        sys.stderr.write(f"{options.wheelhouse}: there is no such folder\n")
        return 2
    if not set_up(ROOT, options.use, wheelhouse):
        return 1
    tell_git(ROOT)
    return 0


def find_oldest_python(pyproject: Path) -> tuple[int, ...]:
    """Return the oldest Python that will do, from the only place that names it."""
    found = re.search(r'^requires-python = ">=([\d.]+)"', pyproject.read_text("utf-8"), re.M)
    return tuple(int(part) for part in found.group(1).split(".")) if found else (3,)


def say_refusal(version: tuple[int, ...], needed: tuple[int, ...]) -> str:
    """Say why a Python won't do, "" if it will."""
    if version < needed:
        names = [".".join(map(str, each)) for each in (version, needed)]
        return f"This is Python {names[0]}: {names[1]} or newer is needed.\n"
    try:
        import venv  # noqa: F401
    except ImportError:
        return f"{sys.executable} lacks its module venv.\n"
    return ""


def set_up(root: Path, use: str, wheelhouse: Path | None = None) -> bool:
    """Make .venv hold what a use needs; tell whether it does."""
    from installing import install

    environment = root / ".venv"
    python = find_python(environment)
    facts = {"folder": str(environment), "python": "{}.{}".format(*sys.version_info[:2])}
    known = read_state(environment)
    if {name: known.get(name) for name in facts} != facts or not runs(python):
        print(f"Setting up .venv with Python {facts['python']}, this once.", flush=True)
        make_environment(environment)
        known = dict(facts)
    wanted = hash_files(root / "pyproject.toml", root / LOCKS[use])
    if known.get(use) == wanted:
        return True
    if not install(python, root, root / LOCKS[use], wheelhouse):
        return False
    known[use] = wanted
    (environment / STATE).write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return True


def tell_git(root: Path) -> None:
    """Have git leave out what running a notebook leaves; where there is no git, do nothing."""
    if (root / ".git").exists():
        python, script = find_python(Path(".venv")).as_posix(), "scripts/clean_notebook.py"
        # After `make clean`, and in a checkout of before, there is no such Python or script.
        there = f"[ -x {python} ] && [ -f {script} ]"
        cleaned = f"if {there}; then {python} {script}; else cat; fi"
        command = ["git", "config", FILTER, cleaned]
        with suppress(OSError):
            subprocess.run(command, cwd=root, check=False, capture_output=True)


def find_python(environment: Path) -> Path:
    """Return the Python of a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def read_state(environment: Path) -> dict[str, str]:
    """Return what is known of a virtual environment; nothing if it wasn't made here."""
    try:
        return dict(json.loads((environment / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def runs(python: Path) -> bool:
    """Whether a Python is there and starts: that of a virtual environment may be gone."""
    try:
        return (
            subprocess.run([str(python), "-c", ""], check=False, capture_output=True).returncode
            == 0
        )
    except OSError:
        return False


def make_environment(environment: Path) -> None:
    """Make a virtual environment anew; without pip where that is parted from Python."""
    shutil.rmtree(environment, ignore_errors=True)
    command = [getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(environment)]
    if not has_pip():
        command.append("--without-pip")
    subprocess.run(command, check=True)


def has_pip() -> bool:
    """Whether this Python can give pip to a virtual environment."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def hash_files(*files: Path) -> str:
    """Return what changes whenever one of the files does."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
