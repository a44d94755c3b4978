"""A map of the members of a network: territories filled by status, their numbers in them.

An institution fills its territories: the Collectivité européenne d’Alsace two départements, a
région all of its own, by its name. One that fills none, a commune or an association, is a dot at
its place. Names of départements stand in the list beside the map, and in the title of each shape.
"""

from collections import defaultdict
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
from annual_report.network.measures.territory import FILLED
from annual_report.network.territories.institutions import Institution, find_institution
from annual_report.network.territories.kinds import REGION, kinds_by_name
from annual_report.network.territories.outlines import SCALES, WIDTH, list_insets
from annual_report.report.charts.ground import (
    FOOT,
    WHOLE,
    Point,
    Window,
    choose_window,
    find_town,
    list_shapes,
    locate_label,
    repeat_in_inset,
    trace_regions,
)
from annual_report.report.charts.labels import Labels
from annual_report.report.charts.legend import Sign, keep_signs, make_swatch
from annual_report.report.charts.styles import BARE, MEMBER, STYLES, Style, make_fill

WIDE = 380
"""Pixels: the width of a map, which a telephone has too."""
PLACES = "lieux"
"""What a legend calls the places of a map, beside the statuses of its members."""
MOST_NAMES = 24
"""So many dots have their names: more would stand on each other."""
NUDGES = sorted(product((-18, -12, 0, 12, 18), (-16, -9, 0, 9, 16)), key=lambda by: hypot(*by))
"""How a number gives way to the dot of a town, in pixels, the nearest way first."""


class _DrawnMember(NamedTuple):
    """A member as it is drawn; `point` is where its dot is, None of one that fills territories."""

    member: Institution
    look: Style
    point: Point | None

    @property
    def territories(self) -> tuple[str, ...]:
        """The codes of what it fills."""
        return () if self.point else self.member.territories

    @property
    def is_named(self) -> bool:
        """Whether its name is written and not its numbers: that of a région."""
        return REGION in self.member.kinds and len(self.territories) > 2


def draw_map(
    frame: pd.DataFrame,
    *,
    code: str = "code",
    status: str | None = None,
    styles: Mapping[Hashable, Style] | None = None,
    places: pd.DataFrame | None = None,
    regions: bool = False,
    legend: Mapping[Any, str] | None = None,
    width: float = WIDE,
) -> Axes:
    """Draw a map of France on which the institutions of a frame are, in kilometres.

    Each status has its style, from `styles` or from those of the measures; a member without status
    has that of a member. `places` has the `code` of a département and the `town` of each place of a
    meeting; with `regions` the borders of the régions are drawn. `legend` has the words for each
    status and for the places; without it the Axes remember their signs: `ax.explain_signs(words)`.

    >>> from annual_report import charts, measures
    >>> ax = charts.map(measures.list_institutions(["44", "32"]))
    >>> [number.get_text() for number in ax.texts][-2:]
    ['32', '44']
    """
    looks = {**STYLES, **(styles or {})}
    _require_columns(frame, code, *([status] if status else []))
    if places is not None:
        _require_columns(places, "code", "town")
    given = (
        frame[status].astype(object).fillna(MEMBER) if status else pd.Series(MEMBER, frame.index)
    )
    kinds = frame["kind"] if "kind" in frame else pd.Series(pd.NA, frame.index)
    marks = [
        _mark_member(find_institution(member), kind, _find_look(value, looks))
        for member, kind, value in zip(frame[code], kinds, given, strict=True)
    ]
    is_filled = any(mark.territories for mark in marks)
    window = WHOLE if is_filled else choose_window([mark.point for mark in marks if mark.point])
    scale = width / (window.right - window.left)
    with style():
        height = scale * (window.top - window.bottom)
        figure: Figure = plt.figure(figsize=(width / DPI, height / DPI))
        # Ticks that are never seen take a tenth of the time of a map: there are none.
        ax = figure.add_axes((0, 0, 1, 1), xticks=[], yticks=[])
        ax.set(xlim=(window.left, window.right), ylim=(window.bottom, window.top))
        ax.set_axis_off()
        labels = Labels(ax, scale)
        _fill_territories(ax, marks, window)
        if not window.is_part:
            if regions or any(mark.is_named for mark in marks):
                _outline_regions(ax)
            _draw_insets(ax, labels)
        # Dots first: numbers and names give way to them.
        towns = _dot_towns(ax, labels, places, window)
        _dot_members(ax, labels, marks)
        _write_numbers(labels, marks)
        _name_dots(labels, marks, towns)
        if window.is_part:
            _name_ground(labels, window)
    signs = {value: _list_signs(mark.look, marks) for value, mark in zip(given, marks, strict=True)}
    keep_signs(ax, signs | ({PLACES: [_draw_town]} if towns else {}))
    if legend:
        ax.explain_signs(legend)  # type: ignore[attr-defined]
    return ax


