"""A network's logo, which each of its pages holds as it is."""

import base64
from dataclasses import dataclass
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.settings import Settings

HEAVIEST = 120_000
"""Bytes of a logo."""
KINDS = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg"}
"""How the files of pictures begin that a page can hold."""


@dataclass(frozen=True)
class Logo:
    """A logo as pages have it, and its words."""

    address: str
    """Its content, as the address of a picture that a page holds itself."""
    name: str


def read_logo(folder: Path, settings: Settings) -> tuple[Logo | None, list[Problem]]:
    """Read the logo that a network names, and say what is wrong with it."""
    place = Place(settings.logo)
    try:
        content = read_file(folder / settings.logo, HEAVIEST, _("is too heavy for a page"))
    except FileNotFoundError:
        expected = _("a file in the network’s folder")
        return None, [Problem(place, _("the logo isn’t there"), expected=expected)]
    except (UnreadableError, OSError) as error:
        return None, [explain_unread(place, error)]
    kind = next((KINDS[start] for start in KINDS if content.startswith(start)), None)
    if kind is None:
        expected = _("PNG or JPEG; a drawing (SVG) is exported as PNG first")
        return None, [Problem(place, _("is no picture that a page can hold"), expected=expected)]
    address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return Logo(address, f"Logo : {settings.institution or settings.nom}"), []
