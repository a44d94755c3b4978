"""The Markdown twin of a page, and the list of pages for programs that read."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from annual_report.machine.pages.export.markdown import to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<h1>Résumé <span>2025</span></h1><p>Un <strong>mot</strong>.</p>",
            "# Résumé 2025\n\nUn **mot**.\n",
        ),
        ("<p>Quand <em>il</em>\u202f? À <b>Dax</b>, oui</p>", "Quand *il*\u202f? À **Dax**, oui\n"),
        ("<p>a*b_c</p>", "a\\*b\\_c\n"),
        (
            '<p><a href="https://a.fr/b">Là</a> et <a href="#x">ici</a></p>',
            "[Là](https://a.fr/b) et ici\n",
        ),
        ("<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>", "- un\n  - deux\n- trois\n"),
        (
            '<figure><img alt="Un plan"></figure><pre>a_b  c\n  d</pre>',
            "*Image : Un plan*\n\n```\na_b  c\n  d\n```\n",
        ),
        ("<ol><li>un</li><li>deux</li></ol>", "1. un\n2. deux\n"),
        (
            "<dl><dt>Quoi</dt><dd>Un <b>mot</b></dd><dt>Deux</dt><dd><ul><li>a</li></ul></dd></dl>",
            "**Quoi**\n\nUn **mot**\n\n**Deux**\n\n- a\n",
        ),
        (
            "<table><caption>Les villes</caption><thead><tr><th>Ville</th><th>n</th></tr></thead>"
            "<tbody><tr><th>Dax</th><td>1|2</td></tr></tbody></table>",
            "**Les villes**\n\n| Ville | n |\n| --- | --- |\n| Dax | 1\\|2 |\n",
        ),
        (
            '<figure><div class="drawing"><svg aria-label="Une carte."><text>mot</text></svg></div>'
            "<figcaption>Trois.</figcaption><details><summary>Les données</summary>"
            "<table><caption>C</caption><tr><th>x</th></tr></table>"
            '<p class="take"><a href="data:x">y</a></p></details></figure>',
            "*Figure : Une carte.*\n\nTrois.\n\n**C**\n\n| x |\n| --- |\n",
        ),
        ('<nav>Menu</nav><p aria-hidden="true">1</p><style>a{}</style><p>Reste</p>', "Reste\n"),
    ],
)
def test_what_becomes_of_markup(html: str, markdown: str) -> None:
    assert to_markdown(f"<html><body>{html}</body></html>") == markdown


def test_the_twin_says_what_the_page_says(real_build: Path) -> None:
    for name in ("2025", "2025-donnees"):
        page = (real_build / f"{name}.html").read_text(encoding="utf-8")
        twin = (real_build / f"{name}.md").read_text(encoding="utf-8")
        soup = BeautifulSoup(page, "html.parser")
        for paragraph in soup.select("main p:not(.take):not(.numeral):not(:has(a, strong))"):
            assert " ".join(paragraph.get_text().split(" ")) in twin.replace("\\", "")
        assert twin.count("\n## ") == len(soup("h2"))
        assert twin.count("| --- ") >= len(soup("table"))
        assert "data:" not in twin
