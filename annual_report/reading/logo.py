"""A network's logo: a picture in its folder, made fit to stand inside a page.

What a picture carries beside itself stays out: who drew it and where it was saved, scripts, and
addresses that would be loaded. So it is taken apart, and written anew.
"""

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from annual_report.messages import _
from annual_report.reading.files.decoding import UnreadableError
from annual_report.reading.files.opening import read_file
from annual_report.reading.problems import Place, Problem, not_opened
from annual_report.reading.settings import Settings

LARGEST, PIXELS = 2_000_000, 480
"""Bytes of a file that is looked at, and the side of what is kept of a picture in pixels."""
HEAVIEST = 120_000
"""Bytes that a logo may weigh in every page that has it."""
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
DRAWN = {
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "title", "desc", "linearGradient", "radialGradient", "stop",
    "clipPath", "mask", "pattern",
}  # fmt: skip
"""What a drawing is made of; all else is left out."""
LOADING = re.compile(r"url\((?!\s*['\"]?#)|@import|expression|javascript:", re.IGNORECASE)


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
    except UnreadableError as error:
        return None, [Problem(place, error.what, expected=error.expected)]
    except OSError as error:
        return None, [not_opened(place, error)]
    try:
        kind, made = _made(file, content)
    except (ValueError, OSError, SyntaxError):
        return None, [Problem(place, _("is no picture that a page can hold"), expected="SVG, PNG")]
    if len(made) > HEAVIEST:
        kilobytes = _("at most {n} KB", n=HEAVIEST // 1000)
        return None, [Problem(place, _("is too heavy for a logo"), expected=kilobytes)]
    encoded = base64.b64encode(made).decode()
    who = settings.institution or settings.nom
    return Logo(f"data:image/{kind};base64,{encoded}", f"Logo : {who}"), []


def _made(file: str, content: bytes) -> tuple[str, bytes]:
    if file.lower().endswith(".svg"):
        return "svg+xml", _drawn(content)
    return "png", _in_pixels(content)


def _in_pixels(content: bytes) -> bytes:
    """Return a picture's pixels alone, as PNG."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > 40_000_000:
            raise ValueError(picture.size)
        plain = picture.convert("RGBA")
    plain.thumbnail((PIXELS, PIXELS))
    bare = Image.new("RGBA", plain.size)
    bare.paste(plain)
    stream = io.BytesIO()
    bare.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _drawn(content: bytes) -> bytes:
    """Return a drawing's shapes alone, as SVG."""
    if b"<!ENTITY" in content:  # which could grow without end
        raise ValueError("<!ENTITY")
    root = ElementTree.fromstring(content)
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(root.tag)
    _strip(root)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode").encode()


def _strip(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        inside = name in ("href", XLINK) and value.startswith("#")
        if not inside and (name.startswith(("{", "on")) or name == "href" or LOADING.search(value)):
            del element.attrib[name]
    for child in list(element):
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.removeprefix(f"{{{SVG}}}") in DRAWN and tag.startswith(f"{{{SVG}}}"):
            _strip(child)
        else:
            element.remove(child)
