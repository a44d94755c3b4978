"""What a network's own style may set: the colours and the fonts of `palette.css`, by their names.

    :root { --here: #22507f; --serif: Georgia, serif }
    @media (prefers-color-scheme: dark) { :root { --here: #7fb2e8 } }

So nothing in it can load anything, or hide a word; whether the colours can be read is for
`find_low_contrasts`, which whoever checks a network's data asks.
"""

import re

from annual_report.messages import _
from annual_report.pages.look.palette import Shown, colours, colours_of, contrast, is_colour

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND = re.compile(r"(?::root|@media[\w\s():,.-]+)?")
"""What may stand before a brace."""
DECLARED = re.compile(r"--([a-z0-9-]+)\s*:\s*([^{};]+)")
FONTS, FONT = ("sans", "serif"), re.compile(r"[\w\s,\"'-]+")

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows, WCAG 2.2 AA and RGAA 3.2 and 3.3."""
WAYS = (
    *(Shown(dark, strong) for strong in (False, True) for dark in (False, True)),
    Shown(printed=True),
)
"""How a page is shown: light or dark, with more contrast for who asks for it, on paper."""
INKS, MARKS = ("ink", "soft", "here", "new", "accent"), ("here", "new", "left", "accent", "ink")
PAIRS = (
    *((ink, ground, TEXT) for ground in ("paper", "card") for ink in INKS),
    *((ink, "cover", TEXT) for ink in ("cover-ink", "cover-soft", "cover-warm")),
    ("cover-band-ink", "cover-band", TEXT),
    *((mark, ground, GRAPHICS) for ground in ("paper", "land") for mark in MARKS),
)


def find_wrong_style(css: str) -> tuple[str, ...]:
    """Say all that is wrong with the style sheet of a network."""
    parts = [each.strip() for each in re.split(r"([{};])", COMMENT.sub("", css))]
    found = []
    for part, end in zip(parts, [*parts[1:], ""], strict=True):
        if part in ("", "{", "}", ";"):
            continue
        declared = DECLARED.fullmatch(part)
        if end == "{" or not declared:
            if end != "{" or not AROUND.fullmatch(part):
                found.append(_said(part))
        elif declared[1] in colours():
            if not is_colour(declared[2]):
                said = _("--{name} must be as #rrggbb, for its contrast to be known",
                         name=declared[1])  # fmt: skip
                found.append(said)
        elif declared[1] not in FONTS or not FONT.fullmatch(declared[2]):
            found.append(_said(part))
    return tuple(dict.fromkeys(found))


def find_low_contrasts(own: str = "") -> tuple[str, ...]:
    """Say which colours can't be read on others, however a page is shown.

    `own` is a style sheet that sets some of the palette's anew.
    """
    palettes = [
        {**colours(dark=shown.dark, strong=shown.strong), **colours_of(own, shown)}
        for shown in WAYS
    ]
    found = (
        _("contrast of {ink} on {ground} is below {least}", ink=ink, ground=ground, least=least)
        for ink, ground, least in PAIRS
        for palette in palettes
        if contrast(palette[ink], palette[ground]) < least
    )
    return tuple(dict.fromkeys(found))


def _said(part: str) -> str:
    return _(
        "“{part}”: a style sets colours and fonts of palette.css by their names "
        "(--here: #22507f), and nothing else",
        part=" ".join(part.split())[:60],
    )
