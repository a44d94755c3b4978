"""What `publish` makes of a figure or a text, what it refuses in one line, and pieces by hand."""

import base64
from collections.abc import Callable, Iterable
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
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.language import use_language
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.publishing import chapter, make_fragment, write_number, write_share


def publish_figure(inches_wide: float) -> tuple[str, str, str]:
    """Return a published figure's HTML: before its drawing, the drawing, and behind it."""
    figure = Figure(figsize=(inches_wide, 4))
    figure.subplots().plot([1, 2])
    html = make_fragment(
        figure,
        finding="Un & deux.",
        alternative="Deux traits.",
        note="Note.",
        data=pd.DataFrame({"Quoi": ["x"], "Valeur": [1]}),
        name="fig",
    ).html
    before, _tag, rest = html.partition("<svg")
    drawing, _tag, behind = rest.partition("</svg>")
    return before, drawing, behind


def test_a_figure_is_captioned_by_its_finding_and_gives_its_data() -> None:
    before, drawing, behind = publish_figure(6)

    assert before == (
        '<figure id="fig" role="figure" aria-labelledby="fig-legende"><div class="drawing">'
    )
    assert 'role="img" aria-label="Deux traits."' in drawing
    assert behind.startswith(
        '</div>\n<figcaption id="fig-legende"><strong>Un &amp; deux.</strong> Note.</figcaption>\n'
        "<details><summary>Les données de la figure"
        '<span class="hidden">\u00a0: Un &amp; deux.</span></summary>\n'
        "<table><caption>"
    )


