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
    """Return matplotlib's patch properties for a style: face, edge, width of the edge, hatch.

    A surface in its full colour has a thin edge of paper, which parts neighbours that look alike.
    A hatched or paler surface has an edge of its own colour, without which its outline is lost.
    """
    colours = page_colours()
    colour = colours[look.colour]
    if look.is_full:
        return {
            "facecolor": colour,
            "edgecolor": colours["paper"],
            "linewidth": 0.6,
            "joinstyle": "miter",
        }
    fill = {"facecolor": to_rgba(colour, look.tint), "edgecolor": colour, "linewidth": 0.8}
    if look.hatch:
        # The ground shows between the signs of a hatch.
        fill.update(facecolor="none", linewidth=1.2, hatch=look.hatch)
    return {**fill, "joinstyle": "round"}
