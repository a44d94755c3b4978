"""What a map says of itself before any member: the names of its insets, or of what surrounds it."""

from collections.abc import Collection

from annual_report.machine.pages.look.palette import text_size
from annual_report.machine.pages.look.widths import text_width
from annual_report.network.phrases.frame_words import SCALES
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import WIDTH
from annual_report.report.charts.maps.canvas import Canvas
from annual_report.report.charts.maps.ground import list_places

APART = 5
"""Pixels between the names of two insets, where there is room."""


def name_insets(canvas: Canvas) -> None:
    """Name the insets, and say that they have scales of their own; all that takes its place.

    A name stands below its inset, or further left; a crowded row takes the map's whole width.
    """
    view, scale = canvas.view, canvas.scale
    row = [text_width(each.name, text_size(1)) for each in view.insets if each.shift is None]
    free = (WIDTH - canvas.ax.get_xlim()[0]) * scale - sum(row)
    apart, ends = min(APART, free / max(1, len(row) - 1)), dict[float, float]()
    for inset in sorted(view.insets, key=lambda each: each.label, reverse=True):
        x, y = (value * scale for value in view.place_inset(inset)[1])
        half = text_width(inset.name, text_size(1)) / 2
        last = ends.get(y, WIDTH * scale) - half
        x = last if apart < APART else min(x, last)
        ends[y] = x - half - apart
        canvas.taken += canvas.write(inset.name, (x / scale, y / scale), colour="soft")
    half = text_width(SCALES, text_size(1)) / 2 / scale
    foot = WIDTH - half, view.box.bottom + text_size(1) / 2 / scale + 2
    canvas.taken += canvas.write(SCALES, foot, colour="soft")


def name_surroundings(canvas: Canvas, shown: Collection[str]) -> None:
    """Name the bare départements of a part of the map that have room for it."""
    coloured = {each for code in shown for each in find_institution(code).territories}
    for place in list_places(fine=True):
        if place.whole or place.code in coloured or not canvas.view.shows(place):
            continue
        if room := canvas.find_room(place, find_institution(place.code).name, bold=False):
            canvas.write(*room, colour="soft", zorder=1.2)
