"""From matplotlib's SVG to a drawing of the page, in a single walk over the tree.

The "look" of an element is its colours, lines, font and clipping, without its place. Groups are
made anew: neighbours with the same look share a group. A CSS style becomes attributes of SVG, which
survive in a page without styles; ids are numbers after the figure's name; a repeated mark and a
clipping shape are defined once, in `<defs>`.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

ATTRIBUTES_OF_PLACE = {"d", "x", "y", "width", "height", "href", "transform"}
"""The attributes for the place and the shape of an element: they stay with the element."""
LENGTHS = {"x", "y", "width", "height", "stroke-width"}
"""The attributes that are lengths, written to a tenth of a pixel: no eye sees more."""
LEFT_OUT = {"id", "stroke-miterlimit", "target"}
"""Attributes of matplotlib's that no page needs; ids of two figures would clash."""
DEFAULTS = {
    "class": "",
    "fill-opacity": "1",
    "font-style": "normal",
    "font-weight": "400",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "round",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
}
"""An attribute → its value in SVG if it isn't written, so that it is left out then.

Round joins aren't SVG's default: `stroke-linejoin` is written once, at the root."""
PAINTED_ELEMENTS = {"path", "use", "text"}
"""The elements that SVG paints black where no `fill` is given."""

Look = dict[str, str]
"""The attributes of an element that make its look, by name, as `{"fill": "#22507f"}`."""


class Adaptation:
    """The drawing of a page made from matplotlib's tree: its groups, and its definitions.

    `drawn` is the `<svg>` that matplotlib wrote; the ids of definitions begin with `name`, which no
    other drawing of the page has.
    """

    def __init__(self, drawn: Element, name: str) -> None:
        self.elements: list[Element] = []
        self.definitions = Element("defs")
        self._name = name
        self._originals: dict[str, Element] = {}
        for element in drawn.iter():
            if _get_tag(element) == "defs":
                for part in element:
                    self._originals[part.get("id", "")] = part
        self._ids: dict[tuple[str, ...], str] = {}
        self._take(drawn, {})

    def _take(self, group: Element, around: Mapping[str, str]) -> None:
        """Add the elements of a group of matplotlib's, and of all groups below, to `elements`.

        `around` is the look that the groups around give to their elements.
        """
        for part in group:
            tag = _get_tag(part)
            if tag in ("defs", "metadata"):
                continue
            look = self._read_look(part)
            # matplotlib moves a group for a formula alone; its links lead to no address.
            if tag == "g" and "transform" in look:
                self._take_formula(part, {**around, **look})
            elif tag in ("g", "a"):
                look.pop("href", None)
                self._take(part, {**around, **look, **_read_gid(part)})
            else:
                text = part.text if tag == "text" else None
                self._add(tag, text, around, look)

    def _add(self, tag: str, text: str | None, around: Mapping[str, str], own: Look) -> None:
        """Add an element to the last group if the looks are the same, or else to a new group.

        `around` is the look of all groups around the element, `own` that of the element itself.
        """
        look = {**around, **own}
        place: dict[str, str] = {}
        for key in own:
            if key in ATTRIBUTES_OF_PLACE:
                place[key] = look.pop(key)
        # A shape may be clipped twice: by its own clip-path, as a hatch is, and by that of the
        # groups around it, the frame of the axes. Then the group gets the second one.
        if "clip-path" in around and "clip-path" in own:
            place["clip-path"] = own["clip-path"]
            look["clip-path"] = around["clip-path"]
        title = look.pop("title", None)
        if tag in PAINTED_ELEMENTS:
            look.setdefault("fill", "#000000")
        is_seen = look.get("fill") != "none" or "stroke" in look
        # matplotlib writes empty paths, and invisible ones to keep room for something.
        if tag == "path" and not ("d" in place and is_seen):
            return
        look = {key: value for key, value in look.items() if value != DEFAULTS.get(key)}
        # The order is that of the drawing: later elements lie above earlier ones.
        if not self.elements or self.elements[-1].attrib != look:
            self.elements.append(Element("g", look))
        element = SubElement(self.elements[-1], tag, place)
        element.text = text
        if title:
            SubElement(element, "title").text = title

    def _take_formula(self, group: Element, look: Look) -> None:
        """Add a formula of matplotlib's, a group of signs that is moved as a whole, as it is.

        `look` has the attributes of the group around, as SVG names them.
        """
        # SVG's own black, said aloud: the colours of a look are exchanged for those of a dark page.
        look.setdefault("fill", "#000000")
        made = Element("g", look)
        for part in group:
            tag = _get_tag(part)
            if tag != "defs":
                SubElement(made, tag, self._read_look(part))
        self.elements.append(made)

    def _read_look(self, element: Element) -> Look:
        """Return the attributes of an element, including those in its CSS style, with our ids."""
        look: Look = {}
        for key, value in _list_attributes(element):
            if key in LEFT_OUT or not value:
                continue
            if key == "href" and value.startswith("#"):
                look[key] = f"#{self._define(value[1:])}"
            elif key == "clip-path":
                identifier = value.removeprefix("url(#").removesuffix(")")
                look[key] = f"url(#{self._define(identifier)})"
            else:
                look[key] = value
                if key in LENGTHS:
                    look[key] = write_tenths(float(value))
        return look

    def _define(self, identifier: str) -> str:
        """Return our id of a mark or clipping shape that matplotlib has defined as `identifier`.

        Equal definitions share an id: "m3f2a" and "m9c1e" of the same circle → "membres-1".
        """
        original = self._originals[identifier]
        tag = _get_tag(original)
        # A mark has the look of each place that it is used at.
        shape = original[0] if tag == "clipPath" else original
        look = self._read_look(shape)
        place = {key: value for key, value in look.items() if key in ATTRIBUTES_OF_PLACE}
        # Definitions of the same shape are the same mark, whatever their ids were.
        content = (tag, *place.values())
        if content not in self._ids:
            self._ids[content] = f"{self._name}-{len(self._ids) + 1}"
            made = SubElement(self.definitions, tag, id=self._ids[content])
            if tag == "clipPath":
                SubElement(made, _get_tag(shape), place)
            else:
                made.attrib.update(place)
        return self._ids[content]


def write_tenths(length: float) -> str:
    """Return a length in pixels to a tenth, without needless zeros: 2.04 → "2", 0.5 → "0.5"."""
    return f"{round(length, 1) + 0:g}"


def _get_tag(element: Element) -> str:
    """Return the name of an element without the namespace: "g" of "{http://www…}g"."""
    return element.tag.rpartition("}")[2]


def _read_gid(group: Element) -> Look:
    """Return the class, or the title, that the id of a group asks for; {} for another id.

    Whoever draws writes `set_gid("class halo")` or `set_gid("title Ain : 3")`.
    """
    kind, _space, words = group.get("id", "").partition(" ")
    return {kind: words} if kind in ("class", "title") else {}


def _list_attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element with their values, including those in its `style`."""
    for key, value in element.attrib.items():
        if key != "style":
            yield key.rpartition("}")[2], value
            continue
        for declaration in value.split(";"):
            name, _colon, property_value = declaration.partition(":")
            yield name.strip(), property_value.strip()
