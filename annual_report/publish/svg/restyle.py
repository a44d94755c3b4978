"""From matplotlib's styles to the page's: attributes, the palette's classes, texts to be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from matplotlib.artist import Artist
from matplotlib.patches import Patch
from matplotlib.text import Text

from annual_report.french import typeset
from annual_report.publish.svg.backdrop import Backdrop, Filled
from annual_report.publish.svg.colours import ink_on, kept, palette, tone
from annual_report.publish.svg.drawing import is_mapped
from annual_report.publish.svg.hatches import look, tile
from annual_report.publish.svg.lines import align_lines
from annual_report.publish.svg.namespaces import HREF, SVG
from annual_report.publish.svg.paths import short

KEPT = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "font-size", "font-weight",
    "font-style",
}  # fmt: skip
DEFAULTS = {
    "stroke-linecap": "butt", "stroke-linejoin": "miter", "text-anchor": "start",
    "font-weight": "normal", "stroke-width": "1",
}  # fmt: skip
SHAPES = {f"{SVG}path", f"{SVG}use", f"{SVG}rect"}
LINE = re.compile(r"\s*M[^LCQMz]*L[^LCQMz]*\s*")
NUMBERS = ("transform", "x", "y", "width", "height")


@dataclass(frozen=True)
class GroupStyle:
    """What is known of a group: colours of a scale, a text with an outline, a hatch."""

    mapped: bool = False
    halo: bool = False
    hatch: str = ""
    hatched: bool = False


class Restyling:
    """Goes once through a drawing, in the order in which it is painted."""

    def __init__(self, root: Element, artists: Mapping[str, Artist]) -> None:
        self._artists = artists
        self._ground = Backdrop()
        self._drawn: dict[str, str] = {}  # the paths that are used by their id
        self._tiles: dict[str, Element] = {}
        self._walk(root, GroupStyle())
        if self._tiles:
            defs = Element(f"{SVG}defs")
            defs.extend(self._tiles.values())
            root.insert(0, defs)

    def _walk(self, element: Element, mark: GroupStyle) -> None:
        for name, value in declarations(element.attrib.pop("style", "")):
            if name in KEPT:
                element.set(name, value.removesuffix("px"))
        if element.tag == f"{SVG}g":
            mark = self._enter(element, mark)
            align_lines(element)
        if element.tag == f"{SVG}defs":
            self._define(element)
            return
        if element.tag in SHAPES:
            self._fill_shape(element, mark)
        elif element.tag == f"{SVG}text":
            self._ink(element, mark)
        elif "fill" in element.attrib:  # a formula's group or sign
            _colour(element, line=True)
        for child in element:
            self._walk(child, mark)
        tidy(element)

    def _enter(self, group: Element, mark: GroupStyle) -> GroupStyle:
        """Learn from a group's id who drew it, and obey an artist's gid."""
        artist = self._artists.get(group.get("id", ""))
        said = (artist.get_gid() if artist else group.get("id")) or ""
        order, _space, rest = said.partition(" ")
        if order == "class":
            for child in group.iter():
                if child.tag in (*SHAPES, f"{SVG}text"):
                    add_class(child, rest)
        elif order == "link":
            name_links(group, rest)
        if artist is None:
            return mark
        if isinstance(artist, Text):
            return replace(mark, halo=True)
        if is_mapped(artist):
            # Without this, hairlines of paper would be seen between cells.
            group.set("shape-rendering", "crispEdges")
            return replace(mark, mapped=True)
        assert isinstance(artist, Patch)
        return replace(mark, hatched=True, hatch=self._tile(artist))

    def _tile(self, patch: Patch) -> str:
        key = f"{patch.get_hatch()} {patch.get_facecolor()} {patch.get_hatchcolor()}"
        if key not in self._tiles:
            made = tile(patch, f"hatch-{len(self._tiles) + 1}")
            if made is None:
                return ""
            self._tiles[key] = made
        return str(self._tiles[key].get("id"))

    def _define(self, defs: Element) -> None:
        """Keep what is used by its id without a style of its own; matplotlib's hatches have one."""
        for child in defs:
            if child.tag == f"{SVG}path":
                self._drawn[child.get("id", "")] = child.get("d", "")
                for name in set(child.attrib) - {"id", "d"}:
                    del child.attrib[name]
            elif child.tag == f"{SVG}pattern":
                for part in child:
                    self._walk(part, GroupStyle())

    def _fill_shape(self, element: Element, mark: GroupStyle) -> None:
        """Colour a shape, and note it as a ground of what comes above it."""
        drawn = element.get("d") or self._drawn.get(element.get(HREF, "").removeprefix("#"), "")
        if LINE.fullmatch(drawn):
            element.set("fill", "none")
        elif "fill" not in element.attrib:  # matplotlib leaves black unsaid
            element.set("fill", "#000000")
        if mark.hatch:
            element.set("fill", f"url(#{mark.hatch})")
        filled = element.get("fill", "")
        _colour(element, mapped=mark.mapped)
        if filled == "none" or not drawn:
            return
        seen = None
        if filled.startswith("#"):
            seen = kept(filled) if mark.mapped else tone(filled)
        opacity = float(element.get("opacity", 1)) * float(element.get("fill-opacity", 1))
        x, y = (float(element.get(name, 0)) for name in "xy")
        self._ground.add(Filled(drawn, x, y, seen, opacity))

    def _ink(self, text: Element, mark: GroupStyle) -> None:
        """Give a text a colour in which it can be read where it stands, or an outline."""
        text.text = typeset(text.text or "")
        asked = text.get("fill", "#000000")
        if text.get("class"):  # the style sheet knows what to do about it
            text.set("fill", asked)
            _colour(text, line=True)
            return
        grounds = None if mark.halo else self._ground.below(text)
        ink = ink_on(asked, grounds) if grounds else None
        halo = ink is None
        if ink is None:
            ink = ink_on(asked, [palette()["paper"]]) or palette()["ink"]
        text.attrib |= look(ink, "fill")
        # The rules of publication hold colours without this to the page's own grounds.
        add_class(text, "halo" if halo else "" if ink.name else "f-own")


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """Read a style attribute."""
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def add_class(element: Element, name: str) -> None:
    """Give an element a class more."""
    if name:
        element.set("class", f"{element.get('class', '')} {name}".strip())


