"""What phrases are given, and what a French sentence needs of itself."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from annual_report.network.made_of import hash_phrases
from annual_report.network.network import adopt_network, open_network, pack_network
from annual_report.network.parameters import check_year
from annual_report.network.phrases.filling import (
    fill_figure,
    fill_phrase,
    prepare_phrases,
    read_phrase,
)
from annual_report.network.phrases.filters import is_said_in
from annual_report.network.phrases.names import count_by_kind
from annual_report.network.phrases.plain_values import is_recorded, make_plain
from annual_report.network.phrases.sentences import hold_value, mark_number, write_sentences
from annual_report.network.reading.settings import Settings


def test_a_phrase_is_given_plain_values() -> None:
    moves = make_plain(
        pd.DataFrame({"code": ["33", pd.NA], "day": [date(2025, 6, 1)] * 2}), "moves"
    )
    assert moves.list_column("code") == ["33"]
    assert moves.où(code="33") == [{"code": "33", "day": "2025-06-01"}]
    assert [is_recorded(row["code"]) for row in moves] == [True, False]
    assert make_plain(pd.Series([1, 2]), "n") == [1, 2]
    with pytest.raises(TypeError, match="“n” is a object"):
        make_plain(object(), "n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"{mark_number(16)} membres.", "Seize membres."),
        (f"Ils sont {mark_number(17)}.", "Ils sont 17."),
        (f"Sur {mark_number(120, 'c')}, {mark_number(2)}.", "Sur 120, 2."),
        (f"vu : {hold_value('Où ? Ici.')} oui", "Vu : Où ? Ici. oui"),
        ("- un\n- deux", "- Un\n- Deux"),
    ],
)
def test_a_sentence_writes_its_numbers_alike(text: str, written: str) -> None:
    assert write_sentences(text) == written


def test_a_phrase_of_the_program_is_filled() -> None:
    prepare_phrases()
    assert read_phrase("nulle-part") is None
    assert "{{" in str(read_phrase("membres"))
    settings, figure = Settings("réseau"), "# constat : Vu.\n# description : Un carré.\n"
    said = fill_phrase("essai", "{{ n|lettres }} membres.", settings, {"n": 2})
    assert said.text == "Deux membres."
    words = fill_figure("essai", figure, settings, {})
    assert words == {"finding": "Vu.", "alternative": "Un carré."}


def test_kinds_are_counted_and_words_are_found_however_they_are_spelt() -> None:
    kinds = ["département", "région", "département"]
    assert count_by_kind(kinds).replace("\u00a0", " ") == "2 départements et 1 région"
    assert is_said_in("Jury Citoyen", "<p>Un jury-citoyen</p>")
    assert not is_said_in(["Jury citoyen", "RGPD"], "<p>Un jury citoyen</p>")


def test_a_network_that_is_handed_over_is_opened_as_it_was_read(twin: Path) -> None:
    network = open_network(twin)
    adopt_network(pack_network(network), twin)
    (twin / "membres.csv").unlink()
    handed = open_network(twin)
    assert hash_phrases(handed) == hash_phrases(network)
    assert check_year(2025, handed.years) == 2025
