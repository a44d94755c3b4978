"""The styles of surfaces on maps and bars: a colour and a pattern, for readers who see no colours.

A pattern has the same meaning in all figures: dots for new members, stripes for departed members.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.colors import to_rgba

from annual_report.machine.pages.look.palette import page_colours


@dataclass(frozen=True)
class Style:
    """The style of a surface: a colour of the palette, and perhaps a hatch.

    A `tint` below 1 is a paler colour within an outline of the full colour.
    """

    colour: str
    hatch: str = ""
    tint: float = 1

    @property
    def is_full(self) -> bool:
        """Whether the surface hides the ground."""
        return not self.hatch and self.tint == 1


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


def make_fill(look: Style) -> dict[str, Any]:
    """Return the properties of a patch that is filled so."""
    colour = page_colours()[look.colour]
    edge = 0.6 if look.is_full else 0.8
    return {
        "facecolor": "none" if look.hatch else to_rgba(colour, look.tint),
        "edgecolor": page_colours()["paper"] if look.is_full else colour,
        "linewidth": 1.2 if look.hatch else edge,
        "joinstyle": "miter" if look.is_full else "round",
        "hatch": look.hatch or None,
    }
