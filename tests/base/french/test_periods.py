"""Dates and stretches of years as French words."""

import pytest
from french_spaces import show_spaces

from annual_report.base.dates import PartialDate
from annual_report.base.french import (
    date_range,
    in_years,
    list_runs,
    member_years,
    partial_date,
    print_dates,
)

# In the expected texts "_" is a no-break space.


def parse_period(written: str) -> tuple[PartialDate, PartialDate | None]:
    """Return the first and the last date of "2025-06-19 → 2025-06-20"; None for a date alone."""
    start, _arrow, end = written.partition(" → ")
    last = None
    if end:
        last = PartialDate.parse(end)
    return PartialDate.parse(start), last


LABELS = {
    "2024": "2024",
    "2024-08": "août 2024",
    "2025-06-01": "1er_juin 2025",
    "2025-06-19 → 2025-06-19": "19_juin 2025",
    # Two days in a row are named; of more the first and the last are.
    "2025-06-19 → 2025-06-20": "19 et 20_juin 2025",
    "2025-06-01 → 2025-06-02": "1er et 2_juin 2025",
    "2025-06-18 → 2025-06-20": "18 au 20_juin 2025",
    # Month and year are said once where both dates share them.
    "2024-02-28 → 2024-03-02": "28_février au 2_mars 2024",
    "2024-12-31 → 2025-01-01": "31_décembre 2024 au 1er_janvier 2025",
    "2024-03 → 2024-05": "mars à mai 2024",
    # A year and a day later isn't the next day.
    "2024-06-03 → 2025-06-04": "3_juin 2024 au 4_juin 2025",
    # The beginning may be known better than the end, and the other way round.
    "2025-06-03 → 2025-07": "3_juin à juillet 2025",
    "2025-06 → 2025-07-03": "juin au 3_juillet 2025",
    "2024-12 → 2025-01-10": "décembre 2024 au 10_janvier 2025",
    # "été à automne" would be no French.
    "2025-été → 2025-automne": "été 2025 – automne 2025",
    "2025-06-03 → 2025-fin": "3_juin 2025 – fin 2025",
    "2025-début → 2025-printemps": "début 2025 – printemps 2025",
    "2025-fin → 2026-printemps": "fin 2025 au printemps 2026",
}
"""A period, as data write it → the words of a label."""


@pytest.mark.parametrize("period", LABELS)
def test_a_label_names_a_period_in_the_fewest_words(period: str) -> None:
    # "2025-06-19 → 2025-06-20" is "19 et 20_juin 2025", where "_" is a no-break space.
    start, end = parse_period(period)
    assert show_spaces(date_range(start, end)) == LABELS[period]


IN_A_SENTENCE = {
    "2024": "en 2024",
    "2024-08": "en août 2024",
    "2025-06-01": "le 1er_juin 2025",
    "2025-06-19 → 2025-06-19": "le 19_juin 2025",
    "2025-06-19 → 2025-06-20": "les 19 et 20_juin 2025",
    "2025-06-01 → 2025-06-02": "les 1er et 2_juin 2025",
    "2025-06-18 → 2025-06-20": "du 18 au 20_juin 2025",
    "2024-02-28 → 2024-03-02": "du 28_février au 2_mars 2024",
    "2024-12-31 → 2025-01-01": "du 31_décembre 2024 au 1er_janvier 2025",
    # "de" loses its vowel before "avril".
    "2024-03 → 2024-05": "de mars à mai 2024",
    "2024-04 → 2024-05": "d’avril à mai 2024",
    "2024-06-03 → 2025-06-04": "du 3_juin 2024 au 4_juin 2025",
    "2025-06-03 → 2025-07": "du 3_juin à juillet 2025",
    "2025-06 → 2025-07-03": "de juin au 3_juillet 2025",
    "2024-12 → 2025-01-10": "de décembre 2024 au 10_janvier 2025",
    # A season has an article; the beginning and the end of a year have none.
    "2024-printemps": "au printemps 2024",
    "2024-automne": "à l’automne 2024",
    "2024-début": "début 2024",
    "2024-fin": "fin 2024",
    "2025-été → 2025-automne": "de l’été à l’automne 2025",
    "2025-06-03 → 2025-fin": "du 3_juin à fin 2025",
    "2025-début → 2025-printemps": "de début 2025 au printemps 2025",
    "2025-fin → 2026-printemps": "de fin 2025 au printemps 2026",
}
"""A period, as data write it → the words of a sentence: "nous nous sommes vus …"."""


@pytest.mark.parametrize("period", IN_A_SENTENCE)
def test_a_sentence_has_a_period_with_its_prepositions(period: str) -> None:
    # "2025-06-19 → 2025-06-20" is "les 19 et 20_juin 2025", where "_" is a no-break space.
    start, end = parse_period(period)
    assert show_spaces(print_dates(start, end)) == IN_A_SENTENCE[period]


WITHOUT_YEAR = {
    "2025-06-19 → 2025-06-20": "les 19 et 20_juin",
    "2025-08": "en août",
    "2024-début": "en début d’année",
    "2024-fin": "en fin d’année",
    "2024-printemps": "au printemps",
    "2024-automne": "à l’automne",
}
"""A period, as data write it → the words of a sentence on a page about that year."""


@pytest.mark.parametrize("period", WITHOUT_YEAR)
def test_a_page_about_a_year_does_not_repeat_the_year(period: str) -> None:
    # "2025-06-19 → 2025-06-20" is "les 19 et 20_juin", where "_" is a no-break space.
    start, end = parse_period(period)
    assert show_spaces(print_dates(start, end, with_year=False)) == WITHOUT_YEAR[period]


def test_a_month_alone_has_no_preposition() -> None:
    assert partial_date(PartialDate(2025, 8), with_year=False) == "août"


def test_years_in_a_row_are_told_by_their_ends() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    # There is no year between 2020 and 2021: "de 2020 à 2021" would let readers look for one.
    assert in_years([(2020, 2021)]) == "en 2020 et 2021"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"
    # A second "et" would be one too many.
    assert in_years([(2020, 2021), (2025, 2025)]) == "en 2020 et 2021, puis en 2025"


def tell_membership(years: list[int]) -> str:
    """Tell since when an institution is a member, in 2025, of a network recorded from 2020 to 2023.

    The list of 2024 is lost: who was a member then isn't known.
    """
    return member_years(list_runs(years), recorded=[2020, 2021, 2022, 2023], until=2025)


def test_a_member_that_is_still_there_is_one_since_its_last_arrival() -> None:
    # 2022 is recorded, and the institution wasn't on its list: it did arrive in 2023.
    assert tell_membership([2023, 2024, 2025]) == "depuis 2023"


def test_a_member_may_be_older_than_the_records_tell() -> None:
    # Nobody knows the members of 2024, so the institution may have been back already then.
    told = tell_membership([2020, 2021, 2022, 2025])
    assert told == "de 2020 à 2022, puis depuis 2025 au moins"


def test_a_former_member_has_the_years_in_which_it_was_listed() -> None:
    assert tell_membership([2020, 2021]) == "en 2020 et 2021"
