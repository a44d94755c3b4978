"""The real network holds the facts of its sources, no more; a folder without one says so."""

import re
from pathlib import Path

import pytest

from annual_report.base.errors import ParameterError
from annual_report.base.project import ROOT
from annual_report.network.measures import compare_members
from annual_report.network.network import Network, adopt_network, open_network, pack_network
from annual_report.network.parameters import check_year
from annual_report.network.reading.inspection import inspect_network

REAL = ROOT / "data" / "departements-participatifs"
EXAMPLE = ROOT / "data" / "reseau-exemple"


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


def test_nobody_is_said_to_have_left(real: Network) -> None:
    change = compare_members(real, 2025)
    assert change["statut"].value_counts()[["resté", "parti", "plus_listé"]].tolist() == [16, 0, 0]
    assert real.departs.empty


def test_what_the_sources_do_not_say_is_left_empty(real: Network) -> None:
    assert real.presences.empty
    assert real.ressources["url"].isna().all()
    assert real.rencontres.query("format == 'distanciel'")["titre"].isna().all()
    remote = real.rencontres.query("format == 'distanciel'")
    assert remote[["ville", "departement", "hote", "genre", "fin"]].isna().all(axis=None)


@pytest.mark.parametrize("folder", [REAL, EXAMPLE], ids=lambda folder: str(folder.name))
def test_the_packages_are_written_in_their_canonical_form(folder: Path) -> None:
    inspection = inspect_network(folder)
    assert inspection.errors == ()
    assert inspection.understood == ()


def test_a_network_that_was_handed_over_is_opened_in_the_place_of_its_folder(
    real: Network, tmp_path: Path
) -> None:
    adopt_network(pack_network(real), tmp_path)
    assert open_network(tmp_path, year=2025).membres.equals(real.membres)


@pytest.mark.parametrize(
    ("year", "refusal"),
    [
        (True, "“True” is not a whole number; expected: 2024 et 2025"),
        (2031, "there are no data for 2031; expected: 2024 et 2025; nearest: 2025"),
        (24, "there are no data for 24; expected: 2024 et 2025; nearest: 2024"),
    ],
)
def test_a_year_that_is_none_is_refused_with_those_that_are(year: int, refusal: str) -> None:
    assert check_year(2025, (2024, 2025)) == 2025
    with pytest.raises(ParameterError, match=f"^parameter year: {re.escape(refusal)}$"):
        check_year(year, (2024, 2025))
