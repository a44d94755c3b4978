"""The French catalogue: complete, compiled, with the same places to fill, and well typeset."""

import gettext
import re
import string

import pytest
from update_messages import FOLDER, mo_bytes, po_bytes, source_messages, translations

from annual_report.french import typeset
from annual_report.messages import CATALOGUES, DOMAIN, _

FRENCH = {str(each.id): str(each.string) for each in translations() if each.id}


def places(message: str) -> set[str]:
    named = {name for _text, name, _format, _kind in string.Formatter().parse(message) if name}
    return named | {word for word in message.split() if word.startswith("%")}


WAVERING = (
    r"(?i)\bnotebooks?\b",  # un carnet
    r"\bworkers?\b|(?<!«\u00a0)\bcluster",  # une machine de la grappe
    r"\bconstru",  # la fabrication des pages
    r"la parole compte",
    r"\b(?:tu|ton|tes)\b",
    r"^(?:crée|montre|change) ",  # beside the other commands, which are infinitives
)
"""Words that would name a second time what has its word already."""


@pytest.mark.parametrize("word", WAVERING)
def test_each_thing_has_one_word(word: str) -> None:
    assert [french for french in FRENCH.values() if re.search(word, french)] == []


@pytest.mark.parametrize(
    "message",
    [" (taken back)", "take it back? [y/N] ", "there is nothing to take back",
     "taken back: the files are what they were", "to take back: {command}"],
)  # fmt: skip
def test_what_is_undone_is_not_said_as_what_is_imported(message: str) -> None:
    assert "annul" in FRENCH[message]
    assert "repr" not in FRENCH[message]


def test_every_message_is_translated() -> None:
    wanted = {str(each.id) for each in source_messages() if each.id}
    assert sorted(wanted - {message for message, french in FRENCH.items() if french}) == [], (
        "make messages"
    )
    assert sorted(set(FRENCH) - wanted) == [], "make messages"
    assert not any(each.fuzzy for each in translations() if each.id)


def test_the_compiled_catalogue_is_up_to_date() -> None:
    compiled = gettext.translation(DOMAIN, CATALOGUES, languages=["fr"])
    assert {message: compiled.gettext(message) for message in FRENCH} == FRENCH
    assert po_bytes(translations()) == (FOLDER / "annual_report.po").read_bytes()
    assert len(mo_bytes(translations())) > 0


@pytest.mark.parametrize("message", FRENCH)
def test_a_translation_has_the_same_places_and_french_spaces(message: str) -> None:
    french = FRENCH[message]
    if "%" not in message:
        assert places(french) == places(message)
        assert french == typeset(french)
    assert "'" not in french
    assert message.endswith(" ") == french.endswith(" ")


def test_the_language_of_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, said in (("fr", "est vide"), ("en", "is empty"), ("de", "is empty")):
        monkeypatch.setenv("LANGUAGE", language)
        assert _("is empty") == said
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, "C")
    assert _("is empty") == "est vide"
