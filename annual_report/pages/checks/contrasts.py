"""The contrasts of the palette, and of the colours that a network puts in place of some of it."""

from functools import lru_cache

from annual_report.messages import _
from annual_report.pages.look.palette import Shown, colours, colours_of, contrast

WAYS = (
    *(Shown(dark, strong) for strong in (False, True) for dark in (False, True)),
    Shown(printed=True),
)
"""How a page is shown: light or dark, with more contrast for who asks for it, on paper."""
TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows, WCAG 2.2 AA and RGAA 3.2 and 3.3."""
TEXT_PAIRS = (
    tuple(
        (ink, ground)
        for ground in ("paper", "card")
        for ink in ("ink", "soft", "here", "new", "accent")
    )
    + tuple((ink, "cover") for ink in ("cover-ink", "cover-soft", "cover-warm"))
    + (("cover-band-ink", "cover-band"),)
)
GRAPHIC_PAIRS = tuple(
    (mark, ground)
    for ground in ("paper", "land")
    for mark in ("here", "new", "left", "accent", "ink")
)


@lru_cache
def low_contrasts(own: str = "") -> tuple[str, ...]:
    """Say which pairs of the palette's colours fall below their least, however a page is shown.

    `own` is a style sheet that sets some of them anew.
    """
    palettes = [
        {**colours(dark=shown.dark, strong=shown.strong), **colours_of(own, shown)}
        for shown in WAYS
    ]
    found = (
        low(ink, ground, least)
        for pairs, least in ((TEXT_PAIRS, TEXT), (GRAPHIC_PAIRS, GRAPHICS))
        for palette in palettes
        for ink, ground in pairs
        if contrast(palette[ink], palette[ground]) < least
    )
    return tuple(dict.fromkeys(found))


def low(ink: str, ground: str, least: float) -> str:
    """Say that a contrast is too low."""
    return _("contrast of {ink} on {ground} is below {least}", ink=ink, ground=ground, least=least)
