"""What a network says of who publishes: its address, its contact, its logo's file; the sentence."""

import os
from pathlib import Path

import pytest

from annual_report.reading.pictures import read_logo
from annual_report.reading.settings import settings_of
from annual_report.reading.texts import SENTENCE, parse_text

FILE = "textes/2025.md"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adresse", "https://exemple.fr/resumes/"),
        ("adresse", "http://exemple.fr:8080"),
        ("adresse", ""),
        ("contact", "reseau@exemple.fr"),
        ("contact", "https://exemple.fr/contact"),
        ("code", "https://exemple.fr/depot"),
        ("logo", "logo.svg"),
        ("logo", "Logo du réseau.PNG"),
    ],
)
def test_what_a_page_can_use_is_kept(name: str, value: str) -> None:
    settings = settings_of({"reseau": {"nom": "réseau", name: value}})
    assert getattr(settings, name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adresse", "exemple.fr/resumes"),
        ("adresse", "ftp://exemple.fr/"),
        ("adresse", "https://moi:secret@exemple.fr/"),
        ("adresse", "https://exemple.fr/?jeton=1"),
        ("adresse", "https://exemple fr/"),
        ("adresse", "https://[exemple/"),
        ("code", "git@exemple.fr:depot"),
        ("mentions", "mentions.html"),
        ("accessibilite", "javascript:alert(1)"),
        ("contact", "écrivez-nous"),
        ("contact", "reseau@"),
        ("logo", "../logo.svg"),
        ("logo", "images/logo.svg"),
        ("logo", "https://exemple.fr/logo.svg"),
        ("logo", "logo.gif"),
        ("logo", ".svg"),
    ],
)
def test_what_would_mislead_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"“reseau/{name}” can’t be “") as refused:
        settings_of({"reseau": {"nom": "réseau", name: value}})
    assert "; expected: " in str(refused.value)


def test_a_logo_that_is_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "logo.svg")
    logo, problems = read_logo(
        tmp_path, settings_of({"reseau": {"nom": "réseau", "logo": "logo.svg"}})
    )
    assert logo is None
    assert [str(each) for each in problems] == [
        "logo.svg: is a pipe or a device; expected: an ordinary file"
    ]


def test_a_page_has_an_address_where_the_network_says_so() -> None:
    settings = settings_of({"reseau": {"nom": "réseau", "adresse": "https://exemple.fr/resumes/"}})
    assert settings.address_of("2025.html") == "https://exemple.fr/resumes/2025.html"
    assert settings_of({"reseau": {"nom": "réseau"}}).address_of("2025.html") is None


def test_the_sentence_of_the_year_is_words_of_which_some_stand_out() -> None:
    text, problems = parse_text(f"## {SENTENCE}\n\nPeu, *mais bien* : « oui » !\n", FILE)
    assert problems == []
    assert text.sentence == "Peu, <em>mais bien</em>&nbsp;: «&nbsp;oui&nbsp;»\u202f!"


def test_a_link_in_the_sentence_is_its_words() -> None:
    text, _problems = parse_text(f"## {SENTENCE}\n\nVoir [ici](https://exemple.fr).\n", FILE)
    assert text.sentence == "Voir ici."


@pytest.mark.parametrize("prose", ["Un.\n\nDeux.", "- Un\n- Deux", "> Un"])
def test_more_than_a_sentence_is_refused_at_its_line(prose: str) -> None:
    text, problems = parse_text(f"## {SENTENCE}\n\n{prose}\n", FILE)
    assert text.sentence is None
    assert [(each.severity, each.place.row) for each in problems] == [("error", 3)]


def test_a_long_sentence_is_remarked_with_its_length() -> None:
    text, problems = parse_text(f"## {SENTENCE}\n\n{'a' * 181}\n", FILE)
    assert text.sentence == "a" * 181
    assert [str(each) for each in problems] == [
        f"{FILE}, row 3: “{SENTENCE}” has 181 letters: the poster has room for 180"
    ]
    assert problems[0].severity == "remark"
    assert parse_text(f"## {SENTENCE}\n\n{'a' * 180}\n", FILE)[1] == []


def test_without_a_sentence_there_is_none() -> None:
    text, problems = parse_text(f"## {SENTENCE}\n\n## Objectifs\n\nUn.\n", FILE)
    assert (text.sentence, problems) == (None, [])