def test_a_figure_that_is_wider_than_a_page_scrolls() -> None:
    before, _drawing, _behind = publish_figure(8)

    # A group that the keyboard reaches, with a name.
    assert before == (
        '<figure id="fig" role="figure" aria-labelledby="fig-legende">'
        '<div class="drawing broad" role="group" tabindex="0" '
        'aria-label="Dessin à faire défiler">'
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
    # JupyterLab may be dark: the drawing brings its paper.
    drawing = ElementTree.fromstring(base64.b64decode(encoded))
    assert f"background:{page_colours()['paper']};" in drawing.get("style", "")
    _x, _y, width, _height = drawing.get("viewBox", "").split()
    assert image["width"] == width
    assert "<svg" not in shown


# A thing that a page can't show, and a part of the line that says how to publish such a thing.
REFUSED: dict[str, tuple[object, str]] = {
    "None": (None, "publish(ax, finding="),
    "pyplot": (plt, "publish(ax, finding="),
    "Styler": (pd.DataFrame({"a": [1]}).style, "publish(frame, caption="),
    "group": (pd.DataFrame({"a": [1]}).groupby("a"), "publish(frame, caption="),
    "number": (3, 'texts (publish("…"))'),
    "list": ([1, 2], "publish(frame, caption="),
    "SVG": (SVG("<svg/>"), "publish(ax, finding="),
    "HTML": (HTML("<b>x</b>"), 'publish("…")'),
    "bytes": (b"octets", "publish(frame, caption="),
    "figures": ([Figure(), Figure()], "figures one by one (publish(ax, finding="),
}


@pytest.mark.parametrize(("thing", "advice"), REFUSED.values(), ids=REFUSED)
def test_a_thing_that_a_page_cannot_show_is_refused_in_one_line(thing: object, advice: str) -> None:
    with pytest.raises(PublishError) as refused:
        make_fragment(thing, caption="C")

    (line,) = str(refused.value).splitlines()
    assert advice in line


def test_a_figure_in_which_nothing_is_drawn_is_refused() -> None:
    # As `plt.gca()` gives it in the cell after the one that draws, or after `plt.show()`.
    empty_axes, _axes = plt.subplots()

    for figure in (Figure(), empty_axes):
        with pytest.raises(PublishError, match="nothing is drawn in this figure: publish it in"):
            make_fragment(figure, finding="Un.", alternative="Deux.")


@pytest.mark.parametrize("place", ["figure", "axes"])
def test_a_figure_of_artists_alone_is_drawn(place: str) -> None:
    figure = Figure()
    if place == "figure":
        figure.add_artist(Text(0.5, 0.5, "Un mot"))
    else:
        figure.subplots().add_artist(AnchoredText("Un mot", loc="center"))

    made = make_fragment(figure, finding="Un.", alternative="Deux.")

    assert ">Un mot</text>" in made.html


TOWNS = pd.DataFrame({"ville": ["Dax", "Auch"], "n": [1, 2]})


def test_a_figure_without_words_is_described_by_its_title_and_axes_and_remarked() -> None:
    ax = TOWNS.plot.bar(x="ville", title="Des prêts")

    made = make_fragment(ax)

    assert 'aria-label="Des prêts, ville"' in made.html
    assert "<strong>Des prêts, ville</strong>" in made.html
    (remark,) = made.facts["lacks"]
    assert remark.startswith(
        "a figure is described by “Des prêts, ville” alone: publish(ax, finding"
    )


def test_a_figure_without_any_word_is_described_by_the_heading_above() -> None:
    chapter(1, "Combien de prêts ?")
    ax = plt.figure().subplots()
    ax.plot([1, 2])

    first = make_fragment(ax).html
    second = make_fragment(ax).html

    assert 'aria-label="Combien de prêts\u202f?"' in first
    # Two figures under one heading have ids of their own.
    assert first.partition("role")[0] != second.partition("role")[0]


def test_a_table_without_a_caption_has_the_heading_above_and_is_remarked() -> None:
    chapter(1, "Combien de prêts ?")

    table = make_fragment(TOWNS)

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
    frame = pd.DataFrame({"Unnamed: 0": ["Dax"], "n": [1]})  # as pandas names it

    made = make_fragment(frame, "Des villes")
    named = make_fragment(frame, "Des villes", labels={"Unnamed: 0": "Ville"})

    assert made.facts["lacks"] == [
        'nothing says what to call Unnamed: 0: write publish(…, labels={"Unnamed: 0": "…"})'
    ]
    assert "lacks" not in named.facts


# --- Values that are missing, and persons ---------------------------------------------------


def publish_bars(label: str = "", **words: str) -> Fragment:
    """Publish a figure of two bars, with a label under one of them, and perhaps other words."""
    ax = plt.figure().subplots()
    ax.bar(["a", label or "b"], [1, 2])
    return make_fragment(ax, **{"finding": "Une ligne.", "alternative": "Une ligne.", **words})


@pytest.mark.parametrize("missing", ["<NA>", "nan", "NaN", "NaT", "None", "inf"])
def test_a_missing_value_is_in_no_sentence(missing: str) -> None:
    # As an f-string writes a value that pandas doesn't know.
    sentence = f"Le groupe y consacre {missing} euros."

    with pytest.raises(PublishError, match="isn’t there"):
        make_fragment(sentence)
    for words in ("finding", "alternative", "note"):
        with pytest.raises(PublishError, match="isn’t there"):
            publish_bars(**{words: sentence})
    with pytest.raises(PublishError, match="isn’t there"):
        make_fragment(TOWNS, caption=sentence)
    with pytest.raises(PublishError, match="isn’t there"):
        chapter(1, sentence)
    with pytest.raises(PublishError, match="leave a value that isn’t there as NA"):
        make_fragment(TOWNS.assign(mot=["x", missing]), caption="Deux villes")


@pytest.mark.parametrize(
    "sentence",
    ["None of the members left.", "La rue Nan, inf. à 5.", "`nan` dans le code", "info"],
)
def test_a_word_that_only_looks_like_a_missing_value_is_a_word(sentence: str) -> None:
    assert check_words(sentence) == []
    assert check_cells([sentence, 3]) == []


# Words by which somebody can be reached, and the name of the rule that refuses them.
PRIVATE = {
    "une adresse prenom.nom@exemple.fr": "an e-mail address",
    "au 02 40 99 10 00": "a telephone number",
    "au +33 6 12 34 56 78": "a telephone number",
}
# All that puts words into a page.
PUBLISHING: dict[str, Callable[[str], Fragment]] = {
    "text": lambda words: make_fragment(f"Écrire {words}."),
    "cell of a table": lambda words: make_fragment(TOWNS.assign(mot=["x", words]), caption="C"),
    "caption": lambda words: make_fragment(TOWNS, caption=words),
    "alternative": lambda words: publish_bars(alternative=words),
    "finding": lambda words: publish_bars(finding=words),
    "label of a bar": lambda words: publish_bars(label=words),
}


@pytest.mark.parametrize("publish_words", PUBLISHING.values(), ids=PUBLISHING)
@pytest.mark.parametrize(("words", "rule"), PRIVATE.items())
def test_nobody_can_be_reached_by_a_published_text_table_or_figure(
    words: str, rule: str, publish_words: Callable[[str], Fragment]
) -> None:
    with pytest.raises(PublishError, match=rule):
        publish_words(words)


@pytest.mark.parametrize(("words", "rule"), PRIVATE.items())
def test_nobody_can_be_reached_by_the_source_of_a_notebook_that_is_given_out(
    words: str, rule: str
) -> None:
    comment = nbformat.v4.new_code_cell(f"x = 1  # {words}")
    text = nbformat.v4.new_code_cell(f"x = {words!r}")
    markdown = nbformat.v4.new_markdown_cell(words)

    for cell in (comment, text, markdown):
        with pytest.raises(PageError, match=f"its source holds {rule}"):
            check_sources(nbformat.v4.new_notebook(cells=[cell]))


def test_a_telephone_number_is_found_with_the_spaces_of_a_page() -> None:
    assert find_contact("au 02\u00a040\u202f99 10 00, comme une page l’écrit")


def test_numbers_that_reach_nobody_may_be_published() -> None:
    sirens = pd.Series(["217 500 016", "12 345 678 901 234"], name="siren")
    product = nbformat.v4.new_code_cell("a@b.c.T")  # numpy's product of two arrays

    assert make_fragment(sirens, caption="Numéros de trois communes")
    assert find_contact("En 2025, 12 792 742 habitants, dont 1 850 578 à Paris.") is None
    assert check_sources(nbformat.v4.new_notebook(cells=[product])) == ()


# --- Names of persons are remarked ----------------------------------------------------------


def list_remarks(piece: Fragment) -> str:
    return "\n".join(piece.facts.get("remarks", ()))


def test_a_name_in_a_text_is_remarked() -> None:
    made = make_fragment("Merci à Mme Dupont.")

    assert "“Mme Dupont” looks like a person’s name" in list_remarks(made)


def test_a_name_in_a_figure_is_remarked() -> None:
    made = publish_bars(label="Claire Martin")

    assert "“Claire Martin” looks like a person’s name" in list_remarks(made)


def test_a_name_in_a_table_is_remarked() -> None:
    made = make_fragment(TOWNS.assign(qui=["Claire Martin", "x"]), caption="Deux villes")

    assert "“Claire Martin” looks like a person’s name" in list_remarks(made)


def test_a_first_name_that_ends_an_address_is_no_name() -> None:
    # "Claire Dax" would be read as a person, if the address weren't passed over.
    assert remark_names("Lire https://exemple.fr/Claire Dax en parle.") == []


def test_a_name_in_the_source_of_a_notebook_is_remarked() -> None:
    comment = nbformat.v4.new_code_cell("n = 1  # demander à Mme Dupont")
    markdown = nbformat.v4.new_markdown_cell("Relu par DUPONT Claire (Dax).")

    (of_comment,) = check_sources(nbformat.v4.new_notebook(cells=[comment]))
    (of_markdown,) = check_sources(nbformat.v4.new_notebook(cells=[markdown]))

    assert "Mme Dupont" in of_comment
    assert "DUPONT Claire" in of_markdown


# --- How a text is read ---------------------------------------------------------------------

# A text in Markdown, and a piece of its HTML.
READ = {
    "table": ("Voici :\n\na | b\n--- | ---\nx | 2", '<th scope="col">a</th>'),
    "formula": (r"La moyenne est $\bar{x} = 3$.", "<mover>"),
    "formula on its own line": (r"$$\sum_i x_i$$", "<munder>"),
    "code is no French": ("Un `x ? y` ?", "<code>x ? y</code>\u202f?</p>"),
    "markup": ("Du CO<sub>2</sub>", "<p>Du CO<sub>2</sub></p>"),
}


@pytest.mark.parametrize(("text", "html"), READ.values(), ids=READ)
def test_a_text_is_read_as_jupyterlab_reads_it_and_set_as_french(text: str, html: str) -> None:
    assert html in make_fragment(text).html


@pytest.mark.parametrize(
    "text", ["De 5 $ à 10 $", "cost $5 and $10", "a | b", "Titre\n-----", "un\n\n---\n\ndeux"]
)
def test_signs_that_only_look_like_a_formula_or_a_table_are_a_text(text: str) -> None:
    html = write_content(read_markdown(text).content)

    assert "<math" not in html
    assert "<table" not in html


# A text, and the numbers in it that are written as in English.
ENGLISH = {
    "thousands, percentages": (
        "27,138,333 habitants, soit 39.9% ou 39.9 %.",
        ["27,138,333", "39.9%", "39.9 %"],
    ),
    "decimals of thousands": ("Un montant de 1,234.50 €, 4,520 fois.", ["1,234.50", "4,520"]),
    "French": ("De 12,5 % à 0,125 m ; 27 138 333 habitants.", []),
    "no numbers": ("La version 2.5.1, le 19.06.2025, `39.9%` et https://x.fr/39.9%25.", []),
}


def quote_remarked(remarks: Iterable[str]) -> list[str]:
    """Return the numbers that remarks begin with, in quotes."""
    return [remark.partition("”")[0].removeprefix("“") for remark in remarks]


@pytest.mark.parametrize(("text", "numbers"), ENGLISH.values(), ids=ENGLISH)
def test_a_number_written_as_in_english_is_remarked_in_a_french_page_alone(
    text: str, numbers: list[str]
) -> None:
    assert quote_remarked(check_words(text)) == numbers
    with use_language("en"):
        assert check_words(text) == []


def test_a_cell_that_was_formatted_as_in_english_is_remarked() -> None:
    shares = pd.Series([0.399, 0.601], index=["Oui", "Non"]).map("{:.1%}".format)

    made = make_fragment(shares, "Les réponses")

    assert quote_remarked(made.facts["remarks"]) == ["39.9%", "60.1%"]


def test_a_number_quoted_in_a_longer_text_of_the_data_is_not_remarked() -> None:
    answers = pd.DataFrame({"réponse": ["« 39.9% », dit l’étude"], "membres": [1]})

    assert "remarks" not in make_fragment(answers, "Les réponses").facts


# --- Numbers for sentences ------------------------------------------------------------------


def test_a_number_of_a_sentence_is_written_as_a_table_writes_it() -> None:
    assert write_number(27138333) == "27\u202f138\u202f333"
    assert write_number(27.138333, 1) == "27,1"
    assert write_share(np.float64(0.399), 1) == "39,9\u00a0%"

    with use_language("en"):
        assert write_number(27138333) == "27,138,333"
        assert write_share(0.399, 1) == "39.9%"


def test_a_number_that_nobody_recorded_is_not_written() -> None:
    population = pd.Series([27138333, None], dtype="Int64")

    assert write_number(population[0]) == "27\u202f138\u202f333"
    with pytest.raises(PublishError, match="nobody recorded can’t be written: say so in words, or"):
        write_number(population[1])


@pytest.mark.parametrize(
    ("value", "line"),
    [("3", "“3” is a str, and no number"), (True, "“True” is a bool, and no number")],
)
def test_a_text_or_a_yes_is_no_number(value: Any, line: str) -> None:
    with pytest.raises(PublishError, match=line):
        write_number(value)


def test_a_share_goes_from_0_to_1() -> None:
    with pytest.raises(PublishError, match=r"39\.9 is no share: it goes from 0 to 1"):
        write_share(39.9)


@pytest.mark.parametrize("decimals", ["2", -1, 1.0, True])
def test_the_decimals_of_a_number_and_of_a_share_are_a_whole_number(decimals: Any) -> None:
    line = f"decimals: “{decimals}” is no whole number"

    with pytest.raises(PublishError, match=line):
        write_number(2.5, decimals)
    with pytest.raises(PublishError, match=line):
        write_share(0.5, decimals)
