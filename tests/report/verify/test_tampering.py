"""Whatever somebody does to a page is said: `EDITS` and `OTHER` are the table of it."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from carrying import answer, carried_of, carrying_instead, read_page, with_file
from conftest import pipeline
from playwright.sync_api import Browser

from annual_report.machine.pages.export.carried import FOUND

pytestmark = pytest.mark.slow

EDITS = {
    "a digit in a sentence": (
        r"Hors du réseau, 54\b", "Hors du réseau, 59",
        "“Hors du réseau, 59 départements",
    ),
    "a sentence added": (
        "</main>", "<p>Le réseau est dissous.</p></main>",
        "“Le réseau est dissous.” is not in what its data make",
    ),
    "a sentence removed": (
        r"<p>(Le relevé des présences[^<]*)</p>", "", "“{1}” is missing",
    ),
    "a digit in a table": (
        r'<td data-label="Membres" class="number">(5)</td>', '<td class="number">77</td>',
        "table “Les membres de 2025 par région, et leurs habitants”: “77” instead of “5”",
    ),
    "a digit in an alternative": (
        r'(<svg [^>]*aria-label="[^"]*\D)226\b', r"\g<1>236", "236 ; présent",
    ),
    "a name in a drawing": (
        r"(<text [^>]*>)22.mai</text>",
        r"\g<1>22 mars</text>",
        "“22 mars” instead of “22 mai”",
    ),
    "a link that leads elsewhere": (
        'href="2025-affiche.html"', 'href="https://a.fr/"',
        '“<a href="https://a.fr/">” instead of “<a href="2025-affiche.html">”',
    ),
    "a style that hides": (
        "</style>", ".chapter { display: none }</style>", ".chapter { display: none }” instead of",
    ),
    "a shape of a drawing": (r'<path d="m(?=\d)', '<path d="m9', '“<path d="m9'),
    "a script": ("</main>", "<script>1</script></main>", "script: “1” is not in what"),
}  # fmt: skip
"""By what is done to a page: a pattern, what is put there, and what is said."""


@pytest.fixture(scope="module")
def page(example_build: Path) -> str:
    return read_page(example_build / "2025-donnees.html")


@pytest.fixture(scope="module")
def said(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Do all that is in the table to one page, and verify it."""
    for old, new, _answer in EDITS.values():
        page, count = re.subn(old, new, page, count=1)
        assert count, old
    return answer(tmp_path_factory.mktemp("page"), page, "2025-donnees.html")


@pytest.mark.parametrize("what", EDITS)
def test_what_was_altered_is_said(page: str, said: str, what: str) -> None:
    old, _new, wanted = EDITS[what]
    found = re.search(old, page)
    assert found
    first = " ".join(unescape(found[1]).split())[:60] if "{1}" in wanted else ""
    assert wanted.split("{1}")[0] + first in said


def in_data(html: str) -> str:
    rows = carried_of(html).files["membres.csv"]
    return with_file(html, "membres.csv", rows.replace("2025,93,", "2025,92,"))


OTHER: dict[str, tuple[Callable[[str], str], str]] = {
    "a digit in the data": (in_data, "millions d’habitants"),
    "the end cut off": (lambda html: html[:40_000], "is cut off: its end is missing"),
    "all that it carried": (lambda html: FOUND.sub("", html), "carries no data: it can only be"),
    "another version": (
        lambda html: carrying_instead(html, versions={"annual-report": "0.0.9", "pandas": "1.0"}),
        "made by another version: annual-report 0.0.9, and here ",
    ),
}


@pytest.mark.parametrize("what", OTHER)
def test_what_became_of_a_page_is_said(real_build: Path, tmp_path: Path, what: str) -> None:
    edit, wanted = OTHER[what]
    assert wanted in answer(tmp_path, edit(read_page(real_build / "2025.html")))


def test_a_page_under_the_name_of_another_is_said(real_build: Path, tmp_path: Path) -> None:
    html = read_page(real_build / "2024-affiche.html")
    assert answer(tmp_path, html) == "is the page “2024-affiche” under another name"


def test_what_is_no_page_is_refused_in_words(real_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "2025.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    done = pipeline("verify", file, real_build / "index.html", tmp_path / "none.html")
    assert "is a PDF: a page can be verified, and not what was printed of it" in done.stdout
    assert "carries no data: it can only be compared" in done.stdout
    assert "No such file" in done.stdout
    assert done.returncode == 1
    said = pipeline("extract", file, tmp_path / "folder").stderr
    assert said.startswith(f"{file}: is a PDF")


def test_a_page_that_a_browser_saved_says_so(
    real_build: Path, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((real_build / "2025-affiche.html").as_uri())
    said = answer(tmp_path, tab.content(), "2025-affiche.html")
    assert said == "says what it should, written otherwise: did a browser save it?"
    archive = context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})
    assert "is a browser’s archive" in answer(tmp_path, archive["data"], "2025-affiche.html")
    context.close()
