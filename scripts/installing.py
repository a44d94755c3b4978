"""Install a lock and the project into a virtual environment: by uv where it can be had, or by pip.

uv does in seconds what takes pip a minute. It is taken where it is installed, or fetched by pip for
the time of an installation; where neither can be (no network, no wheel for this machine), pip goes
on alone. Of pip's settings only those that tell how to reach packages count here: `user = true` or
a constraint, set for something else, would stop an installation that needs neither.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

UV_LOCK = "requirements-uv.txt"
EDITABLE = ("--no-deps", "--no-build-isolation")
"""The project is built by what the lock has, and finds its dependencies there."""
KEPT = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
    "client-cert": "SSL_CLIENT_CERT",
    "keyring-provider": "UV_KEYRING_PROVIDER",
    "retries": "UV_HTTP_RETRIES",
    "cache-dir": "",
    "no-cache-dir": "UV_NO_CACHE",
}
"""Settings of pip that tell how to reach packages, and uv's names for them."""
UV_KEPT = {*KEPT.values(), "UV_CACHE_DIR", "UV_LINK_MODE", "UV_OFFLINE", "UV_SYSTEM_CERTS"}
TOLD = ("Resolved", "Downloading", "Prepared", "Installed", "Collecting", "Installing")
"""How lines begin that tell how far it has got; the others are told if it fails."""
MANY, EVERY = "Collecting", 20
"""Lines that are many, and one in how many is told."""
LAST_LINES = 30


def install(python: Path, root: Path, lock: Path, wheelhouse: Path | None = None) -> bool:
    """Install what a lock lists, and the project itself; tell whether that was done.

    With a `wheelhouse` packages come from that folder, and no network is asked.
    """
    settings = read_pip_settings(python)
    if wheelhouse:
        # As an address, since settings are parted at spaces.
        settings |= {"no-index": "1", "find-links": wheelhouse.as_uri()}
    packages = ["--only-binary", ":all:", "--requirement", str(lock)]
    project = [*EDITABLE, "--editable", str(root)]
    with find_uv(python, root, settings) as uv:
        command = [uv, "--no-config", "pip", "install", "--python", str(python)]
        variables = uv_variables(settings)
        done = bool(uv) and all(run([*command, *each], variables) for each in (packages, project))
    if not done:
        command = [str(python), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
        variables = pip_variables(settings)
        done = all(run([*command, *each], variables) for each in (packages, project))
    find_by_relative_path(python.parent.parent, root)
    return done


def find_by_relative_path(environment: Path, root: Path) -> None:
    """Tell Python where the project is by a path without letters of people's folders.

    Before 3.13 it reads such files as the locale says, and under LC_ALL=C an accent stops it.
    """
    folders = "lib/*/site-packages", "Lib/site-packages"
    for file in (file for each in folders for file in environment.glob(f"{each}/*.pth")):
        if file.read_text(encoding="utf-8").strip() == str(root):
            file.write_text(os.path.relpath(root, file.parent) + "\n", encoding="ascii")


@contextmanager
def find_uv(python: Path, root: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Give the path of uv: one that is installed, or one of ours for a while; "" if none can be."""
    if there := shutil.which("uv"):
        yield there
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        done = subprocess.run(
            [*command, "--only-binary", ":all:", "--requirement", str(root / UV_LOCK)],
            env=pip_variables(settings),
            check=False,
            capture_output=True,
        )
        yield (shutil.which("uv", path=f"{folder}/bin") or "") if done.returncode == 0 else ""


def read_pip_settings(python: Path) -> dict[str, str]:
    """Return how pip is told to reach packages, by its files and by variables."""
    asking = {f"PIP_{name}": "0" for name in ("USER", "GLOBAL", "SITE", "QUIET", "VERBOSE")}
    listed = subprocess.run(  # which settings would change this answer, too
        [str(python), "-m", "pip", "config", "list"],
        env=os.environ | asking,
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    found = {}
    for line in listed.splitlines():
        name, _equals, value = line.partition("=")
        section, _dot, name = name.partition(".")
        if name in KEPT and section in ("global", "install", ":env:"):  # the last one counts
            found[name] = " ".join(str(ast.literal_eval(value)).split())
    return found


def pip_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a pip that reads no file of settings."""
    ours = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings.items()}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        **ours,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def uv_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for uv, which doesn't read pip's settings; its own go first."""
    separators = {"UV_FIND_LINKS": ","}
    translated = {
        KEPT[name]: separators.get(KEPT[name], " ").join(value.split())
        for name, value in settings.items()
        if KEPT[name]
    }
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("UV_") or name in UV_KEPT or name.startswith("UV_INDEX_")
    }
    return {**translated, **own, "UV_NO_PROGRESS": "1"}


def run(command: Iterable[str], variables: Mapping[str, str]) -> bool:
    """Run a command, show how far it has got, and tell whether it succeeded."""
    lines: list[str] = []
    with subprocess.Popen(
        list(command),
        env=dict(variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            show(lines)
    if process.returncode:
        print(*lines[-LAST_LINES:], sep="\n", file=sys.stderr, flush=True)
    return process.returncode == 0


def show(lines: list[str]) -> None:
    """Show the last line if it tells of progress, and one in some of those that are many."""
    line = lines[-1].strip().partition(" (from")[0]
    is_one_of_many = line.startswith(MANY) and sum(e.startswith(MANY) for e in lines) % EVERY != 1
    if line.startswith(TOLD) and not is_one_of_many:
        print(line, flush=True)
