"""The lines that keep a build safe: each is where it says, and a test notices if it goes."""

from pathlib import Path

import pytest
from mutants import MUTANTS, Mutant, is_killed

from annual_report.project import ROOT

each_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


@each_mutant
def test_the_line_of_a_mutant_and_its_tests_are_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text("utf-8").count(mutant.line) == 1
    assert (ROOT / mutant.tests[0]).is_file()


def test_tests_in_a_copy_try_the_program_of_the_copy(tmp_path: Path) -> None:
    """Or every mutant would pass, since what is tried would be the project itself."""
    [cheapest] = [mutant for mutant in MUTANTS if mutant.name == "no fsync"]
    assert is_killed(cheapest, tmp_path / "project")


@pytest.mark.deep
@each_mutant
def test_a_test_notices_that_the_line_is_another(mutant: Mutant, tmp_path: Path) -> None:
    assert is_killed(mutant, tmp_path / "project")
