"""Charts: functions of a frame that draw on matplotlib Axes, in the look of the pages."""

from annual_report.machine.pages.look.style import style, use_style
from annual_report.report.charts.grid import MARKS, MOST_ROWS, grid
from annual_report.report.charts.marks import Mark
from annual_report.report.charts.members_map import draw_map as map  # noqa: A004  # as charts.map
from annual_report.report.charts.styles import STYLES, Style

__all__ = [
    "MARKS",
    "MOST_ROWS",
    "STYLES",
    "Mark",
    "Style",
    "grid",
    "map",
    "style",
    "use_style",
]
