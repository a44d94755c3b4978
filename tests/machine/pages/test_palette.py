"""The palette: one file for pages and figures, and its colours for who asks for more contrast.

The least contrasts are for `tests/machine/pages/test_rules_of_publication.py`.
"""

import itertools
import re
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.look import palette
from annual_report.machine.pages.look.style import style, use_style
from annual_report.report.publication import contrast

ON_PAGE = ("ink", "soft", "here", "accent", "new", "left")
ON_COVER = ("cover-ink", "cover-soft", "cover-warm")
BACKGROUNDS = ("paper", "card")
DRAWN = ("here", "left", "new", "accent", "ink")


def test_the_contrast_of_colours_is_that_of_wcag() -> None:
    assert contrast.measure_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_who_asks_for_more_contrast_gets_it(dark: bool) -> None:
    screen = contrast.SCREEN | {palette.DARK} if dark else contrast.SCREEN
    asked, usual = (contrast.read_colours(way) for way in (screen | {palette.STRONG}, screen))
    texts = [*itertools.product(ON_PAGE, BACKGROUNDS), *((name, "cover") for name in ON_COVER)]

    for text, ground in texts:
        assert contrast.measure_contrast(asked[text], asked[ground]) >= 7, (text, ground)
    for mark, ground in itertools.product(DRAWN, (*BACKGROUNDS, "land")):
        assert contrast.measure_contrast(asked[mark], asked[ground]) >= 4.5, (mark, ground)
    assert contrast.measure_contrast(asked["line"], asked["paper"]) >= 3
    assert contrast.measure_contrast(usual["line"], usual["paper"]) < 3  # the usual lines are faint


def test_the_dark_page_has_a_colour_for_each_name_of_the_light_one() -> None:
    dark = contrast.read_colours(contrast.SCREEN | {palette.DARK})
    assert dark.keys() == palette.page_colours().keys()


def test_a_style_sheet_names_only_what_the_palette_holds() -> None:
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in TEMPLATES.glob("*.css"))
    rules, _others = palette.read_rules(palette.FILE.read_text("utf-8"))
    names = {name for rule in rules for name, _value in rule.settings}
    held = {name.removeprefix("--") for name in names if name.startswith("--")}
    # Which each drawing or table gives itself, and paper.
    of_its_own = {"wide", "apart"}

    assert set(re.findall(r"var\(--([a-z0-9-]+)", styles)) == held | of_its_own

    sizes = [palette.text_size(step) for step in range(1, 7)]
    assert sizes == sorted(set(sizes))


def test_the_colours_that_a_system_imposes_replace_each_colour_of_the_palette() -> None:
    sheet = palette.FILE.with_name("style.css").read_text(encoding="utf-8")
    _before, _media, root = sheet.partition("(forced-colors: active) {\n  ")
    rules, _others = palette.read_rules(root.partition("}")[0] + "}")
    imposed = {name.removeprefix("--"): value for name, value in rules[0].settings}

    assert imposed.keys() == palette.page_colours().keys()
    assert set(imposed.values()) == {"Canvas", "CanvasText"}


def test_the_narrow_space_of_a_page_comes_before_the_fonts_of_a_network() -> None:
    face = palette.FILE.with_name("style.css").read_text(encoding="utf-8")
    assert f"@font-face {{ font-family: {palette.FONT_OF_NARROW_SPACE};" in face

    written = palette.write_own_style(":root { --serif: Didot, serif; --ink: #000000 }")
    assert written == ":root { --serif: Narrow, Didot, serif; --ink: #000000 }"


@pytest.fixture
def settings() -> Iterator[None]:
    with mpl.rc_context():
        mpl.rcdefaults()  # a notebook's cell that another test ran may have changed them
        yield


def test_an_ordinary_figure_has_the_pages_colours_and_sizes_inside_the_style(
    settings: None,
) -> None:
    with style():
        figure, ax = plt.subplots()
        (line,) = ax.plot([1, 2])
        ax.set_title("Un titre")
        frame = ax.add_patch(plt.Rectangle((0, 0), 1, 1, fill=False))
    light = palette.page_colours()

    assert line.get_color() == light["here"]
    assert ax.title.get_color() == light["ink"]
    assert ax.title.get_fontsize() == palette.text_size(2)
    assert ax.get_xticklabels()[0].get_fontsize() == palette.text_size(1)
    assert mpl.colors.to_hex(frame.get_edgecolor()) == "#000000"  # in the page, that is ink
    assert figure.dpi == 72
    assert mpl.rcParams["figure.dpi"] != 72

    plt.close(figure)


def test_a_notebook_takes_the_style_once_and_no_machine_has_another(settings: None) -> None:
    mpl.rcParams["lines.dashed_pattern"] = [1, 1]  # as a matplotlibrc might
    use_style()

    assert mpl.rcParams["figure.dpi"] == 72
    assert mpl.rcParams["lines.dashed_pattern"] == mpl.rcParamsDefault["lines.dashed_pattern"]
