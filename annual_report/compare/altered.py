"""How a page differs from the one that it should be: each sentence, cell, text of a figure, link.

Both are read as a browser reads them, so that line endings, quotation marks and comments count for
nothing. What is said comes first; if that is the same, the elements that it stands in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.compare.alignment import pair_sentences
from annual_report.messages import _

INLINE = frozenset({"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "mark", "q"}
                   | {"s", "small", "span", "strong", "sub", "sup", "time", "u"})  # fmt: skip
"""What stands within a sentence; any other element ends it."""
SPOKEN = ("alt", "aria-label", "aria-description", "title", "content", "href", "xlink:href")
"""The attributes that a reader is told, or led by."""
LONGEST, MOST = 160, 30


@dataclass
class _Said:
    """What a page says, line by line, each with its place; and the bones that hold it."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    bones: list[tuple[str, str]] = field(default_factory=list)
    sentence: str = ""

    def end(self, place: str) -> None:
        """Note the sentence at hand."""
        if said := " ".join(self.sentence.split()):
            self.lines.append((place, said))
        self.sentence = ""

    def read(self, node: LexborNode, place: str) -> None:
        """Read what is inside of an element."""
        for child in node.iter(include_text=True):
            tag = (child.tag or "").lower()
            if tag == "-text":
                self.sentence += child.text(deep=False)
            elif not tag.startswith(("-", "_", "!")):
                self._element(child, tag, place)

    def _element(self, node: LexborNode, tag: str, place: str) -> None:
        given = {name: value or "" for name, value in node.attributes.items()}
        inner = _place(tag, given, node) or place
        self.bones.append((inner, f"<{tag} {_written(given)}>"))
        if tag not in INLINE:
            self.end(place)
        self.read(node, inner)
        if tag not in INLINE:
            self.end(inner)
        self.lines += [(f"{inner}, {name}" if inner else name, given[name])
                       for name in SPOKEN if given.get(name)]  # fmt: skip


def _place(tag: str, given: Mapping[str, str], node: LexborNode) -> str:
    """Name a place that readers know, or "" for an element that makes none."""
    if tag == "table" and (caption := node.css_first("caption")):
        return _("table “{name}”", name=_short(caption.text()))
    if tag == "svg":
        return _("figure “{name}”", name=_short(given.get("aria-label", "")))
    return {"style": _("style sheet"), "script": "script"}.get(tag, "")


def _written(given: Mapping[str, str]) -> str:
    kept = {name: " ".join(value.split()) for name, value in given.items() if name not in SPOKEN}
    return " ".join(f'{name}="{value}"' for name, value in sorted(kept.items()))


def altered(found: str, right: str) -> list[str]:
    """Say in a line each what a page says otherwise than it should, in the order of the page."""
    one, two = _said(found), _said(right)
    lines = [*_differences(one.lines, two.lines)] or [*_differences(one.bones, two.bones)]
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], _("and {count} more", count=more)]


def _said(html: str) -> _Said:
    said = _Said()
    if root := LexborHTMLParser(html).root:
        said.read(root, "")
        said.end("")
    return said


def _differences(one: list[tuple[str, str]], two: list[tuple[str, str]]) -> Iterator[str]:
    was_said, is_right = ([text for _place, text in each] for each in (one, two))
    for kind, i, j, k, n in SequenceMatcher(None, was_said, is_right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        places = {text: place for place, text in (*two[k:n], *one[i:j])}
        texts = was_said[i:j], is_right[k:n]
        for was, should in zip(*texts, strict=True) if j - i == n - k else pair_sentences(*texts):
            yield _line(places[was or should], was, should)


def _line(place: str, was: str, should: str) -> str:
    """Say one thing that differs, shortened around what differs."""
    start = next((n for n, (a, b) in enumerate(zip(was, should, strict=False)) if a != b), 0)
    start = max(0, start - LONGEST // 2) if max(len(was), len(should)) > LONGEST else 0
    was, should = _short(was[start:]), _short(should[start:])
    if was and should:
        said = _("“{was}” instead of “{should}”", was=was, should=should)
    elif was:
        said = _("“{was}” is not in what its data make", was=was)
    else:
        said = _("“{should}” is missing", should=should)
    return _("{page}: {problem}", page=place, problem=said) if place else said


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
