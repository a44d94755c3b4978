"""Phrases of somebody who wishes the reader ill: each ends soon, in one line."""

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

MEMBERS = network({2025: "Gironde, Landes, Loire-Atlantique"}).membres
GIVEN = {"n": as_count(3), "p": as_share(0.3), "m": MEMBERS, "t": "Deux jours à Auch"}
DOUBLED = "{% set x = 'aaaaaaaa' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}"
NESTED = "{% for a in m %}" * 15 + "x" + "{% endfor %}" * 15

ENDLESS = {
    "doubled": DOUBLED,
    "doubled, not printed": DOUBLED.removesuffix("{{ x }}"),
    "doubled from a value": "{% set x = t %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "in a branch": "{% if n %}{% set x = 'aa' %}" + "{% set x = x ~ x %}" * 40 + "{% endif %}",
    "in the other branch": "{% if n > 99 %}a{% else %}" + DOUBLED + "{% endif %}",
    "joined": "{% set x = ['ab', 'ab'] %}" + "{% set x = [x|join, x|join] %}" * 40 + "{{ x|join }}",
    "listed": "{% set x = ['ab', 'ab'] %}" + "{% set x = [x|liste, x|liste] %}" * 40,
    "listed in lists": "{% set x = ['a', 'b'] %}" + "{% set x = [x, x] %}" * 40 + "{{ x|join }}",
    "in pairs": "{% set x = ('a', 'b') %}" + "{% set x = (x, x) %}" * 40,
    "in dictionaries": "{% set x = 'a' %}" + "{% set x = {'a': x, 'b': x} %}" * 40,
    "compared": "{% set x = [1] %}{% set y = [1] %}"
    + "{% set x = [x, x] %}{% set y = [y, y] %}" * 40
    + "{% if x == y %}a{% endif %}",
    "quoted": "{% set x = ['a'] %}" + "{% set x = [x|cités|liste, x|cités|liste] %}" * 40,
    "in loops": "{% for a in 'aaaaaaaaaa' %}" * 8 + "x" + "{% endfor %}" * 8,
    "long in loops": "{% for a in 'aaaaaaaaaa' %}" * 5 + "x" * 4000 + "{% endfor %}" * 5,
    "of all members": NESTED,
    "capitals": "{% set x = 'ab' %}" + "{% set x = (x ~ x)|majuscule %}" * 40,
    "mapped": "{% set x = ['ab'] %}"
    + "{% set x = [x|map('majuscule')|join ~ x|join, x|join] %}" * 40,
}
CRASHING = {
    "many decimals": ("{{ n|chiffres(999999999) }}", "999999999 is"),
    "decimals below": ("{{ p|pourcent(-5) }}", "-5 is no number of decimals"),
    "decimals of a share": ("{{ p|pourcent(999999999) }}", "999999999 is"),
    "a large year": ("{{ '2025-06-19'|date(none, 99999999999999) }}", "99999999999999 is too"),
    "below nothing": ("{{ (-5)|lettres }}", "-5 is no number to write in letters"),
    "too much": ("{{ " + "9" * 100 + "|lettres }}", "is no number to write in letters"),
    "another gender": ("{{ n|lettres('x') }}", "is no number to write in letters"),
    "thousands of digits": ("{{ " + "9" * 5000 + " }}", "can’t be told"),
    "figures": ("{{ " + "9" * 1000 + "|chiffres }}", "can’t be told"),
    "a sign of ours": ("un\x06deux\x06", "a phrase holds a sign that nobody sees"),
    "a number's sign": ("un\x02 deux", "a phrase holds a sign that nobody sees"),
    "a value's sign": ("un\x049\x05 deux", "a phrase holds a sign that nobody sees"),
    "a sign by its code": ("{{ '\\x06' }}", "a phrase holds a sign that nobody sees"),
    "another by its code": ("{{ '\\u0004' ~ n }}", "a phrase holds a sign that nobody sees"),
    "an escape": ("\x1b[31mrouge", "a phrase holds a sign that nobody sees"),
}


def fill(source: str, **more: object) -> str:
    given = Values({**GIVEN, **more}, year=2025)
    return fill_phrase("essai", source, Settings("réseau"), given).text


@pytest.mark.parametrize("name", ENDLESS)
def test_a_phrase_that_grows_without_end_is_refused(name: str) -> None:
    with pytest.raises(PhraseError, match=r"^phrases/essai\.md.*: (never ends|makes more than)"):
        fill(ENDLESS[name])


@pytest.mark.parametrize("name", ENDLESS)
def test_check_says_it_without_data(name: str) -> None:
    assert check_phrase("essai", ENDLESS[name]) == [
        (1, "never ends, or makes more than a page can hold")
    ]


@pytest.mark.parametrize("name", CRASHING)
def test_what_no_filter_can_write_is_said_with_its_line(name: str) -> None:
    source, fault = CRASHING[name]
    with pytest.raises(PhraseError) as caught:
        fill(source)
    assert str(caught.value).startswith("phrases/essai.md")
    assert fault in str(caught.value)


def test_a_value_brings_no_sign_of_ours_along() -> None:
    assert fill("{{ t }}.", t="a\x06b\x02c\x1b[31m") == "Abc[31m."
    words = fill_figure(
        "essai",
        "# constat : {{ t }}.\n# note : b",
        Settings("réseau"),
        Values({"t": "a\x06note\x06b"}),
    )
    assert words == {"finding": "Anoteb.", "note": "B"}


@pytest.mark.parametrize("sign", ["*", "[", "`", "> ", "_a_ ", "- ", "<", "a\n", "![](", "***a "])
def test_markdown_of_the_largest_phrase_comes_to_an_end(sign: str) -> None:
    source = "{% for a in 'aa' %}" + sign * (7000 // len(sign)) + "{% endfor %}"
    fill(source)


@pytest.mark.slow
def test_one_in_a_network_is_refused_by_check_and_by_build_in_the_same_words(
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
    said = "\n".join(event.said for event in built.events)
    assert "phrases/mouvement.md, row 1: never ends" in said
