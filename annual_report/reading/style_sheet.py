"""What a network says in its own way: `style.css`, and the phrases in its folder `phrases/`.

Its pages have its style after the project's, and its phrases in their place.
"""

from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import PHRASES, STYLE
from annual_report.reading.problems import Place, Problem, unread

LARGEST = 30_000
"""Bytes, for every page has it."""


def read_style(folder: Path) -> tuple[str, list[Problem]]:
    """Read the style that a network brings, "" without one, and say why it can't be read."""
    if not (folder / STYLE).exists():
        return "", []
    css, problems = _read_words(folder / STYLE, Place(STYLE), _("is too heavy for a style"))
    if "</" in css or "<!--" in css:
        what = _("“</” and “<!--” would end the style sheet before its end")
        return "", [Problem(Place(STYLE), what)]
    return css.strip(), problems


def read_phrases(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read a network's own phrases by name, and say which can't be read."""
    found, problems = {}, []
    for file in sorted((folder / PHRASES).glob("*.md")):
        place = Place(f"{PHRASES}/{file.name}")
        words, wrong = _read_words(file, place, _("is too heavy for a phrase"))
        problems += wrong
        if not wrong:
            found[file.stem] = words
    return found, problems


def _read_words(file: Path, place: Place, too_heavy: str) -> tuple[str, list[Problem]]:
    try:
        content = read_file(file, LARGEST, too_heavy)
        return content.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError:
        expected = _("save it again, as UTF-8")
        return "", [Problem(place, _("is not in UTF-8"), expected=expected)]
    except (UnreadableError, OSError) as error:
        return "", [unread(place, error)]