def name_links(group: Element, name: str) -> None:
    """Give the links in a group the name that a screen reader says and that a mouse shows."""
    for link in group.iter(f"{SVG}a"):
        link.set("aria-label", name)
        for shape in link:  # nothing to see, all the more to point at
            shape.set("pointer-events", "all")
        SubElement(link, f"{SVG}title").text = name


def tidy(element: Element) -> None:
    """Shorten numbers, and leave out what goes without saying."""
    for name in [name for name, value in DEFAULTS.items() if element.get(name) == value]:
        del element.attrib[name]
    for name in ("stroke-width", "stroke-dasharray", "font-size", "opacity"):
        if name in element.attrib:
            element.set(name, short(element.attrib[name]))
    if element.tag == f"{SVG}a":
        element.attrib.pop("target", None)
    if HREF in element.attrib:
        element.set("href", element.attrib.pop(HREF))
    for name in NUMBERS:
        if name in element.attrib:
            element.set(name, short(element.attrib[name]))


def _colour(element: Element, *, mapped: bool = False, line: bool = False) -> None:
    """Turn an element's fill and stroke into what they are on the page."""
    fill, stroke = (element.get(name, "none") for name in ("fill", "stroke"))
    for name, colour in (("fill", fill), ("stroke", stroke)):
        if not colour.startswith("#"):
            continue
        of_scale = mapped and (name == "fill" or fill in ("none", stroke))
        seen = kept(colour) if of_scale else tone(colour, line=line or name == "stroke")
        for attribute, value in look(seen, name).items():
            before = element.get(attribute) if attribute in ("class", "style") else None
            joint = ";" if attribute == "style" else " "
            element.set(attribute, f"{before}{joint}{value}" if before else value)
