"""A picture made fit to stand inside a page, as a data address that loads nothing.

What a picture carries beside itself stays out: who took or drew it and where, scripts, and
addresses that would be loaded. So it is taken apart, and written anew.
"""

import base64
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 60_000_000
"""Pixels of a picture that is opened: some telephones take fifty million."""
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
DRAWN = {
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "title", "desc", "linearGradient", "radialGradient", "stop",
    "clipPath", "mask", "pattern",
}  # fmt: skip
"""What a drawing is made of; all else is left out."""
LOADING = re.compile(r"url\((?!\s*['\"]?#)|@import|expression|javascript:", re.IGNORECASE)


def data_address(kind: str, content: bytes) -> str:
    """Return the address of a picture that a page holds itself."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def pixels(content: bytes, side: int) -> "Image":
    """Return the pixels alone of a PNG or JPEG, upright, and no longer than a side.

    Raise ValueError if it is neither, or can't be read.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(picture.size)
            picture.draft("RGB", (side, side))  # a JPEG is read no larger than it needs
            plain = _as_screens_show(ImageOps.exif_transpose(picture)).convert("RGBA")
    except Exception as error:  # Pillow has no class for what is wrong with a file
        raise ValueError(str(error)) from error
    plain.thumbnail((side, side))
    bare = Image.new("RGBA", plain.size)
    bare.paste(plain)
    return bare


def _as_screens_show(picture: "Image") -> "Image":
    """Return a picture in the colours of the web (sRGB), of which its own profile may be wider.

    A telephone's photographs would look dull without their profile, which doesn't travel with them.
    """
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        picture = picture.convert("RGBA")
    kept = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        web = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, own, web, outputMode=kept) or picture
    except (OSError, ImageCms.PyCMSError):  # it is damaged, or of another kind of picture
        return picture


def as_png(picture: "Image") -> bytes:
    """Return a picture's bytes as PNG."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def as_jpeg(picture: "Image") -> bytes:
    """Return a picture's bytes as JPEG; what is seen through is white."""
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=82, optimize=True, progressive=True)
    return stream.getvalue()


def shapes(content: bytes) -> bytes:
    """Return a drawing's shapes alone, as SVG.

    Raise ValueError, SyntaxError or RecursionError if it is none, or is nested too deep.
    """
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
