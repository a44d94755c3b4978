"""Whether the colours of a network's own style can be read on each other, however a page is shown.

The least contrasts are those of WCAG 2.2 AA and RGAA 3.2 and 3.3.
"""

from annual_report.base.messages import N_, _
from annual_report.machine.pages.look.palette import COLOUR, DARK, FILE, STRONG, read_rules

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows."""
PAPER, SCREEN = frozenset({"print"}), frozenset({"screen"})
WAYS = {
    N_("on paper"): PAPER,
    N_("on a screen"): SCREEN,
    N_("on a dark screen"): SCREEN | {DARK},
    N_("on a screen with more contrast"): SCREEN | {STRONG},
    N_("on a dark screen with more contrast"): SCREEN | {DARK, STRONG},
}
"""How a page is shown: on paper; light or dark, with more contrast for who asks for it."""
INKS, MARKS = ("ink", "soft", "here", "new", "accent"), ("here", "new", "left", "accent", "ink")
PAIRS = (
    *((ink, ground, TEXT) for ground in ("paper", "card") for ink in INKS),
    *((ink, "cover", TEXT) for ink in ("cover-ink", "cover-soft", "cover-warm")),
    ("cover-band-ink", "cover-band", TEXT),
    *((mark, ground, GRAPHICS) for ground in ("paper", "land") for mark in MARKS),
)


def find_low_contrasts(own: str = "") -> tuple[str, ...]:
    """Say which colours can't be read on others, and where a page is shown so.

    `own` is a sheet that sets some of them anew.
    """
    palettes = {way: read_colours(shown, own) for way, shown in WAYS.items()}
    lines = []
    for ink, ground, least in PAIRS:
        low = [
            _(way)
            for way, palette in palettes.items()
            if measure_contrast(palette[ink], palette[ground]) < least
        ]
        if low:
            line = _(
                "contrast of {ink} on {ground} is below {least} {ways}",
                ink=ink,
                ground=ground,
                least=least,
                ways=", ".join(low),
            )
            lines.append(line)
    return tuple(lines)


def read_colours(shown: frozenset[str], own: str = "") -> dict[str, str]:
    """Return the palette's colours, as #rrggbb, where some conditions hold."""
    colours = dict[str, str]()
    rules, _others = read_rules(FILE.read_text(encoding="utf-8") + own)
    # A later rule goes before an earlier one, as in a browser.
    for rule in rules:
        if shown.issuperset(rule.conditions):
            names = {name.removeprefix("--"): value for name, value in rule.settings}
            colours |= {name: value for name, value in names.items() if COLOUR.fullmatch(value)}
    return colours


def measure_contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #rrggbb, from 0 (black) to 1 (white)."""
    # The formula of WCAG 2.2, with its constants.
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
