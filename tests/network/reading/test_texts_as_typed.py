"""Prose as people type and paste: a text without errors is one that a page can show."""

from pathlib import Path

import pytest
from changing import append
from conftest import pipeline
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.texts import Highlight, YearText, parse_text
from annual_report.report.publication.unpublishable import list_unpublishable_parts

FILE = "textes/2025.md"


def read(markdown: str) -> tuple[YearText, list[str]]:
    """Return the text of a year as a page has it, and a line for each of its problems."""
    text, problems = parse_text(markdown, FILE)
    return text, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("•", id="bullet"),
        pytest.param("–", id="dash"),
        pytest.param("o", id="letter o, Word's second level"),
        pytest.param("\uf0b7", id="bullet of the font Symbol"),
        pytest.param("a)", id="letter and bracket"),
    ],
)
def test_bullets_as_word_pastes_them_are_a_list(sign: str) -> None:
    text, problems = read(f"## Objectifs\n\n{sign} un\n{sign}\tdeux,\nsuite\n{sign} *trois*\n")
    assert problems == []
    assert text.objectives is not None
    without_ends_of_lines = text.objectives.replace("\n", "")
    assert without_ends_of_lines == "<ul><li>un</li><li>deux,suite</li><li><em>trois</em></li></ul>"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        # A chapter is of the second level; below the objectives no heading stands.
        ("# Temps forts", "## Temps forts"),
        ("### Un titre", "**…**"),
        ("#### Un titre", "**…**"),
    ],
)
def test_a_heading_that_a_page_does_not_have_is_refused(heading: str, expected: str) -> None:
    _text, problems = read(f"## Objectifs\n\n{heading}\n\nSuite.\n")
    fault = "is a heading that no page shows as one"
    assert problems == [f"{FILE}, row 3: “{heading}” {fault}; expected: {expected}"]


def test_a_footnote_is_refused_with_the_brackets_that_a_page_shows() -> None:
    _text, problems = read("## Objectifs\n\nUn mot[^1].\n")
    assert problems == [
        f"{FILE}, row 3: “Un mot[^1].” has a footnote, which no page shows; expected: (…)"
    ]


def test_the_name_of_a_chapter_on_its_own_line_is_refused_with_the_signs_of_a_heading() -> None:
    _text, problems = read("## Objectifs\n\nUn mot.\n\ntemps forts\n")
    assert problems == [
        f"{FILE}, row 5: “temps forts” is the heading of a chapter; expected: ## Temps forts"
    ]


def test_the_name_of_a_chapter_inside_of_a_paragraph_is_a_word_like_any_other() -> None:
    _text, problems = read("## Objectifs\n\nCe que font nos\nrencontres\n")
    assert problems == []


def check_text(markdown: str, expected: YearText) -> None:
    """Read a text without any problem, and compare its parts; a part without words is None."""
    text, problems = read(markdown)
    assert problems == []
    assert text == expected


