"""A map of the members of a network: territories filled by status, with numbers.

An institution fills its territories: the Collectivité européenne d’Alsace two départements, a
région all départements, under a name. A member without a territory, a commune or an association, is
a dot. The names of départements stand in the list beside the map, and in the title of each shape.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import partial
from itertools import product
from math import hypot
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import DPI, style
from annual_report.network.territories.institutions import Institution, find_institution
from annual_report.network.territories.kinds import FILLED, REGION, kinds_by_name
from annual_report.network.territories.outlines import SCALES, WIDTH, Inset
from annual_report.report.charts.dots import (
    Dot,
    dot_members,
    dot_towns,
    draw_dots,
    draw_town,
    find_town_points,
    name_members,
    name_towns,
    ring_town,
)
from annual_report.report.charts.ground import (
    FOOT,
    Point,
    Shape,
    Window,
    choose_window,
    find_number_beside,
    find_town,
    locate_label,
    show_france,
    trace_regions,
)
from annual_report.report.charts.labels import Labels
from annual_report.report.charts.legend import Sign, keep_signs, make_swatch
from annual_report.report.charts.requirements import (
    require_columns,
    require_departments,
    require_members,
)
from annual_report.report.charts.styles import BARE, MEMBER, STYLES, Style, make_fill

WIDE = 380
"""Pixels: the width of a map, which a telephone has too."""
PLACES = "lieux"
"""What a legend calls the places of a map, beside the statuses of its members."""
UNNAMED_PLACES = "lieux_sans_nom"
"""What a legend calls the places whose dots have no name beside them, for lack of room."""
UNNAMED = "sans_nom"
"""What a legend calls members whose dots have no name beside them, for lack of room."""
SHARE_INSIDE = 0.85
"""The share of a number's box in its territory from which on the number has no halo of paper."""
LETTERS_IN_LINE = 10
"""The most letters of a line of a région's name, but for a word that is longer."""
SHIFTS = sorted(
    product((-18, -12, -6, 0, 6, 12, 18), (-16, -9, 0, 9, 16)), key=lambda by: hypot(*by)
)
"""How a number gives way to the dot of a town: pixels to the right and up, the nearest first."""


class _DrawnMember(NamedTuple):
    """A member and how the map draws it: in a style, as filled territories or as a dot.

    `point` is the place of the dot, in kilometres; None for a member that fills its territories.
    """

    member: Institution
    style: Style
    point: Point | None

    @property
    def territories(self) -> tuple[str, ...]:
        """The codes of the territories that the member fills; none for a dot."""
        return () if self.point else self.member.territories

    @property
    def is_named(self) -> bool:
        """Whether the map has the name of the member, a région's, and not the numbers."""
        return REGION in self.member.kinds and len(self.territories) > 2


def draw_map(
    frame: pd.DataFrame,
    *,
    member: str = "membre",
    status: str | None = None,
    styles: Mapping[Hashable, Style] | None = None,
    places: pd.DataFrame | None = None,
    regions: bool = False,
    legend: Mapping[Any, str] | None = None,
    width: float = WIDE,
) -> Axes:
    """Draw a map of France with the institutions of a frame, in kilometres, and return the Axes.

    The column `member` has a code a row: "44". Each value of the column `status` has a style: from
    `styles`, or, for the statuses that measures return, a style of the program; a member without
    status has the style of a member. `places` has the `departement` and the `ville` of each place
    of a meeting; with `regions` the borders of the régions are drawn. `width` is in pixels.

    `legend` has the words for each status, for the places (“lieux”), and for places and members
    without room for a name (“lieux_sans_nom”, “sans_nom”); without words the Axes remember their
    signs: `ax.explain_signs(words)`. Raise PublishError for a column or a style that is missing,
    and for codes that are no texts.

    >>> from annual_report import charts, measures
    >>> ax = charts.map(measures.list_institutions(["44", "32"]))
    >>> [number.get_text() for number in ax.texts][-2:]
    ['32', '44']
    """
    _require_tables(frame, member, status, places)
    statuses = pd.Series(MEMBER, frame.index)
    if status:
        statuses = frame[status].astype(object).fillna(MEMBER)
    members = _choose_drawings(frame, member, statuses, {**STYLES, **(styles or {})})
    towns = find_town_points(places)
    window = _choose_window(members, towns)
    with style():
        ax = _make_axes(window, width)
        labels = Labels(ax, pixels_per_kilometre=width / (window.right - window.left))
        # The ground.
        shapes = window.list_shapes()
        filled = {code for drawn in members for code in drawn.territories}
        _draw_ground(ax, shapes, filled)
        _fill_territories(ax, members, shapes)
        if regions or any(drawn.is_named for drawn in members):
            _outline_regions(ax, window)
        _draw_insets(ax, labels, window.insets)
        # Dots come before words: numbers and names give way to them.
        dots = _list_dots(members)
        town_sign = ring_town if dots else draw_town
        dotted_towns = dot_towns(ax, labels, towns, window, town_sign)
        dot_members(ax, labels, dots, window)
        # The words.
        _write_numbers(labels, members, shapes)
        members_ground = [shape.path for shape in shapes if shape.code in filled]
        town_names = name_towns(labels, dotted_towns, members_ground, window)
        unnamed_dots = name_members(labels, dots, town_names, members_ground, window)
        if window.is_part:
            _name_ground(labels, window, shapes)
    signs = {
        **_list_signs_of_statuses(statuses, members),
        **_list_signs_of_towns(dotted_towns, town_names, town_sign),
        UNNAMED: _list_signs_of_dots(unnamed_dots),
    }
    keep_signs(ax, signs)
    if legend:
        ax.explain_signs(legend)  # type: ignore[attr-defined]
    return ax


