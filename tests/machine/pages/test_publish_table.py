"""A published table: values stay values until they are printed, and files get values."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.dates import PartialDate
from annual_report.base.errors import PublishError
from annual_report.machine.pages.language import Amount, print_value
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.pages.table import make_table, write_csv


def rows(thing: Any, **options: Any) -> list[list[str]]:
    """Return the cells of a published table as a reader sees them, with ordinary spaces."""
    html = make_fragment(thing, caption="C", **options).html
    soup = BeautifulSoup(html, "html.parser")
    return [
        [" ".join(cell.get_text().split()) for cell in line.find_all(["th", "td"])]
        for line in soup.select("tr")
    ]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (1.25, "", None, "1,25"),
        (1 / 3, "", None, "0,333"),
        (0.0123, "", None, "0,0123"),
        (0.0012345, "", None, "0,00123"),
        (1.5e-7, "", None, "1,5 × 10⁻⁷"),
        (-1.6021e-19, "", None, "−1,6 × 10⁻¹⁹"),
        (12345.678, "", None, "12 345,68"),
        (12792742, "", None, "12 792 742"),
        (-0.0001, "", 1, "0,0"),
        (2.5, "", 0, "3"),
        (1.25, "", 1, "1,3"),
        (0.285, "part", 0, "29 %"),
        (0.636, "part", None, "63,6 %"),
        (2025, "année", None, "2025"),
        (True, "", None, "oui"),
        (None, "", None, "non renseigné"),
        (float("nan"), "part", None, "non renseigné"),
        (pd.Timestamp("2025-06-19"), "", None, "19 juin 2025"),
        (pd.Timestamp("2025-06-19 14:05"), "", None, "19 juin 2025, 14 h 05"),
        (pd.Period("2025-06", "M"), "", None, "juin 2025"),
        (PartialDate(2025, 6), "", None, "juin 2025"),
        (pd.Interval(0.5, 3), "", None, "]0,5 ; 3]"),
        (pd.Interval(2020, 2024, closed="left"), "année", None, "[2020 ; 2024["),
        (("2025-06-19", "2025-06-20"), "date", None, "19 et 20 juin 2025"),
        (("2025-06", pd.NA), "date", None, "juin 2025"),
        ((pd.NA, pd.NA), "date", None, "non renseigné"),
        (Decimal("1.10"), "", None, "1,1"),
        (Fraction(1, 4), "part", None, "25 %"),
        (["Dax", "Auch"], "", None, "Dax et Auch"),
        ("De quoi parler ? L'eau", "", None, "De quoi parler ? L’eau"),
        (float("inf"), "", None, "∞"),
    ],
)
def test_a_value_is_printed_in_french(
    value: object, unit: str, decimals: int | None, said: str
) -> None:
    printed = str(print_value(value, unit, decimals))
    assert printed.replace("\u202f", " ").replace("\u00a0", " ") == said


def test_a_small_number_beside_a_large_one_keeps_three_of_its_figures() -> None:
    shown = [row[0] for row in rows(pd.DataFrame({"n": [12345.678, 0.0012345, 0.0567]}))[1:]]
    assert shown == ["12 345,6780", "1,23 × 10⁻³", "0,0567"]
    assert [row[0] for row in rows(pd.DataFrame({"n": [0.5, 0.012]}))[1:]] == ["0,500", "0,012"]
    assert [row[0] for row in rows(pd.DataFrame({"n": [0.3, 5.6e-17]}))[1:]] == ["0,3", "0,0"]
    assert rows(pd.DataFrame({"n": [0.0012345, None]}))[1] == ["0,00123"]


def test_an_index_of_tuples_is_columns() -> None:
    counts = pd.Series(
        [3, 4], index=pd.Index([("California", 2010), ("Texas", 2020)], tupleize_cols=False)
    )
    assert rows(counts.rename("n"))[1:] == [["California", "2010", "3"], ["Texas", "2020", "4"]]


@pytest.mark.parametrize("value", [{"a": 1}, 2 + 3j, np.complex64(1j), pd.Timedelta(days=2)])
def test_a_value_with_parts_or_without_unit_is_refused_with_what_to_do(value: object) -> None:
    with pytest.raises(PublishError, match="give a column to each of its parts, as numbers"):
        make_fragment(pd.DataFrame({"n": [1, value]}, dtype=object), caption="C")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (pd.NA, ""),
        (float("nan"), ""),
        (np.int64(3), "3"),
        (np.float64(0.25), "0,25"),
        (np.bool_(True), "oui"),
        ("a", "a"),
        (-1, "-1"),
        (0.1 + 0.2, "0,3"),
        ("—", ""),
        (pd.Timestamp("2025-06-19"), "2025-06-19"),
        (pd.Timestamp("2025-06-19 14:05"), "2025-06-19T14:05:00"),
        (PartialDate(2025, 6), "2025-06"),
        (("Dax", pd.NA, "Auch"), "Dax, Auch"),
        (Decimal("1.10"), "1,1"),
        (Fraction(1, 4), "0,25"),
    ],
)
def test_a_value_is_kept_as_a_spreadsheet_reads_it(value: object, kept: str) -> None:
    table = make_table(pd.DataFrame({"t": ["x"], "v": pd.Series([value], dtype=object)}), "C")
    assert write_csv(table) == f"\ufefft;v\r\nx;{kept}\r\n"


def test_the_index_says_what_a_row_is_about() -> None:
    by_year = pd.Series([17, 16], index=pd.Index([2024, 2025], name="annee"), name="Membres")
    assert rows(by_year) == [["annee", "Membres"], ["2024", "17"], ["2025", "16"]]
    assert rows(pd.Series({2024: 17, 2025: 16})) == [["", "Valeur"], ["2024", "17"], ["2025", "16"]]
    assert rows(pd.Series({"Dax": 1.25, "Auch": 0.2})) == [
        ["", "Valeur"],
        ["Dax", "1,25"],
        ["Auch", "0,20"],
    ]
    assert rows(pd.DataFrame(index=pd.Index(["Dax"], name="Ville"))) == [["Ville"], ["Dax"]]
    # An empty text heads nothing: an empty `th` would be read aloud as one.
    unnamed = make_fragment(pd.DataFrame({"Ville": ["Dax", ""], "n": [1, 2]}), caption="C")
    assert unnamed.html.count('scope="row"') == 1
    counted = pd.DataFrame({"n": [1, 2]}, index=[3, 4])
    assert rows(counted) == [["", "n"], ["3", "1"], ["4", "2"]]


def test_row_numbers_say_nothing() -> None:
    frame = pd.DataFrame({"Ville": ["Dax", "Auch", "Pau"], "n": [1, 2, 3]})
    assert rows(frame)[1] == ["Dax", "1"]
    assert rows(frame[frame["n"] > 1]) == [["Ville", "n"], ["Auch", "2"], ["Pau", "3"]]
    assert rows(frame[frame["n"] > 1][["n", "Ville"]])[1] == ["2", "Auch"]
    day = pd.to_datetime("2025-06-19")
    assert rows(frame.assign(Jour=day)[["n", "Jour"]][1:])[1] == ["2", "19 juin 2025"]
    assert rows(frame[["n"]]) == [["n"], ["1"], ["2"], ["3"]]
    assert rows(frame.rename_axis("Rang"))[1] == ["0", "Dax", "1"]


def test_an_index_of_several_levels_heads_its_rows() -> None:
    frame = pd.DataFrame({"an": [2024, 2025], "ville": ["Dax", "Auch"], "n": [1, 2]})
    made = make_fragment(frame.set_index(["an", "ville"]), caption="C")
    assert made.html.count('scope="row"') == 4
    assert rows(frame.set_index(["an", "ville"]))[1] == ["2024", "Dax", "1"]
    wide = frame.pivot_table(index="ville", columns="an", values=["n"])
    assert rows(wide) == [
        ["ville", "n, 2024", "n, 2025"],
        ["Auch", "non renseigné", "2"],
        ["Dax", "1", "non renseigné"],
    ]
    months = pd.PeriodIndex(["2025-01", "2025-02"], freq="M")
    by_month = frame.assign(mois=months).pivot_table(index="ville", columns="mois", values="n")
    assert rows(by_month)[0] == ["ville", "janvier 2025", "février 2025"]


def test_words_and_units_come_from_the_call() -> None:
    frame = pd.DataFrame(
        {"name": ["Gers"], "population": [191377], "surface": [6256.8], "p": [0.5]}
    )
    options: dict[str, Any] = {
        "labels": {"surface": "Surface"},
        "units": {"surface": "km²", "p": "part"},
    }
    assert rows(frame, **options) == [
        ["name", "population", "Surface (km²)", "p"],
        ["Gers", "191 377", "6 256,8", "50 %"],
    ]
    assert rows(frame, decimals={"surface": 0}, labels={"surface": "s", "p": "p"})[1][2] == "6 257"


def test_a_table_without_rows_says_so_and_one_without_columns_is_refused() -> None:
    made = make_fragment(pd.DataFrame({"a": []}), caption="Les départs")
    assert made.html == '<p class="empty">Les départs\u00a0: aucune ligne.</p>'
    with pytest.raises(PublishError, match="no columns"):
        make_fragment(pd.DataFrame(index=[]), caption="C")


def test_a_csv_holds_values() -> None:
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
    assert write_csv(table) == (
        "\ufeffcode;Part;n;d;ok;'+t;moins\r\n"
        "2A;0,636;12792742;2025-06-19;oui;'=1+1;-1\r\n"
        '02;;;;non;"dit ""oui"" ; non";-2\r\n'
    )


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(TEXTS, st.integers() | st.floats(allow_nan=False)), min_size=1))
def test_no_text_of_a_csv_is_a_formula_and_no_value_is_lost(cells: list[tuple[str, float]]) -> None:
    import csv
    import io

    frame = pd.DataFrame({"t": [t for t, _n in cells], "n": [n for _t, n in cells]}, dtype=object)
    text = write_csv(make_table(frame, "C"))
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(read) == len(cells) + 1
    for (text, _number), (t, _n) in zip(cells, read[1:], strict=True):
        assert t in (text, f"'{text}")
        assert not t.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_amounts_have_their_own_units_in_one_column() -> None:
    amounts = [
        Amount(16, "membres", 0),
        Amount(0.187, "part", 1),
        Amount(3, "hôtes", 0, True),
        None,
    ]
    index = pd.Index(["Membres", "Part", "Hôtes", "Autre"], name="Chiffre")
    made = make_fragment(pd.DataFrame({"2025": amounts}, index=index), "Les chiffres")
    soup = BeautifulSoup(made.html, "html.parser")
    cells = [cell.get_text().replace("\u00a0", " ") for cell in soup("td")]
    assert cells == ["16", "18,7 %", "au moins 3", "non renseigné"]
    assert all("number" in cell["class"] for cell in soup("td"))
    csv = made.html.partition("text/csv;charset=utf-8,%EF%BB%BF")[2].partition('"')[0]
    assert csv.split("%0D%0A")[:4] == ["Chiffre;2025", "Membres;16", "Part;0,187", "Hôtes;3"]


def test_a_text_in_a_column_with_dashes_says_of_which_column_it_is() -> None:
    words = "Un sujet qui se dit en plusieurs mots. " * 4
    flow = pd.DataFrame({"Prévu": [words, "—"], "Traité": ["—", words]}, index=["a", "b"])
    made = make_fragment(flow, "C")
    cells = BeautifulSoup(made.html, "html.parser").select("tbody td")
    assert [cell.get("data-label") for cell in cells] == ["Prévu", "Traité"] * 2


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"Membre": "Loire-Atlantique", "n": 123_456}, None),
        (dict.fromkeys("abcdefghijkl", 1), "scroll"),
        ({"Ville": "Nantes", "Texte": "Un mot après l’autre. " * 6}, "scroll entries"),
        (dict.fromkeys("abcdef", "Codéveloppement"), "scroll entries small"),
        (dict.fromkeys("abcdefgh", 123_456_789_012), "scroll small broken"),
    ],
)
def test_what_may_be_wider_than_a_telephone_stands_in_a_box(columns: Any, kind: str | None) -> None:
    made = make_fragment(pd.DataFrame([columns]), "C").html
    box = re.match(r'<div class="([\w ]+)" role="group" tabindex="0" aria-label="C">', made)
    assert (box and box[1]) == kind


def test_a_folded_table_opens_under_its_caption_and_is_whole_in_the_notebook() -> None:
    frame = pd.DataFrame({"Ville": ["Dax"], "Rang": [1]})
    folded = make_fragment(frame, "Les villes", note="Par rang.", folded=True)
    soup = BeautifulSoup(folded.html, "html.parser")
    (fold,) = soup("details")
    assert fold.summary is not None
    assert [fold.summary.get_text(), "open" in fold.attrs] == ["Les villes", False]
    assert fold.table is not None
    assert "Par rang." in fold.get_text()
    assert fold.select_one("a[download]") is not None
    # In the page signs are explained before they are met; below the frame in the notebook.
    assert folded.html.index("Par rang.") < folded.html.index("<table")
    assert folded.shown.index("Par rang.") > folded.shown.index("<table")
    assert "<details" not in folded.shown
    assert "<details" not in make_fragment(frame, "Les villes").html


def test_no_figure_is_folded() -> None:
    ax = pd.Series([1, 2]).plot()
    with pytest.raises(PublishError, match="a figure takes no folded="):
        make_fragment(ax, "Deux valeurs", alternative="Une ligne.", folded=True)
    plt.close("all")


def test_a_sign_is_heard_and_saved_as_its_words() -> None:
    came = pd.DataFrame({"membre": ["Gers", "Lot"], "1": ["●", "?"], "venues": [1, 0]})
    table = make_table(came, "Qui est venu", signs={"●": "présent", "?": "pas noté"})
    cells = BeautifulSoup(table.html, "html.parser")("td")
    assert [cell.text for cell in cells] == ["●", "1", "?", "0"]
    heard = [cell.select_one("[role=img]") for cell in cells]
    assert [sign and sign["aria-label"] for sign in heard] == ["présent", None, "pas noté", None]
    assert write_csv(table).splitlines()[1:] == ["Gers;présent;1", "Lot;pas noté;0"]
