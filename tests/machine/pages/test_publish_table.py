"""A published table: values stay values until they are printed, and files get values."""

import csv
import io
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from page_text import read_table, words

from annual_report.base.dates import PartialDate
from annual_report.base.errors import PublishError
from annual_report.machine.pages.language import Amount, print_value
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.pages.table import make_table, write_csv


def publish_rows(thing: Any, **options: Any) -> list[list[str]]:
    """Return the cells of a published table as a reader sees them, the heads first."""
    return read_table(make_fragment(thing, caption="C", **options).html)


def publish_column(values: list[Any]) -> list[str]:
    """Return the printed cells of a table with a single column."""
    _heads, *rows = publish_rows(pd.DataFrame({"n": values}))
    return [cell for (cell,) in rows]


# Each number, and how it is printed: with two decimals at most, but never fewer than three of its
# figures; with a power of ten where that would take more than four decimals.
NUMBERS: dict[float, str] = {
    1.25: "1,25",
    1 / 3: "0,333",
    0.0123: "0,0123",
    0.0012345: "0,00123",
    1.5e-7: "1,5 × 10⁻⁷",
    -1.6021e-19: "−1,6 × 10⁻¹⁹",
    12345.678: "12 345,68",
    12792742: "12 792 742",
    float("inf"): "∞",
}


@pytest.mark.parametrize(("number", "printed"), NUMBERS.items())
def test_a_number_is_printed_with_as_few_decimals_as_show_three_figures(
    number: float, printed: str
) -> None:
    assert words(print_value(number)) == printed


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [
        (2.5, 0, "3"),
        (1.25, 1, "1,3"),
        (-0.0001, 1, "0,0"),  # a zero has no sign
    ],
)
def test_a_number_is_rounded_half_up_to_the_decimals_asked_for(
    number: float, decimals: int, printed: str
) -> None:
    assert words(print_value(number, decimals=decimals)) == printed


def test_a_share_from_0_to_1_is_printed_as_a_percentage() -> None:
    assert words(print_value(0.636, "part")) == "63,6 %"
    assert words(print_value(0.285, "part", decimals=0)) == "29 %"


# The unit of a column, one of its values, and how that value is printed.
VALUES = {
    "year": ("année", 2025, "2025"),
    "boolean": ("", True, "oui"),
    "day": ("", pd.Timestamp("2025-06-19"), "19 juin 2025"),
    "day and hour": ("", pd.Timestamp("2025-06-19 14:05"), "19 juin 2025, 14 h 05"),
    "month of pandas": ("", pd.Period("2025-06", "M"), "juin 2025"),
    "month of the data": ("", PartialDate(2025, 6), "juin 2025"),
    "class of pd.cut": ("", pd.Interval(0.5, 3), "]0,5 ; 3]"),
    "years from, to": ("année", pd.Interval(2020, 2024, closed="left"), "[2020 ; 2024["),
    "start and end": ("date", ("2025-06-19", "2025-06-20"), "19 et 20 juin 2025"),
    "start alone": ("date", ("2025-06", pd.NA), "juin 2025"),
    "decimal of a database": ("", Decimal("1.10"), "1,1"),
    "fraction": ("part", Fraction(1, 4), "25 %"),
    "list": ("", ["Dax", "Auch"], "Dax et Auch"),
    "text": ("", "De quoi parler ? L'eau", "De quoi parler ? L’eau"),
}


@pytest.mark.parametrize(("unit", "value", "printed"), VALUES.values(), ids=VALUES)
def test_a_value_is_printed_in_french(unit: str, value: object, printed: str) -> None:
    assert words(print_value(value, unit)) == printed


@pytest.mark.parametrize(
    ("unit", "missing"), [("", None), ("part", float("nan")), ("date", (pd.NA, pd.NA))]
)
def test_a_missing_value_is_said_not_to_be_known(unit: str, missing: object) -> None:
    assert print_value(missing, unit) == "non renseigné"


def test_all_numbers_of_a_column_have_the_decimals_that_its_smallest_needs() -> None:
    assert publish_column([0.5, 0.012]) == ["0,500", "0,012"]
    # 0.0012345 would need five decimals, too many beside 12345.678: a power of ten, and the
    # others have the four that show three figures of 0.0567.
    assert publish_column([12345.678, 0.0012345, 0.0567]) == [
        "12 345,6780",
        "1,23 × 10⁻³",
        "0,0567",
    ]


def test_a_small_number_beside_no_large_one_is_printed_without_a_power_of_ten() -> None:
    assert publish_column([0.0012345, None]) == ["0,00123", "non renseigné"]


def test_a_remainder_of_adding_floats_is_printed_as_zero() -> None:
    remainder = 5.6e-17  # as 0.1 + 0.2 - 0.3

    assert publish_column([0.3, remainder]) == ["0,3", "0,0"]


