"""What the program's phrases say of small networks, of the values that a notebook hands them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cells import hear
from network_files import NetworkFiles

from annual_report.network.network import Network

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))


def cases() -> Iterator[Any]:
    """Yield each network with the words of its phrases."""
    for number, case in enumerate(CASES):
        yield pytest.param(case, id=f"{case['notebook']}-{number}")


def read_case(
    members: dict[int, str],
    settings: dict[str, str] | None = None,
    texts: dict[int, str] | None = None,
    kinds: list[str] | None = None,
    left: dict[int, str] | None = None,
    **tables: str,
) -> Network:
    """Return the network of a case: `tables` have a row a line, its cells between commas."""
    said: dict[str, Any] = {"name": "réseau", **(settings or {})}
    files = NetworkFiles(members, kinds=kinds or ["département"], left=left, texts=texts, **said)
    for name, lines in tables.items():
        files.rows[name] += [line.split(",") for line in lines.splitlines()]
    return files.read()


def write_plainly(words: str) -> str:
    """Write words with ordinary spaces and hyphens, on one line."""
    return " ".join(words.replace("\N{NON-BREAKING HYPHEN}", "-").split())


@pytest.mark.parametrize("case", list(cases()))
def test_a_phrase_says(case: dict[str, Any]) -> None:
    parameters = {"year": case["year"]} if "year" in case else {}
    heard = hear(read_case(**case["network"]), case["notebook"], **parameters)
    said: dict[str, Any] = {}
    for phrase, words in case["says"].items():
        if isinstance(words, str):
            said[phrase] = write_plainly(heard[phrase])
        else:
            said[phrase] = {part: write_plainly(heard[phrase][part]) for part in words}

    assert said == case["says"]