def _require_tables(
    frame: pd.DataFrame, member: str, status: str | None, places: pd.DataFrame | None
) -> None:
    """Raise PublishError for a table of members or of places that no map can be drawn of.

    `member` and `status` are the columns of the members' codes and of their statuses.
    """
    columns = [member]
    if status:
        columns.append(status)
    require_columns("map", frame, *columns)
    require_members("map", frame, member)
    if places is not None:
        require_columns("map", places, "departement", "ville")
        require_departments("map", places)


def _make_axes(window: Window, width: float) -> Axes:
    """Return empty Axes in kilometres that show a `window`, on a figure of a `width` in pixels."""
    height = width * (window.top - window.bottom) / (window.right - window.left)
    # matplotlib asks for inches.
    figure: Figure = plt.figure(figsize=(width / DPI, height / DPI))
    # Ticks that are never seen take a tenth of the time of a map: there are none.
    ax = figure.add_axes((0, 0, 1, 1), xticks=[], yticks=[])
    ax.set_xlim(window.left, window.right)
    ax.set_ylim(window.bottom, window.top)
    ax.set_axis_off()
    return ax


def _find_style(status: Hashable, styles: Mapping[Hashable, Style]) -> Style:
    """Return the style of a status: "arrivé" → Style("new", "..").

    `styles` are status → style. Raise PublishError, with the choices, for an unknown status.
    """
    if status in styles:
        return styles[status]
    known = [str(name) for name in styles]
    line = _(
        "charts.map: no style is that of “{status}”; write styles={line}, or one of {known}",
        status=status,
        line=f"{{{status!r}: charts.Style(…)}}",
        known=", ".join(known),
    )
    raise PublishError(add_nearest(line, find_nearest(str(status), known)))


def _choose_drawings(
    frame: pd.DataFrame, column: str, statuses: pd.Series, styles: Mapping[Hashable, Style]
) -> list[_DrawnMember]:
    """Return how each member of a frame is drawn, in the order of the rows.

    `column` has the members' codes, `statuses` the status of each row, `styles` are status → style.
    """
    # A frame of the measures says what each member is in its network: a "commune", for instance.
    natures = pd.Series(pd.NA, frame.index)
    if "nature" in frame:
        natures = frame["nature"]
    members = []
    for code, nature, status in zip(frame[column], natures, statuses, strict=True):
        member = find_institution(code)
        # The Ville de Paris is a commune and a département: without a word, the first of its kinds.
        kind = nature
        if pd.isna(nature):
            kind = member.kinds[0]
        members.append(_choose_drawing(member, kind, _find_style(status, styles)))
    return members


def _choose_drawing(member: Institution, kind: str, member_style: Style) -> _DrawnMember:
    """Return how a member is drawn: as filled territories, as a dot, or not at all.

    `kind` is what the member is in this network. The Ville de Paris as a "département" fills its
    territory; the same Ville de Paris as a "commune" is a dot, as Lille and Nantes Métropole are;
    an association has neither territory nor place, and isn't drawn.
    """
    fills_territories = kinds_by_name()[kind].drawn == FILLED
    has_place = member.point or member.territories
    # Without a point, the territories are filled; an association has none to fill.
    if fills_territories or not has_place:
        return _DrawnMember(member, member_style, None)
    point = member.point or find_town(member.departments[0], member.name)
    return _DrawnMember(member, member_style, point)


def _choose_window(members: Sequence[_DrawnMember], towns: Mapping[Point, str]) -> Window:
    """Return the part of the country to show: all of it if any territory is filled.

    A network of dots alone has the smallest window that shows them. `towns` are point → name.
    """
    if any(drawn.territories for drawn in members):
        return show_france()
    return choose_window([drawn.point for drawn in members if drawn.point], list(towns))


