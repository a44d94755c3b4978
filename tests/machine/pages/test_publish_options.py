"""Every option of `publish` says something of what it is given with, or is refused in one line."""

import inspect
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import matplotlib.pyplot as plt
import page_text
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes

from annual_report import prose
from annual_report.base.errors import PublishError
from annual_report.machine.pages.publishing import chapter, make_fragment, publish, write_number

# --- Each option, with each kind of thing ---------------------------------------------------

FRAME = pd.DataFrame({"a": [1.25, 2], "b": ["x", "y"]})


def draw_line() -> Axes:
    ax: Axes = plt.figure().subplots()
    ax.plot([1, 2])
    return ax


# What makes each thing that can be published, and the options that it always has here.
THINGS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "table": (lambda: FRAME, {"caption": "T"}),
    "figure": (draw_line, {"finding": "F", "alternative": "A"}),
    "figure with data": (draw_line, {"finding": "F", "alternative": "A", "data": FRAME}),
    "text": (lambda: "Un texte.", {}),
    "phrase": (lambda: prose("<p>x</p>"), {}),
}
# A value of each option that must be seen in a page.
OPTIONS: dict[str, Any] = {
    "caption": "ZZZ",
    "finding": "ZZZ",
    "alternative": "ZZZ",
    "of": "ZZZ",
    "note": "ZZZ",
    "data": pd.DataFrame({"a": ["q"]}),
    "labels": {"a": "ZZZ"},
    "units": {"a": "ZZZ"},
    "decimals": {"a": 4},
    "signs": {"x": "ZZZ"},
    "name": "zzz",
    "folded": True,
}
# The options that each thing takes; all others are refused.
TAKEN = {
    "table": {"caption", "note", "labels", "units", "decimals", "signs", "name", "folded"},
    "figure": {"finding", "alternative", "data", "note", "name"},
    "figure with data": OPTIONS.keys() - {"caption", "signs", "folded"},
    "text": set(),
    "phrase": set(),
}


def refuse(thing: object, *words: str, **options: Any) -> str:
    """Return the line in which `publish` refuses a thing with some options."""
    with pytest.raises(PublishError) as refused:
        make_fragment(thing, *words, **options)
    line = str(refused.value)
    assert "\n" not in line
    return page_text.words(line)


def test_each_option_of_publish_is_tried() -> None:
    _thing, _words, *options = inspect.signature(publish).parameters

    assert set(options) == OPTIONS.keys()


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("kind", THINGS)
def test_an_option_changes_the_page_or_is_refused(kind: str, option: str) -> None:
    make_thing, usual_options = THINGS[kind]
    options = {**usual_options, option: OPTIONS[option]}

    if option in TAKEN[kind]:
        changed = make_fragment(make_thing(), **options)
        assert changed != make_fragment(make_thing(), **usual_options)
    else:
        assert option in refuse(make_thing(), **options)


# --- The lines that refuse an option --------------------------------------------------------


def test_an_option_of_another_kind_of_thing_is_refused_with_those_that_it_takes() -> None:
    assert refuse(FRAME, finding="F") == (
        "a table takes no finding=, but caption, note, labels, units, "
        "decimals, signs, name, folded; nearest: caption"
    )
    assert refuse(draw_line(), caption="C") == (
        "a figure takes no caption=, but finding, alternative, data, "
        "of, note, labels, units, decimals, name; nearest: finding"
    )
    assert refuse("Un texte.", note="N").startswith("a text takes no note=")


# An option that is by column with a value for all of them, and the line that refuses it.
NO_DICTIONARIES = {
    "signs": (["●", "○"], 'signs= takes a dictionary, such as {"●": "présent"}, not list'),
    "labels": (["A", "B"], 'labels= takes a dictionary, such as {"membres": "Membres"}, not list'),
    "units": ("km", 'units= takes a dictionary, such as {"distance": "km"}, not str'),
    "decimals": (1, 'decimals= takes a dictionary, such as {"distance": 1}, not int'),
}


@pytest.mark.parametrize("option", NO_DICTIONARIES)
def test_an_option_by_column_is_refused_if_it_is_no_dictionary(option: str) -> None:
    value, line = NO_DICTIONARIES[option]

    assert refuse(FRAME, **{option: value}) == line


