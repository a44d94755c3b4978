"""The map, which is the one chart of ours, and the look of the pages for pandas' own charts."""

from annual_report.machine.pages.look.style import use_style
from annual_report.report.charts.members_map import draw_map as map  # noqa: A004  # as charts.map
from annual_report.report.charts.styles import Style

__all__ = ["Style", "map", "use_style"]
