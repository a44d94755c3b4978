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
    place = Place(STYLE)
    try:
        content = read_file(folder / STYLE, LARGEST, _("is too heavy for a style"))
        css = content.decode("utf-8-sig").replace("\r\n", "\n").strip()
    except FileNotFoundError:
        return "", []
    except UnicodeDecodeError:
        return "", [Problem(place, _("is not in UTF-8"), expected=_("save it again, as UTF-8"))]
    except (UnreadableError, OSError) as error:
        return "", [unread(place, error)]
    if "</" in css or "<!--" in css:
        what = _("“</” and “<!--” would end the style sheet before its end")
        return "", [Problem(place, what)]
    return css, []


def read_phrases(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read a network's own phrases by name, and say which can't be read."""
    found, problems = {}, []
    for file in sorted((folder / PHRASES).glob("*.md")):
        place = Place(f"{PHRASES}/{file.name}")
        try:
            content = read_file(file, LARGEST, _("is too heavy for a phrase"))
            found[file.stem] = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            expected = _("save it again, as UTF-8")
            problems.append(Problem(place, _("is not in UTF-8"), expected=expected))
        except (UnreadableError, OSError) as error:
            problems.append(unread(place, error))
    return found, problems
