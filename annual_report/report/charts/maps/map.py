"""A map of the members, from a frame of one row an institution.

An institution fills its territories: the Collectivité européenne d’Alsace two départements, a
région all of its own. One that fills none is marked at its point; one without any is not drawn.

Statuses differ by more than colour: full, hatched one way or the other, or bare. Labels look for
the sea, or else for land that isn't coloured, and a thin line leads to those that stand away.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import astuple
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from annual_report.machine.pages.look.style import DPI, open_figure, style
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import Inset
from annual_report.report.charts.labels import Box
from annual_report.report.charts.legend import Sign, add_legend, make_swatch
from annual_report.report.charts.maps import ground
from annual_report.report.charts.maps.names import write_names
from annual_report.report.charts.maps.points import draw_marks, draw_points, list_points
from annual_report.report.charts.maps.towns import draw_town
from annual_report.report.charts.maps.view import Drawn, View, choose_view, draw_box, draw_locator
from annual_report.report.charts.styles import BARE, MEMBER, STYLES, Style, make_fill

PIXELS = 380
"""Width of a map in its own pixels: a telephone shows it at 0.84, a page at 1.3."""

MARGIN, SOME = 290.0, 30.0
"""Kilometres of the ocean that are added where all names are to stand, or some."""
MOST_NAMES = 24
"""Names that a map may have room for."""
PLACES = "lieux"
"""What a legend calls the places of a map, beside the statuses of its members."""


def map(  # noqa: A001  # as charts.map: seaborn and geopandas name them as plainly
    frame: pd.DataFrame,
    *,
    code: str = "code",
    status: str | None = None,
    styles: Mapping[Hashable, Style] | None = None,
    names: "bool | Collection[str] | pd.Series[str]" = False,
    places: pd.DataFrame | None = None,
    legend: Mapping[Hashable, str] | None = None,
    width: float = PIXELS,
    ax: Axes | None = None,
) -> Axes:
    """Draw the whole map, with the territories of the frame's institutions filled by `status`.

    `styles` say how each status is filled; who has none (NA, or no `status`) is a member. `names`
    are written beside their territories: all (True), with more of the ocean for them, or those
    whose codes are given. `places` has the columns `code`, of a département, and `town`: a dot and
    a label each. `legend` says below the map what statuses are, in the order in which they are
    given, and what the dots are: "lieux". `width` is that of the land, in pixels: letters stay as
    large. The axes are those of the outlines: kilometres, insets as in
    `data/reference/contours.geojson`. The map shows a part of the country, and in a corner where
    that is, where all members are points close to each other in métropole.
    """
    styles = STYLES if styles is None else {MEMBER: STYLES[MEMBER], **styles}
    given = frame[status].astype(object).fillna(MEMBER) if status else [MEMBER] * len(frame)
    looks = {each: styles.get(value, BARE) for each, value in zip(frame[code], given, strict=True)}
    found = {
        place: look for each, look in looks.items() for place in find_institution(each).territories
    }
    with style():
        # How much ground: the whole country, with its insets, or what surrounds some members.
        view = choose_view(looks)
        west, south, east, north = astuple(view.box)
        # All members, none of them, or those that are given.
        given_names = () if isinstance(names, bool) else names
        named = list(frame[code] if names is True else given_names)
        if named and not view.is_part:
            # names of the west coast need some of the ocean
            west = -MARGIN if names is True else -SOME
        scale, figure = width / (view.box.right - view.box.left), None
        if ax is None:
            figure = open_figure(round(scale * (east - west)), round(scale * (north - south)))
            ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(west, east), ylim=(south, north), aspect="equal", xticks=[], yticks=[])
        ax.set_axis_off()
        # Territories, then members that are points, each in its look; then the frames of insets.
        seen = filter(view.shows, ground.list_drawn_places(found, fine=view.is_part))
        drawn = view.list_rings([*seen])
        _fill_all(ax, drawn, found, view)
        for look in dict.fromkeys(looks.values()):
            draw_points(ax, [each for each, its in looks.items() if its == look], look)
        for inset in view.insets:
            _frame_inset(ax, inset)
        full = {code: look for code, look in found.items() if look.is_full}
        if view.corner:
            draw_locator(ax, view.box, view.corner, full)
            # Land that ends at the edge of a part is cut there, not by the sea.
            draw_box(ax, view.box, "line", zorder=6)
        # Names: of all, of some, or of none; towns; then codes of whoever has a colour.
        towns = (
            [] if places is None else [*zip(places[code], places["town"].fillna(""), strict=True)]
        )
        colour_of = {
            each: look.colour for each, look in looks.items() if look != BARE and look.is_full
        }
        shown = [each for each, look in looks.items() if look != BARE]
        rings = [ring for place, own in drawn if place.code in full for ring in own]
        reach = write_names(ax, view, named, towns, colour_of, shown, looks, rings)
        if figure is not None and named and not view.is_part:
            # Of the ocean, as much is kept as the names took.
            kept = max(west, min(0.0, reach))
            ax.set_xlim(kept, east)
            figure.set_size_inches(round(scale * (east - kept)) / DPI, figure.get_figheight())
        if legend:
            has_points = any(list_points(each) for each in looks)
            # A part of the map has only what it shows in its legend, the whole all that is asked.
            every = {BARE, *styles.values()}
            told = _list_seen_looks(looks, drawn, found, view) if view.corner else every
            signs: list[tuple[list[Sign], str]] = []
            for each, said in legend.items():
                look = styles.get(each, BARE)
                if each == PLACES:
                    signs.append(([draw_town], said))
                elif look in told:
                    signs.append((_signs(look, surfaces=bool(found), points=has_points), said))
            add_legend(ax, signs)
    return ax


def _list_seen_looks(
    looks: Mapping[str, Style],
    drawn: Sequence[Drawn],
    found: Mapping[str, Style],
    view: View,
) -> set[Style]:
    """Return the looks that a part of the map shows.

    `looks` are those of institutions, `found` those of the territories that they fill.
    """
    seen = [place for place, rings in drawn if rings and view.shows_much_of(place)]
    filled = {found.get(each.code, BARE) for each in seen}
    marked = {
        look
        for code, look in looks.items()
        for x, y in list_points(code)
        if view.box.holds(Box(x, y, x, y))
    }
    return filled | marked


def _signs(look: Style, *, surfaces: bool, points: bool) -> list[Sign]:
    """Return how members of a style are drawn where there are surfaces, points, or both."""
    filled = [make_swatch(make_fill(look))] if surfaces else []
    return filled + [partial(draw_marks, look)] * points


def names_fit(
    frame: pd.DataFrame, places: pd.DataFrame | None = None, *, width: float = PIXELS
) -> bool:
    """Whether a map has room for the name of each of a frame's members, and of the places."""
    if len(frame) > MOST_NAMES:
        return False
    ax = map(frame, names=True, places=places, width=width)
    plt.close(ax.get_figure(root=True))  # it is tried out, and nobody is to see it
    wanted = set(frame["name"]) | set(() if places is None else places["town"].dropna())
    return wanted <= {text.get_label() for text in ax.texts}