def test_an_index_of_tuples_is_columns() -> None:
    places = pd.Index([("California", 2010), ("Texas", 2020)], tupleize_cols=False)

    _heads, *rows = publish_rows(pd.Series([3, 4], index=places, name="n"))

    assert rows == [["California", "2010", "3"], ["Texas", "2020", "4"]]


@pytest.mark.parametrize("value", [{"a": 1}, 2 + 3j, np.complex64(1j), pd.Timedelta(days=2)])
def test_a_value_with_parts_or_without_unit_is_refused_with_advice(value: object) -> None:
    frame = pd.DataFrame({"n": [1, value]}, dtype=object)

    with pytest.raises(PublishError, match="give a column to each of its parts, as numbers"):
        make_fragment(frame, caption="C")


# Each value of a cell, and how the table's CSV file has it: as a French spreadsheet reads it.
SAVED = {
    "NA": (pd.NA, ""),
    "NaN": (float("nan"), ""),
    "a dash, which a page shows where nothing can be": ("—", ""),
    "whole": (np.int64(3), "3"),
    "decimal": (np.float64(0.25), "0,25"),
    "negative": (-1, "-1"),
    "with a remainder of adding": (0.1 + 0.2, "0,3"),
    "decimal of a database": (Decimal("1.10"), "1,1"),
    "fraction": (Fraction(1, 4), "0,25"),
    "boolean": (np.bool_(True), "oui"),
    "text": ("a", "a"),
    "day": (pd.Timestamp("2025-06-19"), "2025-06-19"),
    "day and hour": (pd.Timestamp("2025-06-19 14:05"), "2025-06-19T14:05:00"),
    "month": (PartialDate(2025, 6), "2025-06"),
    "several, one missing": (("Dax", pd.NA, "Auch"), "Dax, Auch"),
}


@pytest.mark.parametrize(("value", "saved"), SAVED.values(), ids=SAVED)
def test_a_value_is_saved_as_a_spreadsheet_reads_it(value: object, saved: str) -> None:
    cells = pd.Series([value], dtype=object)
    table = make_table(pd.DataFrame({"t": ["x"], "v": cells}), "C")

    assert write_csv(table) == f"\ufefft;v\r\nx;{saved}\r\n"


def test_an_index_with_a_name_heads_the_rows() -> None:
    by_year = pd.Series([17, 16], index=pd.Index([2024, 2025], name="annee"), name="Membres")

    assert publish_rows(by_year) == [["annee", "Membres"], ["2024", "17"], ["2025", "16"]]


def test_an_index_of_years_or_texts_heads_the_rows_without_a_name_too() -> None:
    by_year = pd.Series({2024: 17, 2025: 16})
    by_town = pd.Series({"Dax": 1.25, "Auch": 0.2})

    assert publish_rows(by_year) == [["", "Valeur"], ["2024", "17"], ["2025", "16"]]
    assert publish_rows(by_town) == [["", "Valeur"], ["Dax", "1,25"], ["Auch", "0,20"]]


def test_an_index_of_numbers_that_are_no_row_numbers_heads_the_rows() -> None:
    frame = pd.DataFrame({"n": [1, 2]}, index=[3, 4])

    assert publish_rows(frame) == [["", "n"], ["3", "1"], ["4", "2"]]


def test_an_index_alone_is_a_table() -> None:
    towns = pd.DataFrame(index=pd.Index(["Dax"], name="Ville"))

    assert publish_rows(towns) == [["Ville"], ["Dax"]]


def test_an_empty_text_heads_no_row() -> None:
    frame = pd.DataFrame({"Ville": ["Dax", ""], "n": [1, 2]})

    html = make_fragment(frame, caption="C").html

    # An empty `th` would be read aloud as the head of its row: only Dax is one.
    assert html.count('scope="row"') == 1


def test_row_numbers_are_not_printed() -> None:
    towns = pd.DataFrame({"Ville": ["Dax", "Auch", "Pau"], "n": [1, 2, 3]})

    assert publish_rows(towns)[1] == ["Dax", "1"]
    assert publish_rows(towns[["n"]]) == [["n"], ["1"], ["2"], ["3"]]


def test_the_row_numbers_of_chosen_rows_are_not_printed() -> None:
    towns = pd.DataFrame({"Ville": ["Dax", "Auch", "Pau"], "n": [1, 2, 3]})
    chosen = towns[towns["n"] > 1]  # pandas leaves the numbers 1 and 2 to these rows

    assert publish_rows(chosen) == [["Ville", "n"], ["Auch", "2"], ["Pau", "3"]]
    assert publish_rows(chosen[["n", "Ville"]])[1] == ["2", "Auch"]
    dated = chosen.assign(Jour=pd.to_datetime("2025-06-19"))
    assert publish_rows(dated[["n", "Jour"]])[1] == ["2", "19 juin 2025"]