def test_arrows_below_a_line_are_a_list() -> None:
    check_text(
        "## Objectifs\n\nNous voulons :\n➢ un\n➢ deux\n",
        YearText(objectives="<p>Nous voulons&nbsp;:</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
    )


def test_signs_of_a_word_processor_become_those_of_french_print() -> None:
    check_text(
        "## Objectifs\n\nElle a dit “oui”, l‘a fait, pour 3€.\n",
        YearText(objectives="<p>Elle a&nbsp;dit «&nbsp;oui&nbsp;», l’a fait, pour 3&nbsp;€.</p>"),
    )


def test_a_dash_in_a_sentence_makes_no_list_even_at_the_head_of_a_line() -> None:
    check_text(
        "## Objectifs\n\nUn – un seul.\n– suite\n",
        YearText(objectives="<p>Un – un seul.\n– suite</p>"),
    )


def test_a_highlight_has_its_heading_and_its_words() -> None:
    check_text(
        "## Temps forts\n\n### Nantes\n\nRien.\n",
        YearText(highlights=(Highlight("Nantes", "<p>Rien.</p>"),)),
    )


def test_words_of_the_sentence_of_the_year_may_stand_out() -> None:
    check_text(
        "## La phrase de l’année\n\nPeu, *mais bien* : « oui » !\n",
        YearText(sentence="Peu, <em>mais bien</em>&nbsp;: «&nbsp;oui&nbsp;»\u202f!"),
    )


def test_a_link_in_the_sentence_of_the_year_is_its_words_alone() -> None:
    check_text(
        "## La phrase de l’année\n\nVoir [ici](https://exemple.fr).\n",
        YearText(sentence="Voir ici."),
    )


def test_a_chapter_without_a_word_is_not_there() -> None:
    check_text(
        "## La phrase de l’année\n\n## Objectifs\n\nUn.\n", YearText(objectives="<p>Un.</p>")
    )


def test_a_sentence_of_the_year_longer_than_the_cover_has_room_for_is_remarked() -> None:
    _text, problems = parse_text(f"## La phrase de l’année\n\n{'a' * 180}\n", FILE)
    assert problems == []
    text, [problem] = parse_text(f"## La phrase de l’année\n\n{'a' * 181}\n", FILE)
    # It is told all the same.
    assert text.sentence == "a" * 181
    assert problem.severity == "remark"
    assert str(problem) == (
        f"{FILE}, row 3: “La phrase de l’année” has 181 letters: the cover has room for 180"
    )


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("#bas", "expected: https://…, mailto:…"),
        ("notes.docx", "expected: https://…, mailto:…"),
        ("../x.pdf", "expected: https://…, mailto:…"),
        ("C:x.pdf", "expected: https://…, mailto:…"),
        ("www.x.fr", "expected: https://…, mailto:…; nearest: https://www.x.fr"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_at_its_line(address: str, remedy: str) -> None:
    _text, problems = read(f"## Objectifs\n\nUn.\n\nVoir [ici]({address}).\n")
    fault = "is a link that leads nowhere from a page"
    assert problems == [f"{FILE}, row 5: “{address}” {fault}; {remedy}"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("| a | b |\n| --- | --- |", "“| a | b |” is a table, which no page shows as one"),
        ("a\tb\n1\t2", "“a b” is a table, which no page shows as one"),
        ("##Objectifs", "“##Objectifs” is no heading without a space after its #"),
        ("C’est XXX.", "“C’est XXX.” is still to be written"),
    ],
)
def test_signs_that_a_page_shows_as_they_were_typed_are_remarked(line: str, told: str) -> None:
    _text, problems = read(f"## Objectifs\n\n{line}\n")
    assert problems[0].startswith(f"{FILE}, row 3: {told}")


@pytest.mark.parametrize(
    "line", [r"Voir C:\Users\jean\bilan.docx.", "Le fichier /home/jean/bilan.odt."]
)
def test_check_refuses_what_build_refuses_at_its_line(line: str, twin: Path) -> None:
    (twin / FILE).write_text(f"## Objectifs\n\nUn.\n\n{line}\n", encoding="utf-8")
    inspection = inspect_network(twin)
    assert inspection.contents is not None
    # The list by which a build refuses a page,
    [problem] = list_unpublishable_parts(inspection.contents, twin)
    assert str(problem).startswith(f"{FILE}, row 5: ")
    # and the answer of `check` to the animator.
    done = pipeline("check", "--data", twin)
    assert done.returncode == 1
    assert str(problem.without_file) in done.stdout


pieces = st.sampled_from(
    ["# ", "## ", "### ", "#### ", "- ", "• ", "> ", "1. ", "`", "*", "**", "|", "\t", "<b>",
     "<h4>", "![a](b.png)", "[a](https://exemple.fr)",
     "[a](#b)", "www.exemple.fr", "é", "un",
     " ", "\n",
     "\n\n", "---\n", "<!--", "-->", "Temps forts", "Objectifs", "&amp;", "\\", "~/x", "http://"]
)  # fmt: skip
texts = st.lists(pieces, max_size=30).map("".join)


@settings(max_examples=5 * settings().max_examples)
@given(text=texts)
def test_what_check_lets_through_breaks_no_rule_of_publication(text: str) -> None:
    """Put prose into a page as the report does, under the heading of a chapter."""
    from annual_report.machine.pages.checks.page_rules import check_page

    read_text, problems = parse_text(f"## Objectifs\n\n{text}", FILE)
    if any(problem.severity == "error" for problem in problems):
        return
    highlights = "".join(highlight.html for highlight in read_text.highlights)
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page = (
        f'<!doctype html><html lang="fr"><head>{policy}<title>x</title></head>'
        "<body><main><h1>x</h1>"
        f"<h2>Objectifs</h2>{read_text.objectives or ''}"
        f"<h2>Temps forts</h2>{highlights}"
        f"<h2>Perspectives</h2>{read_text.outlook or ''}"
        "</main></body></html>"
    )
    # It raises an error for the first rule that a page breaks.
    check_page(page, "page", {})


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Parution : 2026-02-15", "2026-02-15"),
        ("parution: 15 février 2026", "2026-02-15"),
        ("Parution\u00a0: 15/02/2026", "2026-02-15"),
    ],
)
def test_a_date_of_publication_stands_above_all_headings(line: str, day: str, twin: Path) -> None:
    (twin / FILE).write_text(f"{line}\n\n## Perspectives\n\nDes mots.\n", encoding="utf-8")
    contents = inspect_network(twin).contents
    assert contents is not None
    assert contents.texts[2025].published == day


@pytest.mark.parametrize(
    ("date", "fault"),
    [
        pytest.param("bientôt", "is not a date", id="a word"),
        pytest.param("février 2026", "is no day that the year can be published", id="a month"),
        pytest.param("2024-02-15", "is no day that the year can be published", id="a year before"),
    ],
)
def test_a_date_of_publication_is_a_day_not_before_its_year(
    date: str, fault: str, twin: Path
) -> None:
    (twin / FILE).write_text(f"\nParution : {date}\n", encoding="utf-8")
    [problem] = inspect_network(twin).errors
    assert str(problem).startswith(f"{FILE}, row 2: “{date}” {fault}; expected: ")


@pytest.mark.parametrize("line", ["À compléter.", "Le bilan est *à compléter* en mars.", "TODO"])
def test_a_text_with_words_still_to_be_written_makes_the_year_a_draft(
    line: str, twin: Path
) -> None:
    append(twin / FILE, f"\n{line}\n")
    inspection = inspect_network(twin)
    assert inspection.contents is not None
    assert inspection.contents.drafts == {2025}
    todo = [problem.what for problem in inspection.problems if problem.severity == "todo"]
    assert "is still to be written" in todo
