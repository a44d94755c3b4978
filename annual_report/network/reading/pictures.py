"""Pictures of a network's folder, made fit to stand inside a page: its logo, those of its texts.

    ![what one sees](photo.jpg)     a file beside the text, or in the folder above

Each is a data address, which loads nothing: turned upright, made small enough, and stripped of what
its camera wrote into it. What can't be shown is said at its line. A picture that nobody has put
into words is left out until then: who doesn't see it would have nothing.
"""

import base64
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token

from annual_report.base.errors import UnreadableError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.network.reading.files.network_folder import IMAGES, TEXTS, is_plain_picture
from annual_report.network.reading.files.opening import read_file, refuse_size
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.settings import Settings

MOST_PIXELS = 60_000_000
"""Pixels of a picture that is opened: some telephones take fifty million."""
LARGEST = 25_000_000
"""Bytes of a file that is looked at: a telephone's photograph has three to ten million."""
SIDES, LOGO_SIDES = (1200, 1000, 800, 640), (480,)
"""Sides in pixels, the largest first, in which a picture is tried: a page is some 700 wide."""
HEAVIEST, HEAVIEST_LOGO = 200_000, 120_000
"""Bytes that a picture may weigh in a page, and a logo in every one."""
NO_PICTURE = N_("is no picture that a page can hold")
PICTURE = N_("PNG or JPEG; a drawing (SVG) is exported as PNG first")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
WITH_SPACES = re.compile(
    rf"(!\[[^\[\]\n]*\]\()([^<>\[\]\n]+?(?:{'|'.join(map(re.escape, IMAGES))}))[ \t]*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Picture:
    """A picture's bytes, its size in pixels, and its name where it is a logo."""

    kind: str
    content: bytes
    size: tuple[int, int]
    name: str = ""

    @property
    def address(self) -> str:
        """The address of a picture that a page holds itself."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.content).decode()}"


def read_logo(folder: Path, settings: Settings) -> tuple[Picture | None, list[Problem]]:
    """Read the logo that a network names, and say what is wrong with it."""
    file = settings.logo
    if not file:
        return None, []
    try:
        made = _fit(folder / file, LOGO_SIDES, HEAVIEST_LOGO)
    except FileNotFoundError:
        expected = _("a file in the network’s folder")
        return None, [Problem(Place(file), _("the logo isn’t there"), expected=expected)]
    except (UnreadableError, OSError) as error:
        return None, [explain_unread(Place(file), error)]
    return replace(made, name=f"Logo : {settings.institution or settings.nom}"), []


def bracket_file_names(line: str) -> str:
    """Have Markdown take a file's name with spaces for one: `![a](two words.jpg)`."""
    return WITH_SPACES.sub(
        lambda found: f"{found[1]}<{found[2].strip()}>)" if " " in found[2].strip() else found[0],
        line,
    )


def embed_pictures(
    tokens: list[Token], file: str, folder: Path | None
) -> tuple[list[str], list[Problem]]:
    """Put the pictures of a text into its tokens, and take out those that no page can show.

    Return the files that were asked for, by their path in the network's folder, and what is wrong.
    """
    names: list[str] = []
    problems: list[Problem] = []
    for before, token in pairwise([Token("", "", 0), *tokens]):
        row = token.map[0] + 1 if token.map else None
        kept = []
        for child in token.children or ():
            row = row + 1 if row and child.type in ("softbreak", "hardbreak") else row
            place = Place(file, row)
            if child.type != "image":
                kept.append(child)
            elif before.type == "heading_open":
                said = _("has no place for a picture")
                problems.append(Problem(place, said, before.markup, severity="remark"))
            elif isinstance(found := _read_picture(child, place, folder, names), Problem):
                problems.append(found)
            else:
                width, height = found.size
                # The words are its children.
                child.attrs = {"src": found.address, "alt": "", "width": width, "height": height}
                kept.append(child)
        if token.children:
            token.children = kept
    return names, problems


def _read_picture(
    image: Token, place: Place, folder: Path | None, names: list[str]
) -> Picture | Problem:
    """Read the picture that a token names and note its file, or say what is wrong with either."""
    address, expected = str(image.attrs.get("src", "")), _("a file in the network’s folder")
    if ELSEWHERE.match(address):
        what = _("is a picture from elsewhere, which a page can’t load")
        return Problem(place, what, address[:60], expected)
    name = unquote(address).removeprefix("../").removeprefix(f"{TEXTS}/").removeprefix("./")
    if not is_plain_picture(name):
        return Problem(place, _(NO_PICTURE), name or "![…]()", _(PICTURE))
    there = [*_list_pictures(folder)]
    here = next((e for e in there if unicodedata.normalize("NFC", e.name) == name), None)
    if here is None:
        names += [f"{TEXTS}/{name}", name]
        near = find_nearest(name, [each.name for each in there])
        return Problem(place, _("isn’t in the network’s folder"), name, expected, near)
    names.append(here.name if here.parent == folder else f"{TEXTS}/{here.name}")
    try:
        found = _fit(here, SIDES, HEAVIEST)
    except (UnreadableError, OSError) as error:
        return explain_unread(place, error, name)
    # No words, or the file's name, which programs put there by themselves.
    if fold_spelling(clean_text(image.content)) in (
        "",
        fold_spelling(name),
        fold_spelling(here.stem),
    ):
        what = _("isn’t shown before it is said what one sees in it")
        asked = _("![what one sees in it]({file})", file=name)
        return Problem(place, what, name, asked, severity="todo")
    return found


def _list_pictures(folder: Path | None) -> Iterator[Path]:
    """Return the pictures beside the text, then those in the folder above."""
    for place in () if folder is None else (folder / TEXTS, folder):
        if place.is_dir():
            yield from (each for each in sorted(place.iterdir()) if is_plain_picture(each.name))


def _fit(path: Path, sides: Sequence[int], heaviest: int) -> Picture:
    """Return a picture as sharp as it weighs little enough; raise UnreadableError if none does."""
    heavy = _("is too heavy for a page")
    content = read_file(path, LARGEST, heavy)
    ways = (False, True) if path.suffix.lower() == ".png" else (False,)
    try:
        # The sharpest way to be small enough.
        for side, light in product(sides, ways):
            found = fit_pixels(content, side, light)
            if len(found.content) <= heaviest:
                return found
    except ValueError:
        raise UnreadableError(_(NO_PICTURE), _(PICTURE)) from None
    raise refuse_size(heavy, heaviest)


def fit_pixels(content: bytes, side: int, light: bool = False) -> Picture:
    """Return the pixels and the colours alone of a PNG or JPEG, upright, no longer than a side.

    A `light` PNG is a JPEG, unless one sees through it. Raise ValueError if it is neither, or can't
    be read.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(opened.size)
            mode = "RGBA" if opened.has_transparency_data else "RGB"
            kind = "JPEG" if light and mode == "RGB" else str(opened.format)
            # Without the profile of their colours, a telephone's photographs look dull.
            own = opened.info.get("icc_profile") if opened.mode in ("RGB", "RGBA", "P") else None
            opened.draft("RGB", (side, side))  # a JPEG is read no larger than it needs
            picture = ImageOps.exif_transpose(opened).convert(mode)
        picture.thumbnail((side, side))
        stream, picture.info = io.BytesIO(), {}
        picture.save(stream, kind, optimize=True, quality=82, progressive=True, icc_profile=own)
    except Exception as error:  # Pillow has no class for what is wrong with a file
        raise ValueError(str(error)) from error
    return Picture(kind.lower(), stream.getvalue(), picture.size)
