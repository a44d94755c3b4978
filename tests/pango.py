"""Pango, with which the extra "pdf" draws: whether it is here, and installing it where possible.

python tests/pango.py --install
"""

import ctypes
import os
import sys

import debian

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")


def missing() -> str:
    """Say what PDF files lack here, "" if they can be made."""
    from annual_report.errors import ParameterError  # the step that installs runs before set-up
    from annual_report.pages.export.pdf import check_available

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


if __name__ == "__main__":
    if "--install" in sys.argv and not is_here():
        debian.install("Installing Pango, which the tests of PDF files need.", *PACKAGES)
        os.execv(sys.executable, [sys.executable, __file__])  # it is looked for once a process
    if not is_here():
        sys.exit("No PDF file will be tested: Pango is not here.")
