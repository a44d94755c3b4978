"""The real network holds the facts of the sources, no more; a wrong year is refused."""

import re
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

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


def test_no_member_of_the_real_network_is_told_to_have_left(real: Network) -> None:
    # Seventeen members in 2024 and sixteen of them in 2025; the sources don't say that one left.
    compared = compare_members(real, 2025)
    assert compared["statut"].tolist() == ["resté"] * 16
    assert real.departs.empty


def test_the_real_network_has_nothing_that_its_sources_do_not_say(real: Network) -> None:
    assert real.presences.empty
    assert real.ressources["url"].isna().all()
    remote = real.rencontres[real.rencontres["format"] == "distanciel"]
    for column in ("titre", "ville", "departement", "hote", "genre", "fin"):
        assert remote[column].isna().all(), column


@pytest.mark.parametrize("folder", [REAL, EXAMPLE], ids=lambda folder: str(folder.name))
def test_every_cell_of_the_projects_networks_is_spelt_as_the_program_would_spell_it(
    folder: Path,
) -> None:
    inspection = inspect_network(folder)
    assert inspection.errors == ()
    # No value was typed in another spelling, and read as its usual one.
    assert inspection.understood == ()


def test_a_network_that_was_handed_over_is_opened_in_the_place_of_its_folder(
    real: Network, tmp_path: Path
) -> None:
    # A process that makes a page is given the network: the folder that it opens is empty here.
    adopt_network(pack_network(real), tmp_path)
    opened = open_network(tmp_path, year=2025)
    assert_frame_equal(opened.membres, real.membres)


def test_a_year_that_the_data_have_is_taken() -> None:
    assert check_year(2025, (2024, 2025)) == 2025


@pytest.mark.parametrize(
    ("year", "refusal"),
    [
        # To Python True is the number 1.
        (True, "“True” is not a whole number; expected: 2024 et 2025"),
        (2031, "there are no data for 2031; expected: 2024 et 2025; nearest: 2025"),
        # Two digits, as people say a year.
        (24, "there are no data for 24; expected: 2024 et 2025; nearest: 2024"),
    ],
)
def test_a_year_that_the_data_do_not_have_is_refused_with_those_that_they_have(
    year: int, refusal: str
) -> None:
    with pytest.raises(ParameterError, match=f"^parameter year: {re.escape(refusal)}$"):
        check_year(year, (2024, 2025))
