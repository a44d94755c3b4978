"""The sentences that the shipped notebooks say of small networks.

A case of `sentences.yaml` has a network, a notebook, perhaps a year, and the words of its phrases:

    - notebook: annual_report
      year: 2025
      network: {members: {2025: "Gironde"}}
      says: {phrase: "…", figure: {finding: "…", note: "…"}}
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from cells import hear
from network_files import NetworkFiles

from annual_report.network.network import Network

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))


def read_case(
    members: dict[int, str],
    settings: dict[str, str] | None = None,
    texts: dict[int, str] | None = None,
    kinds: list[str] | None = None,
    left: dict[int, str] | None = None,
    **tables: str,
) -> Network:
    """Return the network of a case.

    `left` has the members that left, by year; `tables` the rows of other tables, as in
    `ressources="2025,Un guide,guide,"`.
    """
    said: dict[str, Any] = {"name": "réseau", **(settings or {})}
    files = NetworkFiles(members, kinds=kinds or ["département"], left=left, texts=texts, **said)
    for name, lines in tables.items():
        files.rows[name] += [line.split(",") for line in lines.splitlines()]
    return files.read()


def write_plainly(words: str) -> str:
    """Write words with ordinary spaces and hyphens, on one line."""
    return " ".join(words.replace("\N{NON-BREAKING HYPHEN}", "-").split())


# As in "annual_report-0".
IDS = [f"{case['notebook']}-{number}" for number, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_phrase_says_the_words_of_its_case(case: dict[str, Any]) -> None:
    parameters = {}
    if "year" in case:
        parameters["year"] = case["year"]

    heard = hear(read_case(**case["network"]), case["notebook"], **parameters)

    for phrase, expected in case["says"].items():
        if isinstance(expected, str):
            assert write_plainly(heard[phrase]) == expected, phrase
        else:
            # A figure has words for each of its parts; a case names some of the parts.
            for part, words in expected.items():
                assert write_plainly(heard[phrase][part]) == words, (phrase, part)
