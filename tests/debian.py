"""Installing packages of Debian and its kin, where that takes no question: as root."""

import os
import shutil
import subprocess

OPTIONS = ("--quiet=2", "--no-install-recommends", "--option=Dpkg::Use-Pty=0")


def install(said: str, *packages: str) -> None:
    """Say what is installed and install it; do nothing where that can't be done."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print(said, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", *packages]):
        subprocess.run(
            ["apt-get", *OPTIONS, *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )
