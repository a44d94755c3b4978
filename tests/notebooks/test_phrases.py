"""What the program's phrases say of a few values: tables in, a sentence out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from tables import network

from annual_report.network.reading.settings import Settings

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
SMALL = network({2025: "33"})


def cases() -> Iterator[Any]:
    """Yield each phrase, the values that it is given, and its words."""
    for phrase, of_phrase in CASES.items():
        for number, (given, words) in enumerate(of_phrase):
            yield pytest.param(phrase, given, words, id=f"{phrase}-{number}")


def write_plainly(words: str) -> str:
    """Write words with ordinary spaces and hyphens, on one line."""
    return " ".join(words.replace("\N{NON-BREAKING HYPHEN}", "-").split())


@pytest.mark.parametrize(("phrase", "given", "words"), list(cases()))
def test_a_phrase_says(phrase: str, given: dict[str, Any], words: str | dict[str, str]) -> None:
    settings = {"nom": "réseau", **given.get("settings", {})}
    told = replace(SMALL, settings=Settings(**settings))
    values = {
        name: pd.DataFrame(value) if isinstance(value, dict) else value
        for name, value in given.items()
        if name != "settings"
    }
    if isinstance(words, str):
        assert write_plainly(told.tell(phrase, **values).text) == words
    else:
        parts = told.words(phrase, **values)
        assert {block: write_plainly(parts[block]) for block in words} == words
