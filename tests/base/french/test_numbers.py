"""Numbers as French prints them: each expected text was written by hand, spaces included."""

from decimal import Decimal

import numpy as np
from french_spaces import show_spaces
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.french import (
    choose_form,
    format_number,
    in_words,
    write_count,
    write_percentage,
)
from annual_report.base.french.numbers import one_in, out_of_ten, round_in_words
from annual_report.base.french.typography import NARROW

# In the expected texts "_" is a no-break space, and "~" a narrow one.


def test_thousands_stand_apart_by_a_narrow_space() -> None:
    assert show_spaces(format_number(0)) == "0"
    assert show_spaces(format_number(999)) == "999"
    assert show_spaces(format_number(1000)) == "1~000"
    assert show_spaces(format_number(12_792_742)) == "12~792~742"


def test_decimals_follow_a_comma_and_are_written_even_where_they_are_zero() -> None:
    assert format_number(18.7163, decimals=1) == "18,7"
    assert format_number(18, decimals=1) == "18,0"


def test_a_half_is_rounded_away_from_zero_as_at_school() -> None:
    # Python's own rounding goes to the even neighbour: round(62.5) is 62.
    assert format_number(62.5) == "63"
    assert format_number(-2.5) == "−3"
    assert format_number(1.25, decimals=1) == "1,3"
    # The float that is written 0.285 is 0.284999…: the written number counts.
    assert format_number(0.285, decimals=2) == "0,29"


def test_a_negative_number_has_a_true_minus_sign_and_zero_has_no_sign() -> None:
    # "−" is the minus sign U+2212, and not the hyphen of the keyboard.
    assert format_number(-3) == "−3"
    assert show_spaces(format_number(-1234.5, decimals=1)) == "−1~234,5"
    assert format_number(-0.4) == "0"


@given(st.integers(-(10**12), 10**12))
def test_a_printed_number_keeps_its_digits_and_never_breaks(value: int) -> None:
    printed = format_number(value)
    as_typed = printed.replace(NARROW, "").replace("−", "-")
    assert int(as_typed) == value
    # At an ordinary space a line could end in the middle of the number.
    assert " " not in printed


def test_numbers_below_twenty_have_words_of_their_own() -> None:
    assert in_words(0) == "zéro"
    assert in_words(1) == "un"
    assert in_words(16) == "seize"
    assert in_words(17) == "dix-sept"


def test_only_the_word_un_has_a_feminine() -> None:
    assert in_words(1, feminine=True) == "une"
    assert in_words(21, feminine=True) == "vingt et une"
    assert in_words(2, feminine=True) == "deux"


def test_tens_and_units_are_joined_as_in_france() -> None:
    assert in_words(20) == "vingt"
    assert in_words(21) == "vingt et un"
    # 71 is sixty and eleven, 93 is four twenties and thirteen.
    assert in_words(71) == "soixante et onze"
    assert in_words(93) == "quatre-vingt-treize"


def test_vingt_and_cent_have_an_s_where_nothing_follows() -> None:
    assert in_words(80) == "quatre-vingts"
    assert in_words(93) == "quatre-vingt-treize"
    assert in_words(200) == "deux cents"
    assert in_words(358) == "trois cent cinquante-huit"


def test_a_number_from_a_thousand_on_stays_in_figures() -> None:
    assert show_spaces(in_words(1200)) == "1~200"


def test_a_noun_is_plural_from_two_on_and_no_line_ends_before_the_noun() -> None:
    assert show_spaces(write_count(0, "rencontre")) == "0_rencontre"
    assert show_spaces(write_count(1, "rencontre")) == "1_rencontre"
    assert show_spaces(write_count(2, "rencontre")) == "2_rencontres"
    assert show_spaces(write_count(1_000_000, "rencontre")) == "1~000~000_rencontres"


def test_a_noun_is_singular_up_to_two_and_may_have_a_plural_of_its_own() -> None:
    # In French 1,5 is still singular, by the number without its sign.
    assert choose_form(1.5, "point") == "point"
    assert choose_form(-1.9, "point") == "point"
    assert choose_form(2, "point") == "points"
    assert choose_form(2, "journal", "journaux") == "journaux"


def test_a_share_is_written_as_a_percentage() -> None:
    # Sixteen of seventeen: 94.1 %
    assert show_spaces(write_percentage(16 / 17)) == "94_%"
    assert show_spaces(write_percentage(0.994)) == "99_%"
    assert show_spaces(write_percentage(0.187165, decimals=1)) == "18,7_%"


def test_only_nothing_is_0_percent_and_only_the_whole_is_100_percent() -> None:
    assert show_spaces(write_percentage(0)) == "0_%"
    assert show_spaces(write_percentage(1.0)) == "100_%"
    assert show_spaces(write_percentage(1, decimals=1)) == "100_%"
    # Rounded, these shares would be 0 or 100 %, which nobody may read.
    assert show_spaces(write_percentage(0.004)) == "moins de 1_%"
    assert show_spaces(write_percentage(0.0002, decimals=1)) == "moins de 0,1_%"
    assert show_spaces(write_percentage(0.996)) == "plus de 99_%"
    assert show_spaces(write_percentage(0.9996, decimals=1)) == "plus de 99,9_%"


def test_a_large_number_keeps_three_figures_and_a_million_is_a_word() -> None:
    assert show_spaces(round_in_words(433_570, "habitants")) == "434~000_habitants"
    assert show_spaces(round_in_words(12_792_742, "habitants")) == "12,8_millions d’habitants"
    assert show_spaces(round_in_words(1_000_000, "membres")) == "1_million de membres"
    # 999 600 has three figures once it is 1 000 000, and that is a million.
    assert show_spaces(round_in_words(999_600, "habitants")) == "1_million d’habitants"
    assert show_spaces(round_in_words(0, "habitants")) == "0_habitants"


def test_a_large_number_reads_alike_whichever_type_pandas_gave_it() -> None:
    assert show_spaces(round_in_words(433_570.0, "habitants")) == "434~000_habitants"
    assert show_spaces(round_in_words(np.float64(146_351), "habitants")) == "146~000_habitants"
    assert show_spaces(round_in_words(Decimal(5217), "habitants")) == "5~220_habitants"
    assert show_spaces(round_in_words(12.0, "habitants")) == "12_habitants"


def test_how_often_something_happened_is_told_out_of_ten() -> None:
    assert out_of_ten(0) == "jamais"
    assert out_of_ten(0.5) == "une fois sur deux"
    assert out_of_ten(0.61) == "six fois sur dix"
    # 99 % rounds to ten times of ten, which would be untrue.
    assert out_of_ten(0.99) == "presque chaque fois"


def test_a_share_is_told_by_the_simple_fraction_next_to_it() -> None:
    assert one_in(0.4, "habitant") == "deux habitants sur cinq"
    assert one_in(0.187, "habitant") == "près d’un habitant sur cinq"
    assert one_in(0.1054, "habitant") == "plus d’un habitant sur dix"


def test_a_share_far_from_any_simple_fraction_is_told_in_percent() -> None:
    # The smallest fraction that a sentence tells is a tenth.
    assert show_spaces(one_in(0.031, "habitant")) == "3,1_% des habitants"
