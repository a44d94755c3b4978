"""Every page says what it said before the house was rebuilt; kept until that is done."""

import re
from pathlib import Path

import pytest
from same_words import differences, kept, words_of, words_of_build

UNCOUNTED = "Où des présents n’ont pas été comptés, les agents étaient plus nombreux."
CORRECTED = {
    # A value that is typed stands in a column of its own, and the note speaks of that.
    "« Au moins » : des présents n’ont pas été comptés.": UNCOUNTED,
    "Présences sur le nombre d’invitations dont la suite est renseignée.": (
        "Présences et invitations dont la suite est renseignée, puis part de chaque année ; "
        "« non renseigné » aussi d’une année où le département n’était pas membre."
    ),
    "« — » : non membre.": "",
    "« n. r. » : rien n’est renseigné.": UNCOUNTED,
    # The word of the statisticians: "masqué".
    "« retenu » : nombre inférieur à 2, ou qui permettrait de le retrouver.": (
        "« masqué » : nombre inférieur à 2, ou qui permettrait de le retrouver."
    ),
    "Un nombre d’agents inférieur à 2 pourrait désigner quelqu’un : il est retenu, ainsi que les "
    "nombres qui permettraient de le retrouver par soustraction.": (
        "Un nombre d’agents inférieur à 2 pourrait désigner quelqu’un : il est masqué, ainsi que "
        "les nombres qui permettraient de le retrouver par soustraction."
    ),
}
"""Sentences that were wrong, and what they should have been; "" where nothing should be said."""
HASH, OWN = ", empreinte SHA-256 …", ("Empreinte de cette page", "SHA-256 …")
"""A page's own fingerprint stands where the data's stood."""
PLURAL = re.compile(r"(?<=\d)s (?=membres de)")
"""An "s" that stood behind a number: "touche 4s membres"."""


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
    before = {
        page: [PLURAL.sub(" ", each).replace(HASH, "") for each in said]
        for page, said in before.items()
    }
    after = {page: [each for each in said if each not in OWN] for page, said in after.items()}
    lines = [
        f"{page}: {line}"
        for page, sentences in before.items()
        for line in differences(sentences, after.get(page, []), CORRECTED)
    ]
    if lines:
        pytest.fail("\n".join(lines))
