"""The contrasts between the colours of a network's style, in every way to show a page.

A network may have a style sheet of its own with other colours. `check` and `build` ask here whether
words and drawings stay readable with them, before any page is made. The least contrasts come from
WCAG 2.2 AA and RGAA 3.2 and 3.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annual_report.base.messages import N_, _
from annual_report.machine.pages.look.palette import DARK, FILE, STRONG, is_colour, read_rules

Palette = dict[str, str]
"""Colours by name, each as #rrggbb: {"ink": "#1b2440"}."""

LEAST_OF_TEXT = 4.5
"""The least contrast of words and the colour behind them."""
LEAST_OF_GRAPHICS = 3.0
"""The least contrast of the signs of a drawing and the colour behind them."""
PAPER = frozenset({"print"})
SCREEN = frozenset({"screen"})
WAYS = {
    N_("on paper"): PAPER,
    N_("on a screen"): SCREEN,
    N_("on a dark screen"): SCREEN | {DARK},
    N_("on a screen with more contrast"): SCREEN | {STRONG},
    N_("on a dark screen with more contrast"): SCREEN | {DARK, STRONG},
}
"""The ways to show a page, each with the conditions of the style's rules that hold then."""


@dataclass(frozen=True)
class Layer:
    """Colours that stand on other colours, the grounds, and the least contrast between both."""

    inks: tuple[str, ...]
    """The names of the colours of words or signs: "ink"."""
    grounds: tuple[str, ...]
    """The names of the colours behind them: "paper"."""
    least: float
    """The least contrast ratio, from 1 to 21."""


# The names are those of the custom properties in `templates`: "ink" stands for `--ink`. The first
# three layers are words; the last has the lines and the areas of maps and charts.
LAYERS = (
    Layer(("ink", "soft", "here", "new", "accent"), ("paper", "card"), LEAST_OF_TEXT),
    Layer(("cover-ink", "cover-soft", "cover-warm"), ("cover",), LEAST_OF_TEXT),
    Layer(("cover-band-ink",), ("cover-band",), LEAST_OF_TEXT),
    Layer(("here", "new", "left", "accent", "ink"), ("paper", "land"), LEAST_OF_GRAPHICS),
)


def find_low_contrasts(style: str = "") -> tuple[str, ...]:
    """Return a line for each colour that is hard to read on its ground.

    "contrast of soft on paper is below 4.5 on paper, on a screen". `style` is the text of a
    network's style sheet, with new values for some colours of the palette.
    """
    # The colours of each way to show a page, under its words in the analyst's language.
    palettes: dict[str, Palette] = {}
    for way, conditions in WAYS.items():
        palettes[_(way)] = read_colours(conditions, style)
    lines = []
    for layer in LAYERS:
        for ground in layer.grounds:
            for ink in layer.inks:
                ways = _list_unreadable_ways(palettes, ink, ground, layer.least)
                if ways:
                    lines.append(_say_low_contrast(ink, ground, layer.least, ways))
    return tuple(lines)


def _list_unreadable_ways(
    palettes: Mapping[str, Palette], ink: str, ground: str, least: float
) -> list[str]:
    """Return the ways to show a page in which the contrast of a colour and its ground is too low.

    `ink` and `ground` are names of colours, `least` is the least contrast ratio. `palettes` has the
    colours of each way by the words for that way: {"on paper": {"ink": "#1b2440", …}, …}.
    """
    ways = []
    for way, palette in palettes.items():
        if measure_contrast(palette[ink], palette[ground]) < least:
            ways.append(way)
    return ways


def _say_low_contrast(ink: str, ground: str, least: float, ways: Sequence[str]) -> str:
    """Return the line on a colour and its ground of too low a contrast, for `find_low_contrasts`.

    `ways` are the words for the ways to show a page: ["on paper", "on a screen"].
    """
    return _(
        "contrast of {ink} on {ground} is below {least} {ways}",
        ink=ink,
        ground=ground,
        least=least,
        ways=", ".join(ways),
    )


def read_colours(conditions: frozenset[str], style: str = "") -> Palette:
    """Return the colours of the palette where some conditions hold: {"ink": "#1b2440", …}.

    `conditions` are those of rules in a style sheet: {"print"}, or {"screen", DARK} of a dark
    screen. `style` is a network's own sheet, whose colours replace those of the program's sheet.
    """
    colours: Palette = {}
    sheet = FILE.read_text(encoding="utf-8") + style
    rules, _others = read_rules(sheet)
    # A later rule wins over an earlier rule, as in a browser.
    for rule in rules:
        holds = conditions.issuperset(rule.conditions)
        if not holds:
            continue
        for name, value in rule.settings:
            if is_colour(value):
                colours[name.removeprefix("--")] = value
    return colours


def measure_contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21.

    "#000000", "#ffffff" → 21.0. The order of the colours doesn't matter.
    """
    luminances = (_measure_luminance(one), _measure_luminance(other))
    # The formula of WCAG adds 0.05 for the light that a screen reflects in any case.
    lighter = max(luminances) + 0.05
    darker = min(luminances) + 0.05
    return lighter / darker


def _measure_luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #rrggbb, from 0 (black) to 1 (white)."""
    # The formula and the constants of WCAG 2.2.
    red = _make_linear(int(colour[1:3], 16) / 255)
    green = _make_linear(int(colour[3:5], 16) / 255)
    blue = _make_linear(int(colour[5:7], 16) / 255)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _make_linear(channel: float) -> float:
    """Return the light that a screen emits for the red, green or blue of a colour, from 0 to 1.

    `channel` is the value in the colour, from 0 to 1 too: 0.5 → 0.214. The formula is that of sRGB
    in WCAG 2.2.
    """
    # Near black the curve of sRGB is a straight line.
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
