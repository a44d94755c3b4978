"""What `publish` makes of a figure or a text, what it refuses in one line, and pieces by hand."""

import base64
import re
from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.display import HTML, SVG
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredText
from matplotlib.text import Text

from annual_report.base.errors import PageError, PublishError
from annual_report.machine.pages.blocks.model import write_content
from annual_report.machine.pages.blocks.reading_markdown import read_markdown
from annual_report.machine.pages.checks.wording import (
    check_cells,
    check_words,
    find_contact,
    remark_names,
)
from annual_report.machine.pages.export.executed import check_sources
from annual_report.machine.pages.figure import draw_plainly
from annual_report.machine.pages.language import use_language
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.publishing import chapter, make_fragment, write_number, write_share


@pytest.mark.parametrize("wide", [False, True])
def test_a_figure_is_captioned_by_its_finding_and_gives_its_data(wide: bool) -> None:
    data = pd.DataFrame({"Quoi": ["x"], "Valeur": [1]})
    figure = Figure(figsize=(8 if wide else 6, 4))
    figure.subplots().plot([1, 2])
    options: dict[str, Any] = {
        "finding": "Un & deux.",
        "alternative": "Deux traits.",
        "note": "Note.",
    }
    made = make_fragment(figure, data=data, name="fig", **options)
    start, rest = made.html.split("<svg")
    drawing, below = rest.split("</svg>")
    scrolls = '" role="group" tabindex="0" aria-label="Dessin à faire défiler' if wide else ""
    assert start == (
        '<figure id="fig" role="figure" aria-labelledby="fig-legende">'
        f'<div class="drawing{" broad" if wide else ""}{scrolls}">'
    )
    assert 'role="img" aria-label="Deux traits."' in drawing
    assert below.startswith(
        '</div>\n<figcaption id="fig-legende"><strong>Un &amp; deux.</strong> Note.</figcaption>\n'
        "<details><summary>Les données de la figure"
        '<span class="hidden">\u00a0: Un &amp; deux.</span></summary>\n'
        "<table><caption>"
    )


def test_a_figure_in_a_notebook_is_an_image_on_its_own_paper() -> None:
    figure = Figure()
    figure.subplots().plot([1, 2])
    made = make_fragment(figure, finding="Un <b>.", alternative="Deux traits.")
    shown = made._repr_mimebundle_()["text/html"]
    image = BeautifulSoup(shown, "html.parser").img
    assert image is not None
    assert image["alt"] == "Deux traits."
    kind, _comma, encoded = str(image["src"]).partition(",")
    assert kind == "data:image/svg+xml;base64"
    drawn = ElementTree.fromstring(base64.b64decode(encoded))
    assert f"background:{page_colours()['paper']};" in drawn.get("style", "")
    assert drawn.get("viewBox", "").split()[2] == image["width"]
    assert "<svg" not in shown


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        (None, "publish(ax, finding="),
        (plt, "publish(ax, finding="),
        (pd.DataFrame({"a": [1]}).style, "publish(frame, caption="),
        (pd.DataFrame({"a": [1]}).groupby("a"), "publish(frame, caption="),
        (3, 'texts (publish("…"))'),
        ([1, 2], "publish(frame, caption="),
        (SVG("<svg/>"), "publish(ax, finding="),
        (HTML("<b>x</b>"), 'publish("…")'),
        (b"octets", "publish(frame, caption="),
        ([Figure(), Figure()], "figures one by one (publish(ax, finding="),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_a_page_cannot_show_is_refused_in_one_line(thing: object, line: str) -> None:
    with pytest.raises(PublishError) as caught:
        make_fragment(thing, caption="C")
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("show", [False, True])
def test_a_figure_in_which_nothing_is_drawn_is_refused(show: bool) -> None:
    """As `plt.gca()` gives it in the cell after the one that draws, or after `plt.show()`."""
    figure, _axes = plt.subplots() if show else (Figure(), None)
    with pytest.raises(PublishError, match="nothing is drawn in this figure: publish it in the"):
        make_fragment(figure, finding="Un.", alternative="Deux.")


@pytest.mark.parametrize("place", ["figure", "axes"])
def test_a_figure_of_artists_alone_is_drawn(place: str) -> None:
    drawn = Figure()
    if place == "figure":
        drawn.add_artist(Text(0.5, 0.5, "Un mot"))
    else:
        drawn.subplots().add_artist(AnchoredText("Un mot", loc="center"))
    made = make_fragment(drawn, finding="Un.", alternative="Deux.")
    assert ">Un mot</text>" in made.html


