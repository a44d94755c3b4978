"""Notebooks that hold what thirty libraries show, as they wrote it, and the pages made of them.

Each was run once, with the versions that its metadata name (`corpus`), and says the language that
it is written in. No test installs the libraries.
"""

import base64
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from compare_exporters import (
    PROCESSOR,
    SIZE,
    THEIRS,
    Numbers,
    count_pages,
    list_numbers,
    look_at_pages,
    make_and_count,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from page_numbers import (
    Look,
    count_words,
    find_empty_chapters,
    find_equal_names,
    look_at_page,
)
from playwright.sync_api import BrowserContext, Page
from pypdfium2 import PdfDocument
from renew import ANY_NOTEBOOK, TABLE
from selectolax.lexbor import LexborHTMLParser

from annual_report.machine.pages.blocks.model import Block, Missing, Prose
from annual_report.machine.pages.blocks.outputs import NoBlock, read_outputs
from annual_report.machine.pages.export.exporter import to_html
from annual_report.machine.pages.export.published import PublishedPage, read_published
from annual_report.machine.pages.export.settling import settle_notebook

FOLDER = Path(__file__).parents[2] / "corpus" / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
MOST_LOST = 0.005
"""The share of words that a page may lose of what its notebook shows."""
LEAST_WORDS = 60
"""The words of a kind without which a share of them says nothing."""


def open_notebook(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


@cache
def publish(name: str) -> tuple[PublishedPage, str]:
    published = read_published(open_notebook(name), name, str(FOLDER))
    return published, to_html(published)


def test_thirty_libraries_are_there() -> None:
    libraries = set[str]()
    for name in NAMES:
        libraries |= open_notebook(name).metadata.corpus.libraries.keys()

    assert len(NAMES) >= 40
    assert len(libraries) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_its_language(name: str) -> None:
    published, html = publish(name)
    expected = open_notebook(name).metadata.corpus.language

    assert f'<html lang="{expected}">' in html

    asked = [line for line in published.remarks if "in which language" in line]
    assert bool(asked) == (expected == "und")


@pytest.mark.parametrize("name", NAMES)
def test_no_two_pictures_or_tables_have_one_name(name: str) -> None:
    assert find_equal_names(publish(name)[1]) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_chapter_is_empty(name: str) -> None:
    assert find_empty_chapters(publish(name)[1]) == []


def test_markdown_tables_drawings_and_prints_lose_few_words() -> None:
    shown = Counter[str]()
    lost = Counter[str]()
    for name in NAMES:
        words = count_words(open_notebook(name), publish(name)[1])
        shown += words.shown
        lost += words.lost

    assert {kind for kind in shown if shown[kind] >= LEAST_WORDS} == {
        "Markdown",
        "tables",
        "drawings",
        "prints",
    }
    assert {kind: lost[kind] for kind in lost if lost[kind] > MOST_LOST * shown[kind]} == {}


# --- In a browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all pages."""
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        (folder / f"{name}.html").write_text(publish(name)[1], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def looks(own_scripts: BrowserContext, pages: Path) -> dict[str, Look]:
    """Return what a browser finds of all pages, each opened once."""
    return look_at_pages(pages.glob("*.html"), own_scripts)


def test_axe_finds_nothing(looks: dict[str, Look]) -> None:
    assert {name: look.violations for name, look in looks.items() if look.violations} == {}


def test_no_page_is_wider_than_a_telephone(looks: dict[str, Look]) -> None:
    assert {name: look.width for name, look in looks.items() if look.is_wide} == {}


def test_no_page_is_shrunk_by_what_is_wider_than_a_sheet(looks: dict[str, Look]) -> None:
    assert {name: look.scale for name, look in looks.items() if look.is_shrunk} == {}


def test_pages_ask_nobody_and_run_nothing(looks: dict[str, Look]) -> None:
    assert {name for name, look in looks.items() if look.hosts or look.scripts} == set()


BROKEN = {
    "violations": '<img src="data:,">',
    "is_wide": '<div style="width:600px">wide</div>',
    "is_shrunk": '<div style="width:900px">wide</div>',
    "hosts": '<img alt="there" src="https://example.org/there.png">',
    "scripts": "<script>1</script>",
}


@pytest.mark.parametrize("number", BROKEN)
def test_each_number_sees_a_page_that_breaks_it(
    number: str, own_scripts: BrowserContext, tmp_path: Path
) -> None:
    """Without this, what a browser no longer tells would be taken for a page that is good."""
    file = tmp_path / "broken.html"
    html = publish("pandas")[1].replace("img-src data:", "img-src * data:")
    file.write_text(html.replace("</main>", f"{BROKEN[number]}</main>"), encoding="utf-8")

    assert getattr(look_at_page(own_scripts.new_page(), file), number)


def test_a_wide_table_shrinks_itself_on_paper_and_nothing_else(tab: Page) -> None:
    html = publish("wide-table")[1]
    tree = LexborHTMLParser(html)
    for node in tree.css(".tight"):
        node.decompose()

    assert tree.html

    printed, without = print_page(tab, html), print_page(tab, tree.html)
    for words in ("All months in one table", "A small table stands", "Lower village"):
        # Of what stands in both tables the last is meant: the small one comes after the wide one.
        assert measure_on_paper(printed, words)[-1] == measure_on_paper(without, words)[-1]

    # Of several places the wide table's is the first, and the small one's the last.
    in_wide = measure_on_paper(printed, "1884")[0]
    in_small = measure_on_paper(printed, "20166")[-1]
    digits = in_wide.width / 4, in_small.width / 5
    assert 0.5 < digits[0] / digits[1] < 0.8
    # Its last column ends where the small one's does, or before.
    assert in_wide.right <= in_small.right + 20


class OnPaper(NamedTuple):
    """Where some words end on a sheet, and how wide they are, in points."""

    right: float
    width: float


def print_page(tab: Page, html: str) -> bytes:
    tab.set_content(html)
    return tab.pdf(prefer_css_page_size=True)


def measure_on_paper(pdf: bytes, words: str) -> list[OnPaper]:
    """Return where some words stand on the sheets of a PDF."""
    found: list[OnPaper] = []
    with PdfDocument(pdf) as sheets:
        for sheet in sheets:
            text = sheet.get_textpage()
            search = text.search(words)
            while place := search.get_next():
                start, count = place
                left = text.get_charbox(start, loose=True)[0]
                right = text.get_charbox(start + count - 1, loose=True)[2]
                found.append(OnPaper(round(right, 1), round(right - left, 1)))
    return found


def test_the_table_beside_nbconvert_is_what_the_pages_are(
    looks: dict[str, Look], pages: Path
) -> None:
    check_table(count_pages(FOLDER, pages, looks), column=1)


@pytest.mark.deep
def test_the_table_beside_nbconvert_is_what_its_pages_are(
    own_scripts: BrowserContext, tmp_path: Path
) -> None:
    check_table(make_and_count(THEIRS, FOLDER, tmp_path, own_scripts), column=2)


def check_table(numbers: Numbers, column: int) -> None:
    """Hold a column of the document's table to numbers, but for the seconds of whoever made it."""
    written = {}
    for line in TABLE.findall(ANY_NOTEBOOK.read_text(encoding="utf-8"))[0].splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        written[cells[0]] = cells[column]
    counted = list_numbers(numbers)
    assert list(written) == list(counted)
    # Each page has the style, of which a line comes and goes.
    assert float(written.pop(SIZE)) == pytest.approx(float(counted.pop(SIZE)), rel=0.1)
    del written[PROCESSOR], counted[PROCESSOR]
    assert written == counted


# --- Each output is one block ----------------------------------------------------------------

TEXT = st.text(max_size=30)
PIXELS = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
PIECES = (
    "<p>a</p>",
    "<table><tr><th>n</th></tr><tr><td>1</td></tr></table>",
    "<script>f('x')</script>",
    "<div id='x'></div>",
    "<style>p{display:none}</style>",
    "<input>",
    "<iframe src='y'></iframe>",
    "<h2>b</h2>",
    "<svg><text>c</text></svg>",
    "<details>d</details>",
    "<img src='z'>",
    "<",
)
HTML = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "text/plain": TEXT,
        "text/html": HTML,
        "text/latex": TEXT,
        "text/markdown": TEXT,
        "image/png": st.sampled_from([PIXELS, "", "x"]),
        "image/svg+xml": st.sampled_from(["<svg><text>a</text></svg>", "", "<b>"]),
        "application/json": st.dictionaries(TEXT, st.integers(), max_size=2),
        "application/javascript": TEXT,
        "application/vnd.plotly.v1+json": st.fixed_dictionaries({"data": st.lists(st.none())}),
        "application/vnd.x.v1+json": st.none(),
    },
)
OUTPUT = st.one_of(
    DATA.map(lambda data: new_output("display_data", data)),
    TEXT.map(lambda text: new_output("stream", text=text)),
    TEXT.map(lambda text: new_output("stream", name="stderr", text=text)),
    TEXT.map(lambda text: new_output("error", ename="E", evalue=text)),
)


def check_outputs(cell: NotebookNode) -> None:
    """Each output is one block, or there is a reason by name; all that is printed is one block."""
    results = read_outputs(cell, "")
    assert len(results) == len(cell.outputs)
    printed_blocks = []
    for output, result in zip(cell.outputs, results, strict=True):
        assert isinstance(result.block, Block | NoBlock)
        if isinstance(result.block, NoBlock):
            continue
        assert result.block.html.strip(), f"{result.block} shows nothing"
        if output.get("name") == "stdout":
            printed_blocks.append(result.block)
    assert len(printed_blocks) <= 1, "a cell's printed pieces have several blocks"


@given(st.lists(OUTPUT, max_size=4))
@settings(max_examples=150, deadline=None)
def test_each_output_of_any_cell_is_one_block(outputs: list[NotebookNode]) -> None:
    notebook = new_notebook(cells=[new_code_cell("x", outputs=outputs)])
    settle_notebook(notebook)
    check_outputs(notebook.cells[0])


def test_what_a_cell_prints_in_pieces_is_one_block() -> None:
    first = new_output("stream", text="un\n")
    second = new_output("stream", text="deux\n")
    results = read_outputs(new_code_cell("x", outputs=[first, second]), "")

    assert "un\ndeux" in results[0].block.html  # type: ignore[union-attr]
    assert results[1].block is NoBlock.PRINTED_BEFORE


def test_markdown_without_words_has_no_empty_block() -> None:
    (result,) = read_outputs(
        new_code_cell("x", outputs=[new_output("display_data", {"text/markdown": " "})]), ""
    )
    assert result.block is NoBlock.EMPTY


def test_only_what_a_script_names_waits_for_it() -> None:
    read = output_of("<p id='kept'>Lu</p>")
    waiting = output_of("<p id='filled'>Vide</p>")
    script = new_output("display_data", {"application/javascript": "fill('filled')"})
    results = read_outputs(new_code_cell("x", outputs=[read, waiting, script]), "")

    assert results[0].block == Prose(["<p>Lu</p>"])
    assert isinstance(results[1].block, Missing)
    assert results[1].block.words == "Vide"
    assert results[2].block is NoBlock.SCRIPT_OF_ANOTHER


def test_a_second_table_of_a_caption_is_told_apart_aloud() -> None:
    table = "<table><caption>Prêts</caption><tr><th>An</th></tr><tr><td>1</td></tr></table>"
    cells = [new_code_cell("x", outputs=[output_of(table)], execution_count=1) for _at in range(2)]
    notebook = new_notebook(cells=cells, metadata={"lang": "fr"})
    tree = LexborHTMLParser(to_html(read_published(notebook)))
    labels = [node.attributes["aria-label"] for node in tree.css("main table")]

    assert labels == ["Prêts", "Tableau : Prêts (2)"]


def output_of(html: str) -> NotebookNode:
    """Return the output of a value that shows itself as HTML, and as a plain text."""
    return new_output("display_data", {"text/html": html, "text/plain": "<Value>"})


@pytest.mark.parametrize("name", NAMES)
def test_each_output_of_a_library_is_one_block(name: str) -> None:
    notebook = open_notebook(name)
    settle_notebook(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            check_outputs(cell)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plotly", ["Loans in a year", "96042", "Loans and shares"]),
        ("plotly-large", ["Les prêts de chaque jour", "900 points"]),
        ("altair", ["Loans by library", "96042"]),
        ("vega-lite", ["Ausleihen je Bibliothek", "0.47"]),
        ("lets-plot", ["Loans of libraries", "96042"]),
        ("bokeh", ["Loans by year"]),
        ("widgets", ["Year (IntSlider)", "Count again (Button)"]),
        ("json", ["Station"]),
        ("sounds", ["A sound, which", "A film, which", "https://example.org/film.mp4"]),
        ("frames", ["https://example.org/informe.html"]),
        ("graphviz", ["asked", "a card", 'href="https://example.org/returns"']),
        ("hidden", ["Shown words", "and shown"]),
        ("listing", ["/usr/bin/perl,@;mul(794,217)~/x&amp;%"]),
    ],
)
def test_a_reader_is_told_what_a_page_cannot_hold(name: str, told: list[str]) -> None:
    html = publish(name)[1]
    assert [words for words in told if words not in html] == []


