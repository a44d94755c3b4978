"""Sentences that hold only if all is known: "au plus", "la plus proche", "tous les membres".

A superlative of a list from which somebody is missing may be wrong: the first region of three
located members needn't be the first of sixteen. A phrase that writes one therefore asks, in the
same part of its file, of how many a value is known (`régions.complet`, see `told_numbers`). It can
ask only of a value that its notebook makes by `known_from`, so that a plain list is refused.

The French words that tell a superlative stand in `superlatives.json`, beside those that look like
one and aren't: "la première année" is a date.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from jinja2 import nodes

from annual_report.base.messages import _
from annual_report.network.phrases.told_numbers import ASKED

WORDS = Path(__file__).with_suffix(".json")
TOLD_OF_ALL, TOLD_OF_ONE = "told of all", "told of one"

Words = tuple[str, ...]


def find_unasked_superlatives(
    tree: nodes.Template, parts: Sequence[int], shared: Set[str]
) -> Iterator[tuple[int, str]]:
    """Yield the line and the fault of each superlative in a part that asks of no value.

    `parts` are the lines on which the parts of the phrase begin. `shared` are the names that every
    phrase knows: who tells them alone ("tous les résumés du groupe") tells no value of a notebook.
    """
    asking = {_find_part(node, parts) for node in tree.find_all(nodes.Getattr) if _is_asking(node)}
    # What is asked before the first part holds in all of them.
    if 0 in asking:
        return
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


def _is_asking(node: nodes.Getattr) -> bool:
    return node.attr in ASKED


def _find_part(node: nodes.Node, parts: Sequence[int]) -> int:
    """Return the number of the part in which a node stands; 0 is before the first part."""
    return bisect_right(parts, node.lineno)


def _list_texts(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each piece of prose: between tags, and quoted in them."""
    for data in tree.find_all(nodes.TemplateData):
        for offset, text in enumerate(data.data.split("\n")):
            yield data.lineno + offset, text
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.lineno, constant.value


def _find_superlative(text: str) -> str:
    """Return the first superlative of a text, in its own words; "" if there is none."""
    words = "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()
    superlatives = _read_words()[TOLD_OF_ALL]
    dates = _read_words()[TOLD_OF_ONE]
    for place in range(len(words)):
        rest = words[place:]
        if any(_begins(rest, date) for date in dates):
            continue
        for superlative in superlatives:
            if _begins(rest, superlative):
                return " ".join(superlative)
    return ""


def _begins(words: Sequence[str], wanted: Words) -> bool:
    return tuple(words[: len(wanted)]) == wanted


@cache
def _read_words() -> dict[str, list[Words]]:
    """Return the words of the JSON file, each expression as a tuple of its words."""
    lists: dict[str, list[str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    split = {}
    for name, expressions in lists.items():
        split[name] = [tuple(expression.split()) for expression in expressions]
    return split
