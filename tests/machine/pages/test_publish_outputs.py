"""Whatever a cell shows is in the page, or is named as kept in the notebook: none vanishes."""

from contextlib import suppress
from typing import NamedTuple

import nbformat
import pandas as pd
import pytest
import tinycss2
from bs4 import BeautifulSoup
from cells import export, notebook_of
from nbclient import NotebookClient
from nbformat import NotebookNode

from annual_report.base.errors import PageError
from annual_report.base.project import ROOT
from annual_report.machine.pages.export.executed import check_executed
from annual_report.machine.pages.export.published import read_published
from annual_report.machine.pages.fragment import MIME, Fragment, make_heading, make_paragraph
from annual_report.machine.pages.publishing import make_fragment

pytestmark = pytest.mark.slow

BLUE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"
)
"""A blue pixel, as PNG."""

OPENING = """
import sys
import matplotlib.pyplot as plt, networkx as nx, pandas as pd, seaborn as sns
from IPython.display import HTML, Javascript, Markdown, display
from annual_report import chapter, publish
from annual_report.machine.pages.fragment import NOTHING, make_list, make_paragraph

frame = pd.DataFrame({"ville": ["Dax", "Auch"], "n": [1.25, 2]})
said = {"finding": "Deux villes.", "alternative": "Deux barres."}
"""


class Shown(NamedTuple):
    """A cell, what the page has of it, and whether something stays in the notebook."""

    source: str
    page: str = ""
    stays: bool = False


FIGURE = '<figure id="{0}" role="figure" aria-labelledby="{0}-legende">'
TABLE = "<caption>Les villes</caption>"
SHOWN = {
    # Published: a table, a figure, a text, a sentence, a chapter.
    "a DataFrame": Shown('publish(frame, caption="Les villes", name="a")', TABLE),
    "a Series": Shown('publish(frame.set_index("ville")["n"], caption="Série", name="b")', "Série"),
    "Axes of pandas": Shown(
        'publish(frame.plot.bar(x="ville"), **said, name="c", data=frame)', FIGURE.format("c")
    ),
    "a Figure": Shown(
        'fig, ax = plt.subplots()\nax.plot([1, 2])\npublish(fig, **said, name="d")',
        FIGURE.format("d"),
    ),
    "an array of Axes": Shown(
        'publish(frame.assign(m=3).plot(subplots=True), **said, name="e")', FIGURE.format("e")
    ),
    "a seaborn heat map": Shown(
        'publish(sns.heatmap([[1, 2], [3, 4]]), **said, name="f")', FIGURE.format("f")
    ),
    "a seaborn grid": Shown(
        'publish(sns.catplot(frame, x="ville", y="n"), **said, name="g")', FIGURE.format("g")
    ),
    "a networkx drawing": Shown(
        'nx.draw(nx.path_graph(3))\npublish(plt.gca(), **said, name="h")', FIGURE.format("h")
    ),
    "bars of pyplot": Shown('publish(plt.bar(["a"], [1]), **said, name="i")', FIGURE.format("i")),
    "plain words": Shown('publish("Villes : *Dax* et Auch.")', "Villes : <em>Dax</em>"),
    "an f-string": Shown('publish(f"Il y a {len(frame)} villes.")', "a\u00a02\u00a0villes.</p>"),
    "Markdown": Shown('publish(Markdown("- *un*"))', "<li><em>un</em></li>"),
    "a sentence": Shown('make_paragraph("Une phrase.")', "<p>Une phrase.</p>"),
    "a list": Shown('make_list(["Un point"])', "<ul><li>Un point</li></ul>"),
    "a chapter": Shown('chapter(7, "Un chapitre ?", "sept")', '<h2 id="sept">'),
    "a loop that publishes": Shown(
        'for each in ("un", "deux"):\n    publish(f"Tour {each}.")', "<p>Tour un.</p>"
    ),
    "nothing": Shown("NOTHING"),
    "no output": Shown("x = 1"),
    # Only looked at.
    "a table": Shown("frame", stays=True),
    "a value": Shown("1 + 1", stays=True),
    "print": Shown('print("écrit")', stays=True),
    "a drawing": Shown("nx.draw(nx.path_graph(2))", stays=True),
    "HTML": Shown('HTML("<b>gras</b>")', stays=True),
    "a script": Shown('Javascript("alert(1)")', stays=True),
    "a widget": Shown("import ipywidgets\nipywidgets.IntSlider()", stays=True),
    "an error that may be": Shown("1 / 0", stays=True),
    "several at once": Shown(
        'print("a")\ndisplay(frame)\npublish("Publié à part.")\nframe["n"].sum()',
        "<p>Publié à\u00a0part.</p>",
        True,
    ),
}
CALL = nbformat.v4.new_code_cell(
    "from annual_report import publish\nif False:\n    publish(1)", execution_count=1
)
"""What makes a notebook one in which what goes into the page is said."""


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    """Every kind of output in one notebook, run as JupyterLab would."""
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("# Essai"), v4.new_code_cell(OPENING, id="opening")]
    for number, shown in enumerate(SHOWN.values()):
        cells.append(v4.new_code_cell(shown.source, id=f"cell-{number}"))
        if shown.source == "1 / 0":
            cells[-1].metadata.tags = ["raises-exception"]
    cells.append(v4.new_markdown_cell("Pour l'analyste *seul*.", id="seen"))
    published = v4.new_markdown_cell("## Mot de la fin\n\nPour *tous* : merci !", id="all")
    published.metadata.tags = ["publish"]
    made = v4.new_notebook(cells=[*cells, published])
    NotebookClient(made, resources={"metadata": {"path": str(ROOT)}}).execute()
    return made


