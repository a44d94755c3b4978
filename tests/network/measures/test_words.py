"""The words of columns and key figures: complete, and the page of documentation made of them."""

import re

from renew import KEY_FIGURES, write_figures_page

from annual_report.network.measures.descriptions import KEY_FIGURES as FIGURES
from annual_report.network.measures.figures import list_key_figures

WORDS = list_key_figures()


def test_names_are_unaccented_snake_case_and_each_is_there_once() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in WORDS)
    lines = FIGURES.read_text(encoding="utf-8")
    assert re.findall(r"^(\w+):$", lines, re.MULTILINE) == list(WORDS)


def test_each_key_figure_says_what_it_is_in_which_unit_and_where() -> None:
    for name, figure in WORDS.items():
        assert figure.label[0].isupper(), name
        assert figure.unit, name
        assert figure.meaning[0].isupper(), name
        assert figure.meaning.endswith("."), name
        assert (figure.unit == "part") == name.startswith("part_"), name
        # Of few things a tenth of a percent would say more than is known.
        assert figure.decimals == (1 if name == "part_population" else 0), name
    labels = [figure.label for figure in WORDS.values()]
    assert len(set(labels)) == len(labels)


def test_key_figures_stand_by_chapter() -> None:
    chapters = [figure.chapter for figure in WORDS.values()]
    in_order = list(dict.fromkeys(chapters))
    assert in_order == ["Membres", "Sujets", "Rencontres", "Présences"]
    assert chapters == sorted(chapters, key=in_order.index)


def test_the_documentation_is_made_of_these_words_below_what_is_written_by_hand() -> None:
    written = KEY_FIGURES.read_text(encoding="utf-8")
    assert write_figures_page(written) == written, "make generated"
    assert written.count("\n- `") == len(WORDS)
    made = write_figures_page("# Titre\n\nMots.\n\n## Ancien\n\n- `x`, *y*. z\n")
    assert made.startswith("# Titre\n\nMots.\n\n## Membres\n\n- `membres`, *Membres*. ")
    assert "## Ancien\n" not in made
