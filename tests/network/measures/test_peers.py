"""Members among all institutions of their kind."""

from pathlib import Path

import kinds_of_networks
import pandas as pd
import pytest

from annual_report.network.measures import list_members, list_peers
from annual_report.network.network import open_network


def list_members_in_2025(kind_of_network: str, folder: Path) -> pd.DataFrame:
    """Return the members in 2025 of a network of `kinds_of_networks.NETWORKS`."""
    written = kinds_of_networks.write(folder / kind_of_network, kind_of_network)
    return list_members(open_network(written), 2025)


@pytest.mark.parametrize(
    ("kind_of_network", "number_in_france", "largest"),
    [
        pytest.param("departements", 100, "Nord", id="départements"),
        pytest.param("metropoles", 22, "Métropole du Grand Paris", id="métropoles"),
        pytest.param("communes", 34_875, "Paris", id="communes"),
        pytest.param("regions", 18, "Île-de-France", id="régions"),
    ],
)
def test_members_stand_among_all_of_their_kind_by_size(
    tmp_path: Path, kind_of_network: str, number_in_france: int, largest: str
) -> None:
    members = list_members_in_2025(kind_of_network, tmp_path)
    peers = list_peers(members)
    assert len(peers) == number_in_france
    assert peers["nom"].iloc[0] == largest
    assert peers["population"].is_monotonic_decreasing
    assert peers["rang"].tolist() == list(range(1, number_in_france + 1))
    of_the_network = peers.loc[peers["du_reseau"], "membre"]
    assert sorted(of_the_network) == sorted(members["membre"])


@pytest.mark.parametrize(
    "kind_of_network",
    [
        pytest.param("associations", id="associations, of which there is no list"),
        pytest.param("melange", id="members of several kinds"),
    ],
)
def test_members_without_a_list_of_their_kind_have_no_peers(
    tmp_path: Path, kind_of_network: str
) -> None:
    members = list_members_in_2025(kind_of_network, tmp_path)
    assert list_peers(members).empty
