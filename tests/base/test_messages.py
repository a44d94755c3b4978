"""The ends that refusals share."""

import pytest

from annual_report.base.messages import add_nearest


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
