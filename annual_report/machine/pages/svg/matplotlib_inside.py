"""The private interfaces of matplotlib that charts need, each under a public name.

matplotlib has no public way to write the data of a path otherwise, to ask for the look of a drawn
shape, or for the limits that a formatter was given. No other module names anything of matplotlib
that begins with an underscore; a test tries what stands here against the installed version.
"""

from typing import Any

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.path import Path
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import Affine2D, Transform


class OpenRenderer(RendererSVG):
    """matplotlib's SVG renderer, whose writing of paths can be replaced."""

    def write_path_data(
        self, path: Path, transform: Transform | None, simplify: bool, sketch: Any
    ) -> str:
        """Return the `d` of an SVG path; a subclass has its own way."""
        return str(super()._convert_path(path, transform, None, simplify, sketch))

    def _convert_path(
        self,
        path: Path,
        transform: Transform | None = None,
        clip: object = None,
        simplify: bool | None = None,
        sketch: Any = None,
    ) -> str:
        """Take matplotlib's call; where a path may be cut off (`clip`) is of no use here."""
        return self.write_path_data(path, transform, bool(simplify), sketch)

    def list_style(self, gc: Any, fill: Any) -> dict[str, str]:
        """Return the style of a shape by CSS property: fill, stroke, opacity, dashes."""
        style: dict[str, str] = self._get_style_dict(gc, fill)
        return style

    def list_clip(self, gc: Any) -> dict[str, str]:
        """Return the attribute that cuts a shape off, by name; {} for a whole shape."""
        clip: dict[str, str] = self._get_clip_attrs(gc)
        return clip

    def measure_from_top(self, transform: Transform) -> Transform:
        """Return a transform whose heights are measured down from the figure's top, as in SVG."""
        return transform + Affine2D().scale(1, -1).translate(0, self.height)


def read_power_limits(formatter: ScalarFormatter) -> tuple[int, int]:
    """Return the powers of ten outside of which a formatter of numbers writes "1e6".

    `ax.ticklabel_format(style="sci", scilimits=…)` sets them, and leaves no other mark.
    """
    low, high = formatter._powerlimits  # type: ignore[attr-defined]
    return int(low), int(high)
