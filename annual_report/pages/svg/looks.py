"""How shapes and texts look: what matplotlib says, as attributes and the palette's classes."""

from collections.abc import Sequence

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, weight_dict

from annual_report.pages.svg.colours import Tone, ink_on, mixed, palette
from annual_report.pages.svg.paths import short

CAPS = {"projecting": "square", "round": "round"}

Colour = Sequence[float]


def worn(**tones: Tone) -> dict[str, str]:
    """Return the attributes that `fill` or `stroke` an element with colours, in both modes.

    A colour of the palette is a class; its value in the light is for a reader without style sheets.
    """
    classes = " ".join(f"{name[0]}-{seen.name}" for name, seen in tones.items() if seen.name)
    both = ";".join(
        f"{name}:light-dark({seen.light},{seen.dark})"
        for name, seen in tones.items()
        if not seen.name and seen.light != seen.dark
    )
    found = {name: seen.light for name, seen in tones.items()}
    found |= {"class": classes} if classes else {}
    return found | ({"style": both} if both else {})


def of_line(gc: GraphicsContextBase) -> dict[str, str]:
    """Return the width, the dashes and the ends of a line."""
    look = {}
    if (width := short(gc.get_linewidth())) != "1":
        look["stroke-width"] = width
    _offset, dashes = gc.get_dashes()
    if dashes is not None:
        look["stroke-dasharray"] = ",".join(short(length) for length in np.ravel(dashes))
    if gc.get_capstyle() in CAPS:
        look["stroke-linecap"] = CAPS[gc.get_capstyle()]
    return look


def opacities(gc: GraphicsContextBase, face: Colour | None, *, edged: bool) -> dict[str, str]:
    """Return how much is seen of what is below a shape."""
    if gc.get_forced_alpha():
        found = {"opacity": gc.get_alpha()}
    else:
        found = {"fill-opacity": face[3] if face is not None and len(face) > 3 else 1}
        found["stroke-opacity"] = gc.get_rgb()[3] if edged else 1
    return {name: f"{value:.2g}" for name, value in found.items() if value != 1}


def of_text(
    gc: GraphicsContextBase, prop: FontProperties, grounds: Sequence[Tone] | None
) -> dict[str, str]:
    """Return a colour in which a text can be read on its grounds, or else an outline; its font.

    A pale text is one in a paler colour: none is so transparent that it can't be read.
    """
    paper = palette()["paper"]
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    asked = to_hex(gc.get_rgb())
    asked = mixed(paper.light, asked, alpha) if alpha < 1 else asked
    ink = ink_on(asked, tuple(grounds)) if grounds else None
    look = worn(fill=ink or ink_on(asked, (paper,)) or palette()["ink"])
    return (look if ink else classed(look, "halo")) | font(prop)


def classed(look: dict[str, str], name: str) -> dict[str, str]:
    """Return a look with a class more."""
    return look | {"class": f"{look.get('class', '')} {name}".strip()}


def font(prop: FontProperties) -> dict[str, str]:
    """Return the size, the weight and the slant of a text."""
    weight = str(prop.get_weight())
    weight = str(weight_dict.get(weight, weight))
    look = {"font-size": f"{prop.get_size_in_points():g}"}
    if weight not in ("400", "normal"):
        look["font-weight"] = "bold" if weight == "700" else weight
    return look | ({"font-style": prop.get_style()} if prop.get_style() != "normal" else {})
