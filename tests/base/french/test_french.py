"""French as it is printed: each expected string was written by hand, spaces included."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.dates import PartialDate
from annual_report.base.french import (
    capitalize,
    choose_form,
    date_range,
    format_number,
    in_words,
    in_years,
    join_items,
    list_runs,
    member_years,
    partial_date,
    print_dates,
    typeset,
    write_count,
    write_percentage,
)
from annual_report.base.french.numbers import one_in, out_of_ten, round_in_words
from annual_report.network.phrases.filters import enumerate_institutions
from annual_report.network.territories.grammar import write_at_town
from annual_report.network.territories.institutions import find_institution, write_in_region

# In this file "_" stands for the no-break space and "~" for the narrow one.
NO_BREAK, NARROW = "\u00a0", "\u202f"


def shown(text: str) -> str:
    return text.replace(NO_BREAK, "_").replace(NARROW, "~")


def typed(text: str) -> str:
    return text.replace("_", NO_BREAK).replace("~", NARROW)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (format_number(0), "0"),
        (format_number(999), "999"),
        (format_number(1000), "1~000"),
        (format_number(12_792_742), "12~792~742"),
        (format_number(18.7163, 1), "18,7"),
        (format_number(1.25, 1), "1,3"),
        (format_number(0.285, 2), "0,29"),  # 0.284999… as a float
        (format_number(62.5), "63"),
        (format_number(-2.5), "−3"),
        (format_number(-0.4), "0"),
        (format_number(18, 1), "18,0"),
        (format_number(-3), "−3"),
        (format_number(-1234.5, 1), "−1~234,5"),
        (in_words(0), "zéro"),
        (in_words(1), "un"),
        (in_words(1, feminine=True), "une"),
        (in_words(2, feminine=True), "deux"),
        (in_words(16), "seize"),
        (in_words(17), "dix-sept"),
        (in_words(20), "vingt"),
        (in_words(21), "vingt et un"),
        (in_words(21, feminine=True), "vingt et une"),
        (in_words(71), "soixante et onze"),
        (in_words(80), "quatre-vingts"),
        (in_words(93), "quatre-vingt-treize"),
        (in_words(200), "deux cents"),
        (in_words(358), "trois cent cinquante-huit"),
        (in_words(1200), "1~200"),
        (write_count(0, "rencontre"), "0_rencontre"),
        (write_count(1, "rencontre"), "1_rencontre"),
        (write_count(2, "rencontre"), "2_rencontres"),
        (write_count(1_000_000, "rencontre"), "1~000~000_rencontres"),
        (choose_form(1.5, "point"), "point"),
        (choose_form(-1.9, "point"), "point"),
        (choose_form(2, "territoire régional", "territoires régionaux"), "territoires régionaux"),
        (write_percentage(16 / 17), "94_%"),
        (write_percentage(0.187165, 1), "18,7_%"),
        (write_percentage(0.0002, 1), "moins de 0,1_%"),
        (write_percentage(0.004), "moins de 1_%"),
        (write_percentage(0), "0_%"),
        (write_percentage(0.996), "plus de 99_%"),
        (write_percentage(0.9996, 1), "plus de 99,9_%"),
        (write_percentage(0.994), "99_%"),
        (write_percentage(1, 1), "100_%"),
        (write_percentage(1.0), "100_%"),
        (round_in_words(12_792_742, "habitants"), "12,8_millions d’habitants"),
        (round_in_words(1_000_000, "membres"), "1_million de membres"),
        (round_in_words(433_570, "habitants"), "434~000_habitants"),
        (round_in_words(433_570.0, "habitants"), "434~000_habitants"),
        (round_in_words(np.float64(146_351), "habitants"), "146~000_habitants"),
        (round_in_words(Decimal("5217"), "habitants"), "5~220_habitants"),
        (round_in_words(12.0, "habitants"), "12_habitants"),
        (round_in_words(0.0, "habitants"), "0_habitants"),
        (round_in_words(999_600.0, "habitants"), "1_million d’habitants"),
        (out_of_ten(0.61), "six fois sur dix"),
        (out_of_ten(0.5), "une fois sur deux"),
        (out_of_ten(0.99), "presque chaque fois"),
        (out_of_ten(0), "jamais"),
        (one_in(0.187, "habitant"), "près d’un habitant sur cinq"),
        (one_in(0.1054, "habitant"), "plus d’un habitant sur dix"),
        (one_in(0.4, "habitant"), "deux habitants sur cinq"),
        (one_in(0.031, "habitant"), "3,1_% des habitants"),
        (join_items([]), ""),
        (join_items(["l’Aude"]), "l’Aude"),
        (join_items(["l’Aude", "le Gers"]), "l’Aude et le Gers"),
        (join_items(["l’Aude", "le Gers", "les Landes"]), "l’Aude, le Gers et les Landes"),
        (
            join_items(["LAIKA, LLC", "Anciela", "Skydance, LLC"]),
            "LAIKA, LLC ; Anciela et Skydance, LLC",
        ),
        (
            join_items(["« Qui, et quand ? »", "« Où ? »", "« Quoi ? »"]),
            "« Qui, et quand ? », « Où ? » et « Quoi ? »",
        ),
        (capitalize("l’Île-de-France"), "L’Île-de-France"),
        (capitalize("écart ASE"), "Écart ASE"),
        (capitalize(""), ""),
        (enumerate_institutions([]), ""),
        (enumerate_institutions(["11"]), "l’Aude"),
        (enumerate_institutions(["40"]), "les Landes"),
        (enumerate_institutions(["75"]), "Paris"),
        (enumerate_institutions(["11", "40"]), "l’Aude et les Landes"),
        (
            enumerate_institutions(("44", "2A", "93")),
            "la Loire-Atlantique, la Corse-du-Sud et la Seine-Saint-Denis",
        ),
        (find_institution("44").label, "Loire-Atlantique (44)"),
        (write_at_town("Nantes"), "à Nantes"),
        (write_at_town("Le Mans"), "au Mans"),
        (write_at_town("Les Mureaux"), "aux Mureaux"),
        (write_at_town("La Rochelle"), "à La Rochelle"),
        (write_at_town("Lescar"), "à Lescar"),
        (write_at_town("L’Isle-Adam"), "à L’Isle-Adam"),
        (write_in_region("Bretagne"), "en Bretagne"),
        (write_in_region("Île-de-France"), "en Île-de-France"),
        (write_in_region("Grand Est"), "dans le Grand Est"),
        (write_in_region("Pays de la Loire"), "dans les Pays de la Loire"),
        (write_in_region("La Réunion"), "à La Réunion"),
        (write_in_region("Mayotte"), "à Mayotte"),
    ],
)
def test_what_is_printed(printed: str, expected: str) -> None:
    assert shown(printed) == expected


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
        ("2024-02-28", "2024-03-02", "28_février au 2_mars 2024", "du 28_février au 2_mars 2024"),
        (
            "2024-12-31",
            "2025-01-01",
            "31_décembre 2024 au 1er_janvier 2025",
            "du 31_décembre 2024 au 1er_janvier 2025",
        ),
        ("2024-03", "2024-05", "mars à mai 2024", "de mars à mai 2024"),
        ("2024-04", "2024-05", "avril à mai 2024", "d’avril à mai 2024"),
        # A year and a day later is no "next day".
        (
            "2024-06-03",
            "2025-06-04",
            "3_juin 2024 au 4_juin 2025",
            "du 3_juin 2024 au 4_juin 2025",
        ),
        # Beginning and end of different precision.
        ("2025-06-03", "2025-07", "3_juin à juillet 2025", "du 3_juin à juillet 2025"),
        ("2025-06", "2025-07-03", "juin au 3_juillet 2025", "de juin au 3_juillet 2025"),
        (
            "2024-12",
            "2025-01-10",
            "décembre 2024 au 10_janvier 2025",
            "de décembre 2024 au 10_janvier 2025",
        ),
        # Parts of a year: seasons have an article, its beginning, middle and end have none.
        ("2025-été", "2025-automne", "été 2025 – automne 2025", "de l’été à l’automne 2025"),
        ("2025-06-03", "2025-fin", "3_juin 2025 – fin 2025", "du 3_juin à fin 2025"),
        (
            "2025-début",
            "2025-printemps",
            "début 2025 – printemps 2025",
            "de début 2025 au printemps 2025",
        ),
        (
            "2025-fin",
            "2026-printemps",
            "fin 2025 au printemps 2026",
            "de fin 2025 au printemps 2026",
        ),
    ],
)
def test_dates_are_printed_alone_and_as_a_sentence_has_them(
    start: str, end: str | None, bare: str, led: str
) -> None:
    first = PartialDate.parse(start)
    last = PartialDate.parse(end) if end else None
    assert shown(date_range(first, last)) == bare
    assert shown(print_dates(first, last)) == led


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([2020, 2021, 2022, 2025], "de 2020 à 2022, puis depuis 2025 au moins"),
        ([2023, 2024, 2025], "depuis 2023"),
        ([2020, 2021], "en 2020 et 2021"),
    ],
)
def test_the_years_of_a_member(years: list[int], told: str) -> None:
    assert member_years(list_runs(years), recorded=[2020, 2021, 2022, 2023], until=2025) == told


def test_a_date_without_its_year() -> None:
    first, last = PartialDate(2025, 6, 19), PartialDate(2025, 6, 20)
    assert shown(print_dates(first, last, with_year=False)) == "les 19 et 20_juin"
    assert shown(partial_date(PartialDate(2025, 8), with_year=False)) == "août"


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
        ("Il y a 228 présences à Dax", "Il_y_a_228_présences à_Dax"),
        ("de 4 membres en 2024 à 12,8 millions", "de_4_membres en 2024 à_12,8_millions"),
        ('le "tirage au sort" ?', "le «_tirage au sort_»~?"),
        ("l'« eau »", "l’«_eau_»"),
        ("« « L'eau » : un débat »", "«_“L’eau”_: un débat_»"),  # a title that quotes, quoted
        ('« Du "neuf" » et « du vieux »', "«_Du “neuf”_» et «_du vieux_»"),
        ("« un « deux »", "«_un «_deux_»"),
        ('href="x"', 'href="x"'),
        ("Nous sommes Ville Inc..", "Nous sommes Ville Inc."),
        ("Et puis... ../index.html", "Et puis... ../index.html"),
    ],
)
def test_typesetting(written: str, printed: str) -> None:
    assert shown(typeset(written)) == printed


@given(st.text(alphabet="ab 12;:!?%«»'’é_~", max_size=40).map(typed))
def test_typesetting_twice_changes_nothing_and_loses_no_letter(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    letters = re.compile(r"[\s'’]")
    outer = once.replace("“", "«").replace("”", "»")
    assert letters.sub("", outer) == letters.sub("", text)


@given(st.integers(-(10**12), 10**12))
def test_a_printed_number_keeps_its_digits_and_never_breaks(value: int) -> None:
    printed = format_number(value)
    assert int(printed.replace(NARROW, "").replace("−", "-")) == value
    assert " " not in printed


def test_years_in_words() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    assert in_years([(2020, 2021)]) == "en 2020 et 2021", "there is no year between"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"
    assert in_years([(2020, 2021), (2025, 2025)]) == "en 2020 et 2021, puis en 2025"
