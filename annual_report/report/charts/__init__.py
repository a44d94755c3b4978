"""The map, which is the one chart of ours, and the look of the pages for pandas' own charts."""

from annual_report.machine.pages.look.style import style, use_style
from annual_report.report.charts.members_map import draw_map as map  # noqa: A004  # as charts.map
from annual_report.report.charts.styles import STYLES, Style

__all__ = ["STYLES", "Style", "map", "style", "use_style"]