@pytest.mark.parametrize(
    ("thing", "options"),
    [
        (FRAME, {"caption": 2025}),
        (FRAME, {"note": 2025}),
        (FRAME, {"name": 2025}),
        (draw_line, {"finding": 2025}),
        (draw_line, {"alternative": 2025}),
        (draw_line, {"of": 2025, "data": FRAME}),
    ],
)
def test_an_option_of_words_is_refused_if_it_is_no_text(
    thing: Any, options: dict[str, Any]
) -> None:
    option = next(iter(options))
    line = refuse(thing() if callable(thing) else thing, **options)

    assert line == f"{option}= takes a text, not int"


def test_a_caption_in_the_second_place_is_a_text_too() -> None:
    words: Any = 2025

    assert refuse(FRAME, words) == "caption= takes a text, not int"


WRONG_CHAPTERS: dict[str, tuple[tuple[Any, ...], str]] = {
    "a year as title": ((1, 2025), "title= takes a text, not int"),
    "no title": ((1, None), "title= takes a text, not NoneType"),
    "a number in a text": (("1", "T"), "“1” is no number of a chapter: 1, 2, 3…, or None for none"),
    "zero": ((0, "T"), "“0” is no number of a chapter: 1, 2, 3…, or None for none"),
    "true": ((True, "T"), "“True” is no number of a chapter: 1, 2, 3…, or None for none"),
    "a number as address": ((1, "T", 3), "id= takes a text, not int"),
    "two words as address": ((1, "T", "a b"), "id: “a b” has to be a single word"),
}
"""What a call of `chapter` is given, and the line that refuses the call."""


@pytest.mark.parametrize(("given", "line"), WRONG_CHAPTERS.values(), ids=WRONG_CHAPTERS)
def test_a_chapter_that_no_page_can_have_is_refused(given: tuple[Any, ...], line: str) -> None:
    with pytest.raises(PublishError) as refused:
        chapter(*given)

    assert str(refused.value) == line


@pytest.mark.parametrize("dates", [["2025-06", "juin 2025"], [("2025", "juin 2025")]])
def test_a_column_of_dates_with_another_text_is_refused(dates: list[Any]) -> None:
    assert refuse(pd.DataFrame({"a": dates}), caption="C", units={"a": "date"}) == (
        "units: “a” holds “juin 2025”, which is no date; expected: 2025, 2025-06 or 2025-06-19"
    )


def test_a_period_of_years_may_have_numbers_and_no_other_ones() -> None:
    period = make_fragment(pd.DataFrame({"a": [(2024, 2025)]}), "C", units={"a": "date"})

    assert "2024" in period.html
    assert refuse(pd.DataFrame({"a": [(1, 2)]}), caption="C", units={"a": "date"}).startswith(
        "units: “a” holds “1”, which is no date"
    )


@pytest.mark.parametrize("number", [10**400, -(10**400), Decimal("1e400"), Fraction(10**400)])
def test_a_number_that_no_float_can_be_is_refused(number: object) -> None:
    frame = pd.DataFrame({"a": [number, 1]}, dtype=object)

    assert refuse(frame, caption="C") == "“a” holds a number of more than 300 digits"


@pytest.mark.parametrize("number", [1 + 2j, pd.Series([1, 2]), 10**400])
def test_a_sentence_has_no_number_but_a_real_one(number: Any) -> None:
    with pytest.raises(PublishError) as refused:
        write_number(number)

    assert "\n" not in str(refused.value)


def test_half_of_a_sign_is_refused_in_a_cell_and_in_a_caption() -> None:
    # As `open(…, errors="surrogateescape")` reads a letter in an encoding that isn't the file's.
    half = "d\udce9partement"
    line = "'\\udce9' is half of a sign: its text was read in another encoding"

    assert refuse(pd.DataFrame({"a": [half]}), caption="C") == line
    assert refuse(FRAME, caption=half) == line


@pytest.mark.parametrize("name", [pd.NA, float("nan"), None])
def test_an_index_whose_name_is_missing_is_one_without_a_name(name: Any) -> None:
    table = FRAME.set_index(pd.Index(["x", "y"], name=name))
    unnamed = FRAME.set_index(pd.Index(["x", "y"]))

    assert make_fragment(table, "C") == make_fragment(unnamed, "C")


@pytest.mark.parametrize("missing", [pd.NA, float("nan")])
def test_the_column_of_a_missing_category_has_a_head(missing: Any) -> None:
    """As a pivot makes it of answers that some gave, and others didn't."""
    names = pd.Index(["oui", missing], dtype=object)
    made = make_fragment(
        pd.DataFrame([[3, 1]], index=["Gers"], columns=names), "C", labels={"oui": "pour"}
    )

    heads = [head.text for head in BeautifulSoup(made.html, "html.parser")("th", scope="col")]
    assert heads == ["pour", "non renseigné"]
    assert "lacks" not in made.facts


