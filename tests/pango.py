"""Pango, with which the extra "pdf" draws: whether it is here, and installing it where possible.

python tests/pango.py --install
"""

import ctypes
import os
import shutil
import subprocess
import sys

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")


def missing() -> str:
    """Say what PDF files lack here, "" if they can be made."""
    from annual_report.errors import ParameterError  # the step that installs runs before set-up
    from annual_report.publish.page.pdf import check_available

    try:
        check_available()
    except ParameterError as error:
        return str(error)
    return ""


def is_here() -> bool:
    """Tell whether the libraries are here, whatever Python's side of them."""
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install() -> None:
    """Install it where that takes no question: as root, on Debian and its kin."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("Installing Pango, which the tests of PDF files need.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["--quiet=2", "--no-install-recommends", "--option=Dpkg::Use-Pty=0"]
    for command in (["update"], ["install", "--yes", *PACKAGES]):
        subprocess.run(
            ["apt-get", *options, *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )


if __name__ == "__main__":
    if "--install" in sys.argv and not is_here():
        install()
        os.execv(sys.executable, [sys.executable, __file__])  # it is looked for once a process
    if not is_here():
        sys.exit("No PDF file will be tested: Pango is not here.")
