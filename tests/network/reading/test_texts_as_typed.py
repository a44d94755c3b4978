"""Prose as people type and paste it: what check lets through, a page can show."""

from pathlib import Path

import pytest
from conftest import pipeline
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.text_lines import SENTENCE
from annual_report.network.reading.texts import Highlight, YearText, parse_text
from annual_report.report.publication.refusals import list_refusals

FILE = "textes/2025.md"


def read(markdown: str) -> tuple[YearText, list[str]]:
    text, problems = parse_text(markdown, FILE)
    return text, [str(problem) for problem in problems]


@pytest.mark.parametrize("sign", ["•", "–", "o", "\uf0b7", "a)"])
def test_bullets_as_word_pastes_them_are_a_list(sign: str) -> None:
    text, problems = read(f"## Objectifs\n\n{sign} un\n{sign}\tdeux,\nsuite\n{sign} *trois*\n")
    assert problems == []
    assert (text.objectives or "").replace("\n", "") == (
        "<ul><li>un</li><li>deux,suite</li><li><em>trois</em></li></ul>"
    )


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("# Temps forts", "## Temps forts"), ("### Un titre", "**…**"), ("#### Un titre", "**…**")],
)
def test_a_heading_that_a_page_does_not_have_is_refused(heading: str, expected: str) -> None:
    _text, problems = read(f"## Objectifs\n\n{heading}\n\nSuite.\n")
    fault = "is a heading that no page shows as one"
    assert problems == [f"{FILE}, row 3: “{heading}” {fault}; expected: {expected}"]


def test_a_footnote_and_a_chapter_without_its_signs_are_refused_with_what_was_meant() -> None:
    assert read("## Objectifs\n\nCe que font nos\nrencontres\n")[1] == []
    _text, problems = read("## Objectifs\n\nUn mot[^1].\n\ntemps forts\n")
    assert problems == [
        f"{FILE}, row 3: “Un mot[^1].” has a footnote, which no page shows; expected: (…)",
        f"{FILE}, row 5: “temps forts” is the heading of a chapter; expected: ## Temps forts",
    ]


WITH_A_LINK = f"## {SENTENCE}\n\nVoir [ici](https://exemple.fr).\n"


@pytest.mark.parametrize(
    ("markdown", "read_as"),
    [
        ("## Objectifs\n\nNous voulons :\n➢ un\n➢ deux\n",
         YearText("<p>Nous voulons&nbsp;:</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>")),
        # Signs of a word processor become those of French print.
        ("## Objectifs\n\nElle a dit “oui”, l‘a fait, pour 3€.\n",
         YearText("<p>Elle a&nbsp;dit «&nbsp;oui&nbsp;», l’a fait, pour 3&nbsp;€.</p>")),
        # A dash in a sentence, and at the head of one of its lines, makes no list.
        ("## Objectifs\n\nUn – un seul.\n– suite\n",
         YearText(objectives="<p>Un – un seul.\n– suite</p>")),
        ("## Temps forts\n\n### Nantes\n\nRien.\n",
         YearText(highlights=(Highlight("Nantes", "<p>Rien.</p>"),))),
        # The sentence of the year is words, of which some may stand out; a link is its words.
        (f"## {SENTENCE}\n\nPeu, *mais bien* : « oui » !\n",
         YearText(sentence="Peu, <em>mais bien</em>&nbsp;: «&nbsp;oui&nbsp;»\u202f!")),
        (WITH_A_LINK, YearText(sentence="Voir ici.")),
        (f"## {SENTENCE}\n\n## Objectifs\n\nUn.\n", YearText(objectives="<p>Un.</p>")),
    ],
)  # fmt: skip
def test_a_text_is_what_it_means(markdown: str, read_as: YearText) -> None:
    assert read(markdown) == (read_as, [])