def test_an_index_of_missing_numbers_alone_is_shown() -> None:
    frame = FRAME.set_index(pd.Index([pd.NA, pd.NA], dtype="Int64"))

    assert make_fragment(frame, "C").html.count("non renseigné") == len(frame)


def test_a_column_that_the_table_has_not_is_refused_with_the_nearest() -> None:
    indexed = FRAME.set_index("b")

    assert refuse(FRAME, units={"c": "km"}) == "units: the table has no column 'c', but 'a', 'b'"
    assert refuse(FRAME, labels={"A": "L"}) == (
        "labels: the table has no column 'A', but 'a', 'b'; nearest: 'a'"
    )
    # The names of an index are heads too.
    assert refuse(indexed, decimals={"bb": 1}) == (
        "decimals: the table has no column 'bb', but 'b', 'a'; nearest: 'b'"
    )
    of_figure = refuse(draw_line(), data=FRAME, labels={"aa": "L"})
    assert of_figure.startswith("labels: the table has no column 'aa'")


@pytest.mark.parametrize("decimals", ["2", -1, 16])
def test_a_number_of_decimals_is_a_whole_number(decimals: object) -> None:
    line = refuse(FRAME, decimals={"a": decimals})

    assert line == "decimals: “a” takes a whole number from 0 to 15"


def test_a_label_is_a_text() -> None:
    assert refuse(FRAME, labels={"a": 3}).startswith("labels: “a” takes a text")


def test_a_percent_sign_is_refused_as_it_may_mean_two_shares() -> None:
    assert refuse(FRAME, units={"a": "%"}) == (
        "units: “%” doesn’t say whether 35 % is 0.35 or 35: write units={'a': \"part\"} "
        "for shares from 0 to 1, and for those from 0 to 100 divide them by 100 first"
    )


@pytest.mark.parametrize(("unit", "nearest"), [("Parts", "part"), ("annee", "année")])
def test_a_unit_that_is_nearly_one_of_the_project_s_is_refused_with_that(
    unit: str, nearest: str
) -> None:
    line = refuse(FRAME, units={"a": unit})

    assert line == f"units: “{unit}” would stand as it is in the heading; nearest: “{nearest}”"


def test_a_share_that_was_counted_from_0_to_100_is_refused() -> None:
    percentages = pd.DataFrame({"a": [125.0, 200.0]})

    assert refuse(percentages, units={"a": "part"}) == (
        "units: “a” holds 125.0, which would be printed 12 500 %: "
        "a share goes from 0 to 1, so divide by 100 first"
    )


def test_the_data_of_a_figure_are_a_table() -> None:
    line = refuse(draw_line(), data=[1, 2])

    assert line == "data: a figure’s data are a table, and no list"


# --- The words that stand second ------------------------------------------------------------


def test_the_words_that_stand_second_are_the_caption_of_a_table() -> None:
    made = make_fragment(FRAME, "Deux villes")

    assert "<caption>Deux villes</caption>" in made.html


def test_the_words_that_stand_second_are_the_finding_of_a_figure() -> None:
    made = make_fragment(draw_line(), "Les adhésions ont doublé.")

    assert "<strong>Les adhésions ont doublé.</strong>" in made.html
    # A remark for the analyst: nobody who doesn't see the figure learns more of it.
    (remark,) = made.facts["lacks"]
    assert "described by “Les adhésions ont doublé.” alone" in remark


def test_a_caption_is_given_once() -> None:
    assert "“A” and caption= both are the caption" in refuse(FRAME, "A", caption="B")


def test_a_text_is_published_without_other_words() -> None:
    assert "a text is published alone, without “B”" in refuse("A", "B")


def test_a_table_without_rows_takes_the_options_of_one_with_rows() -> None:
    empty = FRAME.iloc[:0]

    made = make_fragment(empty, "Les départs", note="Insee", labels={"a": "A"}, decimals={"a": 1})

    text = BeautifulSoup(made.html, "html.parser").get_text(" ")
    assert text == "Les départs\u00a0: aucune ligne. Insee"


def test_a_table_without_rows_refuses_the_columns_that_it_has_not() -> None:
    empty = FRAME.iloc[:0]

    assert "the table has no column 'c'" in refuse(empty, "Les départs", labels={"c": "C"})