def test_row_numbers_with_a_name_are_printed() -> None:
    ranked = pd.DataFrame({"Ville": ["Dax"], "n": [1]}).rename_axis("Rang")

    assert publish_rows(ranked) == [["Rang", "Ville", "n"], ["0", "Dax", "1"]]


MEETINGS = pd.DataFrame({"an": [2024, 2025], "ville": ["Dax", "Auch"], "n": [1, 2]})


def test_each_level_of_an_index_heads_its_rows() -> None:
    by_year_and_town = MEETINGS.set_index(["an", "ville"])

    html = make_fragment(by_year_and_town, caption="C").html

    assert read_table(html)[1] == ["2024", "Dax", "1"]
    assert html.count('scope="row"') == 4  # two rows, a year and a town in each


def test_the_levels_of_a_column_are_one_head() -> None:
    wide = MEETINGS.pivot_table(index="ville", columns="an", values=["n"])

    assert publish_rows(wide) == [
        ["ville", "n, 2024", "n, 2025"],
        ["Auch", "non renseigné", "2"],
        ["Dax", "1", "non renseigné"],
    ]


def test_months_that_head_columns_are_french() -> None:
    months = pd.PeriodIndex(["2025-01", "2025-02"], freq="M")
    by_month = MEETINGS.assign(mois=months).pivot_table(index="ville", columns="mois", values="n")

    assert publish_rows(by_month)[0] == ["ville", "janvier 2025", "février 2025"]


def test_words_units_and_decimals_come_from_the_call() -> None:
    frame = pd.DataFrame(
        {"name": ["Gers"], "population": [191377], "surface": [6256.8], "p": [0.5]}
    )
    units = {"surface": "km²", "p": "part"}

    worded = publish_rows(frame, labels={"surface": "Surface"}, units=units)
    rounded = publish_rows(frame, decimals={"surface": 0})

    assert worded == [
        ["name", "population", "Surface (km²)", "p"],
        ["Gers", "191 377", "6 256,8", "50 %"],
    ]
    assert rounded[1] == ["Gers", "191 377", "6 257", "0,5"]


def test_a_table_without_rows_says_so() -> None:
    made = make_fragment(pd.DataFrame({"a": []}), caption="Les départs")

    assert made.html == '<p class="empty">Les départs\u00a0: aucune ligne.</p>'


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(PublishError, match="no columns"):
        make_fragment(pd.DataFrame(index=[]), caption="C")


