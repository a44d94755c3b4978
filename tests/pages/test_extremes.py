"""The smallest and the largest networks: correct, readable pages, whatever their size.

The notebooks' cells run here one after the other, as in JupyterLab but without a kernel, so that
the figures themselves can be looked at and not only their SVG.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.figure
import nbformat
import pytest
from bs4 import BeautifulSoup
from invented_network import Plan, write_network
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from annual_report import network as handover
from annual_report.network import Network, open_network
from annual_report.pages import publishing
from annual_report.pages.export.exporter import to_html
from annual_report.pages.table import PublishedTable
from annual_report.project import ROOT

pytestmark = pytest.mark.slow

KB = 1000
WEIGHTS = {
    "annual_report": 200 * KB,
    "year_data": 400 * KB,
    "trends": 1000 * KB,
    "department": 200 * KB,
}
MANY, HEAVIER = 60, 1.5
"""From so many members on, a page may weigh so many times as much."""

PLANS = {
    "one of everything": Plan(members=1, years=1, meetings_per_year=1),
    "no meeting": Plan(members=1, years=1, meetings_per_year=0, attendance=False),
    "two of everything": Plan(members=2, years=2, meetings_per_year=2),
    "a full year": Plan(members=99, years=1, meetings_per_year=12),
    "thirty restless years": Plan(members=60, years=30, first_year=1996, turnover=0.15),
}
BLANK, GAP = "nothing but members", "a year that nobody recorded"
REAL, EXAMPLE = "the real network", "the example"
CASES = (*PLANS, BLANK, GAP, REAL, EXAMPLE)

PLURAL_AFTER_ONE = re.compile(r"(?<![\d\u202f,.])\b(?:[01]|une?|aucune?)\s(?!\d)(\w+s)\b", re.I)
INVARIABLE = {
    "fois", "temps", "mois", "des", "dans", "sans", "pays", "plus", "cours", "résumés", "puis",
    "depuis", "avis", "panels", "pas", "ans", "cas",
}  # fmt: skip
NONSENSE = re.compile(r"\bNone\b|\bnan\b|<NA>|\(\)|\s[,.](?:\s|$)|\.\.(?:\s|$)|\bde de\b|\ben en\b")


@cache
def case(name: str) -> Path:
    """Return the folder of a network; what is written lives as long as the tests."""
    if name in (REAL, EXAMPLE):
        return ROOT / "data" / ("departements-participatifs" if name == REAL else "reseau-exemple")
    folder = Path(_FOLDERS.mktemp("network")) / "reseau"
    write_network(folder, PLANS.get(name, Plan(members=5, years=4)))
    if name == BLANK:
        for table in ("rencontres", "sujets", "presences", "dispositifs", "ressources"):
            path = folder / f"{table}.csv"
            path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", "utf-8")
        for text in (folder / "textes").iterdir():
            text.unlink()
    if name == GAP:
        for table in ("membres", "rencontres", "presences"):
            path = folder / f"{table}.csv"
            rows = path.read_text(encoding="utf-8").splitlines()
            path.write_text("\n".join(r for r in rows if not r.startswith("2022")) + "\n", "utf-8")
        (folder / "textes" / "2022.md").unlink()
    return folder


_FOLDERS: pytest.TempPathFactory


@pytest.fixture(scope="module", autouse=True)
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    global _FOLDERS
    _FOLDERS = tmp_path_factory
    yield
    handover._taken.clear()


@cache
def network(name: str) -> Network:
    """Read a network once: its notebooks are handed it, as those of a build are."""
    found = open_network(case(name))
    handover.take(handover.pack(found, case(name)))
    return found


class Drawn(NamedTuple):
    """A figure as it was published."""

    figure: matplotlib.figure.Figure
    name: str
    finding: str
    alternative: str
    data: PublishedTable | None


@cache
def page(name: str, notebook: str) -> tuple[list[Drawn], str]:
    """Run a notebook on a network; return the figures that it publishes, and the page."""
    parameters: dict[str, Any] = {"data": str(case(name))}
    here = network(name)
    if notebook in ("annual_report", "year_data"):
        parameters["year"] = here.years[-1]
    if notebook == "department":
        parameters["membre"] = str(here.membres["membre"].iloc[0])
    document = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4)
    drawn: list[Drawn] = []

    def noted(figure: matplotlib.figure.Figure, name: str, **said: Any) -> Any:
        drawn.append(Drawn(figure, name, *(said[each] for each in Drawn._fields[2:])))
        return figure_of(figure, name, **said)

    figure_of = publishing.figure_of  # type: ignore[attr-defined]
    publishing.figure_of = noted  # type: ignore[attr-defined]
    try:
        shell = InteractiveShell.instance()  # the one that `display` finds
        for number, cell in enumerate(document.cells, start=1):
            if cell.cell_type == "code":
                _run(shell, cell, number)
            if "parameters" in cell.metadata.get("tags", ()):
                shell.user_ns |= parameters
    finally:
        publishing.figure_of = figure_of  # type: ignore[attr-defined]
        InteractiveShell.clear_instance()
    return drawn, to_html(document)


def _run(shell: InteractiveShell, cell: Any, number: int) -> None:
    """Run a cell, and keep what it shows."""
    with shell.display_trap, capture_output() as shown:
        result = shell.run_cell(cell.source)
    result.raise_error()
    cell.execution_count = number
    cell.outputs = [
        nbformat.v4.new_output("display_data", data=each.data) for each in shown.outputs
    ]


class Shown(NamedTuple):
    """A page of a network, read once for all tests that look at it."""

    name: str
    notebook: str
    drawn: list[Drawn]
    html: str
    soup: BeautifulSoup


@pytest.fixture(
    scope="module", params=product(CASES, WEIGHTS), ids=lambda each: f"{each[1]}-{each[0]}"
)
def shown(request: pytest.FixtureRequest) -> Shown:
    name, notebook = request.param
    drawn, html = page(name, notebook)
    return Shown(name, notebook, drawn, html, BeautifulSoup(html, "html.parser"))


def test_the_page_is_complete_and_light(shown: Shown) -> None:
    soup = shown.soup
    members = network(shown.name).membres.groupby("annee").size().max()
    heaviest = WEIGHTS[shown.notebook] * (HEAVIER if members >= MANY else 1)
    assert len(shown.html.encode()) < heaviest
    assert soup.find("h1") is not None
    identifiers = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(set(identifiers)) == len(identifiers)
    for section in soup("section"):
        heading = section.find("h2")
        assert heading is not None
        assert section.get_text(strip=True) != heading.get_text(strip=True)


WORDED = "p, li, figcaption, caption, td, th, h1, h2, h3, desc"


def test_the_words_agree_with_their_numbers(shown: Shown) -> None:
    listed = shown.soup.select_one("nav.contents")
    assert listed is not None
    titles = set(map(id, listed.select(WORDED)))
    for cell in shown.soup.select(WORDED):
        if id(cell) in titles:
            continue
        text = re.sub(r"\s+", " ", cell.get_text(" ")).strip()
        wrong = [m[0] for m in PLURAL_AFTER_ONE.finditer(text) if m[1].lower() not in INVARIABLE]
        assert not wrong, f"{wrong} in {text}"
        assert not NONSENSE.search(cell.get_text()), text


def test_no_label_covers_another_or_leaves_its_drawing(shown: Shown) -> None:
    for figure in shown.drawn:
        renderer = FigureCanvasAgg(figure.figure).get_renderer()
        figure.figure.draw(renderer)
        texts = [text for text in figure.figure.findobj(Text) if text.get_visible()]
        texts = [text for text in texts if text.get_text()]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        width, height = figure.figure.bbox.size
        for words, box in boxes:
            assert box.x0 > -3, (figure.name, words)
            assert box.x1 < width + 3, (figure.name, words)
            assert box.y0 > -3, (figure.name, words)
            assert box.y1 < height + 3, (figure.name, words)
        for (one, box), (other, other_box) in combinations(boxes, 2):
            # Line boxes may touch; letters have a fifth of their height to spare.
            across = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            down = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            assert across < 1 or down < 3, (figure.name, one, other)


def test_every_figure_says_what_it_shows(shown: Shown) -> None:
    for figure in shown.drawn:
        assert figure.finding.endswith("."), figure.finding
        assert figure.alternative.endswith("."), figure.alternative
        assert figure.data is None or figure.data.typed_rows, figure.name


@pytest.mark.parametrize("name", [REAL, "no meeting", BLANK])
def test_without_attendance_nothing_is_said_of_it(name: str) -> None:
    for notebook in ("annual_report", "year_data"):
        _shown, html = page(name, notebook)
        soup = BeautifulSoup(html, "html.parser")
        assert soup.find(id="presences") is None
        assert [p.get_text() for p in soup("p") if "présences" in p.get_text().lower()] == []


def test_with_attendance_the_matrix_comes_first() -> None:
    _shown, html = page(EXAMPLE, "year_data")
    section = BeautifulSoup(html, "html.parser").find("section", {"aria-labelledby": "presences"})
    assert section is not None
    figures = [tag.name for tag in section.find_all(["figure", "table"])]
    assert figures[0] == "figure"
    assert section.find(id="grille-des-presences") is not None


def test_counts_below_the_threshold_are_nowhere() -> None:
    _shown, html = page(EXAMPLE, "year_data")
    figure = BeautifulSoup(html, "html.parser").find(id="grille-des-presences")
    rows = figure.select("tbody tr")  # type: ignore[union-attr]
    cells = [cell.get_text() for row in rows for cell in row.select("td")[:-1]]
    assert "masqué" in cells
    assert "1" not in cells


@pytest.mark.parametrize("notebook", ["annual_report", "trends"])
def test_a_page_links_only_to_pages_of_the_same_build(notebook: str) -> None:
    for name in (EXAMPLE, "one of everything"):
        _shown, html = page(name, notebook)
        kinds = ("", "-affiche", "-donnees")
        years = {f"{year}{kind}.html" for year in network(name).years for kind in kinds}
        soup = BeautifulSoup(html, "html.parser")
        links = {str(a["href"]) for a in soup.select("nav.site a, main a")}
        local = {link for link in links if not re.match(r"#|\w+:", link)}
        assert local <= years | {"index.html"}


def test_chapters_are_numbered_without_a_gap(shown: Shown) -> None:
    numerals = [p.get_text() for p in shown.soup.select("p.numeral")]
    assert numerals == [str(number) for number in range(1, len(numerals) + 1)]
    assert len(numerals) == 5 or shown.notebook != "annual_report"