def cell(notebook: NotebookNode, kind: str) -> NotebookNode:
    number = list(SHOWN).index(kind)
    return next(cell for cell in notebook.cells if cell.id == f"cell-{number}")


@pytest.mark.parametrize("kind", SHOWN)
def test_it_is_in_the_page_or_named_as_kept(notebook: NotebookNode, kind: str) -> None:
    given = nbformat.v4.new_notebook(cells=[cell(notebook, kind), CALL])
    stays = "stays in the notebook" in " ".join(read_published(given).remarks)

    assert stays == SHOWN[kind].stays

    if SHOWN[kind].page:
        main = export(given).partition("<main")[2]
        assert SHOWN[kind].page in main
        assert 'class="cell' in main or "<h2" in main
    else:
        with pytest.raises(PageError, match="nothing is published"):
            export(given)
    assert bool(cell(notebook, kind).outputs) is bool(
        stays or SHOWN[kind].page or kind == "nothing"
    )


@pytest.mark.parametrize("tag", ["remove-cell", "remove_cell", "hide_output", "remove-output"])
def test_a_tagged_cell_stays_out_of_a_page_whose_notebook_says_what_goes_in(tag: str) -> None:
    one, other = (notebook_of(make_fragment(f"{word}.")).cells[0] for word in ("Alpha", "Bêta"))
    shown = nbformat.v4.new_output("display_data", {"text/plain": "3"})
    other.outputs.append(shown)
    words = nbformat.v4.new_markdown_cell("Gamma.", metadata={"tags": ["publish", tag]})
    other.metadata.tags = [tag]
    notebook = nbformat.v4.new_notebook(cells=[one, other, words])
    page = export(notebook)

    assert "Alpha." in page
    assert "Bêta." not in page
    assert "Gamma." not in page
    assert read_published(notebook).remarks == []


def test_a_picture_that_is_attached_to_a_published_text_is_in_the_page() -> None:
    words = nbformat.v4.new_markdown_cell("![Du bleu](attachment:a.png)")
    words.metadata.tags = ["publish"]
    words.attachments = {"a.png": {"image/png": BLUE}}
    page = export(nbformat.v4.new_notebook(cells=[words]))

    assert f'<img src="data:image/png;base64,{BLUE}" alt="Du bleu">' in page


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"execution_count": None, "outputs": []}, "cell 1 / 0: it was not run"),
        (
            {"metadata": {"tags": []}},
            r"cell \[\d+\] 1 / 0: it failed, ZeroDivisionError: division by zero: ",
        ),
    ],
)
def test_a_notebook_that_was_not_run_to_its_end_makes_no_page(
    notebook: NotebookNode, change: dict[str, object], problem: str
) -> None:
    failing = cell(notebook, "an error that may be")
    alone = nbformat.v4.new_notebook(cells=[nbformat.from_dict({**failing, **change})])

    with pytest.raises(PageError, match=rf"^essai\.html: {problem}"):
        check_executed(alone, "essai.html")


