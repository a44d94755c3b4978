"""Every page says what it said before the house was rebuilt; kept until that is done."""

from pathlib import Path

import pytest
from same_words import differences, kept, words_of, words_of_build

CORRECTED: dict[str, str] = {}
"""Sentences that were wrong, and what they should have been; "" where nothing should be said."""


def test_sentences_are_read_in_their_order() -> None:
    page = (
        "<p aria-hidden='true'>1</p>"
        "<h2 id='a'>Les<span> membres</span></h2><p>Un\u00a0: deux. Trois\u202f; quatre.</p>"
        "<ul><li>cinq <b>six</b><ul><li>sept</li></ul></li></ul>"
        "<figure><svg role='img'><title>huit</title><desc>neuf</desc>"
        "<a><title>dix</title></a></svg>"
        "<figcaption><strong>onze.</strong> Douze.</figcaption>"
        "<details><p>treize</p></details></figure>"
        "<table><caption>quatorze</caption><tbody><tr><td>quinze</td></tr></tbody></table>"
        "<p class='take'>seize</p>"
    )
    assert words_of(page) == [
        "Les membres", "Un : deux.", "Trois ; quatre.", "cinq six", "sept", "huit", "neuf",
        "onze.", "Douze.", "quatorze",
    ]  # fmt: skip


def test_differences_leave_what_was_corrected_aside() -> None:
    before, after = ["a", "b", "b", "c"], ["b", "a", "d", "e"]
    assert differences(before, after, {"c": "d"}) == ["- b", "+ e"]


def test_the_real_network_says_the_same(real_build: Path) -> None:
    _same("real", real_build)


def test_the_example_says_the_same(example_build: Path) -> None:
    _same("example", example_build)


def _same(network: str, folder: Path) -> None:
    before, after = kept(network), words_of_build(folder)
    lines = [
        f"{page}: {line}"
        for page, sentences in before.items()
        for line in differences(sentences, after.get(page, []), CORRECTED)
    ]
    if lines:
        pytest.fail("\n".join(lines))
