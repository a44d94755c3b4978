"""The words of columns and key figures: complete, and the page of documentation made of them."""

import re
from collections import Counter

from renew import KEY_FIGURES, write_figures_page

from annual_report.network.measures.descriptions import KEY_FIGURES as FILE_OF_FIGURES
from annual_report.network.measures.figures import list_key_figures

FIGURES = list_key_figures()
"""The words of each key figure, by its name: label, unit, meaning, chapter."""


def test_names_of_key_figures_are_unaccented_snake_case() -> None:
    for name in FIGURES:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)


def test_each_key_figure_is_in_the_file_once() -> None:
    # A YAML reader would keep the last of two descriptions of a name, and say nothing.
    lines = FILE_OF_FIGURES.read_text(encoding="utf-8")
    names = re.findall(r"^(\w+):$", lines, re.MULTILINE)
    assert names == list(FIGURES)


def test_each_key_figure_has_a_label_a_unit_and_a_meaning_that_is_a_sentence() -> None:
    for name, figure in FIGURES.items():
        assert figure.label[0].isupper(), name
        assert figure.unit, name
        assert figure.meaning[0].isupper(), name
        assert figure.meaning.endswith("."), name
        assert (figure.unit == "part") == name.startswith("part_"), name


def test_only_the_share_of_the_population_has_a_decimal() -> None:
    # Of few members or meetings a tenth of a percent would say more than is known.
    with_decimals = [name for name, figure in FIGURES.items() if figure.decimals]
    assert with_decimals == ["part_population"]


def test_no_two_key_figures_share_a_label() -> None:
    labels = Counter(figure.label for figure in FIGURES.values())
    [(_label, times)] = labels.most_common(1)
    assert times == 1


def test_key_figures_stand_by_chapter() -> None:
    chapters = [figure.chapter for figure in FIGURES.values()]
    in_order = list(dict.fromkeys(chapters))
    assert in_order == ["Membres", "Sujets", "Rencontres", "Présences"]
    # The figures of a chapter stand together.
    assert chapters == sorted(chapters, key=in_order.index)


def test_the_documentation_is_made_of_these_words_below_what_is_written_by_hand() -> None:
    committed = KEY_FIGURES.read_text(encoding="utf-8")
    assert write_figures_page(committed) == committed, "make generated"
    assert committed.count("\n- `") == len(FIGURES)


def test_the_documentation_keeps_the_text_above_its_first_list() -> None:
    # The list under the old heading is replaced, and the text above it stays.
    page = write_figures_page("# Titre\n\nMots.\n\n## Ancien\n\n- `x`, *y*. z\n")
    assert page.startswith("# Titre\n\nMots.\n\n## Membres\n\n- `membres`, *Membres*. ")
    assert "## Ancien\n" not in page