def _fill_all(ax: Axes, drawn: Sequence[Drawn], styles: Mapping[str, Style], view: View) -> None:
    """Fill the départements of each style as one shape, bare land first."""
    groups: dict[Style, list[Path]] = {BARE: []}
    for place, rings in drawn:
        # What only a part of the country's edge shows has no name, nor a word in the legend.
        look = styles.get(place.code, BARE) if view.shows_much_of(place) else BARE
        groups.setdefault(look, []).extend(rings)
    for look in sorted(
        groups, key=lambda look: (look != BARE, look.tint == 1, look.hatch, look.colour)
    ):
        if groups[look]:
            whole = Path.make_compound_path(*groups[look])
            patch = PathPatch(whole, **make_fill(look), clip_on=view.is_part, zorder=1)
            # The limits are set: to go through all points for them takes 5 ms a style.
            ax.add_artist(patch)
            if view.is_part:
                patch.set_clip_path(ax.patch)


def _frame_inset(ax: Axes, inset: Inset) -> None:
    """Frame an inset that repeats a part of métropole, there and where that part lies.

    Those overseas are surrounded by nothing.
    """
    if inset.shift is not None:
        (dx, dy), (x0, y0, x1, y1) = inset.shift, inset.frame
        there = Box(x0 - dx, y0 - dy, x1 - dx, y1 - dy).scale_by(1 / inset.scale)
        for frame in (Box(*inset.frame), there):
            draw_box(ax, frame, "soft", lw=0.8)
