"""Many members, years and themes: what is drawn of them stays light, and fails no page."""

from pathlib import Path

import pandas as pd
import pytest
from making import build_pages
from networks_of_sizes import write_of_size

from annual_report import charts
from annual_report.machine.pages.svg.from_figure import draw_figure
from annual_report.network.territories.institutions import institutions_by_code


@pytest.mark.slow
def test_a_map_of_two_thousand_communes_is_drawn() -> None:
    codes = [code for code in institutions_by_code("commune") if len(code) == 5][:2000]
    frame = pd.DataFrame(
        {"membre": codes, "statut": ["resté", "arrivé", "plus_listé", "parti"] * 500}
    )
    drawn = charts.map(frame, status="statut").get_figure(root=True)
    assert drawn is not None
    svg = draw_figure(drawn, "carte", "t", "d").svg
    assert svg.count("<use ") >= 2000
    assert len(svg) < 150_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("members", "years", "themes"),
    [
        pytest.param(100, 20, 60, id="many years and themes"),
        pytest.param(900, 3, 2, id="many members"),
    ],
)
def test_what_the_trends_draw_fails_no_page(
    members: int, years: int, themes: int, tmp_path: Path
) -> None:
    folder = write_of_size(tmp_path / "reseau", members, years)
    rows = [
        f"{year},Sujet {number} de {year},Un thème au nom assez long {number},traité,"
        for year in range(2026 - years, 2026)
        for number in range(themes)
    ]
    head = (folder / "sujets.csv").read_text("utf-8").splitlines()[0]
    (folder / "sujets.csv").write_text("\n".join([head, *rows, ""]), "utf-8")
    assert build_pages(folder, tmp_path, pages=("tendances",)).failures == []
    assert (tmp_path / "tendances.html").exists()
