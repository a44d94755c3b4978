"""Texts by their letters."""

import pytest

from annual_report.base.letters import (
    clean_text,
    drop_hidden_signs,
    find_nearest,
    fold_spelling,
    make_slug,
    shorten,
)


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("L’Œuvre d’été", "L-OEuvre-d-ete"),
        ("2A", "2A"),
        ("…", "sans-nom"),
        ("Aux", "Aux-"),  # of which Windows makes no file
        ("COM1", "COM1-"),
        ("auxiliaire", "auxiliaire"),
    ],
)
def test_a_value_names_a_file_on_any_system(value: str, slug: str) -> None:
    assert make_slug(value) == slug


def test_two_spellings_of_a_word_are_folded_alike() -> None:
    assert fold_spelling("Île_de-France") == fold_spelling("ILE DE FRANCE") == "ile de france"
    assert find_nearest("girond", ["Landes", "Gironde"]) == "Gironde"
    assert find_nearest("?", ["Landes", "Gironde"]) is None


def test_what_nobody_sees_is_dropped() -> None:
    assert drop_hidden_signs("A\u200b\x07\tB\ufffe") == "A\tB"
    assert clean_text("  e\u0301te\u0301 \u202e 2025 ") == "été 2025"


def test_a_long_text_is_cut_off_on_one_line() -> None:
    assert shorten("deux\n lignes") == "deux lignes"
    assert shorten("abcdef", 4) == "abc…"
