"""What a network brings of its own: notebooks in `notebooks/`, and a style in `style.css`."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import pipeline
from making import NETWORK, build_pages
from own_notebooks import DATA, write_notebook
from page_text import parse

from annual_report.base.errors import ParameterError
from annual_report.machine.making.job import Event
from annual_report.machine.making.pages import add_notebooks, read_notebooks
from annual_report.machine.pages.look.palette import find_wrong_style
from annual_report.network.reading.inspection import LARGEST_TEXT
from annual_report.report.publication.contrast import find_low_contrasts

YEAR = f"year: int = 2025\n{DATA}"
ASK = """from annual_report import open_network
from annual_report.report.parts.frame import make_front
network = open_network(data)
display(make_front(network, titre="Ma", sous_titre="question", chapeau="Une phrase.",
              résumé="Une question."))"""
STYLE = ":root { --serif: Georgia, serif }"
WRITTEN = ":root { --serif: Narrow, Georgia, serif }"
"""The style as a page has it: the font of the narrow no-break space stands before one's own."""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Copy a network, and give it notebooks that stand in for all of the project's, and one more.

    Those that make no page leave the build little to do.
    """
    folder = Path(shutil.copytree(NETWORK, tmp_path / "Réseau à nous"))
    own = folder / "notebooks"
    for name in ("year_data", "trends"):
        write_notebook(own, name)
    pages = {"name": "{year}", "each": "year"}
    write_notebook(own, "annual_report", "said = 'à nous'", pages=pages, parameters=YEAR)
    write_notebook(own, "question", ASK, pages={"title": "Ma question"})
    question = nbformat.read(own / "question.ipynb", 4)
    del question.cells[1]  # the usual cover, which knows no network
    nbformat.write(question, own / "question.ipynb")
    (folder / "style.css").write_text(f"{STYLE}\n", encoding="utf-8")
    return folder


def built(data: Path, out: Path) -> dict[str, Event]:
    """Build; return what became of pages by their names, and what else was told by its words."""
    made = build_pages(data, out)
    others = {event.said: event for event in made.events if event.kind in ("noted", "kept")}
    return {page: event for page, event in made.pages.items() if page} | others


@pytest.mark.slow
def test_its_notebooks_and_its_style_are_taken_by_themselves(network: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    events = built(network, out)
    made = {page for page, event in events.items() if event.kind == "made"}
    assert made == {"2024.html", "2025.html", "question.html"}
    assert any("trends.ipynb: its metadata declare no page" in words for words in events)
    assert "Ma question" in parse(out / "2025.html").get_text()

    first, second = parse(out / "question.html")("style")
    assert "--paper" in first.get_text()
    assert second.get_text().strip() == WRITTEN
    index = parse(out / "index.html")
    assert index("style")[1].get_text().strip() == WRITTEN
    local = {str(a["href"]) for a in index("a", href=True) if not str(a["href"]).startswith("#")}
    assert {address for address in local if address.endswith(".html")} == {
        "2024.html",
        "2025.html",
        "question.html",
    }

    assert {event.kind for event in built(network, out).values()} <= {"skipped", "noted"}
    (network / "style.css").write_text(":root { --serif: Didot, serif }", encoding="utf-8")
    events = built(network, out)
    assert events["question.html"].kind == "made"
    assert ":root { --serif: Narrow, Didot, serif }" in (out / "index.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_what_is_no_notebook_is_refused_and_not_waited_for(network: Path) -> None:
    own = network / "notebooks"
    (own / "question.ipynb").write_bytes("é".encode("latin-1"))
    with pytest.raises(ParameterError, match=r"question\.ipynb: this is no notebook"):
        add_notebooks(read_notebooks(), own)
    (own / "question.ipynb").unlink()
    os.mkfifo(own / "tube.ipynb")
    with pytest.raises(ParameterError, match=r"tube\.ipynb: is no ordinary file"):
        add_notebooks(read_notebooks(), own)


ALLOWED = "colours and fonts of palette.css"
LOW = "contrast of ink on paper is below 4.5"


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("@import 'autre.css';", ALLOWED),
        (":root { --serif: url(//exemple.fr/x) }", ALLOWED),
        (":root { --serif: \\75rl(x.png) }", ALLOWED),
        ("#presences { d\\69splay: none !important }", ALLOWED),
        (":root { --size-3: 2px }", ALLOWED),
        ("@media not (prefers-color-scheme: dark) { :root { --ink: #000000 } }", ALLOWED),
        (":root { --accent: red }", "“--accent: red”: a style sets"),
        (":root { --accent: #7a1c04; --accent: #7a1c0488 }", "“--accent: #7a1c0488”"),
        ("--accent: #7a1c04;", ALLOWED),
        ("@media print { :root { } :root { } }", ALLOWED),
        (":root { --sans: x; } </style>", ALLOWED),
        (":root { --ink: #bbbbbb }", LOW),
        (":root { --ink: #000000 }", LOW),  # on the dark page
        ("@media print { :root { --ink: #dddddd } }", "contrast of ink on paper"),
        ("", ""),
        (
            ":root { --accent: #7a1c04 } @media (prefers-color-scheme: dark) { "
            ":root { --accent: #f5a080 } }",
            "",
        ),
        ("@media print { :root { --ink: #000000; --paper: #ffffff } }", ""),
    ],
)
def test_a_style_sets_colours_that_can_be_read_and_fonts_and_nothing_else(
    css: str, told: str
) -> None:
    refusals = "\n".join([find_wrong_style(css), *find_low_contrasts(css)]).strip()
    assert told in refusals if told else not refusals


def test_a_colour_that_cannot_be_read_is_said_with_where_it_is_shown() -> None:
    assert find_low_contrasts("@media print { :root { --ink: #dddddd } }")[0] == f"{LOW} on paper"
    dark = ", ".join(["on a dark screen", "on a dark screen with more contrast"])
    assert find_low_contrasts(":root { --ink: #000000 }")[0] == f"{LOW} {dark}"


@pytest.mark.parametrize(
    "wrong",
    [
        ("style.css", ":root { --ink: #bbbbbb }"),
        ("style.css", "p { display: none }"),
        ("textes/2025.md", "## Objectifs\n\nVoir /home/paul/plan.odt.\n"),
    ],
)
def test_what_check_calls_an_error_makes_no_page(
    twin: Path, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    """A style that can't be read made every page, where `check` said that none is made."""
    (twin / wrong[0]).write_text(wrong[1], encoding="utf-8")
    checked, built = (
        pipeline("check", "--data", twin),
        pipeline("build", "--data", twin, "--out", tmp_path / "out"),
    )
    assert checked.returncode == 1
    assert built.returncode == 1
    assert not list((tmp_path / "out").glob("*.html"))
    (told,) = [line for line in built.stdout.splitlines() if wrong[0] in line][:1]
    assert told.partition(": ")[2].partition(", row")[0].split(": ")[-1][:40] in checked.stdout


@pytest.mark.parametrize("name", ["notebooks/phrases", "notebooks/textes", "Texte", "Phrases"])
def test_texts_and_phrases_where_nobody_looks_are_remarked(twin: Path, name: str) -> None:
    (twin / name).mkdir(parents=True)
    (twin / name / "mouvement.md").write_text("Rien.\n", encoding="utf-8")
    done = pipeline("check", "--data", twin)
    meant = "textes" if "exte" in name else "phrases"
    told = (
        f"remark: is read by nobody, and what it holds is in no page; expected: a folder “{meant}”"
    )
    assert done.stdout.partition(f"{name}\n")[2].strip().startswith(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a" * (LARGEST_TEXT + 1), "too large"),
        (b"</style><p>x</p>", "colours and fonts of palette.css"),
    ],
)
def test_check_says_what_a_style_may_not(twin: Path, content: bytes, told: str) -> None:
    (twin / "style.css").write_bytes(content)
    done = pipeline("check", "--data", twin)
    assert done.returncode == 1
    assert told in done.stdout.partition("style.css\n")[2]
