"""A map of the members of a network: territories filled by status, with numbers.

An institution fills its territories: the Collectivité européenne d’Alsace two départements, a
région all départements, under a name. A member without a territory, a commune or an association, is
a dot. The names of départements stand in the list beside the map, and in the title of each shape.
"""

from collections.abc import Hashable, Mapping, Sequence
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
    name_dots,
)
from annual_report.report.charts.ground import (
    FOOT,
    Point,
    Shape,
    Window,
    choose_window,
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
MOSTLY = 0.85
"""The share of a number's box that lies in its territory where the number is written in it."""
UNNAMED = "sans_nom"
"""What a legend calls members whose dots have no name beside them, for lack of room."""
NUDGES = sorted(product((-18, -12, 0, 12, 18), (-16, -9, 0, 9, 16)), key=lambda by: hypot(*by))
"""How a number gives way to the dot of a town, in pixels, the nearest way first."""


class _DrawnMember(NamedTuple):
    """A member and how the map draws it: the style, and the place of its dot.

    `point` is None for a member that fills its territories.
    """

    member: Institution
    look: Style
    point: Point | None

    @property
    def territories(self) -> tuple[str, ...]:
        """The codes of the territories that the member fills."""
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
    """Draw a map of France with the institutions of a frame, in kilometres.

    Each status has a style, from `styles` or from the styles of the measures; a member without
    status has the style of a member. `places` has the `departement` and the `ville` of each place
    of a meeting; with `regions` the borders of the régions are drawn. `legend` has the words for
    each status, for the places (“lieux”) and for dots without a name (“sans_nom”); without words
    the Axes remember their signs: `ax.explain_signs(words)`. Raise PublishError for a column or a
    style that is missing, and for codes that are no texts.

    >>> from annual_report import charts, measures
    >>> ax = charts.map(measures.list_institutions(["44", "32"]))
    >>> [number.get_text() for number in ax.texts][-2:]
    ['32', '44']
    """
    columns = [member, status] if status else [member]
    require_columns("map", frame, *columns)
    require_members("map", frame, member)
    if places is not None:
        require_columns("map", places, "departement", "ville")
        require_departments("map", places)
    statuses = pd.Series(MEMBER, frame.index)
    if status:
        statuses = frame[status].astype(object).fillna(MEMBER)
    looks = dict(STYLES)
    looks.update(styles or {})
    marks = _mark_members(frame, member, statuses, looks)
    towns = find_town_points(places)
    window = _choose_window(marks, towns)
    scale = width / (window.right - window.left)
    height = scale * (window.top - window.bottom)
    with style():
        figure: Figure = plt.figure(figsize=(width / DPI, height / DPI))
        # Ticks that are never seen take a tenth of the time of a map: there are none.
        ax = figure.add_axes((0, 0, 1, 1), xticks=[], yticks=[])
        ax.set_xlim(window.left, window.right)
        ax.set_ylim(window.bottom, window.top)
        ax.set_axis_off()
        labels = Labels(ax, scale)
        shapes = window.list_shapes()
        _fill_territories(ax, marks, shapes)
        if regions or any(mark.is_named for mark in marks):
            _outline_regions(ax, window)
        _draw_insets(ax, labels, window.insets)
        # Dots first: numbers and names give way to them.
        dotted_towns = dot_towns(ax, labels, towns, window)
        dots = [Dot(mark.member.name, mark.look, mark.point) for mark in marks if mark.point]
        dot_members(ax, labels, dots, window)
        _write_numbers(labels, marks, shapes)
        filled = {code for mark in marks for code in mark.territories}
        covered = [shape.path for shape in shapes if shape.code in filled]
        unnamed = name_dots(labels, dots, dotted_towns, covered, window)
        if window.is_part:
            _name_ground(labels, window, shapes)
    signs: dict[Hashable, list[Sign]] = {}
    for value, mark in zip(statuses, marks, strict=True):
        signs[value] = _list_signs(mark.look, marks)
    if dotted_towns:
        signs[PLACES] = [draw_town]
    # Each style of theirs once, in the order of the members.
    styles_unnamed = dict.fromkeys(dot.look for dot in unnamed)
    signs[UNNAMED] = [partial(draw_dots, look) for look in styles_unnamed]
    keep_signs(ax, signs)
    if legend:
        ax.explain_signs(legend)  # type: ignore[attr-defined]
    return ax


def _find_look(status: Hashable, looks: Mapping[Hashable, Style]) -> Style:
    """Return the style of a status; raise PublishError for an unknown status."""
    if status not in looks:
        known = [str(name) for name in looks]
        line = _(
            "charts.map: no style is that of “{status}”; write styles={line}, or one of {known}",
            status=status,
            line=f"{{{status!r}: charts.Style(…)}}",
            known=", ".join(known),
        )
        raise PublishError(add_nearest(line, find_nearest(str(status), known)))
    return looks[status]


def _mark_members(
    frame: pd.DataFrame, member: str, statuses: pd.Series, looks: Mapping[Hashable, Style]
) -> list[_DrawnMember]:
    """Return how each member of a frame is drawn, in the order of the rows.

    A frame of the measures has each member's kind in the column `nature`; without that column a
    member is drawn by the first of its kinds.
    """
    kinds = frame["nature"] if "nature" in frame else pd.Series(pd.NA, frame.index)
    marks = []
    for code, kind, status in zip(frame[member], kinds, statuses, strict=True):
        look = _find_look(status, looks)
        marks.append(_mark_member(find_institution(code), kind, look))
    return marks


def _mark_member(member: Institution, kind: Any, look: Style) -> _DrawnMember:
    """Return how a member is drawn: filled or as a dot, by its kind in the network.

    `kind` is the member's kind in the network, missing where the network's table doesn't say. Paris
    is a département that fills its territory, and a dot among communes. The drawn member has
    a point only as a dot: else its territories are filled, of which an association has none.
    """
    name = kind if pd.notna(kind) else member.kinds[0]
    is_filled = kinds_by_name()[name].drawn == FILLED
    has_place = member.point or member.territories
    if is_filled or not has_place:
        return _DrawnMember(member, look, None)
    point = member.point or find_town(member.departments[0], member.name)
    return _DrawnMember(member, look, point)


def _choose_window(marks: Sequence[_DrawnMember], towns: Mapping[Point, str]) -> Window:
    """Return the part of the country to show: all of it if any territory is filled.

    A network of dots alone has the smallest window that shows them.
    """
    if any(mark.territories for mark in marks):
        return show_france()
    return choose_window([mark.point for mark in marks if mark.point], list(towns))


def _fill_territories(ax: Axes, marks: Sequence[_DrawnMember], shapes: Sequence[Shape]) -> None:
    """Fill the land as a single shape, and each member's territories as a shape with a title."""
    filled = {code for mark in marks for code in mark.territories}
    # The two parts of the Rhône are drawn where one of them is a member's.
    parted = {shape.whole for shape in shapes if shape.whole and shape.code in filled}
    land = []
    for shape in shapes:
        if not shape.whole or shape.whole in parted:
            land.append(shape.path)
    ground = Path.make_compound_path(*land)
    ax.add_artist(PathPatch(ground, **make_fill(BARE)))
    # Régions lie below the départements in them.
    for mark in sorted(marks, key=lambda mark: -len(mark.territories)):
        own = [shape.path for shape in shapes if shape.code in mark.territories]
        if own:
            path = Path.make_compound_path(*own)
            patch = PathPatch(path, **make_fill(mark.look))
            # The page's SVG has the name as the shape's title, which a browser shows and reads.
            patch.set_gid(f"title {mark.member.name}")
            ax.add_artist(patch)


def _outline_regions(ax: Axes, window: Window) -> None:
    """Draw the borders of the régions, unless the map shows only a part of the country."""
    if not window.is_part:
        borders = PathPatch(trace_regions(), facecolor="none", linewidth=0.8)
        borders.set_edgecolor(page_colours()["soft"])
        ax.add_artist(borders)


def _draw_insets(ax: Axes, labels: Labels, insets: Sequence[Inset]) -> None:
    """Name the insets, and frame the inset that repeats a part of the country, and that part."""
    for inset in insets:
        labels.keep_off(inset.frame)
        repeated = inset.repeated_box
        if repeated is None:
            labels.write(inset.name, inset.label, colour="soft")
            continue
        # That of Paris stands in the corner of the sheet, and its name is wider than it.
        corner = inset.frame[2], inset.label[1]
        labels.write(inset.name, corner, colour="soft", align="right")
        labels.keep_off(repeated)
        for left, bottom, right, top in (inset.frame, repeated):
            frame = Rectangle((left, bottom), right - left, top - bottom)
            frame.set(facecolor="none", edgecolor=page_colours()["soft"], linewidth=0.8)
            ax.add_artist(frame)
    if any(inset.shift is None for inset in insets):
        # Not at the edge itself: a browser’s last letter may be cut off there.
        labels.write(SCALES, (WIDTH - 4, FOOT / -2), colour="soft", align="right")


def _write_numbers(labels: Labels, marks: Sequence[_DrawnMember], shapes: Sequence[Shape]) -> None:
    """Write the number of each filled territory, or the name of the région.

    Numbers are the codes of départements, which the list beside the map explains.
    """
    # Of a territory that is drawn twice the last shape is that of the inset.
    shape_of = {shape.code: shape for shape in shapes}
    # Names of régions first: numbers of départements in them give way.
    for mark in sorted(marks, key=lambda mark: not mark.is_named):
        if mark.is_named:
            colour, halo = _find_ink(mark.look)
            point = locate_label(mark.member.code, (0, 0))
            labels.write(_cut_name(mark.member.name), point, colour=colour, gid=halo)
            continue
        for code in mark.territories:
            _write_number(labels, shape_of[code], mark.look)


def _write_number(labels: Labels, shape: Shape, look: Style) -> None:
    """Write the number of a territory in its shape, or beside the shape if that is too small."""
    number = shape.whole or shape.code
    point = locate_label(shape.code, shape.point)
    # A territory that is too small has its number beside it, where nothing else is written.
    if not shape.path.contains_point(point):
        if labels.has_room(number, point):
            labels.write(number, point, colour="ink", gid="coded halo")
        return
    for nudge in NUDGES:
        step = labels.move(point, nudge)
        if not shape.path.contains_point(step) or not labels.has_room(number, step):
            continue
        colour, halo = _find_ink(look)
        # A number that runs over the edge has ink on a halo of paper, read on both grounds.
        if labels.measure_share(number, step, shape.path) < MOSTLY:
            colour = "ink"
            halo = "halo"
        labels.write(number, step, colour=colour, gid=f"coded {halo}")
        return
    # Where the dot of a town leaves no room for the number, the name of the town stands there.


def _find_ink(look: Style) -> tuple[str, str]:
    """Return the colour of words on a style, and the classes of the halo around their letters.

    The halo has the colour of the ground, so that borders and hatches don't run into the letters.
    """
    if look.is_full:
        return "paper", f"halo on-{look.colour}"
    return "ink", "halo"


def _name_ground(labels: Labels, window: Window, shapes: Sequence[Shape]) -> None:
    """Name the départements of a part of the country, on free ground."""
    for shape in shapes:
        name = find_institution(shape.code).name
        if window.holds(shape.point) and labels.has_room(name, shape.point):
            labels.write(name, shape.point, colour="soft")


def _cut_name(name: str) -> str:
    """Cut a région's name in lines of some ten letters, at its spaces and after its hyphens."""
    lines = [""]
    for part in name.replace("-", "- ").split():
        is_long = lines[-1] and len(lines[-1]) + len(part) > 10
        if is_long:
            lines.append(part)
        else:
            lines[-1] += part if lines[-1].endswith("-") or not lines[-1] else f" {part}"
    return "\n".join(lines)


def _list_signs(look: Style, marks: Sequence[_DrawnMember]) -> list[Sign]:
    """Return the signs of a style for the legend: a swatch, a dot, both, or none.

    A network of several kinds has filled territories and dots; an association isn't drawn at all,
    and a legend explains no sign that isn't on the map.
    """
    signs: list[Sign] = []
    if any(mark.look == look and mark.territories for mark in marks):
        signs.append(make_swatch(make_fill(look)))
    if any(mark.look == look and mark.point for mark in marks):
        signs.append(partial(draw_dots, look))
    return signs
