"""Superlatives in phrases: "au plus", "la plus proche", "tous les membres".

A superlative of an incomplete list may be wrong: the first region of three located members needn't
be the first region of sixteen members. A phrase with a superlative therefore has to ask, in the
same part of the template, of how many rows a value is known (`régions.complet`, see
`typed_numbers`). Only a value made by `known_from` can be asked, so that a plain list is refused.

The French words of superlatives are in `superlatives.json`, beside words that only look like a
superlative: "la première année" is a date.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from jinja2 import nodes

from annual_report.base.messages import _
from annual_report.network.phrases.typed_numbers import ASKED

WORDS = Path(__file__).with_suffix(".json")
# The keys of the JSON file.
SUPERLATIVES = "superlatives"
LOOKALIKES = "only look like superlatives"
ENDS = ",;:.?!"
"""The signs that end an expression of several words."""

Words = tuple[str, ...]
"""An expression, word by word: ("la", "plus", "proche")."""


def find_unasked_superlatives(
    tree: nodes.Template, parts: Sequence[int], shared: Set[str]
) -> Iterator[tuple[int, str]]:
    """Yield the line and the fault of each superlative in a part that asks for no coverage.

    `tree` is the phrase's template, and `parts` are the lines on which the parts of the phrase
    begin. `shared` are the names that every phrase has: a part that prints only these ("tous les
    résumés du groupe") prints no value of a notebook, and may have superlatives.
    """
    # The parts that ask, such as `régions.complet`.
    asking = set()
    for node in tree.find_all(nodes.Getattr):
        if node.attr in ASKED:
            asking.add(_find_part(node, parts))
    # A question before the first part holds in all parts.
    if 0 in asking:
        return
    # The parts that print a value of the notebook.
    telling = set()
    for output in tree.find_all(nodes.Output):
        for name in output.find_all(nodes.Name):
            if name.name not in shared:
                telling.add(_find_part(name, parts))
    for line, text in _list_texts(tree):
        part = bisect_right(parts, line)
        if part in asking or part not in telling:
            continue
        superlative = _find_superlative(text)
        if superlative:
            yield (
                line,
                _(
                    "“{words}” is said of a value, and nothing asks of how many it is known: its "
                    "cell hands over known_from(…), and the phrase asks for NAME.complet, "
                    "NAME.connus or NAME.au_moins in the same part",
                    words=superlative,
                ),
            )


def _find_part(node: nodes.Node, parts: Sequence[int]) -> int:
    """Return the number of the part with a node of the tree; 0 is before the first part."""
    return bisect_right(parts, node.lineno)


def _list_texts(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each piece of prose, between Jinja's tags or quoted inside."""
    for data in tree.find_all(nodes.TemplateData):
        for offset, text in enumerate(data.data.split("\n")):
            yield data.lineno + offset, text
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.lineno, constant.value


def _find_superlative(text: str) -> str:
    """Return the first superlative of a text, such as "la plus proche"; "" without superlatives."""
    # Runs of letters: apostrophes and hyphens part words. A comma or a full stop parts expressions:
    # "à eux tous, les membres" has no "tous les".
    spaced = []
    for letter in text.lower():
        if letter in ENDS:
            spaced.append(f" {letter} ")
        else:
            spaced.append(letter if letter.isalpha() else " ")
    words = "".join(spaced).split()
    superlatives = _read_words()[SUPERLATIVES]
    lookalikes = _read_words()[LOOKALIKES]
    for place in range(len(words)):
        rest = words[place:]
        if any(_begins(rest, lookalike) for lookalike in lookalikes):
            continue
        for superlative in superlatives:
            if _begins(rest, superlative):
                return " ".join(superlative)
    return ""


def _begins(words: Sequence[str], wanted: Words) -> bool:
    """Whether a text begins with the words of an expression."""
    return tuple(words[: len(wanted)]) == wanted


@cache
def _read_words() -> dict[str, list[Words]]:
    """Return the expressions of the JSON file by key, each expression as a tuple of words."""
    lists: dict[str, list[str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    split = {}
    for name, expressions in lists.items():
        split[name] = [tuple(expression.split()) for expression in expressions]
    return split
