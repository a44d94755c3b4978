"""What the reference is rebuilt with, on a ground of a few squares; its files have their own tests.

geopandas and shapely are for the script alone: without them these tests are skipped.
"""

from typing import Any

import pandas as pd
import pytest

geopandas = pytest.importorskip("geopandas")
shapely = pytest.importorskip("shapely")

import rebuild_reference as script  # noqa: E402


def ground(**squares: Any) -> Any:
    """Make outlines by code."""
    return geopandas.GeoDataFrame(geometry=geopandas.GeoSeries(squares))


def test_simplified_borders_stay_shared() -> None:
    steps = [(x, 50 + x % 2) for x in range(51)]
    lower = shapely.Polygon([(0, 0), *steps, (50, 0)])
    upper = shapely.Polygon([*steps, (50, 100), (0, 100)])
    simple = script.simplify_outlines(ground(a=lower, b=upper), 34.0)
    assert shapely.coverage_is_valid(simple.geometry.to_numpy())
    assert simple.union_all().area == pytest.approx(5000)
    assert shapely.get_num_coordinates(simple.geometry.to_numpy()).max() < 10


def test_small_islands_and_enclaves_go_and_their_ground_stays_whole() -> None:
    enclave, island, large = (shapely.box(x, 50, x + 4, 54) for x in (20, 120, 140))
    large = shapely.box(140, 40, 150, 50)
    host = shapely.box(0, 0, 100, 100).difference(enclave)
    other = shapely.MultiPolygon([shapely.box(100, 0, 110, 100), enclave, island, large])
    seen = script.drop_specks(ground(a=host, b=other), 50.0)
    assert seen.geometry["a"].area == 10_000
    assert seen.geometry["b"].area == 1_000 + 100


def test_a_corner_is_no_border_and_a_part_has_none_with_its_whole() -> None:
    lands = ground(**{
        "69": shapely.box(0, 0, 9000, 9000),
        "69D": shapely.box(0, 0, 9000, 3000),
        "69M": shapely.box(0, 3000, 9000, 9000),
        "2A": shapely.box(9000, 0, 12_000, 9000),
        "19": shapely.box(9000, 8500, 12_000, 12_000).difference(shapely.box(0, 0, 12_000, 9000)),
    })  # fmt: skip
    borders = script.find_borders(lands)
    assert [*zip(borders["code"], borders["voisin"], strict=True)] == [
        ("19", "2A"), ("2A", "19"), ("2A", "69"), ("2A", "69D"), ("2A", "69M"),
        ("69", "2A"), ("69D", "2A"), ("69D", "69M"), ("69M", "2A"), ("69M", "69D"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("CA du Grand Avignon (COGA)", "CA", "Communauté d’agglomération du Grand Avignon"),
        ("CC Faucigny - Glières", "CC", "Communauté de communes Faucigny-Glières"),
        ("CU de St-Lô", "CU", "Communauté urbaine de Saint-Lô"),
        ("Nantes Métropole", "METRO", "Nantes Métropole"),
    ],
)
def test_the_name_of_an_epci_is_written_out(name: str, kind: str, written: str) -> None:
    assert script.write_name_of_epci(name, kind) == written


def test_who_is_a_departement_comes_before_who_is_a_region_alone() -> None:
    departements = pd.DataFrame({
        "code": ["01", "38", "69"], "nom": ["Ain", "Isère", "Rhône"], "article": ["l’", "l’", "le"],
        "charniere": ["de l’", "de l’", "du"], "locatif": "",
        "code_region": "84", "population": [10, 20, 30],
    })  # fmt: skip
    special = pd.DataFrame(
        [
            ["84R", "région", "Auvergne-Rhône-Alpes", "", ""],
            ["69M", "département;métropole", "Métropole de Lyon", "69", "69M"],
            ["69D", "département", "Rhône", "69", "69D"],
        ],
        columns=["code", "genres", "nom", "departements", "territoires"],
    )
    table = script.list_institutions(departements, special, 12).set_index("code")
    assert [*table.index] == ["01", "38", "69D", "69M", "84R"]
    assert table.loc["01", "titre"] == "Département de l’Ain"
    assert table.loc[["69D", "69M", "84R"], "population"].to_list() == [18, 12, 60]
    assert table.loc["84R", "territoires"] == "01 38 69"
