"""What words of a page may not hold, wherever they stand, and what is remarked of them."""

import sys
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

from annual_report.errors import PageError, PublishError
from annual_report.pages import chapter, publication
from annual_report.pages.export.outputs import check_sources
from annual_report.pages.publishing import text_of

FRAME = pd.DataFrame({"ville": ["Dax", "Auch"], "n": [1, 2]})
MISSING = ("<NA>", "nan", "NaN", "NaT", "None", "inf")
PRIVATE = {
    "une adresse prenom.nom@exemple.fr": "an e-mail address",
    "au 02 40 99 10 00": "a telephone number",
    "au +33 6 12 34 56 78": "a telephone number",
}


def remarks(thing: Any, **options: Any) -> str:
    return "\n".join(publication(thing, **options).facts.get("remarks", ()))


def figure(**said: Any) -> Any:
    ax = plt.figure().subplots()
    ax.plot([1, 2])
    try:
        return publication(ax, **{"finding": "Une ligne.", "alternative": "Une ligne.", **said})
    finally:
        plt.close("all")


@pytest.mark.parametrize("word", MISSING)
def test_a_value_that_is_not_there_is_in_no_sentence(word: str) -> None:
    said = f"Le groupe y consacre {word} euros."
    with pytest.raises(PublishError, match="isn’t there"):
        publication(said)
    for part in ("finding", "alternative", "note"):
        with pytest.raises(PublishError, match="isn’t there"):
            figure(**{part: said})
    with pytest.raises(PublishError, match="isn’t there"):
        publication(FRAME, caption=said)
    with pytest.raises(PublishError, match="isn’t there"):
        chapter(1, said)
    with pytest.raises(PublishError, match="leave a value that isn’t there as NA"):
        publication(FRAME.assign(mot=["x", word]), caption="Deux villes")


@pytest.mark.parametrize(
    "said", ["None of the members left.", "La rue Nan, inf. à 5.", "`nan` dans le code", "info"]
)
def test_a_word_that_only_looks_so_is_a_word(said: str) -> None:
    assert publication(said)


@pytest.mark.parametrize(("said", "what"), PRIVATE.items())
def test_nobody_can_be_reached_by_what_an_analyst_publishes(said: str, what: str) -> None:
    for made in (
        lambda: publication(f"Écrire {said}."),
        lambda: publication(FRAME.assign(mot=["x", said]), caption="Deux villes"),
        lambda: publication(FRAME, caption=said),
        lambda: figure(alternative=said),
        lambda: figure(finding=said),
    ):
        with pytest.raises(PublishError, match=what):
            made()
    for cell in (
        nbformat.v4.new_code_cell(f"x = 1  # {said}"),
        nbformat.v4.new_code_cell(f"x = {said!r}"),
        nbformat.v4.new_markdown_cell(said),
    ):
        with pytest.raises(PageError, match=f"its source holds {what}"):
            check_sources(nbformat.v4.new_notebook(cells=[cell]))


def test_a_number_that_is_nobodys_may_be_published() -> None:
    sirens = pd.Series(["217 500 016", "12 345 678 901 234"], name="siren")
    assert publication(sirens, caption="Numéros de trois communes")
    assert publication("En 2025, 12 792 742 habitants, dont 1 850 578 à Paris.")
    assert (
        check_sources(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a@b.c.T")])) == ()
    )


def test_a_name_is_remarked() -> None:
    assert "“Mme Dupont” looks like a person’s name" in remarks("Merci à Mme Dupont.")
    people = FRAME.assign(qui=["Claire Martin", "x"])
    assert "“Claire Martin” looks like a person’s name" in remarks(people, caption="Deux villes")
    source = nbformat.v4.new_code_cell("n = 1  # demander à Mme Dupont")
    assert "Mme Dupont" in check_sources(nbformat.v4.new_notebook(cells=[source]))[0]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", 'publish(frame, caption="…")'),
        ("Voici :\n\na | b\n--- | ---\n1 | 2", 'publish(frame, caption="…")'),
        (r"La moyenne est $\bar{x} = 3$.", r'ax.text(0, 0, r"$…$")'),
        ("Où $n$ compte", r'ax.text(0, 0, r"$…$")'),
        (r"$$\sum_i x_i$$", r'ax.text(0, 0, r"$…$")'),
        (r"\[ x \]", r'ax.text(0, 0, r"$…$")'),
    ],
)
def test_what_jupyterlab_shows_and_a_page_can_not_is_refused(said: str, line: str) -> None:
    with pytest.raises(PublishError) as caught:
        text_of(said)
    assert line in str(caught.value)


@pytest.mark.parametrize(
    "said", ["De 5 $ à 10 $", "cost $5 and $10", "a | b", "Titre\n-----", "un\n\n---\n\ndeux"]
)
def test_what_only_looks_so_is_a_text(said: str) -> None:
    assert text_of(said)


def test_a_caption_may_stand_second() -> None:
    assert "<caption>Deux villes</caption>" in publication(FRAME, "Deux villes").html


@pytest.mark.parametrize("home", ["plotly.graph_objs", "altair", "bokeh.plotting"])
def test_a_figure_that_needs_scripts_is_told_what_draws_one(home: str) -> None:
    foreign = type("Figure", (), {"__module__": home})()
    with pytest.raises(PublishError, match="matplotlib"):
        publication(foreign)
    assert isinstance(sys.modules["matplotlib"], ModuleType)