def _require_columns(frame: pd.DataFrame, *names: str) -> None:
    for name in names:
        if name not in frame:
            columns = [str(column) for column in frame.columns]
            line = _("charts.map: the table has no column “{name}”, but {columns}",
                     name=name, columns=", ".join(columns))  # fmt: skip
            raise PublishError(add_nearest(line, find_nearest(name, columns)))


def _find_look(status: Hashable, looks: Mapping[Hashable, Style]) -> Style:
    """Return the style of a status; raise PublishError for one that has none: it would lie."""
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


def _mark_member(member: Institution, kind: Any, look: Style) -> _DrawnMember:
    """Say how a member is drawn, as what it is in its network: Paris among communes is a dot."""
    drawn = kinds_by_name()[kind if pd.notna(kind) else member.kinds[0]].drawn
    if drawn == FILLED or not (member.point or member.territories):
        return _DrawnMember(member, look, None)
    return _DrawnMember(member, look, member.point or find_town(member.departments[0], member.name))


def _fill_territories(ax: Axes, marks: Sequence[_DrawnMember], window: Window) -> None:
    """Fill the land as one shape, and each member's territories as one that says its name."""
    shapes = list_shapes(fine=window.is_part)
    filled = {code for mark in marks for code in mark.territories}
    # The two parts of the Rhône are drawn where one of them is a member's.
    parted = {shape.whole for shape in shapes if shape.whole and shape.code in filled}
    land = [shape.path for shape in shapes
            if (shape.whole or shape.code) in parted or not shape.whole]  # fmt: skip
    ax.add_artist(PathPatch(Path.make_compound_path(*land), **make_fill(BARE)))
    # Régions lie below the départements in them.
    for mark in sorted(marks, key=lambda mark: -len(mark.territories)):
        own = [shape.path for shape in shapes if shape.code in mark.territories]
        if own:
            path = Path.make_compound_path(*own)
            ax.add_artist(PathPatch(path, gid=f"title {mark.member.name}", **make_fill(mark.look)))


def _outline_regions(ax: Axes) -> None:
    look = {"facecolor": "none", "edgecolor": page_colours()["soft"], "linewidth": 0.8}
    ax.add_artist(PathPatch(trace_regions(), **look))


def _draw_insets(ax: Axes, labels: Labels) -> None:
    """Name the insets, and frame the one that repeats a part of the country, here and there."""
    for inset in list_insets():
        if inset.shift is None:
            labels.write(inset.name, inset.label, colour="soft")
            continue
        # That of Paris stands in the corner of the sheet, and its name is wider than it.
        corner = inset.frame[2], inset.label[1]
        labels.write(inset.name, corner, colour="soft", align="right")
        left, bottom, right, top = inset.frame
        x, y = (
            (edge - by) / inset.scale for edge, by in zip((left, bottom), inset.shift, strict=True)
        )
        for at, size in (((left, bottom), 1.0), ((x, y), inset.scale)):
            frame = Rectangle(at, (right - left) / size, (top - bottom) / size)
            frame.set(facecolor="none", edgecolor=page_colours()["soft"], linewidth=0.8)
            ax.add_artist(frame)
    labels.write(SCALES, (WIDTH, FOOT / -2), colour="soft", align="right")


def _dot_towns(
    ax: Axes, labels: Labels, places: pd.DataFrame | None, window: Window
) -> dict[Point, str]:
    """Dot the places where one met; return their towns by their points, "" of one unknown."""
    towns: dict[Point, str] = {}
    for where, town in () if places is None else places[["code", "town"]].itertuples(index=False):
        name = town if pd.notna(town) else ""
        point = find_town(where, name)
        if point and window.holds(point):
            towns[point if window.is_part else repeat_in_inset(point)] = name
    for point in towns:
        _draw_town(ax, *point)
        labels.keep_free(point)
    return towns


