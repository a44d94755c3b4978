"""The lines that `make mutants` takes out: each is where it says, once."""

import pytest
from mutants import MUTANTS, Mutant

from annual_report.project import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_line_of_a_mutant_and_its_tests_are_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text("utf-8").count(mutant.line) == 1
    assert (ROOT / mutant.tests[0]).is_file()
