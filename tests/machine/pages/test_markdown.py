"""The Markdown that stands beside each page, for programs that read."""

from pathlib import Path

import pytest
from bs4 import Tag
from page_text import parse

from annual_report.machine.pages.export.markdown import to_markdown

# The body of a page, and its Markdown.
MARKUP = {
    "heading": (
        "<h1>Résumé <span>2025</span></h1><p>Un <strong>mot</strong>.</p>",
        "# Résumé 2025\n\nUn **mot**.\n",
    ),
    "spaces around marked words": (
        "<p>Quand <em>il</em>\u202f? À <b>Dax</b>, oui</p>",
        "Quand *il*\u202f? À **Dax**, oui\n",
    ),
    "signs that Markdown would read": ("<p>a*b_c</p>", "a\\*b\\_c\n"),
    # A link within the page leads nowhere in a text.
    "links": (
        '<p><a href="https://a.fr/b">Là</a> et <a href="#x">ici</a></p>',
        "[Là](https://a.fr/b) et ici\n",
    ),
    "list in a list": (
        "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>",
        "- un\n  - deux\n- trois\n",
    ),
    "picture, and printed text": (
        '<figure><img alt="Un plan"></figure><pre>a_b  c\n  d</pre>',
        "*Image : Un plan*\n\n```\na_b  c\n  d\n```\n",
    ),
    "numbered list": ("<ol><li>un</li><li>deux</li></ol>", "1. un\n2. deux\n"),
    "definitions": (
        "<dl><dt>Quoi</dt><dd>Un <b>mot</b></dd><dt>Deux</dt><dd><ul><li>a</li></ul></dd></dl>",
        "**Quoi**\n\nUn **mot**\n\n**Deux**\n\n- a\n",
    ),
    "table": (
        "<table><caption>Les villes</caption><thead><tr><th>Ville</th><th>n</th></tr></thead>"
        "<tbody><tr><th>Dax</th><td>1|2</td></tr></tbody></table>",
        "**Les villes**\n\n| Ville | n |\n| --- | --- |\n| Dax | 1\\|2 |\n",
    ),
    # Of a drawing its written alternative is left, and its data, without the button to take them.
    "figure with data": (
        '<figure><div class="drawing"><svg aria-label="Une carte."><text>mot</text></svg></div>'
        "<figcaption>Trois.</figcaption><details><summary>Les données</summary>"
        "<table><caption>C</caption><tr><th>x</th></tr></table>"
        '<p class="take"><a href="data:x">y</a></p></details></figure>',
        "*Figure : Une carte.*\n\nTrois.\n\n**C**\n\n| x |\n| --- |\n",
    ),
    "what a screen reader doesn't read": (
        '<nav>Menu</nav><p aria-hidden="true">1</p><style>a{}</style><p>Reste</p>',
        "Reste\n",
    ),
}


@pytest.mark.parametrize(("body", "markdown"), MARKUP.values(), ids=MARKUP)
def test_the_markup_of_a_page_becomes_markdown(body: str, markdown: str) -> None:
    assert to_markdown(f"<html><body>{body}</body></html>") == markdown


def test_a_page_s_markdown_has_all_paragraphs_headings_and_tables(real_build: Path) -> None:
    for name in ("2025", "2025-donnees"):
        soup = parse(real_build / f"{name}.html")
        markdown = (real_build / f"{name}.md").read_text(encoding="utf-8")

        # Without buttons, numerals of headings, and paragraphs in which marks stand between words.
        plain = soup.select("main p:not(.take):not(.numeral):not(:has(a, strong))")
        unescaped = markdown.replace("\\", "")
        lost = [paragraph.text for paragraph in plain if words_of(paragraph) not in unescaped]
        assert lost == []
        assert markdown.count("\n## ") == len(soup("h2"))
        assert markdown.count("| --- ") >= len(soup("table"))
        assert "data:" not in markdown  # the files that a page holds


def words_of(paragraph: Tag) -> str:
    """Return a paragraph's text on one line, with its no-break spaces."""
    return " ".join(paragraph.get_text().split(" "))