def test_a_long_sentence_is_remarked_with_its_length() -> None:
    text, problems = parse_text(f"## {SENTENCE}\n\n{'a' * 181}\n", FILE)
    assert text.sentence == "a" * 181
    assert [str(problem) for problem in problems] == [
        f"{FILE}, row 3: “{SENTENCE}” has 181 letters: the cover has room for 180"
    ]
    assert problems[0].severity == "remark"
    assert parse_text(f"## {SENTENCE}\n\n{'a' * 180}\n", FILE)[1] == []


@pytest.mark.parametrize("address", ["#bas", "notes.docx", "../x.pdf", "C:x.pdf", "www.x.fr"])
def test_a_link_that_leads_nowhere_is_refused_at_its_line(address: str) -> None:
    near = "; nearest: https://www.x.fr" if address == "www.x.fr" else ""
    _text, problems = read(f"## Objectifs\n\nUn.\n\nVoir [ici]({address}).\n")
    assert problems == [
        f"{FILE}, row 5: “{address}” is a link that leads nowhere from a page; "
        f"expected: https://…, mailto:…{near}"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("| a | b |\n| --- | --- |", "“| a | b |” is a table, which no page shows as one"),
        ("a\tb\n1\t2", "“a b” is a table, which no page shows as one"),
        ("##Objectifs", "“##Objectifs” is no heading without a space after its #"),
        ("C’est XXX.", "“C’est XXX.” is still to be written"),
    ],
)
def test_what_stands_in_a_page_as_it_was_typed_is_remarked(line: str, said: str) -> None:
    problem, *_others = read(f"## Objectifs\n\n{line}\n")[1]
    assert problem.startswith(f"{FILE}, row 3: {said}")


@pytest.mark.parametrize(
    "line", [r"Voir C:\Users\jean\bilan.docx.", "Le fichier /home/jean/bilan.odt."]
)
def test_check_refuses_what_build_refuses_at_its_line(line: str, twin: Path) -> None:
    (twin / FILE).write_text(f"## Objectifs\n\nUn.\n\n{line}\n", encoding="utf-8")
    inspection = inspect_network(twin)
    assert inspection.contents is not None
    (problem,) = list_refusals(inspection.contents, twin)
    assert str(problem).startswith(f"{FILE}, row 5: ")
    done = pipeline("check", "--data", twin)
    assert done.returncode == 1
    assert f"{problem.without_file}" in done.stdout


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
    """The prose stands in a page as the report's: under a heading of its chapter."""
    from annual_report.machine.pages.checks.page_rules import check_page

    read_text, problems = parse_text(f"## Objectifs\n\n{text}", FILE)
    if any(problem.severity == "error" for problem in problems):
        return
    parts = [f"<h2>Objectifs</h2>{read_text.objectives or ''}"]
    parts += ["<h2>Temps forts</h2>"] + [each.html for each in read_text.highlights]
    parts += [f"<h2>Perspectives</h2>{read_text.outlook or ''}"]
    check_page(
        '<!doctype html><html lang="fr"><head><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'\"><title>x</title></head><body><main><h1>x</h1>"
        f"{''.join(parts)}</main></body></html>",
        "page",
        {},
    )


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
    found = inspect_network(twin)
    assert found.contents is not None
    assert found.contents.texts[2025].published == day


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("bientôt", "is not a date"),
        ("février 2026", "is no day that the year can be published"),
        ("2024-02-15", "is no day that the year can be published"),
    ],
)
def test_a_date_of_publication_is_a_day_not_before_its_year(
    date: str, said: str, twin: Path
) -> None:
    (twin / FILE).write_text(f"\nParution : {date}\n", encoding="utf-8")
    (problem,) = inspect_network(twin).errors
    assert str(problem).startswith(f"{FILE}, row 2: “{date}” {said}; expected: ")


@pytest.mark.parametrize("line", ["À compléter.", "Le bilan est *à compléter* en mars.", "TODO"])
def test_what_is_still_to_be_written_makes_the_year_a_draft(line: str, twin: Path) -> None:
    with (twin / "textes" / "2025.md").open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    found = inspect_network(twin)
    assert found.contents is not None
    assert found.contents.drafts == {2025}
    assert "is still to be written" in [
        problem.what for problem in found.problems if problem.severity == "todo"
    ]
