"""Any matplotlib figure as a light, accessible SVG that lives inside a page."""

from annual_report.machine.pages.svg.from_figure import to_svg

__all__ = ["to_svg"]