@pytest.mark.parametrize(("name", "missing"), [("holoviews", 1), ("lets-plot", 1), ("bokeh", 1)])
def test_a_library_that_starts_shows_no_logo_and_no_empty_frame(name: str, missing: int) -> None:
    tree = LexborHTMLParser(publish(name)[1])
    assert len(tree.css("div.missing")) == missing
    assert tree.css("img") == []


def test_what_is_hidden_by_style_is_not_shown() -> None:
    html = publish("hidden")[1]
    assert "rerun" not in html
    assert "Loading" not in html
    assert "hidden by its class" not in html


def test_markdown_is_shown_as_in_jupyter() -> None:
    tree = LexborHTMLParser(publish("lecture")[1])
    ticks = [node.text().strip() for node in tree.css("li > span[aria-hidden]")]

    assert ticks == ["☑", "☐", "☐"]

    fold = tree.css_first("details")
    assert fold
    assert fold.css_first("strong")
    assert fold.css_first("table")
    assert len(tree.css("mtable")) == 2
    assert tree.css_first("div.break")

    badges = [link.text() for link in tree.css('main a[href^="https://example.org"]')]
    assert badges == ["build", "docs"]

    remarks = "\n".join(publish("lecture")[0].remarks)
    assert remarks.count("a link leads to a file that isn’t in the page") == 2
