"""What makes a page beside its data: the program, Python and its packages."""

import pytest

from annual_report.base.errors import ReportError
from annual_report.base.program import hash_program, list_environment, require_same_program


def test_the_environment_is_python_and_the_packages_of_the_lock_alone() -> None:
    assert {"Python", "pandas", "nbconvert"} <= set(list_environment())
    assert "pytest" not in list_environment()


def test_a_worker_with_another_program_is_refused() -> None:
    require_same_program(hash_program())
    with pytest.raises(ReportError, match="the program has changed since the build began"):
        require_same_program("another")
