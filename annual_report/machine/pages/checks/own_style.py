"""What a network's own style may set: the colours and the fonts of `palette.css`, by their names.

So nothing in it can load anything, or hide a word; whether the colours can be read is for
`find_low_contrasts`, which whoever checks a network's data asks.
"""

import re
from collections.abc import Iterator

from annual_report.base.messages import _
from annual_report.machine.pages.look.palette import (
    COMMENT,
    CONDITIONS,
    DARK,
    PAPER,
    RULE,
    SCREEN,
    STRONG,
    VARIABLE,
    is_colour,
    list_properties,
    measure_contrast,
    page_colours,
    read_colours,
    read_palette,
)

FONTS, FONT = ("sans", "serif"), re.compile(r"[\w\s,\"'-]+")
TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows, WCAG 2.2 AA and RGAA 3.2 and 3.3."""
WAYS = (PAPER, SCREEN, SCREEN | {DARK}, SCREEN | {STRONG}, SCREEN | {DARK, STRONG})
"""How a page is shown: on paper; light or dark, with more contrast for who asks for it."""
INKS, MARKS = ("ink", "soft", "here", "new", "accent"), ("here", "new", "left", "accent", "ink")
PAIRS = (
    *((ink, ground, TEXT) for ground in ("paper", "card") for ink in INKS),
    *((ink, "cover", TEXT) for ink in ("cover-ink", "cover-soft", "cover-warm")),
    ("cover-band-ink", "cover-band", TEXT),
    *((mark, ground, GRAPHICS) for ground in ("paper", "land") for mark in MARKS),
)


def find_wrong_style(css: str) -> tuple[str, ...]:
    """Say all that is wrong with the style sheet of a network."""
    return tuple(dict.fromkeys(_find_wrong(COMMENT.sub("", css))))


def _find_wrong(css: str) -> Iterator[str]:
    # What is left of a sheet when all that it may have is taken out is what it may not have.
    asked = {condition for conditions, *_said in list_properties(css) for condition in conditions}
    odd = [RULE.sub("", css), *(asked - CONDITIONS)]
    odd += [VARIABLE.sub("", body).replace(";", " ") for _media, body in RULE.findall(css)]
    for _asked, name, value in list_properties(css):
        if name not in page_colours():
            odd += [] if name in FONTS and FONT.fullmatch(value) else [f"--{name}: {value}"]
        elif not is_colour(value):
            yield _("--{name} must be as #rrggbb, for its contrast to be known", name=name)
    for part in odd:
        if shown := " ".join(part.split()).strip(" ;"):
            yield _(
                "“{part}”: a style sets colours and fonts of palette.css by their names "
                "(--here: #22507f), and nothing else",
                part=shown[:60],
            )


def find_low_contrasts(own: str = "") -> tuple[str, ...]:
    """Say which colours can't be read on others, however a page is shown.

    `own` is a style sheet that sets some of the palette's anew.
    """
    palettes = [read_colours(f"{read_palette()}{own}", shown) for shown in WAYS]
    low = (
        _("contrast of {ink} on {ground} is below {least}", ink=ink, ground=ground, least=least)
        for ink, ground, least in PAIRS
        for palette in palettes
        if measure_contrast(palette[ink], palette[ground]) < least
    )
    return tuple(dict.fromkeys(low))
