"""The two charts of this project, and the look of the pages for pandas' charts.

The first chart is a map of the members; the second shows all institutions of a kind by size, with
the members marked.
"""

from annual_report.machine.pages.look.style import use_style
from annual_report.report.charts.members_map import draw_map as map  # noqa: A004  # as charts.map
from annual_report.report.charts.ranks import MOST_BARS
from annual_report.report.charts.ranks import draw_by_size as by_size
from annual_report.report.charts.styles import Style

__all__ = ["MOST_BARS", "Style", "by_size", "map", "use_style"]
