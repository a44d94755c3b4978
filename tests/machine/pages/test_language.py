"""Values as a page prints them, in French and in English."""

from collections.abc import Callable

import pytest

from annual_report.base.dates import PartialDate
from annual_report.machine.pages.language import (
    current_language,
    page_word,
    print_date,
    print_interval,
    print_list,
    print_number,
    print_percentage,
    print_period,
    print_time,
    template_words,
    typeset_text,
    use_language,
)

JUNE = PartialDate(2025, 6, 19), PartialDate(2025, 6, 20)
PRINTED: dict[Callable[[], str], tuple[str, str]] = {
    current_language: ("fr", "en"),
    lambda: print_number(1234.5, 1): ("1 234,5", "1,234.5"),
    lambda: print_percentage("18"): ("18 %", "18%"),
    lambda: print_date(JUNE[0]): ("19 juin 2025", "19 June 2025"),
    lambda: print_date(PartialDate(2025, 6)): ("juin 2025", "June 2025"),
    lambda: print_period(JUNE): ("19 et 20 juin 2025", "19 June 2025 – 20 June 2025"),
    lambda: print_time(9, 5): ("9 h 05", "9:05"),
    lambda: print_interval("0", "3", closed="right"): ("]0 ; 3]", "(0, 3]"),
    lambda: print_list("abc"): ("a, b et c", "a, b, and c"),
    lambda: page_word("unknown"): ("non renseigné", "not recorded"),
    lambda: typeset_text("L'an 1 ?"): ("L’an 1 ?", "L'an 1 ?"),
    lambda: template_words(current_language())["contents"]: ("Sommaire", "Contents"),
}


@pytest.mark.parametrize("printed", PRINTED)
def test_a_value_is_printed_in_the_language_of_the_page(printed: Callable[[], str]) -> None:
    for language, expected in zip(("fr", "en"), PRINTED[printed], strict=True):
        with use_language(language):
            assert printed().replace("\u00a0", " ").replace("\u202f", " ") == expected
