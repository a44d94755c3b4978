"""The ends that refusals share."""

import pytest

from annual_report.base.messages import add_nearest, find_own_language


def test_a_refusal_names_what_was_probably_meant_if_anything_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert add_nearest("“Gironne” is unknown", "Gironde") == (
        "“Gironne” is unknown; nearest: Gironde"
    )
    assert add_nearest("“?” is unknown", None) == "“?” is unknown"
    monkeypatch.setenv("LANGUAGE", "fr")
    said = add_nearest("Gironne est inconnue", "Gironde")
    assert said == "Gironne est inconnue\u202f; le plus proche\u00a0: Gironde"


def test_an_environment_that_names_no_language_gets_french(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    for value, language in {"": "fr", "C.UTF-8": "fr", "en_GB.UTF-8": "en", "de:en": "de"}.items():
        monkeypatch.setenv("LANG", value)
        assert find_own_language() == language
