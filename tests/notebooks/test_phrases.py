"""What the program's phrases say of small networks, of the values that a notebook hands them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from cells import hear
from tables import network

from annual_report.network.network import Network
from annual_report.network.reading.texts import YearText

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))


def cases() -> Iterator[Any]:
    """Yield each network with the words of its phrases."""
    for number, case in enumerate(CASES):
        yield pytest.param(case, id=f"{case['notebook']}-{number}")


def make_network(
    members: dict[int, str],
    settings: dict[str, Any] | None = None,
    texts: dict[int, dict[str, Any]] | None = None,
    kinds: list[str] | None = None,
    left: dict[int, str] | None = None,
    **lines: str,
) -> Network:
    """Return a network of what a case says of it."""
    small = network(
        members,
        kinds=tuple(kinds or ["département"]),
        texts={year: YearText(**text) for year, text in (texts or {}).items()},
        left=left,
        lines=lines,
    )
    own = replace(small.settings, **{"nom": "réseau", **(settings or {})})
    return replace(small, settings=own)


def write_plainly(words: str) -> str:
    """Write words with ordinary spaces and hyphens, on one line."""
    return " ".join(words.replace("\N{NON-BREAKING HYPHEN}", "-").split())


@pytest.mark.parametrize("case", list(cases()))
def test_a_phrase_says(case: dict[str, Any]) -> None:
    parameters = {"year": case["year"]} if "year" in case else {}
    heard = hear(make_network(**case["network"]), case["notebook"], **parameters)
    said: dict[str, Any] = {}
    for phrase, words in case["says"].items():
        if isinstance(words, str):
            said[phrase] = write_plainly(heard[phrase])
        else:
            said[phrase] = {part: write_plainly(heard[phrase][part]) for part in words}
    assert said == case["says"]
