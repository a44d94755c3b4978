"""The sets of fonts under which tests look at pages, whatever else the machine has.

A page is set in the first font of `palette.css` that its reader has: which one decides how many
lines a paragraph takes, and how many sheets a year. So the browsers that tests start see one set of
fonts by its name, through a file of fontconfig's own; a promise of paper is tested under each.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

SANS = ("LiberationSans-*.ttf", "LiberationMono-*.ttf", "DejaVuSans.ttf")
"""Labels, code, and signs that no other font has."""
SETS = {
    "Liberation": ("LiberationSerif-*.ttf", *SANS),
    "P052": ("P052-*.otf", *SANS),
    "Noto": ("NotoSerif-*.ttf", "NotoSans-*.ttf", *SANS),
}
"""What a Linux desktop has at least, what it has with Ghostscript, and with LibreOffice's fonts."""
USUAL = "Liberation"
MIDDLE = "Noto"
"""The set whose lines are neither the longest nor the shortest.

On paper the letters of all sets are equally high: those of P052 are then a twentieth wider than
its, and Liberation's a little narrower.
"""
PACKAGES = ("fonts-liberation", "fonts-dejavu-core", "fonts-urw-base35", "fonts-noto-core")
"""Those of Debian and its kin that have all of them."""
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias><family>serif</family><prefer><family>{serif}</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
"""
SERIFS = {"Liberation": "Liberation Serif", "P052": "P052", "Noto": "Noto Serif"}


@cache
def list_missing() -> tuple[str, ...]:
    """Return the sets that this machine lacks a font of."""
    missing = []
    for name, patterns in SETS.items():
        if not all(_list_files(pattern) for pattern in patterns):
            missing.append(name)
    return tuple(missing)


def write_configuration(name: str, folder: Path) -> Path:
    """Write a file for `FONTCONFIG_FILE`, which shows a program the fonts of a set and no others.

    They stand in the folder as links.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in SETS[name]:
        for file in _list_files(pattern):
            link = folder / file.name
            if not link.exists():
                link.symlink_to(file)
    written = folder / "fonts.conf"
    written.write_text(CONFIGURATION.format(folder=folder, serif=SERIFS[name]), encoding="utf-8")
    return written


def _list_files(pattern: str) -> list[Path]:
    """Return the files of fonts whose names match a pattern."""
    return [file for folder in _list_folders() for file in sorted(folder.rglob(pattern))]


def _list_folders() -> Iterator[Path]:
    """Yield the folders of fonts that there are."""
    for name in FOLDERS:
        folder = Path(name).expanduser()
        if folder.is_dir():
            yield folder