def _draw_ground(ax: Axes, shapes: Sequence[Shape], filled: Collection[str]) -> None:
    """Draw the land, on which territories are filled, as a single shape without a title.

    `filled` are the codes of the territories of members.
    """
    # The Rhône is one shape, unless the Métropole de Lyon or the rest of the Rhône is filled: then
    # the edges of both parts are drawn, too.
    divided = {shape.whole for shape in shapes if shape.whole and shape.code in filled}
    outlines = []
    for shape in shapes:
        if not shape.whole or shape.whole in divided:
            outlines.append(shape.path)
    land = Path.make_compound_path(*outlines)
    ax.add_artist(PathPatch(land, **make_fill(BARE)))


def _fill_territories(ax: Axes, members: Sequence[_DrawnMember], shapes: Sequence[Shape]) -> None:
    """Draw the territories of each member as one shape, with the member's name as its title."""
    # Régions lie below the départements in them: those with most territories are drawn first.
    largest_first = sorted(members, key=lambda drawn: -len(drawn.territories))
    for drawn in largest_first:
        outlines = [shape.path for shape in shapes if shape.code in drawn.territories]
        # A member that is a dot, or that no map can show.
        if not outlines:
            continue
        path = Path.make_compound_path(*outlines)
        patch = PathPatch(path, **make_fill(drawn.style))
        # The page's SVG has the name as the shape's title, which a browser shows and reads.
        patch.set_gid(f"title {drawn.member.name}")
        ax.add_artist(patch)


def _outline_regions(ax: Axes, window: Window) -> None:
    """Draw the borders of the régions as thin lines, unless the map shows a part of the country."""
    # The borders are those of the coarse outlines, and would miss the fine ones of such a map.
    if window.is_part:
        return
    borders = PathPatch(trace_regions(), facecolor="none", linewidth=0.8)
    borders.set_edgecolor(page_colours()["soft"])
    ax.add_artist(borders)


def _draw_insets(ax: Axes, labels: Labels, insets: Sequence[Inset]) -> None:
    """Name the insets, and frame the inset of Paris and the part of the country that it repeats.

    The insets of overseas show territories that lie elsewhere, and have no frames; the inset of
    Paris repeats the ground around Paris in a larger scale.
    """
    for inset in insets:
        labels.keep_off(inset.frame)
        repeated = inset.repeated_box
        # An inset of overseas repeats nothing.
        if repeated is None:
            labels.write(inset.name, inset.label, colour="soft")
            continue
        # That of Paris stands in the corner of the sheet, and its name is wider than it.
        _left, _bottom, right, _top = inset.frame
        _middle, height_of_name = inset.label
        labels.write(inset.name, (right, height_of_name), colour="soft", align="right")
        labels.keep_off(repeated)
        _draw_frame(ax, inset.frame)
        _draw_frame(ax, repeated)
    has_overseas = any(inset.repeated_box is None for inset in insets)
    # At the foot of the map, a line says that the scales of the insets differ.
    if has_overseas:
        # Not at the edge itself: a browser’s last letter may be cut off there.
        labels.write(SCALES, (WIDTH - 4, FOOT / -2), colour="soft", align="right")


def _draw_frame(ax: Axes, box: Sequence[float]) -> None:
    """Draw a thin frame along the edges left, bottom, right and top of a `box`."""
    left, bottom, right, top = box
    frame = Rectangle((left, bottom), right - left, top - bottom)
    frame.set(facecolor="none", edgecolor=page_colours()["soft"], linewidth=0.8)
    ax.add_artist(frame)


def _write_numbers(
    labels: Labels, members: Sequence[_DrawnMember], shapes: Sequence[Shape]
) -> None:
    """Write the number of each filled territory, "44", or the name of the région, "Bretagne".

    Numbers are the codes of départements, which the list beside the map explains.
    """
    # Names of régions come first: numbers of départements in them give way.
    for drawn in members:
        if drawn.is_named:
            colour, halo = _find_ink(drawn.style)
            # `data/reference/places.csv` has the place of each région's name.
            point = locate_label(drawn.member.code, (0, 0))
            name = _break_name(drawn.member.name)
            labels.write(name, point, colour=colour, gid=halo)
    # Paris has a second shape in its inset, which comes last: the number stands there.
    last_shapes = {shape.code: shape for shape in shapes}
    for drawn in members:
        if not drawn.is_named:
            for code in drawn.territories:
                _write_number(labels, last_shapes[code], drawn.style)


