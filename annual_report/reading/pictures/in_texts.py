"""The pictures of a text: `![what it shows](picture.jpg)`, a file beside it or in the folder above.

Each stands inside of the page: turned upright, made small enough, and stripped of what its camera
wrote into it. What can't is said at its line: a picture from elsewhere, a file that isn't there.
One that nobody has put into words is left out until then: who doesn't see it would have nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import IMAGES, TEXTS
from annual_report.reading.pictures.fitting import as_jpeg, as_png, data_address, pixels, shapes
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.publisher import is_logo
from annual_report.reading.values.cells import clean, nearest

LARGEST = 25_000_000
"""Bytes of a file that is looked at: a telephone's photograph has three to ten million."""
SIDES = (1200, 1000, 800, 640)
"""Sides in pixels, the largest first, in which a picture is tried: a page is some 700 wide."""
HEAVIEST, HEAVIEST_TOGETHER = 200_000, 2_000_000
"""Bytes that a picture may weigh in a page, and all those of a year's text."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
PICTURE = re.compile(
    rf"(!\[[^\[\]\n]*\]\()([^<>\[\]\n]+?(?:{'|'.join(map(re.escape, IMAGES))}))[ \t]*\)",
    re.IGNORECASE,
)
NAMED_BY_A_MACHINE = re.compile(
    r"(?:(?:image|photo|picture|img|dsc|dscn|dscf|pxl|sans titre)[ _-]*\d*|\w*\d{4,}\w*)"
    r"|.*\.[a-z]{3,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Picture:
    """A picture as a data address, and its size in pixels where it has one."""

    address: str
    size: tuple[int, int] | None
    weight: int


def names_in_brackets(line: str) -> str:
    """Have Markdown take a file's name with spaces for one: `![a](two words.jpg)`."""
    return PICTURE.sub(_in_brackets, line)


def _in_brackets(match: re.Match[str]) -> str:
    name = match[2].strip()
    return f"{match[1]}<{name}>)" if " " in name or "\t" in name else match[0]


def with_pictures(
    tokens: list[Token], file: str, folder: Path | None
) -> tuple[list[str], list[Problem]]:
    """Put the pictures of a text into its tokens, and take out those that no page can show.

    Return the files that were asked for, by their path in the network's folder, and what is wrong.
    """
    names: list[str] = []
    problems: list[Problem] = []
    weight = 0
    for before, token in pairwise([Token("", "", 0), *tokens]):
        row = token.map[0] + 1 if token.map else None
        kept = []
        for child in token.children or ():
            row = row + 1 if row and child.type in ("softbreak", "hardbreak") else row
            if child.type != "image":
                kept.append(child)
                continue
            place = Place(file, row)
            if before.type == "heading_open":
                said = _("has no place for a picture")
                problems.append(Problem(place, said, before.markup, severity="remark"))
                continue
            found, wrong = _picture(child, place, folder, names)
            problems += wrong
            if found and not wrong:
                weight += found.weight
                kept.append(_embedded(child, found))
                if weight - found.weight <= HEAVIEST_TOGETHER < weight:
                    most = _("at most {n} KB", n=HEAVIEST_TOGETHER // 1000)
                    what = _("the pictures of the text are too heavy together")
                    problems.append(Problem(place, what, expected=most))
        if token.children:
            token.children = kept
    return names, problems


def _picture(
    image: Token, place: Place, folder: Path | None, names: list[str]
) -> tuple[Picture | None, list[Problem]]:
    """Read the picture that a token names, note its file, and say what is wrong with either."""
    address = str(image.attrs.get("src", ""))
    name, expected = unquote(address), _("a file in the network’s folder")
    if ELSEWHERE.match(address):
        what = _("is a picture from elsewhere, which a page can’t load")
        return None, [Problem(place, what, address[:60], expected)]
    name = name.removeprefix("../").removeprefix(f"{TEXTS}/").removeprefix("./")
    if "/" in name or "\\" in name or not name:
        return None, [Problem(place, _("is no file of the network"), name or "![…]()", expected)]
    if not is_logo(name):
        what = _("is no picture that a page can hold")
        return None, [Problem(place, what, name, "JPEG, PNG, SVG")]
    here = _found(folder, name)
    if here is None:
        names += [f"{TEXTS}/{name}", name]
        what = _("isn’t in the network’s folder")
        there = [each.name for each in _images(folder)]
        return None, [Problem(place, what, name, expected, nearest(name, there))]
    names.append(here.name if here.parent == folder else f"{TEXTS}/{here.name}")
    try:
        found = _fit(name.lower().endswith(".svg"), read_file(here, LARGEST, _("is too heavy")))
    except (UnreadableError, OSError) as error:
        return None, [unread(place, error, name)]
    except (ValueError, SyntaxError, RecursionError):
        what = _("is no picture that a page can hold")
        return None, [Problem(place, what, name, "JPEG, PNG, SVG")]
    if found.weight > HEAVIEST:
        most = _("at most {n} KB", n=HEAVIEST // 1000)
        return None, [Problem(place, _("is too heavy for a page"), name, most)]
    if not _is_told(image.content):
        what = _("isn’t shown before it is said what one sees in it")
        asked = _("![what one sees in it]({file})", file=name)
        return None, [Problem(place, what, name, asked, severity="todo")]
    return found, []


def _fit(drawing: bool, content: bytes) -> Picture:
    """Return a picture as small as a page wants it, the sharpest that weighs little enough."""
    if drawing:
        made = shapes(content)
        return Picture(data_address("svg+xml", made), None, len(made))
    kind, made = "", b""
    for side in SIDES:
        plain = pixels(content, side)
        kind, made = "jpeg", as_jpeg(plain)
        if content.startswith(b"\x89PNG") and len(png := as_png(plain)) <= HEAVIEST:
            kind, made = "png", png
        if len(made) <= HEAVIEST:
            break
    return Picture(data_address(kind, made), plain.size, len(made))


def _embedded(image: Token, picture: Picture) -> Token:
    image.attrs = {"src": picture.address, "alt": ""}  # the alternative is in its children
    if picture.size:
        image.attrs |= {"width": picture.size[0], "height": picture.size[1]}
    return image


def _is_told(words: str) -> bool:
    """Tell whether words say what a picture shows: "IMG_2034" doesn't."""
    said = clean(words)
    return bool(said) and NAMED_BY_A_MACHINE.fullmatch(said) is None


def _found(folder: Path | None, name: str) -> Path | None:
    """Find a picture beside the text, or in the folder above, in whatever form its accents are."""
    there = (each for each in _images(folder) if unicodedata.normalize("NFC", each.name) == name)
    return next(there, None)


def _images(folder: Path | None) -> Iterator[Path]:
    for place in () if folder is None else (folder / TEXTS, folder):
        if place.is_dir():
            yield from (each for each in sorted(place.iterdir()) if is_logo(each.name))
