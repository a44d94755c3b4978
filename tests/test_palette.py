"""The palette's contrasts, by the formula of WCAG 2.2, and that the figures read the same file."""

import itertools

import pytest

from annual_report.page import palette

TEXT, GRAPHICS = 4.5, 3.0
ON_PAGE = ("ink", "soft", "here", "accent", "new", "left")
ON_COVER = ("cover-ink", "cover-soft", "cover-warm")
BACKGROUNDS = ("paper", "card")
DRAWN = ("here", "left", "new", "accent", "ink")


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "background"),
    [*itertools.product(ON_PAGE, BACKGROUNDS), *((name, "cover") for name in ON_COVER)],
)
def test_words_can_be_read(text: str, background: str, dark: bool) -> None:
    colours = palette.colours(dark=dark)
    assert contrast(colours[text], colours[background]) >= TEXT


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "background"), [*itertools.product(DRAWN, (*BACKGROUNDS, "land"))]
)
def test_marks_can_be_seen(mark: str, background: str, dark: bool) -> None:
    colours = palette.colours(dark=dark)
    assert contrast(colours[mark], colours[background]) >= GRAPHICS


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_band_that_marks_a_fiction_can_be_read(dark: bool) -> None:
    colours = palette.colours(dark=dark)
    assert contrast(colours["paper"], colours["accent"]) >= TEXT


def test_the_dark_page_has_a_colour_for_each_name_of_the_light_one() -> None:
    light, dark = palette.colours(), palette.colours(dark=True)
    assert light.keys() == dark.keys()
    assert all(len(colour) == 7 for colour in (*light.values(), *dark.values()))


def test_the_figures_and_the_pages_share_one_scale_of_six_sizes() -> None:
    sizes = [palette.size(step) for step in range(1, 7)]
    assert sizes == sorted(set(sizes))
    style = palette.FILE.with_name("style.css").read_text(encoding="utf-8")
    assert all(f"var(--size-{step})" in style for step in range(1, 7))


def test_the_style_sheet_names_only_what_the_palette_holds() -> None:
    style = palette.FILE.with_name("style.css").read_text(encoding="utf-8")
    known = {name for name, _value in palette.VARIABLE.findall(palette.FILE.read_text("utf-8"))}
    used = {part.split(")")[0] for part in style.split("var(--")[1:]}
    assert used <= known
