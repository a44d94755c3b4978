"""The colours of a drawing on a light page and on a dark one.

A colour that is made for both follows the reader's mode: the palette's, which is a class of the
page's style sheet, and what matplotlib takes where nobody asked for a colour. A drawing in any
other is a sheet of light paper on a dark page: what would be seen of it there can't be known.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from xml.etree.ElementTree import Element

import matplotlib as mpl
from matplotlib.colors import to_hex

from annual_report.machine.pages.look.palette import page_colours


def follow_mode(elements: Iterable[Element]) -> bool:
    """Give colours the classes of the palette; change none where one isn't made for both modes.

    Return whether the drawing follows the reader's mode.
    """
    every = [part for element in elements for part in element.iter()]
    painted = [
        (part, key)
        for part in every
        for key in ("fill", "stroke")
        if part.get(key, "none") != "none"
    ]
    names = _adaptive_colours()
    if any(part.tag == "image" for part in every) or any(
        part.attrib[key] not in names for part, key in painted
    ):
        return False
    for part, key in painted:
        if name := names[part.attrib[key]]:
            # Its value in the light is for a reader without style sheets.
            part.set(key, page_colours()[name])
            part.set("class", f"{part.get('class', '')} {key[0]}-{name}".strip())
    return True


@cache
def _adaptive_colours() -> Mapping[str, str]:
    """Return the colours that are made for both modes, each with its name in the palette or "".

    Black and white, the cycle of lines, grids and frames of legends are matplotlib's own defaults.
    """
    default = mpl.rcParamsDefault
    cycle = dict.fromkeys(map(to_hex, default["axes.prop_cycle"].by_key()["color"]), "")
    lines = {to_hex(default[key]): "line" for key in ("grid.color", "legend.edgecolor")}
    # The names of grounds never appear in a drawing.
    own = {
        colour: name
        for name, colour in page_colours().items()
        if name != "card" and not name.startswith("cover")
    }
    return cycle | lines | {"#000000": "ink", "#ffffff": "paper"} | own
