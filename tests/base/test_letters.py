"""Texts by their letters: names of files, spellings that are alike, signs that no reader sees."""

from annual_report.base.letters import (
    clean_text,
    drop_hidden_signs,
    find_nearest,
    fold_spelling,
    make_slug,
    shorten,
)


def test_a_value_names_a_file_in_letters_that_any_system_takes() -> None:
    assert make_slug("L’Œuvre d’été") == "L-OEuvre-d-ete"
    assert make_slug("2A") == "2A"
    # No letter is left of three points.
    assert make_slug("…") == "sans-nom"


def test_a_name_that_windows_keeps_for_a_device_gets_a_hyphen() -> None:
    assert make_slug("Aux") == "Aux-"
    assert make_slug("COM1") == "COM1-"
    # Only the whole name is a device.
    assert make_slug("auxiliaire") == "auxiliaire"


def test_spellings_are_folded_alike_without_accents_capitals_and_hyphens() -> None:
    assert fold_spelling("Île_de-France") == "ile de france"
    assert fold_spelling("ILE DE FRANCE") == "ile de france"


def test_the_nearest_of_some_words_is_found_for_a_misspelt_one() -> None:
    assert find_nearest("girond", ["Landes", "Gironde"]) == "Gironde"


def test_no_word_is_near_to_a_question_mark() -> None:
    assert find_nearest("?", ["Landes", "Gironde"]) is None


def test_signs_that_no_reader_sees_are_dropped_but_a_tab_stays() -> None:
    # A space without width, the bell, and a code that is no letter.
    assert drop_hidden_signs("A\u200b\x07\tB\ufffe") == "A\tB"


def test_a_typed_text_is_composed_and_has_no_space_at_its_ends() -> None:
    # "e" and a combining acute accent make "é"; U+202E would turn the text round.
    assert clean_text("  e\u0301te\u0301 \u202e 2025 ") == "été 2025"


def test_a_long_text_is_cut_off_on_one_line() -> None:
    assert shorten("deux\n lignes") == "deux lignes"
    # Three letters and the sign of the cut are the four that were asked for.
    assert shorten("abcdef", 4) == "abc…"