def test_what_has_no_words_gets_those_that_can_be_had_and_is_remarked() -> None:
    frame = pd.DataFrame({"ville": ["Dax", "Auch"], "n": [1, 2]})
    ax = frame.plot.bar(x="ville", title="Des prêts")
    made = make_fragment(ax)
    assert 'aria-label="Des prêts, ville"' in made.html
    assert "<strong>Des prêts, ville</strong>" in made.html
    (lack,) = made.facts["lacks"]
    assert lack.startswith("a figure is described by “Des prêts, ville” alone: publish(ax, finding")
    # Two without words are two, and the heading above stands for what has none at all.
    chapter(1, "Combien de prêts ?")
    plt.figure().subplots().plot([1, 2])
    one, other = (make_fragment(plt.gca()).html for _time in range(2))
    assert 'aria-label="Combien de prêts\u202f?"' in one
    assert one.partition("role")[0] != other.partition("role")[0]
    table = make_fragment(frame)
    assert "<caption>Combien de prêts\u202f?</caption>" in table.html
    assert table.facts["lacks"] == [
        'a table has no caption but “Combien de prêts ?”: publish(frame, caption="…")'
    ]


def test_a_plain_figure_is_matplotlibs_own_svg_unless_that_is_heavy() -> None:
    figure = Figure()
    ax = figure.subplots()
    assert str(draw_plainly(figure)).count("<svg") == 1
    ax.scatter(range(9000), range(9000))
    assert draw_plainly(figure) is None


def test_a_column_without_a_name_is_published_and_remarked() -> None:
    frame = pd.DataFrame({"Unnamed: 0": ["Dax"], "n": [1]})
    (lack,) = make_fragment(frame, "Des villes").facts["lacks"]
    assert (
        lack == 'nothing says what to call Unnamed: 0: write publish(…, labels={"Unnamed: 0": "…"})'
    )
    assert "lacks" not in make_fragment(frame, "Des villes", labels={"Unnamed: 0": "Ville"}).facts


FRAME = pd.DataFrame({"ville": ["Dax", "Auch"], "n": [1, 2]})
MISSING = ("<NA>", "nan", "NaN", "NaT", "None", "inf")
PRIVATE = {
    "une adresse prenom.nom@exemple.fr": "an e-mail address",
    "au 02 40 99 10 00": "a telephone number",
    "au +33 6 12 34 56 78": "a telephone number",
}


def remarks(thing: Any, **options: Any) -> str:
    return "\n".join(make_fragment(thing, **options).facts.get("remarks", ()))


def figure(text: str = "", **said: Any) -> Any:
    ax = plt.figure().subplots()
    ax.bar(["a", text or "b"], [1, 2])
    return make_fragment(ax, **{"finding": "Une ligne.", "alternative": "Une ligne.", **said})


@pytest.mark.parametrize("word", MISSING)
def test_a_value_that_is_not_there_is_in_no_sentence(word: str) -> None:
    sentence = f"Le groupe y consacre {word} euros."
    with pytest.raises(PublishError, match="isn’t there"):
        make_fragment(sentence)
    for part in ("finding", "alternative", "note"):
        with pytest.raises(PublishError, match="isn’t there"):
            figure(**{part: sentence})
    with pytest.raises(PublishError, match="isn’t there"):
        make_fragment(FRAME, caption=sentence)
    with pytest.raises(PublishError, match="isn’t there"):
        chapter(1, sentence)
    with pytest.raises(PublishError, match="leave a value that isn’t there as NA"):
        make_fragment(FRAME.assign(mot=["x", word]), caption="Deux villes")


@pytest.mark.parametrize(
    "said", ["None of the members left.", "La rue Nan, inf. à 5.", "`nan` dans le code", "info"]
)
def test_a_word_that_only_looks_so_is_a_word(said: str) -> None:
    assert check_words(said) == check_cells([said, 3]) == []


