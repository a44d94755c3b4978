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
    write_notebook(own, "annual_report", "sentence = 'à nous'", pages=pages, parameters=YEAR)
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
"""The end of the line that refuses all that a style may not set."""
LOW = "contrast of ink on paper is below 4.5"


def refuse_style(css: str) -> str:
    """Return the lines in which a network's style is refused; "" for a good style."""
    return "\n".join([find_wrong_style(css), *find_low_contrasts(css)]).strip()


GOOD_STYLES = {
    "nothing": "",
    "a colour, and another in the dark": (
        ":root { --accent: #7a1c04 } "
        "@media (prefers-color-scheme: dark) { :root { --accent: #f5a080 } }"
    ),
    "on paper": "@media print { :root { --ink: #000000; --paper: #ffffff } }",
}
# A style, and a part of the line that refuses it.
BAD_STYLES = {
    "another file": ("@import 'autre.css';", ALLOWED),
    "an address": (":root { --serif: url(//exemple.fr/x) }", ALLOWED),
    "an address in signs": (":root { --serif: \\75rl(x.png) }", ALLOWED),
    "a rule of the page": ("#presences { d\\69splay: none !important }", ALLOWED),
    "a size": (":root { --size-3: 2px }", ALLOWED),
    "another condition": (
        "@media not (prefers-color-scheme: dark) { :root { --ink: #000000 } }",
        ALLOWED,
    ),
    "no rule": ("--accent: #7a1c04;", ALLOWED),
    "twice on paper": ("@media print { :root { } :root { } }", ALLOWED),
    "the end of the style": (":root { --sans: x; } </style>", ALLOWED),
    "the name of a colour": (":root { --accent: red }", "“--accent: red”: a style sets"),
    "a colour half seen through": (
        ":root { --accent: #7a1c04; --accent: #7a1c0488 }",
        "“--accent: #7a1c0488”",
    ),
    "pale on white": (":root { --ink: #bbbbbb }", LOW),
    "black on the dark page": (":root { --ink: #000000 }", LOW),
    "pale on paper": ("@media print { :root { --ink: #dddddd } }", "contrast of ink on paper"),
}


@pytest.mark.parametrize("css", GOOD_STYLES.values(), ids=GOOD_STYLES)
def test_a_style_may_set_colours_that_can_be_read_and_fonts(css: str) -> None:
    assert refuse_style(css) == ""


@pytest.mark.parametrize(("css", "refusal"), BAD_STYLES.values(), ids=BAD_STYLES)
def test_a_style_may_set_nothing_else(css: str, refusal: str) -> None:
    assert refusal in refuse_style(css)


def test_a_colour_that_cannot_be_read_is_said_with_where_it_is_shown() -> None:
    assert find_low_contrasts("@media print { :root { --ink: #dddddd } }")[0] == f"{LOW} on paper"

    dark = ", ".join(["on a dark screen", "on a dark screen with more contrast"])
    assert find_low_contrasts(":root { --ink: #000000 }")[0] == f"{LOW} {dark}"


# A file that `check` calls wrong, and what stands in it.
WRONG_FILES = {
    "contrast": ("style.css", ":root { --ink: #bbbbbb }"),
    "rule": ("style.css", "p { display: none }"),
    "place on a machine": ("textes/2025.md", "## Objectifs\n\nVoir /home/paul/plan.odt.\n"),
}


@pytest.mark.parametrize(("file", "content"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_no_page_is_made_of_a_file_that_check_calls_wrong(
    twin: Path, tmp_path: Path, file: str, content: str
) -> None:
    (twin / file).write_text(content, encoding="utf-8")

    checked = pipeline("check", "--data", twin)
    built = pipeline("build", "--data", twin, "--out", tmp_path / "out")

    assert [checked.returncode, built.returncode] == [1, 1]
    assert list((tmp_path / "out").glob("*.html")) == []
    # Both commands say the same: the line of the build has the file and the row before it.
    line = next(line for line in built.stdout.splitlines() if file in line)
    problem = line.partition(": ")[2].partition(", row")[0].split(": ")[-1]
    assert problem[:40] in checked.stdout


# A folder that the program doesn't look into, and the name that was probably meant.
MISPLACED = {
    "notebooks/phrases": "phrases",
    "notebooks/textes": "textes",
    "Texte": "textes",
    "Phrases": "phrases",
}


@pytest.mark.parametrize(("name", "meant"), MISPLACED.items())
def test_texts_and_phrases_where_nobody_looks_are_remarked(
    twin: Path, name: str, meant: str
) -> None:
    (twin / name).mkdir(parents=True)
    (twin / name / "mouvement.md").write_text("Rien.\n", encoding="utf-8")

    checked = pipeline("check", "--data", twin)

    remark = checked.stdout.partition(f"{name}\n")[2].strip()
    assert remark.startswith(
        f"remark: is read by nobody, and what it holds is in no page; expected: a folder “{meant}”"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"a" * (LARGEST_TEXT + 1), "too large", id="too large"),
        pytest.param(b"</style><p>x</p>", ALLOWED, id="the end of the style"),
    ],
)
def test_check_says_what_is_wrong_with_a_style(twin: Path, content: bytes, problem: str) -> None:
    (twin / "style.css").write_bytes(content)

    checked = pipeline("check", "--data", twin)

    assert checked.returncode == 1
    assert problem in checked.stdout.partition("style.css\n")[2]
