"""A network's logo, made fit to stand in each of its pages: upright, small, its pixels alone."""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file, refuse_size
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.settings import Settings

LARGEST = 25_000_000
"""Bytes of a file that is looked at."""
SIDE, HEAVIEST = 480, 120_000
"""Pixels of the longest side of a logo in a page, and the bytes that it may weigh there."""


@dataclass(frozen=True)
class Logo:
    """A logo as pages have it, and its words."""

    kind: str
    content: bytes
    name: str

    @property
    def address(self) -> str:
        """The address of a picture that a page holds itself."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.content).decode()}"


def read_logo(folder: Path, settings: Settings) -> tuple[Logo | None, list[Problem]]:
    """Read the logo that a network names, and say what is wrong with it."""
    place = Place(settings.logo)
    try:
        content = read_file(folder / settings.logo, LARGEST, _("is too heavy for a page"))
        kind, content = shrink_picture(content)
    except FileNotFoundError:
        expected = _("a file in the network’s folder")
        return None, [Problem(place, _("the logo isn’t there"), expected=expected)]
    except (UnreadableError, OSError) as error:
        return None, [explain_unread(place, error)]
    return Logo(kind, content, f"Logo : {settings.institution or settings.nom}"), []


def shrink_picture(content: bytes) -> tuple[str, bytes]:
    """Return the kind of a PNG or JPEG and its pixels alone; raise UnreadableError for another."""
    from PIL import Image, ImageOps  # few networks have a logo

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            kind = str(opened.format)
            mode = "RGBA" if opened.has_transparency_data else "RGB"
            picture = ImageOps.exif_transpose(opened).convert(mode)
        picture.thumbnail((SIDE, SIDE))
        # What a camera or a program wrote into it isn't given out.
        stream, picture.info = io.BytesIO(), {}
        picture.save(stream, kind, optimize=True)
    except Exception as error:  # Pillow has no class for what is wrong with a file
        what = _("is no picture that a page can hold")
        expected = _("PNG or JPEG; a drawing (SVG) is exported as PNG first")
        raise UnreadableError(what, expected) from error
    if len(stream.getvalue()) > HEAVIEST:
        raise refuse_size(_("is too heavy for a page"), HEAVIEST)
    return kind.lower(), stream.getvalue()
