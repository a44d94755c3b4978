"""Make what a release is given out as, in build/release: `make release`.

    annual_report-VERSION-py3-none-any.whl      the program with its notebooks and its reference
    SHA256SUMS                                  its checksum, for `sha256sum --check`
    notes.md                                    what CHANGELOG.md says of this version

The version is that of `annual_report/base/project.py`. Nothing is tagged or sent anywhere.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "build" / "release"


def main() -> int:
    """Make the wheel, its checksum and its notes; refuse a version of which nothing is said."""
    shutil.rmtree(RELEASE, ignore_errors=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(RELEASE)], cwd=ROOT, check=True)
    (wheel,) = RELEASE.glob("*.whl")
    version = wheel.name.split("-")[1]
    notes = find_notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    if not notes:
        sys.stderr.write(f"CHANGELOG.md has no section for {version}: name it there first\n")
        return 1
    (RELEASE / "notes.md").write_text(notes + "\n", encoding="utf-8")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (RELEASE / "SHA256SUMS").write_text(f"{digest}  {wheel.name}\n", encoding="utf-8")
    print(f"{RELEASE.relative_to(ROOT)}: {wheel.name}, SHA256SUMS, notes.md")
    return 0


def find_notes(changelog: str, version: str) -> str:
    """Return what the section of a version says, without its title; "" if there is none."""
    title = rf"^## \[{re.escape(version)}\].*$"
    _before, *after = re.split(title, changelog, maxsplit=1, flags=re.M)
    return re.split(r"^## ", after[0], maxsplit=1, flags=re.M)[0].strip() if after else ""


if __name__ == "__main__":
    sys.exit(main())