def test_a_cell_that_nobody_runs_needs_no_run() -> None:
    empty = nbformat.v4.new_code_cell("  \n")
    skipped = nbformat.v4.new_code_cell("1", metadata={"tags": ["skip-execution"]})
    words = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})

    assert "Un mot." in export(nbformat.v4.new_notebook(cells=[empty, skipped, words]))


def test_what_breaks_a_rule_fails_the_page() -> None:
    source = "écrit dans /home/camille/x"
    one = nbformat.v4.new_markdown_cell(source, metadata={"tags": ["publish"]})

    with pytest.raises(PageError, match="“/home/camille/x” is a place on a machine"):
        export(nbformat.v4.new_notebook(cells=[one]))


@pytest.mark.parametrize(
    ("published", "wrong"),
    [
        pytest.param({"html": None}, "html", id="no text"),
        pytest.param({"html": 3}, "html", id="a number"),
        pytest.param({"remarks": None}, "remarks", id="no list"),
        pytest.param({"remarks": [3]}, "remarks", id="a list of numbers"),
        pytest.param({"chapter": {"title": "Un"}}, "chapter", id="a chapter without its place"),
        pytest.param({"chapter": {"id": None, "title": "Un"}}, "id", id="a place that is empty"),
        pytest.param({"page": {"links": [{"year": "2025"}]}}, "year", id="within a list"),
    ],
)
def test_a_published_part_of_another_type_is_refused_by_its_name(
    published: dict[str, object], wrong: str
) -> None:
    with pytest.raises(PageError, match=f"^what a cell publishes has another shape: {wrong}$"):
        export(notebook_of({MIME: published}))


PAINTED = "<svg role='img' aria-label='x'><rect fill='url({})'/></svg>"
ATTACKS = (
    "<script>alert(1)</script>",
    "<svg role='img' aria-label='x'><script>alert(1)</script></svg>",
    "<svg role='img' aria-label='x'><style>*{fill:url(//x.fr/a)}</style></svg>",
    "<svg role='img' aria-label='x'><foreignObject><iframe src='//x.fr'/></foreignObject></svg>",
    "<svg role='img' aria-label='x'><set attributeName='href' to='javascript:alert(1)'/></svg>",
    "<svg role='img' aria-label='x'><use href='https://x.fr/a.svg#b'/></svg>",
    "<svg role='img' aria-label='x'><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    PAINTED.format("https://x.fr/a.svg#b"),
    PAINTED.format("\\2f\\2fx.fr/a"),
    "<style>#T_1 { background: url(//x.fr/a.png) }</style>",
    "<style>@import 'https://x.fr/a.css';</style>",
    "<p style='background: url(//x.fr/a.png)'>mot</p>",
    "<p onclick='alert(1)'>mot</p>",
    "<a href='javascript:alert(1)'>mot</a>",
    "<a href='java&#9;script:alert(1)'>mot</a>",
    "<a href='\x01javascript:alert(1)'>mot</a>",
    "<a href='data:text/html,alert(1)'>mot</a>",
    "<a href='https://exemple.org' ping='//x.fr'>mot</a>",
    "<iframe src='//x.fr'></iframe>",
    "<object data='//x.fr'></object>",
    "<form action='//x.fr'><button formaction='javascript:alert(1)'>mot</button></form>",
    "<link rel='stylesheet' href='//x.fr/a.css'>",
    "<base href='//x.fr/'>",
    "<meta http-equiv='refresh' content='0;url=//x.fr'>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<video poster='//x.fr/a.png'></video>",
)
"""What an output may hold that runs, loads or leads elsewhere than it says."""


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_runs_or_loads_is_taken_out_of_a_piece(attack: str) -> None:
    page = export(notebook_of({MIME: {"html": f"<p>avant</p>{attack}<p>après</p>"}}))
    main = page.partition("<main")[2]

    for trace in ("x.fr", "alert", "script", "onclick", "onerror", "<style", "<iframe", "<form"):
        assert trace not in main
    assert "<p>avant</p>" in main


