"""A year in preparation: a page that says so, and no count anywhere else."""

from pathlib import Path

import pytest
from making import build_some
from networks_of_sizes import write_of_size
from page_text import page_text, parse

from annual_report.network.network import open_network
from annual_report.network.writing.new_year import prepare_year

pytestmark = pytest.mark.slow

OF_EACH_KIND = ("annual_report", "trends")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a network of two years, and prepare the third."""
    folder = tmp_path_factory.mktemp("draft") / "reseau"
    write_of_size(folder, members=3, years=2, meetings=2)
    prepare_year(folder, 2026)
    return folder


@pytest.fixture(scope="module")
def build(prepared: Path) -> Path:
    """Build the pages of each kind."""
    out = prepared.parent / "build"
    build_some(prepared, out, *OF_EACH_KIND, years=())
    return out


def test_a_network_without_its_drafts_is_that_of_the_years_before(prepared: Path) -> None:
    before = open_network(prepared, drafts=False)
    whole = open_network(prepared)
    assert whole.years == (2024, 2025, 2026)
    assert whole.drafts == (2026,)
    assert before.years == (2024, 2025)
    assert before.drafts == ()
    assert set(before.rencontres["annee"]) <= {2024, 2025}
    assert set(before.presences["rencontre"]) <= set(before.rencontres["rencontre"])
    assert len(before.presences) == len(whole.presences)


def test_a_network_of_drafts_alone_is_shown_as_it_is(tmp_path: Path) -> None:
    folder = write_of_size(tmp_path / "reseau", members=3, years=2, meetings=2)
    for year in (2024, 2025):
        text = "## Objectifs\n\n<!-- à compléter : quoi ? -->\n"
        (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")
    assert open_network(folder).drafts == (2024, 2025)
    assert open_network(folder, drafts=False).years == (2024, 2025)


def test_its_page_alone_says_so_and_no_other_counts_it(build: Path) -> None:
    header = parse(build / "2026.html").header
    assert header is not None
    assert header.get_text(" ").split()[0] == "Brouillon"
    assert "Brouillon" not in page_text(build / "2025.html")
    members = [*(build / "departements").glob("*.html")]
    for page in (build / "index.html", *members):
        assert "2026" not in page_text(page).replace("géographique 2026", "")
    # What the last finished year has announced is told, with the year that it is for.
    trends = page_text(build / "tendances.html")
    assert "2024–2025" in trends
    assert "2024–2026" not in trends
    assert 'href="2026' not in (build / "2025.html").read_text(encoding="utf-8")