def _write_number(labels: Labels, shape: Shape, member_style: Style) -> None:
    """Write the number of a territory in its shape, or beside the shape if that is too small.

    A number gives way to the dot of a town, to another place within its shape. Where there is none,
    the number stands beside the shape, with a thin line, if `data/reference/numeros.csv` has a
    place for it there; else it isn't written.
    """
    # A part of the Rhône has the number of the whole.
    number = shape.whole or shape.code
    point = locate_label(shape.code, shape.point)
    # The best place of a tiny territory is beside it, where nothing else is written.
    is_outside = not shape.path.contains_point(point)
    if is_outside and labels.has_room(number, point):
        labels.write(number, point, colour="ink", gid="coded halo")
        return
    beside = find_number_beside(shape.code)
    # Places farther and farther from the middle.
    for shift in SHIFTS:
        place = labels.move(point, shift)
        if not shape.path.contains_point(place) or not labels.has_room(number, place):
            continue
        colour, halo = _find_ink(member_style)
        runs_over_edge = labels.measure_share(number, place, shape.path) < SHARE_INSIDE
        if runs_over_edge:
            # Better with a line beside the shape, unless this is its number's usual place.
            if beside and shift != (0, 0):
                continue
            # Ink on a halo of paper is read on both grounds.
            colour = "ink"
            halo = "halo"
        labels.write(number, place, colour=colour, gid=f"coded {halo}")
        return
    if beside:
        place, end_of_line = beside
        labels.write_beside(number, place, end_of_line)


def _find_ink(ground: Style) -> tuple[str, str]:
    """Return the colour of letters on a ground, and the CSS classes of the halo around them.

    Full blue → ("paper", "halo on-here"); dots or stripes → ("ink", "halo"). The halo has the
    colour of the ground, so that borders and hatches don't run into the letters.
    """
    if ground.is_full:
        return "paper", f"halo on-{ground.colour}"
    return "ink", "halo"


def _name_ground(labels: Labels, window: Window, shapes: Sequence[Shape]) -> None:
    """Name the départements of a part of the country, on free ground.

    A name that would stand on a dot or on another name isn't written.
    """
    for shape in shapes:
        name = find_institution(shape.code).name
        if window.holds(shape.point) and labels.has_room(name, shape.point):
            labels.write(name, shape.point, colour="soft")


def _break_name(name: str) -> str:
    r"""Break a région's name into lines of some ten letters, at spaces and after hyphens.

    "Provence-Alpes-Côte d’Azur" → "Provence-\nAlpes-Côte\nd’Azur".
    """
    words = name.replace("-", "- ").split()
    lines = [words[0]]
    for word in words[1:]:
        line = lines[-1]
        if len(line) + len(word) > LETTERS_IN_LINE:
            lines.append(word)
        elif line.endswith("-"):
            lines[-1] = f"{line}{word}"
        else:
            lines[-1] = f"{line} {word}"
    return "\n".join(lines)


def _list_dots(members: Sequence[_DrawnMember]) -> list[Dot]:
    """Return the dots of the members without a territory to fill, in the order of the members."""
    dots = []
    for drawn in members:
        if drawn.point:
            dots.append(Dot(drawn.member.name, drawn.style, drawn.point))
    return dots


def _list_signs_of_statuses(
    statuses: pd.Series, members: Sequence[_DrawnMember]
) -> dict[Hashable, list[Sign]]:
    """Return status → signs for the legend: a swatch, a dot, both, or none.

    `statuses` are those of the `members`, in the same order. A network of several kinds has filled
    territories and dots; an association isn't drawn at all, and a legend explains no sign that
    isn't on the map. Two statuses of the same style share its signs.
    """
    filled_styles = {drawn.style for drawn in members if drawn.territories}
    dotted_styles = {drawn.style for drawn in members if drawn.point}
    signs: dict[Hashable, list[Sign]] = {}
    for status, drawn in zip(statuses, members, strict=True):
        signs[status] = []
        if drawn.style in filled_styles:
            signs[status].append(make_swatch(make_fill(drawn.style)))
        if drawn.style in dotted_styles:
            signs[status].append(partial(draw_dots, drawn.style))
    return signs


def _list_signs_of_towns(
    dotted_towns: Mapping[Point, str], town_names: Mapping[Point, str], sign: Sign
) -> dict[Hashable, list[Sign]]:
    """Return the signs for the legend of the towns of meetings, and of towns that aren't named.

    Both are point → name of the town: `dotted_towns` of all dots on the map, "" for a town that
    nobody recorded, and `town_names` of the names that have found room. `sign` draws such a dot.
    """
    signs: dict[Hashable, list[Sign]] = {}
    if dotted_towns:
        signs[PLACES] = [sign]
    for point, town in dotted_towns.items():
        if town and point not in town_names:
            signs[UNNAMED_PLACES] = [sign]
    return signs


def _list_signs_of_dots(dots: Sequence[Dot]) -> list[Sign]:
    """Return the sign of each style that some dots have, each style once, in their order."""
    styles = dict.fromkeys(dot.style for dot in dots)
    return [partial(draw_dots, dot_style) for dot_style in styles]
