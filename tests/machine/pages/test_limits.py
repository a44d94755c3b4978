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
    statuses = ["resté", "arrivé", "plus_listé", "parti"] * 500
    frame = pd.DataFrame({"membre": codes, "statut": statuses})

    figure = charts.map(frame, status="statut").get_figure(root=True)

    assert figure is not None
    svg = draw_figure(figure, "carte", "t", "d").svg
    # A dot is a reference to one of a few marks: that is what keeps the drawing light.
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
def test_the_page_of_trends_is_made_of_a_large_network(
    members: int, years: int, themes: int, tmp_path: Path
) -> None:
    folder = write_of_size(tmp_path / "reseau", members, years)
    file = folder / "sujets.csv"
    columns = file.read_text("utf-8").splitlines()[0]
    lines = [columns]
    for year in range(2026 - years, 2026):
        for theme in range(themes):
            subject = f"Sujet {theme} de {year}"
            lines.append(f"{year},{subject},Un thème au nom assez long {theme},traité,")
    file.write_text("\n".join([*lines, ""]), "utf-8")

    assert build_pages(folder, tmp_path, pages=("tendances",)).failures == []
    assert (tmp_path / "tendances.html").exists()
