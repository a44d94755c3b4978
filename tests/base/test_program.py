"""The hashes of what makes a page."""

import pytest

from annual_report.base.errors import ReportError
from annual_report.base.program import (
    hash_files,
    hash_parts,
    hash_program,
    list_environment,
    require_same_program,
)


def test_the_order_of_parts_and_of_files_makes_no_difference() -> None:
    assert hash_parts({"a": "1", "b": "2"}) == hash_parts({"b": "2", "a": "1"})
    assert hash_files({"a": b"1", "b": b"2"}) == hash_files({"b": b"2", "a": b"1"})
    assert hash_files({"a": b"1"}) != hash_files({"b": b"1"})


def test_the_environment_is_python_and_the_packages_of_the_lock_alone() -> None:
    assert {"Python", "pandas", "nbconvert"} <= set(list_environment())
    assert "pytest" not in list_environment()


def test_a_worker_with_another_program_is_refused() -> None:
    require_same_program(hash_program())
    with pytest.raises(ReportError, match="the program has changed since the build began"):
        require_same_program("another")