@pytest.mark.parametrize(("said", "what"), PRIVATE.items())
def test_nobody_can_be_reached_by_what_an_analyst_publishes(said: str, what: str) -> None:
    for made in (
        lambda: make_fragment(f"Écrire {said}."),
        lambda: make_fragment(FRAME.assign(mot=["x", said]), caption="Deux villes"),
        lambda: make_fragment(FRAME, caption=said),
        lambda: figure(alternative=said),
        lambda: figure(finding=said),
        lambda: figure(text=said),
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
    assert make_fragment(sirens, caption="Numéros de trois communes")
    assert find_contact("En 2025, 12 792 742 habitants, dont 1 850 578 à Paris.") is None
    assert find_contact("au 02\u00a040\u202f99 10 00, comme une page l’écrit")
    product = nbformat.v4.new_code_cell("a@b.c.T")
    assert check_sources(nbformat.v4.new_notebook(cells=[product])) == ()


def test_a_name_is_remarked() -> None:
    assert "“Mme Dupont” looks like a person’s name" in remarks("Merci à Mme Dupont.")
    (remark,) = remark_names("Animé par Claire Martin, Dax : https://x.fr/Claire-Dupont.")
    assert "“Claire Martin” looks like a person’s name" in remark
    assert "“Claire Martin” looks like a person’s name" in "".join(
        figure(text="Claire Martin").facts["remarks"]
    )
    people = FRAME.assign(qui=["Claire Martin", "x"])
    assert "“Claire Martin” looks like a person’s name" in remarks(people, caption="Deux villes")
    source = nbformat.v4.new_code_cell("n = 1  # demander à Mme Dupont")
    assert "Mme Dupont" in check_sources(nbformat.v4.new_notebook(cells=[source]))[0]
    words = nbformat.v4.new_markdown_cell("Relu par DUPONT Claire (Dax).")
    assert "DUPONT Claire" in check_sources(nbformat.v4.new_notebook(cells=[words]))[0]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Voici :\n\na | b\n--- | ---\nx | 2", '<th scope="col">a</th>'),
        (r"La moyenne est $\bar{x} = 3$.", "<mover>"),
        (r"$$\sum_i x_i$$", "<munder>"),
        ("Un `x ? y` ?", "<code>x ? y</code>\u202f?</p>"),
        ("Du CO<sub>2</sub>", "<p>Du CO<sub>2</sub></p>"),
    ],
)
def test_a_text_is_read_as_jupyterlab_reads_it_and_set_as_french(said: str, shown: str) -> None:
    assert shown in make_fragment(said).html


@pytest.mark.parametrize(
    "said", ["De 5 $ à 10 $", "cost $5 and $10", "a | b", "Titre\n-----", "un\n\n---\n\ndeux"]
)
def test_what_only_looks_like_a_formula_or_a_table_is_a_text(said: str) -> None:
    tags = re.findall("<[a-z]+", write_content(read_markdown(said).content))
    assert not {"<math", "<table"} & {*tags}


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("27,138,333 habitants, soit 39.9% ou 39.9 %.", ["27,138,333", "39.9%", "39.9 %"]),
        ("Un montant de 1,234.50 €, 4,520 fois.", ["1,234.50", "4,520"]),
        ("De 12,5 % à 0,125 m ; 27 138 333 habitants.", []),
        ("La version 2.5.1, le 19.06.2025, `39.9%` et https://x.fr/39.9%25.", []),
    ],
)
def test_a_number_written_as_in_english_is_remarked_in_a_french_page(
    said: str, numbers: list[str]
) -> None:
    assert [line.split("”")[0].strip("“") for line in check_words(said)] == numbers
    with use_language("en"):
        assert check_words(said) == []


def test_a_cell_that_was_formatted_as_in_english_is_remarked_and_a_longer_text_is_not() -> None:
    shares = pd.Series([0.399, 0.601], index=["Oui", "Non"]).map("{:.1%}".format)
    remarks = make_fragment(shares, "Les réponses").facts["remarks"]
    assert [line.split("”")[0].strip("“") for line in remarks] == ["39.9%", "60.1%"]
    # In a longer text of the data a number may be quoted.
    longer = pd.DataFrame({"réponse": ["« 39.9% », dit l’étude"], "membres": [1]})
    assert "remarks" not in make_fragment(longer, "Les réponses").facts


def test_a_number_of_a_sentence_is_written_as_a_table_writes_it() -> None:
    population = pd.Series([27138333, None], dtype="Int64")
    assert write_number(population[0]) == "27\u202f138\u202f333"
    assert write_number(population.mean() / 1e6, 1) == "27,1"
    assert write_share(np.float64(0.399), 1) == "39,9\u00a0%"
    with use_language("en"):
        assert write_number(27138333) == "27,138,333"
        assert write_share(0.399, 1) == "39.9%"
    for wrong, line in {
        population[1]: "nobody recorded can’t be written: say so in words, or leave the sentence",
        "3": "“3” is a str, and no number",
        True: "“True” is a bool, and no number",
    }.items():
        with pytest.raises(PublishError, match=line):
            write_number(wrong)
    with pytest.raises(PublishError, match=r"39\.9 is no share: it goes from 0 to 1"):
        write_share(39.9)
    several: Any
    for several in ("2", -1, 1.0, True):
        with pytest.raises(PublishError, match=f"decimals: “{several}” is no whole number"):
            write_number(2.5, several)
        with pytest.raises(PublishError, match=f"decimals: “{several}” is no whole number"):
            write_share(0.5, several)
