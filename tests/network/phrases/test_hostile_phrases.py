"""Phrases that a hostile author wrote: each ends soon, in a line."""

from pathlib import Path

import pytest
from conftest import pipeline
from kinds_of_networks import write
from making import build_pages
from network_files import network

from annual_report.base.errors import PhraseError
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.phrases.amounts import as_count, as_share
from annual_report.network.phrases.filling import Values, check_phrase, fill_figure, fill_phrase
from annual_report.network.reading.settings import Settings

VALUES = {
    "n": as_count(3),
    "p": as_share(0.3),
    "m": network({2025: "Gironde, Landes, Loire-Atlantique"}).membres,
    "t": "Deux jours à Auch",
}
"""The values that a notebook gives to the phrases here."""


def repeat(times: int, statement: str) -> str:
    """Return a statement of a template so many times: forty that double make a billion letters."""
    return statement * times


def nest(times: int, loop: str, inside: str) -> str:
    """Return a loop inside of a loop, so many times, around some words."""
    return loop * times + inside + "{% endfor %}" * times


DOUBLED = "{% set x = 'aaaaaaaa' %}" + repeat(40, "{% set x = x ~ x %}") + "{{ x }}"
OVER_TEN_LETTERS = "{% for a in 'aaaaaaaaaa' %}"

ENDLESS = {
    # A text, or a list, becomes twice as long forty times.
    "doubled": DOUBLED,
    "doubled, not printed": DOUBLED.removesuffix("{{ x }}"),
    "doubled from a value": "{% set x = t %}" + repeat(40, "{% set x = x ~ x %}") + "{{ x }}",
    "in a branch": "{% if n %}" + DOUBLED + "{% endif %}",
    "in the other branch": "{% if n > 99 %}a{% else %}" + DOUBLED + "{% endif %}",
    "in a branch between": "{% if n > 99 %}a{% elif n %}" + DOUBLED + "{% else %}c{% endif %}",
    "behind two conditions": "{% if n > 99 %}a{% elif n > 98 %}b{% else %}"
    + DOUBLED
    + "{% endif %}",
    "joined": "{% set x = ['ab', 'ab'] %}" + repeat(40, "{% set x = [x|join, x|join] %}"),
    "listed": "{% set x = ['ab', 'ab'] %}" + repeat(40, "{% set x = [x|liste, x|liste] %}"),
    "quoted": "{% set x = ['a'] %}" + repeat(40, "{% set x = [x|cités|liste, x|cités|liste] %}"),
    "capitals": "{% set x = 'ab' %}" + repeat(40, "{% set x = (x ~ x)|majuscule %}"),
    "mapped": "{% set x = ['ab'] %}"
    + repeat(40, "{% set x = [x|map('majuscule')|join ~ x|join, x|join] %}"),
    # A value holds itself twice, forty times over: short to write, endless to print or compare.
    "listed in lists": "{% set x = ['a', 'b'] %}"
    + repeat(40, "{% set x = [x, x] %}")
    + "{{ x|join }}",
    "in pairs": "{% set x = ('a', 'b') %}" + repeat(40, "{% set x = (x, x) %}"),
    "in dictionaries": "{% set x = 'a' %}" + repeat(40, "{% set x = {'a': x, 'b': x} %}"),
    "compared": "{% set x = [1] %}{% set y = [1] %}"
    + repeat(40, "{% set x = [x, x] %}{% set y = [y, y] %}")
    + "{% if x == y %}a{% endif %}",
    # Loops run in loops: ten to the eighth times, or three to the fifteenth.
    "in loops": nest(8, OVER_TEN_LETTERS, "x"),
    "long in loops": nest(5, OVER_TEN_LETTERS, "x" * 4000),
    "of all members": nest(15, "{% for a in m %}", "x"),
}
"""Phrases that would take the machine, by the way in which they grow."""

