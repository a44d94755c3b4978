"""The oracles by the phrase that each is of."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from oracle.files import Files
from oracle.sentences import SILENT, Facts, Span, find_facts, list_said_words

Answer = Facts | Mapping[str, Facts]
"""The facts of a phrase; of one that has parts, those of each."""


class Asked(NamedTuple):
    """The subject of a phrase: a network's files, a year, a page, and how often before."""

    files: Files
    year: int
    page: str
    time: int = 0


class Told(NamedTuple):
    """The words that a phrase, or a part of a phrase, has told."""

    network: str
    asked: Asked
    phrase: str
    part: str
    text: str

    @property
    def title(self) -> str:
        """Where the words stand: phrase and part, network, page and year."""
        if self.part:
            name = f"{self.phrase}.{self.part}"
        else:
            name = self.phrase
        return f"{name} of {self.network}, {self.asked.page} {self.asked.year}"


ORACLES: dict[str, Callable[[Asked], Answer]] = {}


def tells(*phrases: str) -> Callable[[Callable[[Asked], Answer]], Callable[[Asked], Answer]]:
    """Make a function the oracle of some phrases."""

    def register(oracle: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
        for phrase in phrases:
            assert phrase not in ORACLES, phrase
            ORACLES[phrase] = oracle
        return oracle

    return register


def hold(told: Told, asked: Asked | None = None) -> list[Span]:
    """Return the facts that some words tell, as their oracle holds them; raise UnheldError.

    `asked` may be of another year, or of other files.
    """
    answer = _answer(told.phrase, asked or told.asked)
    # A whole phrase without facts says nothing; a part of one may say the words of its file.
    if isinstance(answer, Mapping):
        facts = answer[told.part]
    else:
        facts = answer or SILENT
    return find_facts(told.text, facts, list_said_words(told.phrase))


@cache
def _answer(phrase: str, asked: Asked) -> Answer:
    """Return the facts of a phrase, counted once for all of its parts."""
    return ORACLES[phrase](asked)
