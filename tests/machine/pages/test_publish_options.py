"""Every option of `publish` says something of what it is given with, or is refused in one line."""

import inspect
import itertools
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes

from annual_report import prose
from annual_report.base.errors import PublishError
from annual_report.machine.pages.publishing import make_fragment, publish

FRAME = pd.DataFrame({"a": [1.25, 2], "b": ["x", "y"]})


def draw() -> Axes:
    plt.close("all")
    ax: Axes = plt.figure().subplots()
    ax.plot([1, 2])
    return ax


THINGS: dict[str, tuple[Any, dict[str, Any]]] = {
    "table": (lambda: FRAME, {"caption": "T"}),
    "figure": (draw, {"finding": "F", "alternative": "A"}),
    "figure with data": (draw, {"finding": "F", "alternative": "A", "data": FRAME}),
    "text": (lambda: "Un texte.", {}),
    "phrase": (lambda: prose("<p>x</p>"), {}),
}
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
TAKEN = {
    "table": {"caption", "note", "labels", "units", "decimals", "signs", "name", "folded"},
    "figure": {"finding", "alternative", "data", "note", "name"},
    "figure with data": OPTIONS.keys() - {"caption", "signs", "folded"},
    "text": set(),
    "phrase": set(),
}


def test_each_option_of_publish_is_tried() -> None:
    _thing, _words, *options = inspect.signature(publish).parameters
    assert set(options) == OPTIONS.keys()


@pytest.mark.parametrize(("kind", "option"), [*itertools.product(THINGS, OPTIONS)])
def test_an_option_changes_the_page_or_is_refused(kind: str, option: str) -> None:
    thing, base = THINGS[kind]
    asked = {**base, option: OPTIONS[option]}
    if option in TAKEN[kind]:
        assert make_fragment(thing(), **asked) != make_fragment(thing(), **base)
        return
    with pytest.raises(PublishError) as refused:
        make_fragment(thing(), **asked)
    assert option in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("thing", "options", "line"),
    [
        (
            FRAME,
            {"finding": "F"},
            "a table takes no finding=, but caption, note, labels, units, "
            "decimals, signs, name, folded; nearest: caption",
        ),
        (
            draw,
            {"caption": "C"},
            "a figure takes no caption=, but finding, alternative, data, "
            "of, note, labels, units, decimals, name; nearest: finding",
        ),
        ("Un texte.", {"note": "N"}, "a text takes no note="),
        (
            FRAME,
            {"signs": ["●", "○"]},
            'signs= takes a dictionary, such as {"●": "présent"}, not list',
        ),
        (FRAME, {"labels": ["A", "B"]}, 'labels= takes a dictionary, such as {"membres":'),
        (FRAME, {"units": "km"}, 'units= takes a dictionary, such as {"distance": "km"}, not str'),
        (FRAME, {"decimals": 1}, 'decimals= takes a dictionary, such as {"distance": 1}, not int'),
        (
            FRAME,
            {"labels": {"A": "L"}},
            "labels: the table has no column 'A', but 'a', 'b'; nearest: 'a'",
        ),
        (FRAME, {"units": {"c": "km"}}, "units: the table has no column 'c', but 'a', 'b'"),
        (
            FRAME.set_index("b"),
            {"decimals": {"bb": 1}},
            "decimals: the table has no column 'bb', but 'b', 'a'; nearest: 'b'",
        ),
        (draw, {"data": FRAME, "labels": {"aa": "L"}}, "labels: the table has no column 'aa'"),
        (FRAME, {"labels": {"a": 3}}, "labels: “a” takes a text"),
        (FRAME, {"decimals": {"a": "2"}}, "decimals: “a” takes a whole number from 0 on"),
        (FRAME, {"decimals": {"a": -1}}, "decimals: “a” takes a whole number from 0 on"),
        (
            FRAME,
            {"units": {"a": "%"}},
            "units: “%” doesn’t say whether 35 % is 0.35 or 35: write "
            "units={'a': \"part\"} for shares from 0 to 1",
        ),
        (
            FRAME,
            {"units": {"a": "Parts"}},
            "units: “Parts” would stand as it is in the heading; nearest: “part”",
        ),
        (FRAME, {"units": {"a": "annee"}}, "nearest: “année”"),
        (
            100 * FRAME[["a"]],
            {"units": {"a": "part"}},
            "units: “a” holds 125.0, which would be printed 12 500 %: a share goes from 0 to 1",
        ),
        (draw, {"data": [1, 2]}, "data: a figure’s data are a table, and no list"),
    ],
)
def test_what_does_not_apply_is_refused_with_what_would(
    thing: object, options: dict[str, Any], line: str
) -> None:
    with pytest.raises(PublishError) as refused:
        make_fragment(thing() if callable(thing) else thing, **options)
    told = str(refused.value).replace("\u202f", " ").replace("\u00a0", " ")
    assert told.startswith(line) or told.endswith(line)
    assert "\n" not in told


def test_the_words_that_stand_second_are_the_caption_or_the_finding() -> None:
    assert "<caption>Deux villes</caption>" in make_fragment(FRAME, "Deux villes").html
    made = make_fragment(draw(), "Les adhésions ont doublé.")
    assert "<strong>Les adhésions ont doublé.</strong>" in made.html
    (lack,) = made.facts["lacks"]
    assert "described by “Les adhésions ont doublé.” alone" in lack
    with pytest.raises(PublishError, match="“A” and caption= both are the caption"):
        make_fragment(FRAME, "A", caption="B")
    with pytest.raises(PublishError, match="a text is published alone, without “B”"):
        make_fragment("A", "B")


def test_a_table_without_rows_takes_what_one_with_rows_takes() -> None:
    empty = FRAME.iloc[:0]
    made = make_fragment(empty, "Les départs", note="Insee", labels={"a": "A"}, decimals={"a": 1})
    words = BeautifulSoup(made.html, "html.parser").get_text(" ")
    assert words == "Les départs\u00a0: aucune ligne. Insee"
    with pytest.raises(PublishError, match="the table has no column 'c'"):
        make_fragment(empty, "Les départs", labels={"c": "C"})
