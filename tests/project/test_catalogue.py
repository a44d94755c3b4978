"""The French catalogue: complete, with the same places to fill, one word a thing, well typeset."""

import re
import string

import pytest
from renew import FRENCH, find_messages, read_translations, write_catalogue

from annual_report.base.french import typeset
from annual_report.base.messages import _, read_catalogue

SAID = {english: french for english, french in read_catalogue("fr").items() if english}
WAVERING = (
    r"(?i)(?<!--)\bnotebooks?\b",  # un carnet
    r"\bworkers?\b|(?<!«\u00a0)\bcluster",  # une machine de la grappe
    r"\bconstru",  # la fabrication des pages
    r"la parole compte",
    r"\b(?:tu|ton|tes)\b",
    r"^(?:crée|montre|change) ",  # beside the other commands, which are infinitives
)
"""Words that would name a second time what has its word already."""


def places(message: str) -> set[str]:
    return {name for _text, name, _format, _kind in string.Formatter().parse(message) if name}


def test_every_message_is_translated_and_no_other_and_the_program_reads_them() -> None:
    kept = read_translations()
    assert {str(message.id) for message in find_messages() if message.id} == set(SAID), (
        "make generated"
    )
    assert [english for english, french in SAID.items() if not french] == []
    assert not any(message.fuzzy for message in kept if message.id)
    assert {message.id: message.string for message in kept if message.id} == SAID
    assert write_catalogue(kept) == FRENCH.read_bytes()


def spaced(french: str) -> str:
    """Give French its spaces; a terminal may part words that stay together in a page."""
    return re.sub("(?<=\\w)\u00a0(?=\\w)", " ", typeset(french))


def test_translations_have_the_same_places_and_french_spaces() -> None:
    wrong = [
        english
        for english, french in SAID.items()
        if "'" in french
        or english.endswith(" ") != french.endswith(" ")
        or ("%" not in english and (places(french) != places(english) or french != spaced(french)))
    ]
    assert wrong == []


def test_each_thing_has_one_word() -> None:
    assert [
        translation
        for translation in SAID.values()
        for word in WAVERING
        if re.search(word, translation)
    ] == []


def test_the_language_of_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, words in (("fr", "est vide"), ("en_GB.UTF-8", "is empty"), ("de:en", "is empty")):
        monkeypatch.setenv("LANGUAGE", language)
        assert _("is empty") == words
    for none in ("C.UTF-8", ""):
        for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(variable, none)
        assert _("is empty") == "est vide"