@pytest.mark.parametrize("attack", ATTACKS)
def test_nor_does_it_come_in_by_a_title_or_a_name(attack: str) -> None:
    titled = {MIME: {"chapter": {"number": 1, "id": "un", "title": attack}}}
    named = {MIME: {"chapter": {"number": 1, "id": attack, "title": "Un"}}}
    cover = {MIME: {"page": {"title": attack, "subtitle": attack, "lede": attack}}}
    for bundle in (cover, titled, named):
        with suppress(PageError):  # an id that isn't one word
            root = BeautifulSoup(export(notebook_of(bundle)), "html.parser")
            assert not root(["script", "iframe", "object", "form", "link", "base", "video", "img"])
            assert len(root("style")) == 1


def test_no_title_ends_its_string_in_the_style_of_paper() -> None:
    end = "\n}} body { display: none } \\ \f"
    facts = {"title": f"Un{end}", "running_header": f"Fictif{end}"}
    page = export(notebook_of({MIME: {"page": facts}}))
    # Read as a browser reads it, the words are one string, and the rule goes on behind them.
    declarations = page.partition("@top-left{")[2].partition("margin-left")[0]
    (content,) = tinycss2.parse_blocks_contents(declarations, skip_whitespace=True)

    assert content.name == "content"
    assert [token.type for token in content.value] == ["string"]
    assert content.value[0].value.startswith("Fictif }} body { display: none } \\")


@pytest.mark.parametrize(
    "style", ["@import 'https://x.fr/a.css';", "a { background: url(//x.fr) }", "</style><p>x"]
)
def test_a_style_that_loads_or_ends_makes_no_page(style: str) -> None:
    with pytest.raises(PageError, match=r"^style\.css: "):
        export(notebook_of({MIME: {"page": {"title": "Un titre", "style": style}}}))


def test_markdown_and_the_words_of_a_table_bring_no_script() -> None:
    marked = nbformat.v4.new_markdown_cell(
        "Un <script>alert(1)</script> [lien](javascript:alert(1)) <kbd onclick='x'>Tab</kbd>",
        metadata={"tags": ["publish"]},
    )
    frame = pd.DataFrame({"<script>": ["<img src=x onerror=alert(1)>"]})
    table = notebook_of(make_fragment(frame, caption="<b>")).cells[0]
    page = export(nbformat.v4.new_notebook(cells=[marked, table]))

    assert not BeautifulSoup(page, "html.parser")(["script", "img"])
    assert 'href="javascript' not in page
    assert "<kbd>Tab</kbd>" in page


def test_a_page_that_is_heavy_says_by_which_cell() -> None:
    light = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    many = nbformat.v4.new_markdown_cell("mot " * 700_000, metadata={"tags": ["publish"]})
    (remark,) = read_published(nbformat.v4.new_notebook(cells=[light, many])).remarks

    assert remark.startswith("cell mot mot")
    assert "the page weighs 2,8 MB, 2,8 of them here" in remark
    assert read_published(nbformat.v4.new_notebook(cells=[light])).remarks == []


def test_a_chapter_that_a_network_leaves_out_is_nowhere_and_the_others_count_on() -> None:
    pieces = [Fragment(facts={"page": {"title": "Un titre", "omitted": ["sujets"]}})]
    for number, name in enumerate(("membres", "sujets", "rencontres"), 1):
        pieces += [make_heading(number, f"Les {name}", name), make_paragraph(f"Des {name} dits.")]
    cells = [cell for piece in pieces for cell in notebook_of(piece).cells]
    words = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    cells.insert(5, words)  # of the chapter that is left out
    notebook = nbformat.v4.new_notebook(cells=cells)
    page, given = export(notebook), read_published(notebook).notebook

    for text in (page, nbformat.writes(given)):
        assert "Des rencontres dits." in text
        assert "Des sujets dits." not in text
    assert "Un mot." not in page
    assert '<span class="hidden">2. </span>Les rencontres</h2>' in page
