"""Values before they are printed, and the language of a page."""

import numpy as np
import pandas as pd

from annual_report.base.dates import PartialDate
from annual_report.machine.pages import language
from annual_report.machine.pages.language import (
    is_missing,
    is_number,
    print_value,
)


def test_what_is_missing_is_no_number() -> None:
    assert all(map(is_missing, (None, pd.NA, pd.NaT, float("nan"))))
    assert not any(map(is_missing, (0, "", [None])))
    assert [is_number(value) for value in (1, 0.5, True, np.bool_(False), "1")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_page_in_english_has_english_numbers_dates_lists_and_words() -> None:
    june, day = PartialDate(2025, 6), PartialDate(2025, 6, 19)
    with language.use_language("en"):
        assert language.current_language() == "en"
        assert print_value(0.187, "part") == "18.7%"
        assert print_value(pd.Interval(0, 3)) == "(0, 3]"
        assert language.print_date(june) == "June 2025"
        assert language.print_date(day) == "19 June 2025"
        assert language.print_period([june, day]) == "June 2025 – 19 June 2025"
        assert language.print_list(["Dax", "Auch", "Pau"]) == "Dax, Auch, and Pau"
        assert (
            language.page_word("unknown")
            == language.template_words("en")["unknown"]
            == "not recorded"
        )
        assert language.typeset_text("What ? It's") == "What ? It's"

    assert language.current_language() == "fr"
    assert language.typeset_text("Quoi ? L'eau") == "Quoi\u202f? L’eau"
