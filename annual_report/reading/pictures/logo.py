"""A network's logo: a picture in its folder, which stands inside of each poster."""

from dataclasses import dataclass
from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.pictures.fitting import as_png, data_address, pixels, shapes
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.settings import Settings

LARGEST, PIXELS = 2_000_000, 480
"""Bytes of a file that is looked at, and the side of what is kept of a picture in pixels."""
HEAVIEST = 120_000
"""Bytes that a logo may weigh in every page that has it."""


@dataclass(frozen=True)
class Logo:
    """A logo as a data address, which a page holds without loading anything, and its name."""

    address: str
    name: str


def read_logo(folder: Path, settings: Settings) -> tuple[Logo | None, list[Problem]]:
    """Read the logo that a network names, and say what is wrong with it."""
    file = settings.logo.strip()
    if not file:
        return None, []
    place = Place(file)
    try:
        content = read_file(folder / file, LARGEST, _("is too heavy for a logo"))
    except FileNotFoundError:
        expected = _("a file in the network’s folder")
        return None, [Problem(place, _("the logo isn’t there"), expected=expected)]
    except (UnreadableError, OSError) as error:
        return None, [unread(place, error)]
    try:
        kind, made = _made(file, content)
    except (ValueError, SyntaxError, RecursionError):
        return None, [Problem(place, _("is no picture that a page can hold"), expected="SVG, PNG")]
    if len(made) > HEAVIEST:
        kilobytes = _("at most {n} KB", n=HEAVIEST // 1000)
        return None, [Problem(place, _("is too heavy for a logo"), expected=kilobytes)]
    who = settings.institution or settings.nom
    return Logo(data_address(kind, made), f"Logo : {who}"), []


def _made(file: str, content: bytes) -> tuple[str, bytes]:
    if file.lower().endswith(".svg"):
        return "svg+xml", shapes(content)
    return "png", as_png(pixels(content, PIXELS))
