"""The elements of a drawing: what looks alike and follows each other is one path, or one group.

A mark that is longer to say than a place is defined once and repeated. So is what cuts off, and
the tile of a hatch.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from annual_report.machine.pages.svg.colours import Tone
from annual_report.machine.pages.svg.paths import Mark, Place, Steps, join_marks, write_number

NAMESPACE = "http://www.w3.org/2000/svg"
SHORT = 32
"""The letters of a mark that is shorter to draw again than to refer to."""
OPACITIES = {"fill-opacity", "stroke-opacity"}

Look = dict[str, str]


class Drawing:
    """The elements so far; `name` begins all ids."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._runs: list[tuple[Look, list[Mark | Element]]] = []
        self._defs = Element("defs")
        self._names: dict[Hashable, str] = {}

    def add(self, look: Look, parts: Sequence[Mark | Element]) -> None:
        """Add marks or elements that look so, above all others."""
        if not self._runs or self._runs[-1][0] != look:
            self._runs.append((look, []))
        self._runs[-1][1].extend(parts)

    def define(self, key: Hashable, make: Callable[[], Element]) -> str:
        """Return the id of something that is defined once."""
        if key not in self._names:
            self._names[key] = f"{self._name}-{len(self._names) + 1}"
            made = make()
            made.set("id", self._names[key])
            self._defs.append(made)
        return self._names[key]

    def finish(self) -> Element:
        """Return the whole, without its size: only now is it known which marks are repeated."""
        every = (part for _look, parts in self._runs for part in parts)
        times = Counter(part[1].said for part in every if not isinstance(part, Element))
        root = Element("svg", {"xmlns": NAMESPACE})
        for look, parts in self._runs:
            drawn = self._draw_run(look, parts, times)
            whole = drawn[0]
            if len(drawn) > 1:
                whole = Element("g")
                whole[:] = drawn
            whole.attrib |= look
            root.append(whole)
        if len(self._defs):
            root.insert(0, self._defs)
        return root

    def _draw_run(self, look: Look, parts: Sequence[Any], times: Counter[str]) -> list[Element]:
        """Return the elements of what looks alike: marks, or what is an element already."""
        if isinstance(parts[0], Element):
            return list(parts)
        # Shapes are one where none hides another: lines, and small marks of one colour.
        alike = {steps.said for _place, steps in parts}
        small = len(alike) == 1 and max(map(len, alike)) <= SHORT
        one_colour = look["fill"] == look.get("stroke", look["fill"])
        if not OPACITIES & set(look) and (look["fill"] == "none" or (small and one_colour)):
            return [Element("path", {"d": join_marks(parts)})]
        return [self._mark(place, steps, times[steps.said]) for place, steps in parts]

    def _mark(self, place: Place, steps: Steps, times: int) -> Element:
        """Return a mark at a place, by reference if that is shorter."""
        if times == 1 or len(steps.said) <= SHORT:
            return Element("path", {"d": join_marks([(place, steps)])})
        name = self.define(steps.said, lambda: Element("path", {"d": f"m0 0{steps.said}"}))
        x, y = (write_number(each / 10) for each in place)
        return Element("use", {"href": f"#{name}", "x": x, "y": y})


def write_tones(**tones: Tone) -> Look:
    """Return the attributes that `fill` or `stroke` an element with colours, in both modes.

    A colour of the palette is a class; its value in the light is for a reader without style sheets.
    """
    classes = " ".join(f"{name[0]}-{seen.name}" for name, seen in tones.items() if seen.name)
    both = ";".join(
        f"{name}:light-dark({seen.light},{seen.dark})"
        for name, seen in tones.items()
        if not seen.name and seen.light != seen.dark
    )
    found = {name: seen.light for name, seen in tones.items()}
    found |= {"class": classes} if classes else {}
    return found | ({"style": both} if both else {})
