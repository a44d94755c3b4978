"""How surfaces are filled, on maps and bars: by more than a colour, for who sees none.

One pattern has one meaning in all figures: dots for who has come, stripes for who is gone.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.colors import to_rgba

from annual_report.pages.look.palette import page_colours


@dataclass(frozen=True)
class Style:
    """How a surface is filled: a colour of the palette, and a hatch or none.

    A `pale` one is a tint of its colour in an outline of it, behind those that are full.
    """

    colour: str
    hatch: str = ""
    pale: bool = False


MEMBER = "membre"
STYLES: Mapping[Hashable, Style] = {
    "resté": Style("here"),
    MEMBER: Style("here"),
    "arrivé": Style("new", ".."),
    "revenu": Style("new", ".."),
    "parti": Style("left", "//"),
    "plus_listé": Style("left", "//"),
}
"""The styles of the statuses that the measures know; others are bare land."""
BARE = Style("land")
TINT = 0.3


def make_fill(look: Style) -> dict[str, Any]:
    """Return the properties of a patch that is filled so."""
    colour, outlined = page_colours()[look.colour], bool(look.hatch) or look.pale
    edge = 0.8 if look.pale else 0.6
    full = to_rgba(colour, TINT if look.pale else 1)
    return {
        "facecolor": "none" if look.hatch else full,
        "edgecolor": colour if outlined else page_colours()["paper"],
        "linewidth": 1.2 if look.hatch else edge,
        "joinstyle": "round" if outlined else "miter",
        "hatch": look.hatch or None,
    }