def _dot_members(ax: Axes, labels: Labels, marks: Sequence[_DrawnMember]) -> None:
    """Mark those that fill no territory, all of a style at once: a thousand lines take seconds."""
    points: dict[Style, list[Point]] = defaultdict(list)
    for mark in marks:
        if mark.point:
            points[mark.look].append(mark.point)
            labels.keep_free(mark.point)
    for look, marked in points.items():
        _draw_dots(look, ax, *zip(*marked, strict=True))


def _write_numbers(labels: Labels, marks: Sequence[_DrawnMember]) -> None:
    """Write the number of each territory in it, or the name of its région."""
    # Of what is drawn twice the last shape is that of the inset.
    shapes = {shape.code: shape for shape in list_shapes()}
    # Names of régions first: numbers of départements in them give way.
    for mark in sorted(marks, key=lambda mark: not mark.is_named):
        gid, colour = ("halo", "ink")
        if mark.look.is_full:
            gid, colour = f"halo on-{mark.look.colour}", "paper"
        if mark.is_named:
            point = locate_label(mark.member.code, (0, 0))
            labels.write(_cut_name(mark.member.name), point, colour=colour, gid=gid)
            continue
        for code in mark.territories:
            shape, point = shapes[code], locate_label(code, shapes[code].point)
            number = shape.whole or code
            # One that is too small has its number beside it.
            if not shape.path.contains_point(point):
                labels.write(number, point, colour="ink", gid="coded halo")
                continue
            steps = [labels.move(point, by) for by in NUDGES]
            inside = [step for step in steps if shape.path.contains_point(step)]
            free = (step for step in inside if labels.has_room(number, step))
            # Where the dot of a town leaves it no room, its name stands there.
            if spot := next(free, None):
                labels.write(number, spot, colour=colour, gid=f"coded {gid}")


def _name_dots(labels: Labels, marks: Sequence[_DrawnMember], towns: Mapping[Point, str]) -> None:
    """Name the towns where one met, then the members that are dots, where there is room."""
    filled = {code for mark in marks for code in mark.territories}
    covered = [shape.path for shape in list_shapes() if shape.code in filled]
    for point, town in towns.items():
        if town:
            labels.write_beside(town, point, covered, "accent")
    dots = {mark.point: mark.member.name for mark in marks if mark.point}
    for point, name in dots.items() if len(dots) <= MOST_NAMES else ():
        if name not in towns.values():
            labels.write_beside(name, point, covered, "ink")


def _name_ground(labels: Labels, window: Window) -> None:
    """Name the départements of a part of the country, where nothing else is written."""
    for shape in list_shapes(fine=True):
        name = find_institution(shape.code).name
        if window.holds(shape.point) and labels.has_room(name, shape.point):
            labels.write(name, shape.point, colour="soft")


def _cut_name(name: str) -> str:
    """Cut a long name in lines, after each hyphen that leaves enough on both sides."""
    lines = [""]
    for part in name.replace("-", "- ").split():
        is_long = lines[-1] and len(lines[-1]) + len(part) > 10
        if is_long:
            lines.append(part)
        else:
            lines[-1] += part if lines[-1].endswith("-") or not lines[-1] else f" {part}"
    return "\n".join(lines)


def _list_signs(look: Style, marks: Sequence[_DrawnMember]) -> list[Sign]:
    """Return how members of a style were drawn: as surfaces, as dots, or as both."""
    signs: list[Sign] = []
    if any(mark.look == look and mark.territories for mark in marks):
        signs.append(make_swatch(make_fill(look)))
    if any(mark.look == look and mark.point for mark in marks):
        signs.append(partial(_draw_dots, look))
    return signs


def _draw_town(ax: Axes, x: Any, y: Any) -> None:
    """Draw the dot of a town where one met."""
    colours = page_colours()
    ax.plot(x, y, "o", ms=8, mfc=colours["accent"], mec=colours["paper"], mew=1.5, zorder=4,
            clip_on=False)  # fmt: skip


def _draw_dots(look: Style, ax: Axes, x: Any, y: Any) -> None:
    """Draw the dots of a style at one place or several: full, rings or crosses."""
    colours = page_colours()
    marker = "o"
    full, paper = colours[look.colour], colours["paper"]
    shape: dict[str, Any] = {"mfc": full, "mec": paper, "mew": 0.6, "ms": 8}
    if look.hatch == "..":
        shape = {"mfc": paper, "mec": full, "mew": 1.6, "ms": 7}
    elif look.hatch:
        marker = "X"
    ax.plot(x, y, marker, ls="none", zorder=3, clip_on=False, **shape)
