"""Images in a drawing: PNG, as light as they can be, at twice the drawing's own pixels."""

import base64
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from annual_report.pages.svg.paths import short

Pixels = npt.NDArray[np.uint8]
SHARPER = 2.0
"""Points of an image in a pixel of the drawing, either way: screens and printers have as many."""
FEW, HEAVY = 256, 60_000
"""The colours of an image of few; the bytes beyond which one of more colours has so few."""


def image(pixels: Pixels) -> dict[str, str]:
    """Return the attributes of an image of these points, the upper row first."""
    rows, columns = pixels.shape[:2]
    size = {"width": short(columns / SHARPER), "height": short(rows / SHARPER)}
    encoded = base64.b64encode(as_png(pixels)).decode()
    return size | {"href": f"data:image/png;base64,{encoded}"}


def as_png(pixels: Pixels) -> bytes:
    """Write points as PNG; a heavy one in a palette of its own."""
    whole = Image.fromarray(np.ascontiguousarray(pixels), "RGBA")
    written = _png(whole)
    if len(written) <= HEAVY:
        return written
    return min(written, _png(whole.quantize(FEW, Image.Quantize.FASTOCTREE)), key=len)


def seen_part(pixels: Pixels) -> tuple[Pixels, float, float]:
    """Return the part of a sheet of points that is painted, lower row first, and its corner."""
    rows, columns = (np.flatnonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return pixels[:0], 0.0, 0.0
    part = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return part[::-1], float(columns[0]), float(len(pixels) - 1 - rows[-1])


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "png", optimize=True)
    return file.getvalue()
