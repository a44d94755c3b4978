"""Members among all of their kind."""

from pathlib import Path

import kinds_of_networks
import pandas as pd
import pytest

from annual_report.network.measures import list_members, list_peers
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