def test_a_csv_holds_values_and_no_formula() -> None:
    frame = pd.DataFrame(
        {
            "code": ["2A", "02"],
            "Part": [0.636, None],
            "n": pd.array([12792742, None], "Int64"),
            "d": pd.Series([pd.Timestamp("2025-06-19"), pd.NaT]),
            "ok": [True, False],
            "t": ["=1+1", 'dit "oui" ; non'],
            "moins": [-1, -2],
        }
    )

    table = make_table(frame, "C", units={"Part": "part"}, labels={"t": "+t"})

    # An apostrophe stands before texts that a spreadsheet would calculate: "+t" and "=1+1".
    assert write_csv(table) == (
        "\ufeffcode;Part;n;d;ok;'+t;moins\r\n"
        "2A;0,636;12792742;2025-06-19;oui;'=1+1;-1\r\n"
        '02;;;;non;"dit ""oui"" ; non";-2\r\n'
    )


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(TEXTS, st.integers() | st.floats(allow_nan=False)), min_size=1))
def test_no_text_of_a_csv_is_a_formula_and_no_text_is_lost(rows: list[tuple[str, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["t", "n"], dtype=object)

    saved = write_csv(make_table(frame, "C")).removeprefix("\ufeff")

    _heads, *read = csv.reader(io.StringIO(saved, newline=""), delimiter=";")
    for (text, _number), (read_text, _n) in zip(rows, read, strict=True):
        assert read_text in (text, f"'{text}")
        assert not read_text.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_amounts_have_their_own_units_in_one_column() -> None:
    figures = {
        "Membres": Amount(16, "membres", 0),
        "Part": Amount(0.187, "part", 1),
        "Hôtes": Amount(3, "hôtes", 0, at_least=True),
        "Autre": None,
    }
    index = pd.Index(figures, name="Chiffre")

    made = make_fragment(pd.DataFrame({"2025": [*figures.values()]}, index=index), "Les chiffres")

    # Numbers stand at the right (`number`), and so does the figure that isn't known.
    cells = BeautifulSoup(made.html, "html.parser").select("td.number")
    assert [words(cell.text) for cell in cells] == ["16", "18,7 %", "au moins 3", "non renseigné"]
    # The file has values, without units.
    file = made.html.partition("text/csv;charset=utf-8,%EF%BB%BF")[2].partition('"')[0]
    lines = file.split("%0D%0A")
    assert lines[:4] == ["Chiffre;2025", "Membres;16", "Part;0,187", "Hôtes;3"]


def test_a_text_in_a_column_with_dashes_says_of_which_column_it_is() -> None:
    # On a telephone the cells of a row stand one below the other, away from their heads.
    subject = "Un sujet qui se dit en plusieurs mots. " * 4
    flow = pd.DataFrame({"Prévu": [subject, "—"], "Traité": ["—", subject]}, index=["a", "b"])

    made = make_fragment(flow, "C")

    cells = BeautifulSoup(made.html, "html.parser").select("tbody td")
    assert [cell.get("data-label") for cell in cells] == ["Prévu", "Traité"] * 2


# The row of a table, and the classes of the box around the table: a box scrolls, its cells may
# stand one below the other (`entries`), its letters be smaller, its words be broken.
BOXES = {
    "fits without a box": ({"Membre": "Loire-Atlantique", "n": 123_456}, None),
    "many columns": (dict.fromkeys("abcdefghijkl", 1), "scroll"),
    "a long text": (
        {"Ville": "Nantes", "Texte": "Un mot après l’autre. " * 6},
        "scroll entries",
    ),
    "many words": (dict.fromkeys("abcdef", "Codéveloppement"), "scroll entries small"),
    "many long numbers": (dict.fromkeys("abcdefgh", 123_456_789_012), "scroll small broken"),
}


@pytest.mark.parametrize(("row", "classes"), BOXES.values(), ids=BOXES)
def test_a_table_that_may_be_wider_than_a_telephone_stands_in_a_box(
    row: dict[str, object], classes: str | None
) -> None:
    html = make_fragment(pd.DataFrame([row]), "C").html

    box = BeautifulSoup(html, "html.parser").find("div", role="group", tabindex="0")
    if classes is None:
        assert box is None
    else:
        assert box is not None
        assert box["aria-label"] == "C"
        assert box["class"] == classes.split()


TOWNS = pd.DataFrame({"Ville": ["Dax"], "Rang": [1]})


def test_a_folded_table_opens_under_its_caption() -> None:
    folded = make_fragment(TOWNS, "Les villes", note="Par rang.", folded=True)

    (fold,) = BeautifulSoup(folded.html, "html.parser")("details")
    assert fold.summary is not None
    assert fold.summary.text == "Les villes"
    assert "open" not in fold.attrs
    # The note, the table and the link to its file are all within the fold.
    assert "Par rang." in fold.text
    assert fold.table is not None
    assert fold.select_one("a[download]") is not None


def test_a_table_is_folded_only_when_it_is_asked_for() -> None:
    assert "<details" not in make_fragment(TOWNS, "Les villes").html


def test_a_folded_table_is_whole_in_the_notebook() -> None:
    folded = make_fragment(TOWNS, "Les villes", note="Par rang.", folded=True)

    assert "<table" in folded.notebook_html
    assert "<details" not in folded.notebook_html


def test_a_note_stands_before_the_table_in_a_page_and_behind_it_in_the_notebook() -> None:
    made = make_fragment(TOWNS, "Les villes", note="Par rang.", folded=True)

    # A page explains signs before they are met.
    assert made.html.index("Par rang.") < made.html.index("<table")
    assert made.notebook_html.index("Par rang.") > made.notebook_html.index("<table")


def test_no_figure_is_folded() -> None:
    ax = pd.Series([1, 2]).plot()

    with pytest.raises(PublishError, match="a figure takes no folded="):
        make_fragment(ax, "Deux valeurs", alternative="Une ligne.", folded=True)


def test_a_sign_is_heard_and_saved_as_its_words() -> None:
    came = pd.DataFrame({"membre": ["Gers", "Lot"], "1": ["●", "?"], "venues": [1, 0]})

    table = make_table(came, "Qui est venu", signs={"●": "présent", "?": "pas noté"})

    # Seen: the signs. Heard by a screen reader: their words, from the label of an image.
    cells = BeautifulSoup(table.html, "html.parser")("td")
    assert [cell.text for cell in cells] == ["●", "1", "?", "0"]
    signs = BeautifulSoup(table.html, "html.parser").select("td [role=img]")
    assert [(sign.text, sign["aria-label"]) for sign in signs] == [
        ("●", "présent"),
        ("?", "pas noté"),
    ]
    assert write_csv(table).splitlines()[1:] == ["Gers;présent;1", "Lot;pas noté;0"]
