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
        """Whether the surface is one full colour, on which words have the colour of the paper."""
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
    """Return matplotlib's properties of a surface in a style: its face, its edge, its hatch.

    Style("left", "//") → {"facecolor": "none", "edgecolor": "#b3551d", "linewidth": 1.2, "hatch":
    "//", "joinstyle": "round"}
    """
    colours = page_colours()
    colour = colours[look.colour]
    # A surface in its full colour has a thin edge of paper, which parts neighbours that look alike.
    if look.is_full:
        return {
            "facecolor": colour,
            "edgecolor": colours["paper"],
            "linewidth": 0.6,
            "joinstyle": "miter",
        }
    # The others have an edge of their own colour, without which their outline is lost. The ground
    # shows between the signs of a hatch.
    if look.hatch:
        return {
            "facecolor": "none",
            "edgecolor": colour,
            "linewidth": 1.2,
            "hatch": look.hatch,
            "joinstyle": "round",
        }
    return {
        "facecolor": to_rgba(colour, look.tint),
        "edgecolor": colour,
        "linewidth": 0.8,
        "joinstyle": "round",
    }
