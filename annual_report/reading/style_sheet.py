"""A network's own style: `style.css` in its folder, which its pages have after the project's."""

from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import STYLE
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
