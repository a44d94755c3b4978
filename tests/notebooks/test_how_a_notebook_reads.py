"""What a notebook of one's own may be: a few cells of ordinary pandas, in every year."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from annual_report.machine.pages.fragment import Fragment
from annual_report.network.network import open_network

CELLS = """
from annual_report import chapter, charts, measures, open_network, publish
network = open_network(data, year=year)
tell, words = network.tell, network.words         # bound to this network: nothing is process-wide
moves = measures.compare_members(network, year)   # one row an institution: code, name, status
moves.groupby("status", observed=False).size()    # seen by the analyst; not in the page

chapter(1, f"Qui est dans le groupe en {year} ?")

who = moves.groupby("status", observed=False)["code"].agg(list)   # [] for what nobody did
before = len(moves) - len(who["arrivé"]) - len(who["revenu"])
publish(tell("mouvement", **who, avant=before, régions=[], year=year))

members = measures.list_members(network, year)
regions = members.groupby("region").agg(membres=("name", "size"), population=("population", "sum"))
publish(regions, caption=f"Les membres de {year} par région")

ax = charts.map(members, status="status")
new = members.loc[members["status"].isin(["arrivé", "revenu"]), "code"]
said = words("carte", ici=members["code"], nouveaux=new, restés=0, revenus=False, sortis=[],
             partis=[], absents=[], villes=[], lieux=0, régions=0, premières=[], autour=0,
             ensemble=0, year=year, **measures.describe_shapes(members))
publish(ax, data=members[["name", "region", "status"]], **said)
"""
NETWORKS = ("departements-participatifs", "reseau-exemple")


def years() -> Iterator[tuple[str, int]]:
    for name in NETWORKS:
        for year in open_network(f"data/{name}").years:
            yield name, year


@pytest.mark.parametrize(("name", "year"), list(years()))
def test_a_few_cells_make_a_page_in_every_year(name: str, year: int) -> None:
    shown: list[Fragment] = []
    known = {"data": f"data/{name}", "year": year}
    with patch("annual_report.machine.pages.publishing.display", shown.append):
        exec(CELLS, known)
    parts = (f"{each.text} {each.html}".replace("\u00a0", " ") for each in shown)
    heading, moved, table, drawn = parts
    members = open_network(f"data/{name}").membres
    now, before = (members["annee"].eq(each).sum() for each in (year, year - 1))
    assert f"Qui est dans le groupe en {year}" in heading
    assert before == 0 or f" {year - 1}" in moved  # who they were
    assert f"Les membres de {year} par région" in table
    assert f"{now} membres en {year}" in drawn
