"""French as it is printed: each expected string was written by hand, spaces included."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report import french
from annual_report.dates import PartialDate
from annual_report.pages.values import print_value
from annual_report.phrases import names as phrase_names
from annual_report.territories.institutions import institution

# In this file "_" stands for the no-break space and "~" for the narrow one.
NO_BREAK, NARROW = "\u00a0", "\u202f"


def shown(text: str) -> str:
    return text.replace(NO_BREAK, "_").replace(NARROW, "~")


def typed(text: str) -> str:
    return text.replace("_", NO_BREAK).replace("~", NARROW)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1~000"),
        (12_792_742, 0, "12~792~742"),
        (18.7163, 1, "18,7"),
        (1.25, 1, "1,3"),
        (0.285, 2, "0,29"),  # 0.284999… as a float
        (62.5, 0, "63"),
        (-2.5, 0, "−3"),
        (-0.4, 0, "0"),
        (18, 1, "18,0"),
        (-3, 0, "−3"),
        (-1234.5, 1, "−1~234,5"),
    ],
)
def test_numbers(value: float, decimals: int, expected: str) -> None:
    assert shown(french.number(value, decimals)) == expected


@pytest.mark.parametrize(
    ("value", "feminine", "expected"),
    [
        (0, False, "zéro"),
        (1, False, "un"),
        (1, True, "une"),
        (2, True, "deux"),
        (16, False, "seize"),
        (17, False, "dix-sept"),
        (20, False, "vingt"),
        (21, False, "vingt et un"),
        (21, True, "vingt et une"),
        (71, False, "soixante et onze"),
        (80, False, "quatre-vingts"),
        (93, False, "quatre-vingt-treize"),
        (200, False, "deux cents"),
        (358, False, "trois cent cinquante-huit"),
        (1200, False, "1~200"),
    ],
)
def test_numbers_in_words(value: int, feminine: bool, expected: str) -> None:
    assert shown(french.in_words(value, feminine=feminine)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0_rencontre"),
        (1, "1_rencontre"),
        (2, "2_rencontres"),
        (1_000_000, "1~000~000_rencontres"),
    ],
)
def test_a_noun_agrees_with_its_number(value: int, expected: str) -> None:
    assert shown(french.count(value, "rencontre")) == expected


def test_one_and_a_half_is_singular_and_an_irregular_plural_is_given() -> None:
    assert french.plural(1.5, "point") == "point"
    assert french.plural(-1.9, "point") == "point"
    assert french.plural(2, "territoire régional", "territoires régionaux") == (
        "territoires régionaux"
    )


def test_percentages() -> None:
    assert shown(french.percentage(16 / 17)) == "94_%"
    assert shown(french.percentage(0.187165, 1)) == "18,7_%"
    assert shown(french.percentage(0.0002, 1)) == "moins de 0,1_%"
    assert shown(french.percentage(0.004)) == "moins de 1_%"
    assert shown(french.percentage(0)) == "0_%"


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(25, 40, "63_%"), (21, 40, "53_%"), (1, 8, "13_%")]
)
def test_a_half_is_rounded_up(part: int, whole: int, expected: str) -> None:
    assert shown(french.percentage(part / whole)) == expected
    assert shown(str(print_value(part / whole, "part", 0))) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["l’Aude"], "l’Aude"),
        (["l’Aude", "le Gers"], "l’Aude et le Gers"),
        (["l’Aude", "le Gers", "les Landes"], "l’Aude, le Gers et les Landes"),
    ],
)
def test_enumerations(items: list[str], expected: str) -> None:
    assert french.enumeration(items) == expected


def test_ranks() -> None:
    assert french.ordinal(1) == "1er"
    assert french.ordinal(1, feminine=True) == "1re"
    assert [french.ordinal(rank, feminine=True) for rank in (2, 21)] == ["2e", "21e"]


def test_a_capital_changes_nothing_else() -> None:
    assert french.capitalize("l’Île-de-France") == "L’Île-de-France"
    assert french.capitalize("écart ASE") == "Écart ASE"
    assert french.capitalize("") == ""


@pytest.mark.parametrize(
    ("start", "end", "bare", "led"),
    [
        ("2024", None, "2024", "en 2024"),
        ("2024-08", None, "août 2024", "en août 2024"),
        ("2025-06-01", None, "1er_juin 2025", "le 1er_juin 2025"),
        ("2025-06-19", "2025-06-19", "19_juin 2025", "le 19_juin 2025"),
        ("2025-06-19", "2025-06-20", "19 et 20_juin 2025", "les 19 et 20_juin 2025"),
        ("2025-06-01", "2025-06-02", "1er et 2_juin 2025", "les 1er et 2_juin 2025"),
        ("2025-06-18", "2025-06-20", "18 au 20_juin 2025", "du 18 au 20_juin 2025"),
        (
            "2024-02-28",
            "2024-03-02",
            "28_février au 2_mars 2024",
            "du 28_février au 2_mars 2024",
        ),
        (
            "2024-12-31",
            "2025-01-01",
            "31_décembre 2024 au 1er_janvier 2025",
            "du 31_décembre 2024 au 1er_janvier 2025",
        ),
        ("2024-03", "2024-05", "mars à mai 2024", "de mars à mai 2024"),
    ],
)
def test_dates(start: str, end: str | None, bare: str, led: str) -> None:
    first = PartialDate.parse(start)
    last = PartialDate.parse(end) if end else None
    assert shown(french.date_range(first, last)) == bare
    assert shown(french.print_dates(first, last)) == led


def test_a_date_without_its_year() -> None:
    first, last = PartialDate(2025, 6, 19), PartialDate(2025, 6, 20)
    assert shown(french.print_dates(first, last, with_year=False)) == "les 19 et 20_juin"
    assert shown(french.partial_date(PartialDate(2025, 8), with_year=False)) == "août"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Et pour 2026 ?", "Et pour 2026~?"),
        ("Bravo !", "Bravo~!"),
        ("vu ; entendu : 18 %", "vu~; entendu_: 18_%"),
        ("les « balades urbaines » de Nantes", "les «_balades urbaines_» de Nantes"),
        ("«Nantes»", "«_Nantes»"),
        ("l'Aude et d'Ille-et-Vilaine", "l’Aude et d’Ille-et-Vilaine"),
        ("https://exemple.fr/a?b=1;c", "https://exemple.fr/a?b=1;c"),
        ("à 10:30", "à 10:30"),
        ('le "tirage au sort" ?', "le «_tirage au sort_»~?"),
        ("l'« eau »", "l’«_eau_»"),
        ('href="x"', 'href="x"'),
    ],
)
def test_typesetting(written: str, printed: str) -> None:
    assert shown(french.typeset(written)) == printed


@given(st.text(alphabet="ab 12;:!?%«»'’é_~", max_size=40).map(typed))
def test_typesetting_twice_changes_nothing_and_loses_no_letter(text: str) -> None:
    once = french.typeset(text)
    assert french.typeset(once) == once
    letters = re.compile(r"[\s'’]")
    assert letters.sub("", once) == letters.sub("", text)


@given(st.integers(-(10**12), 10**12))
def test_a_printed_number_keeps_its_digits_and_never_breaks(value: int) -> None:
    printed = french.number(value)
    assert int(printed.replace(NARROW, "").replace("−", "-")) == value
    assert " " not in printed


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], ""),
        (["11"], "l’Aude"),
        (["40"], "les Landes"),
        (["75"], "Paris"),
        (["11", "40"], "l’Aude et les Landes"),
        (("44", "2A", "93"), "la Loire-Atlantique, la Corse-du-Sud et la Seine-Saint-Denis"),
    ],
)
def test_departements_with_their_articles(codes: list[str], expected: str) -> None:
    assert phrase_names.enumerate_institutions(codes) == expected


@pytest.mark.parametrize(
    ("title", "words", "told"),
    [
        ("Rencontres annuelles du réseau", "rencontre annuelle", True),
        ("Rencontre avec les élus", "rencontre annuelle", False),
        ("Guide du tirage au sort", "guide", True),
        ("Les guides", "guide", True),
    ],
)
def test_a_title_says_a_word_in_either_number(title: str, words: str, told: bool) -> None:
    assert french.mentions(title, words) is told


def test_departements_in_a_table() -> None:
    assert phrase_names.enumerate_names(["11", "40", "75"]) == "Aude, Landes et Paris"
    assert institution("44").label == "Loire-Atlantique (44)"


@pytest.mark.parametrize(
    ("codes", "number"), [([], 1), (["11"], 1), (["40"], 2), (["11", "44"], 2), (["40", "44"], 2)]
)
def test_a_single_les_landes_is_a_plural_already(codes: list[str], number: int) -> None:
    assert phrase_names.count_for_agreement(codes) == number


@pytest.mark.parametrize(
    ("town", "expected"),
    [
        ("Nantes", "à Nantes"),
        ("Le Mans", "au Mans"),
        ("Les Mureaux", "aux Mureaux"),
        ("La Rochelle", "à La Rochelle"),
        ("Lescar", "à Lescar"),
        ("L’Isle-Adam", "à L’Isle-Adam"),
    ],
)
def test_at_a_town(town: str, expected: str) -> None:
    assert phrase_names.write_at_town(town) == expected


def test_a_name_that_ends_with_a_point_ends_a_sentence() -> None:
    assert french.typeset("Nous sommes Ville Inc..") == "Nous sommes Ville Inc."
    assert french.typeset("Et puis... ../index.html") == "Et puis... ../index.html"
