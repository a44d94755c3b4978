"""The elements of a drawing, from what matplotlib wrote: flat, rounded, and what is alike together.

Numbers are to a tenth of a pixel: that halves what a page weighs, and no eye sees more. The gid
`class NAME` gives what is drawn a class of the style sheet, and `title WORDS` a name of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

NAMESPACE, REFERENCE = re.compile(r"\{[^}]*\}"), re.compile(r"#(\w+)")
NUMBER, LEADING_ZERO = re.compile(r"-?\d+\.\d+"), re.compile(r"\b0\.")
STEP, POINTS = re.compile(r"[MLQCz]|-?\d[\d.e-]*"), {"M": 1, "L": 1, "Q": 2, "C": 3}
"""What a path is made of, and how many points follow each of its commands."""
REFERRING = ("href", "clip-path")
ROUNDED = {"x", "y", "width", "height", "stroke-width"}
LEFT_OUT = {"stroke-linejoin", "stroke-miterlimit", "stroke-dashoffset", "image-rendering"}
USUAL = {
    ("fill-opacity", "1"), ("font-style", "normal"), ("font-weight", "400"), ("opacity", "1"),
    ("stroke-linecap", "butt"), ("stroke-width", "1"), ("text-anchor", "start"), ("transform", ""),
}  # fmt: skip
"""What goes without saying."""
PLACE = {"d", "x", "y", "href", "transform", "id", "width", "height"}
"""What tells elements apart that look alike."""
OPACITIES = {"opacity", "stroke-opacity"}

Look = dict[str, str]


def read_elements(svg: str, name: str) -> list[Element]:
    """Return the elements of a drawing that matplotlib wrote; `name` begins all ids."""
    root = ElementTree.fromstring(svg)
    looks = {part: _read_look(part) for element in root for part in element.iter()}
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        return f"#{names.setdefault(found[1], f'{name}-{len(names) + 1}')}"

    for look in looks.values():
        for key in REFERRING:
            if key in look:
                look[key] = REFERENCE.sub(rename, look[key])
    return [part for element in root for part in _flatten(element, {}, looks, names)]


def _read_look(element: Element) -> Look:
    """Return the attributes of an element, those of its style among them."""
    given = {NAMESPACE.sub("", key): value for key, value in element.attrib.items()}
    style = (setting.partition(": ") for setting in given.pop("style", "").split("; "))
    given |= {key: value for key, _colon, value in style if value}
    rounded = {key: _round(key, value) for key, value in given.items() if key not in LEFT_OUT}
    return {key: value for key, value in rounded.items() if (key, value) not in USUAL}


def _flatten(
    element: Element, around: Look, looks: Mapping[Element, Look], names: Mapping[str, str]
) -> Iterator[Element]:
    """Yield an element, or those of a group, with the look of the groups that it stands in."""
    tag, own = NAMESPACE.sub("", element.tag), dict(looks[element])
    identifier = own.pop("id", "")
    # What is cut off twice stands in a group that is.
    if "clip-path" in own and "clip-path" in around:
        outer = Element("g", {"clip-path": around["clip-path"]})
        around = {key: value for key, value in around.items() if key != "clip-path"}
        outer.extend(_flatten(element, around, looks, names))
        yield outer
    # Of matplotlib's groups only those matter that say how what is in them looks.
    elif tag in ("g", "a"):
        kind, _space, word = identifier.partition(" ")
        own = {key: value for key, value in own.items() if key not in ("href", "target")}
        own |= {kind: word} if kind in ("class", "title") else {}
        for child in element:
            yield from _flatten(child, around | own, looks, names)
    elif tag == "defs":
        made = Element("defs")
        for child in element:
            made.extend(_flatten(child, {}, looks, names))
        # A mark has the look of each place where it is repeated.
        for mark in made.iter("path"):
            mark.attrib = {key: value for key, value in mark.items() if key in ("d", "id")}
        yield from [made] if len(made) else []
    # matplotlib writes a path of no points as well.
    elif tag not in ("metadata", "style") and (tag != "path" or own.get("d")):
        look = around | own
        title = look.pop("title", "")
        look |= {"id": names[identifier]} if identifier in names else {}
        made = Element(tag, look)
        made.text = element.text if tag == "text" else None
        for child in element:
            made.extend(_flatten(child, {}, looks, names))
        if title:
            SubElement(made, "title").text = title
        yield made


def _round(key: str, value: str) -> str:
    """Return an attribute's value to a tenth of a pixel."""
    if key == "d":
        return _write_steps(value)
    if key == "transform":
        return NUMBER.sub(lambda found: f"{round(float(found[0]), 1):g}", value)
    return f"{round(float(value), 1) + 0:g}" if key in ROUNDED else value


def _write_steps(path: str) -> str:
    """Write a path from each rounded point to the next: no errors add up."""
    words, steps = iter(STEP.findall(path)), ""
    here = begun = (0, 0)
    command = letter = ""
    for word in words:
        if word == "z":
            steps, here, letter = f"{steps}z", begun, ""
            continue
        # A command, or the numbers that follow the last one.
        if word in POINTS:
            command, word = word, next(words)
        numbers = [word, *(next(words) for _number in range(2 * POINTS[command] - 1))]
        tenths = [round(10 * float(number)) for number in numbers]
        points = list(zip(tenths[::2], tenths[1::2], strict=True))
        # A step that rounding has brought to nothing.
        if command == "L" and points == [here]:
            continue
        # A path begins at a place, so that it can follow another; all else is a way from there.
        (left, top), step = ((0, 0), "M") if command == "M" else (here, command.lower())
        by = " ".join(f"{(x - left) / 10:g} {(y - top) / 10:g}" for x, y in points)
        steps += (" " if letter == step else step) + by
        here, letter = points[-1], step
        begun = here if command == "M" else begun
    return LEADING_ZERO.sub(".", steps).replace(" -", "-")


def group_alike(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield what looks alike and follows each other as one path, or in one group."""

    def look_of(element: Element) -> tuple[str, Look]:
        return element.tag, {key: it for key, it in element.items() if key not in PLACE}

    for (tag, look), several in groupby(elements, key=look_of):
        parts = list(several)
        # Lines hide nothing of each other.
        plain = look.get("fill") == "none" and not OPACITIES & look.keys()
        if tag == "path" and plain and not any(len(part) for part in parts):
            parts[0].set("d", "".join(part.attrib["d"] for part in parts))
            del parts[1:]
        # What is moved is cut off by a group: else its cut would be moved as well.
        is_moved = tag == "use" or "transform" in parts[0].attrib
        if tag in ("defs", "g") or (len(parts) == 1 and not (is_moved and "clip-path" in look)):
            yield from parts
            continue
        group = Element("g", look)
        for part in parts:
            part.attrib = {key: it for key, it in part.items() if key in PLACE}
        group.extend(parts)
        yield group
