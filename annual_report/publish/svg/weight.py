"""The same drawing in fewer bytes: what says nothing goes, what is alike is said once."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from annual_report.publish.svg.namespaces import SVG
from annual_report.publish.svg.paths import STEP, extent, is_straight, moved_path, short_path

REFERRING = ("fill", "stroke", "href", "clip-path")
REFERENCE = re.compile(r"(?:url\(#|^#)([\w-]+)")
INHERITED = ("fill", "class", "style")
FEW_POINTS = 6
"""Filled shapes of so few points can't be each other's holes: matplotlib turns them all one way."""

Box = tuple[float, float, float, float]


def lighten(root: Element, name: str) -> None:
    """Shorten a drawing, whose ids begin with `name` from then on."""
    _ticks_first(root)
    _use_less(root)
    _unclip(root)
    _rename(root, name)
    _flatten(root)
    for parent in list(root.iter()):
        _merge(parent)
    for path in root.iter(f"{SVG}path"):
        if "M" in path.get("d", ""):
            path.set("d", short_path(path.attrib["d"]))
    for parent in [root, *root.iterfind(f"{SVG}g[@transform]")]:
        _gather(parent)
    _share(root, "font-size")


def _ticks_first(root: Element) -> None:
    """Draw an axis's lines before its words: lines alike can then be one path, words one group."""
    for axis in root.iter(f"{SVG}g"):
        if axis.get("id", "").startswith("matplotlib.axis"):
            axis[:] = sorted(_parts(axis), key=lambda each: each.find(f".//{SVG}text") is not None)


def _parts(group: Element) -> Iterator[Element]:
    """Go through what is in a group, and in its groups that only have an id."""
    for child in group:
        if (
            child.tag == f"{SVG}g"
            and set(child.attrib) <= {"id"}
            and child.find(f"{SVG}text") is None
        ):
            yield from _parts(child)
        else:
            yield child


def _use_less(root: Element) -> None:
    """Draw marks of straight lines in their places, where those alike can become one path."""
    drawn = {path.get("id"): path.get("d", "") for path in root.iterfind(f".//{SVG}defs/{SVG}path")}
    for use in list(root.iter(f"{SVG}use")):
        mark = drawn.get(use.get("href", "").removeprefix("#"), "")
        if mark and is_straight(mark):
            x, y = (float(use.attrib.pop(name, 0)) for name in "xy")
            del use.attrib["href"]
            use.tag = f"{SVG}path"
            use.set("d", moved_path(mark, x, y))


def _unclip(root: Element) -> None:
    """Let go what would be cut off nowhere."""
    drawn = {path.get("id"): path.get("d", "") for path in root.iterfind(f".//{SVG}defs/{SVG}path")}
    frames: dict[str, Box] = {}
    for clip in root.iter(f"{SVG}clipPath"):
        frame = clip.find(f"{SVG}rect")
        if frame is not None:
            x, y, width, height = (float(frame.get(k, 0)) for k in ("x", "y", "width", "height"))
            frames[f"url(#{clip.get('id')})"] = (x, y, x + width, y + height)
    for element in root.iter():
        frame_box = frames.get(element.get("clip-path", ""))
        if frame_box and all(_is_within(part, frame_box, drawn) for part in element.iter()):
            del element.attrib["clip-path"]


def _is_within(element: Element, frame: Box, drawn: dict[str | None, str]) -> bool:
    """Tell whether an element surely lies within a frame, give or take its outline."""
    if element.tag in (f"{SVG}g", f"{SVG}a", f"{SVG}title"):
        return True
    path = element.get("d") or drawn.get(element.get("href", "").removeprefix("#"))
    if not path:
        return False
    x, y = (float(element.get(name, 0)) for name in "xy")
    left, top, right, bottom = extent(path)
    return bool(
        left + x >= frame[0] - 1
        and top + y >= frame[1] - 1
        and right + x <= frame[2] + 1
        and bottom + y <= frame[3] + 1
    )


