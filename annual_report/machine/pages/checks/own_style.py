"""What a network's own style may set: the colours and the fonts of `palette.css`, by their names.

So nothing in it can load anything, or hide a word; whether the colours can be read is for
`find_low_contrasts`, which whoever checks a network's data asks.
"""

import re

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
    css = COMMENT.sub("", css)
    # What is left of a sheet when all that it may have is taken out is what it may not have.
    odd = [RULE.sub("", css), *(VARIABLE.sub("", body) for _media, body in RULE.findall(css))]
    wrong = []
    for conditions, name, value in list_properties(css):
        odd += conditions - CONDITIONS
        if name in page_colours():
            if not is_colour(value):
                line = _("--{name} must be as #rrggbb, for its contrast to be known", name=name)
                wrong.append(line)
        elif name not in FONTS or not FONT.fullmatch(value):
            odd.append(f"--{name}: {value}")
    wrong += [
        _(
            "“{part}”: a style sets colours and fonts of palette.css by their names "
            "(--here: #22507f), and nothing else",
            part=shown[:60],
        )
        for shown in (" ".join(part.split()).strip(" ;") for part in odd)
        if shown
    ]
    return tuple(dict.fromkeys(wrong))


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
