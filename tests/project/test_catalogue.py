"""The French catalogue: complete, with the same places to fill, one word a thing, well typeset."""

import re
import string

import pytest
from babel.messages.catalog import Message
from renew import FRENCH, find_messages, read_translations, write_catalogue

from annual_report.base.french import typeset
from annual_report.base.messages import _, read_catalogue

TRANSLATIONS = {english: french for english, french in read_catalogue("fr").items() if english}
"""The French words of each message of the program, by its English ones."""
WAVERING = (
    r"(?i)(?<!--)\bnotebooks?\b",  # un carnet
    r"\bworkers?\b|(?<!«\u00a0)\bcluster",  # une machine de la grappe
    r"\bconstru",  # la fabrication des pages
    r"la parole compte",
    r"\b(?:tu|ton|tes)\b",
    r"^(?:crée|montre|change) ",  # beside the other commands, which are infinitives
)
"""Words that would name a second time what has its word already."""


def list_places(message: str) -> set[str]:
    """Return the names of the values that are put into a message.

    "{number} pages in {seconds:.0f} s" → {"number", "seconds"}.
    """
    return {name for _text, name, _format, _kind in string.Formatter().parse(message) if name}


def list_kept_messages() -> list[Message]:
    """Return the messages of the file that translators edit, but for its header."""
    return [message for message in read_translations() if message.id]


def test_the_catalogue_has_the_messages_of_the_code_and_no_others() -> None:
    in_the_code = {str(message.id) for message in find_messages() if message.id}

    assert in_the_code == set(TRANSLATIONS), "make generated"


def test_every_message_is_translated() -> None:
    untranslated = [english for english, french in TRANSLATIONS.items() if not french]
    uncertain = [message.id for message in list_kept_messages() if message.fuzzy]

    assert untranslated == []
    assert uncertain == []


def test_the_program_reads_the_translations_that_translators_edit() -> None:
    """They edit a file of text, of which a compiled one is made for the program."""
    edited = {message.id: message.string for message in list_kept_messages()}

    assert edited == TRANSLATIONS
    assert write_catalogue(read_translations()) == FRENCH.read_bytes(), "make generated"


def with_french_spaces(french: str) -> str:
    """Give French its spaces; a terminal may part words that stay together in a page."""
    return re.sub("(?<=\\w)\u00a0(?=\\w)", " ", typeset(french))


def test_translations_have_the_same_places_to_fill() -> None:
    for english, french in TRANSLATIONS.items():
        # argparse's own sentences have places of an older kind: "%(prog)s".
        if "%" not in english:
            assert list_places(french) == list_places(english)


def test_translations_have_french_spaces_and_apostrophes() -> None:
    for english, french in TRANSLATIONS.items():
        assert "'" not in french
        assert french.endswith(" ") == english.endswith(" ")
        if "%" not in english:
            assert french == with_french_spaces(french)


def test_each_thing_has_one_word() -> None:
    """No translation has a word of `WAVERING`: "notebook", where all others say "carnet"."""
    wavering = []
    for french in TRANSLATIONS.values():
        wavering += [(word, french) for word in WAVERING if re.search(word, french)]

    assert wavering == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "est vide"), ("en_GB.UTF-8", "is empty"), ("de:en", "is empty")],
)
def test_the_language_of_the_environment_decides(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_` returns a message in the first language that LANGUAGE names and the program has."""
    monkeypatch.setenv("LANGUAGE", language)

    assert _("is empty") == words


@pytest.mark.parametrize("no_language", ["C.UTF-8", ""])
def test_an_environment_that_names_no_language_is_answered_in_french(
    no_language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, no_language)

    assert _("is empty") == "est vide"
