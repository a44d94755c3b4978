"""Members among all of their kind, and régions with and without members."""

from pathlib import Path

import kinds_of_networks
import pandas as pd
import pytest
from tables import network

from annual_report.network.measures import count_members_by_region, list_members, list_peers
from annual_report.network.network import open_network


def members_of(folder: Path, name: str) -> pd.DataFrame:
    return list_members(open_network(kinds_of_networks.write(folder / name, name)), 2025)


@pytest.mark.parametrize(
    ("name", "everyone", "largest"),
    [
        ("departements", 100, "Nord"),
        ("metropoles", 22, "Métropole du Grand Paris"),
        ("communes", 34_875, "Paris"),
        ("regions", 18, "Île-de-France"),
        ("associations", 0, None),
        ("melange", 0, None),
    ],
)
def test_members_stand_among_all_of_their_kind_by_size(
    tmp_path: Path, name: str, everyone: int, largest: str | None
) -> None:
    members = members_of(tmp_path, name)
    peers = list_peers(members)
    assert len(peers) == everyone
    if largest is None:
        return
    assert peers["nom"].iloc[0] == largest
    assert peers["population"].is_monotonic_decreasing
    assert peers["rang"].tolist() == list(range(1, everyone + 1))
    assert set(peers.loc[peers["du_reseau"], "membre"]) == set(members["membre"])


def test_every_region_is_counted_and_those_of_overseas_are_told() -> None:
    members = list_members(
        network({2025: "Loire-Atlantique, Maine-et-Loire, Ille-et-Vilaine, La Réunion"}), 2025
    )
    regions = count_members_by_region(members)
    assert len(regions) == 18
    assert regions["membres"].sum() == 4
    assert regions["membres"].head(3).to_dict() == {
        "Pays de la Loire": 2, "Bretagne": 1, "La Réunion": 1,
    }  # fmt: skip
    overseas = set(regions.index[regions["outre_mer"]])
    assert overseas == {"Guadeloupe", "Guyane", "La Réunion", "Martinique", "Mayotte"}


def test_members_whose_region_is_unknown_are_in_none(tmp_path: Path) -> None:
    for name in ("regions", "associations"):
        assert count_members_by_region(members_of(tmp_path, name))["membres"].sum() == 0
