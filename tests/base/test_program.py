"""The hashes that tell a build of a page that is due: of files, program and environment."""

import pytest

from annual_report.base.errors import ReportError
from annual_report.base.program import (
    hash_files,
    hash_parts,
    hash_program,
    list_environment,
    read_program_parts,
    require_same_program,
)
from annual_report.base.project import PACKAGE


def test_the_order_of_parts_and_of_files_makes_no_difference_to_their_hash() -> None:
    assert hash_parts({"a": "1", "b": "2"}) == hash_parts({"b": "2", "a": "1"})
    assert hash_files({"a": b"1", "b": b"2"}) == hash_files({"b": b"2", "a": b"1"})


def test_a_file_of_the_same_content_under_another_name_has_another_hash() -> None:
    assert hash_files({"a": b"1"}) != hash_files({"b": b"1"})


@pytest.mark.parametrize("folder", ["machine", "network/reading", "network/measures", "report"])
def test_every_file_of_the_package_that_can_change_a_page_is_a_part_of_the_program(
    folder: str,
) -> None:
    parts = read_program_parts()
    # Giving pages out and verifying them need a page that is made, and change none.
    after_pages = {"giving_out.py", "verify.py"}
    missing = []
    for file in (PACKAGE / folder).rglob("*.*"):
        if "__pycache__" in file.parts or file.name in after_pages:
            continue
        path = file.relative_to(PACKAGE.parent).as_posix()
        if f"code: {path}" not in parts:
            missing.append(path)
    assert missing == []


def test_the_environment_is_python_and_the_packages_of_the_lock_alone() -> None:
    environment = list_environment()
    assert "Python" in environment
    assert "pandas" in environment
    # The tests need pytest, and the lock of a network's machine doesn't have it.
    assert "pytest" not in environment


def test_a_worker_with_another_program_is_refused() -> None:
    here = hash_program()
    require_same_program(here)
    with pytest.raises(ReportError, match="the program has changed since the build began"):
        require_same_program("the hash of another program")