UNSEEN_SIGN = "a phrase holds a sign that nobody sees"
UNWRITABLE = {
    # name: (the phrase, words of its refusal)
    "many decimals": ("{{ n|chiffres(999999999) }}", "999999999 is"),
    "decimals below": ("{{ p|pourcent(-5) }}", "-5 is no number of decimals"),
    "decimals of a share": ("{{ p|pourcent(999999999) }}", "999999999 is"),
    "a large year": ("{{ '2025-06-19'|date(none, 99999999999999) }}", "99999999999999 is too"),
    "below nothing": ("{{ (-5)|lettres }}", "-5 is no number to write in letters"),
    "too much": ("{{ " + "9" * 100 + "|lettres }}", "is no number to write in letters"),
    "another gender": ("{{ n|lettres('x') }}", "is no number to write in letters"),
    "thousands of digits": ("{{ " + "9" * 5000 + " }}", "can’t be told"),
    "figures": ("{{ " + "9" * 1000 + "|chiffres }}", "can’t be told"),
    # The program marks numbers and values with such signs until a sentence is whole.
    "a mark of a part": ("un\x06deux\x06", UNSEEN_SIGN),
    "a mark of a number": ("un\x02 deux", UNSEEN_SIGN),
    "a mark of a value": ("un\x049\x05 deux", UNSEEN_SIGN),
    "a mark by its code": ("{{ '\\x06' }}", UNSEEN_SIGN),
    "another mark by its code": ("{{ '\\u0004' ~ n }}", UNSEEN_SIGN),
    "an escape of a terminal": ("\x1b[31mrouge", UNSEEN_SIGN),
    # A constant is computed while a phrase is read, before any value is known.
    "a column of a constant": ("{{ 1.nom and m }}", "there is no “nom” here"),
    "a condition of a constant": ("{{ 'a' if 1.nom else 'b' }}", "there is no “nom” here"),
    "a constant joined": ("{{ 'a' ~ 1.nom }}", "there is no “nom” here"),
}
"""Phrases that ask for more than a filter can write, or bring signs of the program's own."""


def fill(source: str, **more: object) -> str:
    """Return the words of a phrase, of the values and some more."""
    values = Values({**VALUES, **more}, year=2025)
    return fill_phrase("essai", source, Settings("réseau"), values).text


@pytest.mark.parametrize("name", ENDLESS)
def test_a_phrase_that_grows_without_end_is_refused(name: str) -> None:
    with pytest.raises(PhraseError, match=r"^phrases/essai\.md.*: (never ends|makes more than)"):
        fill(ENDLESS[name])


@pytest.mark.parametrize("name", ENDLESS)
def test_check_finds_without_data_that_a_phrase_never_ends(name: str) -> None:
    assert check_phrase("essai", ENDLESS[name]) == [
        (1, "never ends, or makes more than a page can hold")
    ]


@pytest.mark.parametrize("name", UNWRITABLE)
def test_a_phrase_that_no_filter_can_write_is_refused_by_its_name(name: str) -> None:
    source, fault = UNWRITABLE[name]
    with pytest.raises(PhraseError) as refused:
        fill(source)
    assert str(refused.value).startswith("phrases/essai.md")
    assert fault in str(refused.value)


def test_a_value_loses_the_signs_that_the_program_marks_with() -> None:
    # Of "\x1b[31m", which colours a terminal, the part that anybody sees stays.
    assert fill("{{ t }}.", t="a\x06b\x02c\x1b[31m") == "Abc[31m."


def test_a_value_can_not_open_a_part_of_a_figures_words() -> None:
    source = "# constat : {{ t }}.\n# note : b"
    values = Values({"t": "a\x06note\x06b"})
    words = fill_figure("essai", source, Settings("réseau"), values)
    assert words == {"finding": "Anoteb.", "note": "B"}


@pytest.mark.parametrize("sign", ["*", "[", "`", "> ", "_a_ ", "- ", "<", "a\n", "![](", "***a "])
def test_markdown_of_the_largest_phrase_comes_to_an_end(sign: str) -> None:
    # A phrase of 7 kB, told twice over: some readers of Markdown take hours for such signs.
    signs = sign * (7000 // len(sign))
    assert isinstance(fill("{% for a in 'aa' %}" + signs + "{% endfor %}"), str)


@pytest.mark.slow
def test_an_endless_phrase_of_a_network_is_refused_by_check_and_by_build_in_the_same_words(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "reseau", "departements")
    (folder / "phrases").mkdir()
    (folder / "phrases" / "mouvement.md").write_text(DOUBLED, encoding="utf-8")
    done = pipeline("check", "--data", folder)
    assert done.returncode == 1
    assert "error: row 1: never ends" in " ".join(done.stdout.split())
    notebooks = {"annual_report": read_notebooks()["annual_report"]}
    built = build_pages(folder, tmp_path / "out", notebooks, years=(2025,))
    assert not built.good
    told = "\n".join(event.said for event in built.events)
    assert "phrases/mouvement.md, row 1: never ends" in told