def _rename(root: Element, name: str) -> None:
    """Drop ids that nothing refers to, and give the others the figure's own prefix."""
    found = (REFERENCE.search(e.get(name, "")) for e in root.iter() for name in REFERRING)
    used = {match[1] for match in found if match}  # a colour looks like a reference too
    new: dict[str, str] = {}
    for element in root.iter():
        identifier = element.attrib.pop("id", "")
        if identifier in used:
            new[identifier] = f"{name}-{len(new) + 1}"
            element.set("id", new[identifier])
    for element in root.iter():
        for attribute in REFERRING:
            match = REFERENCE.search(element.get(attribute, ""))
            if match and match[1] in new:
                value = element.attrib[attribute]
                element.set(attribute, value.replace(f"#{match[1]}", f"#{new[match[1]]}"))


def _flatten(parent: Element) -> None:
    """Lift what is in groups that say nothing, and drop what draws nothing."""
    children: list[Element] = []
    for child in list(parent):
        _flatten(child)
        if child.tag == f"{SVG}g" and not child.attrib:
            children.extend(child)
        elif not _is_idle(child, parent):
            children.append(child)
    parent[:] = children


def _is_idle(element: Element, parent: Element) -> bool:
    """Tell whether an element draws nothing, and nothing refers to it."""
    if element.tag in (f"{SVG}defs", f"{SVG}g", f"{SVG}a"):
        return not len(element)
    if parent.tag == f"{SVG}defs":
        return "id" not in element.attrib
    if element.tag == f"{SVG}path" and _is_a_point(element.get("d", "")):
        return True
    return element.get("fill") == "none" and not {"stroke", "pointer-events"} & set(element.attrib)


def _is_a_point(drawn: str) -> bool:
    low_x, low_y, high_x, high_y = extent(drawn)
    return "M" in drawn and bool(low_x == high_x and low_y == high_y)


def _merge(parent: Element) -> None:
    """Make one path of those that follow each other, look alike and don't hide each other."""
    children: list[Element] = []
    for look, run in groupby(parent, key=_look_of_path):
        paths = list(run)
        if look:
            paths[0].set("d", " ".join(path.attrib["d"] for path in paths))
            paths = paths[:1]
        children.extend(paths)
    parent[:] = children


def _look_of_path(element: Element) -> tuple[tuple[str, str], ...]:
    """Return how a path looks that may become one with others; nothing for another element."""
    look = {name: value for name, value in element.attrib.items() if name != "d"}
    if element.tag != f"{SVG}path" or {"id", "opacity", "fill-opacity"} & set(look):
        return ()
    if {"stroke-opacity", "pointer-events"} & set(look) or len(element):
        return ()
    if look.get("fill") != "none":
        points = sum(letter in "MLCQ" for letter, _numbers in STEP.findall(element.get("d", "")))
        if "stroke" in look or points > FEW_POINTS:
            return ()
    return tuple(sorted(look.items()))


def _gather(root: Element) -> None:
    """Say once what texts that follow each other have in common: a hundred labels are one group."""
    children: list[Element] = []
    for look, run in groupby(root, key=_look_of_text):
        texts = list(run)
        if not look or len(texts) < 3:
            children.extend(texts)
            continue
        group = Element(f"{SVG}g", dict(look))
        for text in texts:
            for name, _value in look:
                del text.attrib[name]
        group.extend(texts)
        children.append(group)
    root[:] = children


def _look_of_text(element: Element) -> tuple[tuple[str, str], ...]:
    """Return what a text passes on to what it holds; nothing for another element."""
    if element.tag != f"{SVG}text":
        return ()
    return tuple((name, element.attrib[name]) for name in INHERITED if name in element.attrib)


def _share(root: Element, name: str) -> None:
    """Write the commonest value of an inherited attribute once, on the root."""
    values = Counter(element.get(name) for element in root.iter() if name in element.attrib)
    if not values:
        return
    common, _times = values.most_common(1)[0]
    for element in root.iter():
        if element.get(name) == common:
            del element.attrib[name]
    root.set(name, str(common))
