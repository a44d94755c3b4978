"""The two charts of ours, and the look of the pages for pandas' own.

One is a map of the members; the other has all institutions of a kind by size, members among them.
"""

from annual_report.machine.pages.look.style import use_style
from annual_report.report.charts.members_map import draw_map as map  # noqa: A004  # as charts.map
from annual_report.report.charts.ranks import MOST_BARS
from annual_report.report.charts.ranks import draw_by_size as by_size
from annual_report.report.charts.styles import Style

__all__ = ["MOST_BARS", "Style", "by_size", "map", "use_style"]
